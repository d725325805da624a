import { describe, expect, it } from 'vitest';
import type { Git } from '#pipeline/forge/git/git.ts';

const AT = '2026-11-24T09:30:00+08:00';

/** Two repositories that two people have open, and the branch that both may write. */
export interface Pair {
  first: Git;
  second: Git;
}

const write = (git: Git, parent: string | null, files: Record<string, string>, message = 'm'): Promise<string> =>
  git.commitFiles(
    parent,
    Object.entries(files).map(([path, bytes]) => ({ path, bytes })),
    message,
    AT,
  );

/** What every repository must do, wherever its `origin` is. */
export function gitContract(name: string, open: () => Promise<Pair>): void {
  describe(`the contract of Git on ${name}`, () => {
    it('reads back exactly the bytes that it wrote, by commit and path', async () => {
      const { first: git } = await open();
      const bytes = new Uint8Array([0, 255, 10, 13, 10]);
      const commit = await git.commitFiles(
        null,
        [
          { path: 'a/街道.md', bytes: '正文\n' },
          { path: 'a/b/x.jpg', bytes },
        ],
        'm',
        AT,
      );
      expect((await git.readAt(commit, 'a/街道.md'))?.toString('utf8')).toBe('正文\n');
      expect(new Uint8Array((await git.readAt(commit, 'a/b/x.jpg')) as Buffer)).toEqual(bytes);
      expect(await git.readAt(commit, 'a')).toBeNull();
      expect(await git.readAt(commit, 'a/none')).toBeNull();
      expect((await git.list(commit)).map(({ path, mode }) => `${mode} ${path}`)).toEqual(['100644 a/b/x.jpg', '100644 a/街道.md']);
      expect((await git.list(commit, 'a/b')).map(({ path }) => path)).toEqual(['a/b/x.jpg']);
      expect((await git.names(commit, 'a')).map(({ name, type }) => `${type} ${name}`)).toEqual(['tree b', 'blob 街道.md']);
      expect(await git.names(commit, 'none')).toEqual([]);
    });

    it('gives a folder the same id wherever the rest of the repository moves, and another as soon as one byte changes', async () => {
      const { first: git } = await open();
      const one = await write(git, null, { 'items/x/index.md': 'a', 'items/x/p.jpg': 'p' });
      const two = await write(git, one, { 'items/y/index.md': 'b' });
      const three = await write(git, two, { 'items/x/index.md': 'a ' });
      expect(await git.idAt(two, 'items/x')).toBe(await git.idAt(one, 'items/x'));
      expect(await git.idAt(three, 'items/x')).not.toBe(await git.idAt(one, 'items/x'));
      expect(await git.idAt(one, 'items/y')).toBeNull();
      expect(await git.readAt(three, 'items/x/p.jpg')).not.toBeNull();
      await expect(git.idAt('0'.repeat(40), 'items/x')).rejects.toThrow();
    });

    it('takes files away, and the folders that are empty then', async () => {
      const { first: git } = await open();
      const one = await write(git, null, { 'items/x/index.md': 'a', 'items/x/p.jpg': 'p', 'items/y/z/q.jpg': 'q', other: 'o' });
      const gone = ['items/x/p.jpg', 'items/y/z/q.jpg', 'items/none/r.jpg'].map((path) => ({ path, bytes: null }));
      const two = await git.commitFiles(one, [{ path: 'items/x/index.md', bytes: 'b' }, ...gone], 'm', AT);
      expect((await git.list(two)).map(({ path }) => path)).toEqual(['items/x/index.md', 'other']);
      expect((await git.names(two, 'items')).map(({ name }) => name)).toEqual(['x']);
    });

    it('says who made a commit, when, and with which words', async () => {
      const { first: git } = await open();
      const one = await write(git, null, { a: '1' }, '第一行\n\n第三行');
      const info = await git.commitInfo(await write(git, one, { a: '2' }, '报送'));
      const sanshen = { name: 'Sanshen', email: 'sanshen@localhost' };
      expect(info).toEqual({ author: sanshen, committer: sanshen, at: '2026-11-24T01:30:00.000Z', message: '报送\n', parents: [one] });
      expect((await git.commitInfo(one)).message).toBe('第一行\n\n第三行\n');
    });

    it('lists history oldest first with what each commit changes', async () => {
      const { first: git } = await open();
      const one = await write(git, null, { 'x/a': '1', 'x/b': '2' });
      const two = await write(git, one, { 'x/a': '3', 'y/中 文': '4' });
      const same = await write(git, two, {});
      expect(await git.history(null, same)).toEqual([
        {
          sha: one,
          parents: [],
          changes: [
            { status: 'A', path: 'x/a' },
            { status: 'A', path: 'x/b' },
          ],
        },
        {
          sha: two,
          parents: [one],
          changes: [
            { status: 'M', path: 'x/a' },
            { status: 'A', path: 'y/中 文' },
          ],
        },
        { sha: same, parents: [two], changes: [] },
      ]);
      expect(await git.history(two, two)).toEqual([]);
      expect(await git.landing(same, 'x/a')).toBe(two);
      expect(await git.landing(same, 'x/b')).toBe(one);
      expect(await git.landing(same, 'none')).toBeNull();
      expect(await git.mergeBase(one, same)).toBe(one);
      expect(await git.mergeBase(one, await write(git, null, { z: 'z' }))).toBeNull();
    });

    it('tells a moved file from a new one', async () => {
      const { first: git } = await open();
      const text = 'a line of text\n'.repeat(20);
      const one = await write(git, null, { 'old/a': text, b: '1' });
      const two = await write(git, null, { 'new/a': text, b: '2', c: '3' });
      expect(await git.diff(one, two)).toEqual([
        { status: 'M', path: 'b' },
        { status: 'A', path: 'c' },
        { status: 'R', path: 'new/a', previousPath: 'old/a' },
      ]);
    });

    it('knows no revision that looks like an option, and none that is missing', async () => {
      const { first: git } = await open();
      const commit = await write(git, null, { a: '1' });
      expect(await git.resolve(commit)).toBe(commit);
      for (const revision of ['--all', '-h', 'no-such-branch', '0'.repeat(40), `${commit}:a`])
        expect(await git.resolve(revision)).toBeNull();
    });

    it.each(['../a', 'a/../b', '.git/config', 'a/.GIT/hooks', '/a', 'a//b', ''])('writes no file at %j', async (path) => {
      const { first: git } = await open();
      await expect(git.commitFiles(null, [{ path, bytes: 'x' }], 'm', AT)).rejects.toThrow(RangeError);
    });

    it('lets one of two writers move a branch and tells the other to look again', async () => {
      const { first, second } = await open();
      const root = await write(first, null, { start: '1' });
      expect(await first.advance('ledger', null, root)).toBe('moved');
      await second.fetch(['+refs/heads/ledger:refs/remotes/origin/ledger']);
      const mine = await write(first, root, { mine: '1' });
      const yours = await write(second, root, { yours: '1' });
      expect([await first.advance('ledger', root, mine), await second.advance('ledger', root, yours)]).toEqual(['moved', 'conflict']);
      await second.fetch(['+refs/heads/ledger:refs/remotes/origin/ledger']);
      const again = await write(second, mine, { yours: '1' });
      expect(await second.advance('ledger', mine, again)).toBe('moved');
      expect((await second.list(again)).map(({ path }) => path)).toEqual(['mine', 'start', 'yours']);
    });

    it('creates a branch once: neither a stranger nor a descendant may take an existing one for new', async () => {
      const { first, second } = await open();
      const root = await write(first, null, { a: '1' });
      // Anybody who may write can have a branch whose name ends in the whole name of another.
      expect(await first.advance('a/refs/heads/ledger', null, await write(first, null, { decoy: '1' }))).toBe('moved');
      expect(await first.advance('ledger', null, root)).toBe('moved');
      expect(await first.advance('ledger', null, root)).toBe('moved');
      expect(await first.advance('ledger', null, await write(first, root, { b: '1' }))).toBe('conflict');
      expect(await second.advance('ledger', null, await write(second, null, { c: '1' }))).toBe('conflict');
    });

    it('never throws history away', async () => {
      const { first: git } = await open();
      const one = await write(git, null, { a: '1' });
      const two = await write(git, one, { a: '2' });
      await git.advance('ledger', null, one);
      await git.advance('ledger', one, two);
      expect(await git.advance('ledger', two, one)).toBe('conflict');
      expect(await git.advance('ledger', two, await write(git, one, { a: '3' }))).toBe('conflict');
    });

    it('loses nothing when many write at once', async () => {
      const { first, second } = await open();
      const root = await write(first, null, { start: '1' });
      await first.advance('ledger', null, root);
      const append = async (git: Git, name: string): Promise<void> => {
        for (;;) {
          await git.fetch(['+refs/heads/ledger:refs/remotes/origin/ledger']);
          const tip = (await git.resolve('refs/remotes/origin/ledger')) ?? ((await git.resolve('refs/heads/ledger')) as string);
          if ((await git.advance('ledger', tip, await write(git, tip, { [name]: '1' }))) === 'moved') return;
        }
      };
      await Promise.all([1, 2, 3, 4].flatMap((n) => [append(first, `a${n}`), append(second, `b${n}`)]));
      await first.fetch(['+refs/heads/ledger:refs/remotes/origin/ledger']);
      const tip = (await first.resolve('refs/remotes/origin/ledger')) ?? ((await first.resolve('refs/heads/ledger')) as string);
      expect((await first.list(tip)).length).toBe(9);
    });
  });
}
