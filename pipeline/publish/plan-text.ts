import type { FrontMatter } from '../item/front-matter-schema.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Policy } from '../organisation/policy.ts';
import { authorOf, leadsOf, MACHINE_MADE, wechatAuthor, weiboWords } from '../render/around-text.ts';
import { pageAddress } from '../render/links.ts';
import type { Payload } from '../render/payload.ts';
import { oneLine } from '../render/reading.ts';
import { WECHAT_STYLES } from '../render/wechat-styles.ts';
import { weiboText } from '../render/weibo.ts';
import { decoded, isApprovedAddress } from './approved-address.ts';
import { type ApprovedWords, approvedWords, characters } from './approved-words.ts';
import { decodeEntities } from './channels/text-compare.ts';
import { markupFault, TAG } from './plan-markup.ts';
import { firstDifference, type Shown, type Wanted } from './same-words.ts';

/** An approved text as it lies in Git, with the settings that are printed beside it. */
export interface ApprovedText {
  frontMatter: FrontMatter;
  body: string;
  organisation: Organisation;
  policy: Policy;
  /** Where the page is registered on a platform of others, if it is. */
  address?: string | undefined;
}

/** What a renderer may put in anywhere: marks of notes, numbers and signs of nested points, what stands for a picture of somewhere else. */
const ADDED = /〔\d{1,4}〕|\d{1,9}）|－|（图片：|）/g;
/** An address in brackets, as it stands in a note. */
const ADDRESS_IN_NOTE = /（([\x21-\x7e]+)）/g;

const visible = (html: string): string => decodeEntities(html.replace(TAG, ''));

/** @param spans further pieces that may have been put in: where each begins and how long it is */
function shownIn(text: string, spans: readonly (readonly [at: number, length: number])[] = []): Shown[] {
  const added = new Set<number>();
  const marks = [...text.matchAll(ADDED)].map((match) => [match.index, match[0].length] as const);
  for (const [at, length] of [...marks, ...spans]) for (let index = at; index < at + length; index += 1) added.add(index);
  const shown: Shown[] = [];
  let index = 0;
  for (const character of text) {
    for (const one of characters(character)) shown.push({ character: one, added: added.has(index) });
    index += character.length;
  }
  return shown;
}

/** Where some words stand in a text, exactly so. */
function spansOf(text: string, known: readonly string[]): [number, number][] {
  const spans: [number, number][] = [];
  for (const words of known) {
    for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + words.length)) spans.push([at, words.length]);
  }
  return spans;
}

const musts = (text: string): Wanted[] => characters(text).map((character) => ({ character, optional: false }));
const mays = (text: string): Wanted[] => characters(text).map((character) => ({ character, optional: true }));

/** Where two texts part, in a few of their words; `null` if they don't. */
function parting(wanted: readonly Wanted[], shown: readonly Shown[]): string | null {
  const found = firstDifference(wanted, shown);
  if (found === null) return null;
  const there = shown.slice(Math.max(0, found.shown - 4), found.shown + 8).map(({ character }) => character);
  const missing = wanted.slice(found.wanted, found.wanted + 8).map(({ character }) => character);
  return there.length > found.shown - Math.max(0, found.shown - 4) ? `“${there.join('')}”处` : `少了“${missing.join('')}”`;
}

/** What the front matter says of pictures and the titles of references may stand under any picture: it is approved as well. */
function underPictures({ frontMatter, body }: ApprovedText): string[] {
  const images = Object.values(frontMatter.images ?? {}).flatMap(({ review_no = '', credit = '' }) => [
    ...(review_no === '' ? [] : [`审图号：${review_no}`]),
    ...(credit === '' ? [] : [`（${credit}　摄）`, `（${credit}）`]),
  ]);
  const titles = body.split('\n').flatMap((line) => {
    const [, title] = /^\[[^\][]*\]:\s*\S+\s+"([^"]+)"/.exec(line.trimStart()) ?? [];
    return title === undefined ? [] : [title];
  });
  return [...new Set([...images, ...titles, MACHINE_MADE])];
}

/** The lines before a WeChat article. Whether the cover stands in the text as well can't be told here: its line may be there. */
function leads({ frontMatter }: ApprovedText): Wanted[] {
  const certain = leadsOf(frontMatter, false);
  return leadsOf(frontMatter, true).flatMap(({ text }) => (certain.some((lead) => lead.text === text) ? musts(text) : mays(text)));
}

/** Text and notes of a payload's HTML apart; marks of footnotes are written as marks of notes. */
function parts({ channel, content }: Payload): { text: string; rows: string[] } {
  const html = content.replace(/<sup>(?:<a [^<>]*>)?(\d+)(?:<\/a>)?<\/sup>/g, '〔$1〕');
  const begin = channel === 'website' ? '<section data-footnotes' : `<section style="${WECHAT_STYLES.notes}">`;
  const at = html.lastIndexOf(begin);
  if (at < 0) return { text: html, rows: [] };
  const rows =
    channel === 'website'
      ? html
          .slice(at)
          .split(/<li id="user-content-fn-/)
          .map((row) => row.replace(/^[^>]*>/, ''))
      : html.slice(at).split(/<br>(?=〔\d+〕)/);
  return { text: html.slice(0, at), rows: rows.slice(1) };
}

/** What is wrong with a note; `null` if it is a footnote of the text, or a link's words and address. Takes the footnote off the list. */
function noteFault(
  row: string,
  { footnotes }: ApprovedWords,
  used: Set<string>,
  all: string,
  address: (text: string) => boolean,
): string | null {
  const text = visible(row)
    .replace(/^〔\d{1,4}〕/, '')
    .trim();
  let end = text.length;
  while (end > 0 && /[\x21-\x7e]/.test(text[end - 1] as string)) end -= 1;
  const [words, url] = [text.slice(0, end), text.slice(end)];
  const inBrackets = [...text.matchAll(ADDRESS_IN_NOTE)];
  const bracketed = inBrackets.every(([, inner = '']) => address(inner) || all.includes(inner));
  for (const [name, footnote] of footnotes) {
    if (used.has(name)) continue;
    const spans = inBrackets.map((match) => [match.index, match[0].length] as const);
    const whole = firstDifference(footnote.words, shownIn(text, spans));
    const only = whole !== null && url !== '' && address(url) ? firstDifference(footnote.words, shownIn(words)) : whole;
    if (only !== null || !bracketed) continue;
    used.add(name);
    return null;
  }
  const link =
    address(url) &&
    characters(all)
      .join('')
      .includes(characters(words.replaceAll('原文', '')).join(''));
  return link ? null : `文末注释“${text.slice(0, 12)}”`;
}

function bodyFault(payload: Payload, approved: ApprovedText): string | null {
  const { frontMatter, body, policy } = approved;
  const all = `${body}\n${decodeEntities(body.replace(/\\(?=[!-/:-@[-`{-~])/g, ''))}\n${frontMatter.source?.url ?? ''}\n${frontMatter.title}`;
  const host = policy.site.url !== undefined && URL.canParse(policy.site.url) ? new URL(policy.site.url).host : null;
  const address = (text: string): boolean => isApprovedAddress(text, all, host);
  const markup = markupFault(payload, address, all);
  if (markup !== null) return markup;
  const found = approvedWords(body, (path) => (frontMatter.images?.[path]?.kind === 'ai' ? MACHINE_MADE : ''));
  const { text, rows } = parts(payload);
  const seen = visible(text);
  const before = payload.channel === 'wechat' ? leads(approved) : [];
  const differs = parting([...before, ...found.words], shownIn(seen, spansOf(seen, underPictures(approved))));
  if (differs !== null) return differs;
  const used = new Set<string>();
  for (const row of rows) {
    const fault = noteFault(row, found, used, `${all}\n${seen}`, address);
    if (fault !== null) return fault;
  }
  const lost = [...found.footnotes].find(([name, { cited }]) => cited && !used.has(name));
  return lost ? `少了脚注“${lost[0]}”` : null;
}

function weiboFault({ content, images, sourceUrl }: Payload, { frontMatter }: ApprovedText): string | null {
  const text = weiboWords(
    frontMatter,
    images.map(({ path }) => path),
  );
  return content === weiboText(text, sourceUrl) ? null : '微博文字';
}

/** Pictures that the text or its front matter names; the scan of a unit's own review form goes to no channel. */
function pictureFault({ images, cover }: Payload, { frontMatter, body }: ApprovedText): string | null {
  const strange = images.find(
    ({ path }) => path === frontMatter.unit_review?.scan || (path !== frontMatter.cover && !decoded(body).includes(path)),
  );
  if (strange) return `图片“${strange.path}”`;
  return cover === null || images.some(({ path }) => path === cover) ? null : '封面图片';
}

function headFault({ title, author, summary, sourceUrl, item, channel }: Payload, approved: ApprovedText): string | null {
  const { frontMatter, organisation, policy, body } = approved;
  if (title !== frontMatter.title) return '标题';
  if (sourceUrl !== (approved.address ?? pageAddress(item, policy))) return '网页地址';
  const named = channel === 'wechat' ? wechatAuthor : authorOf;
  if (author !== named(item, frontMatter, organisation)) return '作者';
  if (frontMatter.summary !== undefined) return summary === oneLine(frontMatter.summary) ? null : '摘要';
  // The text's beginning, without what isn't words.
  const words = approvedWords(body, () => '').words.map((one) => ({ ...one, optional: true }));
  return firstDifference(words, shownIn(summary.replace(/…$/, ''))) === null ? null : '摘要';
}

/**
 * Holds a payload that another step has rendered against the approved text, without rendering: what isn't text must be the same, and of the
 * text every plain line to the character (`approvedWords` says what is looser). Both are read independently of the renderer, whose packages
 * never run beside the secrets; a property test holds the two together.
 * @returns where they part, in Chinese, as a noun; `null` if the payload shows the approved text and nothing else
 */
export function textDifference(payload: Payload, approved: ApprovedText): string | null {
  if (approved.frontMatter.withdraw) return '撤稿的信息';
  const around = headFault(payload, approved) ?? pictureFault(payload, approved);
  if (around !== null) return around;
  return payload.channel === 'weibo' ? weiboFault(payload, approved) : bodyFault(payload, approved);
}
