import { type BeijingDate, beijingDate, type Instant } from '../beijing-time.ts';
import { holidaysAt } from '../forge/at-commit.ts';
import { type ItemState, unconfirmedRemoval } from '../ledger/fold.ts';
import { itemState, itemsOf, type Ledger } from '../ledger/ledger.ts';
import { purgeOf, purgesIn } from '../ledger/purge-event.ts';
import { frontMatterOf, recordedEvidence } from '../ledger/recorded-evidence.ts';
import { penaltyClock, unknownYearNote, workingDayAfter } from '../organisation/working-days.ts';
import { Problem } from '../problem.ts';
import type { Main, Publisher } from '../verify/publisher.ts';
import { type Alert, CHANNEL_NAMES } from './alert.ts';

/** How soon levels 2 and 3 confirm what one person has taken down (design.md 3, step 7). */
const CONFIRMED_WITHIN = 1;

/**
 * An item taken down at once that levels 2 and 3 haven't confirmed. It is a task for one working day, then overdue, with a new date every
 * day.
 */
export function unconfirmedWithdrawal(state: ItemState, now: Instant, daysOff: readonly BeijingDate[]): Alert | null {
  const begun = unconfirmedRemoval(state);
  if (begun === null) return null;
  const day = beijingDate(begun.at);
  const due = workingDayAfter(day, CONFIRMED_WITHIN, daysOff);
  const today = beijingDate(now);
  const how = '请办公室用合并请求在文首写入 withdraw，由办公室审核、分管领导签发；确认以前不会恢复，也不会重发';
  const last = `${due.day} 24:00${unknownYearNote(due)}`;
  const item = state.item;
  if (today <= due.day) {
    return { item, code: 'withdrawal-unconfirmed', message: `${day} 已先行撤下，应在 ${last} 前补办确认；${how}。`, task: true, due: last };
  }
  const message = `${day} 已先行撤下，应在 ${last} 前补办确认，已逾期（今天 ${today}）；${how}。`;
  return { item, code: 'withdrawal-unconfirmed', message, due: last };
}

/** A penalty notice that some channel still has: the law gives three working days to take it back (行政处罚法 Arts. 48, 85). */
async function penaltyNotice(
  { store }: Publisher,
  ledger: Ledger,
  state: ItemState,
  now: Instant,
  daysOff: readonly BeijingDate[],
): Promise<Alert | null> {
  const open = state.releases.filter((release) => release.state === 'withdraw-intent');
  const { approval, item } = state;
  const [first] = open;
  if (!first || approval === null) return null;
  const frontMatter = frontMatterOf(await recordedEvidence(store, ledger, approval), item);
  // Taken down at once: the reason isn't in the text yet, and the strict reading is that the clock runs.
  const begun = first.takenBack;
  const withdraw = frontMatter.withdraw ?? (begun?.code === 'error' ? { kind: 'error' as const, reason: '' } : undefined);
  const clock = penaltyClock({ ...frontMatter, withdraw }, begun?.at ?? now, daysOff);
  if (!clock) return null;
  const today = beijingDate(now);
  const names = [...new Set(open.map(({ channel }) => CHANNEL_NAMES[channel]))].join('、');
  const last = `${clock.day} 24:00${unknownYearNote(clock)}`;
  const late = today > clock.day ? `，已逾期（今天 ${today}）` : `（今天 ${today}）`;
  const message = `行政处罚决定信息还没有从${names}撤完；应在 ${last} 前撤回并公开说明理由（行政处罚法第四十八条、第八十五条）${late}；系统每次运行都会再撤，不会重发；请管理员照本条的其他提醒到平台核对、撤完后登记。`;
  return { item, code: 'penalty-withdrawal', message, due: last };
}

/** Days off of main; none where the file can't be read: then weekends are counted, and the sentence says so. */
async function daysOffAt({ git }: Publisher, { settings: { commit } }: Main): Promise<BeijingDate[]> {
  try {
    return (await holidaysAt(git, commit)) ?? [];
  } catch (error) {
    if (error instanceof Problem) return [];
    throw error;
  }
}

/** What has to be told of withdrawals that aren't through: confirmations that are due, and the law's own days. */
export async function openWithdrawals(publisher: Publisher, main: Main, ledger: Ledger, now: Instant): Promise<Alert[]> {
  const daysOff = await daysOffAt(publisher, main);
  const purges = purgesIn(ledger);
  const alerts: Alert[] = [];
  for (const item of itemsOf(ledger)) {
    const state = itemState(ledger, item);
    const penalty = await penaltyNotice(publisher, ledger, state, now, daysOff).catch((error: unknown) => {
      if (error instanceof Problem) return null;
      throw error;
    });
    // What was taken out of main's history can't be shown to anybody again: the purge's own decision stands in for the confirmation.
    const isPurged = state.text !== null && purgeOf(purges, state.text) !== null;
    alerts.push(...[isPurged ? null : unconfirmedWithdrawal(state, now, daysOff), penalty].filter((alert) => alert !== null));
  }
  return alerts;
}
