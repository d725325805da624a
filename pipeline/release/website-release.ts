import type { Release } from '../ledger/fold.ts';
import { isTerminal } from '../ledger/transitions.ts';
import { clause } from '../printable.ts';
import { byHand, isManual, mayCall } from './first-send.ts';
import { lookAgain } from './in-doubt.ts';
import { alert, nameOf, orderOf, plannedOf, put, type Round, stateIn } from './release-round.ts';

/** What the website showed before: its page now shows the new text. */
function replaceOlder(round: Round, release: Release): void {
  for (const old of stateIn(round, release.item).releases) {
    const older = old.channel === 'website' && old.revision < release.revision;
    if (older && !isTerminal(old.state) && old.state !== 'withdraw-intent') put(round, old, 'superseded');
  }
}

/**
 * A page that only a person can put in place. The intent is the pipeline's; the first publication is the person's, so what may stop it is
 * asked until then. Once its seven days are over nobody may put it there any more, but it may be there already and not be registered.
 */
async function askPerson(round: Round, release: Release, message: string): Promise<void> {
  const blocked = await round.context.blocked(round.ledger, stateIn(round, release.item), release);
  if (blocked === null) return alert(round, release, 'person-publishes', message, true);
  if (!blocked.final) {
    if (!blocked.quiet) alert(round, release, blocked.code, blocked.message);
    return;
  }
  const reason = `${clause(blocked.message)}；页面没有登记过：按时上线了的，请管理员今天用 record 登记地址；没有上线的不得再上线，用 resolve --as abandoned 登记。`;
  alert(round, release, 'website/too-late', reason);
  put(round, release, 'needs-human', { code: 'website/too-late', reason });
}

/**
 * A page whose intent stands. The site is built from the ledger as a whole, so this only looks whether the page shows the approved text.
 * Looking is harmless and building again gives the same page, so it doesn't matter whose intent it was. The next run looks again, without
 * an event, for a page that isn't there yet.
 */
async function lookForPage(round: Round, release: Release): Promise<void> {
  const planned = plannedOf(round.context, release);
  const adapter = round.context.adapters.website;
  if (!planned || round.run.called.has(nameOf(release))) return;
  if (!adapter)
    return alert(round, release, 'no-site', '没有网站地址；应在 policy.yml 的 site.url 写明；请管理员补上，下次运行会自动再核对。');
  round.run.called.set(nameOf(release), 'looked');
  const outcome = await adapter.send(await orderOf(round, release, planned.payload));
  if (outcome.kind === 'confirmed') {
    const { remote, steps } = outcome;
    put(round, release, 'confirmed', { remote: { ...remote, ...(steps ? { steps } : {}) } });
    return replaceOlder(round, release);
  }
  if (outcome.kind === 'sent' || outcome.kind === 'ready') return askPerson(round, release, outcome.message ?? '网站包已备好，等待上线。');
  alert(round, release, outcome.code, outcome.message);
  const { code, message: reason } = outcome;
  if (outcome.kind === 'failed' && !outcome.retry)
    put(round, put(round, release, 'failed', { code, reason, retry: 'no' }), 'needs-human', { code, reason });
  if (outcome.kind === 'needs-human') put(round, release, 'needs-human', { code, reason });
}

/** The website's part of a round. Its intents are written together with the approvals; here they are confirmed. */
export async function serveWebsite(round: Round, release: Release): Promise<void> {
  if (release.state === 'needs-human') {
    const after = await lookAgain(round, release);
    return after.state === 'confirmed' ? replaceOlder(round, after) : undefined;
  }
  if (release.state !== 'planned') return lookForPage(round, release);
  if (isManual(round, 'website') && plannedOf(round.context, release) && (await mayCall(round, release))) byHand(round, release);
}
