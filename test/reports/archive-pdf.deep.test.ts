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
  it('has each form as PDF too, the same to the byte when printed again, and verifies', async () => {
    const bureau = await archivedBureau();
    const { git } = await bureau.publisher();
    await git.fetch(['+refs/heads/main:refs/remotes/origin/main', '+refs/heads/ledger:refs/remotes/origin/ledger']);
    const env = { ...process.env, CHROME_PATH: inject('chromium') };
    const [one, two] = [join(folderOf({}), 'one'), join(folderOf({}), 'two')] as const;
    const made = async (out: string): Promise<unknown> =>
      (await archiveCommand.run(commandContext({ root: bureau.root, options: { year: '2026', out }, env }))).json;
    const first = await made(one);
    expect(first).toMatchObject({ pdf: true });
    expect(await made(two)).toMatchObject({ sums: (first as { sums: string }).sums });
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
