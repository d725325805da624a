import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Channel } from '#pipeline/item/front-matter-schema.ts';
import { mayFollow, planned, step } from '#pipeline/publish/fold.ts';
import { eventsOf } from '#pipeline/publish/ledger.ts';
import { ITEM, ledgerOf, oneItem, runOnce, statesOf, type Trouble, type World } from './world.ts';

const SOCIAL: Channel[] = ['wechat', 'weibo'];
const TROUBLES: Trouble[] = ['lost-answer', 'lost-request', 'refused', 'not-sent', 'quota', 'late', 'accepted'];

/** What happens in one run: where the process dies (if it does), what the platforms do, and how long it is until the next. */
interface Turn {
  dieAt: number;
  wechat: Trouble[];
  weibo: Trouble[];
  readable: boolean;
  off: boolean;
  minutes: number;
  together: boolean;
}

const turn: fc.Arbitrary<Turn> = fc.record({
  dieAt: fc.oneof(fc.constant(-1), fc.integer({ min: 1, max: 30 })),
  wechat: fc.array(fc.constantFrom(...TROUBLES), { maxLength: 2 }),
  weibo: fc.array(fc.constantFrom(...TROUBLES), { maxLength: 2 }),
  readable: fc.boolean(),
  off: fc.boolean(),
  minutes: fc.integer({ min: 0, max: 60 }),
  together: fc.boolean(),
});

/** What platforms accepted late appears, always within their settling time. */
function appear(world: World): void {
  for (const channel of SOCIAL) {
    const own = world.platforms[channel];
    own.posts.push(...own.late.splice(0));
  }
}

async function live(world: World, { dieAt, wechat, weibo, readable, off, minutes, together }: Turn): Promise<void> {
  world.steps = 0;
  world.dieAt = together ? -1 : dieAt;
  world.platforms.wechat.troubles = [...wechat];
  world.platforms.weibo.troubles = [...weibo];
  for (const channel of SOCIAL) Object.assign(world.platforms[channel], { readable, off });
  if (together) await Promise.all([runOnce(world), runOnce(world)]);
  else await runOnce(world);
  world.time += 60_000;
  appear(world);
  world.time += minutes * 60_000;
}

/** Four hours without trouble. */
async function recover(world: World): Promise<string[]> {
  world.dieAt = -1;
  let alerts: string[] = [];
  for (let run = 0; run < 16; run += 1) {
    for (const channel of SOCIAL) {
      Object.assign(world.platforms[channel], { readable: true, off: false });
      world.platforms[channel].troubles = [];
    }
    alerts = ((await runOnce(world))?.alerts ?? []).map(({ channel }) => String(channel));
    world.time += 15 * 60_000;
  }
  return alerts;
}

async function illegal(world: World): Promise<string[]> {
  const releases = new Map<string, ReturnType<typeof planned>>();
  return eventsOf(await ledgerOf(world), ITEM).flatMap((event) => {
    if (event.channel === undefined) return [];
    const before = releases.get(event.channel) ?? planned(ITEM, event.channel, event.revision);
    releases.set(event.channel, step(before, event));
    return mayFollow(before, event) ? [] : [`${before.state} → ${event.kind}`];
  });
}

describe('whatever happens', () => {
  it('nothing is live twice, and everything ends confirmed or with a person who was told', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(turn, { minLength: 1, maxLength: 6 }), async (turns) => {
        const world = await oneItem();
        for (const one of turns) await live(world, one);
        const alerts = await recover(world);
        const states = await statesOf(world);
        for (const channel of SOCIAL) {
          const posts = world.platforms[channel].posts.filter(({ live: on }) => on).length;
          expect(posts).toBeLessThanOrEqual(1);
          if (states[channel] === 'confirmed') expect(posts).toBe(1);
          else {
            expect(states[channel]).toBe('needs-human');
            expect(alerts).toContain(channel);
          }
        }
        expect(states.website).toBe('confirmed');
        expect(await illegal(world)).toEqual([]);
      }),
      { seed: 20261124, numRuns: 300 },
    );
  });

  it('runs that go on at the same time send once', async () => {
    const world = await oneItem();
    await Promise.all([runOnce(world), runOnce(world), runOnce(world)]);
    expect(SOCIAL.map((channel) => world.platforms[channel].calls)).toEqual([1, 1]);
    expect(await statesOf(world)).toEqual({ website: 'confirmed', wechat: 'confirmed', weibo: 'confirmed' });
  });
});
