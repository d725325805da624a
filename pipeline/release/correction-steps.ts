import type { Channel } from '../item/front-matter/front-matter-schema.ts';
import type { Item } from '../item/item.ts';
import { plain } from '../item/markdown/markdown-text.ts';
import type { Payload } from '../render/payload.ts';
import { plainText } from '../render/reading.ts';
import { type RenderContext, renderItem } from '../render/render-item.ts';
import type { HandCorrection } from './release-round.ts';

/** One place to change by hand: what stands there, once in the whole text, and what is to stand there. */
interface TextEdit {
  from: string;
  to: string;
}

/** All places in which two texts differ, and how many characters that is. */
interface TextEdits {
  edits: TextEdit[];
  /** A character replaced by another is one. */
  characters: number;
}

/** More characters added and removed than this are no list that anybody works through. */
const MOST_CHANGED = 300;
/** Places nearer to each other than this are one. */
const NEAR = 3;
/** So many characters of the old text a place shows at least, where there are so many. */
const LEAST_SHOWN = 4;
/** So far a place is widened at most to stand once in the text. */
const MOST_AROUND = 24;

interface Hunk {
  /** From and to, in characters of the old and the new text. */
  old: [number, number];
  new: [number, number];
}

/** For each number of changes the furthest reach on each diagonal (Myers 1986); `null` where there are too many changes. */
function reaches(a: readonly string[], b: readonly string[]): Map<number, number>[] | null {
  const reach = new Map<number, number>([[1, 0]]);
  const trace: Map<number, number>[] = [];
  for (let changes = 0; changes <= Math.min(MOST_CHANGED, a.length + b.length); changes += 1) {
    trace.push(new Map(reach));
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      const left = reach.get(diagonal - 1) ?? -1;
      const up = reach.get(diagonal + 1) ?? -1;
      let x = diagonal === -changes || (diagonal !== changes && left < up) ? up : left + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      reach.set(diagonal, x);
      if (x >= a.length && x - diagonal >= b.length) return trace;
    }
  }
  return null;
}

/** The single changes on the way back, joined where they follow each other closely. */
function hunksOf(a: readonly string[], b: readonly string[], trace: readonly Map<number, number>[]): Hunk[] {
  const hunks: Hunk[] = [];
  let [x, y] = [a.length, b.length];
  for (let changes = trace.length - 1; changes > 0; changes -= 1) {
    const reach = trace[changes] as Map<number, number>;
    const diagonal = x - y;
    const left = reach.get(diagonal - 1) ?? -1;
    const up = reach.get(diagonal + 1) ?? -1;
    const added = diagonal === -changes || (diagonal !== changes && left < up);
    const from = added ? up : left;
    const before = from - (added ? diagonal + 1 : diagonal - 1);
    const next = hunks.at(-1);
    const single: Hunk = { old: [from, added ? from : from + 1], new: [before, added ? before + 1 : before] };
    if (next && next.old[0] - single.old[1] < NEAR && next.new[0] - single.new[1] < NEAR) {
      next.old[0] = single.old[0];
      next.new[0] = single.new[0];
    } else hunks.push(single);
    [x, y] = [from, before];
  }
  return hunks.reverse();
}

function occurrences(text: string, part: string): number {
  let found = 0;
  for (let at = text.indexOf(part); at >= 0 && found < 2; at = text.indexOf(part, at + 1)) found += 1;
  return found;
}

/** A place with enough of its line around it to be found and read: once in the whole text. */
function widened(a: readonly string[], b: readonly string[], hunk: Hunk): TextEdit {
  const whole = a.join('');
  let [start, end] = hunk.old;
  const part = (): string => a.slice(start, end).join('');
  for (let step = 0; step < MOST_AROUND && (end - start < LEAST_SHOWN || occurrences(whole, part()) !== 1); step += 1) {
    const [before, after] = [a[start - 1], a[end]];
    const inLine = [before, after].map((character) => character !== undefined && character !== '\n') as [boolean, boolean];
    // Over a line's end only where its line has no more.
    const [left, right] = inLine.includes(true) ? inLine : ([before !== undefined, after !== undefined] as const);
    if (left && (step % 2 === 0 || !right)) start -= 1;
    else if (right) end += 1;
    else break;
  }
  const to = [...a.slice(start, hunk.old[0]), ...b.slice(...hunk.new), ...a.slice(hunk.old[1], end)].join('');
  return { from: part(), to };
}

/**
 * What a person has to change in one text to get another, place by place; `null` where that is more than a list can say.
 * @param before the text as it stands, lines parted by `\n`
 */
export function textEdits(before: string, after: string): TextEdits | null {
  const a = [...before];
  const b = [...after];
  const trace = reaches(a, b);
  if (trace === null) return null;
  const hunks = hunksOf(a, b, trace);
  const size = ([from, to]: [number, number]): number => to - from;
  return {
    edits: hunks.map((hunk) => widened(a, b, hunk)),
    characters: hunks.reduce((sum, hunk) => sum + Math.max(size(hunk.old), size(hunk.new)), 0),
  };
}

/** What WeChat's editor lets change in an article that is out, once and by hand; no API does (assumed: see the administrator's handbook). */
const WECHAT_CHARACTERS = 20;
const MOST_STEPS = 30;

/** An item as a channel gets it, without the note that it is a correction. */
function rendered(item: Item, channel: Channel, context: RenderContext): Payload {
  const { correction: _, ...frontMatter } = item.frontMatter;
  return renderItem({ ...item, frontMatter }, channel, context);
}

function wordsOf(channel: Channel, item: Item, payload: Payload): string {
  return channel === 'weibo' ? payload.content : plainText(item.tree);
}

const quoted = (text: string): string => `“${plain(text.replaceAll('\n', '⏎'), 120)}”`;

function steps({ edits }: TextEdits): string[] {
  const shown = edits.slice(0, MOST_STEPS).map(({ from, to }) => `把${quoted(from)}改为${quoted(to)}`);
  return edits.length > MOST_STEPS ? [...shown, `另有 ${edits.length - MOST_STEPS} 处，照预览改`] : shown;
}

/** Parts of a WeChat article that can't be changed once it is out. */
function fixedParts(before: Payload, after: Payload): string[] {
  const pictures = (payload: Payload): string => payload.images.map(({ sha256 }) => sha256).join();
  const parts: [name: string, isSame: boolean][] = [
    ['标题', before.title === after.title],
    ['作者', before.author === after.author],
    ['封面', before.cover === after.cover],
    ['图片', pictures(before) === pictures(after)],
  ];
  return parts.flatMap(([name, isSame]) => (isSame ? [] : [name]));
}

function onWechat(before: Payload, after: Payload, found: TextEdits | null, edited: boolean): string[] {
  const fixed = fixedParts(before, after);
  const why = [
    ...(fixed.length > 0 ? [`${fixed.join('、')}有改动`] : []),
    ...(edited ? ['这一篇已经改过一次'] : []),
    ...(found === null || found.characters > WECHAT_CHARACTERS ? [`改动超过 ${WECHAT_CHARACTERS} 字`] : []),
    ...(found !== null && found.edits.length === 0 && fixed.length === 0 ? ['改的是摘要、链接或格式'] : []),
  ];
  if (why.length > 0)
    return [`不能在原文上改（${why.join('；')}）：在公众号后台删除原文，照预览重新发表更正稿`, ...(found ? steps(found) : [])];
  const count = found?.characters ?? 0;
  return [
    `在公众号后台打开这一篇，点“修改”（只能改一次，至多 ${WECHAT_CHARACTERS} 字，这次 ${count} 字）`,
    ...(found ? steps(found) : []),
    '后台不让改的，删除原文，照预览重新发表更正稿',
  ];
}

function onWeibo(before: Payload, after: Payload, found: TextEdits | null): string[] {
  const pictures = before.images.map(({ sha256 }) => sha256).join() !== after.images.map(({ sha256 }) => sha256).join();
  const changes = found === null ? ['改动很多，照预览改'] : steps(found);
  return [
    '在微博客户端打开这一条，点“编辑微博”',
    ...changes,
    ...(pictures ? ['图片换成预览里的'] : []),
    '不能编辑的，删除这一条，照预览重新发布',
  ];
}

/**
 * What a person has to change by hand where a post of an older text is out. The two approved texts give it, place by place. The note 更正
 * itself is the website's.
 * @param edited the post has been changed by hand once already
 */
export function handCorrection(channel: Channel, before: Item, after: Item, context: RenderContext, edited: boolean): HandCorrection {
  const [old, now] = [rendered(before, channel, context), rendered(after, channel, context)];
  if (old.digest === now.digest) return { unchanged: true, steps: [] };
  const found = textEdits(wordsOf(channel, before, old), wordsOf(channel, after, now));
  return { unchanged: false, steps: channel === 'weibo' ? onWeibo(old, now, found) : onWechat(old, now, found, edited) };
}
