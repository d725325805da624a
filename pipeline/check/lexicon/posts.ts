import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { onceFor } from '../../once-for.ts';
import type { Report } from '../rule.ts';
import { simplifiedTexts, withEnds, wrongIn } from './simplified-texts.ts';

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
const SEVERITY = 'warning';
const WORDS = {
  problem: '领导人的姓名和职务对不上。',
  expected: '姓名和职务与权威发布一致。',
  fix: '对照新华社通稿改正。名单旧了的、引文和史料，写豁免并说明理由（8 字以上）。',
};

/** A post that stands right before or behind a name, as it stands in a text. */
interface Pair extends HeldPost {
  start: number;
  end: number;
}

/** The posts of a list, the longer first, those that stand behind a name alone, and the names that a text has. */
interface Listed {
  posts: readonly string[];
  behindOnly: ReadonlySet<string>;
  names: readonly string[];
}

/** What is said of a name at a place: the longest post that is written there, but none that belongs to the name before it. */
function pairsAt(text: string, name: string, at: number, { posts, behindOnly, names }: Listed): Pair[] {
  const end = at + name.length;
  const before = posts.find((post) => text.endsWith(post, at) && !behindOnly.has(post) && text.charAt(at - post.length - 1) !== '副');
  const behind = posts.find((post) => text.startsWith(post, end));
  const start = at - (before?.length ?? 0);
  const isOthers = names.some((other) => text.endsWith(other, start));
  return [
    ...(before === undefined || isOthers ? [] : [{ post: before, name, start, end }]),
    ...(behind === undefined ? [] : [{ post: behind, name, start: at, end: end + behind.length }]),
  ];
}

const listedOf = onceFor(
  (held: readonly HeldPost[]): Listed => ({
    posts: [...new Set(held.map(({ post }) => post))].sort((a, b) => b.length - a.length),
    behindOnly: new Set(held.flatMap(({ post, behind }) => (behind ? [post] : []))),
    names: [...new Set(held.map(({ name }) => name))],
  }),
);

function pairsIn(text: string, listed: Listed): Pair[] {
  return listed.names.flatMap((name) => {
    const pairs: Pair[] = [];
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) pairs.push(...pairsAt(text, name, at, listed));
    return pairs;
  });
}

/** Months of a term that is over are told of a text, but not where it says so itself or tells of another time. */
const OF_THEN = /(?:\d{2}年|时任|[原前曾]|当时|当年|任内|任期|历任|诞辰|逝世|纪念|生前|回忆|历史|遗|同志|题[词写]|老一辈|文选|讲话)/;
const STOP = /[。；！？\n]/;

/** Whether the sentence up to a pair, or what follows on it, says that it was so then. */
const tellsOfThen = (text: string, { end }: Pair, day = ''): boolean =>
  OF_THEN.test(`${text.slice(0, end).split(STOP).at(-1)}${text.slice(end, end + 2)}`.replaceAll(`${day.slice(0, 4)}年`, ''));

/** Nobody takes who held a post so many years ago for one who holds it. */
const REMEMBERED = 12;
const yearsFrom = (from: string, to: string): number => Number(to.slice(0, 4)) - Number(from.slice(0, 4));

/** Whether somebody held a post of which no term reaches as far as a day. */
function isOver(held: readonly HeldPost[], { post, name }: HeldPost, day: string | undefined): boolean {
  if (day === undefined) return false;
  const terms = held.filter((one) => one.post === post && one.name === name);
  return (
    terms.length > 0 &&
    terms.every(({ until }) => until !== undefined && until < day.slice(0, until.length) && yearsFrom(until, day) <= REMEMBERED)
  );
}

/**
 * Where somebody of a list stands with a post of it that is another's, or was theirs until before the text's day. They say what is wrong, not
 * what stands there.
 */
export function wrongPosts(blocks: readonly TextBlock[], held: readonly HeldPost[], day?: string): Report[] {
  const isHeld = ({ post, name }: HeldPost) => held.some((one) => one.post === post && one.name === name);
  const all = simplifiedTexts(blocks).join('\n');
  const listed = listedOf(held);
  const names = listed.names.filter((name) => all.includes(name));
  return wrongIn(blocks, (text) =>
    pairsIn(text, { ...listed, names })
      .filter((pair) => !isHeld(pair) || (isOver(held, pair, day) && !tellsOfThen(text, pair, day)))
      .map(({ start, end }) => ({ start, end, severity: SEVERITY, words: withEnds(WORDS) })),
  );
}
