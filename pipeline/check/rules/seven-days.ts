import { addDays, type BeijingDate, beijingDate } from '../../beijing-time.ts';
import type { FrontMatter } from '../../item/front-matter/front-matter-schema.ts';
import { clockStart, exemptChannels, lastDay, lateNote } from '../../organisation/freshness.ts';
import type { CheckContext, Report, Rule } from '../rule.ts';

const monthDay = (date: BeijingDate) => `${Number(date.slice(5, 7))} 月 ${Number(date.slice(8, 10))} 日`;
const later = (a: BeijingDate, b: BeijingDate) => (a > b ? a : b);

/** The latest day that the information date may be: not after today or the first push; a repost's is the original's or the order's. */
function latestDate(frontMatter: FrontMatter, { now, firstPush }: CheckContext): { date: BeijingDate; reason: string } {
  const { category, source, basis } = frontMatter;
  const pushed = firstPush ? beijingDate(firstPush) : beijingDate(now);
  const today = beijingDate(now);
  const bound = pushed < today ? { date: pushed, reason: '不晚于报送当天' } : { date: today, reason: '不晚于今天' };
  if (category !== '转发' || !source?.published_at) return bound;
  const original = source.published_at.slice(0, 10);
  const ordered = basis?.kind === '上级要求' && basis.date ? later(original, basis.date) : original;
  return ordered < bound.date ? { date: ordered, reason: '转发的，是原文发布的日期；上级书面要求转发的，是要求的日期' } : bound;
}

const OFFLINE = {
  scan: 'paper.jpg',
  signed: [
    { level: 1 as const, by: 'zhouyi', at: '2026-11-24 09:00' },
    { level: 2 as const, by: 'wuer', at: '2026-11-24 10:00' },
    { level: 3 as const, by: 'zhengsan', at: '2026-11-24 11:00' },
  ],
  posted: { wechat: '2026-11-24 12:00' },
};

/** Only information of the last seven days is published (Art. 9); checked here, at the gate and right before each call. */
export const sevenDays: Rule = {
  id: 'time/seven-days',
  asks: '只发布 7 日内的信息。',
  severity: 'error',
  article: '第九条',
  waivable: false,
  check: ({ frontMatter, locate }, context) => {
    const released = context.released === true;
    // What is out already isn't first published again; a correction past the limit changes the website alone.
    if (!frontMatter || frontMatter.withdraw || released) return [];
    const switches = context.policy.freshness;
    const report = (code: string, problem: string, expected: string, fix: string): Report[] => [
      { code, span: locate(['event_date']), where: '信息日期', words: { problem, expected, fix } },
    ];
    const latest = latestDate(frontMatter, context);
    if (frontMatter.event_date > latest.date) {
      const expected = `事情发生的日期，${latest.reason}（${monthDay(latest.date)}）。`;
      return report(
        'E_DATE_FUTURE',
        `信息日期 ${frontMatter.event_date} 太晚。`,
        expected,
        '改成实际日期；将要举行的活动，写通知成文的日期。不可豁免。',
      );
    }
    const { publish_until: until } = frontMatter;
    if (until !== undefined && until < beijingDate(context.now)) {
      const words = {
        problem: `公示期到 ${until} 已满。`,
        expected: '今天还在公示期内。',
        fix: '把 publish_until 改成实际的最后一天，或不再发布。不可豁免。',
      };
      return [{ code: 'E_UNTIL', span: locate(['publish_until']), where: '公示到哪天', words }];
    }
    const calendar = { today: beijingDate(context.now), daysOff: context.holidays ?? [] };
    const exempt = exemptChannels(frontMatter, switches, released, calendar);
    if (frontMatter.channels.every((channel) => exempt.includes(channel))) return [];
    // What hasn't been pushed, or not as far as we know, is submitted today at the earliest; the gate knows the push.
    const start = clockStart(frontMatter, switches, context.firstPush ?? context.now);
    const last = lastDay(start, switches, calendar.daysOff);
    // What was published by hand while the network was down: the gate asks the ledger for that day (rule 18).
    const [posted] = Object.values(frontMatter.offline_review?.posted ?? {}).sort();
    const today = posted?.slice(0, 10) ?? beijingDate(context.now);
    if (today <= last) {
      if (frontMatter.publish_after === undefined || frontMatter.publish_after.slice(0, 10) <= last) return [];
      return report(
        'E_STALE',
        `最早发布时间在 ${monthDay(last)} 24:00 满 ${switches.days} 日之后。`,
        '在期限之内发布。',
        '把 publish_after 提前。不可豁免。',
      );
    }
    const first = addDays(today, -(switches.first_day === 'counted' ? switches.days - 1 : switches.days));
    const mend = exempt.length > 0 ? '去掉网站以外的渠道；' : '属法定公开的补 basis；';
    return report(
      'E_STALE',
      `信息日期 ${frontMatter.event_date}，已于 ${monthDay(last)} 24:00 满 ${switches.days} 日${lateNote(frontMatter, start, switches, calendar.daysOff)}。`,
      `只发布 ${switches.days} 日内的信息（${monthDay(first)}及以后）。`,
      `日期写错的改正日期；${mend}否则不再发布。不可豁免。`,
    );
  },
  good: [
    { title: '昨天的事' },
    { title: '第七日 23:59', now: '2026-11-30T23:59:59+08:00' },
    {
      title: '过期的更正：已发布的信息',
      released: true,
      now: '2026-12-20T10:00:00+08:00',
      frontMatter: { correction: { kind: '文字', note: '改一字' } },
    },
    {
      title: '线下审签、期限内已手工发布的',
      now: '2026-12-05T10:00:00+08:00',
      frontMatter: { offline_review: OFFLINE },
    },
    { title: '过期的撤稿', now: '2027-01-05T10:00:00+08:00', frontMatter: { withdraw: { kind: 'error', reason: '数据有误' } } },
    {
      title: '法定公开只发网站',
      now: '2026-12-05T10:00:00+08:00',
      policy: { freshness: { statutory: { bases: [{ law: '公开条例第二十条', working_days: 20 }] } } },
      frontMatter: { channels: ['website'], cover: undefined, basis: { kind: '法定公开', law: '公开条例第二十条' } },
    },
    {
      title: '从报送起算时还没有报送的旧事',
      now: '2026-12-20T10:00:00+08:00',
      policy: { freshness: { from: 'submission' } },
    },
    { title: '公示期今天是最后一天', frontMatter: { publish_until: '2026-11-24' } },
    { title: '已发布的，公示期满了', released: true, now: '2027-01-05T10:00:00+08:00', frontMatter: { publish_until: '2026-12-31' } },
    { title: '期限内的最早发布时间', frontMatter: { publish_after: '2026-11-30 18:00' } },
    {
      title: '上级要求转发的旧文，按要求的日期算',
      frontMatter: {
        category: '转发',
        event_date: '2026-11-24',
        source: { name: '省厅', url: 'https://www.zj.gov.cn/a', published_at: '2026-11-10' },
        basis: { kind: '上级要求', document: '示例〔2026〕1号', date: '2026-11-24' },
      },
    },
  ],
  bad: [
    { title: '第八日零点', now: '2026-12-01T00:00:00+08:00', finds: { code: 'E_STALE', line: 5, column: 13 } },
    {
      title: '第一日也算时的第七日',
      now: '2026-11-30T10:00:00+08:00',
      policy: { freshness: { first_day: 'counted' } },
      finds: { code: 'E_STALE' },
    },
    {
      title: '从报送起算的第八日',
      now: '2026-12-02T00:00:00+08:00',
      policy: { freshness: { from: 'submission' } },
      firstPush: '2026-11-24T10:00:00+08:00',
      finds: { code: 'E_STALE' },
    },
    { title: '明天的事', frontMatter: { event_date: '2026-11-25' }, finds: { code: 'E_DATE_FUTURE' } },
    { title: '日期晚于报送', firstPush: '2026-11-22T10:00:00+08:00', finds: { code: 'E_DATE_FUTURE' } },
    {
      title: '送审时公示期已满',
      now: '2026-11-25T00:00:00+08:00',
      frontMatter: { publish_until: '2026-11-24' },
      finds: { code: 'E_UNTIL' },
    },
    { title: '最早发布时间在期限之后', frontMatter: { publish_after: '2026-12-01 08:00' }, finds: { code: 'E_STALE' } },
    {
      title: '没有发布过的“更正”',
      now: '2026-12-20T10:00:00+08:00',
      frontMatter: { correction: { kind: '文字', note: '改一字' } },
      finds: { code: 'E_STALE' },
    },
    {
      title: '法定公开过了期限又发微信',
      now: '2026-12-05T10:00:00+08:00',
      policy: { freshness: { statutory: { bases: [{ law: '公开条例第二十条', working_days: 20 }] } } },
      frontMatter: { basis: { kind: '法定公开', law: '公开条例第二十条' } },
      finds: { code: 'E_STALE' },
    },
    {
      title: '转发的日期晚于原文',
      frontMatter: { category: '转发', source: { name: '省厅', url: 'https://www.zj.gov.cn/a', published_at: '2026-11-10' } },
      finds: { code: 'E_DATE_FUTURE' },
    },
  ],
};
