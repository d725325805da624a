import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { unconfirmedWithdrawal } from '#pipeline/alerts/withdrawal-watch.ts';
import { foldItem, isWithdrawn, takenBackAtOnce } from '#pipeline/ledger/fold.ts';
import { type Draft, itemState } from '#pipeline/ledger/ledger.ts';
import { readHolidays } from '#pipeline/organisation/holidays.ts';
import { removalDrafts } from '#pipeline/release/website-intent.ts';
import { approval, ITEM, ledgerOf, release, worldWith } from '../release/world.ts';

const DAYS_OFF = readHolidays(readFileSync('content/terms/holidays.yml', 'utf8'), 'holidays.yml');
const RUN = { id: 'run', attempt: 1, actor: 'fengliu' };

const stateOf = async (...drafts: Draft[]) => itemState(await ledgerOf(await worldWith(drafts, [])), ITEM);

const out = [release(ITEM, 'website', 'intent'), release(ITEM, 'website', 'confirmed')];
const taken = (at: string, code: string | null = 'error'): Draft =>
  release(ITEM, 'website', 'withdraw-intent', { at, ...(code === null ? {} : { code }) });

describe('an item taken down at once', () => {
  const evening = '2026-09-30T21:05:00+08:00';

  it.each([
    { now: '2026-09-30T21:06:00+08:00', task: true },
    { now: '2026-10-08T23:59:59+08:00', task: true },
    { now: '2026-10-09T00:00:00+08:00', task: undefined },
  ])('is to be confirmed within one working day, holidays apart: at $now overdue is told: $task', async ({ now, task }) => {
    const state = await stateOf(approval(ITEM, 1), ...out, taken(evening));
    const alert = unconfirmedWithdrawal(state, now, DAYS_OFF);
    expect(alert).toMatchObject({ item: ITEM, code: 'withdrawal-unconfirmed' });
    expect(alert?.task).toBe(task);
    expect(alert?.message).toContain('应在 2026-10-08 24:00 前补办确认');
    expect(alert?.message.includes('已逾期')).toBe(task === undefined);
  });

  it('counts from its beginning, however late a channel was cleared', async () => {
    const late = release(ITEM, 'website', 'withdrawn', { at: '2026-10-20T10:00:00+08:00' });
    const state = await stateOf(approval(ITEM, 1), ...out, taken(evening), late);
    expect(unconfirmedWithdrawal(state, '2026-10-20T11:00:00+08:00', DAYS_OFF)?.message).toContain('2026-09-30 已先行撤下');
  });

  it('is confirmed by an approved withdrawal, and ended by a newer text', async () => {
    const confirmed = await stateOf(approval(ITEM, 1), ...out, taken(evening), approval(ITEM, 1, { removal: true }));
    expect(unconfirmedWithdrawal(confirmed, '2026-10-20T11:00:00+08:00', DAYS_OFF)).toBeNull();
    expect(isWithdrawn(confirmed)).toBe(true);
    const newer = await stateOf(approval(ITEM, 1), ...out, taken(evening), approval(ITEM, 2));
    expect(isWithdrawn(newer)).toBe(false);
  });

  it('stays down where a newer text was approved before and is not out yet', async () => {
    const state = await stateOf(approval(ITEM, 1), ...out, approval(ITEM, 2), taken(evening));
    expect(isWithdrawn(state)).toBe(true);
    expect(takenBackAtOnce(state)?.at).toBe(evening);
  });

  it('is another thing than a post that made way for its correction', async () => {
    const state = await stateOf(approval(ITEM, 1), ...out, approval(ITEM, 2), taken(evening, null));
    expect(isWithdrawn(state)).toBe(false);
    expect(unconfirmedWithdrawal(state, '2026-10-20T11:00:00+08:00', DAYS_OFF)).toBeNull();
  });

  it('is ended by a newer text that this very run has approved', async () => {
    const before = await stateOf(approval(ITEM, 1), ...out, approval(ITEM, 2), taken(evening));
    const { event } = approval(ITEM, 3);
    expect(isWithdrawn(foldItem(ITEM, [event as never], before))).toBe(false);
  });
});

describe('what a removal begins', () => {
  const kinds = (drafts: Draft[]) => drafts.map(({ event }) => `${event.channel} ${event.revision} ${event.kind}`);

  it('takes back what may be live and gives up what waits or has failed', async () => {
    const channels: NonNullable<Draft['event']['channels']> = ['website', 'wechat', 'weibo'];
    const state = await stateOf(
      approval(ITEM, 1, { channels }),
      ...out,
      release(ITEM, 'weibo', 'intent'),
      release(ITEM, 'weibo', 'failed', { retry: 'free' }),
    );
    expect(kinds(removalDrafts(RUN, state, '2026-11-24T12:00:00+08:00', '有误'))).toEqual([
      'website 1 withdraw-intent',
      'weibo 1 abandoned',
      'wechat 1 abandoned',
    ]);
  });

  it('takes back what has failed with a draft in the draft box, for a person could still publish it', async () => {
    const remote = { id: '', url: '', steps: { draft: 'draft-1' } };
    const failed = [release(ITEM, 'wechat', 'intent'), release(ITEM, 'wechat', 'failed', { retry: 'free', remote })];
    const state = await stateOf(approval(ITEM, 1, { channels: ['wechat'] }), ...failed);
    expect(kinds(removalDrafts(RUN, state, '2026-11-24T12:00:00+08:00', '有误'))).toEqual(['wechat 1 withdraw-intent']);
  });

  it('stops a text that is approved and waits for its hour', async () => {
    const state = await stateOf(approval(ITEM, 1, { channels: ['weibo'] }));
    expect(kinds(removalDrafts(RUN, state, '2026-11-24T12:00:00+08:00', '暂不发'))).toEqual(['weibo 1 abandoned']);
  });

  it('takes back what a person was asked to post and hasn’t registered: it may be out', async () => {
    const asked = release(ITEM, 'weibo', 'needs-human', { code: 'manual' });
    const state = await stateOf(approval(ITEM, 1, { channels: ['weibo'] }), asked);
    expect(kinds(removalDrafts(RUN, state, '2026-11-24T12:00:00+08:00', '有误'))).toEqual(['weibo 1 withdraw-intent']);
  });

  it('gives up an edit by hand, for its post is taken back itself', async () => {
    const edit = release(ITEM, 'website', 'needs-human', { code: 'correct-by-hand', revision: 2 });
    const channels: NonNullable<Draft['event']['channels']> = ['website'];
    const state = await stateOf(approval(ITEM, 1), ...out, approval(ITEM, 2, { channels }), edit);
    expect(kinds(removalDrafts(RUN, state, '2026-11-24T12:00:00+08:00', '有误'))).toEqual([
      'website 1 withdraw-intent',
      'website 2 abandoned',
    ]);
  });

  it('gives nothing up twice', async () => {
    const state = await stateOf(approval(ITEM, 1, { channels: ['website', 'wechat'] }), ...out, taken('2026-11-24T11:00:00+08:00'));
    expect(kinds(removalDrafts(RUN, state, '2026-11-24T12:00:00+08:00', '有误'))).toEqual([]);
  });
});
