import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../../problem.ts';
import { ancestors, diff, history, parseCommit } from './git-history.ts';
import { openObjects } from './git-objects.ts';
import { gitText, runGit } from './git-process.ts';
import { openRemote, type Remote } from './git-remote.ts';
import { canonicalMode, openTrees, type TreeItem, type TreeWalker, typeOf } from './git-tree.ts';
import { type FileChange, type Identity, writeCommit, writeTree } from './git-write.ts';

/** One entry of `git ls-tree -r`. */
export interface TreeEntry {
  /** `100644`, `100755`, `120000` (symlink), `160000` (submodule). */
  mode: string;
  /** Object id. */
  id: string;
  /** Path from the root of the repository. */
  path: string;
}

export type { FileChange, NewFile } from './git-write.ts';

/** One name in a folder of a commit. */
export interface TreeName {
  name: string;
  type: 'blob' | 'tree' | 'commit';
  /** As `TreeEntry`'s; `40000` for a folder. */
  mode: string;
  id: string;
}

/**
 * All content and history, read from Git objects and never from a work tree, so that nothing a `.gitattributes` says can disguise a file.
 * Works on bare repositories and on clones alike.
 */
export interface Git {
  readonly dir: string;
  /** True if the repository has a remote `origin`. */
  hasRemote(): Promise<boolean>;
  /** The commit of a revision, `null` if there is none. */
  resolve(revision: string): Promise<string | null>;
  /** The tree or blob id of a path in a commit, `null` if the path isn't there. Throws if the commit itself can't be read. */
  idAt(commit: string, path: string): Promise<string | null>;
  /** All files below a path (default: everything), recursively, in Git's order. */
  list(commit: string, path?: string): Promise<TreeEntry[]>;
  /** Names directly below a path, with the type of object; none where there is no such folder. */
  names(commit: string, path: string): Promise<TreeName[]>;
  /** Names directly in a tree object. */
  namesIn(tree: string): Promise<TreeName[]>;
  /** Bytes of a blob, by one long-lived `cat-file --batch`. */
  read(id: string): Promise<Buffer>;
  /** Bytes of a file in a commit, `null` if it isn't there. */
  readAt(commit: string, path: string): Promise<Buffer | null>;
  /** `git log -1 --first-parent --format=%H <revision> -- <path>`: the commit that brought a path to its present state. */
  landing(revision: string, path: string): Promise<string | null>;
  /** Commits reachable from `to` and not from `from` (`null`: all), oldest first, with parents and the paths they add, change or remove. */
  history(from: string | null, to: string): Promise<{ sha: string; parents: string[]; changes: { status: string; path: string }[] }[]>;
  /** Ids of a commit and of everything before it. */
  ancestors(commit: string): Promise<Set<string>>;
  /** Merge base of two commits, `null` if they have none. */
  mergeBase(a: string, b: string): Promise<string | null>;
  /** Changed paths between two commits: `A`, `M`, `D`, `R` (with the old path). */
  diff(from: string, to: string): Promise<{ status: 'A' | 'M' | 'D' | 'R'; path: string; previousPath?: string }[]>;
  /** Author, committer and message of a commit. */
  commitInfo(sha: string): Promise<{
    author: { name: string; email: string };
    committer: { name: string; email: string };
    message: string;
    parents: string[];
    at: string;
  }>;
  /** Fetches refspecs or shas from `origin`; a missing ref is not an error but `false`. */
  fetch(refspecs: string[]): Promise<boolean>;
  /** The commit of each branch of `origin`, by its name; none where there is no remote. */
  branches(): Promise<Map<string, string>>;
  /** Takes a branch of `origin` away that is still at a commit; `conflict` when it has moved. */
  removeBranch(branch: string, expected: string): Promise<'moved' | 'conflict'>;
  /** Makes a commit that adds, replaces or takes away files on top of a parent (`null`: an orphan), without touching any work tree, and gives its sha. `by`: whose it is, else the program's own. */
  commitFiles(parent: string | null, files: FileChange[], message: string, at: string, by?: Identity): Promise<string>;
  /**
   * Moves a branch by compare-and-swap: a push without force to `origin`, or `update-ref` where there is no remote.
   * Gives `moved`, or `conflict` when someone else was first. Throws `Problem` when the remote can't be reached or refuses the token.
   */
  advance(branch: string, expected: string | null, commit: string): Promise<'moved' | 'conflict'>;
  /** The work tree's uncommitted state as a tree-ish is never used; this lists files of the work tree below a path that Git doesn't ignore. */
  workTreeFiles(path: string): Promise<string[]>;
  /** Ends the long-lived process. */
  close(): void;
}

/** A revision that is a reference's whole name or a commit's whole id. It can mean one thing only, so no process is started for it. */
const PLAIN = /^(?:HEAD|refs\/[\w./-]+|[0-9a-f]{40}|[0-9a-f]{64})$/;

const namesOf = (items: readonly TreeItem[]): TreeName[] =>
  items.map(({ name, mode, id }) => ({ name, type: typeOf(mode), mode: canonicalMode(mode), id }));

async function folderOfRepository(dir: string): Promise<{ top: string; bare: boolean }> {
  try {
    // A bare repository has no top level: git answers the first question and fails at the second.
    const args = ['rev-parse', '--is-bare-repository', '--show-toplevel'];
    const [bare, top] = (await gitText(dir, args, { accept: [0, 128] })).split('\n');
    if (bare !== 'true' && !top) throw new Error('no work tree');
    return { bare: bare === 'true', top: top || dir };
  } catch (error) {
    const words = '这里不是 Git 仓库，或当前用户无权使用它。应为：在信息仓库的文件夹里运行，或用 --root 指明它。请换到该文件夹后重试。';
    throw error instanceof Problem && error.code === 'git/not-installed'
      ? error
      : new Problem('git/not-a-repository', words, { place: dir, cause: error });
  }
}

async function pathsOf(dir: string, path: string): Promise<string[]> {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate', '--', ...(path === '' ? [] : [path])];
  const paths = (await runGit(dir, args)).stdout
    .toString('utf8')
    .split('\0')
    .filter((name) => name !== '');
  const there = await Promise.all(
    paths.map((name) =>
      lstat(join(dir, name)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return paths.filter((_, index) => there[index]).sort();
}

async function listed(dir: string, commit: string, path: string): Promise<TreeEntry[]> {
  const args = ['ls-tree', '-r', '-z', '--full-tree', '--end-of-options', commit, ...(path === '' ? [] : [path])];
  const text = (await runGit(dir, args)).stdout.toString('utf8');
  const found: TreeEntry[] = [];
  // `<mode> <type> <id>\t<path>\0`, read in one go: a ledger has a hundred thousand, and lists of their parts were most of its memory.
  for (let at = 0; at < text.length; ) {
    const [tab, end] = [text.indexOf('\t', at), text.indexOf('\0', at)];
    const mode = text.slice(at, at + 6);
    found.push({
      mode: mode === '100644' ? '100644' : mode,
      id: text.slice(text.lastIndexOf(' ', tab) + 1, tab),
      path: text.slice(tab + 1, end),
    });
    at = end + 1;
  }
  return found;
}

/** The same of a path without folders below it, from tree objects alone: far cheaper than a process. `null` where there are folders. */
async function listedFlat(trees: TreeWalker, commit: string, path: string): Promise<TreeEntry[] | null> {
  const found = await trees.find(commit, path);
  if (found === null) return [];
  if (typeOf(found.mode) !== 'tree') return [{ mode: canonicalMode(found.mode), id: found.id, path }];
  const items = await trees.entries(found.id);
  if (items.some(({ mode }) => typeOf(mode) === 'tree')) return null;
  return items.map(({ mode, id, name }) => ({ mode: canonicalMode(mode), id, path: `${path}/${name}` }));
}

/** Moves a branch of a repository that has no `origin`. */
async function moveLocally(dir: string, branch: string, expected: string | null, commit: string): Promise<'moved' | 'conflict'> {
  const tip = async (): Promise<string | null> =>
    (await gitText(dir, ['rev-parse', '--verify', '--quiet', `refs/heads/${branch}`], { accept: [0, 1] })) || null;
  if ((await tip()) === commit) return 'moved';
  if (expected !== null) {
    const { code } = await runGit(dir, ['merge-base', '--is-ancestor', expected, commit], { accept: [0, 1] });
    if (code !== 0) return 'conflict';
  }
  const args = ['update-ref', `refs/heads/${branch}`, commit, expected ?? '0'.repeat(commit.length)];
  const { code, stderr } = await runGit(dir, args, { accept: [0, 1, 128] });
  if (code === 0) return 'moved';
  if ((await tip()) !== expected || /lock/.test(stderr)) return 'conflict';
  throw new Problem('git/failed', `分支 ${branch} 没有移动：${stderr.trim()}。请检查仓库是否完整、磁盘是否已满，再重试。`, { place: dir });
}

/**
 * Opens a repository. The token, if given, is sent to `origin` only, as Basic authentication, through the environment and never on a command line.
 * @throws Problem `git/not-a-repository`
 */
export async function openGit(dir: string, options: { token?: string } = {}): Promise<Git> {
  const { top, bare } = await folderOfRepository(dir);
  let opened: Promise<Remote | null> | null = null;
  const origin = (): Promise<Remote | null> => (opened ??= openRemote(top, options.token));
  const objects = openObjects(top);
  const trees = openTrees(objects);
  const text = (...args: string[]): Promise<string> => gitText(top, args, { accept: [0, 1, 128] });
  const read = async (id: string): Promise<Buffer> => {
    const object = await objects.read(id);
    if (!object)
      throw new Problem('git/missing-object', `仓库里缺少对象 ${id}。应为：仓库完整。请重新取一份完整的仓库（不要浅克隆）再重试。`, {
        place: top,
      });
    return object.bytes;
  };
  return {
    dir: top,
    hasRemote: async () => (await origin()) !== null,
    async resolve(revision) {
      if (PLAIN.test(revision)) return (await objects.read(`${revision}^{commit}`))?.id ?? null;
      if (revision.startsWith('-')) return null;
      return (await text('rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`)) || null;
    },
    idAt: async (commit, path) => (await trees.find(commit, path))?.id ?? null,
    list: async (commit, path = '') => (path === '' ? null : await listedFlat(trees, commit, path)) ?? listed(top, commit, path),
    async names(commit, path) {
      const folder = await trees.find(commit, path);
      if (!folder || typeOf(folder.mode) !== 'tree') return [];
      return namesOf(await trees.entries(folder.id));
    },
    namesIn: async (tree) => namesOf(await trees.entries(tree)),
    read,
    async readAt(commit, path) {
      const file = await trees.find(commit, path);
      return file && typeOf(file.mode) === 'blob' ? read(file.id) : null;
    },
    landing: async (revision, path) =>
      (await gitText(top, ['log', '-1', '--first-parent', '--format=%H', '--end-of-options', revision, '--', path])) || null,
    history: (from, to) => history(top, from, to),
    ancestors: (commit) => ancestors(top, commit),
    mergeBase: async (a, b) => (await gitText(top, ['merge-base', a, b], { accept: [0, 1] })) || null,
    diff: (from, to) => diff(top, from, to),
    commitInfo: async (sha) => parseCommit(await read(sha)),
    fetch: async (refspecs) => (await origin())?.fetch(refspecs) ?? false,
    branches: async () => (await origin())?.branches() ?? new Map(),
    removeBranch: async (branch, expected) => (await origin())?.remove(branch, expected) ?? 'conflict',
    async commitFiles(parent, files, message, at, by) {
      const tree = await writeTree(top, objects, parent, files);
      const whose = by === undefined ? {} : { author: by, committer: by };
      return writeCommit(top, { tree, parents: parent === null ? [] : [parent], message, at, ...whose });
    },
    advance: async (branch, expected, commit) =>
      (await origin())?.push(branch, expected, commit) ?? moveLocally(top, branch, expected, commit),
    workTreeFiles: async (path) => (bare ? [] : pathsOf(top, path)),
    close: () => objects.close(),
  };
}
