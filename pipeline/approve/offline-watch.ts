import { type Alert, CHANNEL_NAMES } from '../alerts/alert.ts';
import { beijingDate, type Instant } from '../beijing-time.ts';
import { collectEvidence } from '../forge/evidence/evidence.ts';
import type { LedgerEvent } from '../ledger/event.ts';
import type { ItemState } from '../ledger/fold.ts';
import { itemState, itemsOf, type Ledger } from '../ledger/ledger.ts';
import { offlineMark, offlineOf } from '../ledger/offline-event.ts';
import { folderOf } from '../ledger/recorded-evidence.ts';
import { evaluate } from '../review/gate/evaluate.ts';
import type { Main, Publisher } from '../verify/publisher.ts';

/** Registrations of an item that still wait for the reviews; none once its text is approved. */
function waiting({ text, releases }: ItemState): LedgerEvent[] {
  return text === null ? releases.flatMap(({ state, offline }) => (state === 'offline' && offline ? [offline] : [])) : [];
}

/**
 * What is told of a text that was signed on paper and published by hand, until the three reviews stand on the forge (线下审签). A task for
 * one working day, then overdue, with a new date every day.
 * @param rejected a reviewer has asked for changes
 */
export function unreviewedOffline(state: ItemState, rejected: boolean, now: Instant): Alert | null {
  const posts = waiting(state);
  const [first] = posts;
  if (!first?.offline) return null;
  const { reviewsDue } = first.offline;
  const late = beijingDate(now) > reviewsDue;
  const where = posts.map(({ channel, remote }) => `${channel ? CHANNEL_NAMES[channel] : ''} ${remote?.url ?? ''}`).join('、');
  const place = `合并请求 #${first.pullRequest ?? '—'}`;
  const how = rejected
    ? `审核退回了，${where} 仍然公开着；请管理员立即在平台上删除，用 withdraw --now 登记；改为同意的，在${place} 里重新审核`
    : `请在${place} 里补齐三级审核、合并；审齐后照登记的地址确认，不会再发`;
  const overdue = late ? `，已逾期（今天 ${beijingDate(now)}）` : '';
  const message = `${offlineMark(first)}：已手工发布（${where}），应在 ${reviewsDue} 24:00 前补审${overdue}；${how}。`;
  const task = late || rejected ? {} : { task: true };
  return { item: state.item, code: 'offline-unreviewed', message, ...task, due: `${reviewsDue} 24:00` };
}

/** True if a reviewer has asked for changes; `false` as well where nobody can be asked. */
async function isRejected({ git, github, note }: Publisher, main: Main, state: ItemState): Promise<boolean> {
  const number = waiting(state)[0]?.pullRequest ?? null;
  if (number === null) return false;
  try {
    const settings = main.settings.commit;
    const evidence = await collectEvidence({ git, github, number, settings, released: [], offline: offlineOf(state, number) });
    return evaluate(evidence).items.some(({ path, verdict }) => path === folderOf(state.item) && verdict === 'rejected');
  } catch {
    note(`没有读到 ${state.item} 的补审，这条提醒照旧；下一次运行再看。`);
    return false;
  }
}

/** What has to be told of publications by hand that wait for their reviews. */
export async function offlineReviews(publisher: Publisher, main: Main, ledger: Ledger, now: Instant): Promise<Alert[]> {
  const alerts: Alert[] = [];
  for (const item of itemsOf(ledger)) {
    const state = itemState(ledger, item);
    if (waiting(state).length === 0) continue;
    const alert = unreviewedOffline(state, await isRejected(publisher, main, state), now);
    if (alert) alerts.push(alert);
  }
  return alerts;
}
