/** A piece of the text before and after a change; `null` where it isn't there, both `…` where unchanged ones are left out. */
export interface Change {
  before: string | null;
  after: string | null;
}

/** More comparisons than this are not made: what nobody reads side by side is no reason to keep a machine busy. */
const MOST_COMPARED = 4_000_000;

/** Paragraphs of an item's text (each line of its front matter is one), or the lines of any other file. */
function piecesOf(text: string): string[] {
  const head = /^---\n([\s\S]*?)\n---\n/.exec(text);
  const pieces = head ? [...(head[1] as string).split('\n'), ...text.slice(head[0].length).split('\n\n')] : text.split('\n');
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '');
}

/** Longest common subsequence of two lists, as index pairs. */
function common(before: string[], after: string[]): [number, number][] {
  if (before.length * after.length > MOST_COMPARED) return [];
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  const at = (i: number, j: number): number => (lengths[i] as Uint16Array)[j] as number;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      (lengths[i] as Uint16Array)[j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < before.length && j < after.length; ) {
    if (before[i] === after[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}

/** All pieces of two texts, those that have a counterpart beside it. */
function sideBySide(before: string, after: string): Change[] {
  const left = piecesOf(before);
  const right = piecesOf(after);
  const rows: Change[] = [];
  let i = 0;
  let j = 0;
  for (const [nextI, nextJ] of [...common(left, right), [left.length, right.length] as [number, number]]) {
    while (i < nextI || j < nextJ)
      rows.push({ before: i < nextI ? (left[i++] as string) : null, after: j < nextJ ? (right[j++] as string) : null });
  }
  return rows;
}

const changed = ({ before, after }: Change): boolean => before !== after;

/** Two versions of a text, changed pieces side by side with their neighbours; `[]` if nothing changed. */
export function changesBetween(before: string, after: string): Change[] {
  const rows = sideBySide(before, after);
  const near = (index: number): boolean => rows.slice(Math.max(0, index - 1), index + 2).some(changed);
  if (!rows.some(changed)) return [];
  return rows.flatMap((row, index) => (near(index) ? [row] : index === 0 || near(index - 1) ? [{ before: '…', after: '…' }] : []));
}

/** In how many places a text differs; pieces that follow one another are one place. */
export function changedPlaces(before: string, after: string): number {
  const rows = sideBySide(before, after);
  return rows.filter((row, index) => changed(row) && (index === 0 || !changed(rows[index - 1] as Change))).length;
}

/** An item as somebody saw it: its text, and which picture lay where. */
export interface SeenVersion {
  text: string;
  pictures: readonly { path: string; id: string }[];
}

/** In how many places two versions of an item differ: places of the text, and pictures that came, went or are others. */
export function changedSince(before: SeenVersion, after: SeenVersion): number {
  const named = ({ pictures }: SeenVersion): string[] => pictures.map(({ path, id }) => `${path} ${id}`);
  const [old, now] = [named(before), named(after)];
  const others = [...before.pictures, ...after.pictures].filter(
    ({ path, id }) => old.includes(`${path} ${id}`) !== now.includes(`${path} ${id}`),
  );
  return changedPlaces(before.text, after.text) + new Set(others.map(({ path }) => path)).size;
}
