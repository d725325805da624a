import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shippedLexicon } from '#pipeline/check/lexicon/lexicon.ts';
import { recallOf } from './slips.ts';

const lexicon = shippedLexicon();
const listed = readFileSync('pipeline/check/lexicon/data/phrases.txt', 'utf8');
const phrases = (lexicon.lists[0]?.phrases ?? []).filter(({ text, honest }) => !honest && listed.includes(`\n${text}\t`));
const rows = recallOf(phrases, lexicon, 7);

describe('slips that a machine makes in the listed phrases, each in a sentence of our own', () => {
  it.each([
    ['replaced', 0.97],
    ['swapped', 0.9],
    ['left-out', 0.8],
  ] as const)('of the kind %s are told, at least %d of them', (slip, least) => {
    const kind = rows.filter((row) => row.slip === slip);
    const sum = (key: 'made' | 'told') => kind.reduce((total, row) => total + row[key], 0);
    expect(sum('made')).toBeGreaterThan(1500);
    expect(sum('told') / sum('made')).toBeGreaterThanOrEqual(least);
  });

  it('are told of the core, whatever they are', () =>
    expect(
      rows.filter(({ group, slip }) => group.endsWith('core') && ['replaced', 'swapped'].includes(slip)).flatMap(({ missed }) => missed),
    ).toEqual([]));
});
