import type { Instant } from '../beijing-time.ts';
import type { Organisation } from '../organisation/organisation.ts';
import { nameOfPerson, personOfLogin } from '../organisation/person.ts';
import type { Evidence } from './gate/evidence.ts';

/** One thing that somebody did, in words. */
export interface Step {
  at: Instant;
  who: string;
  what: string;
}

const REVIEW_WORDS = { APPROVED: '同意', CHANGES_REQUESTED: '退回', COMMENTED: '留言', DISMISSED: '审核已失效（稿件改过）' } as const;

/** Who stands behind a login, by name. */
export function nameOfLogin({ accounts }: Pick<Evidence, 'accounts'>, organisation: Organisation, login: string | null): string {
  if (login === null) return '已注销的账号';
  const person = personOfLogin(organisation, login, accounts);
  return person === null ? login : nameOfPerson(organisation, person);
}

/** Everything that people did to a pull request before it was merged and after: versions, reviews, dismissals. */
export function reviewSteps(evidence: Evidence, organisation: Organisation): Step[] {
  const who = (login: string | null): string => nameOfLogin(evidence, organisation, login);
  return [
    ...evidence.pushes.map((push, index) => ({
      at: push.at,
      who: who(push.actor),
      what: index === 0 ? '报送第一稿' : push.forced ? '改写了稿件（强制推送）' : '送来新的一版',
    })),
    ...evidence.reviews.map((review) => ({
      at: review.submittedAt,
      who: who(review.login),
      what: `${REVIEW_WORDS[review.state]}${review.body ? `：${review.body}` : ''}`,
    })),
    ...evidence.dismissals.map((dismissal) => ({
      at: dismissal.at,
      who: dismissal.commit ? '系统' : who(dismissal.by),
      what: dismissal.commit ? '稿件改过，原审核不再算数' : '撤销了一次审核',
    })),
  ];
}
