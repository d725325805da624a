import { describe, expect, it } from 'vitest';
import type { LedgerEvent } from '#pipeline/ledger/event.ts';
import { BREAKER, breakerReason, heldReason, holdDraft, liftedAt } from '#pipeline/ledger/held.ts';
import { EMPTY_LEDGER, type Ledger, type StoredEvent } from '#pipeline/ledger/ledger.ts';
import { SETTINGS_CHAIN } from '#pipeline/ledger/ledger-path.ts';

const minute = (number: number): string => `2026-11-24T10:${String(number).padStart(2, '0')}:00+08:00`;

type Act = Partial<LedgerEvent> & Pick<LedgerEvent, 'kind'>;
const hold: Act = { kind: 'hold', reason: '领导要求暂停' };
const tripped: Act = { kind: 'hold', code: BREAKER, reason: '一次要发太多' };
const resume: Act = { kind: 'resume', reason: '已核对' };
const settings = (letter: string): Act => ({ kind: 'settings', digest: `sha256:${letter.repeat(64)}`, mergeSha: letter.repeat(40) });

/** A ledger in which people and the breaker did this, an act a minute. */
function ledgerOf(...acts: Act[]): Ledger {
  const chain = acts.map((act, index) => ({ event: { at: minute(index + 1), seq: index + 1, ...act } }) as StoredEvent);
  return { ...EMPTY_LEDGER, chains: new Map([[SETTINGS_CHAIN, chain]]) };
}

describe('sending is held', () => {
  it.each<[string, Act[], [held: string | null, breaker: string | null, lifted: string | null]]>([
    ['by nothing at first', [], [null, null, null]],
    ['by nothing that other acts say', [settings('a'), { kind: 'purge', reason: '清除', code: BREAKER }], [null, null, null]],
    ['by a person, who says why', [hold], ['领导要求暂停', null, null]],
    ['by a person who doesn’t say why', [{ kind: 'hold' }], ['没有说明理由', null, null]],
    ['by the breaker', [tripped], ['一次要发太多', '一次要发太多', null]],
    ['by both, told by the later; the breaker holds as well', [tripped, hold], ['领导要求暂停', '一次要发太多', null]],
    ['no more once it is lifted', [hold, resume], [null, null, null]],
    ['no more, and what the breaker held is let through', [tripped, resume], [null, null, minute(2)]],
    ['no more by the breaker, though a person held it as well', [tripped, hold, resume], [null, null, minute(3)]],
    ['anew, and only by what came after the lifting', [tripped, resume, hold], ['领导要求暂停', null, minute(2)]],
    [
      'no more: to lift a person’s hold lets through nothing more of the breaker’s',
      [tripped, resume, hold, resume],
      [null, null, minute(2)],
    ],
    ['no more: each lifting of the breaker’s counts', [tripped, resume, tripped, resume], [null, null, minute(4)]],
    ['no more: to lift what nobody held does nothing', [resume], [null, null, null]],
    ['by whom the acts say, whatever settings come between', [tripped, settings('a')], ['一次要发太多', '一次要发太多', null]],
  ])('%s', (_title, acts, expected) => {
    const ledger = ledgerOf(...acts);
    expect([heldReason(ledger), breakerReason(ledger), liftedAt(ledger)]).toEqual(expected);
  });

  it.each<[string, Act[], Partial<LedgerEvent>]>([
    [
      'the newest settings',
      [settings('a'), settings('b'), hold],
      { tree: 'b'.repeat(64), digest: `sha256:${'b'.repeat(64)}`, mergeSha: 'b'.repeat(40) },
    ],
    ['none, before there are any', [], { tree: '', digest: '', mergeSha: null }],
  ])('under %s, by whoever runs, and of no item', (_title, acts, under) => {
    const said = { kind: 'hold', reason: '示例', code: BREAKER } as const;
    expect(holdDraft(ledgerOf(...acts), { id: '7', attempt: 2, actor: 'zhengsi' }, minute(9), said)).toEqual({
      event: {
        at: minute(9),
        item: SETTINGS_CHAIN,
        revision: 0,
        pullRequest: null,
        runId: '7',
        attempt: 2,
        actor: 'zhengsi',
        ...under,
        ...said,
      },
    });
  });
});
