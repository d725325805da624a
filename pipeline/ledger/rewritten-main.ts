import type { Git } from '../forge/git/git.ts';
import type { HistoryEntry } from '../forge/git/git-history.ts';
import { itemFolderOf } from '../item/item-path.ts';
import { isSettingsFile, type SettingsVersion, settingsVersion } from './settings-version.ts';

/** The newest commit of the branch that the verified policy names: of `origin`, else of this repository. */
export async function mainOf(git: Git, branch: string): Promise<string | null> {
  return (await git.resolve(`refs/remotes/origin/${branch}`)) ?? git.resolve(`refs/heads/${branch}`);
}

/** What main holds and held, found by what it is: its commits have other ids since it was written anew (`purge`). */
export interface RewrittenMain {
  /** A commit of main in which an item's folder is exactly a tree; `null` if main never held that. */
  landing: (path: string, tree: string) => Promise<string | null>;
  /** The newest commit of main that has these settings; `null` if none has. */
  settings: (version: Pick<SettingsVersion, 'digest'>) => Promise<string | null>;
}

/** Main's own line of commits, newest first. */
async function ownLine(git: Git, main: string): Promise<HistoryEntry[]> {
  const all = new Map((await git.history(null, main)).map((commit) => [commit.sha, commit]));
  const line: HistoryEntry[] = [];
  for (let at = all.get(main); at !== undefined; at = all.get(at.parents[0] ?? '')) line.push(at);
  return line;
}

export function openRewritten(git: Git, main: string): RewrittenMain {
  let line: Promise<HistoryEntry[]> | null = null;
  /** Commits by the items' folders that they change. */
  let folders: Map<string, string[]> | null = null;
  const commits = (): Promise<HistoryEntry[]> => (line ??= ownLine(git, main));
  const changing = async (path: string): Promise<string[]> => {
    if (folders === null) {
      folders = new Map();
      for (const { sha, changes } of await commits()) {
        for (const folder of new Set(changes.flatMap((change) => itemFolderOf(change.path) ?? []))) {
          const known = folders.get(folder);
          if (known) known.push(sha);
          else folders.set(folder, [sha]);
        }
      }
    }
    return folders.get(path) ?? [];
  };
  return {
    async landing(path, tree) {
      for (const sha of await changing(path)) if ((await git.idAt(sha, path)) === tree) return sha;
      return null;
    },
    async settings({ digest }) {
      let newest: string | null = null;
      for (const { sha, changes, parents } of await commits()) {
        newest ??= sha;
        if (!changes.some(({ path }) => isSettingsFile(path)) && parents.length > 0) continue;
        if ((await settingsVersion(git, sha)).digest === digest) return newest;
        newest = null;
      }
      return null;
    },
  };
}
