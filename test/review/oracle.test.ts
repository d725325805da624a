import { describe, expect, it } from 'vitest';
import { type Combination, combinations, evidenceOfCombination } from './evidence-combinations.ts';
import { type Readings, readTwice } from './oracle-difference.ts';
import { count, nothingSaid } from './oracle-tally.ts';

describe('the gate and a second reading of the 25 rules', () => {
  it('agree on every combination of level, hand in the text, turn, staleness, post, person, and request or dismissal', () => {
    const all = combinations();
    const tally = nothingSaid();
    const apart: ({ combination: Combination } & Readings)[] = [];
    for (const combination of all) {
      const read = readTwice(evidenceOfCombination(combination));
      if (read.apart) apart.push({ combination, ...read.apart });
      count(tally, read.gate);
    }
    expect(apart.slice(0, 3)).toEqual([]);
    expect(all.length).toBeGreaterThanOrEqual(4096);
    for (const kind of ['passed', 'waiting', 'rejected'] as const) expect(tally.verdict[kind]).toBeGreaterThan(50);
  }, 120_000);
});
