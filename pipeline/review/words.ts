import type { BeijingDate, Instant } from '../beijing-time.ts';
import { beijingMinute } from '../beijing-time.ts';
import { CHANNELS, type FrontMatter, type WithdrawKind } from '../item/front-matter/front-matter-schema.ts';
import { CHANNEL_NAMES } from '../item/front-matter/front-matter-words.ts';
import type { Freshness } from '../organisation/freshness.ts';
import type { Level, Organisation } from '../organisation/organisation.ts';
import { nameOfPerson } from '../organisation/person.ts';

/** What approving says (Arts. 5, 6): it stands in the comment, beside the desk's button and, shortened, on the form. */
export const ATTESTATION =
  '选 Approve 即表示：我已看过当前版本全文和图片；信息不涉密、不属敏感领域；按第六条逐项核对，未发现所列内容；信息日期属实。';
/** The same for a change of 名单与规则: there is no text and there are no pictures. */
export const RULES_ATTESTATION = '选 Approve 即表示：我已看过名单与规则的全部改动，改动属实，同意照此执行。';

/** The same for the list of an old website's items. */
export const HISTORY_ATTESTATION =
  '选 Approve 即表示：我已看过历史信息清单和改动页里的正文、图片，原日期属实，不涉密、可公开，同意只在网站发布。';
/** The same for taking back: it may be taken back for the very thing that the first sentence denies. */
export const WITHDRAWAL_ATTESTATION = '选 Approve 即表示：我已看过这条信息和撤稿的理由，理由属实，同意从各渠道撤下。';
export const ATTESTATION_ON_FORM = '已逐项核对：非涉密、非敏感；未发现第六条所列内容';

/** A level's number as the annex's table is read. */
export const LEVEL_ORDINALS: Record<Level, string> = { 1: '一', 2: '二', 3: '三' };
/** Whose desk a level is. */
export const LEVEL_DESKS: Record<Level, string> = { 1: '报送单位', 2: '办公室', 3: '分管领导' };
/** Where and when a text says that it was published by hand (线下审签): `微信 2026-11-24 11:00`. */
export function postedWords({ posted }: NonNullable<FrontMatter['offline_review']>): string {
  return CHANNELS.flatMap((channel) => (posted[channel] ? [`${CHANNEL_NAMES[channel]} ${posted[channel]}`] : [])).join('、');
}

/** What whoever reviews such a text should know first; `null` for any other. */
export function offlineNotice({ offline_review: paper }: Partial<FrontMatter>): string | null {
  if (!paper) return null;
  return `已手工发布（${postedWords(paper)}），现在是补审：请对照纸质审核单的扫描件 ${paper.scan}；退回的，要立即撤下。`;
}

/** `11 月 30 日` */
export function monthDay(date: BeijingDate): string {
  return `${Number(date.slice(5, 7))} 月 ${Number(date.slice(8, 10))} 日`;
}

/** `2026 年 11 月 24 日` */
export function longDate(date: BeijingDate): string {
  return `${date.slice(0, 4)} 年 ${monthDay(date)}`;
}

/** `2026 年 11 月 24 日 10:02`, in Beijing. */
export function longMinute(at: Instant): string {
  const minute = beijingMinute(at);
  return `${longDate(minute.slice(0, 10))} ${minute.slice(11)}`;
}

/** `11 月 30 日 24:00 截止` */
export function deadline(freshness: Freshness): string {
  return `${monthDay(freshness.lastDay)} 24:00 截止`;
}

/** `第 1 日 / 共 7 日`; the information date itself isn't counted. */
export function dayCount({ day, days }: Freshness): string {
  return day < 1 ? `当日不计 / 共 ${days} 日` : `第 ${day} 日 / 共 ${days} 日`;
}

/** `还剩 6 日`, on the last day `今天是最后一日`, then `已过 7 日`. */
export function daysLeft({ left, days, state }: Freshness): string {
  if (state === 'last-day') return '今天是最后一日';
  return state === 'expired' ? `已过 ${days} 日` : `还剩 ${left} 日`;
}

/** How long something has been waiting: `16 分钟`, `3 小时`, `2 日`; `不到 1 分钟` at first. */
export function elapsed(from: Instant, to: Instant): string {
  const minutes = Math.floor((Date.parse(to) - Date.parse(from)) / 60_000);
  if (minutes < 1) return '不到 1 分钟';
  if (minutes < 60) return `${minutes} 分钟`;
  return minutes < 24 * 60 ? `${Math.floor(minutes / 60)} 小时` : `${Math.floor(minutes / (24 * 60))} 日`;
}

/** Person ids as people say them: `郑四 或 王五`; each name through `mark` first. */
export function eitherOf(organisation: Organisation, people: readonly string[], mark = (name: string): string => name): string {
  return [...new Set(people)].map((person) => mark(nameOfPerson(organisation, person))).join(' 或 ');
}

/** Why something is taken back, in words. */
export const WITHDRAWALS: Record<WithdrawKind, string> = {
  error: '内容有误',
  outdated: '已失效',
  privacy: '个人信息',
  secrecy: '涉密或敏感',
  order: '上级要求',
  other: '其他',
};
