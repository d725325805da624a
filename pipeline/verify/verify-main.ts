import { sha256 } from '../canonical-json.ts';
import type { Git } from '../forge/git/git.ts';
import { blobId, treeId } from '../item/git-ids.ts';
import { historyYearOf } from '../item/history/history.ts';
import type { LedgerEvent } from '../ledger/event.ts';
import { eventsOf, type Ledger } from '../ledger/ledger.ts';
import { SETTINGS_CHAIN } from '../ledger/ledger-path.ts';
import type { PurgeRecord } from '../ledger/purge-event.ts';
import { mayHaveMoved, purgeOf } from '../ledger/purge-event.ts';
import { folderOf } from '../ledger/recorded-evidence.ts';
import { mainOf, openRewritten, type RewrittenMain } from '../ledger/rewritten-main.ts';
import { changedFiles } from '../ledger/settings-event.ts';
import { settingsVersion } from '../ledger/settings-version.ts';
import { Problem } from '../problem.ts';
import type { FormFile } from '../review/form/review-form.ts';
import { openedForm } from './verify-approval.ts';
import type { VerifyProblem } from './verify-chain.ts';
import type { VerifiedSettings } from './verify-settings.ts';

type Find = (event: string, code: string, message: string) => VerifyProblem;

const finder =
  (item: string): Find =>
  (event, code, message) => ({ item, event, code, message: `${message}；请管理员查明是谁改的，改回原样或重新送审。` });

/** Bytes of an object as the disk has them; `null` if it is gone or can't be read. */
async function bytesOf(git: Git, id: string): Promise<Uint8Array | null> {
  try {
    return await git.read(id);
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}

/** Blob ids by path within a folder, as a commit has them; empty if it can't be read. */
async function listing(git: Git, commit: string, folder: string): Promise<Map<string, string>> {
  const known = commit !== '' && (await git.resolve(commit)) !== null;
  return new Map(known ? (await git.list(commit, folder)).map(({ path, id }) => [path.slice(folder.length + 1), id]) : []);
}

/** An approved text, where it is looked for, and what was taken out of it (`null`: nothing). */
interface Looked {
  event: LedgerEvent;
  files: readonly FormFile[];
  commit: string;
  gone: ReadonlySet<string> | null;
}

/** Files of an approved text, byte for byte, against the digests of the signed form. */
async function textProblems(git: Git, { event, files, commit, gone }: Looked, find: Find): Promise<VerifyProblem[]> {
  const folder = folderOf(event.item);
  const there = await listing(git, commit, folder);
  const signed = new Set(files.map(({ path }) => path));
  const problems = [...there.keys()]
    .filter((path) => !signed.has(path))
    .map((path) => find(`${folder}/${path}`, 'text-extra', `仓库里审定的那一稿多出了 ${folder}/${path}，签名的审核单里没有它`));
  for (const { path, blob, bytes: length, sha256: digest } of files) {
    // Of a folder that isn't there as a whole any more, what wasn't taken out is found by what it is.
    const id = there.get(path) ?? (gone === null ? undefined : blob);
    const bytes = id === undefined ? null : await bytesOf(git, id);
    if (bytes === null && gone?.has(blob)) continue;
    if (bytes === null) problems.push(find(`${folder}/${path}`, 'text-missing', `审定的 ${folder}/${path} 在仓库里取不到`));
    else if (bytes.length !== length || sha256(bytes) !== digest)
      problems.push(find(`${folder}/${path}`, 'text-changed', `${folder}/${path} 的字节与签名的审核单不一致`));
  }
  return problems;
}

/** What lies in an item's folder on main against the newest approved text. */
async function presentProblems(git: Git, main: string, { event, files, gone }: Looked, find: Find): Promise<VerifyProblem[]> {
  const folder = folderOf(event.item);
  if ((await git.idAt(main, folder)) === event.tree) return [];
  const present = await listing(git, main, folder);
  const approved = new Map(files.map(({ path, blob }) => [path, blob]));
  const isGone = (path: string): boolean => !present.has(path) && gone?.has(approved.get(path) ?? '') === true;
  const differing = [...new Set([...approved.keys(), ...present.keys()])].filter((path) => present.get(path) !== approved.get(path));
  const paths = differing.filter((path) => !isGone(path));
  if (paths.length === 0 && differing.length > 0) return [];
  const named = paths.length > 0 ? paths.map((path) => `${folder}/${path}`) : [folder];
  return named.map((path) => find(path, 'text-on-main', `主分支上的 ${path} 不是审定的那一稿（刚合并、还没有入账的，入账后再核验）`));
}

/** Main as it is, and where it came from. */
interface Present {
  git: Git;
  main: string;
  reachable: ReadonlySet<string>;
  rewritten: RewrittenMain;
}

/** The commit in which an approved text came to main; `null` where main's history doesn't hold it. */
async function landingOf({ reachable, rewritten }: Present, purges: readonly PurgeRecord[], event: LedgerEvent): Promise<string | null> {
  const landing = event.mergeSha ?? '';
  if (reachable.has(landing)) return landing;
  return mayHaveMoved(purges, event.at) ? rewritten.landing(folderOf(event.item), event.tree) : null;
}

async function itemProblems(present: Present, { versions, purges }: VerifiedSettings, events: LedgerEvent[]): Promise<VerifyProblem[]> {
  const { git, main } = present;
  const approvals = events.filter(({ kind }) => kind === 'approval');
  const problems: VerifyProblem[] = [];
  for (const event of approvals) {
    const form = openedForm(event, versions);
    // What can't be opened is named by the check of the signature.
    if (form === null) continue;
    const find = finder(event.item);
    const said = event.mergeSha ?? '';
    const landing = await landingOf(present, purges, event);
    const purge = purgeOf(purges, event);
    if (landing === null && purge === null) {
      const message = `${event.item} 的落地提交 ${said.slice(0, 7)} 不在主分支的历史里，历史被改写过`;
      problems.push(find(said, 'landing-not-on-main', message));
    }
    const looked = { event, files: form.content.files, commit: landing ?? said, gone: purge === null ? null : new Set(purge.blobs) };
    problems.push(...(await textProblems(git, looked, find)));
    if (event === approvals.at(-1)) problems.push(...(await presentProblems(git, main, looked, find)));
  }
  return problems;
}

/** Whether all that a tree names is there and is what its ids say. */
async function isWholeTree(git: Git, id: string): Promise<boolean> {
  try {
    const names = await git.namesIn(id);
    for (const { type, id: inner } of names) {
      if (type === 'tree' && !(await isWholeTree(git, inner))) return false;
      if (type === 'blob' && blobId(await git.read(inner)) !== inner) return false;
    }
    return treeId(names.map(({ name, mode, id: inner }) => ({ path: name, mode, id: inner }))) === id;
  } catch {
    return false;
  }
}

/** Main's settings against the newest recorded version, and the files of all versions against their ids. */
async function settingsProblems(git: Git, main: string, { versions, purges }: VerifiedSettings): Promise<VerifyProblem[]> {
  const find = finder(SETTINGS_CHAIN);
  const newest = versions.at(-1);
  const differing = newest ? changedFiles(newest, await settingsVersion(git, main)) : [];
  const problems = differing.map((path) =>
    find(path, 'settings-on-main', `主分支上的 ${path} 不是登记过的那一版（刚合并、还没有登记的，登记后再核验）`),
  );
  const files = new Map(versions.flatMap((version) => version.files.map(({ path, id }) => [id, path])));
  // What 历史信息 was once may be gone since main's history was written anew; what it is now may not.
  const kept = new Set(newest?.files.map(({ id }) => id));
  const mayBeGone = (id: string): boolean => !kept.has(id) && purges.some(({ item }) => item === null);
  for (const [id, path] of files) {
    const year = historyYearOf(path) === path;
    const whole = year ? mayBeGone(id) || (await isWholeTree(git, id)) : blobId((await bytesOf(git, id)) ?? new Uint8Array()) === id;
    if (!whole) problems.push(find(path, 'settings-changed', `登记过的 ${path} 的字节与它的编号不一致`));
  }
  return problems;
}

/** Main as `verify` holds it against the ledger. */
export interface BesideMain {
  /** What is wrong with main as a whole and its settings. */
  problems: VerifyProblem[];
  /** What is wrong with an item's texts. */
  of: (ledger: Ledger, item: string) => Promise<VerifyProblem[]>;
}

/**
 * Holds what lies on main, and every file that was ever approved, against the ledger, byte for byte. For `verify` alone: the publisher
 * reads only trees that an approval names, so what else lies on main stops nothing (design.md 3, step 5).
 * @param settings verified, with the purges that say what may be gone
 */
export async function openMain(git: Git, settings: VerifiedSettings): Promise<BesideMain> {
  const { versions } = settings;
  const branch = versions.at(-1)?.policy.branch ?? 'main';
  const main = await mainOf(git, branch);
  if (main === null)
    return { problems: [finder('ledger')(branch, 'main-missing', `仓库里没有主分支 ${branch}，稿件无从核对`)], of: async () => [] };
  const present = { git, main, reachable: await git.ancestors(main), rewritten: openRewritten(git, main) };
  return {
    problems: await settingsProblems(git, main, settings),
    of: (ledger, item) => itemProblems(present, settings, eventsOf(ledger, item)),
  };
}
