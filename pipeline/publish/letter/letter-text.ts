import { longDate } from '../../review/words.ts';
import type { Letter, LetterTable } from './letter.ts';

/** A cell of a Markdown table. */
const cellText = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function tableLines({ head, rows }: LetterTable): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map(cellText).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}

/** The letter as Markdown, which reads as plain text too. */
export function letterText(letter: Letter): string {
  const sections = letter.sections.flatMap(({ heading, table, paragraphs }) => [
    `## ${heading}`,
    '',
    ...(table ? tableLines(table) : []),
    ...paragraphs.flatMap((text) => [text, '']),
  ]);
  return [
    `# ${letter.title}`,
    '',
    `${letter.to}：`,
    '',
    letter.opening,
    '',
    ...sections,
    letter.closing,
    '',
    letter.from,
    longDate(letter.date),
    '',
    `（${letter.contact}）`,
    '',
  ].join('\n');
}
