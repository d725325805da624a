import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shown } from '../../check/finding.ts';

/** A row of what was or wasn't taken over; personal data in it is masked already. */
export interface ListRow {
  place: string;
  title: string;
  date: string;
  code: string;
  why: string;
}

/** A row fit to be seen by everybody. */
export function rowOf(place: string, title: string, date: string, code: string, why: string): ListRow {
  return { place: shown(place), title: shown(title).slice(0, 100), date: shown(date), code, why: shown(why) };
}

const HEAD: ListRow = { place: '位置', title: '标题', date: '原日期', code: '代码', why: '说明' };

/** A cell that no spreadsheet takes for a formula. */
const cell = (text: string): string => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

/** Writes a list as CSV, which Excel opens, and as text. @returns the two files' names */
export async function writeList(folder: string, name: string, rows: readonly ListRow[]): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const csv = [HEAD, ...rows].map(({ place, title, date, code, why }) => [place, title, date, code, why].map(cell).join(','));
  const text = rows.map(({ place, title, date, code, why }) => `${place}　${title}　${date}\n  ${why}${code === '' ? '' : `（${code}）`}`);
  const files = [join(folder, `${name}.csv`), join(folder, `${name}.txt`)];
  await writeFile(files[0] as string, `\uFEFF${csv.join('\r\n')}\r\n`);
  await writeFile(files[1] as string, `${name}：${rows.length} 条\n\n${text.join('\n')}\n`);
  return files;
}
