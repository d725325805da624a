import { addDays, type BeijingDate, beijingDate, type Instant } from '../beijing-time.ts';
import type { Finding } from '../check/finding.ts';
import { type ContentProblem, FILE_START, sentence, type Words } from '../item/content-problem.ts';
import type { CATEGORIES, Channel } from '../item/front-matter/front-matter-schema.ts';
import type { Policy } from '../organisation/policy.ts';
import { CHANNEL_NAMES } from './alert.ts';

/** Something that is out, as far as its age matters. */
export interface Shown {
  channel: Channel;
  category: (typeof CATEGORIES)[number];
  since: Instant;
}

/** How long a column or channel may stay as it is, by its name, and the last good day after an update. */
export interface Limit {
  name: string;
  lastDay: (updated: BeijingDate) => BeijingDate;
}

/** The same day six months later; the last of that month where it has no such day. */
function halfYearLater(day: BeijingDate): BeijingDate {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const longest = new Date(Date.UTC(year, month + 6, 0)).getUTCDate();
  return new Date(Date.UTC(year, month + 5, Math.min(date, longest))).toISOString().slice(0, 10);
}

/** 政府网站与政务新媒体检查指标: two weeks, six months. */
export const TWO_WEEKS: Limit = { name: '两周', lastDay: (updated) => addDays(updated, 14) };
const SIX_MONTHS: Limit = { name: '六个月', lastDay: halfYearLater };
const MOST_EMPTY = 4;
const CHANNELS_WATCHED: readonly Channel[] = ['wechat', 'weibo', 'website'];

type Column = Policy['columns'][number];

function limitNamed(words: string): Limit | null {
  if (/动态|要闻/.test(words)) return TWO_WEEKS;
  return /通知|公告|政策/.test(words) ? SIX_MONTHS : null;
}

/** The limit of a column by its type, else by its name; `null` for a kind of which the indicators name none. */
export function limitOf({ name, type }: Pick<Column, 'name' | 'type'>): Limit | null {
  return limitNamed(type) ?? limitNamed(name);
}

/** The day of the newest of what is out; `undefined` where nothing is. */
export function newestDay(shown: readonly Shown[]): BeijingDate | undefined {
  return shown
    .map(({ since }) => beijingDate(since))
    .sort()
    .at(-1);
}

function hintOf(words: Words): Finding {
  const place: Omit<ContentProblem, 'code' | 'words' | 'message'> = { file: 'content/policy.yml', ...FILE_START };
  return {
    rule: 'site/freshness-watch',
    severity: 'info',
    message: sentence(words),
    words,
    ...place,
    article: '政府网站检查指标',
    group: '其他',
    waivable: false,
    waived: false,
  };
}

function stale(what: string, shown: readonly Shown[], limit: Limit, today: string): Finding[] {
  const newest = newestDay(shown);
  if (newest === undefined || limit.lastDay(newest) >= today) return [];
  return [
    hintOf({
      problem: `${what}自 ${newest} 起没有更新。`,
      expected: `${limit.name}内有更新。`,
      fix: '请办公室约稿，或调整栏目。',
    }),
  ];
}

/**
 * Columns and channels that inspections would mark as not kept up. They allow two weeks for a channel in use and for news, six months for
 * notices and policies, and four empty columns.
 * @param shown everything that is out, with the moment since when
 */
export function freshnessWatch(shown: readonly Shown[], columns: readonly Column[], now: Instant): Finding[] {
  const today = beijingDate(now);
  const pages = shown.filter(({ channel }) => channel === 'website');
  const inColumn = ({ categories }: Column): Shown[] => pages.filter(({ category }) => categories.includes(category));
  const empty = columns.filter((column) => inColumn(column).length === 0);
  return [
    ...CHANNELS_WATCHED.flatMap((channel) =>
      stale(
        CHANNEL_NAMES[channel],
        shown.filter((one) => one.channel === channel),
        TWO_WEEKS,
        today,
      ),
    ),
    ...columns.flatMap((column) => {
      const limit = limitOf(column);
      return limit === null ? [] : stale(`栏目“${column.name}”`, inColumn(column), limit, today);
    }),
    ...(empty.length > MOST_EMPTY
      ? [
          hintOf({
            problem: `有 ${empty.length} 个栏目没有内容（${empty.map(({ name }) => name).join('、')}）。`,
            expected: '空栏目不超过 4 个。',
            fix: '请补充内容，或在 policy.yml 里合并栏目。',
          }),
        ]
      : []),
  ];
}
