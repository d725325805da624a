import { CHANNEL_NAMES } from '../item/channel-names.ts';
import { CHANNELS, type Channel } from '../item/front-matter-schema.ts';
import type { Item } from '../item/item.ts';
import { printableLines } from '../printable.ts';
import { plain } from '../review/markdown-text.ts';
import { formMaterial } from './form-material.ts';
import type { Payload } from './payload.ts';
import { type RenderContext, renderItem } from './render-item.ts';

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
