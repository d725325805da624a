import type { Git, TreeName } from '../forge/git/git.ts';
import { blobId } from '../item/git-ids.ts';
import { Problem } from '../problem.ts';
import type { Sign } from '../review/form/envelope.ts';
import { chainFolder } from './ledger-path.ts';
import type { LedgerFile, LedgerStore } from './ledger-store.ts';

/** The ledger's branch. */
export const LEDGER_BRANCH = 'ledger';

/** Digits of an id in a repository with SHA-1; with SHA-256 Git's own word has to do. */
const SHA1 = 40;

/** Refuses files that are there already, or twice among the new ones: the ledger only grows. */
export async function refuseReplacing(files: readonly LedgerFile[], isThere: (path: string) => boolean | Promise<boolean>): Promise<void> {
  const paths = new Set<string>();
  for (const { path } of files) {
    if (paths.has(path) || (await isThere(path))) {
      throw new Problem('ledger/replaces', `台账里已有 ${path}，台账只增不改，没有写入。请重新运行。`, { place: path });
    }
    paths.add(path);
  }
}

/**
 * The bytes of a blob. What the disk has lost, or gives other bytes for than its id says, reads as none: Git itself looks at that only
 * when it fetches. So `verify` names the file instead of stopping at it.
 */
async function bytesOf(git: Git, id: string): Promise<Uint8Array> {
  try {
    const bytes = await git.read(id);
    return id.length !== SHA1 || blobId(bytes) === id ? bytes : new Uint8Array();
  } catch (error) {
    if (error instanceof Problem && error.code === 'git/missing-object') return new Uint8Array();
    throw error;
  }
}

/**
 * Fetches the ledger, and only forward: what this clone has seen of it stays seen. A branch that was reset or replaced by an older one
 * would make the publisher send again (reliability A6 55).
 * @throws Problem `ledger/cut`
 */
async function fetchForward(git: Git): Promise<void> {
  const tracked = `refs/remotes/origin/${LEDGER_BRANCH}`;
  try {
    await git.fetch([`refs/heads/${LEDGER_BRANCH}:${tracked}`]);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'git/rewound') throw error;
    const seen = (await git.resolve(tracked)) ?? '';
    const message = `远程的台账不是从本机上次看到的提交 ${seen.slice(0, 12)} 接着写的，被回退或换掉过；应只增不减；什么也没有发送；请管理员今天查明是谁改了 ${LEDGER_BRANCH} 分支，恢复到这次提交以后再运行，在此以前不要在别处运行；这次提交本身是别人塞进来的（核验不过的），恢复到它以前、核验通过以后，在本机运行 git update-ref -d ${tracked} 再来。`;
    throw new Problem('ledger/cut', message, { place: LEDGER_BRANCH, cause: error });
  }
}

/**
 * The ledger on the orphan branch `ledger`: `origin/ledger`, else the local branch.
 * @param options.fetch ask `origin` for the newest state first; without it reading is offline
 * @param options.sign signs what is written; left out by who only reads
 */
export function gitLedger(git: Git, options: { fetch: boolean; sign?: Sign | undefined }): LedgerStore {
  // Calls that are made at once ask at once.
  const head = coalesceReads(async (): Promise<string | null> => {
    if (options.fetch && (await git.hasRemote())) {
      await fetchForward(git);
    }
    return (await git.resolve(`refs/remotes/origin/${LEDGER_BRANCH}`)) ?? (await git.resolve(`refs/heads/${LEDGER_BRANCH}`));
  });
  const contains = async (at: string, commit: string): Promise<boolean> => {
    const known = await git.resolve(commit);
    return known !== null && (await git.mergeBase(at, known)) === known;
  };
  return {
    sign: options.sign,
    head,
    entries: (at, folder) => git.list(at, folder),
    folders: async (at) => (await git.names(at, '')).flatMap(({ name, type }) => (type === 'tree' ? name : [])),
    read: ({ id }) => bytesOf(git, id),
    async readAt(at, path) {
      const id = await git.idAt(at, path);
      return id === null ? null : bytesOf(git, id);
    },
    contains,
    history: async (at, since) => git.history(since === undefined ? null : await git.resolve(since), at),
    async append(expected, files, message, at) {
      await refuseReplacing(files, async (path) => expected !== null && (await git.idAt(expected, path)) !== null);
      const commit = await git.commitFiles(expected, [...files], message, at);
      let lost: unknown = null;
      const moved = await git.advance(LEDGER_BRANCH, expected, commit).catch((error: unknown) => {
        lost = error;
        return 'conflict' as const;
      });
      // A push whose answer was lost, or that a retrying proxy sent twice, may have arrived after all.
      if (moved === 'moved') return { kind: 'appended', head: commit };
      const newest = await head();
      if (newest !== null && (await contains(newest, commit))) return { kind: 'appended', head: commit };
      if (lost !== null) throw lost;
      return { kind: 'conflict' };
    },
  };
}

/**
 * Answers all who ask while a read is under way by one next read, so that each gets what was read after it asked. Reads never overlap,
 * and one that fails fails for all who share it.
 */
export function coalesceReads<Value>(look: () => Promise<Value>): () => Promise<Value> {
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<Value> | null = null;
  return () => {
    next ??= running.then(() => {
      next = null;
      const answer = look();
      running = answer.catch(() => undefined);
      return answer;
    });
    return next;
  };
}

/**
 * Every item of a ledger with the id of its chain's folder: the same id, the same events. Only names are read.
 * @param head a commit of the ledger; `null` where there is none
 */
export async function chainFolders(git: Git, head: string | null): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  if (head === null) return found;
  const foldersIn = async (tree: string): Promise<TreeName[]> => (await git.namesIn(tree)).filter(({ type }) => type === 'tree');
  for (const year of (await git.names(head, '')).filter(({ name, type }) => type === 'tree' && /^\d{4}$/.test(name))) {
    for (const month of await foldersIn(year.id)) {
      for (const unit of await foldersIn(month.id)) {
        for (const { name, id } of await foldersIn(unit.id)) {
          const item = `${unit.name}/${name}`;
          if (chainFolder(item) === `${year.name}/${month.name}/${item}`) found.set(item, id);
        }
      }
    }
  }
  return found;
}
