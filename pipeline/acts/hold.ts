import { settleAlerts } from '../alerts/tell.ts';
import { heldReason, holdDraft } from '../ledger/held.ts';
import type { Publisher } from '../verify/publisher.ts';
import { lockedSettings } from '../verify/settings-lock.ts';
import { entitledPerson, HOLDING, RESUMING, writeActs } from './acts.ts';

/**
 * Pauses all sending at once, or lifts the pause. Both may be repeated without harm.
 * @returns `changed`: false where it was so already, which stays as it was recorded, with its `reason`
 * @throws Problem `not-entitled` (exit 1)
 */
export async function setHold(
  publisher: Publisher,
  kind: 'hold' | 'resume',
  reason: string,
): Promise<{ held: boolean; reason: string; by: string; changed: boolean }> {
  let by = '';
  let before: string | null = null;
  await writeActs(publisher, kind === 'hold' ? '暂停发布' : '恢复发布', async (ledger, at) => {
    const settings = await lockedSettings(publisher, ledger);
    by = (await entitledPerson(publisher, settings, kind === 'hold' ? HOLDING : RESUMING, at)).name;
    before = heldReason(ledger);
    if ((before !== null) === (kind === 'hold')) return [];
    return [holdDraft(ledger, publisher.run, at, { kind, reason })];
  });
  await settleAlerts(publisher, { step: 'act' }, [], (items) => publisher.ledgers.open(items));
  const changed = (before !== null) !== (kind === 'hold');
  return { held: kind === 'hold', reason: changed ? reason : (before ?? ''), by, changed };
}
