import type { Instant } from '../beijing-time.ts';
import { sha256 } from '../canonical-json.ts';
import type { LedgerEvent } from './event.ts';
import { ledgerBytes, parseEvent, summed } from './event-schema.ts';
import { foldItem, type ItemState } from './fold.ts';
import { eventPath, evidencePath, parseLedgerPath, SETTINGS_CHAIN } from './ledger-path.ts';
import type { LedgerFile, LedgerStore } from './ledger-store.ts';

/** An event with the bytes that the next one's `prev` is made from. */
export interface StoredEvent {
  path: string;
  bytes: Uint8Array;
  event: LedgerEvent;
}

/** The ledger at one commit: every chain in the order of its numbers, and the paths of all files. */
export interface Ledger {
  head: string | null;
  chains: ReadonlyMap<string, readonly StoredEvent[]>;
  paths: readonly string[];
  /** Event files whose bytes aren't those of an event: `verify` names them, and nothing is sent. */
  damaged: readonly string[];
}

/** An event to be written; its number and `prev` follow from the chain. Evidence goes into a file beside it. */
export interface Draft {
  event: Omit<LedgerEvent, 'version' | 'seq' | 'prev' | 'sum'>;
  evidence?: unknown;
}

/** A ledger without events. */
export const EMPTY_LEDGER: Ledger = { head: null, chains: new Map(), paths: [], damaged: [] };

/** Reads a commit of the ledger; the newest, if none is named. Whether it may be believed is for `verify` to say. */
export async function readLedger(store: LedgerStore, at?: string): Promise<Ledger> {
  const head = at ?? (await store.head());
  if (head === null) return EMPTY_LEDGER;
  const entries = await store.entries(head);
  const events = entries.flatMap((entry) => {
    const name = parseLedgerPath(entry.path);
    return name?.type === 'event' ? [{ entry, name }] : [];
  });
  const chains = new Map<string, StoredEvent[]>();
  const damaged: string[] = [];
  const read = await Promise.all(events.map(async ({ entry, name }) => ({ entry, name, bytes: await store.read(entry) })));
  for (const { entry, name, bytes } of read.sort((a, b) => a.name.seq - b.name.seq)) {
    const event = parseEvent(bytes);
    const chain = chains.get(name.chain) ?? [];
    chains.set(name.chain, chain);
    if (event) chain.push({ path: entry.path, bytes, event });
    else damaged.push(entry.path);
  }
  return { head, chains, paths: entries.map(({ path }) => path), damaged };
}

/** The events of a chain, in order. */
export function eventsOf(ledger: Ledger, chain: string): LedgerEvent[] {
  return (ledger.chains.get(chain) ?? []).map(({ event }) => event);
}

/** Chains never change once they are read: each is folded once. */
const folded = new WeakMap<readonly StoredEvent[], ItemState>();

/** One item as the ledger tells it. */
export function itemState(ledger: Ledger, item: string): ItemState {
  const chain = ledger.chains.get(item) ?? [];
  const state = folded.get(chain) ?? foldItem(item, eventsOf(ledger, item));
  folded.set(chain, state);
  return state;
}

/** Ids of all items of the ledger. */
export function itemsOf(ledger: Ledger): string[] {
  return [...ledger.chains.keys()].filter((chain) => chain !== SETTINGS_CHAIN).sort();
}

/** Reads a file of the ledger that isn't an event; `null` if it isn't there, `undefined` as value if it isn't JSON. */
export async function readValue(store: LedgerStore, ledger: Ledger, path: string): Promise<{ value: unknown; bytes: Uint8Array } | null> {
  const bytes = ledger.head === null ? null : await store.readAt(ledger.head, path);
  if (!bytes) return null;
  try {
    return { value: JSON.parse(Buffer.from(bytes).toString('utf8')), bytes };
  } catch {
    return { value: undefined, bytes };
  }
}

/** The files that the drafts become on top of a ledger. */
export function chained(ledger: Ledger, drafts: readonly Draft[]): { files: LedgerFile[]; events: StoredEvent[] } {
  const tails = new Map<string, { seq: number; prev: string | null }>();
  const files: LedgerFile[] = [];
  const events: StoredEvent[] = [];
  for (const { event: draft, evidence } of drafts) {
    const last = ledger.chains.get(draft.item)?.at(-1);
    const tail = tails.get(draft.item) ?? { seq: last?.event.seq ?? 0, prev: last ? sha256(last.bytes) : null };
    const seq = tail.seq + 1;
    const beside = evidence === undefined ? null : ledgerBytes(evidence);
    const event = summed({ ...draft, version: 1, seq, prev: tail.prev, ...(beside ? { evidence: sha256(beside) } : {}) });
    const stored = { path: eventPath(event), bytes: ledgerBytes(event), event };
    events.push(stored);
    files.push({ path: stored.path, bytes: stored.bytes });
    if (beside) files.push({ path: evidencePath(draft.item, seq), bytes: beside });
    tails.set(draft.item, { seq, prev: sha256(stored.bytes) });
  }
  return { files, events };
}

/**
 * Writes events, and files beside them, in one push.
 * @returns the ledger afterwards, or `null` when it has moved on: read it again and decide again
 */
export async function write(
  store: LedgerStore,
  ledger: Ledger,
  drafts: readonly Draft[],
  message: string,
  at: Instant,
  others: readonly LedgerFile[] = [],
): Promise<Ledger | null> {
  if (drafts.length === 0 && others.length === 0) return ledger;
  const { files, events } = chained(ledger, drafts);
  const done = await store.append(ledger.head, [...files, ...others], message, at);
  if (done.kind === 'conflict') return null;
  const chains = new Map(ledger.chains);
  for (const stored of events) chains.set(stored.event.item, [...(chains.get(stored.event.item) ?? []), stored]);
  return {
    ...ledger,
    head: done.head,
    chains,
    paths: [...ledger.paths, ...files.map(({ path }) => path), ...others.map(({ path }) => path)],
  };
}
