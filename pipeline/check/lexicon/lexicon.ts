import type { BeijingDate } from '../../beijing-time.ts';
import { foldedTerm } from '../../item/markdown/term-fold.ts';
import { onceFor } from '../../once-for.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { type PhraseGroup as ListedGroup, NO_TERMS, type Terms } from '../../organisation/terms.ts';
import type { CheckContext } from '../rule.ts';
import { linesOf, markOf, rowsOf, textOf, wordListOf } from './data-files.ts';
import { plainTitle } from './law-titles.ts';
import { phraseIndex, writtenAt } from './phrase-index.ts';
import type { HeldPost } from './posts.ts';
import type { Lexicon, Phrase, PhraseGroup, PhraseKind, PhraseList } from './suspect.ts';

/** A law as the program's list has it. */
export interface LawText {
  title: string;
  /** Of its last article; 0 where that isn't known. */
  last: number;
  /** The year of the text that has so many. */
  year: string;
}

/** Wording that is no longer right from a day on. */
export interface DatedWording {
  old: string;
  right: string;
  since: BeijingDate;
  note: string;
  /** It is told only in a sentence that speaks of today: of the past it is often said. */
  today: boolean;
}

/** Phrases of which the same holds, one a line. */
export interface PhrasesOfKind {
  kind: PhraseKind;
  lines: string;
}

/** Phrases made ready to be looked for. Each is put together when it is asked for, so that there is less to make at the start. */
export function listOf(kinds: readonly PhrasesOfKind[]): PhraseList {
  let next = 0;
  const starts = kinds.map(({ lines }) => {
    const start = next;
    next += lines.length + 1;
    return start;
  });
  const index = phraseIndex(kinds.map(({ lines }) => lines).join('\n'));
  const phraseAt = (word: number): Phrase => {
    const { text, at } = writtenAt(index, word);
    return { text, ...(kinds[starts.findLastIndex((start) => start <= at)] as PhrasesOfKind).kind };
  };
  return { phraseAt, index };
}

const ofGroup = (group: PhraseGroup, lines: readonly string[], marks: Partial<PhraseKind> = {}): PhrasesOfKind => ({
  kind: { group, core: false, ...marks },
  lines: lines.join('\n'),
});

/** The phrases of the list by hand, below their group's name and marks: words, and days as `since=2022-10`. */
const listedPhrases = (): PhrasesOfKind[] =>
  textOf('phrases.txt')
    .slice(1)
    .split('\n=')
    .map((section) => {
      const end = section.indexOf('\n');
      const [group, ...marks] = section.slice(0, end).split(' ') as [ListedGroup, ...string[]];
      const words = Object.fromEntries(['core', 'honest', 'alike', 'sure'].map((mark) => [mark, marks.includes(mark)]));
      return ofGroup(group, [section.slice(end + 1)], { ...words, since: markOf(marks, 'since='), until: markOf(marks, 'until=') });
    });

/** Posts with the names of those who held them, as they are written side by side. */
function heldPhrases(posts: readonly HeldPost[]): PhrasesOfKind[] {
  const said = posts.flatMap(({ post, name, behind }) => [
    ...(behind ? [] : [{ text: `${post}${name}`, sure: post.length > 3 && name.length === 3 }]),
    ...(post.length < 4 ? [{ text: `${name}${post}`, sure: false }] : []),
  ]);
  const textsOf = (sure: boolean) => [...new Set(said.flatMap((one) => (one.sure === sure ? one.text : [])))];
  return [true, false].map((sure) => ofGroup('领导', textsOf(sure), { sure }));
}

/** Places, townships behind the county that stands first in their row. */
const placeNames = (): string[] =>
  linesOf('places.txt').flatMap((row) => {
    const [first = '', ...towns] = row.split(' ');
    return towns.length === 0 ? first : towns.map((town) => first + town);
  });

/** What each character sounds like, of whatever sound. */
function readSounds(): Lexicon['sounds'] {
  const sounds = new Map<string, string>();
  for (const sound of linesOf('sounds.txt')) for (const one of sound) sounds.set(one, (sounds.get(one) ?? '') + sound);
  return sounds;
}

/** What the program brings along. */
interface Shipped extends Lexicon {
  /** Laws by their titles; what their rows say, `lawText` reads. */
  laws: ReadonlyMap<string, string>;
  dated: readonly DatedWording[];
  posts: readonly HeldPost[];
}

function readShipped(): Shipped {
  const laws = new Map(linesOf('laws.txt').map((row) => [row.slice(0, row.indexOf('\t')), row]));
  const posts = rowsOf('posts.txt').flatMap(([held = '', ...holders]) => {
    const ways = held.replace('…', '').split('、');
    return holders.flatMap((holder) => {
      const [name = '', since, until] = holder.split(' ');
      return ways.map((post): HeldPost => ({ post, name, behind: held.startsWith('…'), since, until }));
    });
  });
  const phrases = [
    ...listedPhrases(),
    ...heldPhrases(posts),
    ofGroup('成语', [textOf('idioms.txt')]),
    ofGroup('地名', placeNames()),
    ofGroup('法律', [...laws.keys()]),
  ];
  return {
    lists: [listOf(phrases)],
    sounds: readSounds(),
    shapes: new Map(linesOf('shapes.txt').map((row) => [row.charAt(0), row.slice(1)])),
    words: wordListOf('words.txt'),
    seen: new Set(linesOf('seen.txt')),
    told: [],
    laws,
    dated: rowsOf('dated.txt').flatMap(([olds = '', right = '', since = '', note = '', mark]) =>
      olds.split(' ').map((old) => ({ old, right, since, note, today: mark === 'today' })),
    ),
    posts,
  };
}

let shipped: Shipped | undefined;

/** What the program brings along: read and made ready when it is first asked for. */
export function shippedLexicon(): Shipped {
  shipped ??= readShipped();
  return shipped;
}

/** A law of the list by its title, without 中华人民共和国; `null` for none. */
export function lawText(title: string): LawText | null {
  const [, last, year = ''] = shippedLexicon().laws.get(title)?.split('\t') ?? [];
  return last === undefined ? null : { title, last: Number(last), year };
}

/** The bureau's own: its phrases, its name, its units' in all their wordings, its people, leaders with their offices, its list of laws. */
function ownPhrases({ phrases, holders, laws }: Terms, { bureau, units, people }: Organisation): PhrasesOfKind[] {
  const names = [bureau ?? '', ...Object.values(units).flatMap(({ name, aliases = [] }) => [name, ...aliases])];
  const persons = [...Object.values(people), ...holders].map(({ name }) => name);
  const titles = laws.map(({ title }) => plainTitle(title));
  return [
    ...phrases.map(({ phrase, group = '城管', since, until }) => ofGroup(group, [phrase], { sure: true, since, until })),
    ofGroup(
      '机构',
      names.filter(({ length }) => length > 3),
      { sure: true },
    ),
    ...holders.map(({ name, title, from, to }) => ofGroup('领导', [`${title}${name}`], { since: from, until: to })),
    ofGroup('姓名', persons),
    ofGroup('法律', titles),
  ];
}

/** The lexicon that a bureau's texts are held against: what the program brings along and the bureau's own. */
export function lexiconOf({ terms = NO_TERMS, organisation }: Pick<CheckContext, 'terms' | 'organisation'>): Lexicon {
  return lexiconFor(terms)(organisation);
}

const lexiconFor = onceFor((terms: Terms) =>
  onceFor((organisation: Organisation): Lexicon => {
    const told = [...terms.official, ...terms.idioms, ...terms.holders].flatMap(({ wrong }) => wrong.map(foldedTerm));
    return { ...shippedLexicon(), lists: [...shippedLexicon().lists, listOf(ownPhrases(terms, organisation))], told };
  }),
);
