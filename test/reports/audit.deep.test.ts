import { describe, expect, it } from 'vitest';
import { command } from '#pipeline/commands/report.ts';
import { gitText } from '#pipeline/forge/git/git-process.ts';
import type { Audit } from '#pipeline/reports/audit/audit.ts';
import type { Bureau } from '../bureau.ts';
import { commandContext } from '../commands/context.ts';
import { fullLedger, OTHER } from '../ledger/full-ledger.ts';
import { edited, type Files, ledgerFiles, replaceLedger, without } from '../ledger/tampering.ts';

const NOW = '2027-01-05T12:00:00+08:00';

describe('report --audit', () => {
  const ask = async (change?: (files: Files) => Files) => {
    const bureau: Bureau = await fullLedger();
    if (change) await replaceLedger(bureau, change(await ledgerFiles(bureau)), null);
    await gitText(bureau.root, ['fetch', '--quiet', 'origin']);
    return command.run(commandContext({ root: bureau.root, at: NOW, options: { audit: true } }));
  };

  it('finds nothing in a ledger that only the publisher has written', async () => {
    const { exitCode, json } = await ask();
    expect(exitCode).toBe(0);
    expect(json).toMatchObject({ verified: true, unreviewed: [], unknownPosts: [], withdrawals: [] });
    expect((json as Audit).numbers.map(({ number, outcome }) => [number, outcome])).toEqual([
      ['2026-0001', 'out'],
      ['2026-0002', 'out'],
    ]);
    expect((json as Audit).acts.map(({ kind }) => kind)).toEqual(['settings', 'key', 'settings', 'hold', 'resume']);
  });

  it('names a number whose item was taken out of the ledger, and gives 1', async () => {
    const { exitCode, json } = await ask((files) => without(files, ...[...files.keys()].filter((path) => path.includes(OTHER))));
    expect(exitCode).toBe(1);
    expect((json as Audit).numbers.map(({ number, outcome }) => [number, outcome])).toEqual([
      ['2026-0001', 'missing'],
      ['2026-0002', 'out'],
    ]);
  });

  it('refuses a ledger that was changed, with one sentence', async () => {
    const change = (files: Files): Files =>
      edited(files, [...files.keys()].find((path) => path.includes(`${OTHER}/0001-evidence`)) as string, (text) =>
        text.replace('fengliu', 'fengLIU'),
      );
    await expect(ask(change)).rejects.toMatchObject({ code: 'ledger/unverified', exitCode: 2 });
  });
});
