import type { Root, RootContent } from 'mdast';
import type { ReportLine } from './report.ts';

/** How a paragraph looked in its file: the rules about titles, signatures and captions ask for it. */
export interface Look {
  /** The name of its style, as `Title`, `标题`, `heading 1`; `null` for ordinary text or where the file has no styles. */
  style: string | null;
  /** Its outline level, 1 is the highest; `null` for ordinary text. */
  outline: number | null;
  align: 'left' | 'center' | 'right';
  /** Half points; `null` where the file doesn't say. */
  size: number | null;
}

declare module 'mdast' {
  interface ParagraphData {
    look?: Look;
  }
  interface TableData {
    /** Where the report finds it. */
    place?: string;
  }
  interface TableCellData {
    /** The cell's own paragraphs, which a table of Markdown has no room for. */
    blocks?: RootContent[];
  }
}

/** A file as it was sent, or as it lay in one; its bytes are anything until somebody has read them. */
export interface SentFile {
  /** The name that people know it by, with the folders that it lay in; whoever sent it chose it. */
  name: string;
  bytes: Uint8Array;
}

/** Words that stand beside the text or were left out of it, in full. */
export interface Aside {
  /** `页眉`, `批注`, `第3段` */
  place: string;
  text: string;
}

/** What one file holds, whatever it was: the text with its pictures in their places, and all that was dropped, changed or is doubtful. */
export interface Received {
  /** The file's own name, without folders. */
  file: string;
  /** Paragraphs carry their `look` in `data`. An image's `url` is a key of `pictures`. */
  text: Root;
  pictures: ReadonlyMap<string, SentFile>;
  report: ReportLine[];
  /** All words that aren't in `text`, and some that are: a classification mark counts wherever it stands. */
  aside: Aside[];
}
