import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluate } from '#pipeline/review/gate/evaluate.ts';
import { type Gate, gateWith, timesFound } from './altered-gate.ts';
import { anyEvidence } from './evidence-arbitrary.ts';
import { compared, expected, inWords, recorded } from './judged.ts';
import { oracle } from './oracle.ts';
import { difference } from './oracle-difference.ts';
import { plantedBugs } from './planted-bugs.ts';
import { rules } from './rules.ts';
import { malformedCases } from './rules-malformed.ts';

const told = Object.values(rules)
  .flat()
  .map((each) => ({ each, evidence: recorded(each.given), wanted: expected(each) }));
const malformed = malformedCases
  .filter(({ code }) => code !== 'evidence/malformed')
  .map(({ given, code, ...each }) => ({ ...each, code, evidence: recorded(given) }));
/** The first histories that the second reading is held against. */
const histories = fc.sample(anyEvidence, { seed: 20261124, numRuns: 300 });

function throws(gate: Gate, { evidence, code }: (typeof malformed)[number]): boolean {
  try {
    gate(evidence);
    return false;
  } catch (error) {
    return (error as { code?: string }).code === code;
  }
}

/** What in the suite finds a gate wrong: a case of the tables, an error that should be there, or a history that the second reading reads otherwise. */
function caughtBy(gate: Gate): string | null {
  const wrong = told.find(({ each, evidence, wanted }) => !isDeepStrictEqual(compared(inWords(gate(evidence)), each), wanted));
  if (wrong) return wrong.each.it;
  const unnoticed = malformed.find((each) => !throws(gate, each));
  if (unnoticed) return unnoticed.it;
  const apart = histories.findIndex((evidence) => difference(gate(evidence), oracle(evidence)) !== null);
  return apart < 0 ? null : `history ${apart}`;
}

describe('a mistake in the gate is found', () => {
  const zone = process.env.TZ;
  beforeAll(() => {
    // Where the machine's calendar is Beijing's, going by it is no mistake.
    process.env.TZ = 'America/Los_Angeles';
    expect(new Date(0).getTimezoneOffset()).toBe(480);
  });
  afterAll(() => {
    if (zone === undefined) Reflect.deleteProperty(process.env, 'TZ');
    else process.env.TZ = zone;
  });

  it('and the gate as it is isn’t', async () => {
    expect(caughtBy(evaluate)).toBeNull();
    expect(caughtBy(await gateWith({ file: 'review/gate/claims.ts', before: '', after: '' }))).toBeNull();
  });

  it('in each of the 25 rules', () => {
    expect(plantedBugs.length).toBeGreaterThan(130);
    expect([...new Set(plantedBugs.map(({ rule }) => rule))]).toEqual(Array.from({ length: 25 }, (_, index) => index + 1));
  });

  it.each(plantedBugs)('rule $rule, if it $it', async (bug) => {
    expect(timesFound(bug), `“${bug.before}” should stand once in pipeline/${bug.file}`).toBe(1);
    expect(caughtBy(await gateWith(bug))).not.toBeNull();
  });
});
