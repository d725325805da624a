import { distinct } from '../alerts/alert.ts';
import { wouldApprove } from '../approve/approve.ts';
import { approveAndWatch } from '../approve/approve-watch.ts';
import { releaseOf } from '../ledger/fold.ts';
import { itemState } from '../ledger/ledger.ts';
import type { RenderingPublisher } from '../release/isolated/renderer.ts';
import { type Plan, planInForce } from '../release/plan.ts';
import { release } from '../release/release.ts';
import { keepMonth } from '../reports/statistics/month.ts';
import { mainInForce } from '../verify/settings-lock.ts';
import { toSend } from './release.ts';
import type { Command, CommandContext } from './shared/command.ts';
import { type PublishReport, reported, summarised } from './shared/publish-report.ts';
import { ledgerTokenAlerts, signingKey, tellingStops, withPublisher } from './shared/publisher-access.ts';
import { runPage } from './shared/run-page.ts';
import { withPrivateTerms } from './shared/settings-at.ts';
import { siteBuilder } from './shared/site-builder.ts';

type Env = CommandContext['env'];

/** The plan as of now, from the verified ledger and the settings in force. */
async function planNow(publisher: RenderingPublisher, env: Env): Promise<Plan> {
  const { git, now, renderer } = publisher;
  const { ledger, main, why } = await mainInForce(publisher);
  if (main === null) return { releases: [], alerts: [] };
  const terms = await withPrivateTerms(main.settings.terms, env.SANSHEN_PRIVATE_TERMS);
  return planInForce({ git, ledger, settings: { ...main.settings, terms }, now: await now(), renderer }, why);
}

async function publish(context: CommandContext, publisher: RenderingPublisher, key: string): Promise<PublishReport> {
  const approving = async () => approveAndWatch(publisher, key, null, await ledgerTokenAlerts(context, publisher));
  const done = await tellingStops(context, 'approve', approving);
  const { approved, alerts, settingsUnverified, main } = done;
  if (main === null) return { approved, releases: [], alerts };
  const site = siteBuilder(publisher, context);
  const sent = await tellingStops(context, 'release', () => release(publisher, toSend(context.env, site.deploy)));
  if (!settingsUnverified) await keepMonth(publisher);
  const { mode } = main.settings.policy.channels.website;
  if (mode === 'build') await site.refresh();
  // Packages of what waits to be entered by a person, and none of what has been found there.
  if (mode === 'package' && sent.releases.some(({ channel }) => channel === 'website')) await site.deploy();
  // Approving has told by whom settings are mended.
  const besides = sent.alerts.filter(({ code }) => !settingsUnverified || code !== 'settings-unverified');
  return { approved, releases: sent.releases, alerts: distinct([...alerts, ...besides]) };
}

/** What a run would do, without writing, sending or telling anybody. */
async function rehearse(publisher: RenderingPublisher, env: Env): Promise<PublishReport> {
  const { approved, alerts } = await wouldApprove(publisher);
  const plan = await planNow(publisher, env);
  const ledger = await publisher.ledgers.open();
  const releases = plan.releases.map(({ item, channel, revision }) => {
    const { state, remote } = releaseOf(itemState(ledger, item), channel, revision);
    return { item, channel, revision, state, url: remote?.url || null };
  });
  return { approved, releases, alerts: distinct([...alerts, ...plan.alerts]) };
}

export const command: Command = {
  summary: '发布：审定入账、复查、发送，一次做完',
  usage: 'publish [--dry-run]',
  options: { 'dry-run': { type: 'boolean', help: '只说会做什么，不写也不发' } },
  formats: ['text', 'json'],
  run: async (context) => {
    if (context.options['dry-run'] === true)
      return reported(await withPublisher(context, (publisher) => rehearse(publisher, context.env), { writes: false }));
    const key = signingKey(context.env);
    const report = await withPublisher(context, (publisher) => publish(context, publisher, key));
    return summarised(context, reported(report), runPage('发布', report));
  },
};
