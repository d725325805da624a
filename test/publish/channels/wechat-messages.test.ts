import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { write } from '#pipeline/publish/ledger.ts';
import type { Fault } from '#pipeline/sandbox/platform/faults.ts';
import type { StoredArticle } from '#pipeline/sandbox/wechat/state.ts';
import { ledgerOf, quiet, release, runOnce, statesOf, type World } from '../world.ts';
import { dieAt, itemOf, messageWorld, NAMES, titleOf } from './message-world.ts';

const MINUTES = 60_000;
const ALL = NAMES.map(titleOf);

const statesNow = async (world: World): Promise<string[]> =>
  Promise.all(NAMES.map(async (name) => (await statesOf(world, itemOf(name))).wechat ?? 'planned'));

const titles = ({ server }: Awaited<ReturnType<typeof messageWorld>>['stage']): string[] => server.articles().map(({ title }) => title);

async function runs(world: World, count: number, pause = 20 * MINUTES): Promise<string[]> {
  const told: string[] = [];
  for (let run = 0; run < count; run += 1) {
    told.push(...((await runOnce(world))?.alerts ?? []).map(({ item }) => item));
    world.time += pause;
  }
  return told;
}

describe('items of a day as one WeChat message, by the engine and the adapter', () => {
  it('go out together in the order of signing; each is confirmed at its own address', async () => {
    const { world, stage } = await messageWorld();
    const run = await runOnce(world);
    expect(run?.alerts).toEqual([]);
    expect(titles(stage)).toEqual(ALL);
    expect(new Set(stage.server.articles().map(({ id }) => id)).size).toBe(1);
    expect(await statesNow(world)).toEqual(['confirmed', 'confirmed', 'confirmed']);
    await runs(world, 2);
    expect(titles(stage)).toEqual(ALL);
  });

  it('of which WeChat’s review refuses one: the next run sends the others, and a person is told of the one', async () => {
    const judge = ({ title }: StoredArticle): 0 | 4 => (title === titleOf('b') ? 4 : 0);
    const { world, stage } = await messageWorld({}, { judge });
    await runs(world, 3);
    expect(titles(stage)).toEqual([titleOf('a'), titleOf('c')]);
    expect(await statesNow(world)).toEqual(['confirmed', 'needs-human', 'confirmed']);
    expect(stage.server.drafts()).toEqual([]);
  });

  it('that WeChat refuses without naming one go out one by one in the next run', async () => {
    const judge = ({ title }: StoredArticle): 0 | 3 => (title === titleOf('b') ? 3 : 0);
    const { world, stage } = await messageWorld({}, { judge });
    await runs(world, 3);
    expect(titles(stage).sort()).toEqual([titleOf('a'), titleOf('c')]);
    expect(new Set(stage.server.articles().map(({ id }) => id)).size).toBe(2);
    expect(await statesNow(world)).toEqual(['confirmed', 'needs-human', 'confirmed']);
  });

  it('get a new draft without the one that is withdrawn while a person is to press the button', async () => {
    const { world, stage } = await messageWorld({ mode: 'draft' });
    await runOnce(world);
    expect(stage.server.drafts()).toMatchObject([{ titles: ALL }]);
    await write(
      world.store,
      await ledgerOf(world),
      [release(itemOf('b'), 'wechat', 'withdraw-intent')],
      '撤下',
      '2026-11-24T10:00:30+08:00',
    );
    const told = await runs(world, 1);
    expect(stage.server.drafts()).toMatchObject([{ titles: [titleOf('a'), titleOf('c')] }]);
    expect(await statesNow(world)).toEqual(['sent', 'withdrawn', 'sent']);
    expect(told).toEqual(expect.arrayContaining([itemOf('a'), itemOf('c')]));
  });

  it('are sent by 群发 in one message; what finds the day’s messages used up waits for the next day’s time', async () => {
    const { world, stage } = await messageWorld({ mode: 'mass' }, { massesADay: 0 });
    const first = await runOnce(world);
    expect([...new Set(first?.alerts.map(({ code }) => code))]).toEqual(['wechat/45028']);
    expect(await statesNow(world)).toEqual(['failed', 'failed', 'failed']);
    expect(titles(stage)).toEqual([]);
    const other = await messageWorld({ mode: 'mass' }, { massesADay: 1 });
    await runOnce(other.world);
    expect(titles(other.stage)).toEqual(ALL);
    expect(await statesNow(other.world)).toEqual(['sent', 'sent', 'sent']);
  });

  it('of a 群发 whose draft is ready leave out the one that is held by then: the others get a new draft, and it goes out later', async () => {
    const { world, stage } = await messageWorld({ mode: 'mass' }, { massesADay: 9 });
    let held = false;
    const { sendTogether } = world.platforms.wechat;
    world.platforms.wechat.sendTogether = async (orders) => {
      held = true;
      return (await sendTogether?.(orders)) ?? [];
    };
    world.blocked = async (_ledger, { item }) => (held && item === itemOf('b') ? quiet : null);
    await runOnce(world);
    expect(titles(stage)).toEqual([titleOf('a'), titleOf('c')]);
    world.blocked = async () => null;
    await runs(world, 2);
    expect(titles(stage).sort()).toEqual(ALL);
    expect(await statesNow(world)).toEqual(['sent', 'sent', 'sent']);
    expect(stage.server.drafts()).toEqual([]);
  });

  it.each([
    ['publish', 'drop-before', 16],
    ['publish', 'drop-after', 16],
    ['mass', 'drop-before', 20],
    ['mass', 'drop-after', 20],
  ] as const)('whatever request the process dies at (%s, %s), each article goes out once and no draft stays', async (mode, kind, last) => {
    for (let request = 1; request <= last; request += 1) {
      const one = await messageWorld({ mode }, { massesADay: 9 });
      const { world, stage } = one;
      const live = dieAt(one, request, kind);
      await runOnce(world);
      live();
      // The administrator's half hour has to be over before an unknown mass message counts as not sent.
      world.time += 50 * MINUTES;
      await runs(world, 6, 50 * MINUTES);
      const ended = { request, states: await statesNow(world), titles: titles(stage), drafts: stage.server.drafts() };
      expect(ended).toEqual({ request, states: Array(3).fill(mode === 'mass' ? 'sent' : 'confirmed'), titles: ALL, drafts: [] });
      await stage.stop();
    }
  });

  it.each(['drop-before', 'drop-after'] as const)(
    'whatever request the process dies at in mode draft (%s), one draft holds all, and the person at the button is told of each',
    async (kind) => {
      for (let request = 1; request <= 14; request += 1) {
        const one = await messageWorld({ mode: 'draft' });
        const live = dieAt(one, request, kind);
        await runOnce(one.world);
        live();
        one.world.time += 20 * MINUTES;
        await runs(one.world, 2);
        const told = (await runOnce(one.world))?.alerts.map(({ item, code }) => `${item} ${code}`);
        const drafts = one.stage.server.drafts().map(({ titles: all }) => all);
        expect({ request, states: await statesNow(one.world), drafts, told }).toEqual({
          request,
          states: ['sent', 'sent', 'sent'],
          drafts: [ALL],
          told: NAMES.map((name) => `${itemOf(name)} person-publishes`),
        });
        await one.stage.stop();
      }
    },
  );

  it('whatever breaks and whoever is held, no article is out twice, and each is out or with a person', async () => {
    const fault = fc.record({
      path: fc.constantFrom('/', '/cgi-bin/draft', '/cgi-bin/draft/add', '/cgi-bin/freepublish', '/cgi-bin/freepublish/submit'),
      kind: fc.constantFrom<Fault['kind'][]>('drop-before', 'drop-after', 'status', 'truncate', 'errcode'),
      times: fc.integer({ min: 1, max: 3 }),
      value: fc.constantFrom(-1, 45011, 45009, 45166, 53503),
    });
    const run = fc.record({
      faults: fc.array(fault, { maxLength: 2 }),
      minutes: fc.constantFrom(1, 20, 50),
      held: fc.subarray([...NAMES]),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(run, { maxLength: 4 }), async (turns) => {
        const { world, stage } = await messageWorld();
        for (const { faults, minutes, held } of turns) {
          for (const { kind, value, ...one } of faults) stage.faults.add({ ...one, kind, ...(kind === 'errcode' ? { value } : {}) });
          world.blocked = async (_ledger, { item }) => (held.some((name) => itemOf(name) === item) ? quiet : null);
          await runOnce(world);
          world.time += minutes * MINUTES;
        }
        stage.faults.clear();
        world.blocked = async () => null;
        await runs(world, 6);
        const told = new Set(await runs(world, 1));
        const states = await statesNow(world);
        const counts = NAMES.map((name) => titles(stage).filter((title) => title === titleOf(name)).length);
        const wrong = NAMES.filter((name, index) => {
          const count = counts[index] ?? 0;
          return count > 1 || (states[index] === 'confirmed' ? count !== 1 : states[index] !== 'needs-human' || !told.has(itemOf(name)));
        });
        expect({ wrong, states, counts }).toMatchObject({ wrong: [] });
        await stage.stop();
      }),
      { seed: 20261124, numRuns: 25 },
    );
  });
});
