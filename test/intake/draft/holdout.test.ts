import { describe, expect, it } from 'vitest';
import { fieldsOf } from '#pipeline/intake/draft/fields.ts';
import { HOLDOUT, SECOND_HOLDOUT } from './holdout.ts';
import { ORGANISATION, receivedText, rightAndWrong } from './received-text.ts';

const ARRIVED = '2026-11-24';
const LEAST = 0.9;

const resultsOf = (texts: typeof HOLDOUT) =>
  texts.flatMap(({ name, text, expected }) => rightAndWrong(name, fieldsOf(receivedText(text), ORGANISATION, ARRIVED), expected));

describe.each([
  ['texts that the rules were not made from', HOLDOUT],
  ['texts that were written after the rules', SECOND_HOLDOUT],
])('%s', (_, texts) => {
  it(`give at least ${LEAST * 100} % of their fields right`, () => {
    const results = resultsOf(texts);
    const wrong = results.filter(({ right }) => !right).map(({ field, found }) => `${field}: ${JSON.stringify(found)}`);
    expect(1 - wrong.length / results.length, wrong.join('\n')).toBeGreaterThanOrEqual(LEAST);
  });
});
