import { cell, docxOf, paragraph, tableOf, WIDTH } from '../../review/docx.ts';
import { longDate } from '../../review/words.ts';
import type { Letter, LetterSection, LetterTable } from './letter.ts';

const TEXT = { size: 22, indent: true, align: 'both' } as const;

function tableXml({ head, widths, rows }: LetterTable): string {
  const total = widths.reduce((sum, width) => sum + width, 0);
  const columns = widths.map((width) => Math.floor((WIDTH * width) / total));
  const row = (cells: readonly string[], look: Parameters<typeof paragraph>[1]): string =>
    `<w:tr>${cells.map((text, index) => cell(columns[index] ?? 0, paragraph(text, look))).join('')}</w:tr>`;
  return tableOf(columns, [row(head, { size: 20, face: '黑体', align: 'center' }), ...rows.map((cells) => row(cells, { size: 20 }))]);
}

function sectionXml({ heading, table, paragraphs }: LetterSection): string[] {
  const texts = paragraphs.map((text) => paragraph(text, TEXT));
  return [paragraph(heading, { size: 24, face: '黑体' }), ...(table ? [tableXml(table)] : []), ...texts];
}

/** The letter as a Word file, to be changed before it is handed in. The same letter gives the same bytes. */
export function letterDocx(letter: Letter): Uint8Array {
  return docxOf([
    paragraph(letter.title, { size: 40, face: '方正小标宋简体', align: 'center' }),
    paragraph(`${letter.to}：`, { size: 22 }),
    paragraph(letter.opening, TEXT),
    ...letter.sections.flatMap(sectionXml),
    paragraph(letter.closing, TEXT),
    paragraph(`${letter.from}\n${longDate(letter.date)}`, { size: 22, align: 'right' }),
    paragraph(`（${letter.contact}）`, { size: 22 }),
  ]);
}
