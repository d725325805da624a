import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command } from '#pipeline/commands/verify.ts';
import { gitText } from '#pipeline/forge/git/git-process.ts';
import type { VerifyReport } from '#pipeline/verify/verify.ts';
import { VERSION } from '#pipeline/version.ts';
import { commandContext } from '../commands/context.ts';
import { folderOf } from '../folder.ts';

const FOLDER = join(import.meta.dirname, 'earlier-ledgers');
const bundles = readdirSync(FOLDER).filter((name) => name.endsWith('.bundle'));

/** What a release kept, as a repository of its own. */
async function opened(bundle: string): Promise<string> {
  const root = folderOf({});
  await gitText(root, ['clone', '--quiet', '--branch', 'main', join(FOLDER, bundle), '.']);
  await gitText(root, ['remote', 'remove', 'origin']);
  await gitText(root, ['fetch', '--quiet', join(FOLDER, bundle), 'refs/heads/ledger:refs/heads/ledger']);
  return root;
}

async function verified(root: string): Promise<VerifyReport> {
  return (await command.run(commandContext({ root }))).json as VerifyReport;
}

describe('a ledger that an earlier release wrote', () => {
  it('is kept of the present one too', () => expect(bundles).toContain(`${VERSION}.bundle`));

  it.each(bundles)('verifies to the last byte: %s', async (bundle) => {
    const report = await verified(await opened(bundle));
    expect([report.problems, report.verified]).toEqual([[], true]);
    expect(report.items).toBe(1);
    expect(report.events).toBeGreaterThanOrEqual(8);
  });

  it.each(bundles)('verifies no more once a form in it says something else: %s', async (bundle) => {
    const root = await opened(bundle);
    await gitText(root, ['checkout', '--quiet', 'ledger']);
    const names = (await gitText(root, ['ls-files'])).split('\n').filter((name) => /^\d{4}\/.*\.json$/.test(name));
    expect(names.length).toBeGreaterThan(0);
    const file = join(root, names[0] ?? '');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/[0-9a-f]{8}/, '00000000'));
    await gitText(root, ['-c', 'user.name=x', '-c', 'user.email=x@example.gov.cn', 'commit', '--quiet', '--all', '--message', '改']);
    await gitText(root, ['checkout', '--quiet', 'main']);
    expect((await verified(root)).verified).toBe(false);
  });
});
