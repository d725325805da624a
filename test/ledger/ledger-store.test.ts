import { execFileSync } from 'node:child_process';
import { chmodSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Git, openGit } from '#pipeline/forge/git/git.ts';
import { chainFolders, coalesceReads, gitLedger } from '#pipeline/ledger/ledger-git.ts';
import { Problem } from '#pipeline/problem.ts';
import { folderOf } from '../folder.ts';
import { ledgerContract } from './ledger-contract.ts';
import { memoryLedger, standIn } from './ledger-memory.ts';

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

describe('the ledger in memory', () => {
  ledgerContract(async () => {
    const store = memoryLedger();
    return async () => store;
  });

  it('names the commit that it hasn’t', () =>
    expect(memoryLedger().entries('f'.repeat(40))).rejects.toThrow(`the ledger has no commit ${'f'.repeat(40)}`));
});

describe('the ledger in a repository without a remote', () =>
  ledgerContract(async () => {
    const dir = bare(folderOf({}), 'own.git');
    return async () => gitLedger(await opened(dir), { fetch: true, sign: standIn });
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
      return gitLedger(await opened(clone), { fetch: true, sign: standIn });
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

describe('the ledger on origin', () => {
  const at = '2026-11-24T10:00:00+08:00';
  const one = (name: string) => [{ path: `settings/${name}.json`, bytes: Buffer.from(name) }];

  /** An origin, and a clone that has written into it twice. */
  async function written(): Promise<{ folder: string; origin: string; clone: string; git: Git; heads: string[] }> {
    const folder = folderOf({});
    const origin = bare(folder, 'origin.git');
    const clone = bare(folder, 'clone.git');
    execFileSync('git', ['-C', clone, 'remote', 'add', 'origin', origin]);
    const git = await opened(clone);
    const store = gitLedger(git, { fetch: true });
    const heads: string[] = [];
    for (const name of ['0001-a', '0002-b']) {
      await store.append(await store.head(), one(name), name, at);
      heads.push((await store.head()) as string);
    }
    return { folder, origin, clone, git, heads };
  }

  it('is read as this clone has seen it where nobody is to be asked', async () => {
    const { folder, origin, heads } = await written();
    const other = bare(folder, 'other.git');
    execFileSync('git', ['-C', other, 'remote', 'add', 'origin', origin]);
    const git = await opened(other);
    expect(await gitLedger(git, { fetch: false }).head()).toBeNull();
    expect(await gitLedger(git, { fetch: true }).head()).toBe(heads[1]);
    expect(await gitLedger(git, { fetch: false }).head()).toBe(heads[1]);
  });

  it('isn’t asked again after a push that it has taken', async () => {
    const { git, heads } = await written();
    let asked = 0;
    const counting: Git = {
      ...git,
      fetch: (refspecs) => {
        asked += 1;
        return git.fetch(refspecs);
      },
    };
    const store = gitLedger(counting, { fetch: true });
    expect((await store.append(heads[1] ?? null, one('0003-c'), 'c', at)).kind).toBe('appended');
    expect(asked).toBe(0);
  });

  it('stops whoever has seen more of it than is there', async () => {
    const { origin, git, heads } = await written();
    execFileSync('git', ['-C', origin, 'update-ref', 'refs/heads/ledger', heads[0] ?? '']);
    for (const _ of [1, 2])
      await expect(gitLedger(git, { fetch: true }).head()).rejects.toMatchObject({
        code: 'ledger/cut',
        place: 'ledger',
        message: `远程的台账不是从本机上次看到的提交 ${heads[1]?.slice(0, 12)} 接着写的，被回退或换掉过；应只增不减；什么也没有发送；请管理员今天查明是谁改了 ledger 分支，恢复到这次提交以后再运行，在此以前不要在别处运行；这次提交本身是别人塞进来的（核验不过的），恢复到它以前、核验通过以后，在本机运行 git update-ref -d refs/remotes/origin/ledger 再来。`,
        cause: expect.objectContaining({ code: 'git/rewound' }),
      });
    expect(await gitLedger(git, { fetch: false }).head()).toBe(heads[1]);
  });

  it('that can’t be reached is told as what it is', async () => {
    const { origin, git } = await written();
    renameSync(origin, `${origin}-gone`);
    await expect(gitLedger(git, { fetch: true }).head()).rejects.toThrow(/^(?!.*被回退或换掉过)/);
    const broken = { ...git, fetch: () => Promise.reject(new Error('broken')) };
    await expect(gitLedger(broken, { fetch: true }).head()).rejects.toThrow('broken');
  });
});

describe('bytes that can’t be read', () => {
  it.each([
    ['are none where the disk has lost them', new Problem('git/missing-object', '没有这个对象', { place: 'x' }), null],
    ['stop everything where Git says something else', new Problem('git/failed', 'Git 出错', { place: 'x' }), 'Git 出错'],
    ['stop everything where the program fails', new Error('broken'), 'broken'],
  ])('%s', async (_, error, thrown) => {
    const git = await opened(bare(folderOf({}), 'own.git'));
    const store = gitLedger({ ...git, read: () => Promise.reject(error) }, { fetch: false });
    const read = store.read({ path: 'settings/0001-a.json', id: 'f'.repeat(40) });
    if (thrown === null) expect([...(await read)]).toEqual([]);
    else await expect(read).rejects.toThrow(thrown);
  });
});

describe('a look that many share', () => {
  it('began after each of them asked, one at a time; who shares one that fails is told so, and the next is another', async () => {
    let seen = 0;
    const ends: (() => void)[] = [];
    const look = coalesceReads(async () => {
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

describe('the folders of a ledger’s chains', () => {
  const at = '2026-11-24T10:00:00+08:00';
  const [a, b] = ['wucheng/2026-11-23-a', 'jindong/2026-12-01-b'];
  const others = [
    'settings',
    'media/wechat/wx',
    'seals/2026',
    '20261/11/wucheng/2026-11-23-a',
    'a2026/11/wucheng/2026-11-23-a',
    '2026/11/notes',
  ];
  const misplaced = ['2026/12/wucheng/2026-11-23-c', '2027/11/wucheng/2026-11-23-d', '2026/11/wucheng/d/e'];

  it('are those of its items alone, where they belong; no other folder is looked into, and no file', async () => {
    const git = await opened(bare(folderOf({}), 'own.git'));
    const store = gitLedger(git, { fetch: false });
    const write = async (...folders: string[]): Promise<string> => {
      const files = folders.map((folder) => ({ path: `${folder}/000${folders.length}-x.json`, bytes: Buffer.from('x') }));
      await store.append(await store.head(), files, 'x', at);
      return (await store.head()) as string;
    };
    const chains = [`2026/11/${a}`, `2026/12/${b}`];
    const head = await write(...chains, ...others, ...misplaced);
    let looks = 0;
    const counting: Git = {
      ...git,
      namesIn: (tree) => {
        looks += 1;
        return git.namesIn(tree);
      },
    };
    const found = await chainFolders(counting, head);
    expect([...found.keys()]).toEqual([a, b]);
    // Two years, three months, four units.
    expect(looks).toBe(10);
    const later = await chainFolders(git, await write(`2026/12/${b}`));
    expect([later.get(a) === found.get(a), later.get(b) === found.get(b)]).toEqual([true, false]);
    expect(await chainFolders(git, null)).toEqual(new Map());
  });
});
