/** A number with its unit in a folded text: “劝导占道经营86起” gives 86 and 起. */
export interface Quantity {
  value: number;
  /** Half a unit of the last figure written, so that what was rounded isn't called wrong. */
  slack: number;
  unit: string;
  start: number;
  end: number;
}

const UNITS = '人次|家次|车次|件次|万元|亿元|平方米|公里|公斤|百分点|%|[家户处起件个人名辆条份场元吨台座间宗项块顶把支组次天只棵桶箱张盏]';
const QUANTITY = new RegExp(`(?<![\\d.,])(\\d{1,12}|\\d{1,3}(?:,\\d{3}){1,3})(\\.\\d{1,4})?([余多]?)(万|亿)?(${UNITS})`, 'gu');
const SCALES: Readonly<Record<string, number>> = { 万: 1e4, 亿: 1e8 };

/** The exact quantities of a folded text; “300余家” isn't one. */
export function quantitiesIn(text: string): Quantity[] {
  const quantities: Quantity[] = [];
  QUANTITY.lastIndex = 0;
  for (let match = QUANTITY.exec(text); match !== null; match = QUANTITY.exec(text)) {
    const { 0: whole, 1: figures = '', 2: decimals = '', 3: about, 4: scale = '', 5: unit = '', index } = match;
    if (about !== '') continue;
    const factor = SCALES[scale] ?? 1;
    const value = Number(figures.replaceAll(',', '') + decimals) * factor;
    const places = Math.max(0, decimals.length - 1);
    // A whole number without 万 is a count.
    const slack = places === 0 && factor === 1 ? 0 : (0.5 * factor) / 10 ** places;
    quantities.push({ value, slack, unit, start: index, end: index + whole.length });
  }
  return quantities;
}
