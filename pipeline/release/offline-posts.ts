import { approvalOf, type Release } from '../ledger/fold.ts';
import { offlineMark } from '../ledger/offline-event.ts';
import { alert, put, type Round, stateIn } from './release-round.ts';

const CODE = 'offline-differs';

/**
 * What was signed on paper and published by hand (线下审签). Nothing is ever sent: once the three reviews stand for the very text that was
 * registered, the release is confirmed where it is. Of another text a person says whether the post shows it.
 */
export async function adoptPost(round: Round, release: Release): Promise<void> {
  const { offline, remote } = release;
  const approval = approvalOf(stateIn(round, release.item), release);
  if (approval === null || offline === null) return;
  const known = remote ? { remote } : {};
  if (approval.tree === offline.tree) {
    const reason = `${offlineMark(offline)}，三级审核已补齐，照登记的地址确认，没有再发`;
    return void put(round, release, 'confirmed', { code: 'offline', reason, ...known });
  }
  const reason = `线下审签登记的与后来三级审定的不是同一稿；系统不会再发；请管理员照审定的一稿核对 ${remote?.url ?? '平台上的那一条'}，一样的或改好的用 record 登记，改不了的用 withdraw --now 撤下。`;
  put(round, release, 'needs-human', { code: CODE, reason, ...known });
  alert(round, release, CODE, reason);
}
