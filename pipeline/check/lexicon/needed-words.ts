/** What stands behind the first character of a group, a list's name, or a class. */
const KIND = /(?:\?<?[=!:])?/y;
const NAME = /(?:[\u4e00-\u9fff]+\})?/y;
const CLASS = /(?:\\.|[^\]\\])*\]/sy;
const HAN = /^[\u4e00-\u9fff]+\]$/;

const isHan = (unit: number): boolean => unit >= 0x4e00 && unit <= 0x9fff;

/** How many characters the shortest of some words has; 0 where there is none. */
function shortest(words: readonly string[]): number {
  let least = words[0]?.length ?? 0;
  for (const { length } of words) least = Math.min(least, length);
  return least;
}

/**
 * Words of which one stands in every text that an expression finds something in, so that most expressions are never tried; none where that
 * can't be told.
 * @param lists the same of those that it names as `{名}`
 */
export function neededWords(source: string, lists: ReadonlyMap<string, readonly string[]>): readonly string[] {
  let at = 0;
  const goOver = (expression: RegExp): string => {
    expression.lastIndex = at;
    const [found = ''] = expression.exec(source) ?? [];
    at += found.length;
    return found;
  };
  /** Whether what ends at a place may be missing there. */
  const mayMiss = (place: number): boolean =>
    source.startsWith('?', place) || source.startsWith('*', place) || source.startsWith('{0', place);
  const part = (): readonly string[] => {
    const from = at;
    at += 1;
    if (isHan(source.charCodeAt(from))) {
      while (isHan(source.charCodeAt(at)) && !mayMiss(at + 1)) at += 1;
      return [source.slice(from, at)];
    }
    const first = source.charAt(from);
    if (first === '(') {
      const kind = goOver(KIND);
      const words = ofWays();
      at += 1;
      return kind.endsWith('!') ? [] : words;
    }
    if (first === '{') return lists.get(goOver(NAME).slice(0, -1)) ?? [];
    if (first === '[') {
      const characters = goOver(CLASS);
      return HAN.test(characters) ? [...characters.slice(0, -1)] : [];
    }
    if (first === '\\') at += 1;
    return [];
  };
  /** Of the parts that can't be missing the one of the longest words, then of the fewest. */
  const ofWay = (): readonly string[] => {
    let best: readonly string[] = [];
    let length = 0;
    while (at < source.length && !source.startsWith('|', at) && !source.startsWith(')', at)) {
      const words = part();
      if (mayMiss(at)) continue;
      const own = shortest(words);
      if (own < length || (own === length && words.length >= best.length)) continue;
      best = words;
      length = own;
    }
    return best;
  };
  const ofWays = (): readonly string[] => {
    const words: string[] = [];
    for (let tells = true; ; at += 1) {
      const way = ofWay();
      tells &&= way.length > 0;
      words.push(...way);
      if (!source.startsWith('|', at)) return tells ? words : [];
    }
  };
  return ofWays();
}
