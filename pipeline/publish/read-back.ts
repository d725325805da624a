import type { ReadBack } from './channels/channel.ts';
import { withoutQuotes } from './channels/text-compare.ts';
import type { Release } from './fold.ts';
import { unlessOthers } from './others-post.ts';
import type { Said } from './release-round.ts';
import { alert, orderOf, plannedOf, put, type Round } from './release-round.ts';

/** A sentence as the beginning of a longer one. */
export function clause(sentence: string): string {
  return sentence.replace(/。$/, '');
}

/** Reads a release back from its platform, without changing anything. */
export async function lookAt(round: Round, release: Release): Promise<ReadBack> {
  const adapter = round.context.adapters[release.channel];
  const planned = plannedOf(round.context, release);
  if (!adapter) {
    const message = '这个渠道没有接入，不能读回；请管理员核对 policy.yml 的 channels，下次运行会再核对。';
    return { kind: 'unreadable', code: 'no-adapter', message, later: true };
  }
  if (!planned)
    return { kind: 'unreadable', code: 'no-plan', message: '这次运行没有这条发布的稿件，不能读回；下次运行会再核对。', later: true };
  return unlessOthers(round, release, await adapter.readBack(await orderOf(round, release, planned.payload)));
}

function said(steps: Record<string, string>): Said {
  return Object.keys(steps).length === 0 ? {} : { remote: { id: '', url: '', steps } };
}

/** What a person has to do about a post that isn't as it was approved. @param differences as people or as the ledger get them */
export function differingPost({ remote }: Extract<ReadBack, { kind: 'present' }>, differences: readonly string[]): string {
  return `已发布，但读回与审定稿不同：${differences.join('；')}；应完全一致；请管理员立即核对 ${remote.url}，再用 resolve 登记结果。`;
}

/** What was read back and is certain: live, waiting for the platform or a person, or taken away. Gives `null` if it is neither. */
export function settled(round: Round, release: Release, found: ReadBack): Release | null {
  if (found.kind === 'present') {
    if (found.differences.length === 0) return put(round, release, 'confirmed', { remote: found.remote });
    alert(round, release, 'differs', differingPost(found, found.differences));
    const reason = differingPost(found, withoutQuotes(found.differences));
    return put(round, release, 'needs-human', { code: 'differs', reason, remote: found.remote });
  }
  if (found.kind === 'gone') {
    const reason = `${clause(found.message)}；请管理员核对后用 resolve 登记结果，不会自动重发。`;
    alert(round, release, 'gone', reason);
    return put(round, release, 'needs-human', { code: 'gone', reason });
  }
  return null;
}

/** What was read back without being certain, as members of the event that keeps it. */
export function stepsOf(found: ReadBack): Said {
  return found.kind === 'pending' || found.kind === 'absent' ? said(found.steps) : {};
}
