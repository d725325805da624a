import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SiteItem } from '#pipeline/render/site-data.ts';
import { fileOf, fold, keyOf, type Segment, textOf } from '../assets/search-index.js';
import { minute } from '../dates.ts';
import { columnOf, type SiteFrame } from '../site-frame.ts';
import type { SiteView } from '../site-view.ts';
import { Bytes } from './bytes.ts';

const SPACE = 32;

/** What stands where in a text: the key of each pair of characters, and of each character where an item has it first. */
interface Places {
  keys: Uint32Array;
  places: Uint32Array;
}

/**
 * All pairs of a segment's text with their places, in their order. No word has a space in it, so pairs with one are left out.
 * @param texts folded, one an item; each ends with a space
 */
function placesOf(texts: readonly string[]): Places {
  const most = 2 * texts.reduce((sum, text) => sum + text.length, 0);
  const [keys, places] = [new Uint32Array(most), new Uint32Array(most)];
  const seenIn = new Uint32Array(0x10000);
  let count = 0;
  let start = 0;
  const add = (key: number, place: number): void => {
    keys[count] = key;
    places[count] = place;
    count += 1;
  };
  for (const [index, text] of texts.entries()) {
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === SPACE) continue;
      const next = text.charCodeAt(at + 1);
      if (next !== SPACE) add(keyOf(code, next), start + at);
      if (seenIn[code] === index + 1) continue;
      seenIn[code] = index + 1;
      add(keyOf(0, code), start + at);
    }
    start += text.length;
  }
  return { keys: keys.subarray(0, count), places: places.subarray(0, count) };
}

/** Moves what is there into the order of 8 bits of its keys; what has the same bits stays in its order. Most of the work of an index is here. */
function order({ keys, places }: Places, to: Places, shift: number): void {
  const { length } = keys;
  const next = new Uint32Array(257);
  for (let index = 0; index < length; index += 1) {
    const after = (((keys[index] as number) >>> shift) & 255) + 1;
    next[after] = (next[after] as number) + 1;
  }
  for (let digit = 0; digit < 256; digit += 1) next[digit + 1] = (next[digit + 1] as number) + (next[digit] as number);
  for (let index = 0; index < length; index += 1) {
    const key = keys[index] as number;
    const digit = (key >>> shift) & 255;
    const place = next[digit] as number;
    next[digit] = place + 1;
    to.keys[place] = key;
    to.places[place] = places[index] as number;
  }
}

/**
 * The lists of a segment, spread over files: where each pair of characters stands in its text, and each character in an item first. Of each
 * key its distance from the one before is written, how many places there are, and the distances between them (`readPlaces` reads it).
 * @param texts folded, one an item; each ends with a space
 */
function listsOf(texts: readonly string[], count: number): Uint8Array[] {
  const there = placesOf(texts);
  const other = { keys: new Uint32Array(there.keys.length), places: new Uint32Array(there.keys.length) };
  for (const shift of [0, 16]) {
    order(there, other, shift);
    order(other, there, shift + 8);
  }
  const { keys, places } = there;
  const files: Uint8Array[] = [];
  const bytes = new Bytes();
  let last = 0;
  for (let begin = 0; begin < keys.length; ) {
    const key = keys[begin] as number;
    let end = begin + 1;
    while (keys[end] === key) end += 1;
    for (; files.length < fileOf(key, count); last = 0) files.push(bytes.take());
    bytes.number((key - last) * 2 + (end - begin > 1 ? 1 : 0));
    if (end - begin > 1) bytes.number(end - begin);
    for (let index = begin, before = 0; index < end; index += 1) {
      const place = places[index] as number;
      bytes.number(place - before);
      before = place;
    }
    last = key;
    begin = end;
  }
  while (files.length < count) files.push(bytes.take());
  return files;
}

/** Rows of a list that come in one file. */
export const ROWS = 16;

/** A file of the index: the name of its content, and how it comes to be. */
export interface IndexFile {
  key: string;
  content: () => Promise<string | Uint8Array>;
}

/** The items of a period, newest first. */
interface Part {
  segment: Segment;
  items: SiteItem[];
}

/** A digest of the program that writes the index, and of Node's version: that may fold characters in another way. */
function programDigest(): string {
  const files = ['index-files.ts', 'bytes.ts', '../assets/search-index.js', '../dates.ts', '../site-frame.ts'];
  const digest = createHash('sha256').update(process.version);
  for (const file of files) digest.update(readFileSync(join(import.meta.dirname, file)));
  return digest.digest('hex');
}

/**
 * The period whose items stand in one segment: a month of the newest quarter, a quarter of the newest year, an older year. So a new item
 * touches few, what is over stays as it is, and a reader's browser has few to ask for.
 */
function periodOf(at: string, newest: string): string {
  const quarter = (day: string): number => Math.ceil(Number(day.slice(5, 7)) / 3);
  if (at.slice(0, 4) !== newest.slice(0, 4)) return at.slice(0, 4);
  return quarter(at) === quarter(newest) ? at.slice(0, 7) : `${at.slice(0, 4)}-q${quarter(at)}`;
}

function periods(items: readonly SiteItem[]): [period: string, items: SiteItem[]][] {
  const newest = items[0]?.publishedAt ?? '';
  const groups = new Map<string, SiteItem[]>();
  for (const item of items) {
    const period = periodOf(item.publishedAt, newest);
    const group = groups.get(period);
    if (group) group.push(item);
    else groups.set(period, [item]);
  }
  return [...groups];
}

/**
 * Over how many files a segment's lists are spread. A search reads a file or two of each segment, so larger ones have larger files. The
 * root of a segment's size gives the fewest bytes to read for the number of files.
 */
const filesFor = (items: number): number => Math.ceil(Math.min(items, 30 * Math.sqrt(items)));

/** A segment is named by all that stands in it. So what a reader's browser kept of another one is never taken for a part of this one. */
function partsOf({ frame, items }: SiteView): Part[] {
  const program = programDigest();
  return periods(items).map(([period, some]) => {
    const all = some.map((item) => {
      const { path, title, unit, publishedAt, htmlDigest } = item;
      return [path, title, unit.name, groupOf(frame, item), publishedAt, htmlDigest ?? item.html];
    });
    const digest = createHash('sha256').update(program).update(JSON.stringify(all));
    const name = `${period}-${digest.digest('hex').slice(0, 16)}`;
    return { segment: { name, period, items: some.length, files: filesFor(some.length) }, items: some };
  });
}

/** What an item is found under: its column, an old site's item under what it is. */
const groupOf = (frame: SiteFrame, item: SiteItem): string => (item.history ? '历史信息' : columnOf(frame, item).name);

interface SegmentBytes {
  head: Uint8Array;
  lists: Uint8Array[];
}

/** What is known of the items without their titles (`assets/search-index.js` reads it), and the lists of all that stands in them. */
function bytesOf(frame: SiteFrame, items: readonly SiteItem[], files: number): SegmentBytes {
  const units = [...new Set(items.map(({ unit }) => unit.name))];
  const columns = [...new Set(items.map((item) => groupOf(frame, item)))];
  const head = new Bytes();
  for (const names of [units, columns]) {
    head.number(names.length);
    for (const name of names) head.text(name);
  }
  head.number(items.length);
  const texts = items.map((item) => {
    const title = `${fold(item.title)} `;
    const text = `${title}${fold(item.unit.name)} ${fold(textOf(item.html))} `;
    for (const number of [units.indexOf(item.unit.name), columns.indexOf(groupOf(frame, item)), title.length, text.length])
      head.number(number);
    return text;
  });
  return { head: head.take(), lists: listsOf(texts, files) };
}

/** What a list shows of an item found, beside its unit and column. */
const rowOf = ({ path, title, publishedAt }: SiteItem): string[] => [path, title, minute(publishedAt)];

/**
 * All files of the index, below `/search/index/`: which segments there are, and of each its items, its rows by sixteen, its lists. An item's
 * text is read only where its segment is written; of the segments, one at a time is in memory.
 */
export function indexFiles(view: SiteView): [file: string, IndexFile][] {
  const parts = partsOf(view);
  let held: { name: string; bytes: SegmentBytes } | null = null;
  const bytes = ({ segment: { name, files }, items }: Part): SegmentBytes => {
    if (held?.name !== name) held = { name, bytes: bytesOf(view.frame, items, files) };
    return held.bytes;
  };
  const segments = JSON.stringify(parts.map(({ segment }) => segment));
  const key = createHash('sha256').update(segments).digest('hex');
  return [
    ['/search/index/segments.json', { key, content: async () => segments }],
    ...parts.flatMap((part): [string, IndexFile][] => {
      const { name, items: count, files } = part.segment;
      const file = (of: string, content: () => string | Uint8Array): [string, IndexFile] => [
        `/search/index/${name}/${of}`,
        { key: name, content: async () => content() },
      ];
      return [
        file('items.bin', () => bytes(part).head),
        ...Array.from({ length: Math.ceil(count / ROWS) }, (_, index) =>
          file(`rows-${index}.json`, () => JSON.stringify(part.items.slice(index * ROWS, (index + 1) * ROWS).map(rowOf))),
        ),
        ...Array.from({ length: files }, (_, index) => file(`${index}.bin`, () => bytes(part).lists[index] as Uint8Array)),
      ];
    }),
  ];
}
