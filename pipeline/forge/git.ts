import { Problem } from '../problem.ts';

/** One entry of `git ls-tree -r`. */
export interface TreeEntry {
  /** `100644`, `100755`, `120000` (symlink), `160000` (submodule). */
  mode: string;
  /** Object id. */
  id: string;
  /** Path from the root of the repository. */
  path: string;
}

/** A file to add to a new commit, with its bytes. */
export interface NewFile {
  path: string;
  bytes: string | Uint8Array;
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
  /** Names directly below a path, with the type of object. */
  names(commit: string, path: string): Promise<{ name: string; type: 'blob' | 'tree' | 'commit'; id: string }[]>;
  /** Bytes of a blob, by one long-lived `cat-file --batch`. */
  read(id: string): Promise<Buffer>;
  /** Bytes of a file in a commit, `null` if it isn't there. */
  readAt(commit: string, path: string): Promise<Buffer | null>;
  /** `git log -1 --first-parent --format=%H <revision> -- <path>`: the commit that brought a path to its present state. */
  landing(revision: string, path: string): Promise<string | null>;
  /** Commits reachable from `to` and not from `from` (`null`: all), oldest first, with parents and the paths they add, change or remove. */
  history(from: string | null, to: string): Promise<{ sha: string; parents: string[]; changes: { status: string; path: string }[] }[]>;
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
  /** Makes a commit that adds or replaces files on top of a parent (`null`: an orphan), without touching any work tree, and gives its sha. */
  commitFiles(parent: string | null, files: NewFile[], message: string, at: string): Promise<string>;
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

/**
 * Opens a repository. The token, if given, is sent to `origin` only, as Basic authentication, through the environment and never on a command line.
 * @throws Problem `git/not-a-repository`
 */
export async function openGit(_dir: string, _options: { token?: string } = {}): Promise<Git> {
  throw new Problem('git/not-built', 'not built yet');
}
