import { expect, it } from 'vitest';
import { wrongDays } from '#pipeline/check/lexicon/memorial-days.ts';
import { HONEST } from './examples.ts';

const blockOf = (text: string) => ({ paragraph: 1, label: '第1段', text, span: () => ({ line: 1, column: 1, endLine: 1, endColumn: 1 }) });
const flaggedIn = (text: string, day = '2026-11-23') => wrongDays([blockOf(text)], day).map(({ flagged }) => flagged);

it.each([
  ['3月13日植树节，栽种苗木。', '3月13日植树节'],
  ['每年12月14日是国家宪法日，欢迎咨询。', '12月14日是国家宪法日'],
  ['4月14日是全民国家安全教育日。', '4月14日是全民国家安全教育日'],
  ['12月3日是南京大屠杀死难者国家公祭日。', '12月3日是南京大屠杀死难者国家公祭日'],
  ['国家宪法日（12月5日）临近。', '宪法日（12月5日'],
  ['5月2日国际劳动节。', '5月2日国际劳动节'],
  ['每年十一月一日是我国的国庆节。', '十一月一日是我国的国庆节'],
  ['筹备12月14日国家宪法日的集中宣传。', '12月14日国家宪法日'],
  ['以红军长征胜利八十周年为题开展读书会。', '长征胜利八十周年'],
  ['今年是第十二个国家宪法日。', '第十二个国家宪法日'],
  ['横幅写着庆祝中华人民共和国成立76周年。', '中华人民共和国成立76周年'],
  ['2026年，香港回归祖国28周年。', '香港回归祖国28周年'],
  ['庆祝建军九十周年，2026年转业的干部参加。', '建军九十周年'],
  ['为纪念红军长征胜利70周年，重走古道。', '长征胜利70周年'],
  ['今年是建党150周年。', '建党150周年'],
  ['向庆祝中国共产党成立150周年主题雕塑献花。', '中国共产党成立150周年'],
])('a day or an anniversary that the calendar contradicts is told: %s', (text, flagged) => expect(flaggedIn(text)).toEqual([flagged]));

it.each([
  '3月12日植树节，栽种苗木。6月3日世界环境日主题活动。',
  '3月10日，植树节来临之际。9月8日教师节表彰大会。',
  '10月2日国庆节假期第二天。6月1日至7月1日建党节期间。',
  '12月4日是第十三个国家宪法日。',
  '十月一日是国庆节，九月三十日烈士纪念日。',
  '2025年12月4日是第十二个国家宪法日。',
  '2026年是建党105周年，2021年是建党100周年，2027年是建军100周年。',
  '2019年，庆祝新中国成立70周年。',
  '重温庆祝中国共产党成立100周年大会上的重要讲话。',
  '2026年，老兵捐出抗战胜利70周年纪念章。',
  '1959年他回忆庆祝建党28周年时的情景。',
  '到新中国成立100周年时，建成社会主义现代化强国。',
  '朝鲜国庆78周年招待会。',
  '即将迎来中华人民共和国成立78周年。',
  ...HONEST,
])('what the calendar bears out, or was then, is let pass: %s', (text) => expect(flaggedIn(text)).toEqual([]));

it('an anniversary is counted up to the text’s own year', () => {
  expect(flaggedIn('庆祝建党104周年。', '2025-06-30')).toEqual([]);
  expect(flaggedIn('庆祝建党104周年。')).toEqual(['建党104周年']);
});
