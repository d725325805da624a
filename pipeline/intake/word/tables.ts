import type { PhrasingContent, RootContent, Table } from 'mdast';
import { refusal } from '../file-kind.ts';
import { fillIn } from './colours.ts';
import { properties, type ReadBlocks } from './inline.ts';
import { wordsOfBlock } from './phrasing.ts';
import { dropped, placeOf, type Story, tell } from './story.ts';
import { below, chosen, type Element, elementsOf, settingOf, switchOf } from './xml.ts';

/** Word knows no wider table. */
const MAX_COLUMNS = 63;
const MAX_CELLS = 200_000;
/** Longer words under a picture are no caption. */
const LONGEST_CAPTION = 60;

/** Rows or cells of a table, also within wrappers. */
function within(element: Element, name: string): Element[] {
  return elementsOf(element).flatMap((child) => {
    if (child.name === name) return [child];
    if (child.name === 'mc:AlternateContent') return chosen(child).flatMap((one) => (one.name === name ? [one] : within(one, name)));
    return WRAPPERS.has(child.name) ? within(child, name) : [];
  });
}

const WRAPPERS = new Set(['w:sdt', 'w:sdtContent', 'w:customXml', 'w:ins', 'w:moveTo', 'w:del', 'w:moveFrom', 'w:smartTag']);

type Cell = RootContent[];

function hasPicture(node: RootContent): boolean {
  return node.type === 'image' || ('children' in node && node.children.some(hasPicture));
}

const wordsOfCell = (cell: Cell | undefined): string => (cell ?? []).map(wordsOfBlock).join(' ').trim();

function inlineOf(node: RootContent): PhrasingContent[][] {
  if (node.type === 'paragraph' || node.type === 'tableCell') return [node.children];
  return 'children' in node ? (node.children as RootContent[]).flatMap(inlineOf) : [];
}

/** A cell's blocks as the one line that a Markdown table has room for: no HTML, so no line ends. */
function lineOf(story: Story, cell: Cell): PhrasingContent[] {
  const nested = cell.filter(({ type }) => type === 'table');
  if (nested.length > 0) tell(story, 'nested-table', nested.map(wordsOfBlock).join(' '));
  const lines = cell.flatMap(inlineOf);
  const blank: PhrasingContent = { type: 'text', value: ' ' };
  const one = lines.flatMap((line, at) => [...(at === 0 ? [] : [blank]), ...line.map((node) => (node.type === 'break' ? blank : node))]);
  const breaks = lines.some((line) => line.some(({ type }) => type === 'break'));
  if (nested.length === 0 && (breaks || lines.length > 1)) tell(story, 'cell-lines', wordsOfCell(cell));
  return one;
}

const columnsIn = (properties: Element | undefined, name: string, least: number): number =>
  Math.min(MAX_COLUMNS, Math.max(least, Number.parseInt(settingOf(properties, name) ?? '', 10) || least));
const spanOf = (cell: Element): number => columnsIn(below(cell, 'w:tcPr'), 'w:gridSpan', 1);
const blanksBefore = (row: Element | undefined): number => columnsIn(below(row, 'w:trPr'), 'w:gridBefore', 0);

const isMerged = (cell: Element): boolean =>
  spanOf(cell) > 1 || below(cell, 'w:tcPr', 'w:vMerge') !== undefined || below(cell, 'w:tcPr', 'w:hMerge') !== undefined;

/** Reads a cell before what it, its table or the table's style puts behind it. */
function readCell(story: Story, cell: Element, table: Element, readBlocks: ReadBlocks): Cell {
  const { behind } = story;
  const ofTable = fillIn(below(table, 'w:tblPr')) ?? story.reading.styles.table(settingOf(below(table, 'w:tblPr'), 'w:tblStyle'));
  const own = fillIn(below(cell, 'w:tcPr'));
  story.behind = own !== undefined ? own : ofTable !== undefined ? ofTable : behind;
  const blocks = readBlocks(story, elementsOf(cell));
  story.behind = behind;
  return blocks;
}

/** A row's cells, with blank ones where one spans several columns. `null` for a row that was deleted or is hidden. */
function readRow(story: Story, row: Element, table: Element, readBlocks: ReadBlocks): Cell[] | null {
  const ofRow = below(row, 'w:trPr');
  const cells = within(row, 'w:tc');
  const read = (): Cell[] =>
    cells.flatMap((cell) => [readCell(story, cell, table, readBlocks), ...Array.from({ length: spanOf(cell) - 1 }, (): Cell => [])]);
  const lastWords = (rows: Cell[]): string => rows.map(wordsOfCell).join(' ').trim();
  if (switchOf(ofRow, 'w:hidden') || below(ofRow, 'w:del')) {
    let words = '';
    dropped(story, () => {
      words = lastWords(read());
    });
    tell(story, below(ofRow, 'w:del') ? 'deletion' : 'hidden', words);
    return null;
  }
  const found = [...Array.from({ length: blanksBefore(row) }, (): Cell => []), ...read()];
  if (below(ofRow, 'w:ins')) tell(story, 'insertion', lastWords(found));
  return found;
}

/** Whether a table only puts pictures side by side: all words stand right under one. */
function isLayout(rows: readonly Cell[][]): boolean {
  const isPicture = (cell: Cell | undefined): boolean => cell?.some(hasPicture) ?? false;
  return (
    rows.some((row) => row.some(isPicture)) &&
    rows.every((row, at) =>
      row.every((cell, column) => {
        const words = wordsOfCell(cell);
        return words === '' || (words.length <= LONGEST_CAPTION && (isPicture(cell) || isPicture(rows[at - 1]?.[column])));
      }),
    )
  );
}

/** Each picture with the words under it. */
function pictureByPicture(rows: readonly Cell[][]): RootContent[] {
  return rows.flatMap((row, at) => {
    const isCaptions = row.every((cell) => !cell.some(hasPicture));
    return isCaptions
      ? []
      : row.flatMap((cell, column) => [...cell, ...(rows[at + 1]?.[column] ?? []).filter((node) => !hasPicture(node))]);
  });
}

function tableOf(story: Story, rows: readonly Cell[][]): Table {
  const width = rows.reduce((most, { length }) => Math.max(most, length), 1);
  return {
    type: 'table',
    data: { place: story.place.words },
    children: rows.map((row) => ({
      type: 'tableRow',
      children: Array.from({ length: width }, (_, column) => ({
        type: 'tableCell',
        data: { blocks: row[column] ?? [] },
        children: lineOf(story, row[column] ?? []),
      })),
    })),
  };
}

/** Refuses a table that takes more cells than any text has, before one is made. */
function refuseHuge(story: Story, rows: readonly Element[], cells: readonly Element[][]): void {
  const widths = cells.map((row, at) => row.reduce((sum, cell) => sum + spanOf(cell), blanksBefore(rows[at])));
  if (widths.reduce((most, width) => Math.max(most, width), 0) * rows.length <= MAX_CELLS) return;
  throw refusal('too-large', '表格太大；应不超过几千行；请拆成几个表格，或只留要发布的部分。', story.reading.parts.file);
}

/** Whether a table is a frame around what it holds: one cell, or one column of cells with tables in them. */
function isFrame(cells: readonly Element[][]): boolean {
  const all = cells.flat();
  return all.length === 1 || (cells.every(({ length }) => length <= 1) && all.some((cell) => within(cell, 'w:tbl').length > 0));
}

/** Reads a table: a frame's content stands without it; pictures side by side come one after the other; else it stays a table. */
export function readTable(story: Story, table: Element, readBlocks: ReadBlocks): RootContent[] {
  const rows = within(table, 'w:tr');
  const cells = rows.map((row) => within(row, 'w:tc'));
  const around = [table, ...rows].flatMap(elementsOf).filter(({ name }) => /^w:(?:tblPr|tblGrid|trPr|tblPrEx)$/.test(name));
  for (const element of around) properties(element, story);
  if (isFrame(cells)) {
    tell(story, 'frame', '');
    return cells.flat().flatMap((cell) => readCell(story, cell, table, readBlocks));
  }
  refuseHuge(story, rows, cells);
  const inside: Story = { ...story, counted: false, pieces: [], place: placeOf(`${story.place.words}表格`) };
  const read = rows.flatMap((row) => {
    const found = readRow(inside, row, table, readBlocks);
    return found === null ? [] : [found];
  });
  const merged = cells.flat().filter(isMerged).length;
  if (isLayout(read)) {
    tell(inside, 'frame', '');
    return pictureByPicture(read);
  }
  if (read.flat().every((cell) => wordsOfCell(cell) === '' && !cell.some(hasPicture))) return [];
  if (merged > 0) tell(inside, 'merged-cell', '');
  return [tableOf(inside, read)];
}
