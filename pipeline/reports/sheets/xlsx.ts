import { escapeHtml } from '../../render/elements.ts';
import { zipOf } from '../../review/form/zip.ts';
import { type Cell, type Column, plainText, type Sheet } from './sheet.ts';

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Numbers of the styles below. */
const STYLE = { text: 0, count: 0, heading: 1, share: 2, hours: 3 } as const;
const STYLES = `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="0.0%"/><numFmt numFmtId="165" formatCode="0.0"/></numFmts><fonts count="2"><font><sz val="11"/><name val="宋体"/></font><font><b/><sz val="11"/><name val="宋体"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

/** A spreadsheet's limit (ECMA-376, and what Excel says of itself). */
const LONGEST_TEXT = 32_767;

/** `A`, …, `Z`, `AA`, … */
function letters(index: number): string {
  const before = Math.floor(index / 26);
  return (before === 0 ? '' : letters(before - 1)) + String.fromCharCode(65 + (index % 26));
}

/** Text is always an inline string, so that nothing it begins with makes a formula of it. Nor are links made from data. */
function cellOf(cell: Cell, place: string, style: number): string {
  if (cell === null) return '';
  if (typeof cell === 'number' && Number.isFinite(cell)) return `<c r="${place}" s="${style}"><v>${cell}</v></c>`;
  const text = escapeHtml(plainText(String(cell)).slice(0, LONGEST_TEXT));
  return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`;
}

function rowOf(cells: readonly Cell[], number: number, styleOf: (index: number) => number): string {
  return `<row r="${number}">${cells.map((cell, index) => cellOf(cell, `${letters(index)}${number}`, styleOf(index))).join('')}</row>`;
}

/** Wide enough for most of what a column holds, in characters. */
function widthOf({ title }: Column, index: number, rows: Sheet['rows']): number {
  const lengths = rows.slice(0, 200).map((row) => Buffer.byteLength(String(row[index] ?? '')) * 0.8);
  return Math.min(60, Math.max(8, [...title].length * 2.2, ...lengths));
}

function sheetXml({ columns, rows }: Sheet): string {
  const widths = columns.map((column, index) => {
    const width = widthOf(column, index, rows).toFixed(1);
    return `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`;
  });
  const pane =
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>';
  const heading = rowOf(
    columns.map(({ title }) => title),
    1,
    () => STYLE.heading,
  );
  const body = rows.map((row, index) => rowOf(row, index + 2, (column) => STYLE[columns[column]?.kind ?? 'text']));
  return `${HEAD}<worksheet xmlns="${MAIN}">${pane}<cols>${widths.join('')}</cols><sheetData>${heading}${body.join('')}</sheetData></worksheet>`;
}

/** Names as a spreadsheet takes them: at most 31 characters, none of seven signs, no two alike. */
function namesOf(sheets: readonly Sheet[]): string[] {
  const names: string[] = [];
  for (const { name } of sheets) {
    const cut = [...plainText(name).replace(/[:\\/?*[\]']/g, ' ')].slice(0, 28).join('');
    names.push(names.includes(cut) ? `${cut} ${names.length + 1}` : cut);
  }
  return names;
}

/** Sheets as one workbook (ISO/IEC 29500). The same sheets give the same bytes. */
export function xlsxOf(sheets: readonly Sheet[]): Uint8Array {
  const part = (text: string): Uint8Array => Buffer.from(text);
  const numbers = sheets.map((_, index) => index + 1);
  const overrides = numbers.map((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${TYPE}.worksheet+xml"/>`);
  const listed = namesOf(sheets).map((name, index) => `<sheet name="${escapeHtml(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`);
  const relations = numbers.map((n) => `<Relationship Id="rId${n}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${n}.xml"/>`);
  const styles = `<Relationship Id="rId${sheets.length + 1}" Type="${OFFICE}/styles" Target="styles.xml"/>`;
  return zipOf([
    [
      '[Content_Types].xml',
      part(
        `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${overrides.join('')}</Types>`,
      ),
    ],
    [
      '_rels/.rels',
      part(
        `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      ),
    ],
    [
      'xl/workbook.xml',
      part(
        `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><bookViews><workbookView/></bookViews><sheets>${listed.join('')}</sheets></workbook>`,
      ),
    ],
    [
      'xl/_rels/workbook.xml.rels',
      part(`${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${relations.join('')}${styles}</Relationships>`),
    ],
    ['xl/styles.xml', part(STYLES)],
    ...sheets.map((sheet, index): [string, Uint8Array] => [`xl/worksheets/sheet${index + 1}.xml`, part(sheetXml(sheet))]),
  ]);
}
