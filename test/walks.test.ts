import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const importing = /(?:^|\n)\s*(?:import|export)\s+(?!type\b)[^;]*?from\s+'(\.[^']+)'|\bimport\(\s*'(\.[^']+)'\s*\)/g;

/** The walks that somebody takes who follows one thing through the program: each file calls the next. */
const WALKS: Record<string, { most: number; files: string[] }> = {
  'from the command line to what a rule finds in an item': {
    most: 14,
    files: [
      'pipeline/sanshen.js',
      'pipeline/cli.ts',
      'pipeline/commands/table.ts',
      'pipeline/commands/check.ts',
      'pipeline/commands/shared/check-items.ts',
      'pipeline/check/engine.ts',
      'pipeline/check/rules.ts',
      'pipeline/check/rules/phone.ts',
      'pipeline/check/find.ts',
      'pipeline/check/joined-blocks.ts',
      'pipeline/item/markdown/folded-text.ts',
    ],
  },
  'from the command line to the decision that a release is called': {
    most: 10,
    files: [
      'pipeline/sanshen.js',
      'pipeline/cli.ts',
      'pipeline/commands/table.ts',
      'pipeline/commands/release.ts',
      'pipeline/release/release.ts',
      'pipeline/release/release-engine.ts',
      'pipeline/release/release-call.ts',
      'pipeline/release/release-round.ts',
    ],
  },
  // The engine calls a channel by its port: which one that is, the command says.
  'from the command release to the first request to WeChat': {
    most: 6,
    files: [
      'pipeline/commands/release.ts',
      'pipeline/release/adapters.ts',
      'pipeline/release/channels/wechat/wechat.ts',
      'pipeline/release/channels/wechat/draft.ts',
      'pipeline/release/channels/wechat/api.ts',
      'pipeline/release/channels/call.ts',
    ],
  },
};

function calledBy(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(importing)].map(([, first, second]) =>
    relative(root, normalize(join(root, dirname(file), (first ?? second) as string))),
  );
}

describe.each(Object.entries(WALKS))('the walk %s', (_, { most, files }) => {
  it('leads from each file to the next', () => {
    const broken = files.slice(1).flatMap((next, index) => {
      const file = files[index] as string;
      return existsSync(join(root, file)) && calledBy(file).includes(next) ? [] : [`${file} → ${next}`];
    });
    expect(broken).toEqual([]);
  });

  it('is short enough to be walked without losing the thread', () => expect(files.length).toBeLessThanOrEqual(most));
});
