import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { checkItem } from '#pipeline/check/engine.ts';
import { RULES } from '#pipeline/check/rules.ts';
import { contextFor, folderFor } from './example-item.ts';

const patterns = new Set<string>();
const hinted = new Set<string>();

/** Every search of the rules is done once more, in each block alone and without its hint. */
vi.mock('#pipeline/check/find.ts', async (original) => {
  const real = await original<typeof import('#pipeline/check/find.ts')>();
  const findIn: typeof real.findIn = (blocks, pattern, accepts, hint) => {
    const found = real.findIn(blocks, pattern, accepts, hint);
    const alone = blocks.flatMap((block) => real.findIn([block], pattern, accepts));
    // Most searches find nothing, and to compare nothing with nothing by `expect` takes a fifth of all the time.
    if (found.length > 0 || alone.length > 0) expect(found, String(pattern)).toEqual(alone);
    if (found.length > 0) patterns.add(pattern.source);
    if (found.length > 0 && hint) hinted.add(pattern.source);
    return found;
  };
  return { ...real, findIn };
});

/** What the examples of all rules say, in pieces. */
const PIECES = RULES.flatMap(({ good, bad }) => [...good, ...bad]).flatMap(({ body }) => body?.split(/(?<=[，。：\n])/) ?? []);

it('the rules find in all blocks at once what they find in each alone, whatever they look for first', () => {
  const text = fc.array(fc.constantFrom(...PIECES, '\n\n', '\u200B', '　'), { maxLength: 20 }).map((pieces) => `${pieces.join('')}\n`);
  fc.assert(
    fc.property(text, (body) => void checkItem(folderFor({ body }), contextFor())),
    { numRuns: 300, seed: 1 },
  );
  expect(patterns.size).toBeGreaterThan(20);
  expect(hinted.size).toBeGreaterThan(3);
});
