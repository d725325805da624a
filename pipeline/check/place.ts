import type { Span } from '../item/content-problem.ts';
import type { TextBlock } from '../item/readable-text.ts';
import { placeAt } from './find.ts';

type Position = Pick<Span, 'line' | 'column'>;

function after(a: Position, b: Position): boolean {
  return a.line > b.line || (a.line === b.line && a.column > b.column);
}

/** The block whose text begins last before a position, so that what isn't text (code, HTML, an address) is named by what stands before it. */
function blockBefore(blocks: readonly TextBlock[], position: Position): TextBlock | null {
  const begun = blocks.filter(({ span }) => !after(span(0, 1), position));
  return begun.reduce<TextBlock | null>((last, block) => (last && after(last.span(0, 1), block.span(0, 1)) ? last : block), null);
}

/**
 * What a person calls a place of `index.md` that its rule has no name for: 第4段“联系电话”后, 第4段之后 for what is no text, 文首.
 * @param bodyLine the line that the body begins on
 */
export function placeIn(blocks: readonly TextBlock[], bodyLine: number, position: Position): string {
  if (position.line < bodyLine) return '文首';
  const body = blocks.filter(({ text, span }) => /[\p{L}\p{N}]/u.test(text) && span(0, 1).line >= bodyLine);
  const block = blockBefore(body, position);
  if (block === null) return body.find(({ span }) => span(0, 1).line === position.line)?.label ?? '正文开头';
  const { text, span, paragraph } = block;
  if (span(text.length - 1, text.length).endLine < position.line) return paragraph > 0 ? `第${paragraph}段之后` : '正文开头';
  let start = 0;
  while (start < text.length && after(position, span(start, start + 1))) start += 1;
  return placeAt(block, start);
}
