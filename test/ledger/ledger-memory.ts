import { sha256 } from '#pipeline/canonical-json.ts';
import { refuseReplacing } from '#pipeline/ledger/ledger-git.ts';
import type { LedgerCommit, LedgerFile, LedgerStore } from '#pipeline/ledger/ledger-store.ts';
import type { Sign } from '#pipeline/review/form/envelope.ts';

/** A signature that costs nothing, by a key that nobody lists: for what isn't about signatures. */
export const standIn: Sign = (bytes) => ({ keyid: 'stand-in', sig: sha256(bytes) });

/** The ledger in memory: for tests, under the same contract as the one in Git. */
export function memoryLedger(sign: Sign = standIn): LedgerStore {
  const commits: (LedgerCommit & { files: ReadonlyMap<string, Uint8Array> })[] = [];
  const at = (head: string) => {
    const commit = commits.find(({ sha }) => sha === head);
    if (!commit) throw new Error(`the ledger has no commit ${head}`);
    return commit;
  };
  const blobs = new Map<string, Uint8Array>();
  const newest = (): string | null => commits.at(-1)?.sha ?? null;
  const add = (files: readonly LedgerFile[], message: string): string => {
    const parent = newest();
    const all = new Map(parent === null ? [] : at(parent).files);
    for (const { path, bytes } of files) {
      const copy = Uint8Array.from(bytes);
      all.set(path, copy);
      blobs.set(sha256(copy), copy);
    }
    const sha = sha256(`${parent}\n${message}\n${files.map(({ path, bytes }) => `${path} ${sha256(bytes)}`).join('\n')}`).slice(0, 40);
    const changes = files.map(({ path }) => ({ status: 'A', path }));
    commits.push({ sha, parents: parent === null ? [] : [parent], changes, files: all });
    return sha;
  };
  return {
    sign,
    head: async () => newest(),
    entries: async (head, folder) =>
      [...at(head).files]
        .filter(([path]) => folder === undefined || path === folder || path.startsWith(`${folder}/`))
        .map(([path, bytes]) => ({ path, id: sha256(bytes) }))
        .sort((a, b) => (a.path < b.path ? -1 : 1)),
    folders: async (head) => {
      const folders = [...at(head).files.keys()].filter((path) => path.includes('/')).map((path) => path.split('/')[0] as string);
      return [...new Set(folders)].sort();
    },
    read: async ({ id }) => Uint8Array.from(blobs.get(id) ?? []),
    readAt: async (head, path) => {
      const bytes = at(head).files.get(path);
      return bytes ? Uint8Array.from(bytes) : null;
    },
    contains: async (head, commit) => commits.slice(0, commits.indexOf(at(head)) + 1).some(({ sha }) => sha.startsWith(commit)),
    history: async (head, since) =>
      commits
        .slice(commits.findIndex(({ sha }) => sha === since) + 1, commits.indexOf(at(head)) + 1)
        .map(({ sha, parents, changes }) => ({ sha, parents, changes })),
    async append(expected, files, message) {
      await refuseReplacing(files, (path) => expected !== null && at(expected).files.has(path));
      if (newest() !== expected) return { kind: 'conflict' };
      return { kind: 'appended', head: add(files, message) };
    },
  };
}
