import type { SiteColumn, SiteData, SiteItem } from '#pipeline/render/site-data.ts';
import { daysBefore, minute } from './dates.ts';

/** What an inspection would find, for the Office. */
export interface SiteWarning {
  code: 'site/home-stale' | 'site/no-column' | 'site/column-empty' | 'site/column-stale' | 'site/columns-empty' | 'site/columns-stale';
  message: string;
}

/** How long a column may go without news: 国办秘函〔2019〕19号 counts 动态 by two weeks and 通知、政策 by six months; others as the latter. */
const NEWS = /动态|要闻|新闻/;
const FORTNIGHT = 14;
const HALF_YEAR = 182;
/** So many empty columns, or columns without news, fail a whole site. */
const VETO = 5;

const dayOf = ({ publishedAt }: SiteItem): string => minute(publishedAt).slice(0, 10);
const daysSince = (day: string, today: string): number => (Date.parse(today) - Date.parse(day)) / 86_400_000;

function stale({ today }: SiteData, { name, type }: SiteColumn, newest: string): SiteWarning[] {
  const limit = NEWS.test(type) ? FORTNIGHT : HALF_YEAR;
  if (newest >= daysBefore(today, limit)) return [];
  const within = limit === FORTNIGHT ? '两周' : '6 个月';
  const message = `栏目“${name}”已 ${daysSince(newest, today)} 天没有更新（最近 ${newest}）；检查指标要求${within}内有更新；请报送或调整栏目。`;
  return [{ code: 'site/column-stale', message }];
}

/** Without a column an item has no description and no keywords of its column to show, and stands in no navigation. */
function columnless(items: readonly SiteItem[], columns: readonly SiteColumn[]): SiteWarning[] {
  const ids = new Set(columns.map(({ id }) => id));
  const found = items.filter((item) => !item.columns.some((id) => ids.has(id)));
  if (found.length === 0) return [];
  const categories = [...new Set(found.map(({ category }) => category))].join('、');
  const message = `有 ${found.length} 条信息不在任何栏目（类别：${categories}）；每一类应归一个栏目，网页才有栏目的标签；请办公室在 policy.yml 的 columns 里补上。`;
  return [{ code: 'site/no-column', message }];
}

function veto(code: SiteWarning['code'], what: string, count: number): SiteWarning[] {
  return count < VETO ? [] : [{ code, message: `${what}有 ${count} 个；检查指标满 ${VETO} 个即单项否决；请办公室尽快处理。` }];
}

/**
 * Empty columns, and what hasn't been updated as long as inspections allow (国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》): for the day that
 * the data is of. A site without anything published isn't judged.
 */
export function siteAudit(data: SiteData): SiteWarning[] {
  const { today, columns } = data;
  // An old site's items are no update.
  const items = data.items.filter(({ withdrawal, history }) => withdrawal === null && history === undefined);
  const [first] = items;
  if (data.empty || first === undefined) return [];
  const newest = dayOf(first);
  const home: SiteWarning[] =
    newest >= daysBefore(today, FORTNIGHT)
      ? []
      : [
          {
            code: 'site/home-stale',
            message: `首页已 ${daysSince(newest, today)} 天没有更新（最近 ${newest}）；检查指标要求两周内有更新，否则单项否决；请尽快报送。`,
          },
        ];
  const found = columns.map((column) => ({ column, item: items.find((item) => item.columns.includes(column.id)) }));
  const empty = found.flatMap(({ column, item }): SiteWarning[] =>
    item ? [] : [{ code: 'site/column-empty', message: `栏目“${column.name}”没有内容；检查指标不允许空白栏目；请报送或撤掉栏目。` }],
  );
  const old = found.flatMap(({ column, item }) => (item ? stale(data, column, dayOf(item)) : []));
  return [
    ...home,
    ...columnless(items, columns),
    ...empty,
    ...veto('site/columns-empty', '空白栏目', empty.length),
    ...old,
    ...veto('site/columns-stale', '没有按时更新的栏目', old.length),
  ];
}
