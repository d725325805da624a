import { describe, expect, it } from 'vitest';
import { failureCases, malformedCases } from './failure-cases.ts';
import { compared, expected, judged } from './judged.ts';

describe('the failure cases that a gate must get right', () => {
  it.each(failureCases)('$it', (each) => {
    expect(compared(judged(each.given), each)).toEqual(expected(each));
  });
});

describe('48: malformed evidence or organisation is an error without a verdict', () => {
  it.each(malformedCases)('$it', ({ given, code, place }) => {
    expect(() => judged(given)).toThrow(expect.objectContaining({ code, exitCode: 2, ...(place ? { place } : {}) }));
  });
});
