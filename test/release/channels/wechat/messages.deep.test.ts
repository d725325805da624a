import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fault } from '#pipeline/sandbox/platform/faults.ts';
import { quiet, runOnce } from '../../world.ts';
import { ALL, dieAt, itemOf, MINUTES, messageWorld, NAMES, runs, statesNow, titleOf, titles } from './message-world.ts';

describe('items of a day as one WeChat message, by the engine and the adapter', () => {
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
