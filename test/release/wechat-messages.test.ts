import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beijingIso } from '#pipeline/beijing-time.ts';
import { mayFollow, planned, releaseKey, releaseOf, step } from '#pipeline/ledger/fold.ts';
import { type Draft, eventsOf, itemState, type Ledger, write } from '#pipeline/ledger/ledger.ts';
import { comeOut, type MessagePlatform, type MessageTrouble, withMessages } from './message-platform.ts';
import { approval, ledgerOf, planOf, policyOf, quiet, release, runOnce, statesOf, type World, worldWith } from './world.ts';

const ITEMS = ['a', 'b', 'c', 'd', 'e'].map((name) => `wucheng/2026-11-23-${name}`);
const MINUTE = 60_000;

/** The order in which the leader signed is not that of the names. */
function approvals(count: number): Draft[] {
  return ITEMS.slice(0, count).map((item, index) =>
    approval(item, 1, { channels: ['wechat'], at: beijingIso(new Date(Date.parse('2026-11-24T09:00:00+08:00') - index * MINUTE)) }),
  );
}

const policy = (max = 8, sends = 10): ReturnType<typeof policyOf> =>
  policyOf({ channels: { wechat: { mode: 'publish', settle_seconds: 600, collect: { at: '09:30', max } } }, breaker: { sends } });

async function day(count: number, max = 8, sends = 10): Promise<{ world: World; wechat: MessagePlatform }> {
  const items = ITEMS.slice(0, count);
  const world = await worldWith(
    approvals(count),
    items.flatMap((item) => planOf(item, ['wechat'])),
    policy(max, sends),
  );
  return { world, wechat: withMessages(world) };
}

const key = (item: string): string => releaseKey(item, 'wechat', 1);
const namesOf = (messages: readonly string[][]): string[][] =>
  messages.map((keys) => keys.map((name) => ITEMS.find((item) => key(item) === name)?.slice(-1) ?? name));

async function runs(world: World, wechat: MessagePlatform, count: number): Promise<void> {
  for (let run = 0; run < count; run += 1) {
    await runOnce(world);
    comeOut(wechat);
    world.time += 15 * MINUTE;
  }
}

const states = async (world: World, count: number): Promise<string[]> =>
  Promise.all(ITEMS.slice(0, count).map(async (item) => (await statesOf(world, item)).wechat ?? 'planned'));

async function illegal(world: World): Promise<string[]> {
  const ledger = await ledgerOf(world);
  return ITEMS.flatMap((item) => {
    let before = planned(item, 'wechat', 1);
    return eventsOf(ledger, item).flatMap((event) => {
      if (event.channel === undefined) return [];
      const wrong = mayFollow(before, event) ? [] : [`${item}: ${before.state} → ${event.kind}`];
      before = step(before, event);
      return wrong;
    });
  });
}

/** True of what is asked right before its call: before that, it has no intent. */
const isIntended = (ledger: Ledger, item: string): boolean => releaseOf(itemState(ledger, item), 'wechat', 1).state === 'intent';

/** How often each item's article is live. */
const copies = (wechat: MessagePlatform, count: number): number[] =>
  ITEMS.slice(0, count).map((item) => wechat.messages.flat().filter((name) => name === key(item)).length);

/** The first item's message can't be read until what this gives is called. */
function cutOff({ platforms: { wechat } }: World): () => void {
  const { readBack } = wechat;
  wechat.readBack = async (order) =>
    order.item === ITEMS[0] ? { kind: 'unreadable', code: 'wechat/unreadable', message: '没有连上。', later: true } : readBack(order);
  return () => {
    wechat.readBack = readBack;
  };
}

describe('WeChat items of a day that the policy collects', () => {
  it('go out as one message in the order in which the leader signed, with one push of intents and one of results', async () => {
    const { world, wechat } = await day(3);
    const before = (await world.store.history((await world.store.head()) ?? '')).length;
    await runOnce(world);
    expect(namesOf(wechat.messages)).toEqual([['c', 'b', 'a']]);
    expect(wechat.calls).toBe(1);
    expect(await states(world, 3)).toEqual(['confirmed', 'confirmed', 'confirmed']);
    expect((await world.store.history((await world.store.head()) ?? '')).length - before).toBe(2);
    const [state] = [itemState(await ledgerOf(world), ITEMS[0] ?? '')];
    expect(state?.releases[0]?.steps).toMatchObject({ group: expect.stringMatching(/^[0-9a-f]{32}$/), place: '3', of: '3' });
  });

  it('fill as many messages as they need', async () => {
    const { world, wechat } = await day(5, 2);
    await runOnce(world);
    expect(namesOf(wechat.messages)).toEqual([['e', 'd'], ['c', 'b'], ['a']]);
    expect(await states(world, 5)).toEqual(Array(5).fill('confirmed'));
  });

  it.each([
    { max: 5, sends: 1, messages: 1 },
    { max: 2, sends: 3, messages: 3 },
    { max: 2, sends: 2, messages: 0 },
  ])('count as $messages for the circuit breaker: five of them, $max in a message, where $sends may go out', async (of) => {
    const { world, wechat } = await day(5, of.max, of.sends);
    const codes = (await runOnce(world))?.alerts.map(({ code }) => code);
    expect([wechat.messages.length, codes]).toEqual([of.messages, of.messages === 0 ? ['breaker'] : []]);
  });

  it('go out alone before the time of the message, and where the policy collects nothing', async () => {
    const { world, wechat } = await day(2);
    world.time = Date.parse('2026-11-24T09:10:00+08:00');
    world.platforms.wechat.sendTogether = async () => {
      throw new Error('sent together');
    };
    await runOnce(world);
    expect(namesOf(wechat.messages)).toEqual([['a'], ['b']]);
    const other = await day(2);
    other.world.policy = policyOf();
    await runOnce(other.world);
    expect(namesOf(other.wechat.messages)).toEqual([['a'], ['b']]);
  });

  it.each([
    ['is held right before the call', { ...quiet }, 'failed'],
    ['is over right before the call', { ...quiet, code: 'expired', final: true, quiet: false }, 'expired'],
  ] as const)('leave out one that %s', async (_what, stop, state) => {
    const { world, wechat } = await day(3);
    world.blocked = async (ledger, { item }) => (item === ITEMS[1] && isIntended(ledger, item) ? stop : null);
    await runOnce(world);
    expect(namesOf(wechat.messages)).toEqual([['c', 'a']]);
    expect(await states(world, 3)).toEqual(['confirmed', state, 'confirmed']);
  });

  it('leave out one that is withdrawn while the others are being looked at', async () => {
    const { world, wechat } = await day(3);
    const asked: string[] = [];
    world.blocked = async (ledger, { item }) => {
      if (isIntended(ledger, item)) asked.push(item);
      // Right before the call, after the first member was found to stand.
      if (asked.length === 2) {
        const drafts = [release(ITEMS[2] ?? '', 'wechat', 'withdraw-intent')];
        await write(world.store, await ledgerOf(world), drafts, '撤下', beijingIso(new Date(world.time)));
      }
      return null;
    };
    await runOnce(world);
    expect(namesOf(wechat.messages)).toEqual([['b', 'a']]);
    await runs(world, wechat, 2);
    expect(await states(world, 3)).toEqual(['confirmed', 'confirmed', 'withdrawn']);
    expect(await illegal(world)).toEqual([]);
  });

  it('are asked about once each where nobody else writes', async () => {
    const { world } = await day(3);
    const asked: string[] = [];
    world.blocked = async (ledger, { item }) => {
      if (isIntended(ledger, item)) asked.push(item);
      return null;
    };
    await runOnce(world);
    expect(asked.map((item) => item.slice(-1))).toEqual(['c', 'b', 'a']);
  });

  it('are asked about five times at most where somebody else writes again and again, and then go out', async () => {
    const { world, wechat } = await day(3);
    let asked = 0;
    world.blocked = async (ledger, { item }) => {
      if (!isIntended(ledger, item)) return null;
      asked += 1;
      const note = { path: `notes-${asked}.txt`, value: { at: beijingIso(new Date(world.time)) } };
      if (asked < 100) await write(world.store, await ledgerOf(world), [], '另记', beijingIso(new Date(world.time)), [note]);
      return null;
    };
    await runOnce(world);
    expect([asked, namesOf(wechat.messages)]).toEqual([15, [['c', 'b', 'a']]]);
    expect(await states(world, 3)).toEqual(['confirmed', 'confirmed', 'confirmed']);
  });

  it('are all in doubt where the channel doesn’t answer for each, and are read back', async () => {
    const { world, wechat } = await day(3);
    const { sendTogether } = world.platforms.wechat;
    world.platforms.wechat.sendTogether = async (orders) => ((await sendTogether?.(orders)) ?? []).slice(1);
    await runOnce(world);
    expect(await states(world, 3)).toEqual(['unknown', 'unknown', 'unknown']);
    await runs(world, wechat, 1);
    expect([wechat.calls, await states(world, 3)]).toEqual([1, ['confirmed', 'confirmed', 'confirmed']]);
  });

  it('drop the one whose text WeChat refuses: it is told, and the others go out', async () => {
    const { world, wechat } = await day(3);
    wechat.refused.add(key(ITEMS[1] ?? ''));
    const run = await runOnce(world);
    expect(namesOf(wechat.messages)).toEqual([['c', 'a']]);
    expect(await states(world, 3)).toEqual(['confirmed', 'needs-human', 'confirmed']);
    expect(run?.alerts.map(({ item, code }) => [item, code])).toEqual([[ITEMS[1], 'wechat/45166']]);
  });

  it.each(['lost-answer', 'late'] as const)(
    'are read back one by one when the answer was lost (%s), and nothing is sent again',
    async (trouble) => {
      const { world, wechat } = await day(3);
      wechat.troubles = [trouble];
      await runs(world, wechat, 4);
      expect(namesOf(wechat.messages)).toEqual([['c', 'b', 'a']]);
      expect(wechat.calls).toBe(1);
      expect(await states(world, 3)).toEqual(['confirmed', 'confirmed', 'confirmed']);
    },
  );

  it('are sent again as one message when it never arrived, and the old draft is deleted', async () => {
    const { world, wechat } = await day(3);
    wechat.troubles = ['lost-request'];
    await runs(world, wechat, 4);
    expect(namesOf(wechat.messages)).toEqual([['c', 'b', 'a']]);
    expect(wechat.drafts.size).toBe(0);
    expect(await states(world, 3)).toEqual(['confirmed', 'confirmed', 'confirmed']);
  });

  it('that come later make a message of their own while another may be out', async () => {
    const { world, wechat } = await day(3);
    const late = ITEMS[2] ?? '';
    world.blocked = async (_ledger, { item }) => (item === late ? quiet : null);
    wechat.troubles = ['late'];
    await runOnce(world);
    world.blocked = async () => null;
    await runOnce(world);
    expect(namesOf(wechat.messages)).toEqual([['c']]);
    await runs(world, wechat, 3);
    expect(namesOf(wechat.messages).sort()).toEqual([['b', 'a'], ['c']]);
    expect(await states(world, 3)).toEqual(['confirmed', 'confirmed', 'confirmed']);
  });

  it('wait for each other: what is absent is not sent while another of its message can’t be read', async () => {
    const { world, wechat } = await day(2);
    wechat.troubles = ['lost-request'];
    await runOnce(world);
    world.time += 20 * MINUTE;
    const connect = cutOff(world);
    await runOnce(world);
    expect(await states(world, 2)).toEqual(['unknown', 'failed']);
    expect(wechat.calls).toBe(1);
    connect();
    await runs(world, wechat, 2);
    expect(namesOf(wechat.messages)).toEqual([['b', 'a']]);
  });

  it('leave one behind that is held by then: it looks for no draft that is gone, and goes out later', async () => {
    const { world, wechat } = await day(3);
    wechat.troubles = ['lost-request'];
    await runs(world, wechat, 1);
    let held: string | undefined = ITEMS[1];
    world.blocked = async (_ledger, { item }) => (item === held ? quiet : null);
    await runs(world, wechat, 3);
    expect(namesOf(wechat.messages)).toEqual([['c', 'a']]);
    held = undefined;
    await runs(world, wechat, 2);
    expect(namesOf(wechat.messages)).toEqual([['c', 'a'], ['b']]);
    expect(wechat.drafts.size).toBe(0);
    expect(await states(world, 3)).toEqual(['confirmed', 'confirmed', 'confirmed']);
    expect(await illegal(world)).toEqual([]);
  });

  it('stay with messages although the policy collects no longer: nobody alone is sent from a draft that holds others', async () => {
    const { world, wechat } = await day(3);
    wechat.troubles = ['lost-request'];
    await runOnce(world);
    world.time += 20 * MINUTE;
    world.policy = policyOf();
    world.platforms.wechat.send = async () => {
      throw new Error('sent alone');
    };
    await runs(world, wechat, 3);
    expect(namesOf(wechat.messages)).toEqual([['c', 'b', 'a']]);
    expect(wechat.drafts.size).toBe(0);
  });

  it('that were one message and become two delete the old draft once', async () => {
    const { world, wechat } = await day(3);
    wechat.troubles = ['lost-request'];
    await runOnce(world);
    world.time += 20 * MINUTE;
    world.policy = policy(2);
    await runs(world, wechat, 3);
    expect(namesOf(wechat.messages)).toEqual([['c', 'b'], ['a']]);
    expect(await states(world, 3)).toEqual(['confirmed', 'confirmed', 'confirmed']);
  });

  it('wait for one of their message that is being withdrawn and can’t be read: its draft is still theirs', async () => {
    const { world, wechat } = await day(2);
    wechat.troubles = ['lost-request'];
    await runOnce(world);
    const drafts = [release(ITEMS[0] ?? '', 'wechat', 'withdraw-intent')];
    await write(world.store, await ledgerOf(world), drafts, '撤下', beijingIso(new Date(world.time)));
    world.time += 20 * MINUTE;
    const connect = cutOff(world);
    await runOnce(world);
    expect(wechat.calls).toBe(1);
    connect();
    await runs(world, wechat, 3);
    expect(namesOf(wechat.messages)).toEqual([['b']]);
    expect(await states(world, 2)).toEqual(['withdrawn', 'confirmed']);
  });

  it('leave one behind whose draft goes with another that is withdrawn: it is looked for once more, and then goes out', async () => {
    const { world, wechat } = await day(2);
    wechat.troubles = ['lost-request'];
    await runOnce(world);
    world.time += 20 * MINUTE;
    world.blocked = async () => quiet;
    await runOnce(world);
    expect(await states(world, 2)).toEqual(['failed', 'failed']);
    const drafts = [release(ITEMS[0] ?? '', 'wechat', 'withdraw-intent')];
    await write(world.store, await ledgerOf(world), drafts, '撤下', beijingIso(new Date(world.time)));
    await runOnce(world);
    world.blocked = async () => null;
    world.time += 20 * MINUTE;
    const asked: string[] = [];
    const { readBack, sendTogether } = world.platforms.wechat;
    world.platforms.wechat.readBack = async (order) => {
      asked.push(`look for ${order.item.slice(-1)}`);
      return readBack(order);
    };
    world.platforms.wechat.sendTogether = async (orders) => {
      asked.push(`send ${orders.map(({ item }) => item.slice(-1)).join(', ')}`);
      return (await sendTogether?.(orders)) ?? [];
    };
    await runOnce(world);
    expect(asked).toEqual(['look for a', 'look for b', 'send b']);
    expect([wechat.drafts.size, await states(world, 2)]).toEqual([0, ['withdrawn', 'confirmed']]);
    expect(await illegal(world)).toEqual([]);
  });

  it('are withdrawn one by one', async () => {
    const { world, wechat } = await day(3);
    await runOnce(world);
    const drafts = [release(ITEMS[1] ?? '', 'wechat', 'withdraw-intent')];
    await write(world.store, await ledgerOf(world), drafts, '撤下', beijingIso(new Date(world.time)));
    await runOnce(world);
    expect(namesOf(wechat.messages)).toEqual([['c', 'deleted', 'a']]);
    expect(await states(world, 3)).toEqual(['confirmed', 'withdrawn', 'confirmed']);
  });

  it('keep the others when one is withdrawn before the message is out: its draft goes, and a new one is made', async () => {
    const { world, wechat } = await day(3);
    wechat.troubles = ['lost-request'];
    await runs(world, wechat, 1);
    await runOnce(world);
    expect(wechat.drafts.size).toBeLessThanOrEqual(1);
    const drafts = [release(ITEMS[1] ?? '', 'wechat', 'withdraw-intent')];
    if ((await states(world, 3))[1] !== 'confirmed') {
      await write(world.store, await ledgerOf(world), drafts, '撤下', beijingIso(new Date(world.time)));
    }
    await runs(world, wechat, 4);
    expect(copies(wechat, 3)[0]).toBe(1);
    expect(copies(wechat, 3)[2]).toBe(1);
    expect(await illegal(world)).toEqual([]);
  });
});

/** Runs that die at these steps, then runs without trouble. */
async function dieAt(
  deaths: readonly number[],
  trouble: readonly MessageTrouble[] = [],
): Promise<{ world: World; wechat: MessagePlatform }> {
  const one = await day(3);
  one.wechat.troubles = [...trouble];
  for (const at of deaths) {
    one.world.steps = 0;
    one.world.dieAt = at;
    await runs(one.world, one.wechat, 1);
  }
  one.world.dieAt = -1;
  await runs(one.world, one.wechat, 6);
  return one;
}

describe('a process that dies while it sends a message', () => {
  it('at any step, and at any two, leaves each article live exactly once', async () => {
    const wrong: string[] = [];
    for (let first = 1; first <= 12; first += 1) {
      for (let second = 0; second <= 24; second += 1) {
        const { world, wechat } = await dieAt(second === 0 ? [first] : [first, second]);
        const outcome = `${copies(wechat, 3)} ${await states(world, 3)} ${wechat.drafts.size}`;
        if (outcome !== '1,1,1 confirmed,confirmed,confirmed 0') wrong.push(`${first} ${second}: ${outcome}`);
        wrong.push(...(await illegal(world)));
      }
    }
    expect(wrong).toEqual([]);
  });
});

interface Turn {
  dieAt: number;
  troubles: MessageTrouble[];
  readable: boolean;
  minutes: number;
  together: boolean;
  /** Which items may not be called in this run. */
  held: string[];
}

const TROUBLES: MessageTrouble[] = ['lost-answer', 'lost-request', 'late', 'quota', 'not-sent', 'accepted'];

const turn: fc.Arbitrary<Turn> = fc.record({
  dieAt: fc.oneof(fc.constant(-1), fc.integer({ min: 1, max: 30 })),
  troubles: fc.array(fc.constantFrom(...TROUBLES), { maxLength: 2 }),
  readable: fc.boolean(),
  minutes: fc.integer({ min: 0, max: 60 }),
  together: fc.boolean(),
  held: fc.subarray(ITEMS),
});

async function live(world: World, wechat: MessagePlatform, one: Turn): Promise<void> {
  world.steps = 0;
  world.dieAt = one.together ? -1 : one.dieAt;
  wechat.troubles = [...one.troubles];
  wechat.readable = one.readable;
  world.blocked = async (_ledger, { item }) => (one.held.includes(item) ? quiet : null);
  await (one.together ? Promise.all([runOnce(world), runOnce(world)]) : runOnce(world));
  world.time += MINUTE;
  comeOut(wechat);
  world.time += one.minutes * MINUTE;
}

describe('whatever happens to messages of several articles', () => {
  it('no article is live twice, and each ends confirmed or with a person who was told', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(turn, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 2, max: 4 }),
        fc.subarray(ITEMS, { maxLength: 1 }),
        async (turns, max, refused) => {
          const { world, wechat } = await day(5, max);
          for (const item of refused) wechat.refused.add(key(item));
          for (const one of turns) await live(world, wechat, one);
          world.dieAt = -1;
          world.blocked = async () => null;
          let told: string[] = [];
          for (let run = 0; run < 12; run += 1) {
            Object.assign(wechat, { readable: true, troubles: [] });
            told = ((await runOnce(world))?.alerts ?? []).map(({ item }) => item);
            comeOut(wechat);
            world.time += 15 * MINUTE;
          }
          const found = await states(world, 5);
          for (const [index, count] of copies(wechat, 5).entries()) {
            const item = ITEMS[index] ?? '';
            expect(count).toBeLessThanOrEqual(1);
            if (found[index] === 'confirmed') expect(count).toBe(1);
            else expect([found[index], told.includes(item)]).toEqual(['needs-human', true]);
            if (refused.length === 0 && found[index] === 'confirmed') expect(count).toBe(1);
          }
          expect(await illegal(world)).toEqual([]);
        },
      ),
      { seed: 20261124, numRuns: 80 },
    );
  });
});
