import { Problem } from '../../problem.ts';
import { plainText } from './html-tree.ts';
import { kindOf, type OldItem, refusal } from './old-item.ts';

/** A record with the line that it begins on. */
interface CsvRecord {
  line: number;
  cells: string[];
}

/** A cell with what ends it. */
function cellBefore(between: ',' | '\t' | ';'): RegExp {
  if (between === ',') return /(?:"((?:[^"]|"")*)"|((?!")[^,\r\n]*))(,|\r\n|\n|\r|$)/y;
  if (between === ';') return /(?:"((?:[^"]|"")*)"|((?!")[^;\r\n]*))(;|\r\n|\n|\r|$)/y;
  return /(?:"((?:[^"]|"")*)"|((?!")[^\t\r\n]*))(\t|\r\n|\n|\r|$)/y;
}

/**
 * Records of a CSV as Excel and databases write it (RFC 4180), with tabs or semicolons too: quoted cells may hold these, quotes doubled and line ends.
 * @throws Problem `import/csv` for a quote that nothing closes
 */
export function csvRecords(text: string): CsvRecord[] {
  const first = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const between = first.includes(',') ? ',' : first.includes('\t') ? '\t' : ';';
  const cell = cellBefore(between);
  const records: CsvRecord[] = [];
  let [record, line]: [CsvRecord, number] = [{ line: 1, cells: [] }, 1];
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text);
    if (found === null) {
      const message = `表格第 ${line} 行的引号没有成对；应为成对的英文双引号；请用 Excel 打开后另存为 CSV 再导入。`;
      throw new Problem('import/csv', message, { place: `第 ${line} 行` });
    }
    const [, quoted, plain = '', end = ''] = found;
    record.cells.push((quoted?.replaceAll('""', '"') ?? plain).replace(/\r\n?/g, '\n'));
    line += (quoted?.match(/\r\n?|\n/g) ?? []).length + (end === between ? 0 : 1);
    if (end === between && cell.lastIndex < text.length) continue;
    if (record.cells.some((one) => one.trim() !== '')) records.push(record);
    record = { line, cells: [] };
  }
  return records;
}

/** How tables and files call what they say. */
export const NAMES: Record<string, readonly string[]> = {
  title: ['title', '标题', '题目'],
  date: ['date', '日期', '发布日期', '发布时间', 'pubdate'],
  text: ['text', 'content', '正文', '内容'],
  pictures: ['pictures', 'images', '图片'],
  oldUrl: ['old_url', 'url', '原地址', '地址', '链接', '网址'],
  source: ['source', '来源', '信息来源'],
  column: ['column', '栏目', '所属栏目'],
  kind: ['format', '格式'],
};
const NEEDED = { title: '标题', date: '日期', text: '正文', oldUrl: '原地址' };
const KINDS: Record<string, OldItem['kind']> = {
  html: 'html',
  markdown: 'markdown',
  md: 'markdown',
  text: 'text',
  文本: 'text',
  txt: 'text',
};

/** Databases of old sites often hold titles as HTML. */
const readTitle = (title: string): string => (/<\/[a-z]{1,10}>|<br|&#?\w{2,8};/i.test(title) ? plainText(title) : title);

/** Items of a CSV, one a record. @throws Problem `import/csv`, `import/columns` (exit 2) for a table that can't be read as one */
export function itemsOfCsv(text: string): (OldItem | Problem)[] {
  const [head, ...records] = csvRecords(text);
  const names = (head?.cells ?? []).map((name) => name.trim().toLowerCase());
  const columns = Object.fromEntries(Object.entries(NAMES).map(([key, known]) => [key, names.findIndex((name) => known.includes(name))]));
  const missing = Object.entries(NEEDED).flatMap(([key, name]) => (columns[key] === -1 ? [name] : []));
  if (missing.length > 0) {
    const message = `表格第一行缺少 ${missing.join('、')}；应为列名，至少有标题、日期、正文、原地址；请补上列名再导入。`;
    throw new Problem('import/columns', message, { place: '第 1 行' });
  }
  return records.map(({ line, cells }) => {
    const cell = (key: string): string => cells[columns[key] ?? -1]?.trim() ?? '';
    const place = `第 ${line} 行`;
    if (cells.length > names.length && cells.slice(names.length).some((one) => one.trim() !== ''))
      return refusal(
        'csv',
        place,
        `这一行有 ${cells.length} 列，表头只有 ${names.length} 列；应一样多；正文里有逗号的，请用英文双引号括起来。`,
      );
    return {
      place,
      title: readTitle(cell('title')),
      date: cell('date'),
      text: cell('text'),
      kind: KINDS[cell('kind').toLowerCase()] ?? kindOf(cell('text')),
      pictures: cell('pictures')
        .split(/[;；|\n]/)
        .map((name) => name.trim())
        .filter(Boolean),
      folder: '',
      oldUrl: cell('oldUrl'),
      source: cell('source') || undefined,
      column: cell('column') || undefined,
    };
  });
}
