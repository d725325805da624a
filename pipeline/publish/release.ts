import { type Alert, distinct } from '../alerts/alert.ts';
import { perAccount } from '../alerts/per-account.ts';
import { settleAlerts, tell, tellOne } from '../alerts/tell.ts';
import type { Channel } from '../item/front-matter-schema.ts';
import { Problem } from '../problem.ts';
import { withLastMoments } from './alert-due.ts';
import { believedPlan } from './believed-plan.ts';
import { callGuard } from './call-guard.ts';
import type { ChannelAdapter } from './channels/channel.ts';
import { type Release, releaseOf } from './fold.ts';
import { keptUploads } from './kept-pictures.ts';
import { itemState, itemsOf, type Ledger } from './ledger.ts';
import { mediaPath } from './ledger-path.ts';
import { type Main, newestMain, type Publisher } from './publisher.ts';
import { MOST_TOLD } from './read-plan.ts';
import { newRunState, runReleases } from './release-engine.ts';
import { nameOf, type PlannedRelease, type ReleaseContext } from './release-round.ts';
import { endOf, lifeOf } from './run.ts';
import { settingsHold } from './settings-lock.ts';
import { settingsVersion } from './settings-version.ts';
import { judgesOf } from './still-approved.ts';
import { tellPublished } from './tell-published.ts';
import { IN_DOUBT } from './transitions.ts';

export interface ReleaseReport {
  releases: { item: string; channel: Channel; revision: number; state: string; url: string | null }[];
  alerts: Alert[];
}

export interface ReleaseInput {
  /** What is planned, and what the plan has to tell. */
  plan: { main: string; releases: PlannedRelease[]; alerts?: readonly Alert[] };
  channels: (main: Main) => Partial<Record<Channel, ChannelAdapter>>;
  /** One channel alone. */
  only?: Channel | null;
  /** Another job has made the plan: its texts are held against the approved ones. */
  elsewhere?: boolean;
}

/** A repository that everybody reads would show unpublished texts (design.md 3, step 0). */
async function refusePublic({ github }: Publisher, main: Main): Promise<void> {
  if (main.settings.policy.demo || (await github.isPrivate())) return;
  const message = '信息仓库是公开的，没有发布；应为私有仓库（演示除外：policy.yml 写 demo: true）；请管理员改为私有后重试。';
  throw new Problem('repository/public', message, { place: github.repository, exitCode: 1 });
}

function contextOf(publisher: Publisher, main: Main, input: ReleaseInput, plan: PlannedRelease[]): ReleaseContext {
  const { git, github, store, ledgers, run, now, sleep } = publisher;
  const account = main.settings.policy.channels.wechat.app_id ?? 'account';
  return {
    store,
    load: () => ledgers.open(),
    run,
    now,
    sleep,
    lifeOf: (owner) => lifeOf(owner, run, (id) => github.runEnd(id)),
    endOf: (owner) => endOf(owner, run, (id) => github.runEnd(id)),
    policy: main.settings.policy,
    adapters: input.channels(main),
    plan,
    blocked: callGuard(judgesOf(publisher, main)),
    tell: (alert) => tellOne(publisher, 'release', alert),
    image: (blob) => git.read(blob),
    uploads: (ledger, payload) => keptUploads(store, account, ledger, payload),
    uploadPath: ({ sha256, use }, again) => mediaPath(account, sha256, use, again),
  };
}

/** More removals at once than usual are told, and carried out all the same. */
function manyRemovals(ledger: Ledger, main: Main): Alert[] {
  const count = itemsOf(ledger).filter((item) => itemState(ledger, item).releases.some(({ state }) => state === 'withdraw-intent')).length;
  if (count <= main.settings.policy.breaker.withdrawals) return [];
  const message = `正在撤下 ${count} 条信息，多于平常（breaker.withdrawals）；撤下照常进行；若不是本单位的安排，请立即用 hold 暂停发布并查明。`;
  return [{ item: 'run', code: 'many-withdrawals', message }];
}

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
 * Step 6 of an item's life: every open release of the plan, each once (contracts.md 5, reliability B3).
 * @throws Problem `repository/public`, `ledger/…`, `main/…`, `git/…`: then nothing is sent
 */
export async function release(publisher: Publisher, input: ReleaseInput): Promise<ReleaseReport> {
  const main = await newestMain(publisher.git, { fetch: true });
  await refusePublic(publisher, main);
  const ledger = await publisher.ledgers.open(input.plan.releases.map(({ item }) => item));
  const nothing = async (alert: Alert): Promise<ReleaseReport> => ({ releases: [], alerts: await tell(publisher, 'release', [alert]) });
  if (!settingsHold(ledger, main.settings)) {
    const message = '主分支上的名单与规则还没有登记为有效的一版；先运行 approve；在此以前什么也不发。';
    return nothing({ item: 'settings', code: 'settings-unverified', message });
  }
  const known = (await publisher.git.resolve(input.plan.main)) !== null;
  if (!known || (await settingsVersion(publisher.git, input.plan.main)).digest !== main.settings.digest) {
    return nothing({ item: 'run', code: 'plan-outdated', message: '要发的内容是按旧的名单与规则做的，没有发送；下一次运行会重做。' });
  }
  const whole = input.only == null && (input.plan.alerts ?? []).length < MOST_TOLD;
  return releaseUnder(publisher, main, ledger, input, whole);
}

/**
 * The same under given settings, without asking whether they are main's: for what is taken back at once.
 * @param whole the plan has everything that is due
 */
export async function releaseUnder(
  publisher: Publisher,
  main: Main,
  ledger: Ledger,
  input: ReleaseInput,
  whole = false,
): Promise<ReleaseReport> {
  const state = newRunState();
  state.alerts.push(...(input.plan.alerts ?? []), ...manyRemovals(ledger, main));
  const { releases: plan, alerts } = await believedPlan(publisher, main, ledger, input.plan.releases, input.elsewhere === true);
  state.alerts.push(...alerts);
  const after = await runReleases(contextOf(publisher, main, input, plan), state, input.only ?? null);
  publisher.ledgers.keep(after);
  await tellPublished(
    publisher,
    [...state.touched.values()].map(({ item }) => item),
  );
  const open = state.alerts.filter((alert) => alert.doubt === undefined || isInDoubt(after, alert));
  const asked = plan.filter(({ channel }) => input.only == null || channel === input.only);
  const told = await withLastMoments(publisher, main.settings.policy, after, open, await publisher.now());
  const certain = { step: 'release', complete: () => whole } as const;
  await settleAlerts(publisher, certain, perAccount(told), (items) => publisher.ledgers.open(items));
  return { releases: rows(after, [...asked, ...state.touched.values()]), alerts: distinct(told) };
}
