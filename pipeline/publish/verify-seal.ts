import type { Policy } from '../organisation/policy.ts';
import type { Sealed } from './ledger.ts';
import { SEALS_FOLDER } from './ledger-path.ts';
import type { LedgerStore } from './ledger-store.ts';
import { openSeal, type Seal } from './seal.ts';
import type { Settings } from './settings-version.ts';
import { keysOn } from './verify-approval.ts';
import { problem, type VerifyProblem } from './verify-chain.ts';

/** Keys of all verified settings that hold on a day. */
const keysOf =
  (versions: readonly Settings[]) =>
  (day: string): Policy['signing_keys'] =>
    keysOn(versions, day);

/** The newest seal of a commit of the ledger: `null` where there is none, a problem where it can't be believed. */
export async function newestSeal(
  store: LedgerStore,
  head: string,
  versions: readonly Settings[],
): Promise<Omit<Sealed, 'added'> | { problem: VerifyProblem } | null> {
  const entry = (await store.entries(head, SEALS_FOLDER)).at(-1);
  if (entry === undefined) return null;
  const opened = openSeal(entry.path, await store.read(entry), keysOf(versions));
  return 'fault' in opened ? { problem: problem('ledger', entry.path, 'seal', opened.fault) } : opened;
}

/** A seal of a ledger, or what is wrong with it. */
export type FoundSeal = { path: string; opened: ReturnType<typeof openSeal> };

/** All seals of a commit of the ledger, in the order of their places. */
export async function allSeals(store: LedgerStore, head: string, versions: readonly Settings[]): Promise<FoundSeal[]> {
  const entries = await store.entries(head, SEALS_FOLDER);
  return Promise.all(
    entries.map(async (entry) => ({ path: entry.path, opened: openSeal(entry.path, await store.read(entry), keysOf(versions)) })),
  );
}

/**
 * What is wrong with the seals of a ledger: each is signed, names the one before it and a commit of this ledger, in order.
 * @param commits all commits of the ledger, oldest first
 */
export function sealProblems(seals: readonly FoundSeal[], commits: readonly string[]): VerifyProblem[] {
  const place = new Map(commits.map((sha, index) => [sha, index]));
  const problems: VerifyProblem[] = [];
  let before: { seal: Seal; digest: string } | null = null;
  for (const { path, opened } of seals) {
    if ('fault' in opened) {
      problems.push(problem('ledger', path, 'seal', opened.fault));
      continue;
    }
    const { seal } = opened;
    if (seal.previous !== (before?.digest ?? null)) problems.push(problem('ledger', path, 'seal', `封账 ${path} 没有接着上一次封账`));
    const at = place.get(seal.commit);
    const words = `封账 ${path} 所说的提交 ${seal.commit.slice(0, 7)} 不在台账里，或不在上一次封账之后`;
    if (at === undefined || at <= (before === null ? -1 : (place.get(before.seal.commit) ?? -1)))
      problems.push(problem('ledger', path, 'seal', words));
    before = opened;
  }
  return problems;
}
