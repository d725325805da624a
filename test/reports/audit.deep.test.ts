import { describe, expect, it } from 'vitest';
import { command } from '#pipeline/commands/report.ts';
import { gitText } from '#pipeline/forge/git/git-process.ts';
import type { Audit } from '#pipeline/reports/audit/audit.ts';
import { type Bureau, environmentOf, startBureau } from '../bureau.ts';
import { commandContext } from '../commands/context.ts';
import { fullLedger, OTHER } from '../ledger/full-ledger.ts';
import { edited, type Files, ledgerFiles, replaceLedger, rewritten, without } from '../ledger/tampering.ts';
import { listen } from '../listen.ts';

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

  it('names a text that was sent and that nobody had approved, and gives 1', async () => {
    const { key } = await fullLedger();
    const last = (files: Files): string =>
      [...files.keys()].filter((path) => path.includes(OTHER) && path.includes('-confirmed-')).at(-1) as string;
    const { exitCode, json } = await ask((files) => rewritten(files, last(files), key, (text) => text.replace(/"tree":"./, '"tree":"x')));
    expect(exitCode).toBe(1);
    expect(json).toMatchObject({ verified: false, unreviewed: [{ item: OTHER, why: expect.stringContaining('没有经过审定') }] });
  });

  it('names a page of the site that the ledger doesn’t know, where the forge vouches for the ledger', async () => {
    const page = (site: string): string =>
      `<url><loc>${site}/wucheng/2026-11-23-strange/</loc><lastmod>2027-01-04T10:00:00+08:00</lastmod></url>`;
    let address = '';
    address = await listen((_, response) => response.setHeader('content-type', 'application/xml').end(`<urlset>${page(address)}</urlset>`));
    const bureau = await startBureau({ site: address });
    const context = { root: bureau.root, at: NOW, options: { audit: true } };
    const { exitCode, json } = await command.run(commandContext({ ...context, env: environmentOf(bureau, 'wangwu') }));
    expect(exitCode).toBe(1);
    expect((json as Audit).unknownPosts).toMatchObject([{ channel: 'website', url: `${address}/wucheng/2026-11-23-strange/` }]);
    expect((json as Audit).looked.map(({ looked }) => looked)).toEqual([true, false, false]);
    const blind = await command.run(commandContext(context));
    expect((blind.json as Audit).looked.map(({ looked }) => looked)).toEqual([false, false, false]);
  });

  it('comes in every format', async () => {
    const bureau = await fullLedger();
    await gitText(bureau.root, ['fetch', '--quiet', 'origin']);
    for (const format of ['csv', 'xlsx', 'html', 'text']) {
      const { bytes, text } = await command.run(commandContext({ root: bureau.root, at: NOW, options: { audit: true }, format }));
      expect((bytes ?? Buffer.from(text)).length).toBeGreaterThan(500);
    }
  });
});
