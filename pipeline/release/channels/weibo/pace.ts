import type { Outcome, ReadBack, ReleaseOrder } from '../channel.ts';

/** How long a refused release rests before anything is asked again, in minutes: doubled from one refusal to the next. */
const FIRST = 10;
const LONGEST = 240;

/** Failures that asked Weibo for nothing. */
const FREE = ['weibo/not-sent', 'weibo/not-configured'];

/** Refusals that the next run would most likely meet again. Each try costs three or four of the account's 100 calls a day. */
function rests(outcome: Outcome): boolean {
  return outcome.kind === 'failed' && outcome.retry && !FREE.includes(outcome.code);
}

/** Steps that say which intent came to nothing for certain, and let a refused release rest; nothing for any other outcome. */
export function refusedSteps({ now, intentAt, steps }: ReleaseOrder, outcome: Outcome): Record<string, string> {
  if (outcome.kind !== 'failed') return {};
  if (!rests(outcome)) return { refused: intentAt };
  const rest = Math.min(LONGEST, steps.rest === undefined ? FIRST : Number(steps.rest) * 2);
  return { refused: intentAt, rest: String(rest), again: new Date(Date.parse(now) + rest * 60_000).toISOString() };
}

/** Whether the newest intent came to nothing for certain: then a list that doesn't go back far enough leaves no doubt. */
export function wasRefused({ intentAt, steps }: ReleaseOrder): boolean {
  return steps.refused === intentAt;
}

/** Why nothing is asked about a release now, if it rests. */
export function notBefore({ now, steps }: ReleaseOrder): ReadBack | null {
  if (steps.again === undefined || !(Date.parse(now) < Date.parse(steps.again))) return null;
  const message = '微博刚拒绝过这一条，为节省每天 100 次的接口次数，稍后才再试；账号或授权已处理好的，最多等 4 小时会自动发出，不用重发。';
  return { kind: 'unreadable', code: 'weibo/resting', message, later: true };
}
