import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openGit } from '#pipeline/forge/git/git.ts';
import { gitLedger } from '#pipeline/ledger/ledger-git.ts';
import { folderOf } from '../folder.ts';
import { expectWhole } from './ledger-contract.ts';

function bare(folder: string, name: string): string {
  const dir = join(folder, name);
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', dir]);
  return dir;
}

/** Four processes, each with a clone of its own where there is an origin, that begin to write at the same moment. */
async function fourProcesses(dirs: readonly string[], entries: number): Promise<number[]> {
  const writers = dirs.map((dir, index) =>
    spawn(process.execPath, ['--import', 'tsx', 'test/ledger/ledger-writer.ts', dir, String(index + 1), String(entries)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    }),
  );
  const lines = writers.map(({ stdout }) => createInterface({ input: stdout })[Symbol.asyncIterator]());
  for (const line of lines) expect((await line.next()).value).toBe('ready');
  for (const { stdin } of writers) stdin.write('go\n');
  return Promise.all(lines.map(async (line) => Number((await line.next()).value)));
}

describe('four processes that write at once', () => {
  const places: Record<string, (folder: string) => { dirs: string[]; server: string }> = {
    'into one repository': (folder) => {
      const server = bare(folder, 'own.git');
      return { server, dirs: [server, server, server, server] };
    },
    'to origin, each from a clone of its own': (folder) => {
      const server = bare(folder, 'origin.git');
      const dirs = [1, 2, 3, 4].map((clone) => {
        const dir = bare(folder, `clone-${clone}.git`);
        execFileSync('git', ['-C', dir, 'remote', 'add', 'origin', server]);
        return dir;
      });
      return { server, dirs };
    },
  };

  it.each(Object.keys(places))('%s: nothing is lost, every rejected push is tried again, every chain stays whole', async (name) => {
    const { dirs, server } = (places[name] as (typeof places)[string])(folderOf({}));
    const rejected = await fourProcesses(dirs, 5);
    const git = await openGit(server);
    onTestFinished(() => git.close());
    await expectWhole(gitLedger(git, { fetch: false }), 4, 5);
    expect(rejected.filter((times) => times > 0).length).toBeGreaterThanOrEqual(3);
  });
});
