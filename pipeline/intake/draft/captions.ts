import type { Line } from './lines.ts';

const LONGEST = 90;
const BEGINS = /^(?:图为|图[一二三四五六七八九十\d]{1,2}|[上下左右]图|[▲△↑▼]|图[:：])/;
const ENDS = /(?:摄|供图|摄影|图)[)）]?$/;
/** 张三 摄: who made it, which describes nothing. */
const CREDIT_ALONE = /^[(（]?(?:\p{Script=Han}{2,4}\s*(?:摄|摄影|供图|图)|(?:摄影|图片|供图)\s*[:：]\s*\p{Script=Han}{2,4})[)）]?$/u;
const MARK = /^(?:[▲△↑▼]\s*|图\s*[:：]\s*)/;

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
    else if (BEGINS.test(below.folded) || ENDS.test(below.text)) found.texts.set(picture, below.text.replace(MARK, ''));
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
