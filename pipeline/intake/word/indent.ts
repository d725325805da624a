import type { Look } from '../received.ts';
import { type Piece, wordsOfPieces } from './phrasing.ts';

/** Width of the text of an A4 page with the margins that official documents have, in twips (156 mm). */
const PAGE = 8845;
const ORDINARY_SIZE = 32;
const COLUMNS_OF_TAB = 4;
/** Less is the first line's indent. */
const LEAST = 8;

const isWide = (character: string): boolean => (character.codePointAt(0) as number) >= 0x2e80;
const columnsOf = (text: string): number => [...text].reduce((sum, character) => sum + (isWide(character) ? 2 : 1), 0);

/** Where a line stands that was pushed there by blanks or an indent: many people sign so, and centre so. */
export function alignByBlanks(pieces: readonly Piece[], indent: number, size: number | null): Look['align'] {
  const words = wordsOfPieces(pieces).replaceAll('\t', ' '.repeat(COLUMNS_OF_TAB));
  const column = (size ?? ORDINARY_SIZE) * 5;
  const text = columnsOf(words.trim());
  const left = columnsOf(words) - columnsOf(words.trimStart()) + Math.round(Math.max(0, indent) / column);
  const right = Math.round(PAGE / column) - left - text;
  if (text === 0 || left < LEAST || right < -LEAST) return 'left';
  if (Math.abs(left - right) <= 4) return 'center';
  return left > right ? 'right' : 'left';
}
