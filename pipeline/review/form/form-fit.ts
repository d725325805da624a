/** Millimetres of one point. */
const POINT = 25.4 / 72;

/** Marks that a cut text shouldn't end with. */
const OPEN_END = /(?<![，、；：“‘（《〔\s])[，、；：“‘（《〔\s]+$/;

/** A block of text on paper: its width, letters and lines, in millimetres and points. */
export interface Measure {
  width: number;
  points: number;
  line: number;
}

/** Width of a character in ems, never less than in the faces of the form: Han and full-width marks take one, Latin less. */
function ems(character: string): number {
  if (/[WMm@%]/.test(character)) return 1.1;
  if ((character.codePointAt(0) as number) >= 0x2e80 || /[“”‘’…—·]/.test(character)) return 1;
  return /[A-Z&]/.test(character) ? 0.8 : 0.62;
}

/** Ems that fit on a line, one less than there is room for. A mark that may not begin a line takes its neighbour along. */
function emsPerLine({ width, points }: Measure): number {
  return width / (points * POINT) - 1;
}

/** How many lines a paragraph takes, never fewer than it really does. */
export function linesOf(text: string, measure: Measure, indent = 0): number {
  const room = emsPerLine(measure);
  let lines = 1;
  let used = indent;
  for (const character of text) {
    if (character === '\n') {
      lines += 1;
      used = 0;
      continue;
    }
    const width = ems(character);
    if (used + width > room) {
      lines += 1;
      used = 0;
    }
    used += width;
  }
  return lines;
}

/** The longest beginning of a text that takes at most so many lines together with `tail`. */
function beginning(text: string, lines: number, measure: Measure, tail: string, indent: number): string {
  const characters = [...text];
  const fitsWith = (count: number): boolean => linesOf(characters.slice(0, count).join('') + tail, measure, indent) <= lines;
  if (fitsWith(characters.length)) return text;
  let [fits, tooMany] = [0, characters.length];
  while (tooMany - fits > 1) {
    const middle = (fits + tooMany) >> 1;
    if (fitsWith(middle)) fits = middle;
    else tooMany = middle;
  }
  return characters.slice(0, fits).join('');
}

/** Marks that may not stand at the beginning, and at the end, of a line (避头尾). */
const NOT_FIRST = /^[。，、；：？！”’）》〕】…—·]/;
const NOT_LAST = /[“‘（《〔【]$/;

/** The beginning of a text that a page still holds, shortened until neither side is cut at the wrong side of a mark. */
function pageEnd(text: string, lines: number, measure: Measure, indent: number): string {
  const most = beginning(text, lines, measure, '', indent);
  let piece = most;
  while (piece !== '' && piece !== text && (NOT_FIRST.test(text.slice(piece.length)) || NOT_LAST.test(piece)))
    piece = [...piece].slice(0, -1).join('');
  return piece || most;
}

/** A text that takes at most so many lines: itself, or its beginning with `tail`. */
export function cutTo(text: string, lines: number, measure: Measure, tail: string): string {
  if (linesOf(text, measure) <= lines) return text;
  return beginning(text, lines, measure, tail, 0).replace(OPEN_END, '') + tail;
}

/** Paragraphs that take at most so many lines; the last one shown ends with `tail` if anything was left out. */
export function cutParagraphs(paragraphs: readonly string[], lines: number, measure: Measure, tail: string, indent: number): string[] {
  const needs = paragraphs.map((paragraph) => linesOf(paragraph, measure, indent));
  if (needs.reduce((sum, each) => sum + each, 0) <= lines) return [...paragraphs];
  const shown: string[] = [];
  let left = lines;
  for (const [index, paragraph] of paragraphs.entries()) {
    const needed = needs[index] as number;
    if (left < 1) break;
    shown.push(needed < left ? paragraph : beginning(paragraph, left, measure, tail, indent).replace(OPEN_END, '') + tail);
    left -= needed;
  }
  return shown;
}

/** A block for a page of the appendix: a piece of the text, or something with a height of its own. A heading `leads` what follows it. */
export type Block<Content> =
  | { text: string; first: boolean; content?: never }
  | { content: Content; height: number; leads?: true; text?: never };

/** Lays blocks on pages of a height; a paragraph that crosses a page is split between two lines. */
export function paginate<Content>(blocks: readonly Block<Content>[], height: number, measure: Measure, indent: number): Block<Content>[][] {
  let page: Block<Content>[] = [];
  const pages = [page];
  let left = height;
  const turn = (): void => {
    page = [];
    pages.push(page);
    left = height;
  };
  const put = (block: Block<Content>, used: number): void => {
    page.push(block);
    left -= used;
  };
  for (const block of blocks) {
    if (block.text === undefined) {
      if (block.height + (block.leads ? measure.line : 0) > left) turn();
      put(block, block.height);
      continue;
    }
    let { text, first } = block;
    while (text !== '') {
      if (left < measure.line) turn();
      const piece = pageEnd(text, Math.floor(left / measure.line), measure, first ? indent : 0);
      put({ text: piece, first }, linesOf(piece, measure, first ? indent : 0) * measure.line);
      text = text.slice(piece.length);
      first = false;
    }
  }
  return pages.filter(({ length }) => length > 0);
}
