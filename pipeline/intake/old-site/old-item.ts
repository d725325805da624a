import { isUtf8 } from 'node:buffer';
import { Problem } from '../../problem.ts';

/** What an old site says of one of its items, as it was found; nothing of it is judged yet. */
export interface OldItem {
  /** Where it stands, for people: 第 12 行, news/a.html. */
  place: string;
  title: string;
  date: string;
  text: string;
  kind: 'html' | 'markdown' | 'text';
  /** Pictures that belong to it besides those of its text. */
  pictures: string[];
  /** The folder, from the source's own, against which its pictures are named. */
  folder: string;
  /** Whole, or a path of the old site. */
  oldUrl: string;
  source?: string | undefined;
  column?: string | undefined;
}

/** Why one of them isn't taken over: one sentence, with its code and place. It stops no other. */
export const refusal = (code: string, place: string, message: string): Problem =>
  new Problem(`import/${code}`, message, { place, exitCode: 1 });

/** Bytes as text: UTF-8 with its mark or without, UTF-16 as Excel's Unicode text has it, else GB18030. @throws Problem `import/encoding` */
export function textOf(bytes: Uint8Array, place: string): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : isUtf8(bytes) ? 'utf-8' : 'gb18030';
  try {
    // The decoder takes the mark away.
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw refusal('encoding', place, '文字读不出来；应为 UTF-8 或 GB18030 编码；请另存为 UTF-8 再导入。');
  }
}

/** What a text is written in, where nobody says. */
export function kindOf(text: string): OldItem['kind'] {
  if (/<(?:p|div|br|span|img|table|a|h[1-6]|ul|ol|font|strong|b)[\s/>]/i.test(text)) return 'html';
  return /^#{1,6} |\]\((?:https?:|\.{0,2}\/)/m.test(text) ? 'markdown' : 'text';
}
