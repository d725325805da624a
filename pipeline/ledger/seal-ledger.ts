import { addDays, beijingDate, type Instant } from '../beijing-time.ts';
import { mayBeLive, openReleases, unconfirmedRemoval } from './fold.ts';
import { eventsOf, itemState, itemsOf, type Ledger, type StoredEvent } from './ledger.ts';
import { SETTINGS_CHAIN } from './ledger-path.ts';
import { nextSealPath, type Seal } from './seal.ts';

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

/**
 * The seal to be put on a verified ledger, written by the run that has verified it; `null` while there is too little to seal.
 * @param main what the ledger was compared with: a commit of main, and its folders that no approval names
 */
export function sealOf(ledger: Ledger, main: { commit: string; due: readonly string[] }, at: Instant): Seal | null {
  const { sealed } = ledger;
  const early = sealed !== undefined && Date.parse(at) < Date.parse(sealed.seal.at);
  if (ledger.head === null || early || unsealedEvents(ledger).length < SEAL_AFTER) return null;
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
