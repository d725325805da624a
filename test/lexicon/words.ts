import { linesOf, type Sources } from './sources.ts';

/** A protected phrase as its edges matter: which characters may stand by mistake for one of its own. */
export interface Guarded {
  phrase: string;
  mistakesOf(character: string): Iterable<string>;
}

const LONGEST = 5;
const ANY = '*';
/** A use in honest prose weighs as much as so many in general texts. */
const USE = 20;

interface Forms {
  /** Beginnings of phrases with one character left open, and what may stand there. */
  open: Map<string, Set<string>>;
  /** Beginnings as far as a character that is left out, or with one doubled or swapped with its neighbour. */
  whole: Set<string>;
}

/** What the first four characters of wrong phrases can be, as far as the mistake and at least to it. */
function beginningsOf(guarded: readonly Guarded[]): Forms {
  const open = new Map<string, Set<string>>();
  const whole = new Set<string>();
  for (const { phrase, mistakesOf } of guarded) {
    const characters = [...phrase];
    for (let at = 0; at < Math.min(LONGEST - 1, characters.length); at += 1) {
      const before = characters.slice(0, at);
      const [own = '', next = ''] = characters.slice(at, at + 2);
      const rest = characters.slice(at + 1);
      for (let length = at + 1; length < LONGEST; length += 1) {
        const key = [...before, ANY, ...rest].slice(0, length).join('');
        const mistakes = open.get(key) ?? new Set<string>();
        open.set(key, mistakes);
        for (const mistake of mistakesOf(own)) mistakes.add(mistake);
        if (at > 0) whole.add([...before, ...rest].slice(0, length - 1).join(''));
        whole.add([...before, own, own, ...rest].slice(0, length + 1).join(''));
        whole.add([...before, next, own, ...rest.slice(1)].slice(0, length).join(''));
      }
    }
  }
  return { open, whole };
}

function begins(part: readonly string[], { open, whole }: Forms): boolean {
  return (
    whole.has(part.join('')) ||
    part.some((character, at) => open.get([...part.slice(0, at), ANY, ...part.slice(at + 1)].join(''))?.has(character) === true)
  );
}

const backwards = (text: string): string => [...text].reverse().join('');

export interface Word {
  word: string;
  frequency: number;
  /** What the dictionary takes it for: `i` an idiom. */
  kind: string;
}

/** The words of the dictionary. It calls many a word a name (廉政, 师生), so none is left out for its kind. */
export function dictionary(sources: Sources): Word[] {
  return linesOf(sources('nodejieba', 'submodules', 'cppjieba', 'dict', 'jieba.dict.utf8')).flatMap((line) => {
    const [word = '', frequency = '0', kind = ''] = line.split(' ');
    return /^\p{Script=Han}+$/u.test(word) ? [{ word, frequency: Number(frequency), kind }] : [];
  });
}

/** Adds to each word's frequency how often honest prose of the kind that is checked has it, which says far more than general texts do. */
export function withUses(words: readonly Word[], texts: Iterable<string>): Word[] {
  const uses = new Map(words.map(({ word }) => [word, 0]));
  for (const text of texts) {
    for (let at = 0; at + 1 < text.length; at += 1) {
      for (let length = 2; length <= LONGEST; length += 1) {
        const word = text.slice(at, at + length);
        const count = uses.get(word);
        if (count !== undefined) uses.set(word, count + 1);
      }
    }
  }
  return words.map((word) => ({ ...word, frequency: word.frequency + USE * (uses.get(word.word) ?? 0) }));
}

/**
 * Words that can reach from outside over a phrase's edge to a mistake in it (全党|学习教育): what the near misses' edge test asks for.
 * @param most how many may be kept; the most frequent ones are
 */
export function edgeWords(words: readonly Word[], guarded: readonly Guarded[], most: number): string[] {
  const left = beginningsOf(guarded);
  const right = beginningsOf(guarded.map(({ phrase, mistakesOf }) => ({ phrase: backwards(phrase), mistakesOf })));
  const reaches = (word: string): boolean => {
    const characters = [...word];
    const reversed = [...characters].reverse();
    return characters.some((_, at) => at > 0 && (begins(characters.slice(at), left) || begins(reversed.slice(at), right)));
  };
  return words
    .filter(({ word }) => word.length >= 2 && word.length <= LONGEST && reaches(word))
    .sort((a, b) => b.frequency - a.frequency || (a.word < b.word ? -1 : 1))
    .slice(0, most)
    .map(({ word }) => word);
}

/** Words by their first characters, as `wordListOf` reads them. */
export function rowsByFirst(words: Iterable<string>): string[] {
  const rows = new Map<string, { seconds: string[]; others: string[] }>();
  for (const word of new Set(words)) {
    const first = word.charAt(0);
    const row = rows.get(first) ?? { seconds: [], others: [] };
    rows.set(first, row);
    (word.length === 2 ? row.seconds : row.others).push(word.slice(1));
  }
  return Array.from(rows, ([first, { seconds, others }]) => [`${first}${seconds.sort().join('')}`, ...others.sort(), ''].join('|'));
}
