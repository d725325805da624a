import { describe, expect, it } from 'vitest';
import type { LedgerEvent } from '#pipeline/ledger/event.ts';
import type { Organisation } from '#pipeline/organisation/organisation.ts';
import { organisationOf } from '#pipeline/organisation/read-settings.ts';
import { type Recorded, timeline } from '#pipeline/reports/timeline.ts';
import type { Evidence } from '#pipeline/review/gate/evidence.ts';

const ITEM = 'wucheng/2026-11-23-street';
const at = (minute: number): string => `2026-11-24T10:${String(minute).padStart(2, '0')}:00+08:00`;

const organisation: Organisation = organisationOf({
  bureau: '示例局',
  people: {
    lisi: { name: '李四', logins: ['lisi'] },
    zhouyi: { name: '周一', logins: ['zhouyi'] },
    wangwu: { name: '王五', logins: ['wangwu'] },
  },
  units: { wucheng: { name: '婺城分局', kind: 'county', route: 'A' } },
  posts: [],
});

const evidence = {
  pushes: [{ at: at(0), actor: 'lisi', before: '', after: 'a', forced: false }],
  reviews: [
    { id: 1, login: 'zhouyi', state: 'CHANGES_REQUESTED', submittedAt: at(1), commit: 'a', body: '第二段请核实' },
    { id: 2, login: 'zhouyi', state: 'APPROVED', submittedAt: at(2), commit: 'a', body: '' },
  ],
  dismissals: [],
} as unknown as Evidence;

const RECORDED = new Map<number, Recorded>([[1, { evidence, organisation }]]);

function told(events: Partial<LedgerEvent>[], settings: Partial<LedgerEvent>[] = []): string[] {
  const approval: Partial<LedgerEvent> = { kind: 'approval', at: at(5), number: '2026-0001', pullRequest: 3, mergeSha: 'b', revision: 1 };
  const chain = [approval, ...events].map(
    (event, index) => ({ item: ITEM, revision: 1, seq: index + 1, actor: 'wangwu', at: at(6 + index), ...event }) as LedgerEvent,
  );
  const steps = timeline(
    chain,
    settings.map((event) => ({ actor: 'wangwu', ...event }) as LedgerEvent),
    RECORDED,
    LANDED,
  );
  return steps.map(({ at: time, who, what, url }) => [time.slice(11, 16), who, what, ...(url ? [url] : [])].join(' '));
}

const LANDED = new Map([['b', at(4)]]);
const BEFORE = [
  '10:00 李四 报送第一稿',
  '10:01 周一 退回：第二段请核实',
  '10:02 周一 同意',
  '10:04 平台 合并到主分支（由谁合并见合并请求 #3）',
  '10:05 系统 审定入账，审核单 2026-0001（合并请求 #3）',
];

describe('the story of an item', () => {
  it('goes from its submission over each review and call to where it is out, with who did it', () => {
    const website = { channel: 'website', remote: { id: 'x', url: 'http://127.0.0.1/a/' } } as const;
    const weibo = { channel: 'weibo', remote: { id: '1', url: 'https://weibo.com/1/abc' } } as const;
    expect(
      told([
        { ...website, kind: 'intent' },
        { ...website, kind: 'confirmed' },
        { ...weibo, kind: 'needs-human', code: 'manual', reason: '请管理员发布。' },
        { ...weibo, kind: 'confirmed', code: 'by-hand', reason: '王五登记：已读回，与审定稿一致' },
      ]),
    ).toEqual([
      ...BEFORE,
      '10:07 系统 网站：开始发布',
      '10:08 系统 网站：已发布，读回一致 http://127.0.0.1/a/',
      '10:09 系统 微博：等人处理：请管理员发布',
      '10:10 王五 微博：登记为已发布：王五登记：已读回，与审定稿一致 https://weibo.com/1/abc',
    ]);
  });

  it('has corrections, what a person decided, and its being taken down', () => {
    const weibo = { channel: 'weibo' } as const;
    expect(
      told([
        { ...weibo, kind: 'failed', code: 'resolved', reason: '平台上没有' },
        { kind: 'approval', revision: 2, number: '2026-0002', pullRequest: 4 },
        { ...weibo, kind: 'superseded' },
        { ...weibo, revision: 2, kind: 'expired', reason: '已满 7 日。' },
        { kind: 'approval', revision: 2, number: '2026-0003', pullRequest: 5, removal: true, reason: '内容有误' },
        { ...weibo, revision: 2, kind: 'withdraw-intent', code: 'error', reason: '内容有误' },
        { ...weibo, revision: 2, kind: 'withdrawn' },
      ]).slice(BEFORE.length),
    ).toEqual([
      '10:07 王五 微博：登记为没有发出，可以再发：平台上没有',
      '10:08 系统 第 2 版审定入账，审核单 2026-0002（合并请求 #4）',
      '10:09 系统 微博：由新的一稿代替',
      '10:10 系统 微博（第 2 版）：已过时效，不再发布：已满 7 日',
      '10:11 系统 撤稿审定入账：内容有误，审核单 2026-0003（合并请求 #5）',
      '10:12 王五 微博（第 2 版）：开始撤下：内容有误',
      '10:13 系统 微博（第 2 版）：已撤下',
    ]);
  });

  it('says once what happened several times in a row', () => {
    const looked = { channel: 'weibo', kind: 'sent', reason: '平台在审核。' } as const;
    expect(told([looked, { channel: 'website', kind: 'intent' }, looked, looked]).slice(BEFORE.length)).toEqual([
      '10:07 系统 微博：平台已接受，等平台或人完成：平台在审核（共 3 次，这是第一次）',
      '10:08 系统 网站：开始发布',
    ]);
  });

  it('has pauses of all sending since it was approved, and none from before', () => {
    const holds: Partial<LedgerEvent>[] = [
      { kind: 'hold', at: at(1), reason: '以前的' },
      { kind: 'hold', at: at(20), reason: '突发舆情' },
      { kind: 'resume', at: at(30) },
      { kind: 'hold', at: at(40), code: 'breaker', reason: '一次要发 12 条' },
    ];
    expect(told([], holds).slice(BEFORE.length)).toEqual([
      '10:20 王五 暂停全部发布：突发舆情',
      '10:30 王五 恢复发布',
      '10:40 系统 暂停全部发布：一次要发 12 条',
    ]);
  });
});
