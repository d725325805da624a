import { describe, expect, it } from 'vitest';
import { changedPlaces, changesBetween } from '#pipeline/review/text-changes.ts';

const item = (title: string, ...paragraphs: string[]): string => `---\ntitle: ${title}\nsubmitter: lisi\n---\n${paragraphs.join('\n\n')}\n`;
/** One line a row, as the page of comparison has two columns. */
const rows = (before: string, after: string): string[] =>
  changesBetween(before, after).map((row) => `${row.before ?? '·'} | ${row.after ?? '·'}`);

describe('two versions side by side', () => {
  it.each<[string, string, string, string[], number]>([
    ['are nothing where nothing changed', item('一', '甲', '乙'), item('一', '甲', '乙'), [], 0],
    ['are nothing where only empty lines changed', item('一', '甲', '乙'), item('一', '甲', '', '  乙'), [], 0],
    [
      'show a changed paragraph with its neighbours, and leave out what lies further',
      item('一', '甲', '乙', '丙', '丁', '戊'),
      item('一', '甲', '乙', '丙改', '丁', '戊'),
      ['… | …', '乙 | 乙', '丙 | 丙改', '丁 | 丁', '… | …'],
      1,
    ],
    [
      'tell each line of the front matter by itself',
      item('一', '甲'),
      item('二', '甲'),
      ['title: 一 | title: 二', 'submitter: lisi | submitter: lisi', '… | …'],
      1,
    ],
    ['show what is new', item('一', '甲', '丙'), item('一', '甲', '乙', '丙'), ['… | …', '甲 | 甲', '· | 乙', '丙 | 丙'], 1],
    ['show what is gone', item('一', '甲', '乙', '丙'), item('一', '甲', '丙'), ['… | …', '甲 | 甲', '乙 | ·', '丙 | 丙'], 1],
    [
      'set more beside less',
      item('一', '甲', '乙'),
      item('一', '丙', '丁', '乙'),
      ['… | …', 'submitter: lisi | submitter: lisi', '甲 | 丙', '· | 丁', '乙 | 乙'],
      1,
    ],
    [
      'leave out what lies between two places',
      item('一', '甲', '乙', '丙', '丁', '戊'),
      item('二', '甲', '乙', '丙', '丁', '己'),
      ['title: 一 | title: 二', 'submitter: lisi | submitter: lisi', '… | …', '丁 | 丁', '戊 | 己'],
      2,
    ],
    ['take another file line by line', 'a\nb\n', 'a\nc\n', ['a | a', 'b | c'], 1],
    ['begin with nothing', '', '甲', ['· | 甲'], 1],
    ['end with nothing', '甲', '', ['甲 | ·'], 1],
    ['keep what follows where only the beginning is gone', 'x\na\nb', 'a\nb', ['x | ·', 'a | a', '… | …'], 1],
    ['take away before they add, where two pieces change places', 'a\nb', 'b\na', ['a | ·', 'b | b', '· | a'], 2],
    [
      'show a paragraph whole, whatever line of it changed',
      item('一', '甲\n乙', '丙'),
      item('一', '甲\n丁', '丙'),
      ['… | …', 'submitter: lisi | submitter: lisi', '甲\n乙 | 甲\n丁', '丙 | 丙'],
      1,
    ],
    ['know no front matter but at the beginning', 'a\n---\nb\n---\nc\nd', 'a\n---\nb\n---\nc\ne', ['… | …', 'c | c', 'd | e'], 1],
    ['follow what moved', 'a\nb\nc', 'c\na\nb', ['· | c', 'a | a', 'b | b', 'c | ·'], 2],
  ])('%s', (_what, before, after, expected, places) => {
    expect(rows(before, after)).toEqual(expected);
    expect(changedPlaces(before, after)).toBe(places);
  });

  it('take away no more than they must', () => {
    const longer = (texts: string[]): string[] => ['', ...texts.flatMap((text) => ['a', 'b', 'c'].map((word) => text + word))];
    const texts = longer(longer(longer(longer(['']))));
    const longest = (a: string, b: string): number => {
      if (a === '' || b === '') return 0;
      if (a[0] === b[0]) return 1 + longest(a.slice(1), b.slice(1));
      return Math.max(longest(a.slice(1), b), longest(a, b.slice(1)));
    };
    const wrong = texts.flatMap((before) =>
      texts.filter((after) => {
        const rows = changesBetween([...before].join('\n'), [...after].join('\n'));
        const gone = rows.filter((row) => row.before !== null && row.before !== row.after);
        return gone.length !== before.length - longest(before, after);
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('of thousands of lines each are not compared line by line', () => {
    const lines = (from: number, to: number): string => Array.from({ length: to - from }, (_, line) => `第 ${from + line} 行`).join('\n');
    expect(changesBetween(lines(0, 2000), lines(1, 2001))).toHaveLength(5);
    expect(changesBetween(lines(0, 2000), lines(1, 2002))).toHaveLength(2001);
  });
});
