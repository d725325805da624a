import { stringOf, termFolder } from '../../item/markdown/term-fold.ts';

/** A text as phrases are looked for in it. */
export interface Plain {
  units: Uint16Array;
  text: string;
  /** Where each unit stands in the text as it is written. */
  starts: Int32Array;
}

const QUOTES = new Set([...'“”‘’「」『』'].map((mark) => mark.charCodeAt(0)));
const LINE_END = 10;

let fold: ReturnType<typeof termFolder> | undefined;

/** Folds a text and drops quotation marks, which often stand in and around phrases. */
export function plainOf(text: string): Plain {
  fold ??= termFolder();
  const { units, starts, length } = fold(text);
  const kept: Plain = { units: new Uint16Array(length), starts: new Int32Array(length), text: '' };
  let size = 0;
  for (let at = 0; at < length; at += 1) {
    if (QUOTES.has(units[at] as number)) continue;
    kept.units[size] = units[at] as number;
    kept.starts[size] = starts[at] as number;
    size += 1;
  }
  const cut = kept.units.slice(0, size);
  return { units: cut, starts: kept.starts, text: stringOf({ units: cut, length: size }) };
}

/** The units that phrases are looked for by. */
export function unitsOf(phrases: readonly string[]): Uint16Array[] {
  const { units } = plainOf(phrases.join('\n'));
  const words: Uint16Array[] = [];
  for (let start = 0; words.length < phrases.length; start += (words.at(-1)?.length ?? 0) + 1) {
    const end = units.indexOf(LINE_END, start);
    words.push(units.subarray(start, end < 0 ? units.length : end));
  }
  return words;
}

export const HAN = /^\p{Script=Han}$/u;

let common: ReadonlySet<string> | undefined;

/** Whether a Chinese character stands outside the 3,755 common ones of GB 2312: in a phrase nobody means it. */
export function isRare(character: string): boolean {
  common ??= new Set(
    new TextDecoder('gb18030').decode(
      Uint8Array.from({ length: 40 * 94 * 2 }, (_, at) => (at % 2 === 0 ? 0xb0 + Math.floor(at / 188) : 0xa1 + ((at >> 1) % 94))),
    ),
  );
  return HAN.test(character) && !common.has(character);
}
