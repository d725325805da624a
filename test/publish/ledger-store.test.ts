import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Git, openGit } from '#pipeline/forge/git.ts';
import { gitLedger } from '#pipeline/publish/ledger-git.ts';
import { memoryLedger } from '#pipeline/publish/ledger-memory.ts';
import { sharedLook } from '#pipeline/publish/shared-look.ts';
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

describe('an answer that is lost or wrong', () => {
  const at = '2026-11-24T10:00:00+08:00';
  const first = [{ path: 'settings/0001-a.json', bytes: Buffer.from('a') }];
  const second = [{ path: 'settings/0002-b.json', bytes: Buffer.from('b') }];

  /** What became of the push, and what the pusher was told of it. */
  const cases: { what: string; advance: (git: Git) => Git['advance']; told: 'appended' | 'conflict' | 'no line'; there: number }[] = [
    {
      what: 'counts as appended when the push had arrived',
      advance:
        (git) =>
        async (...args) => {
          await git.advance(...args);
          throw new Error('no line');
        },
      told: 'appended',
      there: 1,
    },
    {
      what: 'counts as appended when the push had arrived and somebody has gone on from there',
      advance:
        (git) =>
        async (...args) => {
          await git.advance(...args);
          await gitLedger(git, { fetch: true }).append(args[2], second, 'b', at);
          throw new Error('no line');
        },
      told: 'appended',
      there: 2,
    },
    {
      what: 'counts as appended when it arrived twice and the second was refused',
      advance:
        (git) =>
        async (...args) => {
          await git.advance(...args);
          return 'conflict';
        },
      told: 'appended',
      there: 1,
    },
    {
      what: 'stays an error when the push had not arrived',
      advance: () => () => Promise.reject(new Error('no line')),
      told: 'no line',
      there: 0,
    },
    {
      what: 'stays an error when it had not and somebody else was there meanwhile',
      advance: (git) => async () => {
        await gitLedger(git, { fetch: true }).append(null, second, 'b', at);
        throw new Error('no line');
      },
      told: 'no line',
      there: 1,
    },
    {
      what: 'is a conflict when somebody else was first',
      advance:
        (git) =>
        async (...args) => {
          await gitLedger(git, { fetch: true }).append(null, second, 'b', at);
          return git.advance(...args);
        },
      told: 'conflict',
      there: 1,
    },
  ];

  it.each(cases.map((one) => [one.what, one] as const))('%s', async (_, { advance, told, there }) => {
    const git = await opened(bare(folderOf({}), 'own.git'));
    const store = gitLedger({ ...git, advance: advance(git) }, { fetch: true });
    const answer = await store.append(null, first, 'a', at).then(
      ({ kind }) => kind,
      (error: Error) => error.message,
    );
    expect(answer).toBe(told);
    const head = await store.head();
    expect(head === null ? 0 : (await store.history(head)).length).toBe(there);
  });
});

describe('a look that many share', () => {
  it('began after each of them asked, one at a time; who shares one that fails is told so, and the next is another', async () => {
    let seen = 0;
    const ends: (() => void)[] = [];
    const look = sharedLook(async () => {
      seen += 1;
      const mine = seen;
      await new Promise<void>((end) => ends.push(end));
      if (mine === 2) throw new Error('unreachable');
      return mine;
    });
    const turn = (): Promise<void> => new Promise((go) => setImmediate(go));
    const first = [look(), look()];
    await turn();
    const second = [look(), look(), look()];
    await turn();
    expect([seen, ends.length]).toEqual([1, 1]);
    ends.shift()?.();
    expect(await Promise.all(first)).toEqual([1, 1]);
    await turn();
    const third = look();
    ends.shift()?.();
    expect((await Promise.allSettled(second)).map(({ status }) => status)).toEqual(Array(3).fill('rejected'));
    await turn();
    ends.shift()?.();
    expect([await third, seen]).toEqual([3, 3]);
  });
});

describe('bytes that the disk gives under a name that is not theirs', () => {
  it('read as none, although Git itself takes them', async () => {
    const dir = bare(folderOf({}), 'own.git');
    const git = await opened(dir);
    const store = gitLedger(git, { fetch: false });
    await store.append(null, [{ path: 'settings/0001-a.json', bytes: Buffer.from('aaaa') }], 'a', '2026-11-24T10:00:00+08:00');
    const [entry] = await store.entries((await store.head()) as string);
    const { path, id } = entry as NonNullable<typeof entry>;
    expect(Buffer.from(await store.read({ path, id })).toString()).toBe('aaaa');
    const file = join(dir, 'objects', id.slice(0, 2), id.slice(2));
    chmodSync(file, 0o644);
    writeFileSync(file, deflateSync(Buffer.from('blob 4\0bbbb')));
    const later = await opened(dir);
    expect((await later.read(id)).toString()).toBe('bbbb');
    const reread = gitLedger(later, { fetch: false });
    expect([...(await reread.read({ path, id }))]).toEqual([]);
    expect([...((await reread.readAt((await reread.head()) as string, path)) ?? [1])]).toEqual([]);
  });
});
