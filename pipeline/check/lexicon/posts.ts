import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { onceFor } from '../../once-for.ts';
import type { Report } from '../rule.ts';
import { simplifiedTexts, withEnds, wrongIn } from '../simplified-texts.ts';

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
const SEVERITY = 'warning' as const;
const WORDS = {
  problem: '领导人的姓名和职务对不上。',
  expected: '姓名和职务与权威发布一致。',
  fix: '对照新华社通稿改正。名单旧了的、引文和史料，写豁免并说明理由（8 字以上）。',
};

/** The posts of a list, the longer first, those that stand behind a name alone, and the names. */
const listedOf = onceFor((held: readonly HeldPost[]) => ({
  posts: [...new Set(held.map(({ post }) => post))].sort((a, b) => b.length - a.length),
  behindOnly: new Set(held.flatMap(({ post, behind }) => (behind ? [post] : []))),
  names: [...new Set(held.map(({ name }) => name))],
}));

/** A post that stands right before or behind a name, as it stands in a text. */
interface Pair {
  post: string;
  name: string;
  start: number;
  end: number;
}

/** What is said of names in a text: of each the longest post that is written there, but none that belongs to the name before it. */
function* pairsIn(text: string, names: readonly string[], held: readonly HeldPost[]): Generator<Pair> {
  const { posts, behindOnly } = listedOf(held);
  for (const name of names)
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
      const end = at + name.length;
      const before = posts.find((post) => text.endsWith(post, at) && !behindOnly.has(post) && text.charAt(at - post.length - 1) !== '副');
      const behind = posts.find((post) => text.startsWith(post, end));
      const start = at - (before?.length ?? 0);
      if (before !== undefined && !names.some((other) => text.endsWith(other, start))) yield { post: before, name, start, end };
      if (behind !== undefined) yield { post: behind, name, start: at, end: end + behind.length };
    }
}

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

/** Whether a term ended before a day, not long ago. */
const isOver = ({ until }: HeldPost, day: string): boolean =>
  until !== undefined && until < day.slice(0, until.length) && Number(day.slice(0, 4)) - Number(until.slice(0, 4)) <= REMEMBERED;

/**
 * Where somebody of a list stands with a post of it that is another's, or was theirs until before the text's day. They say what is wrong, not
 * what stands there.
 */
export function wrongPosts(blocks: readonly TextBlock[], held: readonly HeldPost[], day?: string): Report[] {
  const all = simplifiedTexts(blocks).join();
  const names = listedOf(held).names.filter((name) => all.includes(name));
  return wrongIn(blocks, (text) =>
    [...pairsIn(text, names, held)].flatMap(({ post, name, start, end }) => {
      const terms = held.filter((one) => one.post === post && one.name === name);
      const isPast = () => day !== undefined && terms.every((term) => isOver(term, day)) && !tellsOfThen(text, end, terms);
      return terms.length === 0 || isPast() ? [{ start, end, severity: SEVERITY, words: withEnds(WORDS) }] : [];
    }),
  );
}
