import type { Alert } from '../alerts/alert.ts';
import type { AlertCode } from '../alerts/catalogue.ts';
import type { Instant } from '../beijing-time.ts';
import { collectEvidence } from '../forge/evidence/evidence.ts';
import type { Channel } from '../item/front-matter/front-matter-schema.ts';
import type { LedgerEvent } from '../ledger/event.ts';
import { approvalOf, type ItemState, type Release, wasReleased } from '../ledger/fold.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { offlineOf } from '../ledger/offline-event.ts';
import { mayHaveMoved, purgesIn } from '../ledger/purge-event.ts';
import { folderOf, recordedEvidence } from '../ledger/recorded-evidence.ts';
import { clause } from '../printable.ts';
import { Problem } from '../problem.ts';
import { evaluate } from '../review/gate/evaluate.ts';
import { type Main, newestMain, type Publisher } from '../verify/publisher.ts';
import { settingsHold } from '../verify/settings-lock.ts';
import { judgedAgain } from '../verify/verify-settings.ts';
import { type CallFacts, callFacts, type NotNow, notNow } from './not-now.ts';
import type { Blocked } from './release-round.ts';

/** Who is asked right before a call. */
export interface CallJudges {
  now: () => Promise<Instant>;
  /** What was recorded at the approval, and what is wrong with it, if anything. @throws Problem when it can't be read */
  recorded: (
    ledger: Ledger,
    state: ItemState,
    release: Release,
    approval: LedgerEvent,
  ) => Promise<{ facts: CallFacts; fault: string | null }>;
  /** Whether the three reviews stand at this moment, under settings that still hold. @throws Problem when that can't be read */
  reviews: (state: ItemState, approval: LedgerEvent) => Promise<Blocked | null>;
}

/** How long an answer about a text's reviews holds for the other channels, and one about the settings for all texts, in milliseconds. */
export const SAME_MOMENT = 60_000;

/** What stops a call until somebody has done something. */
export const stop = (code: AlertCode, message: string): Blocked => ({ code, message, final: false, quiet: false });

/** What is told while main's settings don't hold. */
export const settingsUnverified = (why: string): Alert => ({
  item: 'settings',
  code: 'settings-unverified',
  message: `${why}；在此以前什么也不发，撤稿照常进行。`,
});

/** The same of what only the moment stops: nobody has to do anything but where it never goes out any more. */
export const stoppedNow = (why: NotNow): Blocked => (why.final ? { ...why, quiet: false } : { ...why, quiet: true });

/** Codes of a call that is stopped because the reviews aren't found as they were. */
const NOT_FOUND: readonly string[] = ['approval-gone', 'evidence-unreadable'];

/** Since main's history was written anew, its pull request may be beyond reach: then no later run finds it either. */
function sinceRewriting(blocked: Blocked | null, ledger: Ledger, approval: LedgerEvent): Blocked | null {
  if (blocked === null || !NOT_FOUND.includes(blocked.code) || !mayHaveMoved(purgesIn(ledger), approval.at)) return blocked;
  const more = `主分支的历史在这一稿审定以后改写过（清除登记），明天还这样的，请报送单位从最新的主分支另开合并请求重新报送，重新走完三级审核`;
  return { ...blocked, message: `${clause(blocked.message)}；${more}。` };
}

/**
 * True where the text says that it was published by hand (线下审签), and nothing of it was ever registered on the channel. A page that is built
 * here nobody can have put there.
 */
export function isUnregistered(
  { frontMatter, policy }: Pick<CallFacts, 'frontMatter' | 'policy'>,
  { releases }: ItemState,
  channel: Channel,
): boolean {
  if (channel === 'website' && policy.channels.website.mode === 'build') return false;
  const isOut = releases.some((release) => release.channel === channel && (release.confirmedAt !== null || release.state === 'offline'));
  return frontMatter.offline_review?.posted[channel] !== undefined && !isOut;
}

/** The post exists, and a call would make a second one. */
export const UNRECORDED =
  '文首写明线下审签、已经手工发布，台账里没有登记，没有发送，以免重发；请管理员到平台核对，用 record 登记地址；确实没有发过的，请报送单位改正文首，重新送审。';

/** Asks the forge once more: a signature may have been taken back, or a request for changes made, since the approval. */
async function askedAgain(publisher: Publisher, main: Main, state: ItemState, approval: LedgerEvent): Promise<Blocked | null> {
  const { git, github } = publisher;
  const path = folderOf(state.item);
  const released = wasReleased(state, approval.revision) ? [path] : [];
  const offline = offlineOf(state, approval.pullRequest);
  const evidence = await collectEvidence({
    git,
    github,
    number: approval.pullRequest ?? 0,
    settings: main.settings.commit,
    released,
    offline,
  });
  const verdict = evaluate(evidence);
  const own = verdict.items.find((item) => item.path === path);
  const head = evidence.pullRequest?.head.sha ?? '';
  const text = evidence.items.find((item) => item.path === path)?.trees[head];
  if (verdict.verdict === 'passed' && own?.verdict === 'passed' && text === approval.tree) return null;
  const [blocker] = [...verdict.blockers, ...(own?.blockers ?? [])];
  const open = own?.levels.find(({ state: at }) => at !== 'approved');
  const why = blocker?.message ?? (open ? `第 ${open.level} 级现在是“${open.reason}”` : '审核意见已有变化');
  return stop(
    'approval-gone',
    `发送前再次核对，三级审核已不成立，没有发送：${clause(why)}；请办公室核对合并请求 #${approval.pullRequest}，审核人不在岗了的，由现任的人在那里补审，补齐后自动发送。`,
  );
}

/**
 * Main's settings once more. Since this run began they may have moved on by a change that nobody has approved, or that this plan doesn't
 * know.
 */
async function settingsMoved({ git, ledgers }: Publisher, main: Main): Promise<Blocked | null> {
  const { settings } = await newestMain(git, { fetch: true, branch: main.branch });
  if (settings.digest === main.settings.digest) return null;
  if (settingsHold(await ledgers.open(), settings)) {
    return stop('settings-moved', '运行期间名单与规则换了新的一版，这一条没有发送；下一次运行按新的一版自动发送，不需要处理。');
  }
  const message = '运行期间主分支上的名单与规则有改动，还没有登记为有效的一版，没有发送；下一次运行会先核对它的审核，在此以前什么也不发。';
  return stop('settings-unverified', message);
}

/** The same for all texts of a moment: asked once, and again when the answer is old or there was none. */
function settingsWatch(publisher: Publisher, main: Main): () => Promise<Blocked | null> {
  let last: { at: number; answer: Promise<Blocked | null> } | null = null;
  return async () => {
    const at = Date.parse(await publisher.now());
    if (last !== null && at - last.at <= SAME_MOMENT) return last.answer;
    const answer = settingsMoved(publisher, main);
    last = { at, answer };
    answer.catch(() => {
      last = null;
    });
    return answer;
  };
}

/** Who is asked right before a call: the ledger's evidence, judged again with the settings it was given under, and the forge. */
export function judgesOf(publisher: Publisher, main: Main): CallJudges {
  const moved = settingsWatch(publisher, main);
  return {
    now: publisher.now,
    async recorded(ledger, state, release, approval) {
      const evidence = await recordedEvidence(publisher.store, ledger, approval);
      const judged = judgedAgain(evidence, folderOf(state.item));
      const facts = callFacts(evidence, ledger, state, release.revision, main.settings.policy);
      return { facts, fault: 'fault' in judged ? judged.fault : null };
    },
    reviews: async (state, approval) => (await moved()) ?? askedAgain(publisher, main, state, approval),
  };
}

/**
 * What stops a release right before its call: the seven days, holds, pauses, hours; the recorded evidence; the reviews as they stand now. Of a
 * page whose intent was written in time, moments that leave it alone (`left`) are passed over.
 */
export function callGuard(
  judges: CallJudges,
): (ledger: Ledger, state: ItemState, release: Release, left?: readonly string[]) => Promise<Blocked | null> {
  const asked = new Map<string, { at: number; answer: Promise<Blocked | null> }>();
  return async (ledger, state, release, left = []) => {
    const approval = approvalOf(state, release);
    if (!approval) return stop('not-approved', '台账里没有这一稿的审定登记，没有发送；请管理员查明。');
    const { facts, fault } = await judges.recorded(ledger, state, release, approval);
    const now = await judges.now();
    const why = notNow(release.channel, facts, now);
    if (why && !left.includes(why.code)) return stoppedNow(why);
    if (isUnregistered(facts, state, release.channel)) return stop('offline-unrecorded', UNRECORDED);
    if (fault !== null) return stop('evidence-fails', `${fault}，没有发送；请管理员运行 sanshen verify 查明。`);
    const key = `${state.item} ${approval.tree}`;
    const at = Date.parse(now);
    const before = asked.get(key);
    if (before && at - before.at <= SAME_MOMENT) return before.answer;
    const asking = judges.reviews(state, approval).catch((error: unknown) => {
      if (!(error instanceof Problem)) throw error;
      return stop('evidence-unreadable', `发送前没有读全审核记录，没有发送：${clause(error.message)}；下次运行会自动再试。`);
    });
    const answer = asking.then((blocked) => sinceRewriting(blocked, ledger, approval));
    asked.set(key, { at, answer });
    return answer;
  };
}
