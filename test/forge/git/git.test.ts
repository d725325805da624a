import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { commitSource } from '#pipeline/forge/git/content-source.ts';
import { type Git, openGit } from '#pipeline/forge/git/git.ts';
import { folderOf } from '../../folder.ts';
import { gitContract } from '../git-contract.ts';

const git = (dir: string, ...args: string[]): string =>
  execFileSync('git', args, { cwd: dir, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

async function open(dir: string): Promise<Git> {
  const opened = await openGit(dir);
  onTestFinished(() => opened.close());
  return opened;
}

const AT = '2026-11-24T09:30:00+08:00';

function bare(): string {
  const dir = folderOf({});
  git(dir, 'init', '--quiet', '--bare', '-b', 'main');
  return dir;
}

gitContract('one bare repository', async () => {
  const dir = bare();
  return { first: await open(dir), second: await open(dir) };
});

gitContract('two clones', async () => {
  const origin = bare();
  const clone = async (): Promise<Git> => {
    const dir = folderOf({});
    git(dir, 'clone', '--quiet', '--', `file://${origin}`, '.');
    return open(dir);
  };
  return { first: await clone(), second: await clone() };
});

describe('a repository on this machine', () => {
  it('is named by its problem when the folder is none', async () => {
    await expect(openGit(folderOf({}))).rejects.toMatchObject({ code: 'git/not-a-repository', exitCode: 2 });
    await expect(openGit(join(folderOf({}), 'missing'))).rejects.toMatchObject({ code: 'git/not-installed' });
  });

  it('lists the work tree without what Git ignores or what is gone', async () => {
    const dir = folderOf({ '.gitignore': '*.tmp\n', 'content/a.md': '1', 'content/b.tmp': '2', 'content/gone.md': '3', 'other.md': '4' });
    git(dir, 'init', '--quiet');
    git(dir, 'add', 'content');
    execFileSync('rm', [join(dir, 'content/gone.md')]);
    expect(await (await open(dir)).workTreeFiles('content')).toEqual(['content/a.md']);
    expect(await (await open(dir)).workTreeFiles('')).toEqual(['.gitignore', 'content/a.md', 'other.md']);
    expect(await (await open(bare())).workTreeFiles('content')).toEqual([]);
  });

  it('is not disguised by attributes, replaced objects or a variable of the caller', async () => {
    const dir = folderOf({ 'content/a.md': 'as written\n', '.gitattributes': '*.md filter=evil export-subst ident\n' });
    git(dir, 'init', '--quiet', '-b', 'main');
    git(dir, '-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--allow-empty', '-m', 'empty');
    git(dir, 'add', '.');
    git(dir, '-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '-m', 'all');
    const blob = git(dir, 'rev-parse', 'HEAD:content/a.md').trim();
    git(dir, 'replace', '-f', blob, git(dir, 'rev-parse', 'HEAD:.gitattributes').trim());
    process.env.GIT_DIR = join(dir, 'elsewhere');
    onTestFinished(() => {
      delete process.env.GIT_DIR;
    });
    const opened = await open(dir);
    const head = (await opened.resolve('HEAD')) as string;
    expect((await opened.readAt(head, 'content/a.md'))?.toString('utf8')).toBe('as written\n');
  });

  it('reads a reference anew each time, and knows none where there is none yet', async () => {
    const dir = bare();
    const opened = await open(dir);
    const names = ['HEAD', 'refs/heads/main', 'main', 'refs/heads/../main', '0'.repeat(40)];
    const ids = async () => Promise.all(names.map((name) => opened.resolve(name)));
    expect(await ids()).toEqual([null, null, null, null, null]);
    const one = await opened.commitFiles(null, [{ path: 'a', bytes: '1' }], 'm', '2026-11-24T09:30:00+08:00');
    git(dir, 'update-ref', 'refs/heads/main', one);
    expect(await ids()).toEqual([one, one, one, null, null]);
    const two = await opened.commitFiles(one, [{ path: 'a', bytes: '2' }], 'm', '2026-11-24T09:30:00+08:00');
    git(dir, 'update-ref', 'refs/heads/main', two);
    expect(await ids()).toEqual([two, two, two, null, null]);
    expect(await opened.resolve(one)).toBe(one);
    expect(await opened.resolve((await opened.idAt(one, 'a')) as string)).toBeNull();
  });

  it.each<[string, [mode: string, name: string][], boolean]>([
    ['one file', [['100644', 'index.md']], true],
    [
      'a folder among files, in Git’s order',
      [
        ['100644', 'a'],
        ['100644', 'a.b'],
        ['40000', 'a0'],
        ['100644', 'a00'],
      ],
      true,
    ],
    [
      'a file before a folder that begins like it',
      [
        ['100644', 'ab-c'],
        ['40000', 'ab'],
      ],
      true,
    ],
    [
      'a file twice',
      [
        ['100644', 'index.md'],
        ['100644', 'index.md'],
      ],
      false,
    ],
    [
      'a file and a folder of one name',
      [
        ['100644', 'index'],
        ['100644', 'index.md'],
        ['40000', 'index'],
      ],
      false,
    ],
    [
      'another order',
      [
        ['100644', 'map.jpg'],
        ['100644', 'index.md'],
      ],
      false,
    ],
    ['a file without a name', [['100644', '']], false],
  ])('reads a folder that holds %s only where Git could have written it', async (_, entries, sound) => {
    const dir = bare();
    const write = (kind: string, input: string | Buffer) =>
      execFileSync('git', ['hash-object', '-t', kind, '-w', '--literally', '--stdin'], { cwd: dir, input, encoding: 'utf8' }).trim();
    const [blob, empty] = [Buffer.from(write('blob', 'x'), 'hex'), Buffer.from(write('tree', ''), 'hex')];
    const tree = write(
      'tree',
      Buffer.concat(entries.map(([mode, name]) => Buffer.concat([Buffer.from(`${mode} ${name}\0`), mode === '40000' ? empty : blob]))),
    );
    const found = (await open(dir)).namesIn(tree);
    if (sound) expect((await found).map(({ name }) => name)).toEqual(entries.map(([, name]) => name));
    else await expect(found).rejects.toMatchObject({ code: 'git/unsound-tree', message: expect.stringMatching(/；应.*；请报送人/) });
  });

  it('reads the modes of a tree as Git does, however they are written', async () => {
    const dir = bare();
    const write = (kind: string, input: string | Buffer) =>
      execFileSync('git', ['hash-object', '-t', kind, '-w', '--literally', '--stdin'], { cwd: dir, input, encoding: 'utf8' }).trim();
    const blob = write('blob', 'x');
    const treeOf = (modes: readonly string[], id: string) =>
      write('tree', Buffer.concat(modes.map((mode) => Buffer.concat([Buffer.from(`${mode} in-${mode}\0`), Buffer.from(id, 'hex')]))));
    const inner = treeOf(['100600', '100644', '100664', '100755', '100775', '120000', '160000'], blob);
    const commit = git(
      dir,
      '-c',
      'user.name=a',
      '-c',
      'user.email=a@example.com',
      'commit-tree',
      '-m',
      'm',
      treeOf(['040000', '40000'], inner),
    );
    const opened = await open(dir);
    const shown = async (tree: string) =>
      (await opened.namesIn(tree)).map(({ name, type, mode, id }) => `${mode.padStart(6, '0')} ${type} ${id}\t${name}`);
    expect(await shown(inner)).toEqual(git(dir, 'ls-tree', inner).trim().split('\n'));
    const root = git(dir, 'rev-parse', `${commit.trim()}^{tree}`).trim();
    expect(await shown(root)).toEqual(git(dir, 'ls-tree', root).trim().split('\n'));
    const { folder } = commitSource(opened, commit.trim());
    expect((await folder('in-40000'))?.files.map(({ path, mode }) => [path, mode])).toEqual(
      git(dir, 'ls-tree', inner)
        .trim()
        .split('\n')
        .map((line) => [line.split('\t')[1], line.slice(0, 6)]),
    );
    expect((await opened.list(commit.trim(), 'in-40000')).map(({ mode }) => mode)).toEqual(
      (await folder('in-40000'))?.files.map(({ mode }) => mode),
    );
  });

  it('runs no hook of the repository', async () => {
    const origin = bare();
    const dir = folderOf({});
    git(dir, 'clone', '--quiet', '--', `file://${origin}`, '.');
    const marker = join(dir, 'ran');
    for (const hook of ['pre-push', 'reference-transaction', 'post-update']) {
      const file = join(dir, '.git/hooks', hook);
      execFileSync('sh', [
        '-c',
        'mkdir -p "$(dirname "$1")" && printf "#!/bin/sh\\ntouch \\"%s\\"\\n" "$2" > "$1" && chmod +x "$1"',
        'sh',
        file,
        marker,
      ]);
    }
    const opened = await open(dir);
    const commit = await opened.commitFiles(null, [{ path: 'a', bytes: '1' }], 'm', '2026-11-24T01:30:00Z');
    expect(await opened.advance('main', null, commit)).toBe('moved');
    expect(git(dir, 'ls-files', '--others')).not.toContain('ran');
  });

  it('fetches a commit by its sha, and says so when the other side has none', async () => {
    const origin = bare();
    git(origin, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
    const there = await open(origin);
    const commit = await there.commitFiles(null, [{ path: 'a', bytes: '1' }], 'm', '2026-11-24T01:30:00Z');
    const dir = folderOf({});
    git(dir, 'clone', '--quiet', '--', `file://${origin}`, '.');
    const here = await open(dir);
    expect(await here.resolve(commit)).toBeNull();
    expect(await here.fetch([commit])).toBe(true);
    expect(await here.resolve(commit)).toBe(commit);
    expect(await here.fetch(['1'.repeat(40)])).toBe(false);
    expect(await here.fetch(['refs/heads/none'])).toBe(false);
    expect(await there.fetch([commit])).toBe(false);
  });

  it('tells the branches of origin, and takes one away only while it is where it was seen', async () => {
    const origin = bare();
    const dir = folderOf({});
    git(dir, 'clone', '--quiet', '--', `file://${origin}`, '.');
    const opened = await open(dir);
    const [one, two] = [await opened.commitFiles(null, [{ path: 'a', bytes: '1' }], 'm', AT), await opened.commitFiles(null, [], 'm', AT)];
    for (const branch of ['main', 'lisi-patch-1', 'x/refs/heads/lisi-patch-1']) await opened.advance(branch, null, one);
    expect([...(await opened.branches()).keys()].sort()).toEqual(['lisi-patch-1', 'main', 'x/refs/heads/lisi-patch-1']);
    expect(await opened.removeBranch('lisi-patch-1', two)).toBe('conflict');
    expect(await opened.removeBranch('lisi-patch-1', one)).toBe('moved');
    expect([...(await opened.branches()).keys()].sort()).toEqual(['main', 'x/refs/heads/lisi-patch-1']);
  });

  it('says that origin is out of reach, and does not call that a conflict', async () => {
    const dir = folderOf({});
    git(dir, 'init', '--quiet');
    git(dir, 'remote', 'add', 'origin', 'http://127.0.0.1:1/owner/name.git');
    const opened = await open(dir);
    const commit = await opened.commitFiles(null, [{ path: 'a', bytes: '1' }], 'm', '2026-11-24T01:30:00Z');
    await expect(opened.fetch(['refs/heads/main'])).rejects.toMatchObject({ code: 'git/unreachable' });
    await expect(opened.advance('main', commit, commit)).rejects.toMatchObject({ code: 'git/unreachable' });
  });
});
