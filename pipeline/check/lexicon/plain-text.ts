import { stringOf, termText } from '../../item/markdown/term-fold.ts';
import { linesOf } from './data-files.ts';

/** A text as phrases are looked for in it. */
export interface Plain {
  units: Uint16Array;
  text: string;
  /** The same backwards. */
  turnedText: string;
  /** Where each unit stands in the text as it is written. */
  starts: Int32Array;
  /** The units right before which quotation marks stood; after the last one its number. */
  quotes: ReadonlySet<number>;
}

const QUOTES = /[“”‘’「」『』]/g;

/** Folds a text and drops quotation marks, which often stand in and around phrases. */
export function plainOf(text: string): Plain {
  const { units, starts } = termText(text);
  const folded = stringOf(units);
  let size = 0;
  let from = 0;
  const keep = (to: number): void => {
    units.copyWithin(size, from, to);
    starts.copyWithin(size, from, to);
    size += to - from;
    from = to + 1;
  };
  const quotes = new Set<number>();
  for (const { index } of folded.matchAll(QUOTES)) {
    keep(index);
    quotes.add(size);
  }
  keep(units.length);
  const kept = units.subarray(0, size);
  const turnedText = stringOf(kept.slice().reverse());
  return { units: kept, starts: starts.subarray(0, size), text: folded.replace(QUOTES, ''), turnedText, quotes };
}

export const HAN = /^\p{Script=Han}$/u;

let common: string | undefined;
let seldom: ReadonlySet<string> | undefined;

/** The 3,755 common characters of GB 2312. */
function commonCharacters(): string {
  const bytes = new Uint8Array(40 * 94 * 2);
  for (let at = 0; at < bytes.length; at += 2) bytes.set([0xb0 + Math.floor(at / 188), 0xa1 + ((at >> 1) % 94)], at);
  return new TextDecoder('gb18030').decode(bytes);
}

/** Whether a Chinese character is none of them, or one that official prose hardly has: in a phrase nobody means it, but for 圩镇 and the like. */
export function isRare(character: string): boolean {
  common ??= commonCharacters();
  seldom ??= new Set(linesOf('seldom.txt').join(''));
  return HAN.test(character) && !'圩岙畲彝楹扁暨'.includes(character) && (seldom.has(character) || !common.includes(character));
}
