import type { Span } from '../item/content-problem.ts';
import { fold } from '../item/markdown/folded-text.ts';
import type { TextBlock } from '../item/markdown/readable-text.ts';
import { onceFor } from '../once-for.ts';
import { blockAt, joinedOf } from './joined-blocks.ts';
import type { Subject } from './rule.ts';

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

/** Whether a pattern could tell where a block ends, so that it can't be looked for in all of them at once. No pattern asks for what stands between. */
const tellsEnds = onceFor(({ source }: RegExp): boolean => {
  const negative = /\(\?<?!/.test(source);
  const outsideClasses = source.replace(/(?<!\\)\[(?:\\.|[^[\]\\])*\]/g, '');
  return /\$|(?<!\[)\^/.test(source) || (negative && (/\[\^|\\[DSWPB]/.test(source) || /(?<!\\)\./.test(outsideClasses)));
});

/** Whether a pattern may be in one of the texts that are joined to one. */
function mayBeIn(joined: string, pattern: RegExp): boolean {
  pattern.lastIndex = 0;
  return tellsEnds(pattern) || pattern.test(joined);
}

/**
 * Whether a pattern surely is in none of the blocks: what one search finds out in a text of all of them.
 * @param hint words without one of which there is no match: looked for first, where the pattern itself is slow
 */
export function isNowhere(blocks: readonly TextBlock[], pattern: RegExp, hint?: RegExp): boolean {
  if (blocks.length === 0) return true;
  const { text } = joinedOf(blocks);
  if (hint) {
    hint.lastIndex = 0;
    if (!hint.test(text)) return true;
  }
  return !mayBeIn(text, pattern);
}

/** The blocks that a global pattern begins to match in. @throws TypeError for a pattern that isn't global, which would be found for ever */
function blocksOf(blocks: readonly TextBlock[], pattern: RegExp): TextBlock[] {
  if (!pattern.global) throw new TypeError(`expected a global pattern, but ${pattern}`);
  const { text, starts } = joinedOf(blocks);
  const found: TextBlock[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const index = blockAt(starts, match.index);
    found.push(blocks[index] as TextBlock);
    pattern.lastIndex = starts[index + 1] as number;
  }
  return found;
}

/** The blocks that a pattern may be in. They have a hint of it, or without a hint it begins in them when all are searched as one text. */
function blocksWith(blocks: readonly TextBlock[], pattern: RegExp, hint?: RegExp): readonly TextBlock[] {
  if (hint) return blocksOf(blocks, hint);
  return blocks.length < 2 || tellsEnds(pattern) ? blocks : blocksOf(blocks, pattern);
}

/** A global pattern's matches that are accepted. One that isn't takes nothing away from the next. */
export function matchesOf(text: string, pattern: RegExp, accepts: (match: RegExpExecArray) => boolean = () => true): RegExpExecArray[] {
  const matches: RegExpExecArray[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const isOne = accepts(match);
    if (isOne) matches.push(match);
    pattern.lastIndex = match.index + (isOne ? Math.max(1, match[0].length) : 1);
  }
  return matches;
}

/** Whether two to five characters of a text stand twice side by side. */
export function hasTwice(text: string): boolean {
  for (let size = 2; size < 6; size += 1)
    for (let at = size, same = 0; at < text.length; at += 1) {
      same = text.charCodeAt(at) === text.charCodeAt(at - size) ? same + 1 : 0;
      if (same === size) return true;
    }
  return false;
}

/**
 * All matches of a global pattern in the blocks, full-width forms and invisible characters folded away.
 * @param accepts what else makes a match of it, such as a check digit
 * @param hint a quick global pattern that matches in every text that the pattern is in
 */
export function findIn(
  blocks: readonly TextBlock[],
  pattern: RegExp,
  accepts: (match: RegExpExecArray) => boolean = () => true,
  hint?: RegExp,
): Match[] {
  return blocksWith(blocks, pattern, hint).flatMap((block) => {
    const { text, original } = fold(block.text);
    return matchesOf(text, pattern, accepts).map(({ 0: folded, index }) => ({
      folded,
      ...stretchOf(block, ...original(index, index + folded.length)),
    }));
  });
}

/** A stretch of a block's text: what stands there, unfolded, and where. */
export function stretchOf(block: TextBlock, start: number, end: number): Omit<Match, 'folded'> {
  return { flagged: block.text.slice(start, end), span: block.span(start, end), where: placeAt(block, start) };
}

/** The same of a stretch of the folded text. */
export function foldedStretch(block: TextBlock, start: number, end: number): Omit<Match, 'folded'> {
  return stretchOf(block, ...fold(block.text).original(start, end));
}

/** True where the file reads just as a text does: on one line, with no mark of Markdown between. Only there may `--fix` write. */
export function isUnbroken(span: Span, text: string): boolean {
  return span.line === span.endLine && span.endColumn - span.column === text.length;
}

/** True where one stretch of a line covers another. */
export const isWithin = (inner: Span, outer: Span): boolean =>
  inner.line === outer.line && inner.endLine === outer.endLine && outer.column <= inner.column && inner.endColumn <= outer.endColumn;

/** True where two stretches have nothing in common, or one of them lies nowhere. */
export const isApart = (one: Span | undefined, other: Span | undefined): boolean =>
  !one || !other || one.line !== other.line || one.endColumn <= other.column || other.endColumn <= one.column;

/** Of reports those that have nothing in common with one before them, or with what is told elsewhere: a place is told once. */
export function toldOnce<One extends { span?: Span }>(reports: readonly One[], elsewhere: readonly { span?: Span }[] = []): One[] {
  const told = [...elsewhere];
  return reports.filter((one) => {
    const isFirst = told.every(({ span }) => isApart(span, one.span));
    if (isFirst) told.push(one);
    return isFirst;
  });
}

/** The body's own paragraphs, headings and cells: neither the front matter nor what only describes a picture or a link. */
export function paragraphsOf({ blocks }: Pick<Subject, 'blocks'>): TextBlock[] {
  return blocks.filter(({ paragraph, label }) => paragraph > 0 && label.startsWith('第'));
}
