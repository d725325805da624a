import { mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { loadEncoder } from '../../../site/encoder.ts';
import { commitSource } from '../../forge/git/content-source.ts';
import { openGit } from '../../forge/git/git.ts';
import { CHANNELS, type Channel } from '../../item/front-matter/front-matter-schema.ts';
import { CHANNEL_NAMES } from '../../item/front-matter/front-matter-words.ts';
import { type Item, readItem } from '../../item/item.ts';
import { plain } from '../../item/markdown/markdown-text.ts';
import { printableLines } from '../../printable.ts';
import { Problem } from '../../problem.ts';
import type { Payload } from '../../render/payload.ts';
import { formMaterial } from '../../render/pictures.ts';
import { previewItem } from '../../render/preview/preview-item.ts';
import type { SiteStyles } from '../../render/preview/preview-page.ts';
import { type RenderContext, renderItem } from '../../render/render-item.ts';
import { previewFile } from '../../review/comment/preview-place.ts';
import { changedItems, commitOf } from './changed-items.ts';
import { settingsAt } from './settings-at.ts';
import { writeOut } from './write-out.ts';

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
  return ['', `## 三面预览：${plain(item.frontMatter.title)}`, '', '> 预览，未发布。', ...faces, ''].join('\n');
}

export interface PreviewedItems {
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
export async function previewChanged(root: string, { base, rev, out }: Record<'base' | 'rev' | 'out', string>): Promise<PreviewedItems> {
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

const ASSETS = join(import.meta.dirname, '../../../site/assets');

/** The website's own style sheets, for what has to look like it. */
export async function siteStyles(): Promise<SiteStyles> {
  const [tokens, site] = await Promise.all(['tokens.css', 'site.css'].map((name) => readFile(join(ASSETS, name), 'utf8')));
  return { tokens: tokens ?? '', site: site ?? '' };
}
