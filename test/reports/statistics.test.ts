import { describe, expect, it } from 'vitest';
import { organisationSchema } from '#pipeline/organisation/organisation.ts';
import { policySchema } from '#pipeline/organisation/policy.ts';
import { annualSheets } from '#pipeline/reports/statistics/annual.ts';
import { bulletinDocx } from '#pipeline/reports/statistics/bulletin.ts';
import { figuresOf, median } from '#pipeline/reports/statistics/count.ts';
import { accountsOf, registerSheet } from '#pipeline/reports/statistics/register.ts';
import { reportOf } from '#pipeline/reports/statistics/report.ts';
import { monthBefore, monthsOf, type SpanName, spanOf, within } from '#pipeline/reports/statistics/span.ts';
import type { SubmissionRecord } from '#pipeline/reports/statistics/submission.ts';

const at = (text: string): string => `${text.replace(' ', 'T')}:00+08:00`;
const NOVEMBER = { from: '2026-11-01', to: '2026-11-30' };

function record(part: Partial<SubmissionRecord> = {}): SubmissionRecord {
  return {
    ...{ item: 'wucheng/2026-11-20-a', title: '示例', unit: 'wucheng', joint: [], submitter: 'lisi', authors: [], category: '工作动态' },
    ...{ kind: 'new', pullRequest: 1, submittedAt: at('2026-11-20 09:00'), informationDate: '2026-11-20' },
    ...{ approvedAt: at('2026-11-20 15:00'), levels: [], returned: [], adopted: {}, expired: null },
    ...{ withdrawal: null, emergency: false, offline: false, waivers: 0, outcome: 'open' },
    ...part,
  };
}

const organisation = organisationSchema.parse({
  people: { lisi: { name: '李四' }, wangwu: { name: '王五' }, fengliu: { name: '冯六' } },
  units: { wucheng: { name: '婺城分局', kind: 'county', route: 'A' }, jindong: { name: '金东分局', kind: 'county', route: 'A' } },
  posts: [{ unit: 'leaders', post: '分管领导', level: 3, person: 'fengliu', from: '2024-01-01', covers: '*' }],
  duties: [{ duty: 'administrator', person: 'wangwu', from: '2024-01-01' }],
});

describe('spans', () => {
  const now = at('2026-11-24 10:00');
  const cases: [SpanName, string, string, string][] = [
    ['本月', now, '2026-11-01', '2026-11-30'],
    ['本季', now, '2026-10-01', '2026-12-31'],
    ['本年', now, '2026-01-01', '2026-12-31'],
    ['上月', now, '2026-10-01', '2026-10-31'],
    ['上季', now, '2026-07-01', '2026-09-30'],
    ['上年', now, '2025-01-01', '2025-12-31'],
    ['上月', at('2026-01-31 10:00'), '2025-12-01', '2025-12-31'],
    ['上季', at('2026-03-31 10:00'), '2025-10-01', '2025-12-31'],
    ['上月', at('2028-03-31 10:00'), '2028-02-01', '2028-02-29'],
    // 16:00 in London on the last of the year is the new year in Beijing.
    ['本年', '2026-12-31T16:00:00Z', '2027-01-01', '2027-12-31'],
    ['本月', '2026-12-31T15:59:59Z', '2026-12-01', '2026-12-31'],
  ];
  it.each(cases)('%s at %s is from %s to %s', (name, moment, from, to) => expect(spanOf(name, moment)).toEqual({ from, to }));

  it('count their days in Beijing, the first and the last included', () => {
    const times = ['2026-10-31T15:59:59Z', '2026-10-31T16:00:00Z', '2026-11-30T15:59:59Z', '2026-11-30T16:00:00Z'];
    expect(times.map((time) => within(NOVEMBER, time))).toEqual([false, true, true, false]);
  });

  it('name the months that they touch', () => {
    expect(monthsOf({ from: '2025-12-31', to: '2026-02-01' })).toEqual(['2025-12', '2026-01', '2026-02']);
    expect(monthBefore(at('2026-01-01 00:00'))).toBe('2025-12');
  });
});

describe('medians', () => {
  it.each([
    [[], undefined],
    [[5], 5],
    [[9, 1], 5],
    [[3, 1, 2], 2],
    [[10, 2, 38, 23, 38, 23, 21], 23],
    [[1, 2, 3, 100], 2.5],
  ])('of %j is %s', (values, middle) => expect(median(values)).toBe(middle));
});

describe('figures', () => {
  it('count everything on its own day', () => {
    const one = record({
      submittedAt: at('2026-10-31 23:59'),
      returned: [{ level: 2, person: 'wangwu', at: at('2026-11-01 00:00') }],
      adopted: { website: at('2026-11-30 23:59'), wechat: at('2026-12-01 00:00') },
    });
    const figures = figuresOf([one], NOVEMBER);
    expect(figures).toMatchObject({ submitted: 0, returned: { 2: 1 }, adopted: { website: 1 }, published: 1 });
  });

  it('give a correction no submission, and a withdrawal neither', () => {
    const records = [
      record({ kind: 'correction', outcome: 'adopted', adopted: { website: at('2026-11-21 09:00') } }),
      record({ kind: 'withdrawal', withdrawal: { kind: 'planned', at: at('2026-11-22 09:00') } }),
    ];
    expect(figuresOf(records, NOVEMBER)).toMatchObject({ submitted: 0, published: 0, adopted: {}, corrected: 1, withdrawn: 1 });
  });

  it('say nothing where there is nothing to say', () => expect(figuresOf([], NOVEMBER)).toMatchObject({ hours: {}, within7: null }));

  it.each([
    ['2026-11-27 23:59', 1],
    ['2026-11-28 00:00', 0],
  ])('take what was out at %s for within seven days: %s', (time, share) =>
    expect(figuresOf([record({ adopted: { website: at(time) } })], NOVEMBER).within7).toBe(share),
  );
});

describe('a report', () => {
  it('has a row for each unit in the order of the list, and doesn’t rank unless the policy asks', () => {
    const out = record({ unit: 'jindong', adopted: { website: at('2026-11-21 09:00') } });
    const [listed, ranked] = [{}, { ranking: true }].map((how) =>
      reportOf([out], NOVEMBER, organisation, how).units.map(({ unit }) => unit),
    );
    expect([listed, ranked]).toEqual([
      ['wucheng', 'jindong'],
      ['jindong', 'wucheng'],
    ]);
  });

  it('counts a joint item for the lead unit, and names it joint', () => {
    const { units } = reportOf([record({ joint: ['jindong'] })], NOVEMBER, organisation);
    expect(units.map(({ submitted, joint }) => [submitted, joint])).toEqual([
      [1, 1],
      [0, 0],
    ]);
  });
});

describe('the 通报', () => {
  it('names what was adopted and is still out, and nobody who was late, returned or sent nothing', () => {
    const records = [
      record({ title: '采用的一条', adopted: { website: at('2026-11-21 09:00') } }),
      record({
        ...{ item: 'wucheng/2026-11-20-b', title: '撤下的一条' },
        adopted: { website: at('2026-11-21 09:00') },
        withdrawal: { kind: 'error', at: at('2026-11-22 09:00') },
      }),
      // Taken back by a pull request of its own: what went is another submission than what said so.
      record({ item: 'wucheng/2026-11-20-c', title: '涉密的一条', adopted: { website: at('2026-11-21 09:00') } }),
      record({ item: 'wucheng/2026-11-20-c', kind: 'withdrawal', withdrawal: { kind: 'planned', at: at('2026-12-02 09:00') } }),
      record({ item: 'jindong/2026-11-20-d', title: '过期的一条', unit: 'jindong', expired: at('2026-11-28 00:00'), outcome: 'expired' }),
    ];
    const xml = Buffer.from(bulletinDocx(reportOf(records, NOVEMBER, organisation), records, '示例局')).toString('utf8');
    expect(xml).toContain('采用的一条');
    for (const word of ['撤下的一条', '涉密的一条', '过期的一条', '金东分局', '超期', '退回']) expect(xml).not.toContain(word);
  });
});

describe('yearly tables', () => {
  const policy = policySchema.parse({ site: { name: '示例局' } });

  it('hold what the ledger knows, and say who knows the rest', () => {
    const records = [record({ adopted: { website: at('2026-11-21 09:00') } })];
    const [site] = annualSheets(records, NOVEMBER, figuresOf(records, NOVEMBER), policy);
    expect(site?.rows).toContainEqual(['信息发布', '总数', 1, expect.any(String)]);
    expect(site?.rows).toContainEqual(['移动新媒体', '微信：订阅数', '待填（公众号管理员）', '']);
  });

  it('name each position with its administrators, and what isn’t known as 待填', () => {
    const sheet = registerSheet(accountsOf(organisation, policy, '2026-11-24'), organisation, policy, '2026-11-24');
    expect(sheet.rows.map(([channel, name, id, , custodian]) => [channel, name, id, custodian])).toEqual([
      ['网站', '示例局', '待填（管理员）', '王五'],
      ['微信', '待填（管理员）', '待填（管理员）', '王五'],
      ['微博', '待填（管理员）', '待填（管理员）', '王五'],
    ]);
  });

  it('take each account from the list of accounts, as many as a channel has', () => {
    const accounts = [
      { channel: 'wechat' as const, name: '示例发布', id: 'wx01', custodian: 'lisi', certified_until: '2027-03-01' },
      { channel: 'wechat' as const, name: '示例服务', filing: { platform: '示例平台', number: '7' } },
    ];
    expect(accountsOf({ ...organisation, accounts }, policy, '2026-11-24').filter(({ channel }) => channel === 'wechat')).toEqual([
      { channel: 'wechat', name: '示例发布', id: 'wx01', record: null, custodians: ['李四'], certifiedUntil: '2027-03-01' },
      { channel: 'wechat', name: '示例服务', id: null, record: '示例平台 7', custodians: ['王五'], certifiedUntil: null },
    ]);
  });
});
