import type { TextBlock } from '../../item/markdown/readable-text.ts';
import type { Report } from '../rule.ts';
import { type Wrong, wrongIn } from '../simplified-texts.ts';
import { rowsOf } from './data-files.ts';
import { wordSearch } from './term-scan.ts';

/** How far around a list its name is looked for. */
const NEAR = 40;
const QUOTES = /["'“”‘’]/g;

/** Fixed lists by their names. A member may have several wordings. */
const LISTS = rowsOf('fixed-lists.txt').map(([names = '', members = '', mark]) => {
  return { names: names.split(' '), list: members.split('、').map((member) => member.split('|')), anyOrder: mark === '不论顺序' };
});
type Members = (typeof LISTS)[number]['list'];

/** Whether what stands in a member's place is half like it, and not by what all members have. */
function isLike(part: string, [right = '']: readonly string[], list: Members): boolean {
  const same = [...right].flatMap((one, at) => (one === part[at] ? at : []));
  return same.length * 2 >= right.length && (list.length > 3 || same.some((at) => list.some(([other = '']) => other[at] !== right[at])));
}

/** Whether parts that stand side by side are a list of which one member is another, is missing, or stands in another's place. */
function isBroken(parts: readonly string[], list: Members, anyOrder: boolean, near: string, isNamed: boolean): boolean {
  const last = list.length - 1;
  const isAt = (part: string, at: number, one: string, number: number): boolean =>
    part === one || (number * at === 0 && part.endsWith(one)) || ((number === last || at === parts.length - 1) && part.startsWith(one));
  const numbers = parts.map((part, at) => list.findIndex((same, number) => same.some((one) => isAt(part, at, one, number))));
  const from = numbers.findIndex((number) => number >= 0);
  const to = numbers.findLastIndex((number) => number >= 0);
  const others = [...numbers.keys()].slice(from, to + 1).filter((at) => numbers[at] === -1);
  const [absent = -1, ...more] = [...list.keys()].filter((number) => !numbers.includes(number));
  if (others.length > 1 || more.length > 0 || numbers.join().includes([...list.keys()].join())) return false;
  if (absent < 0) return others.length === 0 ? !anyOrder : isNamed;
  const right = list[absent] as string[];
  const length = (right[0] as string).length;
  const edge = absent === 0 ? parts[from - 1]?.slice(-length) : absent === last ? parts[to + 1]?.slice(0, length) : undefined;
  const inner = others.find((at) => numbers[at - 1] === absent - 1);
  const other = others.length === 0 ? edge : parts[inner ?? parts.length];
  if (right.some((one) => near.includes(one))) return false;
  if (other === undefined) return isNamed && others.length === 0 && last > 2;
  return isNamed || last > (inner ? 2 : 4) || (last > 1 && isLike(other, right, list));
}

const MEMBERS = LISTS.flatMap(({ list }) => list.flat());
const search = wordSearch(MEMBERS);

/** The lists of which a text has all members, or all but one. */
function nearlyAllIn(text: string): typeof LISTS {
  const there = new Set<string>();
  search(text, (member) => there.add(MEMBERS[member] as string));
  return there.size === 0 ? [] : LISTS.filter(({ list }) => list.filter((same) => !same.some((one) => there.has(one))).length < 2);
}

/** Reports of fixed lists that a text counts up otherwise. */
export function brokenLists(blocks: readonly TextBlock[]): Report[] {
  return wrongIn(blocks, (text) => {
    const runs = text.includes('、') ? [...text.matchAll(/[^。;:!?,\n]+/g)].filter(([run]) => run.includes('、')) : [];
    return runs.flatMap(({ 0: run, index: start }) => {
      const end = start + run.length;
      const near = text.slice(Math.max(0, start - NEAR), end + NEAR);
      const parts = run.split('、').map((part) => part.replace(QUOTES, ''));
      const isNamed = (names: readonly string[]) => names.some((name) => near.includes(name));
      const lists = nearlyAllIn(run.replace(QUOTES, ''));
      const broken = lists.filter(({ names, list, anyOrder }) => isBroken(parts, list, anyOrder, near, isNamed(names)));
      return broken.map(({ names: [name], list }): Wrong => {
        const [problem, fix] = [`列举的内容、顺序和“${name}”对不上。`, '对照原文改正。没有写错的，写豁免并说明理由（8 字以上）。'];
        return { start, end, severity: 'warning', words: () => ({ problem, expected: `${list.map(([one]) => one).join('、')}。`, fix }) };
      });
    });
  });
}
