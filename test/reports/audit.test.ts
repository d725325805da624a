import { beforeAll, describe, expect, it } from 'vitest';
import { type Audit, auditOf, hasFindings, type LookedAt, type PostsWatch, unwatched } from '#pipeline/reports/audit/audit.ts';
import type { NumberRow } from '#pipeline/reports/audit/audit-row.ts';
import { answersOf, auditSheets } from '#pipeline/reports/audit/audit-sheets.ts';
import { wrongNumbers } from '#pipeline/reports/audit/number-rows.ts';
import { pageOf } from '#pipeline/reports/sheets/page.ts';
import { type Eventful, eventfulLedger, VERSIONS } from './eventful-ledger.ts';

const NOW = '2027-01-05T12:00:00+08:00';
let made: Eventful;
let audit: Audit;

const audited = (more: Partial<Parameters<typeof auditOf>[0]> = {}, watch: PostsWatch = unwatched('没有令牌')): Promise<Audit> => {
  const { store, head } = made;
  return auditOf({ store, head, problems: [], items: 1, events: 1, versions: VERSIONS, span: null, now: NOW, ...more }, watch);
};

beforeAll(async () => {
  made = await eventfulLedger(150);
  audit = await audited();
});

describe('an audit of a simulated year with one of everything that people do by hand', () => {
  const itemsOf = (what: string): string[] => made.facts.filter((fact) => fact.what === what).map(({ item }) => item);

  it('has every number from 1 to the last of each year, and names the one that is missing', () => {
    const own = audit.numbers.filter(({ number }) => number.startsWith('2026-')).map(({ number }) => Number(number.slice(5)));
    expect(own).toEqual(Array.from({ length: made.last + 3 }, (_, index) => index + 1));
    const missing = audit.numbers.filter(({ outcome }) => outcome === 'missing');
    expect(missing).toMatchObject([{ number: `2026-${String(made.last + 1).padStart(4, '0')}`, item: null }]);
    expect(missing[0]?.why).toMatch(/^台账里没有，在 2026-.*说不清原因/);
  });

  it('names a number that was given twice, with the items that have it', () => {
    const [one] = audit.numbers.filter(({ number }) => number === '2026-0001');
    const two = { ...one, item: 'unit0/2026-01-01-other' } as NumberRow;
    expect(wrongNumbers([one as NumberRow, two])).toMatchObject([
      { number: '2026-0001', outcome: 'duplicate', why: expect.stringContaining(two.item as string) },
    ]);
  });

  it('says of each first text what the generator says became of it', () => {
    const [out, corrected, expired, withdrawn] = ['published', 'corrected', 'expired', 'withdrawn'].map((what) => new Set(itemsOf(what)));
    const byHand = new Map(made.done.map(([kind, item]) => [item, { record: 'out', resolve: 'abandoned', withdraw: 'never-sent' }[kind]]));
    const wanted = [...new Set(itemsOf('approved'))].map((item) => {
      const end = withdrawn?.has(item)
        ? 'withdrawn'
        : corrected?.has(item)
          ? 'corrected'
          : out?.has(item)
            ? 'out'
            : expired?.has(item)
              ? 'expired'
              : null;
      return [item, end ?? byHand.get(item) ?? 'never-sent'];
    });
    const oldest = audit.numbers.filter(({ at }) => at !== null).sort((a, b) => ((a.at as string) < (b.at as string) ? -1 : 1));
    const said = wanted.map(([item]) => [item, oldest.find((row) => row.item === item)?.outcome]);
    expect(said).toEqual(wanted);
    expect(new Set(wanted.map(([, end]) => end))).toEqual(new Set(['out', 'corrected', 'expired', 'withdrawn', 'never-sent', 'abandoned']));
  });

  it('names every act with its person and moment, and its evidence', () => {
    const own = new Set(['declared', 'settings', 'key', 'hold', 'resume', 'purge', 'record', 'resolve']);
    const said = audit.acts
      .filter(({ kind, person }) => own.has(kind) || person === '示例leader2')
      .filter(({ kind }) => kind !== 'emergency' && kind !== 'waiver');
    expect(said.map(({ kind, item, person, at }) => [kind, item, person, at]).sort()).toEqual([...made.done].sort());
    for (const { evidence } of audit.acts) expect(evidence.path).toMatch(/^(settings|\d{4}\/\d{2}\/unit\d\/[^/]+)\/\d{4}-.*\.json$/);
    const second = audit.acts.find(({ kind, evidence }) => kind === 'settings' && evidence.pullRequest !== null);
    expect(second).toMatchObject({ evidence: { pullRequest: 901, reviews: [71, 72], run: '42' } });
    expect(second?.what).toContain('content/policy.yml');
  });

  it.each([
    ['emergency', 'emergency'],
    ['delegation', 'delegated'],
    ['waiver', 'waived'],
  ])('has an act %s for each that the generator made', (kind, what) => {
    const wanted = made.facts.filter((fact) => fact.what === what).flatMap(({ item, value }) => Array.from({ length: value }, () => item));
    expect(wanted.length).toBeGreaterThan(0);
    const own = audit.acts.filter((act) => act.kind === kind);
    expect(own.map(({ item }) => item).sort()).toEqual(wanted.sort());
    for (const { evidence } of own)
      expect(evidence).toMatchObject({ pullRequest: expect.any(Number), digest: expect.stringMatching(/^[\da-f]{64}$/) });
  });

  it('tells every time that something was taken down, and why', () => {
    const wanted = [...itemsOf('withdrawn'), made.done.find(([kind]) => kind === 'withdraw')?.[1]];
    expect(audit.withdrawals.map(({ item }) => item).sort()).toEqual(wanted.sort());
    for (const { why } of audit.withdrawals) expect(why).toMatch(/^(内容有误|涉密或敏感)/);
  });

  it('lists the one text that lacked a review, and nothing that a rule allowed', () => {
    const { item, number } = made.planted;
    expect(audit.unreviewed).toMatchObject([{ item, number, why: '没有二级的签批', out: ['website'] }]);
    expect(hasFindings(audit)).toBe(true);
  });

  it('lists once what verifying finds as well, and what only verifying can find', async () => {
    const { item } = made.planted;
    const path = audit.unreviewed[0]?.path as string;
    const problem = (of: string, event: string, code: string) => ({
      item: of,
      event,
      code,
      message: `${event} 的稿件没有经过审定；请管理员查明`,
    });
    const other = made.facts[0]?.item as string;
    const problems = [problem(item, path, 'evidence-fails'), problem(other, 'a', 'not-approved'), problem(other, 'b', 'not-approved')];
    const { unreviewed, verified } = await audited({ problems });
    expect(verified).toBe(false);
    expect(unreviewed.map((one) => one.item).sort()).toEqual([item, other].sort());
  });

  it('refuses a ledger of which more is wrong than can be named', async () => {
    const problems = [{ item: 'x', event: 'x', code: 'broken-chain', message: 'x 没有接着上一条登记；请管理员查明。' }];
    await expect(audited({ problems })).rejects.toMatchObject({ code: 'ledger/unverified' });
  });

  it('tells of a span what happened in it, and every gap of its years', async () => {
    const span = { from: '2026-12-01', to: '2026-12-05' };
    const part = await audited({ span });
    const wanted = made.done.filter(([, , , at]) => at >= '2026-12-01' && at < '2026-12-06').map(([kind, , , at]) => `${kind} ${at}`);
    const said = part.acts.map(({ kind, at }) => `${kind} ${at}`);
    expect(wanted.filter((one) => !said.includes(one))).toEqual([]);
    expect(part.acts.every(({ at }) => at >= '2026-12-01' && at < '2026-12-06')).toBe(true);
    expect(part.numbers.some(({ outcome }) => outcome === 'missing')).toBe(true);
    expect(part.numbers.length).toBeLessThan(audit.numbers.length / 2);
  });

  it('shows no number of a telephone, and no title of what was purged or taken down for secrecy', () => {
    expect(JSON.stringify(audit)).not.toContain('13800138000');
    const hidden = [made.purged, made.done.find(([kind]) => kind === 'withdraw')?.[1]];
    const rows = audit.numbers.filter(({ item }) => hidden.includes(item));
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.every(({ title }) => title === null)).toBe(true);
  });

  it('says what a platform shows beside it, or that nobody looked and how to', async () => {
    const post = { title: '无人登记，电话 13800138000', url: 'https://weibo.com/1/abc', at: NOW };
    const found: LookedAt[] = [
      { channel: 'website', looked: true, why: '', posts: [] },
      { channel: 'wechat', looked: false, why: '没有设置 WECHAT_APP_SECRET', posts: [] },
      { channel: 'weibo', looked: true, why: '', posts: [post] },
    ];
    const seen: string[] = [];
    const looked = await audited({}, { see: ({ item }) => void seen.push(item), found: () => found });
    expect(new Set(seen)).toEqual(new Set(looked.numbers.flatMap(({ item }) => item ?? [])));
    expect(looked.unknownPosts).toEqual([{ channel: 'weibo', title: expect.not.stringContaining('13800138000'), url: post.url, at: NOW }]);
    const lines = answersOf(looked)[1]?.lines.join('\n');
    expect(lines).toContain('网站、微博近来的内容看过了，有 1 条');
    expect(lines).toMatch(/没有看：微信（没有设置 WECHAT_APP_SECRET）。要看，请/);
  });

  it('answers the three questions before any table', () => {
    const page = pageOf({ title: '审计', bureau: '', above: [], answers: answersOf(audit), sheets: auditSheets(audit, 'short') }, '');
    const places = ['谁批准了这篇', '有没有未经三审就发布的', '撤了什么、为什么', '<table'].map((words) => page.indexOf(words));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(page).toContain(made.planted.number);
    const answers = answersOf(audit).map(({ answer }) => answer);
    expect(answers[1]).toBe('有 1 件。');
    expect(answers[2]).toContain(`撤了 ${audit.withdrawals.length} 次`);
  });
});
