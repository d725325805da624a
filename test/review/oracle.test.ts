import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Combination, combinations, evidenceOfCombination } from './evidence-combinations.ts';
import { type Readings, readTwice } from './oracle-difference.ts';
import { agreeOnHistories } from './oracle-histories.ts';
import { count, nothingSaid } from './oracle-tally.ts';

/** What the second reading is made of: `oracle.ts` and all it imports, types apart. */
function filesOfOracle(path = './oracle.ts', found = new Set<string>()): Set<string> {
  if (found.has(path)) return found;
  found.add(path);
  if (!path.startsWith('./')) return found;
  const text = readFileSync(join(import.meta.dirname, path), 'utf8');
  for (const [, from = ''] of text.matchAll(/^(?:import|export) (?!type )[^;]*? from '([^']+)';$/gm)) filesOfOracle(from, found);
  return found;
}

describe('the second reading', () => {
  it('has no line in common with the gate: it imports nothing but itself', () => {
    const files = [...filesOfOracle()];
    expect(files.length).toBeGreaterThan(5);
    expect(files.filter((path) => !/^\.\/oracle[a-z-]*\.ts$/.test(path))).toEqual([]);
  });
});

describe('the gate and a second reading of the 25 rules', () => {
  it('agree on 5,000 histories', () => {
    const { verdict } = agreeOnHistories(20261124, 5000);
    for (const kind of ['passed', 'waiting', 'rejected', 'refused'] as const) expect(verdict[kind], kind).toBeGreaterThan(50);
  });

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
    const { level, ignored } = tally;
    for (const state of Object.values(level)) expect(state).toBeGreaterThan(50);
    const reasons = [
      'author',
      'submitter',
      'wrote-text',
      'pushed-text',
      'co-author',
      'no-post',
      'stale',
      'dismissed',
      'taken-back',
    ] as const;
    for (const code of reasons) expect(ignored[code], code).toBeGreaterThan(50);
  });
});
