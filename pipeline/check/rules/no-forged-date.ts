import { beijingDate } from '../../beijing-time.ts';
import { CHANNELS, type FrontMatter } from '../../item/front-matter/front-matter-schema.ts';
import { fieldAt } from '../../item/front-matter/front-matter-words.ts';
import type { CheckContext, Report, Rule, Subject } from '../rule.ts';

const CORRECTION = { correction: { kind: '文字', note: '“86起”误写为“68起”' } };

/** What has been done when the item is checked, so that its day can't lie ahead. The day of the secrecy review is that rule's matter. */
const DONE: readonly { place: (string | number)[]; day: (frontMatter: FrontMatter) => string | undefined }[] = [
  { place: ['submitted_at'], day: ({ submitted_at }) => submitted_at },
  { place: ['unit_review', 'at'], day: ({ unit_review }) => unit_review?.at },
  ...[0, 1, 2].map((index) => ({
    place: ['offline_review', 'signed', index],
    day: ({ offline_review }: FrontMatter) => offline_review?.signed[index]?.at,
  })),
  ...CHANNELS.map((channel) => ({
    place: ['offline_review', 'posted', channel],
    day: ({ offline_review }: FrontMatter) => offline_review?.posted[channel],
  })),
  { place: ['source', 'published_at'], day: ({ source }) => source?.published_at },
  { place: ['basis', 'date'], day: ({ basis }) => basis?.date },
  { place: ['withdraw', 'since'], day: ({ withdraw }) => withdraw?.since },
];

/** The day of what happened is the same in every revision: the seven days were counted from it. */
function changedDay({ frontMatter, locate }: Subject, { released = false, approved = false, dateOut }: CheckContext): Report[] {
  if (!frontMatter || !released || approved || frontMatter.withdraw || dateOut === undefined) return [];
  if (dateOut === frontMatter.event_date) return [];
  const words =
    dateOut === null
      ? {
          problem: '已经发布的那一稿读不出来，没法核对信息日期。',
          expected: '信息日期和已发布的一样，没有改动。',
          fix: '取回完整的仓库（不要浅克隆）再检查；还是读不出来，请告诉管理员。不可豁免。',
        }
      : {
          problem: `信息日期改成了 ${frontMatter.event_date}，已发布的是 ${dateOut}。`,
          expected: '更正不改信息日期，时效照第一次发布的算。',
          fix: `改回 ${dateOut}；原来的日期有误的，在更正说明（correction）里写明。不可豁免。`,
        };
  return [{ span: locate(['event_date']), where: '信息日期', words }];
}

/** The item's dates don't contradict each other or the calendar: a forged date is one of the faults that fail a whole website (检查指标 单项否决). */
export const noForgedDate: Rule = {
  id: 'time/no-forged-date',
  asks: '各项日期真实，先后不矛盾，更正时不改信息日期。',
  severity: 'error',
  article: '第九条',
  waivable: false,
  check: (subject, context) => {
    const { frontMatter, locate } = subject;
    if (!frontMatter) return [];
    const today = beijingDate(context.now);
    const ahead = DONE.flatMap(({ place, day }): Report[] => {
      const date = day(frontMatter)?.slice(0, 10);
      if (date === undefined || date <= today) return [];
      const { name } = fieldAt(place);
      const words = { problem: `${name} ${date} 还没有到。`, expected: '已经过去的日期。', fix: '改成实际的日期。不可豁免。' };
      return [{ span: locate(place), where: name, words }];
    });
    const { event_date, submitted_at } = frontMatter;
    const kept = [...changedDay(subject, context), ...ahead];
    if (frontMatter.withdraw || submitted_at.slice(0, 10) >= event_date) return kept;
    const words = {
      problem: `报送时间 ${submitted_at.slice(0, 10)} 早于信息日期 ${event_date}。`,
      expected: '先有事，后报送。',
      fix: '把写错的一项改成实际日期；将要举行的活动，信息日期写通知成文的日期。不可豁免。',
    };
    return [...kept, { span: locate(['submitted_at']), where: '报送时间', words }];
  },
  good: [
    { title: '更正不改信息日期', released: true, dateOut: '2026-11-23', frontMatter: CORRECTION },
    {
      title: '撤稿时不管日期',
      released: true,
      dateOut: '2026-11-20',
      frontMatter: { withdraw: { kind: 'error', reason: '日期有误' } },
    },
    { title: '已发布而没有改动的', released: true, approved: true, dateOut: null },
    { title: '当天的事当天报送', frontMatter: { event_date: '2026-11-24' } },
    { title: '报送之后改稿重新报送', firstPush: '2026-11-23T10:00:00+08:00' },
    { title: '报送之后才做保密审查', frontMatter: { secrecy_review: { by: 'zhouyi', date: '2026-11-24', conclusion: '可公开' } } },
    { title: '今天晚些时候', frontMatter: { submitted_at: '2026-11-24 18:00' } },
    { title: '撤稿照原来的日期', frontMatter: { event_date: '2026-11-25', withdraw: { kind: 'error', reason: '日期有误' } } },
  ],
  bad: [
    {
      title: '更正时把信息日期改晚了三天',
      released: true,
      dateOut: '2026-11-20',
      frontMatter: CORRECTION,
      finds: { line: 5, column: 13, count: 1 },
    },
    { title: '改早了一天', released: true, dateOut: '2026-11-24', frontMatter: CORRECTION, finds: { line: 5, count: 1 } },
    { title: '没有写更正，日期也改了', released: true, dateOut: '2026-11-22', finds: { count: 1 } },
    { title: '已发布的一稿读不出来', released: true, dateOut: null, frontMatter: CORRECTION, finds: { line: 5, count: 1 } },
    { title: '事情还没有发生就报送了', frontMatter: { submitted_at: '2026-11-22 09:00' }, finds: { line: 4, column: 15, count: 1 } },
    { title: '报送时间在明天', frontMatter: { submitted_at: '2026-11-25' }, finds: { line: 4, count: 1 } },
    { title: '单位审核时间在将来', frontMatter: { unit_review: { by: 'zhouyi', at: '2026-12-01 09:00' } }, finds: { count: 1 } },
    {
      title: '原文还没有发布',
      frontMatter: { category: '转发', source: { name: '省厅', url: 'https://www.zj.gov.cn/a', published_at: '2026-11-30' } },
    },
    { title: '批准日期在将来', frontMatter: { basis: { kind: '领导批准', by: '冯六', date: '2026-11-30' } } },
    { title: '问题起始时间在将来', frontMatter: { withdraw: { kind: 'error', reason: '日期有误', since: '2026-11-30' } } },
  ],
};
