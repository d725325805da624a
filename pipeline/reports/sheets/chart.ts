import { escapeHtml } from '../../render/elements.ts';

/** A group of bars: one of each series, in their order. */
export interface Bars {
  label: string;
  values: readonly number[];
}

const LABELS = 168;
const WIDTH = 720;
const NUMBER = 40;
const BAR = 14;
const GAP = 12;

/** Bars beside their names and with their numbers, as SVG without style or script. The same numbers stand in a table beside it. */
export function barChart(title: string, series: readonly string[], groups: readonly Bars[]): string {
  const most = Math.max(1, ...groups.flatMap(({ values }) => values));
  const step = series.length * BAR + GAP;
  const height = groups.length * step + GAP;
  const bars = groups.flatMap(({ label, values }, row) => {
    const top = GAP + row * step;
    const name = [...label].length > 11 ? `${[...label].slice(0, 10).join('')}…` : label;
    const middle = top + (series.length * BAR) / 2 + 5;
    return [
      `<text x="${LABELS - 10}" y="${middle}" text-anchor="end">${escapeHtml(name)}</text>`,
      ...values.map((value, index) => {
        const width = Math.round(((WIDTH - LABELS - NUMBER) * value) / most);
        const y = top + index * BAR;
        const bar = `<rect class="series-${index + 1}" x="${LABELS}" y="${y + 1}" width="${Math.max(width, 1)}" height="${BAR - 2}"/>`;
        return `${bar}<text class="value" x="${LABELS + width + 6}" y="${y + BAR - 3}">${value}</text>`;
      }),
    ];
  });
  const said = groups
    .map(({ label, values }) => `${label} ${values.map((value, index) => `${series[index]} ${value}`).join('、')}`)
    .join('；');
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeHtml(`${title}：${said}`)}">${bars.join('')}</svg>`;
}
