import { describe, expect, it } from 'vitest';
import { oneOf } from '#pipeline/commands/shared/command.ts';

const LIST = ['error', 'privacy'] as const;
const asked = (options: Record<string, string | boolean>) => oneOf({ options }, 'kind', '撤稿种类', LIST);

describe('an option from a closed list', () => {
  it('is what it says', () => expect(asked({ kind: 'privacy' })).toBe('privacy'));

  it.each<[what: string, options: Record<string, string | boolean>, words: string]>([
    ['left out', {}, '没有写明撤稿种类；应为 error、privacy 之一；请补上 --kind。'],
    ['written wrong', { kind: 'Error' }, '没有“Error”这样的撤稿种类；应为 error、privacy 之一；请改正 --kind。'],
  ])('that was %s is told so', (_, options, message) =>
    expect(() => asked(options)).toThrow(expect.objectContaining({ code: 'usage/kind', place: '--kind', message, exitCode: 2 })),
  );
});
