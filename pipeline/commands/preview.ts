import { appendFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { loadEncoder } from '../../site/encoder.ts';
import { versionAt } from '../forge/at-commit.ts';
import { commitSource } from '../forge/git/content-source.ts';
import { openGit } from '../forge/git/git.ts';
import { CHANNELS, type Channel } from '../item/front-matter/front-matter-schema.ts';
import { CHANNEL_NAMES } from '../item/front-matter/front-matter-words.ts';
import { type Item, readItem } from '../item/item.ts';
import { plain } from '../item/markdown/markdown-text.ts';
import { printable, printableLines } from '../printable.ts';
import { Problem } from '../problem.ts';
import type { Payload } from '../render/payload.ts';
import { formMaterial } from '../render/pictures.ts';
import { previewItem } from '../render/preview/preview-item.ts';
import { notReleased, type SiteStyles } from '../render/preview/preview-page.ts';
import { type RenderContext, renderItem } from '../render/render-item.ts';
import { previewFile } from '../review/comment/preview-place.ts';
import { changedSince } from '../review/text-changes.ts';
import { changedItems, commitOf } from './shared/changed-items.ts';
import type { Command, CommandContext, CommandResult } from './shared/command.ts';
import { requestedItem } from './shared/requested-item.ts';
import { settingsAt } from './shared/settings-at.ts';
import { writeOut } from './shared/write-out.ts';

/** GitHub takes one MiB of a step's summary and shows none of a longer one. */
const MOST_SUMMARY = 900_000;
const MOST_ITEMS = 20;

/** A page of Markdown takes one MiB (GitHub, job summaries); of one text no more than this is shown. */
const MOST_CHARACTERS = 60_000;

/** Text that people wrote, untouched and inert: a fence that is longer than any run of marks in it. */
function fenced(text: string): string[] {
  const shown = [...printableLines(text)].slice(0, MOST_CHARACTERS).join('');
  const longest = Math.max(2, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return ['', `${fence}text`, shown, fence];
}

function limits({ limits: all }: Payload): string[] {
  if (all.length === 0) return [];
  const rows = all.map(({ name, used, max }) => `| ${plain(name)} | ${used} | ${max} | ${used > max ? '✗ 超出' : '✓'} |`);
  return ['', '| 限额 | 用了 | 最多 | |', '|---|---|---|---|', ...rows];
}

function face(item: Item, payload: Payload, paragraphs: readonly string[]): string[] {
  const { channel, title, author, summary, links, changes, images } = payload;
  const chosen = item.frontMatter.channels.includes(channel);
  const facts: [string, string][] = [
    ['标题', title],
    ['作者', channel === 'wechat' ? author : ''],
    ['摘要', channel === 'wechat' ? summary : ''],
    ['图片', images.map(({ path }) => path).join('、')],
  ];
  return [
    '',
    `### ${CHANNEL_NAMES[channel]}${chosen ? '' : '（本条未选用）'}`,
    '',
    ...facts.filter(([, words]) => words !== '').map(([label, words]) => `- ${label}：${plain(words)}`),
    ...fenced(channel === 'weibo' ? payload.content.trim() : paragraphs.join('\n\n')),
    ...(links.length > 0 ? ['', ...links.map(({ n, text, url }) => `- 文末注 ${n}：${plain(text)}　${plain(url)}`)] : []),
    ...limits(payload),
    ...(changes.length > 0 ? ['', `在${CHANNEL_NAMES[channel]}里会有的变化：`, '', ...changes.map((change) => `- ${plain(change)}`)] : []),
  ];
}

/**
 * The three faces as Markdown, for places that show no file of ours: titles, texts, limits and what each channel changes. Whatever the item
 * holds is text there.
 */
export function previewSummary(item: Item, context: RenderContext): string {
  const { paragraphs } = formMaterial(item);
  const faces = CHANNELS.flatMap((channel: Channel) => face(item, renderItem(item, channel, context), paragraphs));
  return ['', `## 三面预览：${plain(item.frontMatter.title)}`, '', `> 预览，${notReleased(item)}。`, ...faces, ''].join('\n');
}

interface PreviewedItems {
  items: { item: string; file: string }[];
  /** Folders that can't be read yet: the check says why. */
  unreadable: string[];
  /** The faces as Markdown, short enough for a job's summary. */
  summary: string;
}

/**
 * The faces of every item that a commit changes, one page an item in a folder.
 * @throws Problem exit 2 for an unknown revision, broken settings, a folder that can't be written
 */
async function previewChanged(root: string, { base, rev, out }: Record<'base' | 'rev' | 'out', string>): Promise<PreviewedItems> {
  const git = await openGit(root);
  try {
    const head = await commitOf(git, rev, '--rev');
    const source = commitSource(git, head);
    const settings = await settingsAt(source);
    const styles = await siteStyles();
    const makeSmaller = await loadEncoder();
    const done: PreviewedItems = { items: [], unreadable: [], summary: '' };
    const changed = [...(await changedItems(git, base, head))].sort();
    const folder = resolve(root, out);
    await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
      throw new Problem('preview/write', `写不到 ${out}；应为可以写的文件夹；请检查权限，或另指一个。`, { place: out, cause });
    });
    for (const path of changed.slice(0, MOST_ITEMS)) {
      const files = await source.folder(path);
      const item = files && readItem(files).item;
      if (!item) {
        if (files) done.unreadable.push(path);
        continue;
      }
      const page = await previewItem(item, settings, { styles, version: head, makeSmaller });
      done.items.push({
        item: item.id,
        file: await writeOut(root, join(folder, previewFile(item.id)), page, 'preview/write'),
      });
      const text = previewSummary(item, settings);
      if (Buffer.byteLength(done.summary + text) <= MOST_SUMMARY) done.summary += text;
    }
    return done;
  } finally {
    git.close();
  }
}

const ASSETS = join(import.meta.dirname, '../../site/assets');

/** The website's own style sheets, for what has to look like it. */
async function siteStyles(): Promise<SiteStyles> {
  const [tokens, site] = await Promise.all(['tokens.css', 'site.css'].map((name) => readFile(join(ASSETS, name), 'utf8')));
  return { tokens: tokens ?? '', site: site ?? '' };
}

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
