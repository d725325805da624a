import type { Alert } from '../alerts/alert.ts';
import { tellOne } from '../alerts/tell.ts';
import type { Instant } from '../beijing-time.ts';
import type { ItemState } from '../ledger/fold.ts';
import { type Draft, itemState, itemsOf, type Ledger, write } from '../ledger/ledger.ts';
import { periodOver, unregisteredPost } from '../release/website-intent.ts';
import type { Publisher } from '../verify/publisher.ts';

/** What one push takes off, and what is to be told of it. */
interface Ended {
  drafts: Draft[];
  alerts: Alert[];
}

/** Takes off what is to be public no longer, by its own approved text: no setting is asked. */
export async function endPeriod(publisher: Publisher, state: ItemState, ended: Ended, at: Instant): Promise<void> {
  for (const draft of periodOver(publisher.run, state, at)) {
    const alert = unregisteredPost(state, draft);
    if (alert) ended.alerts.push(alert);
    // Told first: nothing speaks of it again once it is written.
    if (alert === null || (await tellOne(publisher, 'approve', alert))) ended.drafts.push(draft);
  }
}

/** What is taken back and still lies where only a run under valid settings, or a person, takes it down. */
function stillOut(ledger: Ledger): string {
  const waits = itemsOf(ledger).filter((item) =>
    itemState(ledger, item).releases.some(({ channel, state }) => channel !== 'website' && state === 'withdraw-intent'),
  );
  if (waits.length === 0) return '';
  return `另有 ${waits.length} 条已决定撤下的，在微信、微博上要等登记有效以后才撤；等不及的，请办公室审核人用 withdraw 撤下，人工发布的请管理员到平台删除。`;
}

/**
 * The same for a whole ledger while main's settings don't hold: the website is built under the ledger's own and loses those pages at once.
 * @returns `null` when the ledger has moved on
 */
export async function endPeriods(publisher: Publisher, ledger: Ledger, message: string): Promise<Alert[] | null> {
  const at = await publisher.now();
  const ended: Ended = { drafts: [], alerts: [] };
  for (const item of itemsOf(ledger)) await endPeriod(publisher, itemState(ledger, item), ended, at);
  const written = await write(publisher.store, ledger, ended.drafts, '公示期满', at);
  if (written === null) return null;
  publisher.ledgers.keep(written);
  return [{ item: 'settings', code: 'settings-unverified', message: message + stillOut(written) }, ...ended.alerts];
}
