import { describe, expect, it } from 'vitest';
import type { Channel } from '#pipeline/item/front-matter/front-matter-schema.ts';
import { mayFollow, planned, type Release, step } from '#pipeline/ledger/fold.ts';
import { type Draft, eventsOf, itemState, write } from '#pipeline/ledger/ledger.ts';
import { Problem } from '#pipeline/problem.ts';
import type { Outcome } from '#pipeline/release/channels/channel.ts';
import type { Blocked, HandCorrection } from '#pipeline/release/release-round.ts';
import { status } from '#pipeline/reports/status.ts';
import {
  approval,
  at,
  ITEM,
  ledgerOf,
  oneItem,
  planOf,
  policyOf,
  quiet,
  release,
  runOnce,
  START,
  statesOf,
  type Trouble,
  type World,
  worldWith,
} from './world.ts';

const SOCIAL: Channel[] = ['wechat', 'weibo'];
const DAY = 86_400_000;
const allConfirmed = { website: 'confirmed', wechat: 'confirmed', weibo: 'confirmed' };

/** Every step of every release is one that the table allows. */
async function illegalSteps(world: World, item = ITEM): Promise<string[]> {
  const releases = new Map<string, ReturnType<typeof planned>>();
  const wrong: string[] = [];
  for (const event of eventsOf(await ledgerOf(world), item)) {
    if (event.channel === undefined) continue;
    const name = `${event.channel} ${event.revision}`;
    const before = releases.get(name) ?? planned(item, event.channel, event.revision);
    if (!mayFollow(before, event)) wrong.push(`${name}: ${before.state} → ${event.kind}`);
    releases.set(name, step(before, event));
  }
  return wrong;
}

async function runUntilQuiet(world: World, runs = 8): Promise<void> {
  for (let run = 0; run < runs; run += 1) {
    await runOnce(world);
    world.time += 15 * 60_000;
  }
}

/** Somebody else writes into the ledger. */
async function writeInto(world: World, ...drafts: Draft[]): Promise<void> {
  await write(world.store, await ledgerOf(world), drafts, '登记', '2026-11-24T10:00:30+08:00');
}

const livePosts = (world: World, channel: Channel): number => world.platforms[channel].posts.filter(({ live }) => live).length;

describe('a run without trouble', () => {
  it('confirms the website, then sends to WeChat and Weibo, in two pushes', async () => {
    const world = await oneItem();
    const before = (await world.store.history((await world.store.head()) ?? '')).length;
    const run = await runOnce(world);
    expect(await statesOf(world)).toEqual(allConfirmed);
    expect((await world.store.history((await world.store.head()) ?? '')).length - before).toBe(2);
    expect(run?.alerts).toEqual([]);
    expect(SOCIAL.map((channel) => world.platforms[channel].calls)).toEqual([1, 1]);
  });

  it('does nothing, and writes nothing, when it is repeated', async () => {
    const world = await oneItem();
    await runOnce(world);
    const head = await world.store.head();
    await runOnce(world);
    expect(await world.store.head()).toBe(head);
    expect(SOCIAL.map((channel) => world.platforms[channel].calls)).toEqual([1, 1]);
  });

  it('makes the same two pushes for twenty items', async () => {
    const items = Array.from({ length: 20 }, (_, index) => `wucheng/2026-11-23-item-${index}`);
    const world = await worldWith(
      items.flatMap((item) => [approval(item, 1), release(item, 'website', 'intent')]),
      items.flatMap((item) => planOf(item, ['website', 'wechat', 'weibo'])),
    );
    await runOnce(world);
    expect((await world.store.history((await world.store.head()) ?? '')).length).toBe(3);
    for (const item of items) expect(await statesOf(world, item)).toEqual(allConfirmed);
  });

  it.each([
    ['publish', 8],
    ['draft', 8],
    ['mass', 1],
  ])(
    'sends to WeChat (mode %s) %i at once and to Weibo one by one, each item’s after one another, and writes in the order of the items',
    async (mode, places) => {
      const items = Array.from({ length: 20 }, (_, index) => `wucheng/2026-11-23-item-${index + 10}`);
      const world = await worldWith(
        items.map((item) => approval(item, 1, { channels: SOCIAL })),
        items.flatMap((item) => planOf(item, SOCIAL)),
        policyOf({ channels: { wechat: { mode }, weibo: { mode: 'open' } } }),
      );
      const most = { wechat: 0, weibo: 0 };
      const over: string[] = [];
      for (const channel of ['wechat', 'weibo'] as const) {
        let inside = 0;
        const { send } = world.platforms[channel];
        world.platforms[channel].send = async (order) => {
          inside += 1;
          most[channel] = Math.max(most[channel], inside);
          if (channel === 'weibo') expect(over).toContain(`wechat ${order.item}`);
          // Each takes a turn less than the one before it: the last is over first.
          for (let turns = 40 - items.indexOf(order.item) * 2; turns > 0; turns -= 1) await new Promise((go) => setImmediate(go));
          inside -= 1;
          over.push(`${channel} ${order.item}`);
          return send(order);
        };
      }
      const before = await world.store.head();
      await runOnce(world);
      expect(most).toEqual({ wechat: places, weibo: 1 });
      // Over in another order than the one in which they are written, where several are under way.
      expect(over[0] === `wechat ${items[0]}`).toBe(places === 1);
      const commits = await world.store.history((await world.store.head()) ?? '', before ?? '');
      const written = commits.at(-1)?.changes.map(({ path }) => path.split('/').at(-2)) ?? [];
      expect([commits.length, [...new Set(written)]]).toEqual([2, items.map((item) => item.split('/')[1])]);
      for (const item of items) expect(await statesOf(world, item)).toEqual({ wechat: 'confirmed', weibo: 'confirmed' });
    },
  );

  it('that can no longer ask whether it may go on begins no further call, and keeps what is known of those on their way', async () => {
    const items = Array.from({ length: 20 }, (_, index) => `wucheng/2026-11-23-item-${index + 10}`);
    const world = await worldWith(
      items.map((item) => approval(item, 1, { channels: ['wechat'] })),
      items.flatMap((item) => planOf(item, ['wechat'])),
    );
    const { head } = world.store;
    let asked = 0;
    world.store.head = async () => {
      if (world.platforms.wechat.calls > 0) asked += 1;
      if (asked === 3) throw new Problem('ledger/unreachable', '连不上台账', { place: 'ledger' });
      return head();
    };
    await expect(runOnce(world)).rejects.toMatchObject({ code: 'ledger/unreachable' });
    const states = await Promise.all(items.map(async (item) => (await statesOf(world, item)).wechat));
    const { calls } = world.platforms.wechat;
    expect(calls).toBeLessThan(items.length);
    expect(states).toEqual(items.map((_, index) => (states[index] === 'confirmed' ? 'confirmed' : 'intent')));
    expect(states.filter((state) => state === 'confirmed').length).toBe(calls);
    await runUntilQuiet(world);
    for (const item of items) expect(await statesOf(world, item)).toEqual({ wechat: 'confirmed' });
    expect(world.platforms.wechat.calls).toBe(items.length);
  });

  it('sends to the networks only after the page answers', async () => {
    const world = await oneItem();
    world.platforms.website.troubles = ['not-sent'];
    const run = await runOnce(world);
    expect(await statesOf(world)).toEqual({ website: 'intent' });
    expect(run?.alerts.map(({ code }) => code)).toEqual(['website/not-live-yet']);
    await runOnce(world);
    expect(await statesOf(world)).toEqual(allConfirmed);
  });

  it('says who must do what where there is no website to look at', async () => {
    const world = await oneItem();
    const { website } = world.platforms;
    Object.assign(world.platforms, { website: undefined });
    const run = await runOnce(world);
    expect(await statesOf(world)).toEqual({ website: 'intent' });
    expect(run?.alerts.map(({ code, message }) => [code, message])).toEqual([['no-site', expect.stringContaining('请管理员补上')]]);
    Object.assign(world.platforms, { website });
    await runOnce(world);
    expect(await statesOf(world)).toEqual(allConfirmed);
  });

  it.each<[string, Blocked | null, string[], string]>([
    ['asks for it', null, ['person-publishes'], 'intent'],
    ['says nothing while all is paused in quiet', quiet, [], 'intent'],
    [
      'says what stops it for now',
      { code: 'approval-gone', message: '同意已撤回', final: false, quiet: false },
      ['approval-gone'],
      'intent',
    ],
    [
      'gives it to the Office once it may never go out',
      { code: 'expired', message: '已过七日。', final: true, quiet: false },
      ['website/too-late'],
      'needs-human',
    ],
  ])('of a page that a person puts in place %s', async (_title, blocked, codes, state) => {
    const world = await oneItem(policyOf(), ['website']);
    world.platforms.website.send = async () => ({ kind: 'sent', remote: { id: 'package', url: '' } });
    world.blocked = async () => blocked;
    const run = await runOnce(world);
    expect(run?.alerts.map(({ code }) => code)).toEqual(codes);
    if (blocked === null) expect(run?.alerts).toMatchObject([{ message: '网站包已备好，等待上线。', task: true }]);
    expect(await statesOf(world)).toEqual({ website: state });
    const { last } = itemState(await ledgerOf(world), ITEM).releases[0] as Release;
    if (state === 'needs-human')
      expect(last).toMatchObject({ code: 'website/too-late', reason: expect.stringMatching(/^已过七日；.*不得再上线/) });
  });

  it.each<[string, Outcome, string[]]>([
    [
      'that can’t be looked at for now',
      { kind: 'failed', code: 'website/not-live-yet', message: '还没有', retry: true, free: true },
      ['intent'],
    ],
    [
      'that will never be as approved',
      { kind: 'failed', code: 'website/wrong-address', message: '不一致', retry: false, free: true },
      ['intent', 'failed', 'needs-human'],
    ],
    ['that a person must look at', { kind: 'needs-human', code: 'website/wrong-address', message: '不一致' }, ['intent', 'needs-human']],
  ])('of a page %s, the ledger says so', async (_title, outcome, kinds) => {
    const world = await oneItem(policyOf(), ['website']);
    world.platforms.website.send = async () => outcome;
    const run = await runOnce(world);
    expect(run?.alerts.map(({ code, message }) => [code, message])).toEqual([
      ['code' in outcome ? outcome.code : '', 'message' in outcome ? outcome.message : ''],
    ]);
    const events = eventsOf(await ledgerOf(world), ITEM).slice(1);
    expect(events.map(({ kind }) => kind)).toEqual(kinds);
    for (const { code, reason } of events.slice(1)) expect([code, reason]).toEqual(['website/wrong-address', '不一致']);
  });

  it.each<[string, Outcome]>([
    ['that is ready', { kind: 'ready', code: 'website/ready', message: '网站包在那里。' }],
    ['that lies there', { kind: 'sent', remote: { id: 'package', url: '' }, message: '网站包在那里。' }],
  ])('of a package %s, a person is told in the website’s own words', async (_title, outcome) => {
    const world = await oneItem(policyOf(), ['website']);
    world.platforms.website.send = async () => outcome;
    const run = await runOnce(world);
    expect(run?.alerts).toMatchObject([{ code: 'person-publishes', message: '网站包在那里。', task: true }]);
    expect(await statesOf(world)).toEqual({ website: 'intent' });
  });

  it('serves an item that does not go to the website', async () => {
    const world = await oneItem(policyOf(), ['weibo']);
    await runOnce(world);
    expect(await statesOf(world)).toEqual({ weibo: 'confirmed' });
  });
});

describe('a page of the website', () => {
  const website = (kind: Draft['event']['kind'], more: Partial<Draft['event']> = {}): Draft => release(ITEM, 'website', kind, more);
  const byHand = (mode = 'manual') =>
    policyOf({ channels: { website: { mode }, wechat: { mode: 'publish' }, weibo: { mode: 'open', settle_seconds: 3 } } });
  const expired: Blocked = { code: 'expired', message: '已满 7 日', final: true, quiet: false };
  const gone: Blocked = { code: 'approval-gone', message: '同意已撤回', final: false, quiet: false };
  const takenBack = [website('intent'), website('failed', { retry: 'free' })];

  it.each<[string, { mode?: string; before?: Draft[]; blocked?: Blocked }, string | undefined, string[]]>([
    ['is put in place by a person', {}, 'needs-human', ['manual true']],
    ['is, after its intent was taken back', { before: takenBack }, 'needs-human', ['manual true']],
    ['isn’t asked for while all is paused in quiet', { blocked: quiet }, undefined, []],
    ['isn’t asked for without its reviews', { blocked: gone }, undefined, ['approval-gone undefined']],
    ['isn’t asked for after its seven days', { blocked: expired }, 'expired', ['expired undefined']],
    ['has its intent from the approval where the site is built', { mode: 'build' }, undefined, []],
    ['waits for its intent there where it was taken back', { mode: 'build', before: takenBack }, 'failed', []],
  ])('that nobody has seen %s', async (_title, { mode, before = [], blocked = null }, state, alerts) => {
    const world = await worldWith([approval(ITEM, 1, { channels: ['website'] }), ...before], planOf(ITEM, ['website']), byHand(mode));
    world.blocked = async () => blocked;
    const run = await runOnce(world);
    expect((await statesOf(world)).website).toBe(state);
    expect(run?.alerts.map(({ code, task }) => `${code} ${task}`)).toEqual(alerts);
    expect(world.platforms.website.calls).toBe(0);
  });

  it.each([[[]], [[website('intent')]]])('of which the plan has no text is left alone: %#', async (before) => {
    const world = await worldWith([approval(ITEM, 1), ...before], planOf(ITEM, ['weibo']), byHand());
    const states = await statesOf(world);
    const run = await runOnce(world);
    expect([await statesOf(world), run?.alerts, world.platforms.website.calls]).toEqual([states, [], 0]);
  });

  it('that a person has put in place takes the older one’s place once it is seen, and not before', async () => {
    const two = { revision: 2, tree: '2'.padStart(40, 'a') };
    const before = [website('intent'), website('confirmed'), approval(ITEM, 2, { channels: ['website'] }), website('needs-human', two)];
    const world = await worldWith([approval(ITEM, 1, { channels: ['website'] }), ...before], planOf(ITEM, ['website'], 2), byHand());
    await runOnce(world);
    expect(await statesOf(world)).toEqual({ website: 'confirmed', 'website 2': 'needs-human' });
    const remote = { id: ITEM, url: 'http://127.0.0.1/page' };
    world.platforms.website.readBack = async () => ({ kind: 'present', remote, differences: [] });
    await runOnce(world);
    expect(await statesOf(world)).toEqual({ website: 'superseded', 'website 2': 'confirmed' });
  });

  it('leaves to itself an older one that is still being taken back', async () => {
    const two = { revision: 2, tree: '2'.padStart(40, 'a') };
    const before = [website('intent'), website('confirmed'), website('withdraw-intent')];
    const world = await worldWith(
      [approval(ITEM, 1, { channels: ['website'] }), ...before, approval(ITEM, 2, { channels: ['website'] }), website('intent', two)],
      [1, 2].flatMap((revision) => planOf(ITEM, ['website'], revision)),
    );
    world.platforms.website.troubles = ['not-sent'];
    const run = await runOnce(world);
    expect(await statesOf(world)).toEqual({ website: 'withdraw-intent', 'website 2': 'confirmed' });
    expect(run?.alerts.map(({ code }) => code)).toEqual(['withdraw-unfinished']);
    await runOnce(world);
    expect(await statesOf(world)).toEqual({ website: 'withdrawn', 'website 2': 'confirmed' });
  });

  it('is looked at once in a run, and its address is kept', async () => {
    const other = 'wucheng/2026-11-23-other';
    const drafts = [approval(ITEM, 1), website('intent'), approval(other, 1, { channels: ['weibo'] })];
    const world = await worldWith(drafts, [...planOf(ITEM, ['website']), ...planOf(other, ['weibo'])], byHand('build'));
    world.platforms.weibo.troubles = ['lost-request', 'lost-request'];
    world.platforms.website.troubles = Array<Trouble>(9).fill('not-sent');
    const run = await runOnce(world);
    expect(world.slept.length).toBeGreaterThan(0);
    const told = run?.alerts.filter(({ channel }) => channel === 'website').map(({ code }) => code);
    expect([world.platforms.website.calls, told]).toEqual([1, ['website/not-live-yet']]);
    const steps = { address: 'http://127.0.0.1/elsewhere/' };
    world.platforms.website.send = async () => ({ kind: 'confirmed', remote: { id: ITEM, url: steps.address }, steps });
    await runOnce(world);
    expect(itemState(await ledgerOf(world), ITEM).releases[0]).toMatchObject({ state: 'confirmed', steps });
  });
});

describe('what went well on one channel only', () => {
  it('stands in the status of each channel, with what has to be done about the others', async () => {
    const world = await oneItem();
    world.platforms.wechat.troubles = ['refused'];
    world.platforms.weibo.troubles = ['not-sent'];
    const run = await runOnce(world);
    expect(status(await ledgerOf(world))).toMatchObject([
      {
        id: ITEM,
        releases: [
          { channel: 'website', state: 'confirmed', url: expect.stringContaining('http'), next: '' },
          { channel: 'wechat', state: 'needs-human', url: null, next: expect.stringContaining('没有发出') },
          { channel: 'weibo', state: 'failed', url: null, next: expect.stringContaining('没有发出') },
        ],
      },
    ]);
    expect(run?.alerts.map(({ channel, code }) => `${channel} ${code}`)).toEqual(['wechat wechat/empty', 'weibo weibo/not-sent']);
  });
});

describe('a process that dies', () => {
  async function dieAt(first: number, second: number): Promise<World> {
    const world = await oneItem();
    for (const step of [first, second]) {
      world.steps = 0;
      world.dieAt = step;
      await runOnce(world);
      world.dieAt = -1;
      world.time += 15 * 60_000;
    }
    await runUntilQuiet(world);
    return world;
  }

  it('at any step leaves at most one live post, and later runs finish the work', async () => {
    const outcomes: string[] = [];
    for (let step = 1; step <= 24; step += 1) {
      const world = await dieAt(step, -1);
      const live = SOCIAL.map((channel) => livePosts(world, channel));
      const states = await statesOf(world);
      if (live.join() !== '1,1' || Object.values(states).some((state) => state !== 'confirmed')) {
        outcomes.push(`step ${step}: ${live.join()} ${JSON.stringify(states)}`);
      }
      outcomes.push(...(await illegalSteps(world)));
    }
    expect(outcomes).toEqual([]);
  });

  it('at any two steps, one run after the other, likewise', async () => {
    const outcomes: string[] = [];
    for (let first = 1; first <= 14; first += 1) {
      for (let second = 1; second <= 14; second += 1) {
        const world = await dieAt(first, second);
        const live = SOCIAL.map((channel) => livePosts(world, channel)).join();
        const states = Object.values(await statesOf(world));
        if (live !== '1,1' || states.some((state) => state !== 'confirmed')) outcomes.push(`${first}, ${second}: ${live} ${states}`);
        outcomes.push(...(await illegalSteps(world)));
      }
    }
    expect(outcomes).toEqual([]);
  });
});

describe('what a channel answers', () => {
  const cases: { trouble: Trouble; first: string; finally: string; calls: number; live: number }[] = [
    { trouble: 'lost-answer', first: 'unknown', finally: 'confirmed', calls: 1, live: 1 },
    { trouble: 'lost-request', first: 'unknown', finally: 'confirmed', calls: 2, live: 1 },
    { trouble: 'not-sent', first: 'failed', finally: 'confirmed', calls: 2, live: 1 },
    { trouble: 'quota', first: 'failed', finally: 'confirmed', calls: 2, live: 1 },
    { trouble: 'refused', first: 'needs-human', finally: 'needs-human', calls: 1, live: 0 },
  ];
  it.each(cases)(
    '$trouble: first $first, in the end $finally, after $calls calls',
    async ({ trouble, first, finally: end, calls, live }) => {
      const world = await oneItem();
      world.platforms.wechat.troubles = [trouble];
      await runOnce(world);
      expect((await statesOf(world)).wechat).toBe(first);
      expect((await statesOf(world)).weibo).toBe('confirmed');
      await runUntilQuiet(world);
      expect((await statesOf(world)).wechat).toBe(end);
      expect(world.platforms.wechat.calls).toBe(calls);
      expect(livePosts(world, 'wechat')).toBe(live);
      expect(await illegalSteps(world)).toEqual([]);
    },
  );

  it('accepted but not live is followed until it is', async () => {
    const world = await oneItem();
    world.platforms.weibo.troubles = ['accepted'];
    await runOnce(world);
    expect((await statesOf(world)).weibo).toBe('sent');
    world.platforms.weibo.posts.push(...world.platforms.weibo.late);
    await runOnce(world);
    expect((await statesOf(world)).weibo).toBe('confirmed');
    expect(world.platforms.weibo.calls).toBe(1);
  });

  it('a post that appears within the settling time is found, not sent again', async () => {
    const world = await oneItem();
    world.platforms.weibo.troubles = ['late'];
    await runOnce(world);
    world.time += 300_000;
    await runOnce(world);
    expect((await statesOf(world)).weibo).toBe('unknown');
    world.platforms.weibo.posts.push(...world.platforms.weibo.late);
    world.time += 600_000;
    await runOnce(world);
    expect((await statesOf(world)).weibo).toBe('confirmed');
    expect(world.platforms.weibo.calls).toBe(1);
  });

  it('goes to a person after five tries that count, and every run says so', async () => {
    const world = await oneItem();
    world.platforms.wechat.troubles = Array<Trouble>(6).fill('lost-request');
    await runUntilQuiet(world, 14);
    expect((await statesOf(world)).wechat).toBe('needs-human');
    expect(world.platforms.wechat.calls).toBe(5);
    expect((await runOnce(world))?.alerts).toEqual([expect.objectContaining({ channel: 'wechat', code: 'attempts' })]);
  });

  it('waits a short settling time within the run, and tries again', async () => {
    const short = { channels: { wechat: { mode: 'publish', settle_seconds: 3 }, weibo: { mode: 'open', settle_seconds: 3 } } };
    const world = await oneItem(policyOf(short));
    world.platforms.wechat.troubles = ['lost-request'];
    world.platforms.weibo.troubles = ['lost-answer'];
    await runOnce(world);
    expect(await statesOf(world)).toEqual(allConfirmed);
    expect([world.platforms.wechat.calls, world.platforms.weibo.calls]).toEqual([2, 1]);
    expect(world.time - START).toBeLessThan(60_000);
  });

  it.each(['lost-answer', 'lost-request'] as const)(
    'waits for a platform that is off, however long, and then settles it: %s',
    async (trouble) => {
      const world = await oneItem();
      const { weibo } = world.platforms;
      const { send } = weibo;
      weibo.troubles = [trouble];
      weibo.send = (order) => {
        weibo.off = true;
        return send(order);
      };
      await runUntilQuiet(world, 8);
      expect((await statesOf(world)).weibo).toBe('unknown');
      const run = await runOnce(world);
      expect(run?.alerts).toEqual([
        expect.objectContaining({ channel: 'weibo', code: 'weibo/unreadable', message: expect.stringContaining('不要手工重发') }),
      ]);
      world.platforms.weibo.off = false;
      await runUntilQuiet(world, 2);
      expect((await statesOf(world)).weibo).toBe('confirmed');
      expect(livePosts(world, 'weibo')).toBe(1);
    },
  );

  it('leaves it to a person when the platform cannot be read once the time is over', async () => {
    const world = await oneItem();
    world.platforms.weibo.troubles = ['lost-answer'];
    world.platforms.weibo.readable = false;
    await runUntilQuiet(world, 3);
    expect((await statesOf(world)).weibo).toBe('needs-human');
    world.platforms.weibo.readable = true;
    await runOnce(world);
    expect((await statesOf(world)).weibo).toBe('confirmed');
    expect(world.platforms.weibo.calls).toBe(1);
  });
});

describe('what is easily done wrong', () => {
  it('a channel that breaks down after it has posted is read back, not called again', async () => {
    const world = await oneItem(policyOf(), ['weibo']);
    const { send } = world.platforms.weibo;
    world.platforms.weibo.send = async (order) => {
      await send(order);
      throw new Error('fault');
    };
    await runOnce(world);
    expect(await statesOf(world)).toEqual({ weibo: 'unknown' });
    await runOnce(world);
    expect(await statesOf(world)).toEqual({ weibo: 'confirmed' });
    expect(world.platforms.weibo.calls).toBe(1);
  });

  it('a call that failed is left to the next run, even if this one goes on', async () => {
    const short = { channels: { wechat: { mode: 'publish', settle_seconds: 3 }, weibo: { mode: 'open', settle_seconds: 3 } } };
    const world = await oneItem(policyOf(short));
    world.platforms.wechat.troubles = ['not-sent'];
    world.platforms.weibo.troubles = ['lost-request'];
    await runOnce(world);
    expect([world.platforms.wechat.calls, world.platforms.weibo.calls]).toEqual([1, 2]);
  });

  it('quotas and broken lines use up no try', async () => {
    const world = await oneItem();
    world.platforms.wechat.troubles = ['quota', 'not-sent', 'quota', 'not-sent', 'quota', 'not-sent'];
    await runUntilQuiet(world, 7);
    expect((await statesOf(world)).wechat).toBe('confirmed');
    expect(world.platforms.wechat.calls).toBe(7);
  });

  it('a person who says that it is not out gives all tries back', async () => {
    const world = await oneItem(policyOf(), ['weibo']);
    world.platforms.weibo.troubles = Array<Trouble>(6).fill('lost-request');
    await runUntilQuiet(world, 10);
    expect(await statesOf(world)).toEqual({ weibo: 'needs-human' });
    await writeInto(world, release(ITEM, 'weibo', 'failed', { retry: 'counted' }));
    await runUntilQuiet(world, 3);
    expect(await statesOf(world)).toEqual({ weibo: 'confirmed' });
    expect(world.platforms.weibo.calls).toBe(7);
  });

  it('a new text waits until it is known what became of the old one', async () => {
    const world = await oneItem(policyOf(), ['weibo']);
    world.platforms.weibo.troubles = ['lost-request'];
    await runOnce(world);
    await writeInto(world, approval(ITEM, 2, { channels: ['weibo'] }));
    world.plan = [...planOf(ITEM, ['weibo']), ...planOf(ITEM, ['weibo'], 2)];
    await runOnce(world);
    expect(await statesOf(world)).toEqual({ weibo: 'unknown' });
    await runUntilQuiet(world, 2);
    expect(await statesOf(world)).toEqual({ weibo: 'superseded', 'weibo 2': 'confirmed' });
    expect(world.platforms.weibo.posts.length).toBe(1);
  });

  it('an intent that somebody withdraws before the call is not called', async () => {
    const world = await oneItem(policyOf(), ['weibo']);
    const { append } = world.store;
    world.store.append = async (...args) => {
      const done = await append(...args);
      world.store.append = append;
      await writeInto(world, release(ITEM, 'weibo', 'withdraw-intent'));
      return done;
    };
    await runOnce(world);
    expect(world.platforms.weibo.calls).toBe(0);
    await runUntilQuiet(world, 2);
    expect(await statesOf(world)).toEqual({ weibo: 'withdrawn' });
  });

  it('a withdrawal does not believe in absence while the run that may be calling goes on', async () => {
    const drafts = [release(ITEM, 'weibo', 'intent', { runId: 'other' }), release(ITEM, 'weibo', 'withdraw-intent')];
    const world = await worldWith([approval(ITEM, 1, { channels: ['weibo'] }), ...drafts], planOf(ITEM, ['weibo']));
    world.time += DAY;
    await runOnce(world, () => 'running');
    expect(await statesOf(world)).toEqual({ weibo: 'withdraw-intent' });
    for (const minutes of [0, 9]) {
      world.time += minutes * 60_000;
      await runOnce(world, () => 'ended');
      expect(await statesOf(world)).toEqual({ weibo: 'withdraw-intent' });
    }
    world.time += 60_000;
    await runOnce(world, () => 'ended');
    expect(await statesOf(world)).toEqual({ weibo: 'withdrawn' });
    expect(await illegalSteps(world)).toEqual([]);
  });

  it.each([
    { minutes: 9, state: 'withdraw-intent' },
    { minutes: 10, state: 'withdrawn' },
  ])(
    'a withdrawal counts absence from the end of the run that may have called: $minutes minutes after it, $state',
    async ({ minutes, state }) => {
      const drafts = [release(ITEM, 'weibo', 'intent', { runId: 'other' }), release(ITEM, 'weibo', 'withdraw-intent')];
      const world = await worldWith([approval(ITEM, 1, { channels: ['weibo'] }), ...drafts], planOf(ITEM, ['weibo']));
      world.time += DAY;
      world.ends.set('other', at(world));
      world.time += minutes * 60_000;
      await runOnce(world, () => 'ended');
      expect(await statesOf(world)).toEqual({ weibo: state });
    },
  );
});

describe('an intent of another run', () => {
  const left = (): Promise<World> =>
    worldWith([approval(ITEM, 1, { channels: ['weibo'] }), release(ITEM, 'weibo', 'intent', { runId: 'other' })], planOf(ITEM, ['weibo']));

  it('is left alone while that run goes on', async () => {
    const world = await left();
    await runOnce(world, () => 'running');
    world.time += DAY;
    await runOnce(world, () => 'running');
    expect(await statesOf(world)).toEqual({ weibo: 'intent' });
    expect(world.platforms.weibo.calls).toBe(0);
  });

  it('goes to a person when nobody knows that run', async () => {
    const world = await left();
    const run = await runOnce(world, () => 'unknown');
    expect(await statesOf(world)).toEqual({ weibo: 'needs-human' });
    expect(run?.alerts.map(({ code }) => code)).toEqual(['run-unknown']);
  });

  it('is sent only after it was seen absent twice, with the settling time in between', async () => {
    const world = await left();
    await runOnce(world, () => 'ended');
    expect(await statesOf(world)).toEqual({ weibo: 'unknown' });
    world.time += 500_000;
    await runOnce(world, () => 'ended');
    expect(await statesOf(world)).toEqual({ weibo: 'unknown' });
    world.time += 100_000;
    await runOnce(world, () => 'ended');
    expect(await statesOf(world)).toEqual({ weibo: 'confirmed' });
    expect(world.platforms.weibo.calls).toBe(1);
  });
});

describe('absence in the name of a run that has ended', () => {
  it.each([
    { what: 'a minute before the settling time is over since that run’s end', after: 9, calls: 0, state: 'unknown' },
    { what: 'once it is over', after: 10, calls: 1, state: 'confirmed' },
  ])('$what: $state', async ({ after, calls, state }) => {
    const world = await worldWith(
      [approval(ITEM, 1, { channels: ['weibo'] }), release(ITEM, 'weibo', 'intent', { runId: 'other' })],
      planOf(ITEM, ['weibo']),
    );
    world.time += 3 * 3_600_000;
    world.ends.set('other', at(world));
    world.time += after * 60_000;
    await runOnce(world, () => 'ended');
    expect([await statesOf(world), world.platforms.weibo.calls]).toEqual([{ weibo: state }, calls]);
    expect(await illegalSteps(world)).toEqual([]);
  });

  it('is counted from the intent where that run is said to have ended before it', async () => {
    const world = await worldWith(
      [approval(ITEM, 1, { channels: ['weibo'] }), release(ITEM, 'weibo', 'intent', { runId: 'other' })],
      planOf(ITEM, ['weibo']),
    );
    world.ends.set('other', '2026-11-24T09:00:00+08:00');
    await runOnce(world, () => 'ended');
    expect([await statesOf(world), world.platforms.weibo.calls]).toEqual([{ weibo: 'unknown' }, 0]);
  });
});

describe('what holds a release', () => {
  it('nothing is called while it may not be, and it goes out when it may', async () => {
    const world = await oneItem();
    world.blocked = async () => quiet;
    await runOnce(world);
    expect(await statesOf(world)).toEqual({ website: 'confirmed' });
    world.blocked = async () => null;
    await runOnce(world);
    expect(await statesOf(world)).toEqual(allConfirmed);
  });

  it('the seven days are looked at again right before the call', async () => {
    const world = await oneItem();
    let asked = 0;
    world.blocked = async () => {
      asked += 1;
      return asked <= 2 ? null : { code: 'expired', message: '已满 7 日', final: true, quiet: false };
    };
    await runOnce(world);
    expect(await statesOf(world)).toEqual({ website: 'confirmed', wechat: 'expired', weibo: 'expired' });
    expect(SOCIAL.map((channel) => world.platforms[channel].calls)).toEqual([0, 0]);
  });

  it('what ends for good is told before it is written, and left open while nobody can be told', async () => {
    const world = await oneItem();
    world.blocked = async () => ({ code: 'expired', message: '已满 7 日', final: true, quiet: false });
    world.tellable = false;
    await runOnce(world);
    expect(await statesOf(world)).toEqual({ website: 'confirmed' });
    world.tellable = true;
    await runOnce(world);
    expect(await statesOf(world)).toEqual({ website: 'confirmed', wechat: 'expired', weibo: 'expired' });
    expect(world.told.map(({ channel, code }) => `${channel} ${code}`)).toContain('weibo expired');
  });

  it('the seven days end a failed post, and its draft is named for a person to delete', async () => {
    const remote = { id: '', url: '', steps: { draft: 'draft-1' } };
    const wechat = [release(ITEM, 'wechat', 'intent'), release(ITEM, 'wechat', 'failed', { retry: 'free', remote })];
    const world = await worldWith([approval(ITEM, 1, { channels: ['wechat'] }), ...wechat], planOf(ITEM, ['wechat']));
    world.blocked = async () => ({ code: 'expired', message: '已满 7 日。', final: true, quiet: false });
    await runOnce(world);
    expect(await statesOf(world)).toEqual({ wechat: 'expired' });
    expect(world.told.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^已满 7 日。公众号草稿箱里还留着它的草稿.*在草稿箱里删除/),
    ]);
  });

  it('the seven days end a post whose page never comes', async () => {
    const world = await oneItem();
    world.platforms.website.troubles = ['not-sent'];
    world.blocked = async () => ({ code: 'expired', message: '已满 7 日', final: true, quiet: false });
    await runOnce(world);
    expect(await statesOf(world)).toEqual({ website: 'intent', wechat: 'expired', weibo: 'expired' });
  });

  it('a text that is no longer the approved one is not sent', async () => {
    const world = await oneItem(policyOf(), ['weibo']);
    await writeInto(world, approval(ITEM, 1, { channels: ['weibo'], tree: '9'.padStart(40, 'a') }));
    await runOnce(world);
    expect(await statesOf(world)).toEqual({});
    expect(world.platforms.weibo.calls).toBe(0);
  });

  it('a channel served by hand asks a person, once', async () => {
    const world = await oneItem(policyOf({ channels: { wechat: { mode: 'manual' }, weibo: { mode: 'manual' } } }));
    const run = await runOnce(world);
    expect(await statesOf(world)).toEqual({ website: 'confirmed', wechat: 'needs-human', weibo: 'needs-human' });
    expect(run?.alerts.map(({ code, task }) => `${code} ${task}`)).toEqual(['manual true', 'manual true']);
    const head = await world.store.head();
    await runOnce(world);
    expect(await world.store.head()).toBe(head);
  });

  it('one poisoned item stops nothing else', async () => {
    const other = 'wucheng/2026-11-23-other';
    const drafts = [approval(ITEM, 1, { channels: ['weibo'] }), approval(other, 1, { channels: ['weibo'] })];
    const world = await worldWith(drafts, [...planOf(ITEM, ['weibo']), ...planOf(other, ['weibo'])]);
    world.blocked = async (_ledger, { item }) => {
      if (item === ITEM) throw new Error('poison');
      return null;
    };
    const run = await runOnce(world);
    expect(await statesOf(world, other)).toEqual({ weibo: 'confirmed' });
    expect(run?.alerts.map(({ item, code }) => `${item} ${code}`)).toEqual([`${ITEM} fault`]);
  });
});

describe('a correction', () => {
  const corrected = async (resend: boolean): Promise<World> => {
    const world = await oneItem(policyOf({ corrections: { resend } }));
    await runOnce(world);
    const { append, ...rest } = world.store;
    const ledger = await ledgerOf(world);
    await write(
      { append, ...rest },
      ledger,
      [approval(ITEM, 2), release(ITEM, 'website', 'intent', { revision: 2, tree: '2'.padStart(40, 'a') })],
      '更正',
      '2026-11-25T10:00:00+08:00',
    );
    world.plan = [...planOf(ITEM, ['website', 'wechat', 'weibo']), ...planOf(ITEM, ['website', 'wechat', 'weibo'], 2)];
    return world;
  };

  const withCorrection = (world: World, correction: HandCorrection): void => {
    world.plan = world.plan.map((planned) =>
      planned.revision === 2 && planned.channel !== 'website' ? { ...planned, correction } : planned,
    );
  };

  it('says what to change, place by place, in every run, and the ledger never does', async () => {
    const world = await corrected(false);
    withCorrection(world, { unchanged: false, steps: ['打开这一篇', '把“八十八起”改为“八十六起”'] });
    for (const run of [await runOnce(world), await runOnce(world)]) {
      expect(run?.alerts.map(({ code }) => code)).toEqual(['correct-by-hand', 'correct-by-hand']);
      expect(run?.alerts[0]?.message).toMatch(/\n1\. 打开这一篇\n2\. 把“八十八起”改为“八十六起”$/);
    }
    expect(JSON.stringify(eventsOf(await ledgerOf(world), ITEM))).not.toContain('八十');
    world.plan = world.plan.filter(({ channel }) => channel === 'website');
    const without = (await runOnce(world))?.alerts.map(({ code, message }) => [code, message.includes('\n')]);
    expect(without).toEqual(Array(2).fill(['correct-by-hand', false]));
  });

  it('says what to change of nothing else that a person has to decide', async () => {
    const world = await corrected(true);
    withCorrection(world, { unchanged: false, steps: ['打开这一篇'] });
    world.platforms.weibo.send = async () => ({ kind: 'failed', code: 'weibo/empty', message: '没有发出', retry: false, free: false });
    await runUntilQuiet(world, 3);
    expect(await statesOf(world)).toMatchObject({ weibo: 'withdrawn', 'weibo 2': 'needs-human' });
    expect((await runOnce(world))?.alerts).toMatchObject([{ code: 'weibo/empty', message: expect.not.stringContaining('打开这一篇') }]);
  });

  it.each([false, true])('leaves a post alone that doesn’t hold what was corrected; resends: %s', async (resend) => {
    const world = await corrected(resend);
    withCorrection(world, { unchanged: true, steps: [] });
    const run = await runOnce(world);
    const now = await statesOf(world);
    expect([now.weibo, now['weibo 2'], now.wechat, now['wechat 2']]).toEqual(['confirmed', 'abandoned', 'confirmed', 'abandoned']);
    const ends = eventsOf(await ledgerOf(world), ITEM).filter(({ kind }) => kind === 'abandoned');
    expect(ends).toMatchObject(Array(2).fill({ code: 'unchanged', reason: '更正没有改动本渠道的内容，原来的不用改，也不重发' }));
    expect(run?.alerts).toEqual([]);
    expect(SOCIAL.map((channel) => livePosts(world, channel))).toEqual([1, 1]);
  });

  it('takes no old post down while the new one may not follow', async () => {
    const world = await corrected(true);
    world.blocked = async () => quiet;
    await runOnce(world);
    expect((await statesOf(world)).weibo).toBe('confirmed');
    world.blocked = async () => null;
    await runUntilQuiet(world);
    expect(await statesOf(world)).toMatchObject({ weibo: 'withdrawn', 'weibo 2': 'confirmed' });
  });

  it('past the seven days takes no old post down for a new one that may not be sent: a person edits what is out', async () => {
    const world = await corrected(true);
    world.blocked = async () => ({ code: 'expired', message: '已满 7 日', final: true, quiet: false });
    const run = await runOnce(world);
    expect(await statesOf(world)).toMatchObject({ weibo: 'confirmed', 'weibo 2': 'needs-human' });
    expect(run?.alerts.map(({ code }) => code)).toEqual(['correct-by-hand', 'correct-by-hand']);
    expect(SOCIAL.map((channel) => livePosts(world, channel))).toEqual([1, 1]);
  });

  it('changes the website, and asks a person to edit the networks by hand', async () => {
    const world = await corrected(false);
    const run = await runOnce(world);
    expect(await statesOf(world)).toEqual({
      website: 'superseded',
      wechat: 'confirmed',
      weibo: 'confirmed',
      'website 2': 'confirmed',
      'wechat 2': 'needs-human',
      'weibo 2': 'needs-human',
    });
    expect(run?.alerts.map(({ code, task }) => `${code} ${task}`)).toEqual(['correct-by-hand true', 'correct-by-hand true']);
    expect(SOCIAL.map((channel) => world.platforms[channel].calls)).toEqual([1, 1]);
  });

  it('takes the old post back and sends the new one where the policy resends', async () => {
    const world = await corrected(true);
    await runUntilQuiet(world, 3);
    expect(await statesOf(world)).toMatchObject({
      wechat: 'withdrawn',
      'wechat 2': 'confirmed',
      weibo: 'withdrawn',
      'weibo 2': 'confirmed',
    });
    expect(SOCIAL.map((channel) => livePosts(world, channel))).toEqual([1, 1]);
    expect(await illegalSteps(world)).toEqual([]);
  });
});

describe('taking back', () => {
  it('goes on until the platform confirms that it is gone', async () => {
    const world = await oneItem();
    await runOnce(world);
    const drafts = (['website', 'wechat', 'weibo'] as const).map((channel) => release(ITEM, channel, 'withdraw-intent'));
    await write(world.store, await ledgerOf(world), drafts, '撤下', '2026-11-25T10:00:00+08:00');
    world.platforms.wechat.troubles = ['lost-answer', 'not-sent'];
    const run = await runOnce(world);
    expect(await statesOf(world)).toEqual({ website: 'withdrawn', wechat: 'withdraw-intent', weibo: 'withdrawn' });
    expect(run?.alerts.map(({ code }) => code)).toEqual(['withdraw-unfinished']);
    await runUntilQuiet(world, 2);
    expect(await statesOf(world)).toEqual({ website: 'withdrawn', wechat: 'withdrawn', weibo: 'withdrawn' });
    expect(SOCIAL.map((channel) => livePosts(world, channel))).toEqual([0, 0]);
  });

  it.each<[string, Outcome, string]>([
    [
      'tells what only a removal can meet',
      { kind: 'needs-human', code: 'withdraw-mismatch', message: '不是这条信息的' },
      'withdraw-mismatch',
    ],
    ['tells nothing of sending', { kind: 'needs-human', code: 'weibo/20019', message: '内容重复' }, 'withdraw-unfinished'],
    ['tells that it isn’t sure', { kind: 'sent', remote: { id: '', url: '' } }, 'withdraw-unfinished'],
  ])('%s', async (_title, outcome, code) => {
    const kinds = ['intent', 'confirmed', 'withdraw-intent'] as const;
    const remote = { id: '5', url: 'https://weibo.com/1/abc' };
    const drafts = [approval(ITEM, 1, { channels: ['weibo'] }), ...kinds.map((kind) => release(ITEM, 'weibo', kind, { remote }))];
    const world = await worldWith(drafts, planOf(ITEM, ['weibo']));
    world.platforms.weibo.withdraw = async () => outcome;
    const run = await runOnce(world);
    const words = 'message' in outcome && outcome.message !== undefined ? outcome.message : '平台还没有确认撤下';
    expect(run?.alerts).toMatchObject([{ code, message: `撤下没有完成：${words}；下次运行会再试。` }]);
    expect(await statesOf(world)).toEqual({ weibo: 'withdraw-intent' });
  });

  it('that crosses a call finds the post afterwards and takes it down', async () => {
    const world = await oneItem(policyOf(), ['weibo']);
    const { send } = world.platforms.weibo;
    world.platforms.weibo.send = async (order) => {
      const outcome = await send(order);
      await write(world.store, await ledgerOf(world), [release(ITEM, 'weibo', 'withdraw-intent')], '撤下', '2026-11-24T10:00:30+08:00');
      return outcome;
    };
    await runOnce(world);
    await runUntilQuiet(world, 3);
    expect(await statesOf(world)).toEqual({ weibo: 'withdrawn' });
    expect(livePosts(world, 'weibo')).toBe(0);
    expect(await illegalSteps(world)).toEqual([]);
  });
});

describe('a channel that only ever prepares', () => {
  /** A channel whose every call is said to need one more, and how often it was called. */
  function preparing(world: World, steps: (call: number) => Record<string, string>): () => number {
    let calls = 0;
    world.platforms.weibo.send = async () => {
      calls += 1;
      return { kind: 'ready', code: 'weibo/ready', message: '已备好。', steps: steps(calls) };
    };
    return () => calls;
  }

  /** How many pushes a run makes. */
  async function pushesOf(world: World): Promise<number> {
    let pushes = 0;
    const { append } = world.store;
    world.store.append = (...args) => {
      pushes += 1;
      return append(...args);
    };
    await runOnce(world);
    world.store.append = append;
    return pushes;
  }

  it.each<[what: string, steps: (call: number) => Record<string, string>, most: number]>([
    ['says nothing new', () => ({}), 1],
    ['says the same again', () => ({ draft: 'd1' }), 2],
    ['says something new for ever', (call) => ({ draft: `d${call}` }), 4],
  ])('and %s is left to the next run', async (_, steps, most) => {
    const world = await oneItem(undefined, ['weibo']);
    const calls = preparing(world, steps);
    expect(await pushesOf(world)).toBe(2 * most);
    expect(calls()).toBe(most);
    expect(await statesOf(world)).toEqual({ weibo: 'failed' });
    expect(await illegalSteps(world)).toEqual([]);
  });

  it('is told, and after its last try left to a person', async () => {
    const world = await oneItem(undefined, ['weibo']);
    preparing(world, () => ({ draft: 'd1' }));
    expect((await runOnce(world))?.alerts).toMatchObject([{ code: 'stuck', message: expect.stringMatching(/没有发出；下次运行会再试/) }]);
    await runUntilQuiet(world);
    expect(await statesOf(world)).toEqual({ weibo: 'needs-human' });
    expect(livePosts(world, 'weibo')).toBe(0);
  });

  it('blocks nobody else', async () => {
    const world = await oneItem();
    preparing(world, () => ({ draft: 'd1' }));
    await runOnce(world);
    expect(await statesOf(world)).toEqual({ website: 'confirmed', wechat: 'confirmed', weibo: 'failed' });
  });
});
