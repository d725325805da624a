import { beijingDate, type Instant } from '../../beijing-time.ts';
import { CHANNELS } from '../../item/front-matter/front-matter-schema.ts';
import type { EventKind, LedgerEvent } from '../../ledger/event.ts';
import { foldItem, type ItemState, takenBackAtOnce } from '../../ledger/fold.ts';
import { evidencePath, parseLedgerPath, SEALS_FOLDER, SETTINGS_CHAIN } from '../../ledger/ledger-path.ts';
import type { LedgerEntry, LedgerStore } from '../../ledger/ledger-store.ts';
import type { Evidence } from '../../review/gate/evidence.ts';
import { approvedSubmission, formIn } from './from-evidence.ts';
import type { Span } from './span.ts';
import type { SubmissionRecord } from './submission.ts';

const first = (times: readonly Instant[]): Instant | null => times.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;

/** On which channels readers first saw the item, when, and in which revision. */
function firstSeen({ releases }: ItemState): { channel: (typeof CHANNELS)[number]; at: Instant; revision: number }[] {
  return CHANNELS.flatMap((channel) => {
    const seen = releases.flatMap(({ channel: on, confirmedAt: at, revision }) =>
      on === channel && at ? [{ channel, at, revision }] : [],
    );
    return seen.sort((a, b) => Date.parse(a.at) - Date.parse(b.at)).slice(0, 1);
  });
}

/** When an item was taken down at once after an approval and before the next one. */
function atOnce(events: readonly LedgerEvent[], after: number, before: number): LedgerEvent | undefined {
  return events.find(
    ({ kind, code, seq }) => kind === 'withdraw-intent' && code !== undefined && code !== 'absent' && seq > after && seq < before,
  );
}

/**
 * The submissions of one item, one an approval, with what became of each.
 * @param events the item's events but for those between intent and end, in their order
 * @param evidenceOf the evidence beside an approval; `null` where it isn't there, which verifying names
 */
function recordsOfItem(
  state: ItemState,
  events: readonly LedgerEvent[],
  evidenceOf: (approval: LedgerEvent) => Evidence | null,
): SubmissionRecord[] {
  const made = state.approvals.flatMap((approval) => {
    const [form, evidence] = [formIn(approval), evidenceOf(approval)];
    return form && evidence ? [{ approval, record: approvedSubmission(approval, form, evidence) }] : [];
  });
  /** Of several approvals of one revision nothing of the earlier ones has begun. */
  const ofRevision = (revision: number) =>
    made.findLast(({ approval }) => approval.removal !== true && approval.revision === revision)?.record;
  const seen = firstSeen(state);
  for (const { channel, at, revision } of seen) {
    const record = ofRevision(revision);
    if (record) record.adopted[channel] = at;
  }
  for (const [index, { approval, record }] of made.entries()) {
    const [before, after] = [made[index - 1]?.approval, made[index + 1]?.approval];
    if (record.kind === 'withdrawal') {
      // On the day on which the item went, by whoever took it down first.
      const act = before === undefined ? undefined : atOnce(events, before.seq, approval.seq);
      record.withdrawal = { kind: act?.code ?? 'planned', at: act?.at ?? approval.at };
      record.outcome = 'withdrawn';
      continue;
    }
    const releases =
      ofRevision(approval.revision) === record ? state.releases.filter(({ revision }) => revision === approval.revision) : [];
    const over = releases.flatMap(({ state: is, last }) => (is === 'expired' && last ? [last.at] : []));
    if (releases.some(({ confirmedAt }) => confirmedAt !== null)) record.outcome = 'adopted';
    else if (over.length > 0) record.outcome = 'expired';
    else if (after !== undefined && after.removal !== true) record.outcome = 'replaced';
    if (record.outcome === 'expired' && seen.length === 0) record.expired = first(over);
    if (after?.removal === true) continue;
    const act = after === undefined ? takenBackAtOnce(state) : atOnce(events, approval.seq, after.seq);
    if (!act) continue;
    record.withdrawal = { kind: act.code ?? 'other', at: act.at };
    record.outcome = 'withdrawn';
  }
  return made.map(({ record }) => record);
}

/** What decides figures. Steps between an intent and its end say nothing of them, and most of a ledger's files are such. */
const KINDS: ReadonlySet<EventKind> = new Set([
  'approval',
  'offline',
  'confirmed',
  'expired',
  'withdraw-intent',
  'withdrawn',
  'superseded',
  'abandoned',
]);

/** Files of one item, as their names tell them. */
interface Chain {
  item: string;
  events: { seq: number; entry: LedgerEntry }[];
  evidence: Map<string, LedgerEntry>;
}

/** Where the ledger stood before a day, by the newest seal before it; `null`: nobody has sealed anything then. */
async function sealedBefore(store: LedgerStore, head: string, day: string): Promise<string | null> {
  const seals = await store.entries(head, SEALS_FOLDER);
  for (const entry of seals.toReversed()) {
    const { at, commit } = JSON.parse(Buffer.from(await store.read(entry)).toString('utf8')) as { at: string; commit: string };
    if (beijingDate(at) < day) return commit;
  }
  return null;
}

/** Items that something was written of since a day; `null` for all. What happened before a seal isn't read for a span after it. */
async function touchedSince(store: LedgerStore, head: string, day: string): Promise<Set<string> | null> {
  const since = await sealedBefore(store, head, day);
  if (since === null) return null;
  const commits = await store.history(head, since);
  const names = commits.flatMap(({ changes }) => changes.map(({ path }) => parseLedgerPath(path)));
  return new Set(names.flatMap((name) => (name?.type === 'event' ? [name.chain] : [])));
}

/** The chains of a ledger, from names alone. */
function chainsOf(entries: readonly LedgerEntry[], touched: ReadonlySet<string> | null, kinds: ReadonlySet<EventKind> | null): Chain[] {
  const chains = new Map<string, Chain>();
  for (const entry of entries) {
    const name = parseLedgerPath(entry.path);
    if ((name?.type !== 'event' && name?.type !== 'evidence') || name.chain === SETTINGS_CHAIN) continue;
    if (touched !== null && !touched.has(name.chain)) continue;
    if (name.type === 'event' && kinds !== null && !kinds.has(name.kind)) continue;
    const chain: Chain = chains.get(name.chain) ?? { item: name.chain, events: [], evidence: new Map() };
    chains.set(name.chain, chain);
    if (name.type === 'event') chain.events.push({ seq: name.seq, entry });
    else chain.evidence.set(entry.path, entry);
  }
  return [...chains.values()];
}

/** So many items are read at a time: fewer than a young heap holds, so that what is read is forgotten at once. */
const TOGETHER = 16;

/** Bytes that verifying the ledger has vouched for aren't looked at by a schema again. */
async function valueAt<Value>(store: LedgerStore, entry: LedgerEntry): Promise<Value> {
  const { buffer, byteOffset, byteLength } = await store.read(entry);
  return JSON.parse(Buffer.from(buffer, byteOffset, byteLength).toString('utf8')) as Value;
}

/** One item as it was read: events in order, and the evidence beside its approvals, by their numbers in the chain. */
export interface ReadItem {
  item: string;
  events: readonly LedgerEvent[];
  evidence: ReadonlyMap<number, Evidence>;
}

async function readChain(store: LedgerStore, { item, events: names, evidence }: Chain): Promise<ReadItem> {
  const sorted = names.toSorted((a, b) => a.seq - b.seq);
  const events = await Promise.all(sorted.map(({ entry }) => valueAt<LedgerEvent>(store, entry)));
  const beside = new Map<number, Evidence>();
  for (const { seq } of events.filter(({ kind }) => kind === 'approval')) {
    const entry = evidence.get(evidencePath(item, seq));
    if (entry) beside.set(seq, await valueAt<Evidence>(store, entry));
  }
  return { item, events, evidence: beside };
}

/**
 * What `use` makes of each item, a few items at a time: what a large ledger says needn't be held at once.
 * @param head a commit that has been verified
 * @param asked items and kinds of events; `null` for all
 */
export async function readItems<Value>(
  store: LedgerStore,
  head: string,
  asked: { touched: ReadonlySet<string> | null; kinds: ReadonlySet<EventKind> | null },
  use: (read: ReadItem) => readonly Value[],
): Promise<Value[]> {
  const made: Value[] = [];
  // Of a whole ledger even the names are many: a year's are forgotten before the next year's are read.
  for (const year of (await store.folders(head)).filter((folder) => /^\d{4}$/.test(folder))) {
    const chains = chainsOf(await store.entries(head, year), asked.touched, asked.kinds);
    for (let start = 0; start < chains.length; start += TOGETHER) {
      const read = await Promise.all(chains.slice(start, start + TOGETHER).map((chain) => readChain(store, chain)));
      for (const each of read) made.push(...use(each));
    }
  }
  return made;
}

/**
 * Every submission that a ledger approved and that something happened to since the span began.
 * @param head a commit that has been verified
 */
export async function ledgerRecords(store: LedgerStore, head: string, span: Span): Promise<SubmissionRecord[]> {
  const touched = await touchedSince(store, head, span.from);
  return readItems(store, head, { touched, kinds: KINDS }, ({ item, events, evidence }) =>
    recordsOfItem(foldItem(item, events), events, ({ seq }) => evidence.get(seq) ?? null),
  );
}
