import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { type ContentSource, commitSource, workTreeSource } from '#pipeline/forge/git/content-source.ts';
import { openGit } from '#pipeline/forge/git/git.ts';
import { MAX_FILES, MAX_FOLDER_BYTES, MOST_READ } from '#pipeline/item/folder-size.ts';
import { folderOf } from '../../folder.ts';

const ITEM = 'content/items/wucheng/2026-11-23-dianpu';
const MEGABYTE = 1024 * 1024;
const named = (files: Record<string, string | Uint8Array>) =>
  Object.fromEntries(Object.entries(files).map(([name, bytes]) => [`${ITEM}/${name}`, bytes]));

const gitIn =
  (root: string, input = '') =>
  (...args: string[]) =>
    execFileSync('git', ['-C', root, '-c', 'user.name=x', '-c', 'user.email=x@example.com', ...args], { encoding: 'utf8', input }).trim();

/** Lengths of an item's files, as the work tree and as a commit of it give them. */
async function lengths(files: Record<string, string | Uint8Array>): Promise<Record<'workTree' | 'commit', [string, number][]>> {
  const root = folderOf(named(files));
  const run = gitIn(root);
  for (const args of [
    ['init', '-q'],
    ['add', '-A'],
    ['commit', '-qm', 'first'],
  ])
    run(...args);
  const git = await openGit(root);
  try {
    const of = async (source: ContentSource) =>
      ((await source.folder(ITEM))?.files ?? []).map(({ path, bytes }): [string, number] => [path, bytes.length]);
    return { workTree: await of(workTreeSource(root)), commit: await of(commitSource(git, run('rev-parse', 'HEAD'))) };
  } finally {
    git.close();
  }
}

describe('a folder that holds more than an item may', () => {
  it('has no more of a file than shows that it is too long, and its neighbours whole', async () => {
    const files = { 'a.jpg': 'first', 'b.jpg': Buffer.alloc(12 * MEGABYTE), 'c.jpg': 'the last one', 'd.jpg': '' };
    const expected = [
      ['a.jpg', 5],
      ['b.jpg', MOST_READ],
      ['c.jpg', 12],
      ['d.jpg', 0],
    ];
    expect(await lengths(files)).toEqual({ workTree: expected, commit: expected });
  });

  it('has no more files than show that they are too many', async () => {
    const { workTree, commit } = await lengths(Object.fromEntries(Array.from({ length: MAX_FILES + 50 }, (_, n) => [`${n}.jpg`, `${n}`])));
    expect([workTree.length, commit.length]).toEqual([MAX_FILES + 1, MAX_FILES + 1]);
  });

  it('has no more of them than show that they are too long together', async () => {
    const pictures = Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`${n}.jpg`, Buffer.alloc(9 * MEGABYTE, n)]));
    for (const read of Object.values(await lengths(pictures))) {
      expect(read).toHaveLength(5);
      expect(read.reduce((sum, [, length]) => sum + length, 0)).toBeGreaterThan(MAX_FOLDER_BYTES);
    }
  });

  it('shows folders that nobody goes into: twenty levels of ten times the same one', async () => {
    const root = folderOf({});
    gitIn(root)('init', '-q');
    let tree = gitIn(root)('mktree');
    for (let level = 0; level < 20; level++) {
      tree = gitIn(root, Array.from({ length: 10 }, (_, n) => `040000 tree ${tree}\t${n}\n`).join(''))('mktree');
    }
    for (const name of ITEM.split('/').reverse()) tree = gitIn(root, `040000 tree ${tree}\t${name}\n`)('mktree');
    const git = await openGit(root);
    try {
      const folder = await commitSource(git, gitIn(root)('commit-tree', '-m', 'first', tree)).folder(ITEM);
      expect(folder?.files.length).toBeGreaterThan(0);
      expect(folder?.files.length).toBeLessThanOrEqual(MAX_FILES + 1);
      expect(new Set(folder?.files.map(({ mode }) => mode))).toEqual(new Set(['40000']));
    } finally {
      git.close();
    }
  });
});
