import { describe, expect, it } from 'vitest';
import { command, gateFromEvidence } from '#pipeline/commands/gate.ts';
import { folderOf } from '../folder.ts';
import { story } from '../review/evidence-builder.ts';

const context = (root: string, options: Record<string, string>) => ({
  root,
  at: null,
  format: 'json',
  operands: [],
  options,
  env: {},
  note: () => {},
  call: () => Promise.reject(new Error('gate calls no other command')),
});

describe('gate --evidence', () => {
  it.each([
    [0, 'passed', story().signed()],
    [1, 'waiting', story()],
    [1, 'rejected', story().asks('zhengsi', '10:00')],
    [1, 'refused', story().pullRequest({ fromFork: true })],
  ])('ends with %i where the item is %s', async (exitCode, verdict, told) => {
    const root = folderOf({ 'evidence.json': JSON.stringify(told.evidence) });
    const result = await command.run(context(root, { evidence: 'evidence.json' }));
    expect(result).toMatchObject({ exitCode, json: { version: 1, verdict } });
    expect(result.text).toContain('结论');
  });

  it.each([
    ['text that isn’t JSON', '{', 'evidence/malformed'],
    ['JSON that isn’t evidence', '[]', 'evidence/malformed'],
    ['two different reviews of one number', () => twice({ body: 'another' }), 'evidence/malformed'],
    ['a malformed organisation', () => JSON.stringify({ ...story().evidence, organisation: {} }), 'organisation/malformed'],
  ])('ends without a verdict on %s', (_what, text, code) =>
    expect(() => gateFromEvidence(typeof text === 'string' ? text : text())).toThrow(expect.objectContaining({ code, exitCode: 2 })),
  );

  it('reads a file that an editor has marked as Unicode', () =>
    expect(gateFromEvidence(`\uFEFF${JSON.stringify(story().signed().evidence)}`).exitCode).toBe(0));

  it('reads the same review on two pages once', () => expect(gateFromEvidence(twice({})).verdict.items[0]?.ignored).toEqual([]));

  it('ignores keys that it doesn’t know, also in the settings', () => {
    const { evidence } = story().signed();
    const newer = { ...evidence, future: 1, organisation: { ...(evidence.organisation as object), future: 1 }, policy: { future: 1 } };
    expect(gateFromEvidence(JSON.stringify(newer)).exitCode).toBe(0);
  });

  it('asks for the file that it can’t find', async () => {
    const run = command.run(context(folderOf({}), { evidence: 'evidence.json' }));
    await expect(run).rejects.toMatchObject({ code: 'evidence/no-file', exitCode: 2 });
  });
});

function twice(change: { body?: string }): string {
  const { evidence } = story().signed();
  return JSON.stringify({ ...evidence, reviews: [...evidence.reviews, { ...evidence.reviews[0], ...change }] });
}
