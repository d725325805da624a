import type { Element } from 'hast';

/** One numbered note at the end of a text: a link that could not stay one, or a footnote. */
export interface Note {
  n: number;
  /** The link's words; empty for a footnote, and where the address is all there is to say. */
  text: string;
  /** Empty for a footnote that isn't just a link. */
  url: string;
  /** The footnote itself. */
  footnote: Element | null;
}

/** The one list of notes of a text: links by address, footnotes by name, each numbered once, in the order of their marks. */
export interface Notes {
  list: Note[];
  /** The number of an address's note. */
  link(text: string, url: string): number;
  /** The number of a footnote's note; `link` where the footnote is nothing but a link. */
  footnote(name: string, definition: Element, link: { text: string; url: string } | null): number;
}

/** An empty list of notes. */
export function newNotes(): Notes {
  const list: Note[] = [];
  const footnotes = new Map<string, number>();
  const add = (note: Omit<Note, 'n'>): number => list.push({ n: list.length + 1, ...note });
  const link: Notes['link'] = (text, url) => list.find((note) => note.url === url)?.n ?? add({ text, url, footnote: null });
  return {
    list,
    link,
    footnote(name, definition, only) {
      const n = footnotes.get(name) ?? (only ? link(only.text, only.url) : add({ text: '', url: '', footnote: definition }));
      footnotes.set(name, n);
      return n;
    },
  };
}

/** The mark of a note: 〔1〕. */
export function mark(n: number): string {
  return `〔${n}〕`;
}

/** The marks of some notes as one phrase: 〔1〕, 〔1〕〔3〕, 〔1〕至〔4〕. */
export function marks(numbers: readonly number[]): string {
  const unique = [...new Set(numbers)].sort((a, b) => a - b);
  const first = unique[0] ?? 0;
  const last = unique.at(-1) ?? 0;
  return unique.length > 2 && last - first === unique.length - 1 ? `${mark(first)}至${mark(last)}` : unique.map(mark).join('');
}
