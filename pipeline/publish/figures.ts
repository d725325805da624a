import { itemsOf, type Ledger, type StoredEvent } from './ledger.ts';
import { SETTINGS_CHAIN } from './ledger-path.ts';

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
