import type { ChangeView } from './view.ts';

/** Paragraphs of a text (front matter keys count as paragraphs of their own lines). */
function paragraphs(text: string): string[] {
  const [, front = '', body = text] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
  return [...front.split('\n'), ...body.split(/\n{2,}/)].map((part) => part.trim()).filter((part) => part !== '');
}

/** Longest common subsequence of two lists, as index pairs. */
function common(before: string[], after: string[]): [number, number][] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
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

const GAP: ChangeView = { before: '…', after: '…' };

/** Leaves out what is unchanged but for the neighbours of a change. */
function aroundChanges(rows: ChangeView[]): ChangeView[] {
  const changed = ({ before, after }: ChangeView | undefined = GAP): boolean => before !== after;
  const kept = rows.map((row, index) => changed(row) || changed(rows[index - 1]) || changed(rows[index + 1]));
  return rows.flatMap((row, index) => (kept[index] ? [row] : index === 0 || kept[index - 1] ? [GAP] : []));
}

/** Two versions of a text paragraph by paragraph, changed ones side by side; `[]` if nothing changed. */
export function changesBetween(before: string, after: string): ChangeView[] {
  if (before === after) return [];
  const left = paragraphs(before);
  const right = paragraphs(after);
  const rows: ChangeView[] = [];
  let i = 0;
  let j = 0;
  for (const [nextI, nextJ] of [...common(left, right), [left.length, right.length] as [number, number]]) {
    while (i < nextI || j < nextJ)
      rows.push({ before: i < nextI ? (left[i++] ?? null) : null, after: j < nextJ ? (right[j++] ?? null) : null });
    if (i < left.length) rows.push({ before: left[i++] ?? null, after: right[j++] ?? null });
  }
  return aroundChanges(rows);
}
