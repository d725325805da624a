import { appendFileSync } from 'node:fs';
import { loadEncoder } from '../../site/encoder.ts';
import { versionAt } from '../forge/at-commit.ts';
import { openGit } from '../forge/git/git.ts';
import type { Item } from '../item/item.ts';
import { printable } from '../printable.ts';
import { Problem } from '../problem.ts';
import { previewItem } from '../render/preview/preview-item.ts';
import { changedSince } from '../review/text-changes.ts';
import { commitOf } from './shared/changed-items.ts';
import type { Command, CommandContext, CommandResult } from './shared/command.ts';
import { previewChanged, siteStyles } from './shared/preview-changed.ts';
import { requestedItem } from './shared/requested-item.ts';
import { writeOut } from './shared/write-out.ts';

/** What a pull request changes, for the run's page: files to download, and the same as text where nothing can be downloaded. */
async function changed({ root, operands, options, env }: CommandContext): Promise<CommandResult> {
  const { base, rev, out = 'preview' } = options as Record<string, string | undefined>;
  if (base === undefined || rev === undefined || operands.length > 0 || options.seen !== undefined)
    throw new Problem('usage/preview', '--base 要和 --rev 一起写，不再写信息；请改正后重试。', { place: '--base' });
  const { items, unreadable, summary } = await previewChanged(root, { base, rev, out });
  const lines = [
    ...items.map(({ item, file }) => `${item}　预览在 ${file}`),
    ...unreadable.map((path) => `${printable(path)}　还看不了：稿件有须改的问题，见检查`),
  ];
  if (env.GITHUB_STEP_SUMMARY && summary !== '') appendFileSync(env.GITHUB_STEP_SUMMARY, summary);
  const [only, ...others] = items;
  if (env.GITHUB_OUTPUT && only && others.length === 0) appendFileSync(env.GITHUB_OUTPUT, `page=${only.file}\n`);
  return { exitCode: 0, json: { version: 1, items, unreadable }, text: lines.join('\n') || '没有改动信息。' };
}

/** How much is new since the version that somebody saw last, where one is named. */
async function newSince({ root, options }: CommandContext, { path, files }: Item): Promise<{ changedSince?: number }> {
  if (options.seen === undefined) return {};
  const git = await openGit(root);
  try {
    const before = await versionAt(git, await commitOf(git, options.seen as string, '--seen'), path);
    const text = Buffer.from(files.find((file) => file.path === 'index.md')?.bytes ?? []).toString('utf8');
    const pictures = files.filter((file) => file.path !== 'index.md').map((file) => ({ path: `${path}/${file.path}`, id: file.id }));
    return { changedSince: changedSince(before, { text, pictures }) };
  } finally {
    git.close();
  }
}

export const command: Command = {
  summary: '三面预览：网站、微信、微博放在一页，手机上也能看',
  usage: 'preview <信息> [--rev 版本] [--seen 版本] [--out 文件] | preview --base 版本 --rev 版本 [--out 文件夹]',
  options: {
    base: { type: 'string', help: '和这个版本相比改动过的信息，每件一页' },
    rev: { type: 'string', help: '从这个版本读，不读工作区' },
    seen: { type: 'string', help: '您上次看过的版本：数一数从那以后改了几处' },
    out: { type: 'string', help: '写到这个文件（默认 preview.html）；写了 --base 就是文件夹（默认 preview）' },
  },
  operands: 1,
  formats: ['text', 'json'],
  run: async (context) => {
    const { root, operands, options } = context;
    if (options.base !== undefined) return changed(context);
    const { item, organisation, policy } = await requestedItem(root, operands, options.rev as string | undefined);
    const version = (options.rev as string | undefined) ?? '工作区';
    const makeSmaller = await loadEncoder();
    const page = await previewItem(
      item,
      { organisation, policy },
      { styles: await siteStyles(), version, makeSmaller, ...(await newSince(context, item)) },
    );
    const out = await writeOut(root, (options.out as string | undefined) ?? 'preview.html', page, 'preview/write');
    return { exitCode: 0, json: { version: 1, item: item.id, file: out }, text: `预览在 ${out}，用浏览器打开。` };
  },
};
