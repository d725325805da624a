import { cell, paragraph, tableOf, WIDTH } from '../../review/form/docx.ts';
import { type Sheet, shown } from './sheet.ts';

/** A sheet as a ruled table of a Word file, the first column wider than the others. */
export function docxTable({ columns, rows }: Sheet): string {
  const share = Math.floor(WIDTH / (columns.length + 1));
  const widths = columns.map((_, index) => (index === 0 ? WIDTH - share * (columns.length - 1) : share));
  const row = (words: readonly string[], bold: boolean): string =>
    `<w:tr>${words
      .map((word, index) => {
        const align = !bold && columns[index]?.kind !== 'text' ? 'right' : 'left';
        return cell(widths[index] as number, paragraph(word, { size: 21, bold, align }));
      })
      .join('')}</w:tr>`;
  const body = rows.map((cells) =>
    row(
      columns.map(({ kind }, index) => shown(cells[index] ?? null, kind)),
      false,
    ),
  );
  return tableOf(widths, [
    row(
      columns.map(({ title }) => title),
      true,
    ),
    ...body,
  ]);
}
