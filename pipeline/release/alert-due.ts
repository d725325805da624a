import type { Alert } from '../alerts/alert.ts';
import { rowOf } from '../alerts/catalogue.ts';
import { beijingDate, type Instant } from '../beijing-time.ts';
import type { Channel } from '../item/front-matter/front-matter-schema.ts';
import { openReleases, releaseOf } from '../ledger/fold.ts';
import { holds, itemState, type Ledger } from '../ledger/ledger.ts';
import { recordedEvidence } from '../ledger/recorded-evidence.ts';
import { clockStart, exemptChannels, freshness } from '../organisation/freshness.ts';
import type { Policy } from '../organisation/policy.ts';
import type { Publisher } from '../verify/publisher.ts';
import { type CallFacts, callFacts, notNow } from './not-now.ts';

/** The last moment of Art. 9 for what waits on some channels; `null` where it binds none of them. */
export function lastMoment(channels: readonly Channel[], facts: CallFacts, now: Instant): string | null {
  const { frontMatter, policy, holidays, firstPush, released } = facts;
  const exempt = exemptChannels(frontMatter, policy.freshness, released, { today: beijingDate(now), daysOff: holidays });
  if (channels.every((channel) => exempt.includes(channel))) return null;
  return `${freshness(clockStart(frontMatter, policy.freshness, firstPush), policy.freshness, holidays, now).lastDay} 24:00`;
}

/** Such an alert while nothing may be put out, or once it may no more. */
function unlessNow(alert: Alert, facts: CallFacts, now: Instant): Alert {
  const why = alert.channel && rowOf(alert.code).publishes ? notNow(alert.channel, facts, now) : null;
  if (why === null) return alert;
  const settle = '按时发布了的，请管理员今天用 record 登记地址；没有发布的不得再发布，草稿请删除，用 resolve --as abandoned 登记';
  if (why.final) return { ...alert, message: `${why.message.replace(/；不会自动重试。$/, '')}；${settle}。` };
  return { ...alert, message: `现在不要发布：${why.message}可以发布以后再办：${alert.message}` };
}

/**
 * Gives each alert of a text that waits to go out its last moment, and says where a person may not put it out now.
 * An alert whose evidence can't be read stays as it is.
 */
export async function withLastMoments(
  { store }: Pick<Publisher, 'store'>,
  policy: Policy,
  ledger: Ledger,
  alerts: readonly Alert[],
  now: Instant,
): Promise<Alert[]> {
  return Promise.all(
    alerts.map(async (alert): Promise<Alert> => {
      if (alert.due !== undefined || !holds(ledger, alert.item)) return alert;
      const state = itemState(ledger, alert.item);
      const { text } = state;
      const waiting = openReleases(state).filter(
        ({ state: now, channel, revision, offline }) =>
          now !== 'withdraw-intent' &&
          offline === null &&
          revision === text?.revision &&
          (alert.channel === undefined || channel === alert.channel),
      );
      if (text === null || waiting.length === 0 || releaseOf(state, 'website', text.revision).takenBack !== null) return alert;
      try {
        const facts = callFacts(await recordedEvidence(store, ledger, text), ledger, state, text.revision, policy);
        const due = lastMoment(
          waiting.map(({ channel }) => channel),
          facts,
          now,
        );
        const told = unlessNow(alert, facts, now);
        return due === null ? told : { ...told, due };
      } catch {
        return alert;
      }
    }),
  );
}
