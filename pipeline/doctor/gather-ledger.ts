import type { Git } from '../forge/git/git.ts';
import { openRemote } from '../forge/git/git-remote.ts';
import { heldReason } from '../ledger/held.ts';
import { type Ledger, readByMonth, readNewestChains } from '../ledger/ledger.ts';
import { gitLedger, LEDGER_BRANCH } from '../ledger/ledger-git.ts';
import { Problem } from '../problem.ts';
import { status } from '../reports/status.ts';
import { gitTrust, newestMain } from '../verify/publisher.ts';
import { lockedVersion } from '../verify/settings-lock.ts';
import { verifyNewest } from '../verify/verify.ts';
import type { LedgerFacts } from './facts.ts';

/** Brings main and the ledger of `origin` up to date. */
export async function fetchNewest(git: Git, branch: string): Promise<'fetched' | { unknown: string }> {
  if (!(await git.hasRemote())) return { unknown: '这个仓库没有远程 origin，只看本地的' };
  for (const name of [branch, LEDGER_BRANCH]) await git.fetch([`+refs/heads/${name}:refs/remotes/origin/${name}`]);
  return 'fetched';
}

/**
 * Reads the ledger that is here and recomputes everything in it; asks nobody.
 * @param fresh the newest of `origin` was fetched: only then is a missing ledger no ledger
 * @param see gets a ledger that verifies, month by month
 */
export async function gatherLedger(
  git: Git,
  fresh: boolean,
  see: (part: Ledger) => void = () => undefined,
): Promise<LedgerFacts | { unknown: string }> {
  const store = gitLedger(git, { fetch: false });
  const { head, ...report } = await verifyNewest(store, gitTrust(git));
  if (head === null && !fresh && (await git.hasRemote())) return { unknown: '本地没有台账，远程的没有取来' };
  const settings = await readNewestChains(store, []);
  const locked = lockedVersion(settings);
  const main = await newestMain(git, { fetch: false });
  const inState = new Map<string, string[]>([
    ['needs-human', []],
    ['unknown', []],
  ]);
  // A month at a time: what an archive of many years says needn't be held at once.
  for await (const part of head === null ? [] : readByMonth(store, head)) {
    if (report.problems.length === 0) see(part);
    for (const { id, releases } of status(part)) for (const { channel, state } of releases) inState.get(state)?.push(`${id} ${channel}`);
  }
  return {
    head,
    items: report.items,
    events: report.events,
    problems: report.problems,
    settings: locked === null ? 'none' : locked.digest === main.settings.digest ? 'held' : 'changed',
    needsHuman: inState.get('needs-human') ?? [],
    unknown: inState.get('unknown') ?? [],
    held: heldReason(settings),
  };
}

/**
 * Tries a push to the ledger's branch without pushing: the server is asked whether this token may, and nothing is written.
 * @throws Problem `ledger/token`, `git/unreachable`
 */
export async function tryLedgerPush(git: Git, token: string): Promise<'allowed' | { unknown: string }> {
  const remote = await openRemote(git.dir, token);
  if (remote === null) return { unknown: '这个仓库没有远程 origin' };
  const tip = (await git.resolve(`refs/remotes/origin/${LEDGER_BRANCH}`)) ?? (await git.resolve('HEAD'));
  if (tip === null) return { unknown: '这个仓库还没有提交' };
  await remote.tryPush(LEDGER_BRANCH, tip).catch((error: unknown) => {
    if (!(error instanceof Problem) || (error.code !== 'git/token' && error.code !== 'git/refused')) throw error;
    const message = '台账令牌不能写台账分支，审定和发布都记不进台账；应有 Contents（内容）读写权限，没有过期；请管理员核对或换一个。';
    throw new Problem('ledger/token', message, { place: 'SANSHEN_LEDGER_TOKEN', cause: error });
  });
  return 'allowed';
}
