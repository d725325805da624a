import type { BeijingDate } from '../../beijing-time.ts';
import { foldedTerm } from '../../item/markdown/term-fold.ts';
import { onceFor } from '../../once-for.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { type PhraseGroup as ListedGroup, NO_TERMS, type Terms } from '../../organisation/terms.ts';
import type { CheckContext } from '../rule.ts';
import { linesOf, markOf, rowsOf, wordListOf, wordsOf } from './data-files.ts';
import { plainTitle } from './law-titles.ts';
import { phraseIndex } from './phrase-index.ts';
import type { HeldPost } from './posts.ts';
import type { Lexicon, Phrase } from './suspect.ts';

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

/** Short forms are other words too often. */
const SHORTEST = { 成语: 4, 地名: 4, 法律: 3, 姓名: 3 } as const;

/** Phrases made ready to be looked for. */
export function listOf(phrases: readonly Phrase[]): Lexicon['lists'][number] {
  return { phrases, index: phraseIndex(phrases.map(({ text }) => text)) };
}

const phraseOf = (text: string, group: Phrase['group'], term: Pick<Phrase, 'since' | 'until'> = {}): Phrase => ({
  text,
  group,
  core: false,
  ...term,
});

const named = (group: keyof typeof SHORTEST, texts: readonly string[]): Phrase[] =>
  texts.filter(({ length }) => length >= SHORTEST[group]).map((text) => phraseOf(text, group));

/** What marks say of a phrase: words, and days as `since=2022-10`. */
function markedAs(group: ListedGroup, marks: string): Omit<Phrase, 'text'> {
  const words = marks.split(' ');
  const is = (mark: string): boolean => words.includes(mark);
  const days = { since: markOf(words, 'since='), until: markOf(words, 'until=') };
  return { group, core: is('core'), honest: is('honest'), alike: is('alike'), sure: is('sure'), ...days };
}

/** The phrases of the list by hand, each below its group's name (`=提法`) and marks of all. */
function listedPhrases(): Phrase[] {
  let [group, ofAll]: [ListedGroup, string] = ['城管', ''];
  let shared = markedAs(group, ofAll);
  return rowsOf('phrases.txt').flatMap(([text = '', marks = '']): Phrase[] => {
    if (!text.startsWith('=')) return [{ text, ...(marks === '' ? shared : markedAs(group, `${ofAll} ${marks}`)) }];
    [group, ofAll] = [text.slice(1) as ListedGroup, marks];
    shared = markedAs(group, marks);
    return [];
  });
}

/** Posts with the names of those who held them, as they are written side by side. */
function heldPhrases(posts: readonly HeldPost[]): Phrase[] {
  const phrases = posts.flatMap(({ post, name, behind }) => [
    ...(behind ? [] : [{ ...phraseOf(`${post}${name}`, '领导'), sure: post.length > 3 && name.length === 3 }]),
    ...(post.length < 4 ? [phraseOf(`${name}${post}`, '领导')] : []),
  ]);
  return [...new Map(phrases.map((phrase) => [phrase.text, phrase])).values()];
}

/** Characters that look alike, and with those that sound alike all that are taken for each other. */
function readConfusables(): Pick<Lexicon, 'confusables' | 'shapes'> {
  const shapes = new Map(rowsOf('shapes.txt').map(([one = '', others = '']) => [one, others]));
  const confusables = new Map(shapes);
  for (const sound of linesOf('sounds.txt')) for (const one of sound) confusables.set(one, (confusables.get(one) ?? '') + sound);
  return { confusables, shapes };
}

/** What the program brings along. */
interface Shipped extends Lexicon {
  laws: ReadonlyMap<string, LawText>;
  dated: readonly DatedWording[];
  posts: readonly HeldPost[];
}

function readShipped(): Shipped {
  const laws = rowsOf('laws.txt').map(([title = '', last = '0', year = '']): LawText => ({ title, last: Number(last), year }));
  const titles = laws.map(({ title }) => plainTitle(title));
  const posts = rowsOf('posts.txt').flatMap(([held = '', ...holders]) =>
    holders.flatMap((holder) => {
      const [name = '', since, until] = holder.split(' ');
      return (held.match(/[^、…]+/g) ?? []).map((post): HeldPost => ({ post, name, behind: held.startsWith('…'), since, until }));
    }),
  );
  const phrases = [
    ...listedPhrases(),
    ...heldPhrases(posts),
    ...named('成语', wordsOf('idioms.txt')),
    ...named('地名', wordsOf('places.txt')),
    ...named('法律', titles),
  ];
  return {
    lists: [listOf(phrases)],
    ...readConfusables(),
    words: wordListOf('words.txt'),
    seen: new Set(linesOf('seen.txt')),
    told: [],
    laws: new Map(laws.map((law, index) => [titles[index] as string, law])),
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

/** The bureau's own: its phrases, its name, its units' in all their wordings, its people, leaders with their offices, its list of laws. */
function ownPhrases({ phrases, holders, laws }: Terms, { bureau, units, people }: Organisation): Phrase[] {
  const names = [bureau ?? '', ...Object.values(units).flatMap(({ name, aliases = [] }) => [name, ...aliases])];
  const persons = [...Object.values(people), ...holders].map(({ name }) => name);
  const titles = laws.map(({ title }) => plainTitle(title));
  return [
    ...phrases.map(({ phrase, group = '城管', since, until }) => ({ ...phraseOf(phrase, group, { since, until }), sure: true })),
    ...names.filter(({ length }) => length > 3).map((text) => ({ ...phraseOf(text, '机构'), sure: true })),
    ...holders.map(({ name, title, from, to }) => phraseOf(`${title}${name}`, '领导', { since: from, until: to })),
    ...named('姓名', persons),
    ...named('法律', titles),
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
