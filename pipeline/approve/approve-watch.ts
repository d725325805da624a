import type { Alert } from '../alerts/alert.ts';
import { withLastMoments } from '../alerts/alert-due.ts';
import { settleAlerts, tell } from '../alerts/tell.ts';
import { allTimeLeft } from '../alerts/time-left.ts';
import { openWithdrawals } from '../alerts/withdrawal-watch.ts';
import { newestMain, type Publisher } from '../verify/publisher.ts';
import { type ApproveReport, approve } from './approve.ts';
import { askedForReview, emergencyReviews } from './emergency-watch.ts';

/**
 * Goes over the ledger once the approvals are in it: emergencies without all reviews, removals without a confirmation, deadlines.
 * Tells them with what approving has to tell, and closes what is over.
 */
async function watch(publisher: Publisher, { approved, alerts, settingsUnverified }: ApproveReport, only: string | null): Promise<Alert[]> {
  if (settingsUnverified) return tell(publisher, 'approve', alerts);
  const main = await newestMain(publisher.git, { fetch: false });
  const { policy } = main.settings;
  const ledger = await publisher.ledgers.open(policy.emergency.enabled ? await askedForReview(publisher) : []);
  const at = await publisher.now();
  const reviews = await emergencyReviews(publisher, main, ledger, at);
  const open = [...(await openWithdrawals(publisher, main, ledger, at)), ...(await allTimeLeft(publisher, main, ledger, at))];
  // What this run itself has approved is on its way.
  const fresh = ({ item }: Alert): boolean => approved.includes(item);
  const told = [...alerts, ...open.filter((alert) => !fresh(alert)), ...reviews.stands];
  const certain = {
    step: 'approve',
    complete: ({ item }: { item: string }) => only === null || item === only,
    stands: open.filter(fresh),
    right: reviews.right,
  } as const;
  const due = await withLastMoments(publisher, policy, ledger, told, at);
  return settleAlerts(publisher, certain, due, (items) => publisher.ledgers.open(items));
}

/** `approve`, and then the watches over what the ledger holds. @throws as `approve` does */
export async function approveAndWatch(publisher: Publisher, key: string, only: string | null = null): Promise<ApproveReport> {
  const report = await approve(publisher, key, only);
  return { ...report, alerts: await watch(publisher, report, only) };
}
