import { escapeHtml } from '../../render/elements.ts';
import { zipOf } from './zip.ts';

/** Width of the text in twentieths of a point: A4 less margins of 20 mm. */
export const WIDTH = 9638;

/** How a paragraph looks: half-points, and where it stands. */
export interface Look {
  size?: number;
  bold?: boolean;
  align?: 'left' | 'center' | 'right' | 'both';
  indent?: boolean;
  /** It begins a page. */
  newPage?: boolean;
  /** Name of the Chinese face. */
  face?: string;
}

/** Text as XML may hold it: no control characters, no halves of a pair. */
function xmlText(text: string): string {
  return escapeHtml(text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD'));
}

/** One paragraph; a line end in the text begins a new line of it. */
export function paragraph(text: string, look: Look = {}): string {
  const { size = 24, bold = false, align = 'left', indent = false, newPage = false, face = '仿宋' } = look;
  const run = `<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="${face}"/>${bold ? '<w:b/>' : ''}<w:sz w:val="${size}"/></w:rPr>`;
  const lines = text.split('\n').map((line) => `<w:t xml:space="preserve">${xmlText(line)}</w:t>`);
  const place = `<w:pPr>${newPage ? '<w:pageBreakBefore/>' : ''}${indent ? `<w:ind w:firstLineChars="200" w:firstLine="${size * 20}"/>` : ''}<w:jc w:val="${align}"/></w:pPr>`;
  return `<w:p>${place}<w:r>${run}${lines.join('<w:br/>')}</w:r></w:p>`;
}

/** One cell of a table, with paragraphs as its content. */
export function cell(width: number, content: string, place: 'center' | 'top' = 'center'): string {
  return `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/><w:vAlign w:val="${place}"/></w:tcPr>${content}</w:tc>`;
}

/** A ruled table: widths of its columns, and rows as `<w:tr>`. */
export function tableOf(widths: readonly number[], rows: readonly string[]): string {
  const border = (side: string) => `<w:${side} w:val="single" w:sz="6" w:space="0" w:color="000000"/>`;
  const borders = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map(border).join('');
  const columns = widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('');
  return `<w:tbl><w:tblPr><w:tblW w:w="${widths.reduce((sum, width) => sum + width, 0)}" w:type="dxa"/><w:tblBorders>${borders}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>${columns}</w:tblGrid>${rows.join('')}</w:tbl>`;
}

const TYPES = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`;
const RELATIONS = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`;
const PAGE =
  '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>';

/** Paragraphs and tables as a Word file on A4 (ISO/IEC 29500). The same content gives the same bytes. */
export function docxOf(body: readonly string[]): Uint8Array {
  const xml = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body.join('')}${PAGE}</w:body></w:document>`;
  const part = (text: string): Uint8Array => Buffer.from(text);
  return zipOf([
    ['[Content_Types].xml', part(TYPES)],
    ['_rels/.rels', part(RELATIONS)],
    ['word/document.xml', part(xml)],
  ]);
}
