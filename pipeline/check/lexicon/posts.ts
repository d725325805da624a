import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { onceFor } from '../../once-for.ts';
import type { Report } from '../rule.ts';
import { simplifiedTexts, type Wrong, withEnds, wrongIn } from '../simplified-texts.ts';

/** A post of the state or the Party, and somebody who holds it or has held it. */
export interface HeldPost {
  post: string;
  name: string;
  /** The months of the first and the last day, where they are known. */
  since?: string | undefined;
  until?: string | undefined;
  /** It is only written behind the name. */
  behind?: boolean | undefined;
}

/** The list may be older than the news: a person looks. */
const WORDS = {
  problem: '领导人的姓名和职务对不上。',
  expected: '姓名和职务与权威发布一致。',
  fix: '对照新华社通稿改正。名单旧了的、引文和史料，写豁免并说明理由（8 字以上）。',
};

/** The posts of a list that are written before a name, and those behind one, the longer first, and the names. */
const listedOf = onceFor((held: readonly HeldPost[]) => {
  const postsOf = (some: readonly HeldPost[]) => [...new Set(some.map(({ post }) => post))].sort((a, b) => b.length - a.length);
  return {
    before: postsOf(held.filter(({ behind }) => !behind)),
    behind: postsOf(held),
    names: [...new Set(held.map(({ name }) => name))],
  };
});

/** Months of a term that is over are told of a text, but not where it says so itself or tells of another time. */
const OF_THEN =
  /(?:\d{2}年|时任|[原曾]|(?<![日目当])前|当时|当年|任内|任期|历任|诞辰|逝世|纪念|生前|回忆|历史|遗|同志|题[词写]|老一辈|文选|讲话)/;
const STOP = /[。；！？\n]/;

/** Whether the sentence up to a place, or what follows on it, says that it was so then; a year after the term doesn't. */
const tellsOfThen = (text: string, end: number, terms: readonly HeldPost[]): boolean =>
  OF_THEN.test(
    `${text.slice(0, end).split(STOP).at(-1)}${text.slice(end, end + 2)}`.replace(/\d{4}年/g, (year) =>
      terms.every(({ until = '' }) => until < year.slice(0, 4)) ? '' : year,
    ),
  );

/** Nobody takes who held a post so many years ago for one who holds it. */
const REMEMBERED = 12;

/** Whether a term ended before a day, not long ago, or of somebody who holds another post now. */
const isOver = ({ until }: HeldPost, day: string, isHolding: boolean): boolean =>
  until !== undefined &&
  until < day.slice(0, until.length) &&
  (isHolding || Number(day.slice(0, 4)) - Number(until.slice(0, 4)) <= REMEMBERED);

/**
 * Where somebody of a list stands with a post of it that is another's, or was theirs until before the text's day. They say what is wrong, not
 * what stands there.
 */
export function wrongPosts(blocks: readonly TextBlock[], held: readonly HeldPost[], day?: string): Report[] {
  const { before, behind, names } = listedOf(held);
  const all = simplifiedTexts(blocks).join();
  const there = names.filter((name) => all.includes(name));
  return wrongIn(blocks, (text) => {
    const wrong: Wrong[] = [];
    const look = (post: string | undefined, name: string, start: number, end: number): void => {
      if (post === undefined) return;
      const terms = held.filter((one) => one.post === post && one.name === name);
      const isHolding = held.some((one) => one.name === name && one.since !== undefined && one.until === undefined);
      const isPast = () => day !== undefined && terms.every((term) => isOver(term, day, isHolding)) && !tellsOfThen(text, end, terms);
      if (terms.length === 0 || isPast()) wrong.push({ start, end, severity: 'warning', words: withEnds(WORDS) });
    };
    for (const name of there)
      for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
        const end = at + name.length;
        const first = before.find((post) => text.endsWith(post, at));
        const start = at - (first?.length ?? 0);
        // A post behind the name before it is that one's.
        if (!there.some((other) => text.endsWith(other, start))) look(first, name, start, end);
        const second = behind.find((post) => text.startsWith(post, end));
        look(second, name, at, end + (second?.length ?? 0));
      }
    return wrong;
  });
}
