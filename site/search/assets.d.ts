// The part of the browser's module that the build uses as well (`assets/search-index.js`).
declare module '*/search-index.js' {
  export interface Segment {
    /** Folder of its files below `/search/index/`. */
    name: string;
    /** `2026-11`, `2026-q3` for a quarter, `2025` for a whole year. */
    period: string;
    items: number;
    /** Over how many files its lists are spread. */
    files: number;
  }
  export interface Hit {
    segment: Segment;
    /** Its number in the segment, newest first. */
    item: number;
    unit: string;
    column: string;
    inTitle: boolean;
  }
  export function fold(text: string): string;
  export function wordsOf(query: string): string[];
  export function textOf(html: string): string;
  export function keyOf(first: number, second: number): number;
  export function fileOf(key: number, files: number): number;
  export function search(
    segments: readonly Segment[],
    words: readonly string[],
    read: (file: string) => Promise<Uint8Array>,
  ): Promise<Hit[]>;
}

declare module '*/search-context.js' {
  interface Piece {
    text: string;
    hit: boolean;
  }
  export function marked(text: string, words: readonly string[]): Piece[];
  export function contextOf(text: string, words: readonly string[], length: number): Piece[];
}
