import type { Git } from '../../forge/git.ts';
import { openRemote } from '../../forge/git-remote.ts';
import { heldReason } from '../held.ts';
import { gitLedger, LEDGER_BRANCH } from '../ledger-git.ts';
import { gitTrust, newestMain } from '../publisher.ts';
import { lockedVersion } from '../settings-lock.ts';
import { status } from '../status.ts';
import { readAndVerify } from '../verify.ts';
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
 */
export async function gatherLedger(git: Git, fresh: boolean): Promise<LedgerFacts | { unknown: string }> {
  const store = gitLedger(git, { fetch: false });
  const { ledger, report } = await readAndVerify(store, gitTrust(git));
  if (ledger.head === null && !fresh && (await git.hasRemote())) return { unknown: '本地没有台账，远程的没有取来' };
  const locked = lockedVersion(ledger);
  const main = await newestMain(git, { fetch: false });
  const releases = status(ledger).flatMap(({ id, releases: all }) =>
    all.map(({ channel, state }) => ({ name: `${id} ${channel}`, state })),
  );
  const named = (state: string): string[] => releases.filter((release) => release.state === state).map(({ name }) => name);
  return {
    head: ledger.head,
    items: report.items,
    events: report.events,
    problems: report.problems,
    settings: locked === null ? 'none' : locked.digest === main.settings.digest ? 'held' : 'changed',
    needsHuman: named('needs-human'),
    unknown: named('unknown'),
    held: heldReason(ledger),
  };
}

/**
 * Tries a push to the ledger's branch without pushing: the server is asked whether this token may, and nothing is written.
 * @throws Problem `git/token`, `git/refused`, `git/unreachable`
 */
export async function tryLedgerPush(git: Git, token: string): Promise<'allowed' | { unknown: string }> {
  const remote = await openRemote(git.dir, token);
  if (remote === null) return { unknown: '这个仓库没有远程 origin' };
  const tip = (await git.resolve(`refs/remotes/origin/${LEDGER_BRANCH}`)) ?? (await git.resolve('HEAD'));
  if (tip === null) return { unknown: '这个仓库还没有提交' };
  await remote.tryPush(LEDGER_BRANCH, tip);
  return 'allowed';
}
