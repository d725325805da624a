import { stringOf, termText } from '../../item/markdown/term-fold.ts';

/** A text as phrases are looked for in it. */
export interface Plain {
  units: Uint16Array;
  text: string;
  /** Where each unit stands in the text as it is written. */
  starts: Int32Array;
}

const QUOTES = new Set([...'“”‘’「」『』'].map((mark) => mark.charCodeAt(0)));

/** Folds a text and drops quotation marks, which often stand in and around phrases. */
export function plainOf(text: string): Plain {
  const { units, starts } = termText(text);
  let size = 0;
  for (let at = 0; at < units.length; at += 1) {
    if (QUOTES.has(units[at] as number)) continue;
    units[size] = units[at] as number;
    starts[size] = starts[at] as number;
    size += 1;
  }
  return { units: units.subarray(0, size), starts, text: stringOf(units, size) };
}

export const HAN = /^\p{Script=Han}$/u;

let common: ReadonlySet<string> | undefined;

/** Whether a Chinese character stands outside the 6,763 of GB 2312: in a phrase nobody means it. */
export function isRare(character: string): boolean {
  common ??= new Set(
    new TextDecoder('gb18030').decode(
      Uint8Array.from({ length: 72 * 94 * 2 }, (_, at) => (at % 2 === 0 ? 0xb0 + Math.floor(at / 188) : 0xa1 + ((at >> 1) % 94))),
    ),
  );
  return HAN.test(character) && !common.has(character);
}
