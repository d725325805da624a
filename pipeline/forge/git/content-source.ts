import { closeSync, constants, type Dirent, fstatSync, lstatSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MAX_FILES, MOST_READ, readFiles } from '../../item/folder-size.ts';
import { blobId } from '../../item/git-ids.ts';
import { HISTORY_FOLDER } from '../../item/history/history.ts';
import type { ItemFile, ItemFolder } from '../../item/item.ts';
import { ITEMS_FOLDER, itemFolderOf } from '../../item/item-path.ts';
import { Problem } from '../../problem.ts';
import type { Git, TreeEntry, TreeName } from './git.ts';

/** Where items and settings are read from: the work tree, or a commit. */
export interface ContentSource {
  /** Paths of all item folders, sorted. */
  items(): Promise<string[]>;
  /** Paths of all folders of 历史信息, sorted. */
  history(): Promise<string[]>;
  /** Whether there is an item's folder at a path. */
  has(path: string): Promise<boolean>;
  /** A folder with all files below it; `null` if there is no such folder. */
  folder(path: string): Promise<ItemFolder | null>;
  /** A file's text, `null` if it isn't there. */
  text(path: string): Promise<string | null>;
}

/** What file managers leave behind; Git ignores them, so do we. */
const LITTER = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini']);

function unreadable(path: string, cause: unknown): Problem {
  return new Problem('file/unreadable', `${path} 读不出来。应为：能读的文件或文件夹。请检查权限后重试。`, { place: path, cause });
}

/** The first bytes of an open file. */
function bytesOf(file: number, size: number): Buffer {
  const bytes = Buffer.allocUnsafe(Math.min(size, MOST_READ));
  let length = 0;
  while (length < bytes.length) {
    const read = readSync(file, bytes, length, bytes.length - length, length);
    if (read === 0) break;
    length += read;
  }
  return bytes.subarray(0, length);
}

/** A file with its bytes; Git's id for them is worked out when somebody asks. */
function fileOf(path: string, mode: string, bytes: Uint8Array): ItemFile {
  let id: string | null = null;
  return {
    path,
    mode,
    bytes,
    get id() {
      id ??= blobId(bytes);
      return id;
    },
  };
}

/** Opened without following a link, and without waiting for a pipe that took the file's place. */
const OPEN = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** The file at a path below `root`. What can't be read is an error and never taken for absent: it would pass unseen. */
function workTreeFile(root: string, folder: string, name: string, entry: Dirent): ItemFile {
  const full = `${root}/${folder}/${name}`;
  try {
    if (entry.isSymbolicLink()) return fileOf(name, '120000', Buffer.from(readlinkSync(full)));
    if (!entry.isFile()) return fileOf(name, '000000', new Uint8Array());
    const file = openSync(full, OPEN);
    try {
      const { mode, size } = fstatSync(file);
      if ((mode & constants.S_IFMT) !== constants.S_IFREG) return fileOf(name, '000000', new Uint8Array());
      return fileOf(name, mode & 0o111 && process.platform !== 'win32' ? '100755' : '100644', bytesOf(file, size));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw unreadable(`${folder}/${name}`, error);
  }
}

function entriesOf(root: string, path: string): Dirent[] {
  try {
    return readdirSync(join(root, path), { withFileTypes: true });
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** All files below a folder, by their paths without the folder's own. */
function below(root: string, folder: string, prefix = ''): { name: string; entry: Dirent }[] {
  return entriesOf(root, `${folder}/${prefix}`)
    .filter(({ name }) => !LITTER.has(name))
    .flatMap((entry) =>
      entry.isDirectory() ? below(root, folder, `${prefix}${entry.name}/`) : [{ name: `${prefix}${entry.name}`, entry }],
    );
}

function foldersIn(root: string, path: string): string[] {
  return entriesOf(root, path)
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${path}/${name}`);
}

/** Whether there is anything at a path, be it a link that leads nowhere. */
function isThere(root: string, path: string): boolean {
  try {
    return lstatSync(join(root, path), { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** True if a path and all above it, up to the root, are folders and no links. */
function isPlainFolder(root: string, path: string): boolean {
  let at = root;
  for (const part of path.split('/')) {
    at = join(at, part);
    try {
      if (!lstatSync(at, { throwIfNoEntry: false })?.isDirectory()) return false;
    } catch (error) {
      throw unreadable(path, error);
    }
  }
  return true;
}

/** False where there are no items (or no 历史信息) yet. */
function hasItems(root: string, top = ITEMS_FOLDER): boolean {
  if (!isThere(root, top)) return false;
  if (!isPlainFolder(root, top)) throw unreadable(top, null);
  return true;
}

/** The work tree, committed or not; links are never followed. */
export function workTreeSource(root: string): ContentSource {
  /** Folders that a listing showed to be folders, not links. */
  const plain = new Set<string>();
  const twoBelow = (top: string): string[] => {
    if (!hasItems(root, top)) return [];
    const folders = foldersIn(root, top).flatMap((unit) => foldersIn(root, unit));
    for (const folder of folders) plain.add(folder);
    return folders.sort();
  };
  return {
    items: async () => twoBelow(ITEMS_FOLDER),
    history: async () => twoBelow(HISTORY_FOLDER),
    has: async (path) => hasItems(root, path.startsWith(`${HISTORY_FOLDER}/`) ? HISTORY_FOLDER : ITEMS_FOLDER) && isPlainFolder(root, path),
    async folder(path) {
      if (!plain.has(path) && !isPlainFolder(root, path)) return null;
      const entries = below(root, path).sort((a, b) => (a.name < b.name ? -1 : 1));
      return { path, files: await readFiles(entries, ({ name, entry }) => workTreeFile(root, path, name, entry)) };
    },
    text: (path) =>
      readFile(join(root, path), 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw unreadable(path, error);
      }),
  };
}

/**
 * All that is no folder, in Git's order, by paths below the folder whose names are given. It stops once there is too much. It gives
 * folders beyond an item's limit of files as what they are, which no item may hold (`E_MODE`).
 */
async function entriesBelow(git: Git, names: readonly TreeName[], prefix = '', walk = { folders: 0 }): Promise<TreeEntry[]> {
  const entries: TreeEntry[] = [];
  for (const { name, type, mode, id } of names) {
    if (entries.length > MAX_FILES) break;
    const path = `${prefix}${name}`;
    if (type === 'tree' && walk.folders < MAX_FILES) {
      walk.folders += 1;
      entries.push(...(await entriesBelow(git, await git.namesIn(id), `${path}/`, walk)));
    } else entries.push({ path, mode, id });
  }
  return entries;
}

/** All files below a folder whose names are given, with their bytes. */
export async function filesBelow(git: Git, names: readonly TreeName[]): Promise<ItemFile[]> {
  return readFiles(await entriesBelow(git, names), async ({ path: name, mode, id }): Promise<ItemFile> => {
    // A submodule's id names a commit of another repository: there are no bytes here.
    const bytes = mode.startsWith('1') && mode !== '160000' ? await git.read(id) : new Uint8Array();
    return { path: name, mode, id, bytes };
  });
}

/** A folder as a commit has it, without files where it isn't there. */
export async function folderIn(git: Git, commit: string, path: string): Promise<ItemFolder> {
  return { path, files: await filesBelow(git, await git.names(commit, path)) };
}

/** A commit, read from Git's objects and never from a work tree. */
export function commitSource(git: Git, commit: string): ContentSource {
  return {
    async items() {
      const folders = (await git.list(commit, ITEMS_FOLDER)).flatMap(({ path }) => itemFolderOf(path) ?? []);
      return [...new Set(folders)].sort();
    },
    async history() {
      const years = (await git.names(commit, HISTORY_FOLDER)).filter(({ type }) => type === 'tree');
      const below = await Promise.all(years.map(async ({ name, id }) => (await git.namesIn(id)).map((one) => ({ ...one, year: name }))));
      return below.flat().flatMap(({ year, name, type }) => (type === 'tree' ? [`${HISTORY_FOLDER}/${year}/${name}`] : []));
    },
    has: async (path) => (await git.names(commit, path)).length > 0,
    async folder(path) {
      const folder = await folderIn(git, commit, path);
      return folder.files.length === 0 ? null : folder;
    },
    text: async (path) => (await git.readAt(commit, path))?.toString('utf8') ?? null,
  };
}
