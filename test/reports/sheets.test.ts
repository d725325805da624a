import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { barChart } from '#pipeline/reports/sheets/chart.ts';
import { pageOf } from '#pipeline/reports/sheets/page.ts';
import { type Cell, csvOf, plainText, type Sheet, textOf } from '#pipeline/reports/sheets/sheet.ts';
import { xlsxOf } from '#pipeline/reports/sheets/xlsx.ts';
import '../fixed-seed.ts';

/** Parts of a ZIP file by its directory: an own small reader, which knows nothing of the writer. */
function partsOf(bytes: Uint8Array): Map<string, string> {
  const buffer = Buffer.from(bytes);
  const end = buffer.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const parts = new Map<string, string>();
  let at = buffer.readUInt32LE(end + 16);
  for (let left = buffer.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size, name, extra, comment] = [10, 20, 28, 30, 32].map((offset) =>
      offset === 20 ? buffer.readUInt32LE(at + offset) : buffer.readUInt16LE(at + offset),
    ) as [number, number, number, number, number];
    const local = buffer.readUInt32LE(at + 42);
    const start = local + 30 + buffer.readUInt16LE(local + 26) + buffer.readUInt16LE(local + 28);
    const data = buffer.subarray(start, start + size);
    parts.set(buffer.toString('utf8', at + 46, at + 46 + name), (method === 8 ? inflateRawSync(data) : data).toString('utf8'));
    at += 46 + name + extra + comment;
  }
  return parts;
}

/** The cells of a worksheet, row by row, with what kind each says it is; and every element's name. */
function read(xml: string): { rows: { place: string; kind: string; value: string }[][]; elements: Set<string> } {
  const rows: { place: string; kind: string; value: string }[][] = [];
  const elements = new Set<string>();
  const parser = new SaxesParser();
  let value = false;
  parser.on('opentag', ({ name, attributes }) => {
    elements.add(name);
    if (name === 'row') rows.push([]);
    if (name === 'c') rows.at(-1)?.push({ place: String(attributes.r), kind: String(attributes.t ?? 'n'), value: '' });
    if (name === 't' || name === 'v') value = true;
  });
  parser.on('text', (text) => {
    const cell = rows.at(-1)?.at(-1);
    if (value && cell) cell.value += text;
  });
  parser.on('closetag', ({ name }) => {
    if (name === 't' || name === 'v') value = false;
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
  return { rows, elements };
}

/** A table of RFC 4180, read once more. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let [field, quoted, at] = ['', false, 0];
  for (; at < text.length; at += 1) {
    const character = text[at] as string;
    if (quoted && character === '"' && text[at + 1] === '"') {
      field += '"';
      at += 1;
    } else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === ',' || character === '\r')) {
      rows.at(-1)?.push(field);
      field = '';
      if (character === '\r') {
        rows.push([]);
        at += 1;
      }
    } else field += character;
  }
  return rows.slice(0, -1);
}

const cell = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('=1+1', '+86', '-1', '@SUM', '\tx', '\r=x', '＝x', '　=x', '"', 'a,b', 'a\r\nb', ''),
  fc.integer({ min: -1000, max: 100_000 }),
  fc.constant(null),
) as fc.Arbitrary<Cell>;
const sheets: fc.Arbitrary<Sheet> = fc
  .array(fc.tuple(cell, cell, cell), { maxLength: 6 })
  .map((rows) => ({ name: '表', columns: ['甲', '乙', '丙'].map((title) => ({ title, kind: 'text' })), rows }));

/** Line ends of XML and of what reads it are one sign. */
const lines = (text: string): string => text.replace(/\r\n?/g, '\n');

describe('CSV', () => {
  const text = (sheet: Sheet): string => Buffer.from(csvOf(sheet)).toString('utf8');

  it('begins with a byte order mark and is read back as it was, guards apart', () =>
    fc.assert(
      fc.property(sheets, (sheet) => {
        expect(text(sheet)[0]).toBe('\uFEFF');
        const rows = readCsv(text(sheet).slice(1));
        const wanted = sheet.rows.map((row) =>
          row.map((one) => (one === null ? '' : typeof one === 'number' ? String(one) : plainText(one))),
        );
        const unguarded = rows
          .slice(1)
          .map((row, index) => row.map((field, column) => (field === `'${wanted[index]?.[column]}` ? field.slice(1) : field)));
        expect(unguarded).toEqual(wanted);
      }),
    ));

  it('has no text that a spreadsheet would take for a formula', () =>
    fc.assert(
      fc.property(sheets, (sheet) => {
        const rows = readCsv(text(sheet).slice(1)).slice(1);
        const texts = rows.flatMap((row, index) => row.filter((_, column) => typeof sheet.rows[index]?.[column] === 'string'));
        expect(texts.filter((field) => /^[\s\u3000]*[=+\-@＝＋－＠\t\r]/.test(field))).toEqual([]);
      }),
    ));

  it.each([
    ['=HYPERLINK("https://example.com")', `"'=HYPERLINK(""https://example.com"")"`],
    ['+8613800000000', `'+8613800000000`],
    ['@张三', `'@张三`],
    ['\t=1', `"'\t=1"`],
    ['甲;=1', '"甲;=1"'],
    ['　－1', `'　－1`],
    ['甲-乙', '甲-乙'],
    [-5, '-5'],
  ])('writes %j as %s', (value, field) => {
    const sheet: Sheet = { name: '表', columns: [{ title: '甲', kind: 'text' }], rows: [[value]] };
    expect(text(sheet)).toBe(`\uFEFF甲\r\n${field}\r\n`);
  });
});

describe('XLSX', () => {
  it('is read back cell by cell: texts as inline strings, numbers as numbers, and never a formula', () =>
    fc.assert(
      fc.property(sheets, (sheet) => {
        const { rows, elements } = read(partsOf(xlsxOf([sheet])).get('xl/worksheets/sheet1.xml') ?? '');
        const wanted = sheet.rows.map((row, index) =>
          row.flatMap((one, column) => {
            const place = `${'ABC'[column]}${index + 2}`;
            if (one === null) return [];
            return [
              typeof one === 'number'
                ? { place, kind: 'n', value: String(one) }
                : { place, kind: 'inlineStr', value: lines(plainText(one)) },
            ];
          }),
        );
        expect(rows.slice(1).map((row) => row.map((one) => ({ ...one, value: lines(one.value) })))).toEqual(wanted);
        expect([...elements].filter((name) => ['f', 'hyperlink'].includes(name))).toEqual([]);
      }),
    ));

  it('holds only parts that are well-formed and named where a reader looks for them', () => {
    const sheet: Sheet = { name: "各单位:[]*?/\\'", columns: [{ title: '甲&<', kind: 'share' }], rows: [[0.5]] };
    const parts = partsOf(xlsxOf([sheet, { ...sheet }]));
    for (const xml of parts.values()) expect(() => read(xml)).not.toThrow();
    const targets = [...(parts.get('xl/_rels/workbook.xml.rels') ?? '').matchAll(/Target="([^"]+)"/g)].map(([, target]) => `xl/${target}`);
    expect(targets.filter((target) => !parts.has(target))).toEqual([]);
    const names = [...(parts.get('xl/workbook.xml') ?? '').matchAll(/<sheet name="([^"]+)"/g)].map(([, name]) => name);
    expect(new Set(names).size).toBe(2);
    expect(names.join('')).not.toMatch(/[:\\/?*[\]']/);
  });

  it('gives the same bytes for the same sheets, and names columns beyond Z', () => {
    const columns = Array.from({ length: 30 }, (_, index) => ({ title: `列${index}`, kind: 'count' as const }));
    const sheet: Sheet = { name: '表', columns, rows: [columns.map((_, index) => index)] };
    expect(xlsxOf([sheet])).toEqual(xlsxOf([sheet]));
    const { rows } = read(partsOf(xlsxOf([sheet])).get('xl/worksheets/sheet1.xml') ?? '');
    expect(rows[1]?.slice(25, 28).map(({ place }) => place)).toEqual(['Z2', 'AA2', 'AB2']);
  });
});

describe('a page and a text', () => {
  const sheet: Sheet = {
    name: '各单位',
    columns: [
      { title: '单位', kind: 'text' },
      { title: '7日内', kind: 'share' },
    ],
    rows: [
      ['<script>alert(1)</script>', 0.5],
      ['婺城分局', null],
    ],
  };

  it('shows names as text, whatever they hold, and asks for nothing from elsewhere', () => {
    const svg = barChart('图', ['报送'], [{ label: '<b>&"', values: [3] }]);
    const page = pageOf({ title: '标题', bureau: '', above: ['<i>'], sheets: [{ ...sheet, chart: { svg, series: ['报送'] } }] }, '');
    expect(page).not.toMatch(/<script|<b>|<i>|src=|https?:/);
    expect(page).toContain('&lt;script&gt;');
  });

  it('says by its chart what the bars say, for those who don’t see them', () => {
    const svg = barChart('图', ['报送', '采用'], [{ label: '甲', values: [3, 0] }]);
    expect(svg).toContain('aria-label="图：甲 报送 3、采用 0"');
    expect(() => read(svg)).not.toThrow();
  });

  it('aligns Chinese and Latin letters by the places they take', () => {
    const rows = textOf({
      ...sheet,
      rows: [
        ['婺城分局', 0.5],
        ['ab', 1],
      ],
    }).split('\n');
    expect(rows).toEqual(['各单位', '单位       7日内', '婺城分局   50.0%', 'ab        100.0%']);
  });
});
