import type { Instant } from '../beijing-time.ts';
import { sha256 } from '../canonical-json.ts';
import type { Github } from '../forge/github/github.ts';
import type { ReviewRecords } from '../forge/github/github-records.ts';
import type { Ledger, StoredEvent } from '../ledger/ledger.ts';
import { SETTINGS_CHAIN } from '../ledger/ledger-path.ts';
import type { LedgerStore } from '../ledger/ledger-store.ts';
import { Problem } from '../problem.ts';
import type { Evidence } from '../review/gate/evidence.ts';
import { parseEvidence } from '../review/gate/read-evidence.ts';
import { longMinute } from '../review/words.ts';
import type { VerifyProblem } from './verify-chain.ts';
import { evidenceBeside } from './verify-settings.ts';

type Review = Evidence['reviews'][number];
type Change = { code: string; words: string };

/** What GitHub was asked, and what is no longer as it was recorded. */
export interface OnlineReport {
  at: Instant;
  pullRequests: number;
  problems: VerifyProblem[];
}

const STATES: Record<Review['state'], string> = {
  APPROVED: '同意',
  CHANGES_REQUESTED: '退回',
  COMMENTED: '留言',
  DISMISSED: '已撤销',
};

function stateChange(then: Review, now: Review, { dismissals }: ReviewRecords): Change[] {
  if (then.state === now.state) return [];
  const dismissal = now.state === 'DISMISSED' ? dismissals.findLast(({ reviewId }) => reviewId === now.id) : undefined;
  if (!dismissal) return [{ code: 'review-state', words: `登记时是“${STATES[then.state]}”，现在是“${STATES[now.state]}”` }];
  return [{ code: 'review-dismissed', words: `已于 ${longMinute(dismissal.at)} 被 ${dismissal.by ?? '已注销的账号'} 撤销` }];
}

/** A renamed account is the same one by its number; without numbers the name decides. */
function accountChange(then: Review, now: Review, before: Evidence['accounts'], after: ReviewRecords['accounts']): Change[] {
  if (then.login === null) return [];
  if (now.login === null) return [{ code: 'review-account-gone', words: `审核人的账号 ${then.login} 已注销` }];
  const ids = [before?.[then.login]?.id, after[now.login]?.id];
  const same = ids.includes(undefined) ? then.login.toLowerCase() === now.login.toLowerCase() : ids[0] === ids[1];
  return same ? [] : [{ code: 'review-other-account', words: `登记时是 ${then.login} 的，现在是 ${now.login} 的` }];
}

function reviewChanges(then: Review, evidence: Evidence, records: ReviewRecords): Change[] {
  const now = records.reviews.find(({ id }) => id === then.id);
  if (!now) return [{ code: 'review-missing', words: '在 GitHub 上已经没有了' }];
  const short = (body: string): string => sha256(body).slice(0, 12);
  return [
    ...stateChange(then, now, records),
    ...accountChange(then, now, evidence.accounts, records.accounts),
    ...(then.body === now.body
      ? []
      : [{ code: 'review-edited', words: `意见被改过（摘要登记时 ${short(then.body)}，现在 ${short(now.body)}）` }]),
    ...(then.commit === now.commit
      ? []
      : [{ code: 'review-commit', words: `所看的提交登记时是 ${then.commit ?? '未知'}，现在是 ${now.commit ?? '未知'}` }]),
  ];
}

/** The evidence beside an event; `null` where there is none or `verify` has named what is wrong with it. */
async function recorded(store: LedgerStore, ledger: Ledger, stored: StoredEvent): Promise<Evidence | null> {
  if (stored.event.evidence === undefined) return null;
  const beside = await evidenceBeside(store, ledger, stored);
  if ('fault' in beside) return null;
  try {
    return parseEvidence(beside.value);
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}

/**
 * Asks GitHub again for the reviews that the settings and some items were approved on. It tells what has changed since: what was signed
 * stays valid, but GitHub shows something else today.
 * @throws Problem `github/…` if GitHub can't be asked
 */
export async function askAgain(github: Github, store: LedgerStore, ledger: Ledger, items: readonly string[]): Promise<OnlineReport> {
  const at = await github.now();
  const asked = new Map<number, ReviewRecords | null>();
  const problems: VerifyProblem[] = [];
  for (const stored of [SETTINGS_CHAIN, ...items].flatMap((chain) => ledger.chains.get(chain) ?? [])) {
    const evidence = await recorded(store, ledger, stored);
    const number = evidence?.pullRequest?.number;
    if (!evidence || number === undefined) continue;
    const records = asked.has(number) ? (asked.get(number) ?? null) : await github.reviewsOf(number);
    asked.set(number, records);
    const find = ({ code, words }: Change): void => {
      const message = `第 ${number} 号合并请求${words}；登记的审核记录不变，仍以台账为准；请管理员查明原因，记入案卷。`;
      problems.push({ item: stored.event.item, event: stored.path, code, message });
    };
    if (records === null) find({ code: 'pull-request-missing', words: '在 GitHub 上已经没有了' });
    else
      for (const review of evidence.reviews)
        for (const { code, words } of reviewChanges(review, evidence, records))
          find({ code, words: `里 ${review.login ?? '已注销的账号'} ${longMinute(review.submittedAt)} 的审核（${review.id}）${words}` });
  }
  return { at, pullRequests: asked.size, problems };
}
