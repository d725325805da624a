import { addDays, type BeijingDate, beijingDate, type Instant, weekday } from '../beijing-time.ts';
import type { Alert } from './alert.ts';
import { itemState, itemsOf, type Ledger } from './ledger.ts';

const REST_DAYS = ['星期六', '星期日'];

/** The next working day after a Beijing date; public holidays are left out of account, so it never comes too late. */
function nextWorkingDay(date: BeijingDate): BeijingDate {
  let day = addDays(date, 1);
  while (REST_DAYS.includes(weekday(day))) day = addDays(day, 1);
  return day;
}

/** Items taken down at once (`withdraw --now`) that levels 2 and 3 haven't confirmed within one working day. */
export function unconfirmedWithdrawals(ledger: Ledger, now: Instant): Alert[] {
  return itemsOf(ledger).flatMap((item) => {
    const { releases, approval } = itemState(ledger, item);
    if (approval?.removal) return [];
    const begun = releases
      .filter(({ state, revision }) => (state === 'withdraw-intent' || state === 'withdrawn') && revision === approval?.revision)
      .map(({ last }) => beijingDate(last?.at ?? now))
      .sort()[0];
    if (begun === undefined) return [];
    const due = nextWorkingDay(begun);
    if (beijingDate(now) <= due) return [];
    const message = `${begun} 已先行撤下，应由办公室和分管领导在 ${due} 前补办确认，至今没有；请用合并请求写入 withdraw 并审核（今天 ${beijingDate(now)}）。`;
    return [{ item, code: 'withdrawal-unconfirmed', message }];
  });
}
