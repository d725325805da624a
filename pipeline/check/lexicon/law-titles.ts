import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { onceFor } from '../../once-for.ts';
import type { Law } from '../../organisation/terms.ts';
import { findIn, type Match } from '../find.ts';

/** A law's title between 《 and 》, with the words before it that say which one is meant. */
const TITLE = /(?:[原旧]|当时(?:有效)?的|已废止的)?《[^《》\n]{2,60}》(?:[^。；，、《》\n]{0,8}废止)?/g;
/** What a law or regulation is called; a list can't know every rule and notice. */
const NAMED_AS_LAW = /(?:法|条例|办法|民法通则|民法总则)$/;
const NO_LAW = /(?:[书兵方做说看用写语笔技疗想算文章历菜枪]法|工作办法|试行办法|暂行办法)$/;

/** A title as it is compared: without 中华人民共和国 and what stands in brackets behind it. */
export function plainTitle(title: string): string {
  return title
    .replace(/[(（][^()（）]{0,30}[)）]$/, '')
    .replace(/\s/g, '')
    .replace(/^中华人民共和国/, '');
}

/** A law that a text cites. */
interface Citation extends Match {
  title: string;
  /** The text says itself that it is no longer in force. */
  past: boolean;
}

/** The laws that the blocks cite by their titles. */
export function citationsIn(blocks: readonly TextBlock[]): Citation[] {
  return findIn(blocks, TITLE, undefined, /《/g).flatMap((match) => {
    const title = plainTitle(match.folded.slice(match.folded.indexOf('《') + 1, match.folded.indexOf('》')));
    if (!NAMED_AS_LAW.test(title) || NO_LAW.test(title)) return [];
    return [{ ...match, title, past: !match.folded.startsWith('《') || !match.folded.endsWith('》') }];
  });
}

/** The list's law of a title. */
export function lawOf(laws: readonly Law[], title: string): Law | undefined {
  return laws.find((law) => plainTitle(law.title.normalize('NFKC')) === title);
}

/** Shorter titles are like too many others. */
const SHORTEST = 4;
/** From so many characters on two side by side may differ. */
const LONG = 6;

const charactersOf = (title: string): string => [...title].sort().join('');

/** Whether two titles of one length differ only in so many characters side by side. */
function differsIn(title: string, other: string, most: number): boolean {
  let from = 0;
  while (from < title.length && title[from] === other[from]) from += 1;
  let to = title.length;
  while (to > from && title[to - 1] === other[to - 1]) to -= 1;
  return to - from <= most;
}

/** Whether one title is the other without two characters that stand side by side behind its beginning. */
const lacksTwo = (short: string, long: string): boolean =>
  short.length + 2 === long.length &&
  Array.from(short, (_, at) => at).some((at) => at > 1 && long.slice(0, at) + long.slice(at + 2) === short);

/** Titles by their characters, and those of the nation's laws. */
const titlesOf = onceFor((titles: ReadonlyMap<string, unknown>) => {
  const all = [...titles.keys()];
  return { mixed: new Map(all.map((title) => [charactersOf(title), title])), laws: all.filter((title) => title.endsWith('法')) };
});

/**
 * The law that a title which no law has is likely to mean: one of the same characters, or for what is called a law (all of which the list knows) one
 * with another word or without a word.
 */
export function meantLaw(title: string, titles: ReadonlyMap<string, unknown>): string | undefined {
  if (titles.has(title) || title.length < SHORTEST) return undefined;
  const { mixed, laws } = titlesOf(titles);
  const same = mixed.get(charactersOf(title));
  if (same !== undefined || !title.endsWith('法') || /[办方]法$/.test(title)) return same;
  const regulation = `${title.slice(0, -1)}条例`;
  if (title.length >= LONG && titles.has(regulation)) return regulation;
  return laws.find(
    (law) =>
      (law.length === title.length &&
        title.length > SHORTEST &&
        law[0] === title[0] &&
        differsIn(title, law, title.length < LONG ? 1 : 2)) ||
      (law.length > LONG && lacksTwo(title, law)),
  );
}
