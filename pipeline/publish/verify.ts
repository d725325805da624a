import type { Git } from '../forge/git.ts';
import type { EventKind, LedgerEvent } from './event.ts';
import { mayFollow, planned, type Release, step } from './fold.ts';
import { itemsOf, type Ledger, readLedger, type StoredEvent } from './ledger.ts';
import { parseLedgerPath, SETTINGS_CHAIN } from './ledger-path.ts';
import type { LedgerStore } from './ledger-store.ts';
import { approvalFaults, numberFaults } from './verify-approval.ts';
import { chainProblems, problem, type Trust, type VerifyProblem } from './verify-chain.ts';
import { mainProblems } from './verify-main.ts';
import { mediaProblems } from './verify-media.ts';
import { verifySettings } from './verify-settings.ts';

export interface VerifyReport {
  verified: boolean;
  items: number;
  events: number;
  problems: VerifyProblem[];
}

/** Every commit only adds files, one after the other; with `since`, that commit is still among them. */
async function historyProblems(store: LedgerStore, head: string, since: string | null): Promise<VerifyProblem[]> {
  const commits = await store.history(head);
  const problems = commits.flatMap(({ sha, parents, changes }, index) => [
    ...(parents.length === (index === 0 ? 0 : 1)
      ? []
      : [problem('ledger', sha, 'not-linear', `台账的提交 ${sha.slice(0, 7)} 不是一条直线`)]),
    ...changes
      .filter(({ status }) => status !== 'A')
      .map(({ path }) => problem('ledger', path, 'rewritten', `提交 ${sha.slice(0, 7)} 改动或删去了 ${path}，台账只增不改`)),
  ]);
  if (since === null || commits.some(({ sha }) => sha === since)) return problems;
  const lost = await lostFiles(store, head, since);
  const named = lost.length === 0 ? '' : `，那时有、现在没有或不一样的：${lost.join('、')}`;
  return [...problems, problem('ledger', since, 'tail-cut', `台账里已没有 ${since.slice(0, 12)} 这次提交，尾部可能被截去${named}`)];
}

/** Files of a commit that the ledger had once and hasn't any more, or not with these bytes; none if nobody has kept that commit. */
async function lostFiles(store: LedgerStore, head: string, since: string): Promise<string[]> {
  const then = await store.entries(since).catch(() => []);
  const now = new Map((await store.entries(head)).map(({ path, id }) => [path, id]));
  return then.filter(({ path, id }) => now.get(path) !== id).map(({ path }) => path);
}

/** Names: nothing strange, no evidence without its event. */
function nameProblems(ledger: Ledger): VerifyProblem[] {
  const withEvidence = new Set<string>();
  const evidence: { path: string; key: string; chain: string }[] = [];
  const problems: VerifyProblem[] = [];
  for (const path of ledger.paths) {
    const name = parseLedgerPath(path);
    if (name === null) problems.push(problem('ledger', path, 'stray-file', `台账里有不认识的文件 ${path}`));
    else if (name.type === 'evidence') evidence.push({ path, key: `${name.chain} ${name.seq}`, chain: name.chain });
    else if (name.type === 'event' && (name.kind === 'approval' || name.kind === 'settings')) withEvidence.add(`${name.chain} ${name.seq}`);
  }
  for (const path of ledger.damaged) {
    const name = parseLedgerPath(path);
    problems.push(problem(name?.type === 'event' ? name.chain : 'ledger', path, 'unreadable', `${path} 不是写入时的样子`));
  }
  const alone = evidence.filter(({ key }) => !withEvidence.has(key));
  return [...problems, ...alone.map(({ path, chain }) => problem(chain, path, 'stray-evidence', `${path} 旁边没有它的登记`))];
}

const ITEM_KINDS_WITHOUT_CHANNEL: readonly EventKind[] = ['approval'];

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
    if (!covered) problems.push(problem(item, path, 'not-approved', `${path} 的稿件没有经过审定`));
    releases.set(name, step(before, event));
  }
  return problems;
}

/**
 * Recomputes everything that the ledger says: history, names, chains, steps, signatures, forms, recorded evidence (reliability A6 55).
 * @param options.since a commit that the ledger had once: finds a cut tail
 * @param options.main holds what lies on main against the ledger as well, every approved file byte for byte
 * @param options.item reports on this item alone; settings, history and names are looked at all the same
 */
export async function verifyLedger(
  store: LedgerStore,
  ledger: Ledger,
  trust: Trust,
  options: { since?: string | null; item?: string | null; main?: Git | null } = {},
): Promise<VerifyReport> {
  const { since = null, item = null, main = null } = options;
  const items = itemsOf(ledger).filter((id) => item === null || id === item);
  const events = [...items, SETTINGS_CHAIN].reduce((sum, chain) => sum + (ledger.chains.get(chain)?.length ?? 0), 0);
  if (ledger.head === null) {
    const problems = since === null ? [] : [problem('ledger', since, 'tail-cut', `台账不见了，里面本应有 ${since.slice(0, 12)} 这次提交`)];
    return { verified: problems.length === 0, items: 0, events: 0, problems };
  }
  const settings = await verifySettings(store, ledger, trust);
  const problems = [
    ...(await historyProblems(store, ledger.head, since)),
    ...nameProblems(ledger),
    ...(await mediaProblems(store, ledger)),
    ...settings.problems,
  ];
  for (const id of items) {
    const chain = ledger.chains.get(id) ?? [];
    problems.push(
      ...chainProblems(id, chain),
      ...stepProblems(id, chain),
      ...(await approvalFaults(store, ledger, trust, settings.versions, id)),
    );
  }
  problems.push(...numberFaults(ledger), ...(main === null ? [] : await mainProblems(main, ledger, settings.versions, items)));
  const relevant = item === null ? problems : problems.filter((found) => [item, 'ledger', SETTINGS_CHAIN].includes(found.item));
  return { verified: relevant.length === 0, items: items.length, events, problems: relevant };
}

/** Reads the newest ledger and verifies it. */
export async function readAndVerify(store: LedgerStore, trust: Trust): Promise<{ ledger: Ledger; report: VerifyReport }> {
  const ledger = await readLedger(store);
  return { ledger, report: await verifyLedger(store, ledger, trust) };
}
