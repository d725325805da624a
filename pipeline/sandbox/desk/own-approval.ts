import type { Situation } from '../../review/comment/gate-view.ts';
import { isAsking, partOf, sameLogin } from '../../review/comment/part-in-item.ts';
import type { Evidence } from '../../review/gate/evidence.ts';
import type { ItemVerdict } from '../../review/gate/verdict.ts';
import { shortTime } from './seals.ts';

/** Whether an approval counts, and what is said of it. */
interface OwnApproval {
  counts: boolean;
  words: string;
}

/** What an approval came to, said to whoever gave it: counted, or why it isn't (rule 22). */
export function approvalTold(item: ItemVerdict | null, reviewId: number): OwnApproval {
  if (item === null) return { counts: true, words: '已记下您的同意；这一件不需要三级审核。' };
  if (item.levels.some((level) => level.state === 'approved' && level.reviewId === reviewId))
    return { counts: true, words: '已记下您的同意。' };
  const { code = '', reason = '原因见“下一步”。' } = item.ignored.find((review) => review.reviewId === reviewId) ?? {};
  const counts = code === 'secrecy-only';
  return { counts, words: `${counts ? '已记下您的同意。' : '您的同意没有计入。'}${reason}` };
}

type Review = Evidence['reviews'][number];

/** The approval that a person, by any of his accounts, has given to the text as it stands; `null` while there is none, or he has returned it since. */
function approvalOf({ context }: Situation, person: string | null, login: string): Review | null {
  const { reviews, pullRequest } = context.evidence;
  const isHis = (review: Review): boolean =>
    sameLogin(review.login, login) || (person !== null && context.personOf(review.login) === person);
  const last = reviews.findLast((review) => review.state !== 'COMMENTED' && isHis(review));
  return last?.state === 'APPROVED' && last.commit === pullRequest?.head.sha ? last : null;
}

/** What is said instead of asking again whoever has signed the text as it stands; `null` where he hasn't, or his turn has come since. */
export function ownApproval(situation: Situation, person: string | null, login: string): OwnApproval | null {
  const approval = approvalOf(situation, person, login);
  if (approval === null || (isAsking(situation) && partOf(situation, person, login).kind === 'due')) return null;
  const told = approvalTold(situation.item, approval.id);
  const at = shortTime(approval.submittedAt, situation.context.evidence.now);
  return told.counts ? { counts: true, words: `您已在 ${at} 同意，不用再点。` } : told;
}
