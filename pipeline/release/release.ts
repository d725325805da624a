import { type Alert, type AlertKey, distinct, perAccount } from '../alerts/alert.ts';
import { settleAlerts, tellOne } from '../alerts/tell.ts';
import type { Channel } from '../item/front-matter/front-matter-schema.ts';
import { PERIOD_OVER, type Release, releaseOf } from '../ledger/fold.ts';
import { itemState, itemsOf, type Ledger } from '../ledger/ledger.ts';
import { mediaPath } from '../ledger/ledger-path.ts';
import { sealedAt } from '../ledger/published.ts';
import { endOf, lifeOf } from '../ledger/run.ts';
import { IN_DOUBT } from '../ledger/transitions.ts';
import type { Terms } from '../organisation/terms.ts';
import { Problem } from '../problem.ts';
import type { Main, Publisher } from '../verify/publisher.ts';
import { mainInForce } from '../verify/settings-lock.ts';
import { withLastMoments } from './alert-due.ts';
import { callGuard, judgesOf, settingsUnverified } from './call-guard.ts';
import type { ChannelAdapter } from './channels/channel.ts';
import type { RenderingPublisher } from './isolated/renderer.ts';
import { keptUploads } from './kept-pictures.ts';
import { makePlan, type Plan, planRemovals } from './plan.ts';
import { newRunState, runReleases } from './release-engine.ts';
import { nameOf, type ReleaseContext } from './release-round.ts';
import { tellPublished } from './tell-published.ts';

export interface ReleaseReport {
  releases: { item: string; channel: Channel; revision: number; state: string; url: string | null }[];
  alerts: Alert[];
}

/** The channels' adapters. @throws Problem `release/node-20` where what renders isn't fenced and something would go beyond this machine */
type Channels = (main: Main, fenced: boolean) => Adapters;
type Adapters = Partial<Record<Channel, ChannelAdapter>>;

export interface ReleaseInput {
  channels: Channels;
  /** One channel alone. */
  only?: Channel | null;
  /** The settings' terms with what the run adds to them. */
  terms?: (terms: Terms) => Promise<Terms>;
}

/** A repository that others read would show unpublished texts (design.md 3, step 0). */
async function publicFault({ github }: Publisher, main: Main): Promise<Problem | null> {
  if (main.settings.policy.demo || (await github.isPrivate())) return null;
  const message =
    '信息仓库不是私有的（公开，或对整个企业可见），没有发布；应为私有仓库（演示除外：policy.yml 写 demo: true）；请管理员改为私有后重试。';
  return new Problem('repository/public', message, { place: github.repository, exitCode: 1 });
}

function contextOf(publisher: Publisher, main: Main, adapters: Adapters, { releases: plan }: Plan): ReleaseContext {
  const { git, github, store, ledgers, run, now, sleep } = publisher;
  const account = main.settings.policy.channels.wechat.app_id ?? 'account';
  return {
    store,
    load: () => ledgers.open(),
    vouched: ledgers.vouched,
    async restingAt(channel, isIt) {
      const { head, sealed } = await ledgers.open();
      return head === null || sealed === undefined ? [] : sealedAt(store, head, channel, isIt);
    },
    run,
    now,
    sleep,
    lifeOf: (owner) => lifeOf(owner, run, (id) => github.runEnd(id)),
    endOf: (owner) => endOf(owner, run, (id) => github.runEnd(id)),
    policy: main.settings.policy,
    adapters,
    plan,
    blocked: callGuard(judgesOf(publisher, main)),
    tell: (alert) => tellOne(publisher, 'release', alert),
    image: (blob) => git.read(blob),
    uploads: (ledger, payload) => keptUploads(store, account, ledger, payload),
    uploadPath: ({ sha256, use }, again) => mediaPath(account, sha256, use, again),
  };
}

/** True of a release that is taken back, and not because its text said until when. */
const isUnplanned = ({ state, takenBack }: Release): boolean => state === 'withdraw-intent' && takenBack?.code !== PERIOD_OVER;

/** More removals at once than usual are told, and carried out all the same. */
function manyRemovals(ledger: Ledger, main: Main): Alert[] {
  const count = itemsOf(ledger).filter((item) => itemState(ledger, item).releases.some(isUnplanned)).length;
  if (count <= main.settings.policy.breaker.withdrawals) return [];
  const message = `正在撤下 ${count} 条信息，多于平常（breaker.withdrawals）；撤下照常进行；若不是本单位的安排，请立即用 hold 暂停发布并查明。`;
  return [{ item: 'run', code: 'many-withdrawals', message }];
}

const UNCOUNTED: Alert = {
  item: 'run',
  code: 'ledger-uncounted',
  message:
    '主分支的提交上查不到台账的计数，说不清台账有没有被回退过；发布过的可能会再发一次，所以先到平台上看，没有才发；群发的接口列不出，先由人核对；请管理员核对台账后运行 sanshen setup --apply 重新登记计数。',
};

function rows(ledger: Ledger, releases: readonly Pick<Release, 'item' | 'channel' | 'revision'>[]): ReleaseReport['releases'] {
  const distinct = [...new Map(releases.map((release) => [nameOf(release), release])).values()];
  return distinct.flatMap(({ item, channel, revision }) => {
    const { state, remote } = releaseOf(itemState(ledger, item), channel, revision);
    return state === 'superseded' ? [] : [{ item, channel, revision, state, url: remote?.url || null }];
  });
}

/** Whether what was in doubt on an item's channel still is, at the end of the run that told it. */
function isInDoubt(ledger: Ledger, { item, channel }: Alert): boolean {
  return itemState(ledger, item).releases.some((release) => release.channel === channel && IN_DOUBT.includes(release.state));
}

/**
 * Step 6 of an item's life: renders every open release and sends each once (contracts.md 5, reliability B3). While main's settings don't hold,
 * or others can read the repository, it only takes back, with the accounts of those that the ledger names.
 * @throws Problem `repository/public`, `release/node-20`, `ledger/…`, `main/…`, `git/…`: then nothing is sent
 */
export async function release(publisher: RenderingPublisher, { channels, only = null, terms }: ReleaseInput): Promise<ReleaseReport> {
  const { git, now, renderer } = publisher;
  const { ledger, main, why } = await mainInForce(publisher);
  // Approving has told it, and by whom it is mended.
  const unverified = why === null ? [] : [settingsUnverified(why)];
  if (main === null) return { releases: [], alerts: unverified };
  const shown = await publicFault(publisher, main);
  const adapters = channels(main, renderer.fenced);
  if (why !== null || shown !== null) {
    const plan = await planRemovals({ git, ledger, settings: main.settings, now: await now(), renderer });
    // What stopped an earlier run doesn't stop this one; what stops it now is thrown, and told again.
    const ends = ({ code }: AlertKey): boolean => code === 'publish-stopped' && shown === null;
    const { releases, alerts } = await releasePlanned(publisher, main, ledger, { plan, adapters, ends });
    if (shown !== null) throw shown;
    return { releases, alerts: [...unverified, ...alerts] };
  }
  const settings = { ...main.settings, terms: (await terms?.(main.settings.terms)) ?? main.settings.terms };
  const plan = await makePlan({ git, ledger, settings, now: await now(), renderer });
  return releasePlanned(publisher, main, ledger, { plan, adapters, only });
}

/** What is planned, and where it goes. */
interface Planned {
  plan: Plan;
  adapters: Adapters;
  /** One channel alone, `null` for all; left out: the plan isn't everything that is due. */
  only?: Channel | null;
  /** Of which alerts it is known all the same that they are over once nothing tells them any more. */
  ends?: (alert: AlertKey) => boolean;
}

/** Sends what is planned under given settings, without asking whether they are main's: for what is taken back at once as well. */
export async function releasePlanned(
  publisher: Publisher,
  main: Main,
  ledger: Ledger,
  { plan, adapters, only, ends = () => only === null }: Planned,
): Promise<ReleaseReport> {
  const state = newRunState();
  state.alerts.push(...plan.alerts, ...manyRemovals(ledger, main), ...(publisher.ledgers.vouched() ? [] : [UNCOUNTED]));
  const after = await runReleases(contextOf(publisher, main, adapters, plan), state, only ?? null);
  publisher.ledgers.keep(after);
  await tellPublished(
    publisher,
    [...state.touched.values()].map(({ item }) => item),
  );
  const open = state.alerts.filter((alert) => alert.doubt === undefined || isInDoubt(after, alert));
  const asked = plan.releases.filter(({ channel }) => only == null || channel === only);
  const told = await withLastMoments(publisher, main.settings.policy, after, open, await publisher.now());
  const certain = { step: 'release', complete: ends } as const;
  await settleAlerts(publisher, certain, perAccount(told), (items) => publisher.ledgers.open(items));
  return { releases: rows(after, [...asked, ...state.touched.values()]), alerts: distinct(told) };
}
