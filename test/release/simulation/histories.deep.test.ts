import { describe, expect, it } from 'vitest';
import { EVENT_KINDS } from '#pipeline/ledger/event.ts';
import { liveSeeds, toldOf } from './batch.ts';
import * as engine from './production.ts';
import { TROUBLES } from './world.ts';

const HISTORIES = 20_000;

describe(`in ${HISTORIES} histories of troubles`, () => {
  it('nothing is live twice, lost in silence, unapproved, too late or sent while held', async () => {
    const { failures, met, written, histories } = await liveSeeds({ engine }, 1, HISTORIES);
    expect([histories, toldOf(failures)]).toEqual([HISTORIES, []]);
    // A trouble that is never met, or an event that is never written, would prove nothing.
    expect(Object.keys(TROUBLES).filter((trouble) => (met[trouble as keyof typeof TROUBLES] ?? 0) < 5)).toEqual([]);
    expect(EVENT_KINDS.filter((kind) => kind !== 'settings' && kind !== 'purge' && (written[kind] ?? 0) < 100)).toEqual([]);
  });

  it('one thing can’t be prevented: a request that a network carries out after the settling time is live beside the second one', async () => {
    const { failures } = await liveSeeds({ engine, beyond: true, harsh: true }, 1, HISTORIES, 5);
    expect(failures.flatMap(({ wrongs }) => wrongs.map(({ kind }) => kind))).toContain('duplicate');
  });
});
