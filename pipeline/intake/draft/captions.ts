import type { RootContent } from 'mdast';
import { type Line, linesOf } from './lines.ts';

const LONGEST = 90;
const BEGINS = /^\(?(?:图为|图[一二三四五六七八九十\d]{1,2}|[上下左右]图|[▲△↑▼]|图[:：])/;
const ENDS = /(?:摄|供图|摄影|图)[)）]?$/;
/** 张三 摄: who made it, which describes nothing. */
const CREDIT_ALONE = /^[(（]?(?:\p{Script=Han}{2,4}\s*(?:摄|摄影|供图|图)|(?:摄影|图片|供图)\s*[:：]\s*\p{Script=Han}{2,4})[)）]?$/u;
const MARK = /^(?:[▲△↑▼]\s*|图\s*[:：]\s*)/;
const BRACKETED = /^[(（](.*)[)）]$/;

export interface Captions {
  /** By the picture's key. */
  texts: Map<string, string>;
  /** Who made it, by the picture's key. */
  credits: Map<string, string>;
  /** The lines that they stood in. */
  lines: Line[];
}

/** Finds what describes pictures: the short line below one, where it reads like a caption. */
export function captionsOf(lines: readonly Line[]): Captions {
  const found: Captions = { texts: new Map(), credits: new Map(), lines: [] };
  for (const [index, { picture }] of lines.entries()) {
    const below = lines[index + 1];
    if (picture === null || !below?.plain || [...below.text].length > LONGEST) continue;
    if (CREDIT_ALONE.test(below.text)) found.credits.set(picture, below.text.replace(/[()（）]/g, '').trim());
    else if (BEGINS.test(below.folded) || ENDS.test(below.text))
      found.texts.set(picture, below.text.replace(BRACKETED, '$1').replace(MARK, ''));
    else continue;
    found.lines.push(below);
  }
  return found;
}

/** A description from the name that somebody gave the file: only where it is a sentence of Han, not what a telephone calls it. */
export function captionInName(name: string): string | null {
  const stem = name.replace(/\.[a-z]{2,5}$/i, '').replace(/^[\d\s._、-]+|(?<![\d\s._()（）-])[\d\s._()（）-]+$/g, '');
  const isSaid = (stem.match(/\p{Script=Han}/gu)?.length ?? 0) >= 6 && !/^(?:微信|QQ|屏幕|未命名|新建|照片|图片)/.test(stem);
  return isSaid ? stem : null;
}

/** 图1：…, 图一为…: a line that is the caption of a picture which lies elsewhere. Words of the text (图1所示) follow without a colon. */
const NUMBERED = /^图\s*([一二三四五六七八九十]|\d{1,2})(?:\s*[:：、.．]\s*|\s+|(?=为))(?=\S)/;
const UNNUMBERED = /^(?:图为|[▲△↑▼]\s*|图\s*[:：]\s*)(?=\S)/;
/** 1.jpg, 图2.jpg, 照片（3）.jpg, 图一 劝导商户.jpg; no day and no camera's count. */
const NUMBER_IN_NAME = /^(?:图片?|照片|配图)?[\s_-]*\(?0*([一二三四五六七八九十]|[1-9]\d?)\)?(?=$|[\s_、.:-]+(?!\d))/;

const numberIn = (words: string, pattern: RegExp): number | null => {
  const found = pattern.exec(words)?.[1];
  return found === undefined ? null : '一二三四五六七八九十'.indexOf(found) + 1 || Number(found);
};

const numberOfName = (name: string): number | null => numberIn(name.replace(/\.[a-z]{2,5}$/i, '').normalize('NFKC'), NUMBER_IN_NAME);

interface Caption {
  node: RootContent;
  number: number | null;
  words: string;
}

function captionLines(body: readonly RootContent[]): Caption[] {
  return linesOf({ type: 'root', children: [...body] }).flatMap(({ node, text, plain }): Caption[] => {
    const said = text.replace(BRACKETED, '$1').trim();
    if (!plain || [...said].length > LONGEST || !(NUMBERED.test(said) || UNNUMBERED.test(said))) return [];
    const words = said.replace(NUMBERED, '').replace(MARK, '');
    return [{ node, number: numberIn(said, NUMBERED), words: words.startsWith('为') ? `图${words}` : words }];
  });
}

/**
 * Which lines of a text describe which of the pictures that lie beside it: those of the same number, those whose words the file's name says,
 * and the only line for the only picture. What is sure of no single one is asked.
 * @param alone no other picture wants a description
 */
export function captionsBeside<Picture extends { name: string }>(
  body: readonly RootContent[],
  pictures: readonly Picture[],
  alone: boolean,
): Map<RootContent, { picture: Picture; words: string }> {
  const lines = captionLines(body);
  const found = new Map<RootContent, { picture: Picture; words: string }>();
  const only = <Value>(values: readonly Value[]): Value | undefined => (values.length === 1 ? values[0] : undefined);
  const numbers = pictures.map(({ name }) => numberOfName(name));
  for (const [at, picture] of pictures.entries()) {
    const number = numbers[at] ?? null;
    const said = captionInName(picture.name);
    const isNumbered = number !== null && numbers.indexOf(number) === numbers.lastIndexOf(number);
    const line =
      (isNumbered ? only(lines.filter((one) => one.number === number)) : undefined) ??
      (said === null ? undefined : only(lines.filter(({ words }) => words.includes(said)))) ??
      (alone && pictures.length === 1 && (number === null || lines[0]?.number === null) ? only(lines) : undefined);
    if (line !== undefined && !found.has(line.node)) found.set(line.node, { picture, words: line.words });
  }
  return found;
}
