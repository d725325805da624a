import type { SiteData } from '#pipeline/render/site-data.ts';

/** Until when something may be published (Art. 9), as the policy counts. */
export type Freshness = NonNullable<SiteData['freshness']>;

/** As the regulation counts. */
const REGULATION: Freshness = { days: 7, from: 'information', firstDay: 'excluded', holidays: 'counted' };

/** The policy's way of counting, or the regulation's where the data doesn't say. */
export function freshnessOf({ freshness }: Pick<SiteData, 'freshness'>): Freshness {
  return freshness ?? REGULATION;
}

const numeral = (days: number): string => '零一二三四五六七八九十'[days] ?? String(days);

/** 「七日」 */
export function termOf({ days }: Freshness): string {
  return `${numeral(days)}日`;
}

/** From which day it is counted and to which, in one sentence. */
export function countingOf({ days, from, firstDay, holidays }: Freshness): string {
  const first = from === 'information' ? '信息日期当天' : '报送当天';
  const begin = firstDay === 'excluded' ? `${first}不算，从第二天数起` : `${first}算第一天`;
  const end = holidays === 'counted' ? '节假日照算' : '最后一天是节假日的，顺延到节后第一天';
  return `${begin}，到第${numeral(days)}天 24 时为止，${end}。`;
}
