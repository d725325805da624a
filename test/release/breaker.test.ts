import { describe, expect, it } from 'vitest';
import { beijingIso } from '#pipeline/beijing-time.ts';
import { heldReason } from '#pipeline/ledger/held.ts';
import { type Draft, eventsOf, write } from '#pipeline/ledger/ledger.ts';
import { SETTINGS_CHAIN } from '#pipeline/ledger/ledger-path.ts';
import { callGuard } from '#pipeline/release/call-guard.ts';
import type { CallFacts } from '#pipeline/release/not-now.ts';
import { approval, at, ledgerOf, planOf, policyOf, quiet, release, runOnce, type World, worldWith } from './world.ts';

const items = Array.from({ length: 4 }, (_, index) => `wucheng/2026-11-23-item-${index + 1}`);
const FRONT_MATTER = { event_date: '2026-11-23', channels: ['wechat', 'weibo'] } as unknown as CallFacts['frontMatter'];

/** A world whose calls are held as production holds them. */
async function guarded(drafts: Draft[], more: { sends?: number; channels?: ('wechat' | 'weibo')[] } = {}): Promise<World> {
  const { sends = 3, channels = ['weibo'] } = more;
  const policy = policyOf({
    breaker: { sends },
    channels: { wechat: { mode: 'publish', settle_seconds: 3 }, weibo: { mode: 'open', settle_seconds: 3 } },
  });
  const world = await worldWith(
    drafts,
    items.flatMap((item) => planOf(item, channels)),
    policy,
  );
  const facts = { frontMatter: FRONT_MATTER, policy, holidays: [], firstPush: null, released: false };
  world.blocked = callGuard({
    now: async () => at(world),
    recorded: async (ledger) => ({ facts: { ...facts, held: heldReason(ledger) }, fault: null }),
    reviews: async () => null,
  });
  return world;
}

const approvals = (channels: ('wechat' | 'weibo')[] = ['weibo'], of = items): Draft[] => of.map((item) => approval(item, 1, { channels }));

/** A person pauses sending or lifts the pause. */
async function act(world: World, kind: 'hold' | 'resume'): Promise<void> {
  world.time += 60_000;
  const { channel: _, ...event } = release(SETTINGS_CHAIN, 'weibo', kind, {
    at: at(world),
    revision: 0,
    reason: '示例',
    actor: 'zhengsi',
  }).event;
  await write(world.store, await ledgerOf(world), [{ event }], '登记', at(world));
  world.time += 60_000;
}

const holds = async (world: World): Promise<string[]> =>
  eventsOf(await ledgerOf(world), SETTINGS_CHAIN).map(({ kind, code }) => `${kind} ${code ?? ''}`.trim());

describe('the circuit breaker', () => {
  it('lets as many calls of a channel through in a run as the policy says', async () => {
    const world = await guarded(approvals(), { sends: 4 });
    expect((await runOnce(world))?.alerts).toEqual([]);
    expect([world.platforms.weibo.calls, await holds(world)]).toEqual([4, []]);
  });

  it('makes no call of a run that would send more, holds everything, and says so once', async () => {
    const world = await guarded(approvals());
    const run = await runOnce(world);
    expect([world.platforms.weibo.calls, await holds(world)]).toEqual([0, ['hold breaker']]);
    expect(run?.alerts.map(({ item, code }) => `${item} ${code}`)).toEqual(['run breaker']);
    for (const words of [
      '微博 4 条',
      '3 条',
      items[0] as string,
      '等 4 条',
      '一条也没有发出',
      '不会重发',
      '请办公室审核人',
      'sanshen resume',
      '7 日',
    ]) {
      expect(run?.alerts[0]?.message).toContain(words);
    }
    expect(heldReason(await ledgerOf(world))).toContain('微博 4 条');
  });

  it.each([
    { count: 2, named: '一次运行要发微博 2 条，多于 breaker.sends 的 1 条（wucheng/2026-11-23-item-1、wucheng/2026-11-23-item-2）' },
    {
      count: 3,
      named:
        '一次运行要发微博 3 条，多于 breaker.sends 的 1 条（wucheng/2026-11-23-item-1、wucheng/2026-11-23-item-2、wucheng/2026-11-23-item-3）',
    },
    {
      count: 4,
      named:
        '一次运行要发微博 4 条，多于 breaker.sends 的 1 条（wucheng/2026-11-23-item-1、wucheng/2026-11-23-item-2、wucheng/2026-11-23-item-3 等 4 条）',
    },
  ])('names three of $count, and says how many there are where there are more', async ({ count, named }) => {
    const world = await guarded(approvals(['weibo'], items.slice(0, count)), { sends: 1 });
    await runOnce(world);
    expect(heldReason(await ledgerOf(world))).toBe(named);
  });

  it('keeps what the run has found out about the others, and about what it would have sent', async () => {
    const begun = items.flatMap((item) => [release(item, 'weibo', 'intent'), release(item, 'weibo', 'unknown', { code: 'weibo/unclear' })]);
    const other = 'wucheng/2026-11-23-accepted';
    const failed = [release(other, 'weibo', 'intent'), release(other, 'weibo', 'failed', { retry: 'counted' })];
    const world = await guarded([...approvals(), ...approvals(['weibo'], [other]), ...begun, ...failed]);
    world.plan.push(...planOf(other, ['weibo']));
    const { readBack } = world.platforms.weibo;
    world.platforms.weibo.readBack = async (order) =>
      order.item === other ? { kind: 'pending', steps: { publish: 'p1' } } : readBack(order);
    world.time += 60_000;
    await runOnce(world);
    expect([world.platforms.weibo.calls, await holds(world)]).toEqual([0, ['hold breaker']]);
    const kinds = async (item: string) => eventsOf(await ledgerOf(world), item).map(({ kind, code }) => `${kind} ${code ?? ''}`.trim());
    for (const item of items) expect(await kinds(item)).toEqual(['approval', 'intent', 'unknown weibo/unclear', 'failed absent']);
    expect(await kinds(other)).toEqual(['approval', 'intent', 'failed', 'intent', 'sent']);
  });

  it('holds for later runs too, whatever they would send, and each of them says so again', async () => {
    const world = await guarded(approvals());
    await runOnce(world);
    world.plan = world.plan.slice(0, 1);
    const head = await world.store.head();
    expect((await runOnce(world))?.alerts.map(({ code }) => code)).toEqual(['breaker']);
    expect([world.platforms.weibo.calls, await world.store.head()]).toEqual([0, head]);
  });

  it('lets all through that was approved before the hold was lifted, and counts what is approved afterwards', async () => {
    const world = await guarded(approvals(['weibo'], items.slice(0, 4)));
    await runOnce(world);
    await act(world, 'resume');
    expect((await runOnce(world))?.alerts).toEqual([]);
    expect(world.platforms.weibo.calls).toBe(4);
    const later = Array.from({ length: 4 }, (_, index) => `wucheng/2026-11-23-later-${index}`);
    const fresh = later.map((item) => approval(item, 1, { channels: ['weibo'], at: at(world) }));
    await write(world.store, await ledgerOf(world), fresh, '登记', at(world));
    world.plan = later.flatMap((item) => planOf(item, ['weibo']));
    await runOnce(world);
    expect([world.platforms.weibo.calls, await holds(world)]).toEqual([4, ['hold breaker', 'resume', 'hold breaker']]);
  });

  it('lets through what was approved a second before the hold was lifted, and nothing of the same second: whoever lifted it hasn’t seen that', async () => {
    for (const [seconds, calls] of [
      [-1, 4],
      [0, 0],
    ] as const) {
      const world = await guarded(approvals());
      await runOnce(world);
      await act(world, 'resume');
      const lifted = Date.parse(eventsOf(await ledgerOf(world), SETTINGS_CHAIN).at(-1)?.at ?? '');
      const later = Array.from({ length: 4 }, (_, index) => `wucheng/2026-11-23-later-${index}`);
      const fresh = later.map((item) => approval(item, 1, { channels: ['weibo'], at: beijingIso(new Date(lifted + seconds * 1000)) }));
      await write(world.store, await ledgerOf(world), fresh, '登记', at(world));
      world.plan = later.flatMap((item) => planOf(item, ['weibo']));
      await runOnce(world);
      expect(world.platforms.weibo.calls, `${seconds} seconds`).toBe(calls);
    }
  });

  it('doesn’t count what it lets through, nor once more what the run sends again, when the run goes on', async () => {
    const world = await guarded(approvals());
    await runOnce(world);
    await act(world, 'resume');
    const later = 'wucheng/2026-11-23-later';
    const fresh = approval(later, 1, { channels: ['weibo'], at: at(world) });
    await write(world.store, await ledgerOf(world), [fresh], '登记', at(world));
    world.plan.push(...planOf(later, ['weibo']));
    const { send } = world.platforms.weibo;
    let lost = false;
    world.platforms.weibo.send = async (order) => {
      if (order.item !== later || lost) return send(order);
      lost = true;
      return { kind: 'unknown', code: 'weibo/unclear', message: '不知道是否已发出' };
    };
    expect((await runOnce(world))?.alerts.map(({ code }) => code)).toEqual(['weibo/unclear']);
    expect([world.platforms.weibo.calls, await holds(world)]).toEqual([5, ['hold breaker', 'resume']]);
  });

  it('is not satisfied by the end of a hold that a person had ordered: he was told nothing of how much waits', async () => {
    const world = await guarded(approvals());
    await act(world, 'hold');
    expect((await runOnce(world))?.alerts).toEqual([]);
    await act(world, 'resume');
    await runOnce(world);
    expect([world.platforms.weibo.calls, await holds(world)]).toEqual([0, ['hold', 'resume', 'hold breaker']]);
  });

  it('counts each channel by itself, and names those that are over', async () => {
    const one = await guarded(approvals(['wechat', 'weibo'], items.slice(0, 3)), { channels: ['wechat', 'weibo'] });
    await runOnce(one);
    expect([one.platforms.wechat.calls, one.platforms.weibo.calls]).toEqual([3, 3]);
    const both = await guarded(approvals(['wechat', 'weibo']), { channels: ['wechat', 'weibo'] });
    expect((await runOnce(both))?.alerts[0]?.message).toContain('微信 4 条、微博 4 条');
  });

  it('counts what a run has sent before, and a release that it calls twice once', async () => {
    const world = await guarded(approvals());
    world.plan = world.plan.slice(0, 3);
    world.platforms.weibo.troubles = ['lost-request'];
    await runOnce(world);
    expect([world.platforms.weibo.calls, await holds(world)]).toEqual([4, []]);
  });

  it('counts what a run has sent before another that may go out only later in the same run', async () => {
    const world = await guarded(approvals());
    world.platforms.weibo.troubles = ['lost-request'];
    const { blocked } = world;
    world.blocked = async (ledger, state, of) =>
      of.item === items[3] && world.platforms.weibo.calls === 0 ? quiet : blocked(ledger, state, of);
    await runOnce(world);
    expect([world.platforms.weibo.calls, await holds(world)]).toEqual([3, ['hold breaker']]);
  });

  it('of two runs at the same time writes one hold', async () => {
    const world = await guarded(approvals());
    await Promise.all([runOnce(world), runOnce(world)]);
    expect([world.platforms.weibo.calls, await holds(world)]).toEqual([0, ['hold breaker']]);
  });

  it('holds whatever becomes of the run in which it tripped, and somebody is told', async () => {
    for (let step = 1; step <= 12; step += 1) {
      const world = await guarded(approvals());
      world.dieAt = step;
      await runOnce(world);
      world.dieAt = -1;
      expect(
        (await runOnce(world))?.alerts.map(({ code }) => code),
        `step ${step}`,
      ).toEqual(['breaker']);
      expect([world.platforms.weibo.calls, await holds(world)], `step ${step}`).toEqual([0, ['hold breaker']]);
    }
  });

  it('never holds what is taken back', async () => {
    const live = 'wucheng/2026-11-23-live';
    const drafts = [
      approval(live, 1, { channels: ['weibo'] }),
      release(live, 'weibo', 'intent'),
      release(live, 'weibo', 'confirmed', { remote: { id: 'x', url: 'http://127.0.0.1/x' } }),
    ];
    const world = await guarded([...drafts, ...approvals(), release(live, 'weibo', 'withdraw-intent')]);
    world.plan.push(...planOf(live, ['weibo']));
    await runOnce(world);
    expect(eventsOf(await ledgerOf(world), live).at(-1)?.kind).toBe('withdrawn');
    expect([world.platforms.weibo.calls, await holds(world)]).toEqual([0, ['hold breaker']]);
  });
});
