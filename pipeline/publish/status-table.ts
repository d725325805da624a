import { figuresOf } from './figures.ts';
import { heldReason } from './held.ts';
import { itemsOf, type Ledger, readByMonth, readNewestChains } from './ledger.ts';
import { SETTINGS_CHAIN } from './ledger-path.ts';
import type { LedgerStore } from './ledger-store.ts';
import { type ItemStatus, status } from './status.ts';
import type { Trust, VerifyProblem } from './verify-chain.ts';
import { openSealed } from './verify-since.ts';

/** Where many items stand at once. */
export interface StatusTable {
  held: string | null;
  items: ItemStatus[];
  /** How many more the ledger has: done, and at rest. */
  rest: number;
  /** What is wrong with the part that was read: then it may say the wrong thing. */
  problems: Pick<VerifyProblem, 'code' | 'message' | 'event'>[];
}

type Collect = Parameters<typeof status>[2];

/** Files of a ledger that can't be read, each as a problem. */
export function unreadable({ damaged }: Pick<Ledger, 'damaged'>): StatusTable['problems'] {
  return damaged.map((event) => ({ code: 'damaged', event, message: `台账文件 ${event} 读不出来` }));
}

/** All items, month by month: what an archive of many years says needn't be held at once. */
export async function wholeTable(store: LedgerStore, collect: Collect): Promise<StatusTable> {
  const head = await store.head();
  const settings = await readNewestChains(store, []);
  const table: StatusTable = { held: heldReason(settings), items: [], rest: 0, problems: unreadable(settings) };
  const own = settings.chains.get(SETTINGS_CHAIN) ?? [];
  for await (const part of head === null ? [] : readByMonth(store, head)) {
    if (part.paths.some((path) => path.startsWith(`${SETTINGS_CHAIN}/`))) continue;
    table.problems.push(...unreadable(part));
    table.items.push(...status({ ...part, chains: new Map([...part.chains, [SETTINGS_CHAIN, own]]) }, null, collect));
  }
  table.items.sort((a, b) => (a.id < b.id ? -1 : 1));
  return table;
}

/**
 * What isn't done and what something happened to of late, by the newest seal and what came after it: the cost is theirs, however much the
 * ledger holds. Without a seal, or with one that can't be believed, everything.
 */
export async function recentTable(store: LedgerStore, trust: Trust, collect: Collect): Promise<StatusTable> {
  const head = await store.head();
  const opened = head === null ? null : await openSealed(store, head, trust);
  if (opened === null) return wholeTable(store, collect);
  const { ledger, problems } = opened;
  if (problems.length > 0) return { ...(await wholeTable(store, collect)), problems };
  const items = status(ledger, null, collect);
  return { held: heldReason(ledger), items, rest: figuresOf(ledger).items - itemsOf(ledger).length, problems: [] };
}
