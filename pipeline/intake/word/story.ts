import type { FootnoteDefinition } from 'mdast';
import type { SentFile } from '../received.ts';
import type { ReportKind } from '../report.ts';
import type { Fill } from './colours.ts';
import type { Numbering } from './numbering.ts';
import type { Package } from './package.ts';
import { type Piece, wordsOfPieces } from './phrasing.ts';
import type { RunLook, Styles } from './styles.ts';
import { descendants, type Element } from './xml.ts';

/** One thing that is told of a file, its words in full. */
export interface Told {
  kind: ReportKind;
  place: Place;
  words: string;
}

/** Where people find something, and what was told of it by kind. Its name may follow only once it was read. */
export interface Place {
  words: string;
  told: Map<ReportKind, Told>;
}

export const placeOf = (words: string): Place => ({ words, told: new Map() });

/** What reading a whole file gathers. */
export interface Reading {
  parts: Package;
  styles: Styles;
  /** The colour of its pages; `null` where a picture lies behind them. */
  page: string | null;
  numbering: Numbering;
  told: Told[];
  pictures: Map<string, SentFile>;
  notes: Map<string, FootnoteDefinition>;
  /** Comments and notes by kind and id, with the part they lie in. */
  beside: ReadonlyMap<string, readonly [path: string, element: Element]>;
  /** Those that were told at their place. */
  called: Set<string>;
}

/** A field that has begun. */
export interface Field {
  code: string;
  /** Whether its result is being read, and not its code. */
  result: boolean;
  /** Whether it stands in no other field's code. */
  shown: boolean;
  /** The address that it, or a field around it, leads to. */
  link: string | null;
}

/** One run of text of a file: the body, a header, a note, a text box. */
export interface Story {
  reading: Reading;
  /** The part whose relations its pictures and links name. */
  path: string;
  /** Where people find what is being read. */
  place: Place;
  /** Paragraphs and tables so far. */
  count: number;
  /** Whether it is the text itself, whose paragraphs are counted. */
  counted: boolean;
  fields: Field[];
  /** Every field that begins in it ends in it. */
  fieldsEnd: boolean;
  /** How many things that are left out lie around what is being read. */
  dropping: number;
  /** The paragraph so far. */
  pieces: Piece[];
  style: string;
  look: RunLook;
  /** The colour behind the page, the cell or the text box, and behind the paragraph; `null` where nobody knows it. */
  behind: string | null;
  fill: Fill;
  link: string | null;
  /** Text boxes of the paragraph, read once it is complete. */
  boxes: { content: Element; fill: string | null }[];
}

/** The story of a part, or of an element of it, at its beginning. */
export function newStory(reading: Reading, path: string, tree: Element, place: string): Story {
  const marks = descendants(tree, 'w:fldChar').map(({ attributes }) => attributes['w:fldCharType']);
  const count = (type: string): number => marks.filter((mark) => mark === type).length;
  return {
    reading,
    path,
    place: placeOf(place),
    count: 0,
    counted: false,
    fields: [],
    fieldsEnd: count('begin') === count('end'),
    dropping: 0,
    pieces: [],
    style: '',
    look: {},
    ...{ behind: reading.page, fill: undefined },
    link: null,
    boxes: [],
  };
}

/** Tells of something. What is told twice of one place is told once, with all its words. */
export function tell(story: Story, kind: ReportKind, words: string): void {
  const { place, reading } = story;
  const same = place.told.get(kind);
  if (same === undefined) {
    const told = { kind, place, words };
    place.told.set(kind, told);
    reading.told.push(told);
  } else if (words !== '' && same.words !== words) same.words = same.words === '' ? words : `${same.words} / ${words}`;
}

/** Adds words to the paragraph. */
export function addText(story: Story, text: string): void {
  if (text !== '') story.pieces.push({ text, look: story.look, link: story.link, node: null });
}

/** What a stretch adds to the paragraph. */
export function added(story: Story, read: () => void): string {
  const from = story.pieces.length;
  read();
  return wordsOfPieces(story.pieces.slice(from));
}

/** The words of a stretch that is left out of the text. */
export function dropped(story: Story, read: () => void): string {
  const { pieces } = story;
  story.pieces = [];
  story.dropping += 1;
  read();
  const words = wordsOfPieces(story.pieces);
  story.dropping -= 1;
  story.pieces = pieces;
  return words;
}

/** What stands beside the text and is called from it, and where that is for people. */
export const BESIDE = { comment: '批注', footnote: '脚注', endnote: '尾注' } as const;
