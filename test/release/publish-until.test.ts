import { describe, expect, it } from 'vitest';
import { unconfirmedWithdrawal } from '#pipeline/alerts/withdrawal-watch.ts';
import { frontMatterSchema } from '#pipeline/item/front-matter/front-matter-schema.ts';
import { isWithdrawn, PERIOD_OVER } from '#pipeline/ledger/fold.ts';
import { type Draft, itemState, write } from '#pipeline/ledger/ledger.ts';
import { isSettled } from '#pipeline/ledger/seal.ts';
import { siteRelease } from '#pipeline/ledger/site-release.ts';
import { periodOver } from '#pipeline/release/website-intent.ts';
import { approval, at, ITEM, ledgerOf, planOf, policyOf, release, runOnce, type World, worldWith } from './world.ts';

/* 公示期: a text that says until when it is public is taken off on the day after, by the publisher itself. */

const RUN = { id: 'run', attempt: 1, actor: 'sanshen' };
const UNTIL = '2026-12-31';
const LAST_MINUTE = '2026-12-31T23:59:59+08:00';
const DAY_AFTER = '2027-01-01T00:00:00+08:00';
const OUT: Draft[] = (['website', 'wechat', 'weibo'] as const).flatMap((channel) => [
  release(ITEM, channel, 'intent'),
  release(ITEM, channel, 'confirmed', { remote: { id: channel, url: `http://127.0.0.1/${channel}/x` } }),
]);
const notice = (more: Partial<Draft['event']> = {}): Draft => approval(ITEM, 1, { until: UNTIL, ...more });

async function begun(moment: string, ...drafts: Draft[]): Promise<string[]> {
  const state = itemState(await ledgerOf(await worldWith(drafts, [])), ITEM);
  return periodOver(RUN, state, moment).map(({ event }) => `${event.channel} ${event.revision} ${event.kind} ${event.code}`);
}

const ALL = (['website', 'wechat', 'weibo'] as const).map((channel) => `${channel} 1 withdraw-intent ${PERIOD_OVER}`);

describe('a text with 公示期', () => {
  it.each<[string, string, Draft[], string[]]>([
    ['stays on its last day, to 24:00', LAST_MINUTE, [notice(), ...OUT], []],
    ['is taken off the second after, in Beijing', DAY_AFTER, [notice(), ...OUT], ALL],
    ['the same by another zone’s clock', '2026-12-31T16:00:00Z', [notice(), ...OUT], ALL],
    ['stays where it says nothing', DAY_AFTER, [approval(ITEM, 1), ...OUT], []],
    [
      'is begun to be taken off once',
      DAY_AFTER,
      [
        notice(),
        ...OUT,
        ...OUT.slice(0, 6)
          .filter((_, index) => index % 2 === 0)
          .map(({ event }) => release(ITEM, event.channel as 'weibo', 'withdraw-intent', { code: PERIOD_OVER })),
      ],
      [],
    ],
    ['stays where a correction moved its last day', DAY_AFTER, [notice(), ...OUT, approval(ITEM, 2, { until: '2027-03-31' })], []],
    ['stays where a correction dropped it', DAY_AFTER, [notice(), ...OUT, approval(ITEM, 2)], []],
    [
      'goes sooner where a correction brought it forward, in every revision that is out',
      '2026-12-02T00:00:00+08:00',
      [notice(), ...OUT, approval(ITEM, 2, { until: '2026-12-01', channels: ['weibo'] })],
      [...ALL, `weibo 2 abandoned ${PERIOD_OVER}`],
    ],
    [
      'never goes out afterwards, where it was still waiting',
      DAY_AFTER,
      [notice({ channels: ['weibo'] })],
      [`weibo 1 abandoned ${PERIOD_OVER}`],
    ],
    ['is left to its withdrawal', DAY_AFTER, [notice(), ...OUT, approval(ITEM, 1, { removal: true })], []],
  ])('%s', async (_what, moment, drafts, expected) => expect(await begun(moment, ...drafts)).toEqual(expected));

  it('is taken off each channel by the next run, neither paused nor held nor too late, and waits for nobody’s confirmation', async () => {
    const world: World = await worldWith([notice({ channels: ['weibo'] })], planOf(ITEM, ['weibo']), policyOf({}));
    await runOnce(world);
    expect(world.platforms.weibo.posts.filter(({ live }) => live)).toHaveLength(1);
    const ledger = await ledgerOf(world);
    await write(world.store, ledger, periodOver(RUN, itemState(ledger, ITEM), DAY_AFTER), '公示期满', at(world));
    world.blocked = async () => ({ code: 'paused', message: '暂停', final: false, quiet: true });
    await runOnce(world);
    const state = itemState(await ledgerOf(world), ITEM);
    expect(state.releases.map(({ state: now }) => now)).toEqual(['withdrawn']);
    expect(world.platforms.weibo.posts.filter(({ live }) => live)).toHaveLength(0);
    expect(isWithdrawn(state)).toBe(true);
    expect(unconfirmedWithdrawal(state, '2027-02-01T09:00:00+08:00', [])).toBeNull();
    expect(state.releases[0]?.takenBack).toMatchObject({ code: PERIOD_OVER, reason: '公示期到 2026-12-31 已满，照审定的稿件自动撤下' });
  });

  it('shows its page as taken back, with why', async () => {
    const world = await worldWith([notice(), ...OUT, release(ITEM, 'website', 'withdraw-intent', { code: PERIOD_OVER })], []);
    expect(siteRelease(itemState(await ledgerOf(world), ITEM))?.withdrawal).toMatchObject({ kind: PERIOD_OVER, by: 'at-once' });
  });

  it('is read again by every run until then, however long it rests, and by none afterwards', async () => {
    const rest = '2026-12-25T10:00:00+08:00';
    const gone = OUT.filter((_, index) => index % 2 === 0).flatMap(({ event }) =>
      (['withdraw-intent', 'withdrawn'] as const).map((kind) => release(ITEM, event.channel as 'weibo', kind, { code: PERIOD_OVER })),
    );
    const settled = async (...drafts: Draft[]) => isSettled(await ledgerOf(await worldWith(drafts, [])), ITEM, rest);
    expect([await settled(approval(ITEM, 1), ...OUT), await settled(notice(), ...OUT), await settled(notice(), ...OUT, ...gone)]).toEqual([
      true,
      false,
      true,
    ]);
  });
});

describe('publish_until in the front matter', () => {
  const matter = (more: object) =>
    frontMatterSchema.safeParse({
      ...{ title: '示例', submitter: 'lisi', submitted_at: '2026-11-24 09:00', event_date: '2026-11-23', category: '重要事项公布' },
      ...{ channels: ['website'], secrecy_review: { by: 'zhouyi', date: '2026-11-23', conclusion: '可公开' }, ...more },
    }).success;

  it.each<[string, object, boolean]>([
    ['a day after the information date', { publish_until: '2026-11-24' }, true],
    ['the information date itself', { publish_until: '2026-11-23' }, true],
    ['a day before it', { publish_until: '2026-11-22' }, false],
    ['the day of publish_after', { publish_until: '2026-11-25', publish_after: '2026-11-25 18:00' }, true],
    ['a day before publish_after', { publish_until: '2026-11-24', publish_after: '2026-11-25 18:00' }, false],
    ['no day that exists', { publish_until: '2026-11-31' }, false],
    ['a minute', { publish_until: '2026-12-31 18:00' }, false],
  ])('may be or not: %s', (_what, more, right) => expect(matter(more)).toBe(right));
});
