import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ObjectReader } from './git-objects.ts';
import { gitEnvironment, gitText } from './git-process.ts';
import { parseTree, type TreeItem, typeOf } from './git-tree.ts';

/** A file to add to a new commit, with its bytes. */
export interface NewFile {
  path: string;
  bytes: string | Uint8Array;
}

/** What a new commit changes: a file that it adds or replaces, or (`null`) one that it hasn't any more. */
export type FileChange = NewFile | { path: string; bytes: null };

/** A new file's place below a folder, as raw bytes (latin1), and its blob; `null` for a file that goes. */
interface Placed {
  parts: string[];
  id: string | null;
}

type MakeTree = (items: TreeItem[]) => Promise<string>;

function partsOf(path: string): string[] {
  const parts = Buffer.from(path, 'utf8').toString('latin1').split('/');
  if (parts.some((part) => ['', '.', '..', '.git'].includes(part.toLowerCase()) || part.includes('\0')))
    throw new RangeError(`not a path: ${path}`);
  return parts;
}

/** Writes the blobs, all in one process, and gives their ids in order. The folder's name says whose it is, should the process be killed. */
async function writeBlobs(dir: string, contents: readonly (string | Uint8Array)[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), `sanshen-blobs-${process.pid}-`));
  try {
    const names = contents.map((_, index) => join(folder, String(index)));
    await Promise.all(contents.map((bytes, index) => writeFile(names[index] as string, bytes)));
    const ids = await gitText(dir, ['hash-object', '-w', '--no-filters', '--stdin-paths'], {
      input: names.map((name) => `${name}\n`).join(''),
    });
    return ids.split('\n');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One `git mktree` for all trees of a commit: a child's id is needed before its parent can be written. */
function openTreeMaker(dir: string): { make: MakeTree; end: () => void } {
  const child = spawn('git', ['mktree', '-z', '--batch'], {
    cwd: dir,
    env: gitEnvironment(),
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  child.stdin.on('error', () => undefined);
  child.on('error', () => undefined);
  return {
    async make(items) {
      const text = items.map(({ mode, name, id }) => `${mode.padStart(6, '0')} ${typeOf(mode)} ${id}\t${name}\0`).join('');
      child.stdin.write(Buffer.from(`${text}\0`, 'latin1'));
      const line = await lines.next();
      if (line.done) throw new Error('git mktree ended early');
      return line.value;
    },
    end: () => child.stdin.end(),
  };
}

/** A tree with the files put into it; only the folders that change are read and written, so the cost is that of the change. */
async function putFiles(objects: ObjectReader, make: MakeTree, base: string | null, files: readonly Placed[]): Promise<string> {
  const object = base === null ? null : await objects.read(base);
  const items = new Map(object ? parseTree(object.bytes, object.id.length / 2, 'latin1').map((item) => [item.name, item]) : []);
  const folders = new Map<string, Placed[]>();
  for (const { parts, id } of files) {
    const [name = '', ...rest] = parts;
    if (rest.length === 0 && id === null) items.delete(name);
    else if (rest.length === 0 && id !== null) items.set(name, { mode: '100644', name, id });
    else folders.set(name, [...(folders.get(name) ?? []), { parts: rest, id }]);
  }
  for (const [name, below] of folders) {
    const old = items.get(name);
    const id = await putFiles(objects, make, old && typeOf(old.mode) === 'tree' ? old.id : null, below);
    // Git has no empty folders.
    if ((await objects.read(id))?.bytes.length === 0) items.delete(name);
    else items.set(name, { mode: '40000', name, id });
  }
  return make([...items.values()]);
}

const IDENTITY = { name: 'Sanshen', email: 'sanshen@localhost' };

/** Who a commit is by; default the program itself. */
export interface Identity {
  name: string;
  email: string;
}

/** Makes a commit object of a tree. `at` is an instant; it is written in Beijing time, to the second. */
export async function writeCommit(
  dir: string,
  commit: { tree: string; parents: readonly string[]; message: string; at: string; author?: Identity; committer?: Identity },
): Promise<string> {
  const date = `@${Math.floor(Date.parse(commit.at) / 1000)} +0800`;
  const author = commit.author ?? IDENTITY;
  const committer = commit.committer ?? IDENTITY;
  const env = {
    ...gitEnvironment(),
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: committer.name,
    GIT_COMMITTER_EMAIL: committer.email,
    GIT_COMMITTER_DATE: date,
  };
  const args = ['commit-tree', commit.tree, ...commit.parents.flatMap((parent) => ['-p', parent]), '-F', '-'];
  return gitText(dir, args, { env, input: commit.message.endsWith('\n') ? commit.message : `${commit.message}\n` });
}

/** Writes files on top of a parent (`null`: nothing) as a tree, without a work tree or an index, and gives the tree's id. */
export async function writeTree(dir: string, objects: ObjectReader, parent: string | null, files: readonly FileChange[]): Promise<string> {
  const places = files.map(({ path }) => partsOf(path));
  const contents = files.flatMap(({ bytes }) => (bytes === null ? [] : [bytes]));
  const written = (contents.length === 0 ? [] : await writeBlobs(dir, contents)).values();
  const ids = files.map(({ bytes }) => (bytes === null ? null : (written.next().value as string)));
  const root = parent === null ? null : await objects.read(`${parent}^{tree}`);
  if (parent !== null && !root) throw new Error(`the repository has no commit ${parent}`);
  const maker = openTreeMaker(dir);
  try {
    return await putFiles(
      objects,
      maker.make,
      root?.id ?? null,
      places.map((parts, index) => ({ parts, id: ids[index] ?? null })),
    );
  } finally {
    maker.end();
  }
}
