import { chmodSync, linkSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderState, isAsBefore } from '#pipeline/forge/folder-state.ts';
import { folderOf } from '../folder.ts';

const FILES = { 'index.md': 'a', 'cover.jpg': 'b', 'sub/one.txt': 'c', 'sub/deep/two.txt': 'd' };

/** A folder that was last changed long ago, so that any change now is another time. */
function longAgo(): string {
  const root = folderOf(FILES);
  for (const name of ['', ...Object.keys(FILES), 'sub', 'sub/deep']) utimesSync(join(root, name), 1_000_000, 1_000_000);
  return root;
}

const CHANGES: Record<string, (at: (name: string) => string) => void> = {
  'a byte of a file': (at) => writeFileSync(at('index.md'), 'x'),
  'a byte of a file far below': (at) => writeFileSync(at('sub/deep/two.txt'), 'x'),
  "a file's mode": (at) => chmodSync(at('cover.jpg'), 0o755),
  'a new file': (at) => writeFileSync(at('new.txt'), ''),
  'a new file far below': (at) => writeFileSync(at('sub/deep/new.txt'), ''),
  'a new folder without files': (at) => mkdirSync(at('sub/empty')),
  'a file less': (at) => rmSync(at('sub/one.txt')),
  'a name': (at) => renameSync(at('cover.jpg'), at('other.jpg')),
  'two names that change places': (at) => {
    renameSync(at('index.md'), at('x'));
    renameSync(at('cover.jpg'), at('index.md'));
    renameSync(at('x'), at('cover.jpg'));
  },
  'a link for a file': (at) => {
    rmSync(at('index.md'));
    symlinkSync('cover.jpg', at('index.md'));
  },
  'a second name for a file': (at) => linkSync(at('index.md'), at('again.md')),
  'no folder': (at) => rmSync(at(''), { recursive: true }),
};

describe('the state of a folder', () => {
  it('is as before where nothing was changed', () => {
    const root = longAgo();
    expect(isAsBefore(root, folderState(root)?.signature ?? '')).toBe(true);
  });

  it.each(Object.entries(CHANGES))('is another after %s', (_, change) => {
    const root = longAgo();
    const signature = folderState(root)?.signature ?? '';
    change((name) => join(root, name));
    expect(isAsBefore(root, signature)).toBe(false);
    expect(folderState(root)?.signature).not.toBe(signature);
  });
});
