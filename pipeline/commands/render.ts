import { isAbsolute, relative } from 'node:path';
import { openGit } from '../forge/git.ts';
import { CHANNELS, type Channel } from '../item/front-matter-schema.ts';
import { type Item, type ItemFolder, readItem } from '../item/item.ts';
import { type ItemPath, parseItemId, parseItemPath } from '../item/item-path.ts';
import { readOrganisation, readPolicy } from '../organisation/read-settings.ts';
import { Problem } from '../problem.ts';
import type { Payload } from '../render/payload.ts';
import { renderItem } from '../render/render-item.ts';
import type { Command } from './command.ts';
import { type ContentSource, commitSource, workTreeSource } from './content-source.ts';

const ORGANISATION = 'content/organisation.yml';
const POLICY = 'content/policy.yml';

/** The item that an id, a folder or its `index.md` means. */
function placeOf(root: string, operand: string): ItemPath {
  const inRoot = isAbsolute(operand) ? relative(root, operand) : operand;
  const path = inRoot
    .replaceAll('\\', '/')
    .replace(/^\.\//, '')
    .replace(/(\/index\.md|\/+)$/, '');
  const place = parseItemPath(path) ?? parseItemId(path);
  if (!place) {
    const message = `“${operand}”不是一条信息。应为编号或文件夹，如 wucheng/2026-11-23-street。请核对后重试。`;
    throw new Problem('usage/item', message, { place: operand });
  }
  return place;
}

function itemOf(folder: ItemFolder | null, place: ItemPath): Item {
  if (folder === null) {
    throw new Problem('item/not-found', `没有信息 ${place.id}。应为仓库里已有的信息。请核对编号和 --root。`, { place: place.path });
  }
  const { item, problems } = readItem(folder);
  if (item) return item;
  const [first] = problems;
  const message = first?.message ?? '这条信息读不出来。请先运行 sanshen check。';
  throw new Problem(first?.code ?? 'E_ITEM', message, { place: `${place.path}/${first?.file ?? ''}:${first?.line ?? 1}`, exitCode: 1 });
}

async function rendered(source: ContentSource, place: ItemPath, channel: Channel): Promise<Payload> {
  const organisation = await source.text(ORGANISATION);
  if (organisation === null) {
    const message = `没有名单 ${ORGANISATION}。应有这个文件。请在信息仓库的文件夹里运行，或用 --root 指明它。`;
    throw new Problem('organisation/missing', message, { place: ORGANISATION });
  }
  const policy = readPolicy((await source.text(POLICY)) ?? '', POLICY);
  return renderItem(itemOf(await source.folder(place.path), place), channel, {
    organisation: readOrganisation(organisation, ORGANISATION),
    policy,
  });
}

/**
 * Exactly what would be sent of an item to a channel, from the work tree or from a commit; settings come from the same place.
 * @throws Problem exit 2 for an unknown item, revision or broken settings, exit 1 for an item that can't be read
 */
export async function render(options: { root: string; item: string; channel: Channel; rev?: string | undefined }): Promise<Payload> {
  const { root, item, channel, rev } = options;
  const place = placeOf(root, item);
  if (rev === undefined) return rendered(workTreeSource(root), place, channel);
  const git = await openGit(root);
  try {
    const commit = await git.resolve(rev);
    if (commit !== null) return await rendered(commitSource(git, commit), place, channel);
    throw new Problem('git/no-revision', `仓库里没有版本“${rev}”。应为分支名或提交号。请核对 --rev。`, { place: '--rev' });
  } finally {
    git.close();
  }
}

const NAMES: Record<Channel, string> = { website: '网站', wechat: '微信', weibo: '微博' };

function readable(payload: Payload): string {
  const limits = payload.limits.map(({ name, used, max }) => `${name} ${used} / ${max}${used > max ? '（超出）' : ''}`);
  const rows: [string, string][] = [
    ['渠道', NAMES[payload.channel]],
    ['标题', payload.title],
    ['作者', payload.author],
    ['摘要', payload.summary],
    ['网址', payload.sourceUrl],
    ['图片', payload.images.map(({ path }) => path).join('、') || '无'],
    ['限额', limits.join('　') || '无'],
    ['变化', payload.changes.join('；') || '无'],
    ['校验', payload.digest],
  ];
  return [...rows.map(([name, value]) => `${name}　${value}`), '', payload.content.trimEnd()].join('\n');
}

export const command: Command = {
  summary: '看一条信息在某个渠道上会发什么',
  usage: 'render <信息> --channel website|wechat|weibo [--rev 版本]',
  options: {
    channel: { type: 'string', help: '渠道：website（网站）、wechat（微信）、weibo（微博）' },
    rev: { type: 'string', help: '从这个版本读，不读工作区' },
  },
  formats: ['text', 'json'],
  run: async ({ root, operands, options }) => {
    const [item, ...others] = operands;
    if (item === undefined || others.length > 0) {
      throw new Problem('usage/item', '要写明一条信息。应为编号或文件夹，如 wucheng/2026-11-23-street。请补上后重试。', {
        place: 'render',
      });
    }
    const channel = CHANNELS.find((name) => name === options.channel);
    if (!channel)
      throw new Problem('usage/channel', `没有写明渠道。应为 ${CHANNELS.join('、')} 之一。请补上 --channel。`, { place: '--channel' });
    const payload = await render({ root, item, channel, rev: options.rev as string | undefined });
    return { exitCode: 0, json: payload, text: readable(payload) };
  },
};
