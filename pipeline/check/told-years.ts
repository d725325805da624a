/** A year as texts and the numbers of documents name it. */
export const YEAR = /(?<!\d)(?:19|20)\d{2}(?=\s?年|[-./)）〕\]])/g;

/** The years that a text names, in its order. */
export const yearsIn = (text: string): string[] => Array.from(text.matchAll(YEAR), ([year]) => year);

/** Whether a paragraph speaks of a time up to a day: by the year that it named last before a place, or all that it names. */
export function isSetBefore(day: string, paragraph: string, place: number): boolean {
  const last = yearsIn(paragraph.slice(0, place)).at(-1);
  const all = yearsIn(paragraph);
  // Of the year itself more than half lay before.
  const isBefore = (year: string): boolean => `${year}-06` < day;
  return (last !== undefined && isBefore(last)) || (all.length > 0 && all.every(isBefore));
}
