import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '#pipeline/review/gate/evaluate.ts';
import { histories, properties, propertyOf, runs } from './properties.ts';

describe('whatever the history', () => {
  it('some pass and some don’t, so that what follows says something', () => {
    for (const of of ['our bureau', 'any bureau'] as const) {
      const verdicts = fc.sample(histories[of], runs).map((evidence) => evaluate(evidence).verdict);
      for (const kind of ['passed', 'waiting', 'rejected'])
        expect(verdicts.filter((verdict) => verdict === kind).length).toBeGreaterThan(20);
    }
  });

  it.each(properties)('$it', (property) => fc.assert(propertyOf(property, evaluate), runs));
});
