import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { command } from '#pipeline/commands/hook.ts';
import { ORGANISATION, textOf } from '../check/example-item.ts';
import { folderOf } from '../folder.ts';
import { smallJpeg } from '../jpeg-fixture.ts';
import { commandContext } from './context.ts';

const PROGRAM = resolve(import.meta.dirname, '../../pipeline/sanshen.js');
const ITEM = 'content/items/wucheng/2026-11-23-dianpu';
/** Stands in the repository where the program does, and keeps the clock still. */
const program = `import { spawnSync } from 'node:child_process';
const { status } = spawnSync(process.execPath, [${JSON.stringify(PROGRAM)}, ...process.argv.slice(2), '--at', '2026-11-24T12:00:00+08:00'], { stdio: 'inherit' });
process.exit(status);
`;

const git = (root: string, ...args: string[]): string => execFileSync('git', ['-C', root, ...args], { encoding: 'utf8' }).trim();

/** A clone of an empty bare repository, main pushed. */
function repository(held: Record<string, string> = { 'pipeline/sanshen.js': program, 'package.json': '{"type":"module"}' }): string {
  const root = folderOf({
    'content/organisation.yml': stringify(ORGANISATION),
    'content/policy.yml': '',
    ...held,
  });
  const remote = folderOf({});
  git(remote, 'init', '-q', '--bare', '-b', 'main');
  git(root, 'init', '-q', '-b', 'main');
  for (const [key, value] of Object.entries({ 'user.name': 'x', 'user.email': 'x@example.com', 'commit.gpgsign': 'false' }))
    git(root, 'config', key, value);
  git(root, 'remote', 'add', 'origin', remote);
  commit(root, '第一次提交');
  git(root, 'push', '-q', 'origin', 'main');
  return root;
}

function commit(root: string, message: string): void {
  git(root, 'add', '--all');
  git(root, 'commit', '-q', '--allow-empty', '-m', message);
}

function addItem(root: string, body?: string): void {
  execFileSync('mkdir', ['-p', join(root, ITEM)]);
  writeFileSync(join(root, ITEM, 'index.md'), textOf(body === undefined ? {} : { body }));
  writeFileSync(join(root, ITEM, 'cover.jpg'), smallJpeg());
  commit(root, '报送');
}

const hook = (root: string, remove = false) => command.run(commandContext({ root, options: remove ? { remove } : {} }));
const push = (root: string, ...words: string[]) => spawnSync('git', ['-C', root, 'push', ...words], { encoding: 'utf8' });

describe('the hook before a push', () => {
  it('checks with the program that installed it where the repository holds none', async () => {
    const root = repository({});
    await hook(root);
    git(root, 'checkout', '-q', '-b', 'submit');
    addItem(root, '联系人手机13812345678。');
    const { status, stderr, stdout } = push(root, 'origin', 'submit');
    expect([status, stdout + stderr]).toEqual([1, expect.stringMatching(/138\*+|手机/)]);
    expect(git(root, 'ls-remote', 'origin', 'refs/heads/submit')).toBe('');
  });

  it('stops a push that brings a telephone number, before anything has left the machine', async () => {
    const root = repository();
    await hook(root);
    git(root, 'checkout', '-q', '-b', 'submit');
    addItem(root, '联系电话：13800138000。\n');
    const { status, stdout, stderr } = push(root, 'origin', 'submit');
    expect([status === 0, stdout + stderr]).toEqual([false, expect.stringContaining('pii/phone')]);
    expect(stderr).toContain('没有推送 refs/heads/submit：');
    expect(stdout + stderr).not.toContain('13800138000');
    expect(git(root, 'ls-remote', 'origin', 'submit')).toBe('');
  });

  it('lets pass what is in order, what has no content, and what is deleted', async () => {
    const root = repository();
    await hook(root);
    git(root, 'checkout', '-q', '-b', 'submit');
    addItem(root);
    expect(push(root, 'origin', 'submit')).toMatchObject({ status: 0 });
    git(root, 'checkout', '-q', '--orphan', 'ledger');
    git(root, 'rm', '-rqf', '--cached', '.');
    git(root, 'commit', '-q', '--allow-empty', '-m', '台账');
    expect(push(root, 'origin', 'ledger')).toMatchObject({ status: 0 });
    expect(push(root, 'origin', '--delete', 'submit')).toMatchObject({ status: 0 });
  });

  it('looks only at what the push brings', async () => {
    const root = repository();
    addItem(root, '联系电话：13800138000。\n');
    git(root, 'push', '-q', 'origin', 'main');
    await hook(root);
    commit(root, '别的改动');
    expect(push(root, 'origin', 'main')).toMatchObject({ status: 0 });
  });

  it('is taken away again', async () => {
    const root = repository();
    const { json } = await hook(root);
    const { file } = json as { file: string };
    expect(statSync(file).mode & 0o111).not.toBe(0);
    expect(await hook(root, true)).toMatchObject({ exitCode: 0, json: { removed: true } });
    expect(existsSync(file)).toBe(false);
    expect(await hook(root, true)).toMatchObject({ exitCode: 0, text: '没有装过推送前的检查。' });
  });

  it('may be installed twice', async () => {
    const root = repository();
    const [first, second] = [await hook(root), await hook(root)];
    expect(second).toEqual(first);
  });

  it('never replaces or removes somebody’s own', async () => {
    const root = repository();
    const file = join(root, '.git/hooks/pre-push');
    writeFileSync(file, '#!/bin/sh\nexit 0\n');
    chmodSync(file, 0o755);
    await expect(hook(root)).rejects.toMatchObject({ code: 'hook/foreign', exitCode: 2 });
    expect((await hook(root, true)).text).toContain('不是本程序装的，没有动它');
    expect(readFileSync(file, 'utf8')).toBe('#!/bin/sh\nexit 0\n');
  });

  it('goes where core.hooksPath leads within the repository, and not into a folder that other repositories share', async () => {
    const root = repository();
    git(root, 'config', 'core.hooksPath', '.hooks');
    await hook(root);
    expect(existsSync(join(root, '.hooks/pre-push'))).toBe(true);
    const shared = folderOf({});
    git(root, 'config', 'core.hooksPath', shared);
    await expect(hook(root)).rejects.toMatchObject({ code: 'hook/shared', exitCode: 2 });
    expect(existsSync(join(shared, 'pre-push'))).toBe(false);
  });

  it('writes no name into its script that could be more than a name', async () => {
    const root = repository();
    for (const branch of ['$(touch x)', '"; touch x; "', '`touch x`', '-x']) {
      writeFileSync(join(root, 'content/policy.yml'), stringify({ branch }));
      await expect(hook(root)).rejects.toMatchObject({ code: 'hook/branch', exitCode: 2 });
    }
  });

  it('asks for a repository', () => expect(hook(folderOf({}))).rejects.toMatchObject({ code: 'git/not-a-repository', exitCode: 2 }));
});
