import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openGit } from '#pipeline/forge/git/git.ts';
import { gitText } from '#pipeline/forge/git/git-process.ts';
import { readLedger } from '#pipeline/ledger/ledger.ts';
import { gitLedger } from '#pipeline/ledger/ledger-git.ts';
import { gitTrust } from '#pipeline/verify/publisher.ts';
import { verifyLedger } from '#pipeline/verify/verify.ts';
import { type Bureau, FOLDER, ITEM, itemText } from '../bureau.ts';
import { fullLedger, OTHER } from '../ledger/full-ledger.ts';

const INDEX = `${FOLDER}/index.md`;
const PICTURE = `${FOLDER}/street.jpg`;
const POLICY = 'content/policy.yml';

type Found = [code: string, event: string];

/** What `verify` finds in a bureau's clone, after fetching what the server has. */
async function found({ root, publisher }: Bureau, item: string | null = null): Promise<Found[]> {
  const { git: fetching } = await publisher();
  await fetching.fetch(['+refs/heads/*:refs/remotes/origin/*']);
  const git = await openGit(root);
  try {
    const store = gitLedger(git, { fetch: false });
    const { problems } = await verifyLedger(store, await readLedger(store), gitTrust(git), { item, main: git });
    return problems.map(({ code, event }) => [code, event]);
  } finally {
    git.close();
  }
}

/** Bytes of a file on the server's main. */
async function bytesOf({ world }: Bureau, path: string): Promise<Buffer> {
  const git = await openGit(world.github.repositoryDir);
  const bytes = await git.readAt((await git.resolve('main')) ?? '', path);
  git.close();
  if (bytes === null) throw new Error(`no ${path}`);
  return bytes;
}

/** Pushes files straight onto main. */
const push = ({ pushToMain }: Bureau, files: Record<string, string | Uint8Array>): Promise<string> =>
  pushToMain(files as Record<string, string>);

function turned(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at] = (changed[at] as number) ^ (1 << (at % 8));
  return changed;
}

/** Puts other bytes under an object's id into the object store, as somebody with a right to the disk could; gives a way back. */
async function replaceObject(
  { root }: Bureau,
  path: string,
  stored: (bytes: Buffer) => Buffer,
  branch = 'main',
): Promise<() => Promise<void>> {
  const id = await gitText(root, ['rev-parse', `origin/${branch}:${path}`]);
  const git = await openGit(root);
  const bytes = await git.read(id);
  git.close();
  const file = join(root, '.git/objects', id.slice(0, 2), id.slice(2));
  await mkdir(dirname(file), { recursive: true });
  await chmod(file, 0o644);
  const kept = await readFile(file);
  await writeFile(file, stored(bytes));
  return () => writeFile(file, kept);
}

const asObject = (bytes: Buffer, type = 'blob'): Buffer => deflateSync(Buffer.concat([Buffer.from(`${type} ${bytes.length}\0`), bytes]));

describe('main as it is now, held against the ledger', () => {
  it('is in order after what was approved, with something new that nobody has approved yet', async () => {
    const bureau = await fullLedger();
    expect(await found(bureau)).toEqual([]);
    await push(bureau, { 'content/items/wucheng/2026-11-23-new/index.md': itemText({ title: '新的' }), 'README.md': '另一份说明\n' });
    expect(await found(bureau)).toEqual([]);
  });

  it('shows any byte of a text, a picture or the settings that was turned, by its name', async () => {
    const bureau = await fullLedger();
    const files: [string, string][] = [
      [INDEX, 'text-on-main'],
      [PICTURE, 'text-on-main'],
      [POLICY, 'settings-on-main'],
      ['content/organisation.yml', 'settings-on-main'],
    ];
    for (const [path, code] of files) {
      const bytes = await bytesOf(bureau, path);
      for (const at of [0, Math.floor(bytes.length / 2), bytes.length - 1]) {
        await push(bureau, { [path]: turned(bytes, at) });
        expect([at, await found(bureau)]).toEqual([at, [[code, path]]]);
      }
      await push(bureau, { [path]: bytes });
    }
    expect(await found(bureau)).toEqual([]);
  });

  it('shows a byte too many, a file too many, a folder too many among the settings', async () => {
    const bureau = await fullLedger();
    const bytes = await bytesOf(bureau, PICTURE);
    await push(bureau, {
      [PICTURE]: Buffer.concat([bytes, Buffer.from([0])]),
      [`${FOLDER}/more.jpg`]: bytes,
      'content/terms/x.yml': 'a: 1\n',
    });
    expect(await found(bureau)).toEqual([
      ['settings-on-main', 'content/terms/x.yml'],
      ['text-on-main', PICTURE],
      ['text-on-main', `${FOLDER}/more.jpg`],
    ]);
    expect(await found(bureau, OTHER)).toEqual([['settings-on-main', 'content/terms/x.yml']]);
  });

  it('shows a mode that was changed though no byte was, and a folder that is gone', async () => {
    const bureau = await fullLedger();
    const dir = bureau.world.github.repositoryDir;
    const onMain = async (...update: string[]): Promise<void> => {
      await gitText(dir, ['read-tree', 'main']);
      await gitText(dir, ['-c', 'core.bare=false', '--work-tree=.', 'update-index', ...update]);
      const tree = await gitText(dir, ['write-tree']);
      const who = ['-c', 'user.name=x', '-c', 'user.email=x@example.com'];
      await gitText(dir, ['update-ref', 'refs/heads/main', await gitText(dir, [...who, 'commit-tree', tree, '-p', 'main', '-m', '示例'])]);
    };
    await onMain('--cacheinfo', `100755,${await gitText(dir, ['rev-parse', `main:${INDEX}`])},${INDEX}`);
    expect(await found(bureau)).toEqual([['text-on-main', FOLDER]]);
    await onMain('--force-remove', INDEX, PICTURE);
    expect(await found(bureau)).toEqual([
      ['text-on-main', INDEX],
      ['text-on-main', PICTURE],
    ]);
  });

  it('shows a history that was written anew, even with the same text', async () => {
    const bureau = await fullLedger();
    const dir = bureau.world.github.repositoryDir;
    const who = ['-c', 'user.name=x', '-c', 'user.email=x@example.com'];
    await gitText(dir, ['update-ref', 'refs/heads/main', await gitText(dir, [...who, 'commit-tree', 'main^{tree}', '-m', '示例'])]);
    expect((await found(bureau)).map(([code]) => code)).toEqual(['landing-not-on-main', 'landing-not-on-main']);
  });

  it('shows other bytes under the same name in the object store, and ones that nobody can read', async () => {
    const bureau = await fullLedger();
    await found(bureau);
    await replaceObject(bureau, PICTURE, (bytes) => asObject(turned(bytes, 40)));
    await replaceObject(bureau, POLICY, (bytes) => asObject(Buffer.concat([bytes, Buffer.from('\n')])));
    expect(await found(bureau)).toEqual([
      ['settings-changed', POLICY],
      ['text-changed', PICTURE],
    ]);
    await replaceObject(bureau, PICTURE, () => Buffer.from('broken'));
    expect(await found(bureau)).toEqual([
      ['settings-changed', POLICY],
      ['text-missing', PICTURE],
    ]);
  });

  it('shows a file that the object store has put into an approved folder under the same id', async () => {
    const bureau = await fullLedger();
    await found(bureau);
    const entry = Buffer.concat([Buffer.from('100644 z.jpg\0'), Buffer.alloc(20, 7)]);
    await replaceObject(bureau, FOLDER, (bytes) => asObject(Buffer.concat([bytes, entry]), 'tree'));
    expect(await found(bureau)).toEqual([['text-extra', `${FOLDER}/z.jpg`]]);
  });

  it('names each file of the ledger that the disk has lost, whatever kind it is', async () => {
    const bureau = await fullLedger();
    await found(bureau);
    const git = await openGit(bureau.root);
    const paths = (await git.list('origin/ledger')).map(({ path }) => path);
    git.close();
    const missed: string[] = [];
    for (const path of paths) {
      const mend = await replaceObject(bureau, path, () => Buffer.from('broken'), 'ledger');
      // What is wrong with evidence is told of the event beside it.
      const places = [path, path.replace(/evidence\.json$/, '')];
      if (!(await found(bureau)).some(([, event]) => places.some((place) => event.startsWith(place)))) missed.push(path);
      await mend();
    }
    expect(missed).toEqual([]);
    expect(await found(bureau)).toEqual([]);
  });

  it('says so where there is no main at all', async () => {
    const bureau = await fullLedger();
    await found(bureau);
    await gitText(bureau.world.github.repositoryDir, ['update-ref', '-d', 'refs/heads/main']);
    await gitText(bureau.root, ['update-ref', '-d', 'refs/remotes/origin/main']);
    expect(await found(bureau, ITEM)).toEqual([['main-missing', 'main']]);
  });
});
