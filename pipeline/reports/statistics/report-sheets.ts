import { CHANNELS } from '../../item/front-matter/front-matter-schema.ts';
import { CHANNEL_NAMES } from '../../item/front-matter/front-matter-words.ts';
import { barChart } from '../sheets/chart.ts';
import type { Cell, Column, Sheet } from '../sheets/sheet.ts';
import type { Figures } from './count.ts';
import type { Report } from './report.ts';

const count = (title: string): Column => ({ title, kind: 'count' });

/** One row a column of the figures: its heading and its cell. */
const FIGURES: readonly [Column, (figures: Figures) => Cell][] = [
  [count('报送'), ({ submitted }) => submitted],
  [count('其中联合'), ({ joint }) => joint],
  [count('采用'), ({ published }) => published],
  ...CHANNELS.map((channel): [Column, (figures: Figures) => Cell] => [
    count(CHANNEL_NAMES[channel]),
    ({ adopted }) => adopted[channel] ?? 0,
  ]),
  ...([1, 2, 3] as const).map((level): [Column, (figures: Figures) => Cell] => [
    count(['一级退回', '二级退回', '三级退回'][level - 1] as string),
    ({ returned }) => returned[level] ?? 0,
  ]),
  [count('退回件数'), ({ returnedItems }) => returnedItems],
  [count('超期未发'), ({ expired }) => expired],
  [count('未办结'), ({ open }) => open],
  [count('更正'), ({ corrected }) => corrected],
  [count('撤稿'), ({ withdrawn }) => withdrawn],
  [count('代签'), ({ delegated }) => delegated],
  [count('紧急'), ({ emergency }) => emergency],
  [count('线下审签'), ({ offline }) => offline],
  [count('豁免'), ({ waived }) => waived],
  [{ title: '一级用时', kind: 'hours' }, ({ hours }) => hours[1] ?? null],
  [{ title: '二级用时', kind: 'hours' }, ({ hours }) => hours[2] ?? null],
  [{ title: '7日内', kind: 'share' }, ({ within7 }) => within7],
];

const SERIES = ['报送', '采用'] as const;

/** Bars of what came in and went out, where there are several rows. */
function chartOf(title: string, rows: readonly { label: string; submitted: number; published: number }[]): Pick<Sheet, 'chart'> {
  if (rows.length < 2) return {};
  const groups = rows.map(({ label, submitted, published }) => ({ label, values: [submitted, published] }));
  return { chart: { svg: barChart(title, SERIES, groups), series: SERIES } };
}

const HEADINGS = FIGURES.map(([column]) => column);
const cellsOf = (figures: Figures): Cell[] => FIGURES.map(([, cell]) => cell(figures));
const text = (title: string): Column => ({ title, kind: 'text' });

function unitsSheet({ units, total }: Report): Sheet {
  const rows = units.map((row) => [row.name, ...cellsOf(row)]);
  const chart = chartOf(
    '各单位报送、采用',
    units.map((row) => ({ label: row.name, ...row })),
  );
  return { name: '各单位', columns: [text('单位'), ...HEADINGS], rows: [...rows, ['合计', ...cellsOf(total)]], ...chart };
}

function peopleSheet({ people, units }: Report): Sheet {
  const names = new Map(units.map(({ unit, name }) => [unit, name]));
  const rows = people.map((row) => [row.name, names.get(row.unit) ?? row.unit, ...cellsOf(row)]);
  return { name: '报送人', columns: [text('报送人'), text('单位'), ...HEADINGS], rows };
}

const monthsSheet = ({ months }: Report): Sheet => ({
  name: '各月',
  columns: [text('月份'), count('报送'), count('采用')],
  rows: months.map(({ month, submitted, published }) => [month, submitted, published]),
  ...chartOf(
    '各月报送、采用',
    months.map((row) => ({ label: row.month, ...row })),
  ),
});

/** How each figure is counted, for whoever reads it without us. */
export const HOW = [
  '每个数都按它自己那一天（北京时间）计入：报送按报送时间，采用按第一次能看到的那天，退回、审定、撤稿各按当天，所以各月相加就是季、年；未办结按本期报送的现在算。',
  '报送只计新信息，更正、撤稿另列；联合报送计入牵头单位；采用是至少一个渠道发出，网站、微信、微博分别计。',
  '用时是小时数的中位数：一级从送来的那一稿算起，二级从一级都审完算起；不统计分管领导用时。',
  '7日内：本期第一次发出的和超期未发的合在一起，信息日期起 7 日内发出的占多少。',
];

/** `2026-11-01 至 2026-11-30 信息报送、采用情况` */
export const titleOf = ({ from, to }: Pick<Report, 'from' | 'to'>): string => `${from} 至 ${to} 信息报送、采用情况`;

/** The tables of a report, with charts where there is something to compare. */
export function reportSheets(report: Report): Sheet[] {
  return [unitsSheet(report), ...(report.months.length < 2 ? [] : [monthsSheet(report)]), peopleSheet(report)];
}

/** What has to be known, as a sheet of a workbook. */
export function notesSheet(report: Report): Sheet {
  const notes = [...(report.missing === null ? [] : [report.missing]), ...HOW];
  return { name: '说明', columns: [text(titleOf(report))], rows: notes.map((note) => [note]) };
}

/** Units and people in one table, for a file that has room for one. */
export function oneSheet({ units, people, total }: Report): Sheet {
  return {
    name: '统计',
    columns: [text('类别'), text('代号'), text('名称'), ...HEADINGS],
    rows: [
      ...units.map((row) => ['单位', row.unit, row.name, ...cellsOf(row)]),
      ['合计', '', '', ...cellsOf(total)],
      ...people.map((row) => ['报送人', row.person, row.name, ...cellsOf(row)]),
    ],
  };
}
