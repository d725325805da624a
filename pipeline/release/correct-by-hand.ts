import type { Release } from '../ledger/fold.ts';
import { alert, plannedOf, put, type Round } from './release-round.ts';

const CODE = 'correct-by-hand';

/** What to do, place by place, below the sentence that asks for it; the ledger keeps the sentence alone. */
export function withSteps(round: Round, release: Release, code: string, message: string): string {
  const steps = code === CODE ? (plannedOf(round.context, release)?.correction?.steps ?? []) : [];
  return [message, ...steps.map((step, index) => `${index + 1}. ${step}`)].join('\n');
}

/** Hands a corrected text to a person, since an older one is out and no platform lets a program change it. */
export function correctByHand(round: Round, release: Release, live: Release): void {
  const place = live.remote?.url ? `${live.remote.url} ` : '';
  const reason = `更正只自动改网站；${place}请管理员在平台上照更正说明手工修改，再用 record 登记（地址没变也要登记）；系统不会重发。`;
  put(round, release, 'needs-human', { code: CODE, reason, ...(live.remote ? { remote: live.remote } : {}) });
  alert(round, release, CODE, withSteps(round, release, CODE, reason), true);
}

/** Ends a corrected text where the post that is out doesn't hold what was corrected: it stays. True if so. */
export function staysAsItIs(round: Round, release: Release): boolean {
  if (!plannedOf(round.context, release)?.correction?.unchanged) return false;
  put(round, release, 'abandoned', { code: 'unchanged', reason: '更正没有改动本渠道的内容，原来的不用改，也不重发' });
  return true;
}
