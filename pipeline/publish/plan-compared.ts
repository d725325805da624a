import { distinct } from '../alerts/alert.ts';
import { alertCode } from '../alerts/catalogue.ts';
import { CHANNELS } from '../item/front-matter-schema.ts';
import { Problem } from '../problem.ts';
import type { Publication } from './compared-text.ts';
import { type ItemState, releaseOf } from './fold.ts';
import { itemState, itemsOf } from './ledger.ts';
import { approvalOf } from './open-releases.ts';
import { placeOfPage } from './page-place.ts';
import type { Plan, PlanInput } from './plan.ts';
import { renderedText } from './rendered-text.ts';
import { newestOut } from './watch/newest-out.ts';

/** An item's newest text on all its channels, out or not: a person may have put it there. */
function ofItem(state: ItemState): Publication[] {
  const { text } = state;
  return (text?.channels ?? []).flatMap((channel) => {
    const release = releaseOf(state, channel, text?.revision ?? 0);
    const approval = approvalOf(state, release);
    return approval ? [{ release, approval, page: placeOfPage(state, release.revision) }] : [];
  });
}

/**
 * Renders the texts that what is out is compared with, for commands that hold secrets and therefore render nothing: of each channel the newest
 * that is out, as `doctor` looks at it, or one item's newest text, as `record` needs it. What can't be rendered is told and stops nothing.
 * @param item one item's id, `null` for what is newest
 */
export async function planCompared({ git, ledger, settings, now }: PlanInput, item: string | null): Promise<Plan> {
  const watches = CHANNELS.map(newestOut);
  if (item === null) for (const id of itemsOf(ledger)) for (const watch of watches) watch.see(itemState(ledger, id));
  const wanted = item === null ? watches.flatMap((watch) => watch.newest()) : ofItem(itemState(ledger, item));
  const plan: Plan = { version: 1, at: now, main: settings.commit, ledger: ledger.head, releases: [], alerts: [] };
  for (const publication of wanted) {
    const { release, approval } = publication;
    const { item: id, channel, revision } = release;
    try {
      const payload = await renderedText(git, settings, publication);
      plan.releases.push({ item: id, channel, revision, tree: approval.tree, payload });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      plan.alerts.push({ item: id, channel, code: alertCode(error.code, 'fault'), message: `这一条没有列入核对：${error.message}` });
    }
  }
  return { ...plan, alerts: distinct(plan.alerts) };
}
