import { beijingMinute } from '../../beijing-time.ts';
import type { Step } from '../../review/review-steps.ts';
import type { StepView } from './view.ts';

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

/** Steps as the desk shows them, oldest first. */
export function shownSteps(steps: readonly (Step & { url?: string })[]): StepView[] {
  return steps
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .map(({ at, who, what, url }) => ({ at: beijingMinute(at).slice(5), who, what, ...(url ? { url } : {}) }));
}
