import { addDays, type BeijingDate, beijingDate, type Instant } from '../beijing-time.ts';
import { sha256 } from '../canonical-json.ts';
import { CHANNELS } from '../item/front-matter/front-matter-schema.ts';
import type { Seal, SealedChain } from './event.ts';
import { foldItem, mayBeLive, openReleases, outOn, unconfirmedRemoval } from './fold.ts';
import { eventsOf, itemState, itemsOf, type Ledger, type StoredEvent, storedOf } from './ledger.ts';
import { parseLedgerPath, SETTINGS_CHAIN, sealPath } from './ledger-path.ts';
import { FAULTS, type KeysOn, openSigned, type Unsigned } from './signature.ts';

/** The file of a seal: it says all but where it lies, which its signature binds (contracts.md 5). */
export function sealFile({ path, ...value }: Seal): Unsigned<Omit<Seal, 'path'>> {
  return { path, value };
}

/** The place after a seal's, for one that is put at an instant. */
export function nextSealPath(last: string | null, at: Instant): string {
  const year = beijingDate(at).slice(0, 4);
  const name = last === null ? null : parseLedgerPath(last);
  return sealPath(year, name?.type === 'seal' && name.year === year ? name.seq + 1 : 1);
}

/**
 * Reads a seal, if a key of its day has signed exactly these bytes for this place; else a sentence says what is wrong. `ended`: by today the
 * key has ended, and whoever has it still could have put another date.
 * @param today left out: nobody asks whether the key goes on
 */
export function openSeal(
  path: string,
  bytes: Uint8Array,
  keysOn: KeysOn,
  today?: BeijingDate,
): { seal: Seal; digest: string; ended?: true } | { fault: string } {
  const opened = openSigned(path, bytes, keysOn);
  if ('fault' in opened) return { fault: `封账 ${path} ${FAULTS[opened.fault]}` };
  const day = beijingDate(opened.value.at);
  // Hundreds of seals are opened one after another, and mostly no key has ended.
  const fewer = today !== undefined && keysOn(day, today).length < keysOn(day).length;
  const ended = fewer && 'fault' in openSigned(path, bytes, (date) => keysOn(date, today));
  return { seal: { ...(opened.value as Omit<Seal, 'path'>), path }, digest: sha256(bytes), ...(ended ? { ended } : {}) };
}

/** After so many events a run that signs anyway puts the next seal, so that no run reads many more than these. */
export const SEAL_AFTER = 300;
/** An item at rest for so many days is left to the seal. */
const REST_DAYS = 14;

/**
 * True if no run has anything to do for an item. Nothing is open, no withdrawal waits for its approval, no 公示期 runs, and nothing happened
 * lately. An event that a person or a changed main brings opens it again.
 */
export function isSettled(ledger: Ledger, item: string, now: Instant): boolean {
  const state = itemState(ledger, item);
  const newest = eventsOf(ledger, item).at(-1)?.at ?? now;
  const ends = state.text?.until !== undefined && mayBeLive(state).length > 0;
  const waits = ends || unconfirmedRemoval(state) !== null;
  return openReleases(state).length === 0 && !waits && addDays(beijingDate(newest), REST_DAYS) < beijingDate(now);
}

/** Items of a ledger that a run may still have something to do for. */
function openItems(ledger: Ledger, now: Instant): string[] {
  return itemsOf(ledger).filter((item) => !isSettled(ledger, item, now));
}

/** What a seal says of a chain that ends with these events. */
export function sealedChain(item: string, chain: readonly StoredEvent[]): SealedChain {
  const events = chain.map(({ event }) => event);
  const state = foldItem(item, events);
  const { number, removal } = state.approval ?? {};
  const out = CHANNELS.flatMap((channel) => {
    const release = outOn(state, channel);
    return release === null ? [] : [[channel, { revision: release.revision, url: release.remote?.url ?? '' }] as const];
  });
  return {
    seq: events.at(-1)?.seq ?? 0,
    last: sha256(chain.at(-1)?.bytes ?? ''),
    ...(number === undefined ? {} : { number }),
    ...(removal === true ? { removal } : {}),
    out: Object.fromEntries(out),
  };
}

/** What the next seal says of the items whose chain has grown since the last. */
export function changedIn(ledger: Ledger): Record<string, SealedChain> {
  const grown = new Set(unsealedEvents(ledger).map(({ event }) => event.item));
  grown.delete(SETTINGS_CHAIN);
  return Object.fromEntries([...grown].map((item) => [item, sealedChain(item, storedOf(ledger, item))]));
}

/**
 * The seal to be put on a verified ledger, written by the run that has verified it; `null` while there is too little to seal.
 * @param main what the ledger was compared with: a commit of main, and its folders that no approval names
 */
export function sealOf(ledger: Ledger, main: { commit: string; due: readonly string[] }, at: Instant): Seal | null {
  const { sealed } = ledger;
  const early = sealed !== undefined && Date.parse(at) < Date.parse(sealed.seal.at);
  const enough = sealed?.ended === true || unsealedEvents(ledger).length >= SEAL_AFTER;
  if (ledger.head === null || early || !enough) return null;
  return {
    version: 1,
    path: nextSealPath(sealed?.seal.path ?? null, at),
    at,
    commit: ledger.head,
    previous: sealed?.digest ?? null,
    main: main.commit,
    ...figuresOf(ledger),
    open: openItems(ledger, at),
    due: [...main.due],
    changed: changedIn(ledger),
  };
}

/** How much a ledger holds, and the last number of a review form of each year. */
export interface Figures {
  items: number;
  events: number;
  numbers: Record<string, number>;
}

/** Year and count of a form's number `2026-0113`. */
export function parseNumber(number: string | undefined): { year: string; count: number } | null {
  const match = /^(\d{4})-(\d{4,})$/.exec(number ?? '');
  return match ? { year: match[1] as string, count: Number(match[2]) } : null;
}

/** Events that no seal speaks of: those after it, or all. */
export function unsealedEvents({ chains, sealed }: Ledger): StoredEvent[] {
  return [...chains.values()].flatMap((chain) => (sealed ? chain.filter(({ path }) => sealed.added.has(path)) : chain));
}

/** The figures of a verified ledger, from its seal on. */
export function figuresOf(ledger: Ledger): Figures {
  const unsealed = unsealedEvents(ledger);
  const seal = ledger.sealed?.seal;
  const numbers = { ...seal?.numbers };
  for (const { event } of unsealed) {
    const parsed = event.kind === 'approval' ? parseNumber(event.number) : null;
    if (parsed) numbers[parsed.year] = Math.max(numbers[parsed.year] ?? 0, parsed.count);
  }
  const begun = seal ? unsealed.filter(({ event }) => event.seq === 1 && event.item !== SETTINGS_CHAIN).length : itemsOf(ledger).length;
  return { items: (seal?.items ?? 0) + begun, events: (seal?.events ?? 0) + unsealed.length, numbers };
}
