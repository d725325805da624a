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
    ['follow what moved', 'a\nb\nc', 'c\na\nb', ['· | c', 'a | a', 'b | b', 'c | ·'], 2],
  ])('%s', (_what, before, after, expected, places) => {
    expect(rows(before, after)).toEqual(expected);
    expect(changedPlaces(before, after)).toBe(places);
  });

  it('of thousands of lines each are not compared line by line', () => {
    const many = (word: string): string => Array.from({ length: 2001 }, (_, line) => `${word} ${line}`).join('\n');
    expect(changesBetween(many('甲'), many('乙'))).toHaveLength(2001);
    const common = `${many('甲')}\n末`;
    expect(changedPlaces(common, common.replace('甲 0', '乙'))).toBe(1);
  });
});
