import type { Act, Acts } from './acts.ts';
import type { Context } from './context.ts';
import { askedNow, type Standing } from './level-verdicts.ts';
import type { Uncounted } from './places.ts';
import { type AnonymousCode, giver, orNames, shortTime, signatureSentence, uncountedSentence } from './signature-words.ts';
import type { Ignored } from './verdict.ts';

function anonymousCode(context: Context, act: Act): AnonymousCode {
  if (act.login === null) return 'deleted-account';
  return context.identify(act.login).kind === 'machine' ? 'machine' : 'unknown-account';
}

/**
 * Every review that asked or agreed and isn't counted, oldest first, each with a code and a sentence that says who acts next.
 * @param secrecy approvals that are the secrecy review by duty (rule 19)
 */
export function ignoredOf(
  context: Context,
  acts: Acts,
  standing: Standing,
  holdsNeeded: (act: Act) => boolean,
  secrecy: readonly Act[],
): Ignored[] {
  const entry = (act: Act, code: string, reason: string) => ({ ms: act.ms, reviewId: act.reviewId, login: act.login, code, reason });
  const who = (act: Act, word: string): string =>
    act.person === null ? `${act.login ?? '已注销的账号'} ${shortTime(act.at)} ${word}` : giver(context, act.person, act.at, null, word);
  const { slots, requests, uncounted } = standing;
  const due = askedNow(standing);
  const others = orNames(context, due);
  const settled = slots.every(({ claim }) => claim !== null) ? 'filled' : undefined;
  const signature = (act: Act, each: Uncounted) => {
    if (each.code === 'no-post' && secrecy.includes(act))
      return entry(act, 'secrecy-only', signatureSentence('secrecy-only', { who: who(act, '同意'), others }));
    const turn = each.shown !== null && slots[each.shown.claim.slot]?.due === true;
    return entry(act, each.code, uncountedSentence(context, each, due, turn));
  };
  const known = uncounted.flatMap((each) => (each.act ? [signature(each.act, each)] : []));
  const anonymous = acts.approvals
    .filter(({ person }) => person === null)
    .map((act) => {
      const code = anonymousCode(context, act);
      return entry(act, code, signatureSentence(code, { who: act.login === null ? null : who(act, '同意'), others }, settled));
    });
  const answered = acts.requests
    .filter((request) => !requests.some((each) => each.request === request))
    .map((request) => {
      const code: AnonymousCode = holdsNeeded(request) ? 'request-lifted' : 'advice';
      return entry(request, code, signatureSentence(code, { who: who(request, '退回'), others }));
    });
  return [...known, ...anonymous, ...answered]
    .sort((a, b) => a.ms - b.ms || a.reviewId - b.reviewId)
    .map(({ reviewId, login, code, reason }) => ({ reviewId, login, code, reason }));
}
