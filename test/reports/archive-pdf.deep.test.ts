import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { command as archiveCommand } from '#pipeline/commands/archive.ts';
import { command as verifyCommand } from '#pipeline/commands/verify.ts';
import { browserIn } from '#pipeline/reports/archive/print-pdf.ts';
import { commandContext } from '../commands/context.ts';
import { folderOf } from '../folder.ts';
import { archivedBureau } from './archived-bureau.ts';

describe('a year’s package where a browser is', () => {
  it('has each form as PDF too, all else the same to the byte when made again, and verifies', async () => {
    const bureau = await archivedBureau();
    const { git } = await bureau.publisher();
    await git.fetch(['+refs/heads/main:refs/remotes/origin/main', '+refs/heads/ledger:refs/remotes/origin/ledger']);
    const env = { ...process.env, CHROME_PATH: inject('chromium') };
    const [one, two] = [join(folderOf({}), 'one'), join(folderOf({}), 'two')] as const;
    const made = async (out: string): Promise<unknown> =>
      (await archiveCommand.run(commandContext({ root: bureau.root, options: { year: '2026', out }, env }))).json;
    for (const out of [one, two]) expect(await made(out)).toMatchObject({ pdf: true });
    // A browser may print the same page otherwise the next time.
    const sums = (out: string): string[] =>
      readFileSync(join(out, 'SHA256SUMS'), 'utf8')
        .split('\n')
        .filter((line) => !line.endsWith('.pdf'));
    expect(sums(two)).toEqual(sums(one));
    const pdfs = readdirSync(one, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('审核单.pdf'));
    expect(pdfs.map((name) => readFileSync(join(one, name)).toString('latin1', 0, 5))).toEqual(Array(4).fill('%PDF-'));
    const told = await verifyCommand.run(commandContext({ root: folderOf({}), options: { archive: one } }));
    expect(told.json).toMatchObject({ verified: true, problems: [] });
  });

  it('is found by CHROME_PATH or on the path, and missed where there is none', () => {
    const program = inject('chromium');
    expect([browserIn({ CHROME_PATH: program }), browserIn({ CHROME_PATH: join(folderOf({}), 'none'), PATH: '' }), browserIn({})]).toEqual([
      program,
      null,
      null,
    ]);
  });
});
