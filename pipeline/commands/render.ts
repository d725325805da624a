import { CHANNELS, type Channel } from '../item/front-matter/front-matter-schema.ts';
import { Problem } from '../problem.ts';
import type { Payload } from '../render/payload.ts';
import { renderItem } from '../render/render-item.ts';
import type { Command } from './shared/command.ts';
import { oneOf } from './shared/command.ts';
import { requestedItem } from './shared/requested-item.ts';

/**
 * Exactly what would be sent of an item to a channel, from the work tree or from a commit; settings come from the same place.
 * @throws Problem exit 2 for an unknown item, revision or broken settings, exit 1 for an item that can't be read
 */
export async function render(options: { root: string; item: string; channel: Channel; rev?: string | undefined }): Promise<Payload> {
  const { item, organisation, policy } = await requestedItem(options.root, [options.item], options.rev);
  return renderItem(item, options.channel, { organisation, policy });
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
  operands: 1,
  formats: ['text', 'json'],
  run: async ({ root, operands, options }) => {
    const [item, ...others] = operands;
    if (item === undefined || others.length > 0) {
      throw new Problem('usage/item', '要写明一条信息。应为编号或文件夹，如 wucheng/2026-11-23-street。请补上后重试。', {
        place: 'render',
      });
    }
    const channel = oneOf({ options }, 'channel', '渠道', CHANNELS);
    const payload = await render({ root, item, channel, rev: options.rev as string | undefined });
    return { exitCode: 0, json: payload, text: readable(payload) };
  },
};
