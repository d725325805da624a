import type { AlertIssue } from '../forge/github/github-alerts.ts';
import { parseItemId } from '../item/item-path.ts';
import { openReleases } from '../ledger/fold.ts';
import { breakerReason } from '../ledger/held.ts';
import { holds, itemState, itemsOf, type Ledger } from '../ledger/ledger.ts';
import { Problem } from '../problem.ts';
import type { Publisher } from '../verify/publisher.ts';
import { type Alert, type AlertStep, alertIn, alertKey, alertText, distinct } from './alert.ts';
import { type Known, solvedBy } from './solved.ts';

type Teller = Pick<Publisher, 'github' | 'note'>;

const reasonOf = (error: unknown): string => (error instanceof Problem ? error.message : '连不上代码平台');

/** Opens or updates an alert's issue. `false` if nobody could be told: then the run's own output says so. */
export async function tellOne({ github, note }: Teller, step: AlertStep, alert: Alert, among?: readonly AlertIssue[]): Promise<boolean> {
  const { title, body } = alertText(alert, step);
  try {
    await github.upsertAlert(alertKey(alert), title, body, among);
    return true;
  } catch (error) {
    note(`提醒没有发出（${alert.code}，${alert.item}）：${reasonOf(error)}`);
    return false;
  }
}

/** Opens or updates the alerts' issues. Whoever can't be told stops nothing. */
export async function tell(publisher: Teller, step: AlertStep, alerts: readonly Alert[], among?: readonly AlertIssue[]): Promise<Alert[]> {
  const once = distinct(alerts);
  for (const alert of once) await tellOne(publisher, step, alert, among);
  return once;
}

/** What a step knows for certain besides what it tells. */
export type Certain = Pick<Known, 'step'> & Partial<Pick<Known, 'complete' | 'right' | 'stands'>>;

/** The open alerts; `null` where they can't be read, which stops nothing. */
async function listed({ github, note }: Teller): Promise<AlertIssue[] | null> {
  try {
    return await github.alerts();
  } catch (error) {
    note(`没有读到已开的提醒，这次不关闭：${reasonOf(error)}`);
    return null;
  }
}

/** Whether some text of a ledger wasn't sent on a channel for a reason, by the last event of its release. */
function refusedIn(ledger: Ledger): Known['refused'] {
  const failed = itemsOf(ledger).flatMap((item) => openReleases(itemState(ledger, item)).filter(({ state }) => state === 'failed'));
  const reasons = new Set(failed.map(({ channel, last }) => `${channel} ${last?.code}`));
  return (channel, code) => reasons.has(`${channel} ${code}`);
}

/**
 * Opens or updates the alerts' issues, and closes those that are solved, each with a comment that says by what. A problem that comes back
 * opens its issue again, so that a wrong word of one run is mended by the next.
 * @param ledgerWith the ledger with some items, believed; only to be asked where something may be solved
 */
export async function settleAlerts(
  publisher: Teller,
  certain: Certain,
  alerts: readonly Alert[],
  ledgerWith: (items: readonly string[]) => Promise<Ledger>,
): Promise<Alert[]> {
  const open = await listed(publisher);
  const once = await tell(publisher, certain.step, alerts, open ?? undefined);
  const asked = (open ?? []).flatMap(({ number, body }) => {
    const alert = alertIn(body);
    return alert === null ? [] : [{ number, alert }];
  });
  if (asked.length === 0) return once;
  const { github, note } = publisher;
  try {
    const ledger = await ledgerWith([...new Set(asked.map(({ alert }) => alert.item))].filter((item) => parseItemId(item)));
    const tripped = breakerReason(ledger) !== null;
    const refused = refusedIn(ledger);
    for (const { number, alert } of asked) {
      const state = parseItemId(alert.item) && holds(ledger, alert.item) ? itemState(ledger, alert.item) : null;
      const stands = [...once, ...(certain.stands ?? [])];
      const why = solvedBy(alert, { complete: () => false, ...certain, stands, state, refused, tripped });
      if (why !== null) await github.closeAlert(number, `**已解决，自动关闭**：${why}。再出现时本条会重新打开。`);
    }
  } catch (error) {
    note(`提醒没有关闭：${reasonOf(error)}；下一次运行再核对。`);
  }
  return once;
}
