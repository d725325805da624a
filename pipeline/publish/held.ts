import { eventsOf, type Ledger } from './ledger.ts';
import { SETTINGS_CHAIN } from './ledger-path.ts';

/** The reason of a `hold` that nobody has lifted; `null` while sending is allowed. */
export function heldReason(ledger: Ledger): string | null {
  const last = eventsOf(ledger, SETTINGS_CHAIN).findLast(({ kind }) => kind === 'hold' || kind === 'resume');
  return last?.kind === 'hold' ? (last.reason ?? '没有说明理由') : null;
}
