import { describe, expect, it } from 'vitest';
import { alertText } from '#pipeline/alerts/alert.ts';
import type { LedgerEvent } from '#pipeline/ledger/event.ts';
import type { Ledger } from '#pipeline/ledger/ledger.ts';
import { dailyText } from '#pipeline/reports/daily.ts';

const form = (title: string) =>
  ({ payload: Buffer.from(JSON.stringify({ predicate: { title } })).toString('base64') }) as NonNullable<LedgerEvent['form']>;

/** A ledger of some items: each an approval for all its channels, then what is given. */
function ledgerOf(items: Record<string, Partial<LedgerEvent>[]>, settings: Partial<LedgerEvent>[] = []): Ledger {
  const chain = (item: string, of: Partial<LedgerEvent>[]) =>
    of.map((part, index) => ({
      path: `${index}`,
      bytes: new Uint8Array(),
      event: { item, revision: 1, seq: index + 1, at: '2026-11-24T10:00:00+08:00', ...part } as LedgerEvent,
    }));
  const chains = new Map(
    Object.entries(items).map(([item, events]) => {
      const channels = [...new Set(events.flatMap(({ channel }) => channel ?? []))];
      return [
        item,
        chain(item, [{ kind: 'approval', channels, number: '2026-0001', form: form(`示例 ${item.slice(-1)}`) }, ...events]),
      ] as const;
    }),
  );
  return { head: 'x', chains: new Map([...chains, ['settings', chain('settings', settings)]]), paths: [], damaged: [] };
}

const website = { channel: 'website', remote: { id: 'x', url: 'http://127.0.0.1/a/' } } as const;
const weibo = { channel: 'weibo' } as const;
const told = (ledger: Ledger, more: object = {}): string => dailyText({ ledger, day: '2026-11-24', alerts: [], until: new Map(), ...more });

describe('the summary of a day', () => {
  const ledger = ledgerOf({
    'wucheng/2026-11-23-a': [
      { ...website, kind: 'intent' },
      { ...website, kind: 'confirmed' },
      { ...weibo, kind: 'needs-human', reason: '请管理员发布。' },
    ],
    'wucheng/2026-11-23-b': [{ ...weibo, kind: 'expired' }],
    'wucheng/2026-11-23-c': [
      { ...website, kind: 'confirmed' },
      { ...website, kind: 'withdraw-intent', code: 'privacy' },
      { ...website, kind: 'withdrawn' },
    ],
    'wucheng/2026-11-22-d': [{ ...website, kind: 'confirmed', at: '2026-11-23T23:59:59+08:00' }],
    'wucheng/2026-11-22-e': [{ ...website, kind: 'confirmed', at: '2026-11-24T16:00:00Z' }],
  });

  it('says what went out, was taken down and is over, and what waits until when; by the title, unless it was taken down', () => {
    expect(told(ledger, { until: new Map([['wucheng/2026-11-23-a', '2026-11-30 24:00']]) })).toBe(
      [
        '### 2026-11-24 发布情况',
        '',
        '**发出的**　1 条',
        '',
        '- 《示例 a》（wucheng/2026-11-23-a）　网站 http://127.0.0.1/a/',
        '',
        '**撤下的**　1 条',
        '',
        '- wucheng/2026-11-23-c　网站',
        '',
        '**过了时效、不再发布的**　1 条',
        '',
        '- 《示例 b》（wucheng/2026-11-23-b）　微博',
        '',
        '**还在等的**　1 条',
        '',
        '- 《示例 a》（wucheng/2026-11-23-a）　最迟 2026-11-30 24:00　微博等人处理（请管理员发布；办好后由管理员、办公室审核人或分管领导登记：已发布的用 record，没有发出、不再发的用 resolve）',
        '',
        '**要人办的**　没有',
        '',
      ].join('\n'),
    );
  });

  it('counts days in Beijing', () => {
    const of = (day: string): string => dailyText({ ledger, day, alerts: [], until: new Map() });
    expect(of('2026-11-23')).toMatch(/发出的\*\*　1 条\n\n- 《示例 d》/);
    expect(of('2026-11-25')).toMatch(/发出的\*\*　1 条\n\n- 《示例 e》/);
    expect(of('2026-11-26')).toContain('**发出的**　当天没有');
  });

  it('names the open alerts in the catalogue’s words, with who has to act until when, and says where they couldn’t be read', () => {
    const { body } = alertText({ item: 'run', code: 'breaker', message: '一次要发 12 条。', due: '2026-11-25 18:00' }, 'release');
    const alerts = [
      { number: 7, title: '发布提醒：run', body },
      { number: 8, title: '别的议题', body: '没有标记' },
    ];
    expect(told(ledgerOf({}), { alerts })).toMatch(
      /要人办的\*\*　1 条\n\n- #7　发布运行　一次要发得太多，全部发布自动停下了　办公室审核人　2026-11-25 18:00 前\n/,
    );
    expect(told(ledgerOf({}), { alerts: null })).toContain('没有读到提醒');
  });

  it('says first that all is paused', () => {
    expect(told(ledgerOf({}, [{ kind: 'hold', reason: '突发舆情' }]))).toMatch(
      /^### 2026-11-24 发布情况\n\n\*\*全部发布已暂停\*\*：突发舆情/,
    );
  });
});
