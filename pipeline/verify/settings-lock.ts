import { addDays, type BeijingDate, beijingDate, type Instant } from '../beijing-time.ts';
import { collectEvidence } from '../forge/evidence/evidence.ts';
import type { Git } from '../forge/git/git.ts';
import { type Draft, eventsOf, type Ledger, readNewestChains } from '../ledger/ledger.ts';
import { SETTINGS_CHAIN } from '../ledger/ledger-path.ts';
import type { LedgerStore } from '../ledger/ledger-store.ts';
import { mayHaveMoved, purgesIn } from '../ledger/purge-event.ts';
import { openRewritten } from '../ledger/rewritten-main.ts';
import { recordOf, settingsDraft, unseen } from '../ledger/settings-event.ts';
import { isSettingsFile, readSettings, type Settings, type SettingsVersion, settingsVersion } from '../ledger/settings-version.ts';
import { clause } from '../printable.ts';
import { Problem } from '../problem.ts';
import { isReadable } from '../review/form/envelope.ts';
import { evaluate } from '../review/gate/evaluate.ts';
import type { Evidence } from '../review/gate/evidence.ts';
import type { Verdict } from '../review/gate/verdict.ts';
import { branchHere, type Main, newestCommit, type Publisher, type VerifiedLedgers } from './publisher.ts';

/**
 * Main under settings that hold, and the verified ledger that says so. `why`: why main's own don't hold; then `main` has those that the ledger
 * names, and only what is taken back goes on. No main before the ledger names any.
 */
export type InForce = { ledger: Ledger } & ({ main: Main; why: string | null } | { main: null; why: string });

/** The same once the versions that came since were gone through: the events to write so that main's own hold. */
export type LockState = InForce & { drafts: Draft[] };

/** The newest version that the ledger holds; `null` before `setup` has signed the first. */
export function lockedVersion(ledger: Ledger): (SettingsVersion & { at: Instant }) | null {
  const last = eventsOf(ledger, SETTINGS_CHAIN).findLast(({ kind }) => kind === 'settings');
  return last ? { digest: last.digest, commit: last.mergeSha ?? '', files: recordOf(last)?.files ?? [], at: last.at } : null;
}

/** The settings that the ledger's newest version names. @throws Problem `settings/none` before `setup` */
export async function lockedSettings({ git }: Pick<Publisher, 'git'>, ledger: Ledger): Promise<Settings> {
  const locked = lockedVersion(ledger);
  if (locked) return readSettings(git, locked.commit, locked.files);
  throw new Problem('settings/none', '台账里还没有第一版名单与规则；请管理员先运行 sanshen setup --apply。', {
    place: 'ledger',
    exitCode: 1,
  });
}

/** Main's own settings, or why they can't be read. */
async function ownSettings({ git }: Pick<Publisher, 'git'>, commit: string): Promise<Settings | string> {
  try {
    return await readSettings(git, commit);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return `主分支上的名单与规则读不出来：${clause(error.message)}（${error.place}）；请管理员改回上一版，要改的另用合并请求送办公室和分管领导审核`;
  }
}

/**
 * Fetches main for whoever has still to verify the ledger: by the name that what is checked out gives it, and by that of the ledger's newest
 * settings as they lie there. A change of main that nobody has approved can't hide main.
 * @throws Problem `main/missing`
 */
export async function fetchMain(git: Git, store: LedgerStore): Promise<void> {
  const ledger = await readNewestChains(store, []);
  const here = await branchHere(git);
  const isFetched = await git.fetch([`+refs/heads/${here}:refs/remotes/origin/${here}`]);
  // What can't be read is for verifying to name.
  const branch = await lockedSettings({ git }, ledger).then(
    ({ policy }) => policy.branch,
    () => here,
  );
  if (branch !== here || !isFetched) await newestCommit(git, { fetch: true, branch });
}

/**
 * The newest main, under the settings that may be gone by. What nobody has approved decides nothing, not even which branch is main's.
 * @param how.fetch `false` for who reads what this clone has
 * @throws Problem `main/missing`
 */
export async function mainInForce(
  publisher: { git: Git; ledgers: Pick<VerifiedLedgers, 'open'> },
  { fetch } = { fetch: true },
): Promise<InForce> {
  const { git, ledgers } = publisher;
  // The ledger may name settings that are newer than what this clone has seen of main.
  const here = await branchHere(git);
  const isFetched = fetch && (await git.fetch([`+refs/heads/${here}:refs/remotes/origin/${here}`]));
  const ledger = await ledgers.open();
  const locked = lockedVersion(ledger) === null ? null : await lockedSettings(publisher, ledger);
  const branch = locked?.policy.branch ?? here;
  const newest = await newestCommit(git, { fetch: fetch && (branch !== here || !isFetched), branch });
  const own = await ownSettings(publisher, newest.commit);
  if (typeof own !== 'string' && own.digest === locked?.digest) return { ledger, main: { ...newest, settings: own }, why: null };
  const why = typeof own === 'string' ? own : '主分支上的名单与规则还没有登记为有效的一版；先运行 approve';
  return locked === null ? { ledger, main: locked, why } : { ledger, main: { ...newest, settings: locked }, why };
}

/** The commit of main that brought the locked version, or the newest that has it where main was written anew (`purge`). */
async function lockedCommit(
  { git }: Publisher,
  ledger: Ledger,
  locked: { at: Instant } & SettingsVersion,
  main: Main,
): Promise<string | null> {
  const { commit, at } = locked;
  const there = (await git.resolve(commit)) !== null && (await git.mergeBase(commit, main.commit)) === commit;
  if (there || !mayHaveMoved(purgesIn(ledger), at)) return there ? commit : null;
  return openRewritten(git, main.commit).settings(locked);
}

/** Commits of main, oldest first and along first parents, that change settings after a commit; `null` if main doesn't hold it. */
async function settingsCommits({ git }: Publisher, from: string, to: string): Promise<string[] | null> {
  const history = new Map((await git.history(from, to)).map((commit) => [commit.sha, commit]));
  const found: string[] = [];
  let at = to;
  while (at !== from) {
    const commit = history.get(at);
    if (!commit) return null;
    if (commit.changes.some(({ path }) => isSettingsFile(path))) found.unshift(at);
    at = commit.parents[0] ?? '';
  }
  return found;
}

async function judgeSettings(publisher: Publisher, number: number, settings: string): Promise<{ evidence: Evidence; verdict: Verdict }> {
  const evidence = await collectEvidence({ git: publisher.git, github: publisher.github, number, settings });
  return { evidence, verdict: evaluate(evidence) };
}

/** Why a merged change doesn't count, and who does what about it; `null` if it does. */
function refusal(number: number, { verdict, items, blockers }: Verdict, files: readonly string[], before: SettingsVersion): string | null {
  const back = `请管理员改回上一版（提交 ${before.commit.slice(0, 7)}）`;
  const again = '再由提交的人从最新的主分支重新提交，送办公室和分管领导审核';
  const all = [...blockers, ...items.flatMap((item) => item.blockers)];
  if (files.length > 0 || all.some(({ code }) => code === 'merged-text')) {
    const what = files.join('、') || '名单与规则';
    return `主分支上的 ${what} 与合并请求 #${number} 里审过的不一样，是合并时和别的改动合到了一起，或另有人改过；${back}，${again}`;
  }
  const told = all[0] ? `（${all[0].message.replace(/。$/, '')}）` : '';
  if (verdict === 'refused') return `合并请求 #${number} 改了名单与规则，不能照此生效${told}；${back}，${again}`;
  return verdict === 'passed'
    ? null
    : `合并请求 #${number} 改了名单与规则，办公室和分管领导还没有审完${told}；请在原合并请求里补审，或${back}`;
}

/** One changed version: its pull request must have passed under the version before, and must have shown exactly these files. */
async function approveVersion(
  publisher: Publisher,
  branch: string,
  before: SettingsVersion,
  after: SettingsVersion,
  key: string,
): Promise<Draft | string> {
  const short = after.commit.slice(0, 7);
  const number = await publisher.github.pullRequestOf(after.commit, branch);
  if (number === null)
    return `提交 ${short} 直接改了名单与规则，没有经过合并请求；请管理员改回原样，要改的另用合并请求送办公室和分管领导审核`;
  const { evidence, verdict } = await judgeSettings(publisher, number, before.commit);
  const files = unseen(evidence, before, after);
  const why = refusal(number, verdict, files, before);
  if (why !== null) return why;
  const approvals = verdict.items[0]?.levels ?? [];
  const record = {
    version: 1 as const,
    digest: after.digest,
    files: after.files,
    previous: before.digest,
    pullRequest: number,
    mergeSha: after.commit,
    approvals: approvals.map(({ level, person, login, at, reviewId }) => ({
      level,
      person,
      login,
      at,
      ...(reviewId === undefined ? {} : { reviewId }),
    })),
    at: await publisher.now(),
  };
  return settingsDraft(record, key, publisher.run, evidence);
}

/**
 * The first of some commits, oldest first, that counts after a version: so nobody signs under a version that was already replaced. One that
 * doesn't count is made good by a later one that shows all that has changed since. A sentence says why none does.
 */
async function nextVersion(
  publisher: Publisher,
  branch: string,
  before: SettingsVersion,
  commits: readonly string[],
  key: string,
): Promise<{ draft: Draft; version: SettingsVersion } | string> {
  let why: string | null = null;
  for (const commit of commits) {
    const version = await settingsVersion(publisher.git, commit);
    if (version.digest === before.digest) continue;
    const draft = await approveVersion(publisher, branch, before, version, key).catch((error: unknown) => {
      if (error instanceof Problem) return `名单与规则的审核记录读不出来：${error.message}`;
      throw error;
    });
    if (typeof draft !== 'string') return { draft, version };
    why ??= draft;
  }
  return why ?? '主分支上的名单与规则对不上任何一次提交；请管理员查明';
}

/** True of settings without a key that goes on from the end of the others: none could sign what would list the next. */
function endsEveryKey({ policy }: Settings, today: BeijingDate): boolean {
  const keys = policy.signing_keys.filter(isReadable);
  const last = keys.reduce((latest, { to = '' }) => (to > latest ? to : latest), today);
  return !keys.some(({ to, from }) => to === undefined && from <= addDays(last, 1));
}

const NO_KEY_LEFT =
  '主分支的 signing_keys 里没有一把能接着一直用下去的签名公钥，照此登记，台账以后再也写不进去；应至少有一把读得出来、不写 to，from 不晚于别的到期的第二天；请管理员改正，没有新的一把的，用 sanshen setup --new-key 生成新的一把列上，送办公室和分管领导审核';

/**
 * The settings lock (design.md 3, step 5): main's 名单与规则 count only as the newest version that the ledger holds. Versions that came
 * since are approved one by one, each under the one before it.
 */
export async function lockSettings(publisher: Publisher, key: string): Promise<LockState> {
  const { ledger, main, why } = await mainInForce(publisher);
  const locked = lockedVersion(ledger);
  if (main === null || locked === null)
    return { ledger, main: null, why: '台账里还没有第一版名单与规则；请管理员运行 sanshen setup --apply 登记', drafts: [] };
  const stays = (message: string): LockState => ({ ledger, main, why: message, drafts: [] });
  if (why === null) return { ledger, main, why, drafts: [] };
  const from = await lockedCommit(publisher, ledger, locked, main);
  const commits = from === null ? null : await settingsCommits(publisher, from, main.commit);
  if (from === null || commits === null) return stays('主分支的历史被改写，找不到上一版名单与规则的提交；请管理员查明');
  const settings = await ownSettings(publisher, main.commit);
  if (typeof settings === 'string') return stays(settings);
  if (endsEveryKey(settings, beijingDate(await publisher.now()))) return stays(NO_KEY_LEFT);
  const drafts: Draft[] = [];
  let before = await settingsVersion(publisher.git, from);
  while (before.digest !== settings.digest) {
    const found = await nextVersion(publisher, main.branch, before, commits, key);
    if (typeof found === 'string') return stays(found);
    drafts.push(found.draft);
    before = found.version;
    commits.splice(0, commits.indexOf(before.commit) + 1);
  }
  return { ledger, main: { ...main, settings }, why: null, drafts };
}

/** True if main's settings are exactly the newest version of the ledger: what `plan`, `release` and `build` go by. */
export function settingsHold(ledger: Ledger, version: Pick<SettingsVersion, 'digest'>): boolean {
  return lockedVersion(ledger)?.digest === version.digest;
}
