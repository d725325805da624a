import type { TextBlock } from '../../item/markdown/readable-text.ts';
import type { Report } from '../rule.ts';
import { nearly, wrongIn } from '../simplified-texts.ts';
import { rowsOf } from './data-files.ts';
import { searchOf } from './needed-words.ts';

/** A fixed list by its names. A member may have several wordings. */
interface FixedList {
  names: readonly string[];
  members: readonly (readonly string[])[];
  /** What stands between two members: 、 or a word for and where both belong to the list. */
  between: RegExp;
  /** Another order is told too. */
  inOrder: boolean;
  /** A text that has all members but one has one of the first two. */
  needed: readonly string[];
}

const LISTS = rowsOf('fixed-lists.txt').map(([names = '', row = '', mark]): FixedList => {
  const members = row.split('、').map((member) => member.split('|'));
  const [nearlyLast, last] = row.split('、').slice(-2);
  const between = new RegExp(`、|(?<=、(?:${nearlyLast}))(?:以?及|[和与])|(?:以?及|[和与])(?=${last})`);
  return { names: names.split(' '), members, between, inOrder: mark === '按顺序', needed: members.slice(0, 2).flat() };
});
const listsIn = searchOf(LISTS);
/** Aspects that a text counts up freely. */
const ASPECTS = /从[^从]{4,60}等(?:方面|角度|环节|领域)/;

/** How far around a list its name is looked for. */
const NEAR = 40;

/** Whether what stands in a member's place is half like it, and not by what all members have. */
function isLike(part: string, right: string, members: FixedList['members']): boolean {
  const same = [...right].flatMap((one, at) => (one === part[at] ? at : []));
  return (
    same.length * 2 >= right.length && (members.length > 3 || same.some((at) => members.some(([other = '']) => other[at] !== right[at])))
  );
}

/** Whether parts that stand side by side are a list, and none that goes on, of which one member is another, or, where that counts, in another's place. */
function isBroken(parts: readonly string[], { names, members, inOrder }: FixedList, near: string): boolean {
  const last = members.length - 1;
  const isAt = (part: string, at: number, one: string, number: number): boolean =>
    part === one || (number * at === 0 && part.endsWith(one)) || ((number === last || at === parts.length - 1) && part.startsWith(one));
  const numbers = parts.map((part, at) => members.findIndex((same, number) => same.some((one) => isAt(part, at, one, number))));
  const [from, to] = [numbers.findIndex((number) => number >= 0), numbers.findLastIndex((number) => number >= 0)];
  const [absent = -1, ...more] = [...members.keys()].filter((number) => !numbers.includes(number));
  const others = [...numbers.keys()].filter((at) => numbers[at] === -1 && (at >= from || absent === 0) && (at <= to || absent === last));
  if (absent < 0) return others.length === 0 && inOrder && !numbers.join().includes([...members.keys()].join());
  const same = members[absent] as readonly string[];
  const [right = ''] = same;
  const place = absent === 0 ? from - 1 : absent === last ? to + 1 : numbers.indexOf(absent - 1) + 1;
  const other = absent === 0 ? parts[place]?.slice(-right.length) : parts[place]?.slice(0, absent === last ? right.length : undefined);
  if (more.length > 0 || other === undefined || numbers[place] !== -1 || others.some((at) => at !== place)) return false;
  // A longer one between the same ends is made for the place: 面向国家和我省重大需求.
  if (other.length > right.length + 1 && other.startsWith(right.slice(0, 2)) && other.endsWith(right.slice(-2))) return false;
  if (same.some((one) => near.includes(one)) || (last < 2 && ![...right].some((one, at) => other[at] === one))) return false;
  return names.some((name) => near.includes(name)) || (last > 1 && isLike(other, right, members));
}

/** Reports of fixed lists that a text counts up otherwise. */
export function brokenLists(blocks: readonly TextBlock[]): Report[] {
  return wrongIn(blocks, (text) =>
    [...text.matchAll(/[^。;:!?,\n]+/g)].flatMap(({ 0: run, index: start }) => {
      if (!run.includes('、') || ASPECTS.test(run)) return [];
      const end = start + run.length;
      const near = text.slice(Math.max(0, start - NEAR), end + NEAR);
      const plain = run.replace(/[\s"'“”‘’]/g, '');
      const broken = listsIn(plain).filter((list) => isBroken(plain.split(list.between), list, near));
      return broken.map(({ names: [name], members }) =>
        nearly(start, end, `列举的内容或顺序和“${name}”对不上。`, members.map(([one]) => one).join('、'), '对照原文改正'),
      );
    }),
  );
}
