import type { EventKind, LedgerEvent } from '../ledger/event.ts';
import { mayFollow, planned, type Release, step } from '../ledger/fold.ts';
import { type Ledger, type StoredEvent, storedOf } from '../ledger/ledger.ts';
import { parseLedgerPath } from '../ledger/ledger-path.ts';
import type { LedgerStore } from '../ledger/ledger-store.ts';
import { offlineFault } from '../ledger/offline-event.ts';
import { keysOf } from '../ledger/settings-version.ts';
import { approvalFaults } from './verify-approval.ts';
import { chainProblems, problem, signatureProblems, type Trust, type VerifyProblem } from './verify-chain.ts';
import { purgeProblems } from './verify-purge.ts';
import type { VerifiedSettings } from './verify-settings.ts';

/** Names of the files that were read: nothing strange, no evidence without its event, every event as it was written. */
export function nameProblems({ paths, damaged, chains }: Pick<Ledger, 'paths' | 'damaged' | 'chains'>): VerifyProblem[] {
  const withEvidence = new Set<string>();
  const stored = [...chains.values()].flat();
  const withoutDigest = new Set(stored.flatMap(({ event }) => (event.evidence === undefined ? [`${event.item} ${event.seq}`] : [])));
  const evidence: { path: string; key: string; chain: string }[] = [];
  const problems: VerifyProblem[] = [];
  for (const path of paths) {
    const name = parseLedgerPath(path);
    if (name === null) problems.push(problem('ledger', path, 'stray-file', `台账里有不认识的文件 ${path}`));
    else if (name.type === 'evidence') evidence.push({ path, key: `${name.chain} ${name.seq}`, chain: name.chain });
    else if (name.type === 'event' && (name.kind === 'approval' || name.kind === 'settings')) withEvidence.add(`${name.chain} ${name.seq}`);
  }
  for (const path of damaged) {
    const name = parseLedgerPath(path);
    problems.push(problem(name?.type === 'event' ? name.chain : 'ledger', path, 'unreadable', `${path} 不是写入时的样子`));
  }
  const alone = evidence.filter(({ key }) => !withEvidence.has(key) || withoutDigest.has(key));
  return [...problems, ...alone.map(({ path, chain }) => problem(chain, path, 'stray-evidence', `${path} 旁边没有它的登记`))];
}

const ITEM_KINDS_WITHOUT_CHANNEL: readonly EventKind[] = ['approval'];

/** What may be written of a text that was published by hand and that nobody has approved: how that was taken back. */
const UNREVIEWED: readonly EventKind[] = ['withdraw-intent', 'withdrawn', 'failed', 'abandoned'];

/** True of an event of a text that was published by hand while the network was down; only its reviews confirm it. */
function isOffline({ kind, tree }: LedgerEvent, { offline }: Release): boolean {
  return kind === 'offline' || (UNREVIEWED.includes(kind) && offline?.tree === tree);
}

/** Steps that the table allows, of texts that were approved before. */
function stepProblems(item: string, events: readonly StoredEvent[]): VerifyProblem[] {
  const releases = new Map<string, Release>();
  const approved: LedgerEvent[] = [];
  const problems: VerifyProblem[] = [];
  for (const { path, event } of events) {
    if (event.kind === 'approval') approved.push(event);
    if (event.channel === undefined) {
      if (!ITEM_KINDS_WITHOUT_CHANNEL.includes(event.kind)) problems.push(problem(item, path, 'misplaced', `${path} 不该在这里`));
      continue;
    }
    const name = `${event.channel} ${event.revision}`;
    const before = releases.get(name) ?? planned(item, event.channel, event.revision);
    if (!mayFollow(before, event)) {
      problems.push(problem(item, path, 'illegal-step', `${path}：发布不能从 ${before.state} 变为 ${event.kind}`));
    }
    const covered = approved.some(({ tree, revision, removal }) => tree === event.tree && revision === event.revision && !removal);
    if (!covered && !isOffline(event, before)) problems.push(problem(item, path, 'not-approved', `${path} 的稿件没有经过审定`));
    if (before.state === 'offline' && event.kind === 'confirmed' && event.tree !== before.offline?.tree)
      problems.push(problem(item, path, 'illegal-step', `${path} 确认的不是线下审签登记的那一稿`));
    if (event.kind === 'offline' && (approved.length > 0 || event.revision !== 1))
      problems.push(problem(item, path, 'illegal-step', `${path} 登记线下审签时已经审定过`));
    releases.set(name, step(before, event));
  }
  return problems;
}

/** An item's chain as it stands: numbers, digests, names, steps. What signatures say is not looked at. */
export function itemChainProblems(ledger: Ledger, item: string): VerifyProblem[] {
  const chain = storedOf(ledger, item);
  return [...chainProblems(item, chain), ...stepProblems(item, chain)];
}

/** Registrations of what was signed on paper that say what no version of the settings allows. */
function offlineProblems(item: string, events: readonly StoredEvent[], { versions }: VerifiedSettings): VerifyProblem[] {
  return events.flatMap(({ path, event }) => {
    const faults = event.kind === 'offline' ? versions.map((version) => offlineFault(event, version)) : [null];
    return faults.includes(null) ? [] : [problem(item, path, 'offline', `${path} 的线下审签不成立：${faults.at(-1) ?? '没有名单与规则'}`)];
  });
}

/** An item's chain with all its signatures, and all its approvals: signature, form, recorded evidence judged again, text on main; and what is said to be taken out. */
export async function itemProblems(
  store: LedgerStore,
  ledger: Ledger,
  trust: Trust,
  settings: VerifiedSettings,
  item: string,
): Promise<VerifyProblem[]> {
  return [
    ...signatureProblems(item, storedOf(ledger, item), keysOf(settings.versions)),
    ...itemChainProblems(ledger, item),
    ...offlineProblems(item, storedOf(ledger, item), settings),
    ...(await approvalFaults(store, ledger, trust, settings, item)),
    ...purgeProblems(ledger, settings, item),
  ];
}
