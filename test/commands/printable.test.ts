import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openGit } from '#pipeline/forge/git/git.ts';
import { runGit } from '#pipeline/forge/git/git-process.ts';
import { printable, printableLines } from '#pipeline/printable.ts';
import { Problem } from '#pipeline/problem.ts';
import { obstacle } from '#pipeline/review/gate/obstacle.ts';
import { firstSample } from '#pipeline/sandbox/samples.ts';
import { folderOf } from '../folder.ts';

/** Clears the screen, names the window, then begins a line with a log command of GitHub Actions. */
const HOSTILE = '\x1b[2J\x1b]0;x\x07\r\n::error::pwned';
const moves = /[^\P{Cc}\n\t]|[\u202a-\u202e]/u;
const commands = /^\s*::/m;

describe('what people wrote, printed', () => {
  it('is one line that moves no cursor, wherever a sentence quotes it', () => {
    for (const text of [
      printable(HOSTILE),
      new Problem('x', `文件 ${HOSTILE} 读不出来。`, { place: HOSTILE }).message,
      new Problem('x', '读不出来。', { place: HOSTILE }).place ?? '',
      obstacle('bad-path', HOSTILE).message,
      obstacle('mixed-change', `pipeline/${HOSTILE}`).message,
    ]) {
      expect(text).not.toMatch(moves);
      expect(text).not.toMatch(/\n/);
    }
  });

  it('keeps a report’s own line ends and turns no reading order', () => {
    expect(printableLines('一\n\t二\u202e三\x9b2J\n')).toBe('一\n\t二\uFFFD三\uFFFD2J\n');
    expect(printableLines('照旧 ✓　“好”\n')).toBe('照旧 ✓　“好”\n');
  });

  const sample = firstSample('2026-11-24T10:00:00+08:00');
  const text = sample.versions.at(-1)?.text ?? '';

  async function repository(): Promise<string> {
    const root = folderOf({ 'note.txt': 'x' });
    await runGit(root, ['init', '-q', '-b', 'main']);
    const git = await openGit(root);
    const organisation = readFileSync('content/organisation.yml');
    const files = [
      { path: 'content/organisation.yml', bytes: organisation },
      { path: `${sample.path}/index.md`, bytes: text },
      { path: `${sample.path}/x${HOSTILE}.txt`, bytes: 'x' },
      { path: `content/items/wucheng/${HOSTILE}/index.md`, bytes: text },
    ];
    const commit = await git.commitFiles(null, files, 'hostile names', '2026-11-24T10:00:00+08:00');
    await runGit(root, ['update-ref', 'refs/heads/main', commit]);
    git.close();
    return root;
  }

  const sanshen = (root: string, ...args: string[]) => {
    const command = [join('pipeline', 'sanshen.js'), ...args, '--root', root, '--at', '2026-11-24T10:00:00+08:00'];
    const { stdout, stderr, status } = spawnSync(process.execPath, command, { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
    return { all: stdout + stderr, status };
  };

  it.each([
    ['the report for people', ['check', '--rev', 'main']],
    ['a run’s summary', ['check', '--rev', 'main', '--format', 'summary']],
    ['a refusal', ['render', sample.path, '--channel', 'website', '--rev', 'main']],
    ['an operand that is no item', ['render', HOSTILE, '--channel', 'website']],
  ])('leaves names of files that try it harmless: %s', async (_, args) => {
    const { all, status } = sanshen(await repository(), ...args);
    expect(status).toBeGreaterThan(0);
    expect(all).toContain('pwned');
    expect(all).not.toMatch(moves);
    expect(all).not.toMatch(commands);
  });
});
