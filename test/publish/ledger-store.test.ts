import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Git, openGit } from '#pipeline/forge/git.ts';
import { gitLedger } from '#pipeline/publish/ledger-git.ts';
import { memoryLedger } from '#pipeline/publish/ledger-memory.ts';
import { folderOf } from '../folder.ts';
import { ledgerContract } from './ledger-contract.ts';

async function opened(dir: string): Promise<Git> {
  const git = await openGit(dir);
  onTestFinished(() => git.close());
  return git;
}

function bare(folder: string, name: string): string {
  const dir = join(folder, name);
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', dir]);
  return dir;
}

describe('the ledger in memory', () =>
  ledgerContract(async () => {
    const store = memoryLedger();
    return async () => store;
  }));

describe('the ledger in a repository without a remote', () =>
  ledgerContract(async () => {
    const dir = bare(folderOf({}), 'own.git');
    return async () => gitLedger(await opened(dir), { fetch: true });
  }));

describe('the ledger on origin, written from several clones', () =>
  ledgerContract(async () => {
    const folder = folderOf({});
    const origin = bare(folder, 'origin.git');
    let clones = 0;
    return async () => {
      clones += 1;
      const clone = bare(folder, `clone-${clones}.git`);
      execFileSync('git', ['-C', clone, 'remote', 'add', 'origin', origin]);
      return gitLedger(await opened(clone), { fetch: true });
    };
  }));

describe('an answer that is lost', () => {
  it('counts as appended when the push had arrived', async () => {
    const git = await opened(bare(folderOf({}), 'own.git'));
    const deaf: Git = {
      ...git,
      advance: async (...args) => {
        await git.advance(...args);
        throw new Error('the line went dead');
      },
    };
    const store = gitLedger(deaf, { fetch: true });
    const done = await store.append(null, [{ path: 'settings/0001-a.json', bytes: Buffer.from('a') }], 'a', '2026-11-24T10:00:00+08:00');
    expect(done).toEqual({ kind: 'appended', head: await store.head() });
  });

  it('stays an error when it had not', async () => {
    const git = await opened(bare(folderOf({}), 'own.git'));
    const cut: Git = { ...git, advance: async () => Promise.reject(new Error('no line')) };
    const store = gitLedger(cut, { fetch: true });
    const append = store.append(null, [{ path: 'settings/0001-a.json', bytes: Buffer.from('a') }], 'a', '2026-11-24T10:00:00+08:00');
    await expect(append).rejects.toThrow('no line');
    expect(await store.head()).toBeNull();
  });
});
