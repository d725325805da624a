import type { Span } from '../item/content-problem.ts';
import type { TextBlock } from '../item/readable-text.ts';
import { type Match, placeAt } from './find.ts';

/** A stretch of a block's text: what stands there, unfolded, and where. */
export function stretchOf(block: TextBlock, start: number, end: number): Omit<Match, 'folded'> {
  return { flagged: block.text.slice(start, end), span: block.span(start, end), where: placeAt(block, start) };
}

/** True where the file reads just as a text does: on one line, with no mark of Markdown between. Only there may `--fix` write. */
export function isUnbroken(span: Span, text: string): boolean {
  return span.line === span.endLine && span.endColumn - span.column === text.length;
}
