import { describe, expect, it } from 'vitest';
import { fieldsOf } from '#pipeline/intake/draft/fields.ts';
import { type Expected, ORGANISATION, receivedText, rightAndWrong } from './received-text.ts';

const BODY = '婺城分局组织执法队员开展沿街店铺专项整治，劝导占道经营86起，清理乱堆放41处，回访商户120家，群众满意。';
const LONG = `11月23日上午，${BODY}`;
const base: Expected = { title: '婺城分局开展专项整治', authors: null, event_date: '2026-11-23', unit: null };
const text = (...lines: string[]): string => lines.join('\n');

/** Forms that people write in, one difference each; the marks are those of holdout.ts. */
const CASES: [name: string, text: string, expected: Partial<Expected>][] = [
  ['a plain text', text('婺城分局开展专项整治', LONG), {}],
  ['a title of two lines, centred', text('^婺城分局', '^开展专项整治', LONG), {}],
  ['a masthead, a number and a title', text('^示例市综合行政执法局文件', '^示执法〔2026〕12号', '^婺城分局开展专项整治', LONG), {}],
  ['a notice under the head of its kind', text('^示例市人民政府通告', '^〔2026〕第3号', '^婺城分局开展专项整治', LONG), {}],
  ['a notice that has no title but its head', text('^示例市综合行政执法局通告', LONG), { title: '示例市综合行政执法局通告' }],
  ['a mark and a signature above', text('^★', '^签发人：示例', '^婺城分局开展专项整治', LONG), {}],
  ['one line alone', text(LONG), { title: null }],
  ['one short line alone', text('婺城分局开展专项整治'), { title: null, event_date: null }],
  ['a title with a label', text('标题：婺城分局开展专项整治', LONG), {}],
  ['no title: the text begins at once', text(LONG, '巡查还将继续。'), { title: null }],
  ['本报讯 begins no title', text(`本报讯（通讯员 李小明）${LONG}`, '巡查还将继续。'), { title: null, authors: ['李小明'] }],
  ['a title that names its unit first', text('婺城分局“护学岗”守护平安路', LONG), { title: '婺城分局“护学岗”守护平安路' }],
  ['信息稿 is no title', text('信息稿', '婺城分局开展专项整治', LONG), {}],
  ['a salutation is no title', text('局办公室：', LONG), { title: null }],
  [
    'a line of dashes belongs to the title',
    text('婺城分局开展专项整治', '——冬季行动侧记', LONG),
    { title: '婺城分局开展专项整治——冬季行动侧记' },
  ],
  ['authors with their role', text('婺城分局开展专项整治', LONG, '通讯员：李小明 王小红'), { authors: ['李小明', '王小红'] }],
  [
    'authors without a blank after the role',
    text('婺城分局开展专项整治', LONG, '（通讯员李小明、王小红）'),
    { authors: ['李小明', '王小红'] },
  ],
  ['authors in brackets at the end', text('婺城分局开展专项整治', LONG, '（李小明 王小红）'), { authors: ['李小明', '王小红'] }],
  [
    'an author with his unit',
    text('开展专项整治', LONG, '（金东分局 李小明）'),
    { title: '开展专项整治', authors: ['李小明'], unit: 'jindong' },
  ],
  ['an author who stands alone under the title', text('婺城分局开展专项整治', '李小明', LONG), { authors: ['李小明'] }],
  ['names of two characters set wide', text('婺城分局开展专项整治', '李　明　王小红', LONG), { authors: ['李明', '王小红'] }],
  [
    'names of two characters set wide behind a role',
    text('婺城分局开展专项整治', '文/图　李　明　　王小红', LONG),
    { authors: ['李明', '王小红'] },
  ],
  ['the role behind the name', text('婺城分局开展专项整治', LONG, '李小明 文/图'), { authors: ['李小明'] }],
  ['two names without a blank are asked', text('婺城分局开展专项整治', LONG, '通讯员 李小明王小红'), { authors: 'unsure' as never }],
  ['a sentence about a reporter', text('婺城分局开展专项整治', LONG, '记者在现场看到，店主正在收摊。'), {}],
  ['reviewers are no authors', text('婺城分局开展专项整治', LONG, '一审：李小明　二审：王小红　三审：周大明'), { authors: null }],
  ['who sent it in is no author', text('婺城分局开展专项整治', LONG, '报送人：李小明'), { authors: null }],
  ['words that begin like roles', text('婺城分局开展专项整治', LONG, '图书馆门口', '文明劝导'), { authors: null }],
  ['a day with its year', text('婺城分局开展专项整治', `2026年11月20日，${BODY}`), { event_date: '2026-11-20' }],
  ['several days', text('婺城分局开展专项整治', `11月18日至20日，${BODY}`), { event_date: '2026-11-20' }],
  ['several days over two months', text('婺城分局开展专项整治', `10月30日—11月2日，${BODY}`), { event_date: '2026-11-02' }],
  ['a day that is still to come', text('婺城分局开展专项整治', `12月28日，${BODY}`), { event_date: null }],
  ['a day that is got ready for', text('婺城分局开展专项整治', `为迎接12月4日国家宪法日，${BODY}`), { event_date: null }],
  ['a day that is welcomed', text('婺城分局开展专项整治', `喜迎11月8日记者节，${BODY}`), { event_date: null }],
  ['近日 is no day', text('婺城分局开展专项整治', `近日，${BODY}`), { event_date: null }],
  ['昨天 is no day', text('婺城分局开展专项整治', `昨天，${BODY}`), { event_date: null }],
  ['a law in force', text('婺城分局开展专项整治', `自11月1日起施行的条例有新规定，${BODY}`), { event_date: null }],
  ['what is still to come', text('婺城分局开展专项整治', `将于11月23日收尾，${BODY}`), { event_date: null }],
  [
    'a day alone at the end',
    text('婺城分局开展专项整治', `近日，${BODY}`, '>婺城分局', '>2026年11月23日'),
    { event_date: null, unit: 'wucheng' },
  ],
  [
    'the day in its own line above',
    text('婺城分局开展专项整治', '信息日期：2026年11月21日', `近日，${BODY}`),
    { event_date: '2026-11-21' },
  ],
  ['a day that does not exist', text('婺城分局开展专项整治', `11月31日，${BODY}`), { event_date: null }],
  [
    'the unit by the signature',
    text('开展专项整治', LONG.replace('婺城分局', ''), '>金东分局'),
    { title: '开展专项整治', unit: 'jindong' },
  ],
  [
    'a unit that is only mentioned',
    text('督导组赴婺城分局检查', `11月23日，督导组检查台账86份。${LONG}`),
    { title: '督导组赴婺城分局检查' },
  ],
  ['a last line that mentions a unit', text('开展专项整治', LONG, '图为督导组赴婺城分局检查'), { title: '开展专项整治' }],
  ['a unit in its own line above', text('开展专项整治', '报送单位：婺城分局', LONG), { title: '开展专项整治', unit: 'wucheng' }],
  ['the unit by its alias', text('开展专项整治', LONG, '>婺城区综合行政执法局'), { title: '开展专项整治', unit: 'wucheng' }],
  [
    'two units in the text and none else',
    text('开展专项整治', LONG.replace('婺城分局', '婺城分局、金东分局')),
    { title: '开展专项整治', unit: null },
  ],
  ['a caption below its picture', text('婺城分局开展专项整治', LONG, '![a]', '▲执法队员巡查'), { captions: { a: '执法队员巡查' } }],
  [
    'a caption that names who made it',
    text('婺城分局开展专项整治', LONG, '![a]', '执法队员巡查。李小明 摄'),
    { captions: { a: '执法队员巡查。李小明 摄' } },
  ],
];

describe('the fields of a text', () => {
  it.each(CASES)('%s', (name, words, change) => {
    const results = rightAndWrong(name, fieldsOf(receivedText(words), ORGANISATION, '2026-11-24'), { ...base, ...change });
    expect(results.filter(({ right }) => !right)).toEqual([]);
  });

  it.each([
    ['2026-01-05', '2025-12-28'],
    ['2026-02-28', '2025-12-28'],
    ['2026-03-01', null],
    ['2026-11-24', null],
    ['2026-12-27', '2026-12-28'],
  ])('a text of %s tells of December 28th as %s', (arrived, event_date) => {
    const found = fieldsOf(receivedText(text('婺城分局开展专项整治', `12月28日，${BODY}`)), ORGANISATION, arrived);
    expect(found.event_date).toBe(event_date);
  });

  it.each(['李小明 摄', '摄影：李小明'])('%s is who made the picture, and describes nothing', (credit) => {
    const { captions, credits } = fieldsOf(receivedText(text('婺城分局开展专项整治', LONG, '![a]', credit)), ORGANISATION, '2026-11-24');
    expect([captions.size, credits.get('a')]).toEqual([0, credit]);
  });
});
