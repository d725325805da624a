import type { Dirent } from 'node:fs';
import { lstat, open, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { blobId } from '../item/git-ids.ts';
import type { ItemFile, ItemFolder } from '../item/item.ts';
import { ITEMS_FOLDER, itemFolderOf } from '../item/item-path.ts';
import { Problem } from '../problem.ts';
import type { Git } from './git.ts';

/** Where items and settings are read from: the work tree, or a commit. */
export interface ContentSource {
  /** Paths of all item folders, sorted. */
  items(): Promise<string[]>;
  /** A folder with all files below it; `null` if there is no such folder. */
  folder(path: string): Promise<ItemFolder | null>;
  /** A file's text, `null` if it isn't there. */
  text(path: string): Promise<string | null>;
}

/** More than any file may have (`E_SIZE`): what is longer is read no further. */
const MAX_BYTES = 11 * 1024 * 1024;
/** What file managers leave behind; Git ignores them, so do we. */
const LITTER = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini']);

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(MAX_BYTES), 0, MAX_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function unreadable(path: string, cause: unknown): Problem {
  return new Problem('file/unreadable', `${path} 读不出来。应为：能读的文件或文件夹。请检查权限后重试。`, { place: path, cause });
}

/** The file at a path below `root`. What can't be read is an error and never taken for absent: it would pass unseen. */
async function workTreeFile(root: string, folder: string, name: string): Promise<ItemFile> {
  const full = join(root, folder, name);
  const entry = (mode: string, bytes: Uint8Array): ItemFile => ({ path: name, mode, id: blobId(bytes), bytes });
  try {
    const stat = await lstat(full);
    if (stat.isSymbolicLink()) return entry('120000', Buffer.from(await readlink(full)));
    if (!stat.isFile()) return entry('000000', new Uint8Array());
    const bytes = stat.size > MAX_BYTES ? await firstBytes(full) : await readFile(full);
    return entry(stat.mode & 0o111 && process.platform !== 'win32' ? '100755' : '100644', bytes);
  } catch (error) {
    throw unreadable(`${folder}/${name}`, error);
  }
}

async function entriesOf(root: string, path: string): Promise<Dirent[]> {
  return readdir(join(root, path), { withFileTypes: true }).catch((error: unknown) => {
    throw unreadable(path, error);
  });
}

/** Paths of all files below a folder, without the folder's own. */
async function below(root: string, folder: string, prefix = ''): Promise<string[]> {
  const names = await Promise.all(
    (await entriesOf(root, `${folder}/${prefix}`.replace(/\/$/, '')))
      .filter(({ name }) => !LITTER.has(name))
      .map(async (entry) => (entry.isDirectory() ? below(root, folder, `${prefix}${entry.name}/`) : [`${prefix}${entry.name}`])),
  );
  return names.flat().sort();
}

async function foldersIn(root: string, path: string): Promise<string[]> {
  return (await entriesOf(root, path)).filter((entry) => entry.isDirectory()).map(({ name }) => `${path}/${name}`);
}

/** Whether there is anything at a path, be it a link that leads nowhere. */
async function isThere(root: string, path: string): Promise<boolean> {
  try {
    await lstat(join(root, path));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw unreadable(path, error);
  }
}

/** True if a path and all above it, up to the root, are folders and no links. */
async function isPlainFolder(root: string, path: string): Promise<boolean> {
  let at = root;
  for (const part of path.split('/')) {
    at = join(at, part);
    const stat = await lstat(at).catch(() => null);
    if (!stat?.isDirectory()) return false;
  }
  return true;
}

/** The work tree, committed or not; links are never followed. */
export function workTreeSource(root: string): ContentSource {
  return {
    async items() {
      if (!(await isThere(root, ITEMS_FOLDER))) return [];
      if (!(await isPlainFolder(root, ITEMS_FOLDER))) throw unreadable(ITEMS_FOLDER, null);
      const folders = await Promise.all((await foldersIn(root, ITEMS_FOLDER)).map((unit) => foldersIn(root, unit)));
      return folders.flat().sort();
    },
    async folder(path) {
      if (!(await isPlainFolder(root, path))) return null;
      return { path, files: await Promise.all((await below(root, path)).map((name) => workTreeFile(root, path, name))) };
    },
    text: (path) =>
      readFile(join(root, path), 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw unreadable(path, error);
      }),
  };
}

/** A commit, read from Git's objects and never from a work tree. */
export function commitSource(git: Git, commit: string): ContentSource {
  return {
    async items() {
      const folders = (await git.list(commit, ITEMS_FOLDER)).flatMap(({ path }) => itemFolderOf(path) ?? []);
      return [...new Set(folders)].sort();
    },
    async folder(path) {
      const entries = await git.list(commit, path);
      if (entries.length === 0) return null;
      const files = entries
        .filter((entry) => entry.path.startsWith(`${path}/`))
        .map(async ({ path: full, mode, id }): Promise<ItemFile> => {
          // A submodule's id names a commit of another repository: there are no bytes here.
          const bytes = mode === '160000' ? new Uint8Array() : await git.read(id);
          return { path: full.slice(path.length + 1), mode, id, bytes };
        });
      return files.length === 0 ? null : { path, files: await Promise.all(files) };
    },
    text: async (path) => (await git.readAt(commit, path))?.toString('utf8') ?? null,
  };
}
