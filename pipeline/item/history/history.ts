import { z } from 'zod';
import { isDate, isMinute } from '../../beijing-time.ts';
import type { FrontMatter } from '../front-matter/front-matter-schema.ts';
import type { Field } from '../front-matter/front-matter-words.ts';
import type { ItemPath } from '../item-path.ts';

/** Where 历史信息 lives: `content/history/<yyyy>/<yyyy-mm-dd>-<slug>`. A year is what is signed, and what the ledger names. */
export const HISTORY_FOLDER = 'content/history';

const PATH = /^content\/(history\/(\d{4})\/(\d{4}-\d{2}-\d{2})-([a-z0-9]+(?:-[a-z0-9]+)*))$/;

/** Reads the path of a folder of 历史信息; `null` if it isn't exactly one. Its id has three parts, so that no item has the same. */
export function parseHistoryPath(path: string): ItemPath | null {
  const [, id = '', year, date = '', slug = ''] = PATH.exec(path) ?? [];
  return isDate(date) && date.slice(0, 4) === year && path.length <= 200 ? { id, path, unit: 'history', date, slug } : null;
}

/** The folder of 历史信息 that a file of the repository lies in, well named or not; `null` for any other file. */
export function historyFolderOf(file: string): string | null {
  const parts = file.split('/');
  return parts.length >= 5 && file.startsWith(`${HISTORY_FOLDER}/`) ? parts.slice(0, 4).join('/') : null;
}

/** The year's folder that a file of 历史信息 lies in, or that a path is; `null` for any other path. */
export function historyYearOf(path: string): string | null {
  return /^content\/history\/\d{4}(?=\/|$)/.exec(path)?.[0] ?? null;
}

const text = (max: number) => z.string().trim().min(1).max(max);

/** All that 历史信息 says of itself. */
export const historySchema = z.strictObject({
  title: text(100),
  /** As the old site stated it: a day, or a minute where it gave one. */
  date: z.string().refine((value) => isDate(value) || isMinute(value)),
  old_url: z.url({ protocol: /^https?$/ }).max(1024),
  /** The day of the import. */
  taken_over: z.string().refine(isDate),
  source: text(100).optional(),
  /** The old site's column: where the policy has one of this name or id, it is shown there. */
  column: text(60).optional(),
  pictures: z.array(z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}\.jpe?g$/)).optional(),
});

export type HistoryFrontMatter = z.output<typeof historySchema>;

const DAY = '存在的日期，写成 2019-03-14 或 2019-03-14 10:30，照旧网站写的。';

/** The words for its keys. */
export const HISTORY_FIELDS: Record<string, Field> = {
  title: { name: '标题', expected: '文字，1 至 100 字。' },
  date: { name: '原发布日期', expected: DAY, kind: 'date' },
  old_url: { name: '原地址', expected: '完整网址，以 https:// 或 http:// 开头。' },
  taken_over: { name: '迁入日期', expected: '存在的日期，写成 2026-11-24 这样。', kind: 'date' },
  source: { name: '来源', expected: '文字，1 至 100 字。' },
  column: { name: '原栏目', expected: '文字，1 至 60 字。' },
  pictures: { name: '图片', expected: '本文件夹里 JPG 文件名的列表，如 [1.jpg]。' },
};

/** In the shape that rules and pages read. What 历史信息 doesn't have (报送人、保密审查) is empty, and no rule about it is asked. */
export function asFrontMatter({ title, date, taken_over, source }: HistoryFrontMatter): FrontMatter {
  return {
    title,
    submitter: '',
    submitted_at: taken_over,
    event_date: date.slice(0, 10),
    category: '其他',
    channels: ['website'],
    ...(source === undefined ? {} : { source: { name: source } }),
    secrecy_review: { by: '', date: '', conclusion: '可公开' },
  };
}
