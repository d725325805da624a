import fc from 'fast-check';
import { anyEvidence } from './evidence-arbitrary.ts';
import { readTwice } from './oracle-difference.ts';
import { count, nothingSaid, type Tally } from './oracle-tally.ts';

/**
 * Draws histories of small bureaus and reads each with the gate and with the oracle, until they differ.
 * @throws with the two readings and the smallest evidence found, if they do
 */
export function agreeOnHistories(seed: number, histories: number): Tally {
  const tally = nothingSaid();
  const agree = fc.property(anyEvidence, (evidence) => {
    const { gate, apart } = readTwice(evidence);
    if (apart) throw new Error(`gate ${JSON.stringify(apart.gate)}\noracle ${JSON.stringify(apart.oracle)}`);
    count(tally, gate);
  });
  fc.assert(agree, { numRuns: histories, seed });
  return tally;
}
