import { type BeijingDate, beijingDate } from '../beijing-time.ts';
import { ITEMS_FOLDER } from '../item/item-path.ts';
import { administrators, holds } from '../organisation/holders.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Policy } from '../organisation/policy.ts';
import type { LedgerEvent } from './event.ts';
import type { ItemState } from './fold.ts';

/** What stands on the form, in reports and on the desk. */
export const OFFLINE = '线下审签';
/** Of what was registered after its day. */
const LATE = '逾期补录';

/** True of a registration that came after its working day: it is taken all the same, and called so. */
export function isLate({ offline }: Pick<LedgerEvent, 'offline'>): boolean {
  return offline !== undefined && beijingDate(offline.entered) > offline.due;
}

/** The mark of a registration, in words. */
export function offlineMark(event: Pick<LedgerEvent, 'offline'>): string {
  return isLate(event) ? `${OFFLINE}，${LATE}` : OFFLINE;
}

/**
 * The Beijing day on which a pull request's item was first published by hand before its reviews, as it is registered, by the item's folder:
 * as evidence has it (contracts.md 4, rule 18). Nothing for a text that another pull request brings.
 */
export function offlineOf(
  { item, releases }: Pick<ItemState, 'item' | 'releases'>,
  pullRequest: number | null,
): Record<string, BeijingDate> {
  const [first] = releases
    .flatMap(({ offline, state }) => (offline?.pullRequest === pullRequest && state !== 'failed' && state !== 'abandoned' ? offline : []))
    .flatMap(({ offline }) => (offline ? beijingDate(offline.posted) : []))
    .sort();
  return first === undefined ? {} : { [`${ITEMS_FOLDER}/${item}`]: first };
}

/**
 * What is wrong with what a registration says; `null` if nothing is. The three signatures are of three persons who held their posts on
 * their days, in order and before the publication; who registered it was entitled to.
 */
export function offlineFault(
  { item, at, offline }: Pick<LedgerEvent, 'item' | 'at' | 'offline'>,
  { organisation, policy }: { organisation: Organisation; policy: Pick<Policy, 'distinct_persons'> },
): string | null {
  if (offline === undefined) return '没有写明纸上的签批';
  const { signed, posted, entered, person } = offline;
  const unit = item.split('/')[0] as string;
  if (signed.map(({ level }) => level).join() !== '1,2,3') return '纸上的签批应依次是一、二、三级，各一项';
  const other = signed.find((one) => !holds(organisation, one.person, one.level, [unit], beijingDate(one.at)));
  if (other) return `${other.person} 那天不任第 ${other.level} 级的审核职务`;
  if (policy.distinct_persons && new Set(signed.map((one) => one.person)).size < signed.length) return '一个人签了两级';
  const times = [...signed.map((one) => one.at), posted, entered, at].map((moment) => Date.parse(moment));
  if (times.some((time, index) => index > 0 && time < (times[index - 1] as number))) return '时间应依次是三级签批、发布、登记，先后不倒';
  const day = beijingDate(at);
  const entitled =
    administrators(organisation, day).includes(person) || ([2, 3] as const).some((level) => holds(organisation, person, level, 'any', day));
  return entitled ? null : `${person} 那天无权登记`;
}
