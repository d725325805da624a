import { beijingMinute } from '../../beijing-time.ts';
import { CHANNEL_NAMES } from '../../item/channel-names.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { nameOfPerson, personOfLogin } from '../../organisation/person.ts';
import type { Evidence } from '../../review/evidence.ts';
import type { ReleaseView } from './stage.ts';
import type { StepView } from './view.ts';

const REVIEW_WORDS = { APPROVED: '同意', CHANGES_REQUESTED: '退回', COMMENTED: '留言', DISMISSED: '审核已失效（稿件改过）' } as const;
/** What a release's state means to people. */
export const STATE_WORDS: Record<string, string> = {
  planned: '等待发布',
  intent: '正在发布',
  sent: '已送出，等平台答复',
  confirmed: '✓ 已发布，读回一致',
  unknown: '结果不明，先读回再说',
  failed: '没有发出，会再试',
  'needs-human': '要人处理',
  'withdraw-intent': '正在撤下',
  withdrawn: '已撤下',
  superseded: '已由更正的一版代替',
  abandoned: '不再发',
  expired: '已过时效，未发布',
};

/** Who stands behind a login, by name. */
export function nameOfLogin(evidence: Evidence, organisation: Organisation, login: string | null): string {
  if (login === null) return '已注销的账号';
  const person = personOfLogin(organisation, login, evidence.accounts);
  return person === null ? login : nameOfPerson(organisation, person);
}

/** Everything that happened to a pull request and its releases, oldest first. */
export function stepsOf(evidence: Evidence, organisation: Organisation, releases: ReleaseView[]): StepView[] {
  const who = (login: string | null): string => nameOfLogin(evidence, organisation, login);
  const steps = [
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
    ...releases.flatMap(({ at, channel, state }) =>
      at === null ? [] : [{ at, who: '系统', what: `${CHANNEL_NAMES[channel]}：${(STATE_WORDS[state] ?? state).replace('✓ ', '')}` }],
    ),
  ];
  return steps.sort((a, b) => Date.parse(a.at) - Date.parse(b.at)).map((step) => ({ ...step, at: beijingMinute(step.at).slice(5) }));
}
