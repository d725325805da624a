import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { linesOf, rowsOf, type Sources } from './sources.ts';

const COMMON = 3_755;
/** A component that more characters than this share in one place (扌 on the left) makes no two of them look alike. */
const SHARED_AT_MOST = 24;
/** Characters of fewer strokes are nearly all one stroke apart. */
const LEAST_STROKES = 5;

/** The 6,763 characters of GB 2312, the 3,755 common ones first: what is typed by mistake is a character that keyboards offer early. */
function gb2312(): string[] {
  const decoder = new TextDecoder('gbk');
  const cells = Array.from({ length: 0xf7 - 0xb0 + 1 }, (_, row) =>
    Array.from({ length: 94 }, (_, cell) => decoder.decode(Uint8Array.of(0xb0 + row, 0xa1 + cell))),
  );
  return cells.flat().filter((character) => /^\p{Script=Han}$/u.test(character));
}

/** How a syllable sounds to those who don't tell zh from z, n from l, ang from an. */
const blurred = (syllable: string): string =>
  syllable
    .replace(/^([zcs])h/, '$1')
    .replace(/^n/, 'l')
    .replace(/([aei]n)g$/, '$1');

interface Pinyin {
  pinyin(text: string, options: { toneType: 'none'; multiple: true; type: 'array' }): string[];
}

/** Every reading of every character, blurred: same and near sounds share a key. */
async function soundsOf(sources: Sources, characters: readonly string[]): Promise<[string, string[]][]> {
  const { pinyin }: Pinyin = await import(pathToFileURL(sources('pinyin-pro', 'dist', 'index.mjs')).href);
  const all = (one: string) => pinyin(one, { toneType: 'none', multiple: true, type: 'array' }).map(blurred);
  return characters.map((one) => [one, '厂广'.includes(one) ? all(one).slice(0, 1) : all(one)]);
}

/** The components of every character with the place where they stand: 罚 is d(罒,…), so is 罪. */
function componentsOf(sources: Sources, characters: ReadonlySet<string>): [string, string[]][] {
  return linesOf(sources('hanzi', 'lib', 'data', 'cjk-decomp.txt.js')).flatMap((line) => {
    const [, character = '', how = '', parts = ''] = /^(.):([a-z0-9]+)[^(]*\((.*)\)$/u.exec(line) ?? [];
    if (!characters.has(character)) return [];
    return [[character, [`${parts}=`, ...parts.split(',').map((part, place) => `${how}${place}${part}`)]] as [string, string[]]];
  });
}

/** Characters beside those that they are a part of: 甲 and 押. */
function partsOf(components: readonly [string, string[]][], characters: ReadonlySet<string>): string[][] {
  const pairs = components.flatMap(([character, keys]) =>
    keys.flatMap((key) => (characters.has(key.slice(-1)) ? [[character, key.slice(-1)]] : [])),
  );
  const uses = new Map<string, number>();
  for (const [, part = ''] of pairs) uses.set(part, (uses.get(part) ?? 0) + 1);
  return pairs.filter(([, part = '']) => (uses.get(part) ?? 0) <= SHARED_AT_MOST);
}

/** The stroke sequence of every character whole and with each stroke left open: sequences at most one stroke apart share a key. */
function strokesOf(sources: Sources, characters: ReadonlySet<string>): [string, string[]][] {
  return linesOf(sources('pycorrector', 'stroke.txt')).flatMap((line) => {
    const [character = '', sequence = ''] = line.split('\t');
    if (!characters.has(character) || sequence.length < LEAST_STROKES) return [];
    const open = [...sequence].flatMap((_, at) => [
      `${sequence.slice(0, at)}*${sequence.slice(at + 1)}`,
      `${sequence.slice(0, at)}${sequence.slice(at + 1)}`,
    ]);
    return [[character, [sequence, ...open]] as [string, string[]]];
  });
}

/** Lists of characters that look alike, the first of a line beside each of the others. */
function listedIn(file: string, characters: ReadonlySet<string>): string[][] {
  return linesOf(file)
    .filter((line) => !line.startsWith('#'))
    .flatMap((line) => {
      const [first = '', ...others] = [...line].filter((character) => characters.has(character));
      return others.map((other) => [first, other]);
    });
}

/** Groups of characters with a key in common. */
function grouped(keyed: readonly [string, string[]][], most: number): string[][] {
  const groups = new Map<string, string[]>();
  for (const [character, keys] of keyed) {
    for (const key of new Set(keys)) groups.set(key, [...(groups.get(key) ?? []), character]);
  }
  return [...groups.values()].filter((group) => group.length > 1 && group.length <= most);
}

export const commonCharacters = (): Set<string> => new Set(gb2312().slice(0, COMMON));

/** Characters of GB 2312 that sound alike or nearly so, a sound a group. */
export async function soundGroups(sources: Sources): Promise<string[][]> {
  return grouped(await soundsOf(sources, gb2312()), Number.POSITIVE_INFINITY);
}

/** Characters of GB 2312 that look alike, in groups: by component, strokes or the look of the whole. */
export function shapeGroups(sources: Sources): string[][] {
  const known = new Set(gb2312());
  const components = componentsOf(sources, known);
  return [
    ...grouped(components, SHARED_AT_MOST),
    ...partsOf(components, known),
    ...grouped(strokesOf(sources, known), Number.POSITIVE_INFINITY),
    ...listedIn(sources('pycorrector', 'same_stroke.txt'), known),
    ...listedIn(sources('similar', '形近字语料库.txt'), known),
    ...rowsOf(join(import.meta.dirname, 'more-confusables.txt')).map(([row = '']) => [...row]),
  ];
}

/** Of each character of some groups those that it shares one with. */
export function othersOf(groups: readonly (readonly string[])[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const group of groups) {
    for (const one of group) {
      const others = found.get(one) ?? new Set();
      found.set(one, others);
      for (const other of group) if (one !== other) others.add(other);
    }
  }
  return found;
}
