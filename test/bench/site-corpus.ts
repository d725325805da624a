import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { addDays } from '#pipeline/beijing-time.ts';
import { blocksOf } from './corpus.ts';

/** Of an archive. */
export const LAST_DAY = '2026-11-24';
const PER_DAY = 10;
/** As many as our lists and our feed have. */
export const PAGE_SIZE = 20;
export const FEED_ITEMS = 20;
/** Enough for about a thousand characters. */
const BLOCKS = 8;
/** Who reports. */
export const UNITS = Array.from({ length: 24 }, (_, index) => ({ id: `unit${index + 1}`, name: `示例${index + 1}分局` }));
export const COLUMNS = [
  { id: 'news', name: '工作动态', category: '工作动态' },
  { id: 'notices', name: '通知公告', category: '领导批准' },
  { id: 'matters', name: '重要事项', category: '重要事项公布' },
  { id: 'service', name: '业务宣传', category: '业务宣传' },
] as const;

/** An item of the archive, in words that both we and the peers write down. */
export interface ArchivedText {
  /** `unit/date-slug` */
  id: string;
  title: string;
  summary: string;
  unit: (typeof UNITS)[number];
  column: (typeof COLUMNS)[number];
  /** `YYYY-MM-DD` */
  day: string;
  /** `HH:MM`: no two of a day are published at once, so there is one order. */
  time: string;
  body: string;
}

/** The nth item of an archive, counted from the oldest; ten a day, the last one on the last day. Item `count` and later ones are new. */
export function archivedText(index: number, count: number): ArchivedText {
  const before = count - 1 - index;
  const day = addDays(LAST_DAY, -Math.max(0, Math.floor(before / PER_DAY)));
  const minute = PER_DAY - 1 - (before < 0 ? before : before % PER_DAY);
  const unit = UNITS[(index * 7) % UNITS.length] as (typeof UNITS)[number];
  const column = COLUMNS[index % COLUMNS.length] as (typeof COLUMNS)[number];
  return {
    id: `${unit.id}/${day}-item-${index}`,
    title: `${unit.name}开展街面环境秩序整治，现场整改占道经营（第${index + 1}次）`,
    summary: `${unit.name}在辖区开展街面环境秩序整治，方便市民出行。（示例${index + 1}）`,
    unit,
    column,
    day,
    time: `10:${String(minute).padStart(2, '0')}`,
    body: `${blocksOf(index, day).slice(0, BLOCKS).join('\n\n')}\n`,
  };
}

/** Writes a file, and the folders above it. */
export function writeText(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** A text with front matter; JSON is YAML too. */
export const headed = (head: Record<string, unknown>, body: string): string =>
  ['---', ...Object.entries(head).map(([key, value]) => `${key}: ${JSON.stringify(value)}`), '---', body].join('\n');

/** The settings of the bureau whose archive it is. */
export function writeSettings(root: string): void {
  const people = UNITS.flatMap(({ id }) => [
    [`${id}-writer`, { name: '示例甲', logins: [`${id}-writer`] }],
    [`${id}-head`, { name: '示例乙', logins: [`${id}-head`] }],
  ]);
  const organisation = {
    bureau: '示例市综合行政执法局',
    people: {
      ...Object.fromEntries(people),
      zhengsi: { name: '郑四', logins: ['zhengsi'] },
      fengliu: { name: '冯六', logins: ['fengliu'] },
    },
    units: Object.fromEntries(UNITS.map(({ id, name }) => [id, { name, kind: 'county', route: 'A' }])),
    posts: [
      ...UNITS.map(({ id }) => ({ unit: id, post: '分局负责人', level: 1, person: `${id}-head`, from: '1990-01-01' })),
      { unit: 'office', post: '办公室审核', level: 2, person: 'zhengsi', from: '1990-01-01', covers: '*' },
      { unit: 'leaders', post: '分管领导', level: 3, person: 'fengliu', from: '1990-01-01', covers: '*' },
    ],
    duties: [],
  };
  const site = {
    name: '示例市综合行政执法局',
    url: 'https://www.example.gov.cn',
    domain: 'www.example.gov.cn',
    contact: '0579-00000000',
    id_code: '3300000000',
    icp: '浙ICP备00000000号',
    police: '浙公网安备 00000000000000号',
  };
  const columns = COLUMNS.map(({ id, name, category }) => ({
    ...{ id, name, type: '工作动态', description: `${name}。`, keywords: name },
    categories: [category],
  }));
  writeText(root, 'content/organisation.yml', JSON.stringify(organisation));
  writeText(root, 'content/policy.yml', JSON.stringify({ site, columns }));
}

/** An item as our contributors write it. */
export function writeItem(root: string, { id, title, summary, unit, column, day, time, body }: ArchivedText): void {
  const head = {
    title,
    submitter: `${unit.id}-writer`,
    submitted_at: `${day} ${time}`,
    event_date: day,
    category: column.category,
    channels: '[website]',
    summary,
    secrecy_review: `{by: ${unit.id}-head, date: ${day}, conclusion: 可公开}`,
  };
  const lines = Object.entries(head).map(([key, value]) => `${key}: ${value}`);
  writeText(root, `content/items/${id}/index.md`, ['---', ...lines, '---', body].join('\n'));
}
