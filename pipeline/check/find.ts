import type { Span } from '../item/content-problem.ts';
import { type FoldedText, fold, type TextBlock } from '../item/readable-text.ts';

/** A match in a block's text: what was written there, folded and as it is, and where. */
export interface Match {
  folded: string;
  flagged: string;
  span: Span;
  where: string;
}

/** The words before a match, so that a person finds it without showing it: Han characters only, at most six. */
function before(text: string): string {
  return /(\p{Script=Han}{1,6})[^\p{Script=Han}]{0,2}$/u.exec(text.slice(-12))?.[1] ?? '';
}

/** What a person calls the place where a stretch of a block's text starts: 第4段“联系电话”后. */
export function placeAt({ label, text }: TextBlock, start: number): string {
  const words = before(text.slice(0, start));
  return words === '' ? label : `${label}“${words}”后`;
}

const folded = new WeakMap<TextBlock, FoldedText>();

/** A block's text folded for searching, once however many rules ask. */
export function foldedOf(block: TextBlock): FoldedText {
  let known = folded.get(block);
  if (known === undefined) {
    known = fold(block.text);
    folded.set(block, known);
  }
  return known;
}

/** Stands between blocks. No pattern asks for it, and to those that ask for something not to follow it is like the end. */
const BETWEEN = '\0';
const joined = new WeakMap<readonly TextBlock[], string>();
const blind = new WeakMap<RegExp, boolean>();

/** Whether a pattern could tell where a block ends, so that it can't be looked for in all of them at once. */
function tellsEnds(pattern: RegExp): boolean {
  const known = blind.get(pattern);
  if (known !== undefined) return known;
  const { source } = pattern;
  const negative = /\(\?<?!/.test(source);
  const tells = /\$|(?<!\[)\^/.test(source) || (negative && /\[\^|\\[DSWPB]|(?<!\\)\./.test(source));
  blind.set(pattern, tells);
  return tells;
}

function joinedText(blocks: readonly TextBlock[]): string {
  let text = joined.get(blocks);
  if (text === undefined) {
    text = blocks.map((block) => foldedOf(block).text).join(BETWEEN);
    joined.set(blocks, text);
  }
  return text;
}

/**
 * Whether a pattern surely is in none of the blocks: what one search finds out in a text of all of them.
 * @param hint words without one of which there is no match: looked for first, where the pattern itself is slow
 */
export function isNowhere(blocks: readonly TextBlock[], pattern: RegExp, hint?: RegExp): boolean {
  if (blocks.length < 2) return false;
  const text = joinedText(blocks);
  if (hint && !hint.test(text)) return true;
  if (tellsEnds(pattern)) return false;
  pattern.lastIndex = 0;
  return !pattern.test(text);
}

/** A global pattern's matches that are accepted. One that isn't takes nothing away from the next. */
export function* matchesOf(text: string, pattern: RegExp, accepts: (match: RegExpExecArray) => boolean): Generator<RegExpExecArray> {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const next = accepts(match) ? match.index + Math.max(1, match[0].length) : -1;
    if (next >= 0) yield match;
    pattern.lastIndex = next >= 0 ? next : match.index + 1;
  }
}

/**
 * All matches of a global pattern in the blocks, full-width forms and invisible characters folded away.
 * @param accepts what else makes a match of it, such as a check digit
 * @param hint words, as a pattern that isn't global, without one of which there is no match
 */
export function findIn(
  blocks: readonly TextBlock[],
  pattern: RegExp,
  accepts: (match: RegExpExecArray) => boolean = () => true,
  hint?: RegExp,
): Match[] {
  if (isNowhere(blocks, pattern, hint)) return [];
  return blocks.flatMap((block) => {
    const { text, original } = foldedOf(block);
    return [...matchesOf(text, pattern, accepts)].map((match) => {
      const [start, end] = original(match.index, match.index + match[0].length);
      return { folded: match[0], flagged: block.text.slice(start, end), span: block.span(start, end), where: placeAt(block, start) };
    });
  });
}
