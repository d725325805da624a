import type { Instant } from '../beijing-time.ts';
import type { LedgerEvent } from './event.ts';
import { type Draft, eventsOf, type Ledger } from './ledger.ts';
import { SETTINGS_CHAIN } from './ledger-path.ts';
import type { Run } from './run.ts';

/** Code of a hold that the circuit breaker wrote, and of its alert. */
export const BREAKER = 'breaker';

/** Holds since the newest `resume`, oldest first: sending is allowed while there are none. */
function openHolds(ledger: Ledger): LedgerEvent[] {
  const acts = eventsOf(ledger, SETTINGS_CHAIN).filter(({ kind }) => kind === 'hold' || kind === 'resume');
  return acts.slice(acts.findLastIndex(({ kind }) => kind === 'resume') + 1);
}

/** The reason of a `hold` that nobody has lifted; `null` while sending is allowed. */
export function heldReason(ledger: Ledger): string | null {
  const last = openHolds(ledger).at(-1);
  return last ? (last.reason ?? '没有说明理由') : null;
}

/** The reason why the circuit breaker holds; `null` while it doesn't. */
export function breakerReason(ledger: Ledger): string | null {
  return openHolds(ledger).find(({ code }) => code === BREAKER)?.reason ?? null;
}

/**
 * When a person last lifted a hold of the circuit breaker; `null` if nobody ever did. To lift another hold lets nothing through here: who
 * ends a pause hasn't been told how much waits behind it.
 */
export function liftedAt(ledger: Ledger): Instant | null {
  let tripped = false;
  let lifted: Instant | null = null;
  for (const { kind, code, at } of eventsOf(ledger, SETTINGS_CHAIN)) {
    if (kind === 'hold') tripped ||= code === BREAKER;
    if (kind !== 'resume') continue;
    if (tripped) lifted = at;
    tripped = false;
  }
  return lifted;
}

/** A hold or its end as an event, under the settings that the ledger holds. */
export function holdDraft(
  ledger: Ledger,
  run: Run,
  at: Instant,
  said: Pick<LedgerEvent, 'kind' | 'reason'> & { kind: 'hold' | 'resume'; code?: string },
): Draft {
  const settings = eventsOf(ledger, SETTINGS_CHAIN).findLast(({ kind }) => kind === 'settings');
  const digest = settings?.digest ?? '';
  const { id: runId, attempt, actor } = run;
  const of = { item: SETTINGS_CHAIN, revision: 0, tree: digest.replace(/^sha256:/, ''), digest, pullRequest: null };
  return { event: { at, ...of, mergeSha: settings?.mergeSha ?? null, runId, attempt, actor, ...said } };
}
