import { describe, expect, it } from 'vitest';
import { fieldsOf } from '#pipeline/intake/draft/fields.ts';
import { HOLDOUT } from './holdout.ts';
import { ORGANISATION, receivedText, rightAndWrong } from './received-text.ts';

const ARRIVED = '2026-11-24';

describe('texts that the rules were not made from', () => {
  it('give at least 90 % of their fields right, and none is wrong where it could have been asked', () => {
    const results = HOLDOUT.flatMap(({ name, text, expected }) =>
      rightAndWrong(name, fieldsOf(receivedText(text), ORGANISATION, ARRIVED), expected),
    );
    const wrong = results.filter(({ right }) => !right).map(({ field, found }) => `${field}: ${JSON.stringify(found)}`);
    expect({ total: results.length, wrong }).toEqual({ total: results.length, wrong: [] });
  });
});
