import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VerdictKind } from '#pipeline/review/verdict.ts';
import { anyEvidence } from './evidence-arbitrary.ts';
import { type Combination, combinations, evidenceOfCombination } from './evidence-combinations.ts';
import { type Readings, readTwice } from './oracle-difference.ts';

const SEED = 20261124;
const HISTORIES = 1500;
/** A few seconds of work, on a machine that may have other work. */
const PATIENCE = 120_000;

/** How many of the four verdicts there are, so that agreement says something. */
function tally(verdicts: VerdictKind[]): Record<VerdictKind, number> {
  const counts = { passed: 0, waiting: 0, rejected: 0, refused: 0 };
  for (const verdict of verdicts) counts[verdict] += 1;
  return counts;
}

describe('the gate and a second reading of the 25 rules', () => {
  it(
    'agree on every combination of level, hand in the text, turn, staleness, post, person, and request or dismissal',
    () => {
      const all = combinations();
      const verdicts: VerdictKind[] = [];
      const apart: ({ combination: Combination } & Readings)[] = [];
      for (const combination of all) {
        const read = readTwice(evidenceOfCombination(combination));
        if (read.apart) apart.push({ combination, ...read.apart });
        verdicts.push(read.verdict);
      }
      expect(apart.slice(0, 3)).toEqual([]);
      expect(all.length).toBeGreaterThanOrEqual(4096);
      const counts = tally(verdicts);
      for (const kind of ['passed', 'waiting', 'rejected'] as const) expect(counts[kind]).toBeGreaterThan(50);
    },
    PATIENCE,
  );

  it(
    'agree on any history of a small bureau',
    () => {
      const verdicts: VerdictKind[] = [];
      fc.assert(
        fc.property(anyEvidence, (evidence) => {
          const { verdict, apart } = readTwice(evidence);
          verdicts.push(verdict);
          expect(apart?.gate).toEqual(apart?.oracle);
        }),
        { numRuns: HISTORIES, seed: SEED },
      );
      for (const count of Object.values(tally(verdicts))) expect(count).toBeGreaterThan(50);
    },
    PATIENCE,
  );
});
