import { expect, it } from 'vitest';
import { shippedLexicon } from '#pipeline/check/lexicon/lexicon.ts';
import { wrongPosts } from '#pipeline/check/lexicon/posts.ts';
import { HONEST } from './examples.ts';

const blockOf = (text: string) => ({ paragraph: 1, label: '第1段', text, span: () => ({ line: 1, column: 1, endLine: 1, endColumn: 1 }) });
const flaggedIn = (text: string) => wrongPosts([blockOf(text)], shippedLexicon().posts).map(({ flagged }) => flagged);

it.each([
  ['国务院总理赵乐际作报告。', '国务院总理赵乐际'],
  ['全国人大常委会委员长王沪宁。', '全国人大常委会委员长王沪宁'],
  ['全國政協主席李強。', '全國政協主席李強'],
  ['国家主席丁\u200B薛祥会见。', '国家主席丁\u200B薛祥'],
  ['丁薛祥总理主持。', '丁薛祥总理'],
  ['李强总书记的话。', '李强总书记'],
])('a leader with a post that is another’s is told: %s', (text, flagged) => expect(flaggedIn(text)).toEqual([flagged]));

it.each([
  '国务院总理李强主持会议，国务院副总理丁薛祥出席。',
  '中共中央总书记、国家主席、中央军委主席习近平会见。',
  '2019年，国务院副总理韩正，时任国家副主席习近平。',
  '习近平总书记李强总理出席。',
  '县城管局局长李强，物业公司李强总经理。',
  ...HONEST,
])('who holds a post, or held it, is let pass, and so is who only has the name: %s', (text) => expect(flaggedIn(text)).toEqual([]));

it('who held a post is told of after the term, unless the text says that it is over or tells of another time', () => {
  const on = (text: string, day: string) => wrongPosts([blockOf(text)], shippedLexicon().posts, day).length;
  expect(on('国务院总理李克强主持会议。', '2022-11-23')).toBe(0);
  expect(on('国务院总理李克强主持会议。', '2026-11-23')).toBe(1);
  expect(on('时任国务院总理李克强。', '2026-11-23')).toBe(0);
  expect(on('2019年，国务院总理李克强到此考察。', '2026-11-23')).toBe(0);
  expect(on('2026年3月5日，国务院总理李克强作报告。', '2026-03-06')).toBe(1);
  expect(on('日前，国家副主席王岐山出席2026年度论坛。', '2026-11-23')).toBe(1);
  expect(on('2025年，国务院总理李克强作报告。', '2026-11-23')).toBe(1);
  expect(on('前国务院总理李克强。', '2026-11-23')).toBe(0);
  expect(on('周恩来总理视察水库的照片。', '2026-11-23')).toBe(0);
});

it('what is told doesn’t say what stands there', () => {
  for (const { words } of wrongPosts([blockOf('国务院总理赵乐际。')], shippedLexicon().posts))
    expect(JSON.stringify(words)).not.toContain('赵乐际');
});
