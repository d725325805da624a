import { type BeijingDate, beijingDate, type Instant, later } from '../beijing-time.ts';
import { sha256 } from '../canonical-json.ts';
import { Problem } from '../problem.ts';
import { withoutSecrets } from '../redaction.ts';
import type { Sign, Signature } from '../review/form/envelope.ts';
import type { LedgerEvent, Seal } from './event.ts';
import { jsonOf, ledgerBytes, parseEvent } from './event.ts';
import { foldItem, type ItemState } from './fold.ts';
import { chainFolder, eventPath, evidencePath, parseLedgerPath, SETTINGS_CHAIN } from './ledger-path.ts';
import type { LedgerEntry, LedgerFile, LedgerStore } from './ledger-store.ts';
import { type KeysOn, signatureFault, signedFile, type Unsigned } from './signature.ts';

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
  /** True of a ledger of which only some chains were read: `chains` has those, and to ask for another is a fault of the program. */
  partial?: boolean;
  /** What vouches for the chains that a partial ledger hasn't read. */
  sealed?: Sealed;
  /** Of a verified ledger: the keys by which its next readers will believe what is written on top. */
  keysOn?: KeysOn;
}

/** A verified seal, the SHA-256 of its file, and the paths of the events that came after the commit that it speaks of. */
export interface Sealed {
  seal: Seal;
  digest: string;
  added: ReadonlySet<string>;
  /** True where its key has ended: the next run with another key puts a new one. */
  ended?: true;
}

/** An event to be written; its number and `prev` follow from the chain. Evidence and pictures' records go into files beside it, which it names. */
export interface Draft {
  event: Omit<LedgerEvent, 'version' | 'seq' | 'prev' | 'signature'>;
  evidence?: unknown;
  pictures?: readonly Unsigned[];
}

/** A ledger without events. */
export const EMPTY_LEDGER: Ledger = { head: null, chains: new Map(), paths: [], damaged: [] };

/** Events among some files, by chain and in order. */
async function readEvents(store: LedgerStore, head: string, entries: readonly LedgerEntry[]): Promise<Ledger> {
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

/** Reads a commit of the ledger; the newest, if none is named. Whether it may be believed is for `verify` to say. */
export async function readLedger(store: LedgerStore, at?: string): Promise<Ledger> {
  const head = at ?? (await store.head());
  return head === null ? EMPTY_LEDGER : readEvents(store, head, await store.entries(head));
}

/** The folder by which a file of the ledger is read together with others: `2026/11`, `settings`, the file itself at the root. */
export function partOf(path: string): string {
  const [first = '', second = '', ...below] = path.split('/');
  return below.length > 0 && /^\d{4}$/.test(first) ? `${first}/${second}` : first;
}

/** A commit of the ledger part by part (`partOf`), mostly months: no more than the events of one are held at a time. */
export async function* readByMonth(store: LedgerStore, head: string): AsyncGenerator<Ledger> {
  const parts = new Map<string, LedgerEntry[]>();
  for (const entry of await store.entries(head)) {
    const part = parts.get(partOf(entry.path));
    if (part) part.push(entry);
    else parts.set(partOf(entry.path), [entry]);
  }
  for (const entries of parts.values()) yield await readEvents(store, head, entries);
}

/** The months alone, the newest first: to look for something that most likely happened lately. */
export async function* readNewestFirst(store: LedgerStore, head: string): AsyncGenerator<Ledger> {
  const months = new Set((await store.entries(head)).map(({ path }) => partOf(path)).filter((part) => /^\d{4}\//.test(part)));
  yield* readParts(store, head, [...months].sort().reverse());
}

/** The same where the parts are known, so that the ledger needn't be listed as a whole. */
export async function* readParts(store: LedgerStore, head: string, parts: Iterable<string>): AsyncGenerator<Ledger> {
  for (const part of parts) yield await readEvents(store, head, await store.entries(head, part));
}

/** Reads some chains of a commit and nothing else; the cost is theirs, however large the ledger is. One that isn't there has no events. */
export async function readChains(store: LedgerStore, head: string, chains: Iterable<string>): Promise<Ledger> {
  const wanted = [...new Set(chains)];
  const found = await Promise.all(wanted.map(async (chain) => readEvents(store, head, await store.entries(head, chainFolder(chain)))));
  return {
    head,
    partial: true,
    chains: new Map(wanted.map((chain, index) => [chain, found[index]?.chains.get(chain) ?? []])),
    paths: found.flatMap(({ paths }) => paths),
    damaged: found.flatMap(({ damaged }) => damaged),
  };
}

/** True if the ledger knows a chain. */
export function holds({ chains, partial }: Ledger, chain: string): boolean {
  return partial ? (chains.get(chain) ?? []).length > 0 : chains.has(chain);
}

/** Reads some chains of the newest commit, as `readChains` does. */
export async function readNewestChains(store: LedgerStore, chains: Iterable<string>): Promise<Ledger> {
  const head = await store.head();
  return head === null ? EMPTY_LEDGER : readChains(store, head, [SETTINGS_CHAIN, ...chains]);
}

/** The events of a chain as they are stored, in order. @throws Error for a chain that a partial ledger hasn't read */
export function storedOf(ledger: Ledger, chain: string): readonly StoredEvent[] {
  const found = ledger.chains.get(chain);
  if (found === undefined && ledger.partial) throw new Error(`the chain ${chain} was not read`);
  return found ?? [];
}

/** The events of a chain, in order. @throws Error for a chain that a partial ledger hasn't read */
export function eventsOf(ledger: Ledger, chain: string): LedgerEvent[] {
  return storedOf(ledger, chain).map(({ event }) => event);
}

/** Chains never change once they are read: each is folded once, and what is written on top of it is folded on top of that. */
const folded = new WeakMap<readonly StoredEvent[], ItemState>();

/** One item as the ledger tells it. */
export function itemState(ledger: Ledger, item: string): ItemState {
  const chain = storedOf(ledger, item);
  const state = folded.get(chain) ?? foldItem(item, eventsOf(ledger, item));
  folded.set(chain, state);
  return state;
}

/** Ids of all items of the ledger; of a partial one, those that were read and are there. */
export function itemsOf(ledger: Ledger): string[] {
  return [...ledger.chains.keys()].filter((chain) => chain !== SETTINGS_CHAIN && holds(ledger, chain)).sort();
}

/** Reads a file of the ledger that isn't an event; `null` if it isn't there, `undefined` as value if it isn't JSON. */
export async function readValue(store: LedgerStore, ledger: Ledger, path: string): Promise<{ value: unknown; bytes: Uint8Array } | null> {
  const bytes = ledger.head === null ? null : await store.readAt(ledger.head, path);
  return bytes && { value: jsonOf(bytes), bytes };
}

/** The ledger is kept for ever and read by auditors: what a platform's answer brought into an event holds no secret. */
function readable({ reason, remote, ...draft }: Draft['event']): Draft['event'] {
  const answer = remote && JSON.stringify(remote);
  const clean = answer && withoutSecrets(answer);
  return {
    ...draft,
    ...(reason === undefined ? {} : { reason: withoutSecrets(reason) }),
    ...(clean ? { remote: clean === answer ? remote : (JSON.parse(clean) as typeof remote) } : {}),
  };
}

/** The files that the drafts become on top of a ledger, each event signed. */
export function chained(ledger: Ledger, drafts: readonly Draft[], sign: Sign): { files: LedgerFile[]; events: StoredEvent[] } {
  const tails = new Map<string, StoredEvent>();
  const files: LedgerFile[] = [];
  const events: StoredEvent[] = [];
  for (const { event: draft, evidence, pictures = [] } of drafts) {
    const last = tails.get(draft.item) ?? storedOf(ledger, draft.item).at(-1);
    const seq = (last?.event.seq ?? 0) + 1;
    const event: LedgerEvent = { ...readable(draft), version: 1, seq, prev: last ? sha256(last.bytes) : null };
    const beside = evidence === undefined ? null : ledgerBytes(evidence);
    if (beside) event.evidence = sha256(beside);
    const records = pictures.map((picture) => signedFile(picture, sign));
    if (records.length > 0) event.uploads = Object.fromEntries(records.map(({ path, bytes }) => [path, sha256(bytes)]));
    const { path, bytes, signature } = signedFile({ path: eventPath(event), value: event }, sign);
    event.signature = signature;
    const stored = { path, bytes, event };
    events.push(stored);
    files.push({ path, bytes }, ...records.map(({ path, bytes }) => ({ path, bytes })));
    if (beside) files.push({ path: evidencePath(draft.item, seq), bytes: beside });
    tails.set(draft.item, stored);
  }
  return { files, events };
}

/** The chains of a ledger with more events on top. */
export function longerChains({ chains }: Pick<Ledger, 'chains'>, events: readonly StoredEvent[]): Map<string, readonly StoredEvent[]> {
  const longer = new Map(chains);
  for (const stored of events) {
    const { item } = stored.event;
    const before = longer.get(item) ?? [];
    const chain = [...before, stored];
    longer.set(item, chain);
    const state = folded.get(before);
    if (state) folded.set(chain, foldItem(item, [stored.event], state));
  }
  return longer;
}

/** The key of a store. @throws Problem `ledger/no-key` where it was opened to be read */
export function signOf({ sign }: Pick<LedgerStore, 'sign'>): Sign {
  if (sign) return sign;
  const message = '这里没有签名私钥，台账写不了；台账的每一条都应由发布程序签名；请打开 Actions → 办理 → Run workflow 办理。';
  throw new Problem('ledger/no-key', message, { place: 'SANSHEN_SIGNING_KEY' });
}

/** The newest date of what a ledger that was read says. */
function newestDay({ chains, sealed }: Ledger): BeijingDate | undefined {
  let newest = sealed && beijingDate(sealed.seal.at);
  for (const chain of chains.values()) {
    const last = chain.at(-1);
    if (last !== undefined) newest = later(newest, beijingDate(last.event.at));
  }
  return newest;
}

type Signed = { at: string; signature?: Signature | undefined };

/** What readers wouldn't believe isn't written: it would stop everything, for good. @throws Problem `form/key-not-listed` */
function requireBelieved(ledger: Ledger, signed: readonly Unsigned<Signed>[]): void {
  const { keysOn } = ledger;
  const after = newestDay(ledger);
  const wrong = keysOn && signed.find(({ path, value }) => signatureFault(path, value, (day) => keysOn(day, after)) !== null);
  if (!wrong) return;
  const message =
    '签名私钥不在登记过的 signing_keys 里，或今天不在有效期内；应先登记公钥；请管理员核对 SANSHEN_SIGNING_KEY，名单里刚换密钥的，先用旧的私钥运行一次、登记了新名单再换；台账没有写。';
  throw new Problem('form/key-not-listed', message, { place: 'SANSHEN_SIGNING_KEY' });
}

/**
 * Writes events, and records beside them, signed and in one push: the one way anything comes into the ledger.
 * @returns the ledger afterwards, or `null` when it has moved on: read it again and decide again
 * @throws Problem `ledger/no-key`, `form/key-not-listed`, and what the store says
 */
export async function write(
  store: LedgerStore,
  ledger: Ledger,
  drafts: readonly Draft[],
  message: string,
  at: Instant,
  records: readonly Unsigned[] = [],
): Promise<Ledger | null> {
  if (drafts.length === 0 && records.length === 0) return ledger;
  const sign = signOf(store);
  const { files, events } = chained(ledger, drafts, sign);
  const others = records.map((record) => signedFile(record, sign));
  requireBelieved(ledger, [
    ...events.map(({ path, event }) => ({ path, value: event })),
    ...records.map(({ path, value }, index) => ({ path, value: { ...value, signature: others[index]?.signature } })),
  ]);
  const done = await store.append(ledger.head, [...files, ...others.map(({ path, bytes }) => ({ path, bytes }))], message, at);
  if (done.kind === 'conflict') return null;
  const { sealed } = ledger;
  return {
    ...ledger,
    ...(sealed ? { sealed: { ...sealed, added: new Set([...sealed.added, ...events.map(({ path }) => path)]) } } : {}),
    head: done.head,
    chains: longerChains(ledger, events),
    paths: [...ledger.paths, ...files.map(({ path }) => path), ...others.map(({ path }) => path)],
  };
}
