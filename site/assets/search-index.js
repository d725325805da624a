// The index of the search: how its texts are folded, where a pair of characters stands in it, how it is read. The build writes it by the same
// words (site/search/), so both sides agree; nothing here knows a page or a file system.

/** Characters that may fold to others: all but Han ones, small Latin letters, figures and ASCII's marks. */
const CHANGING = /[^\0-@[-~\u3400-\u4dbf\u4e00-\u9fff]/gu;

/** @type {Map<string, string>} */
const folded = new Map();

/** @param {string} character */
function foldCharacter(character) {
  let to = folded.get(character);
  if (to === undefined) {
    to = character.normalize('NFKC').toLowerCase();
    folded.set(character, to);
  }
  return to;
}

/** Folds a text character by character: full and half width, large and small letters are one; what is blank is one space. @param {string} text */
export function fold(text) {
  return text
    .normalize('NFC')
    .replace(CHANGING, foldCharacter)
    .replace(/[\s\p{Cc}]+/gu, ' ');
}

/** The words that a reader looks for; an item has to hold all of them. @param {string} query */
export function wordsOf(query) {
  return [...new Set(fold(query).split(' '))].filter((word) => word !== '');
}

const INLINE = /^<\/?(?:a|abbr|b|code|del|em|i|ins|kbd|mark|s|small|span|strong|sub|sup|u)[\s>]/;

/** @type {Record<string, string>} */
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** @param {string} entity @param {string} name */
function character(entity, name) {
  if (!name.startsWith('#')) return ENTITIES[name] ?? entity;
  const code = name[1] === 'x' || name[1] === 'X' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
}

/** The text of sanitised markup; blocks stand apart. @param {string} html */
export function textOf(html) {
  return html
    .replace(/<(?:"[^"]*"|[^<>"])*>/g, (tag) => (INLINE.test(tag) ? '' : ' '))
    .replace(/&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,4});/gi, character);
}

/** The key of a pair of characters, or of one alone (`first` 0): mixed, so that keys spread evenly. @param {number} first @param {number} second */
export function keyOf(first, second) {
  return Math.imul(first * 0x10000 + second, 0x9e3779b1) >>> 0;
}

/** In which of a segment's files the list of a key is. @param {number} key @param {number} files */
export function fileOf(key, files) {
  return Math.floor((key * files) / 2 ** 32);
}

/** Reads numbers of any length from bytes, seven bits each, the lowest first. */
class Reader {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }
  number() {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw new Error('a file of the index is cut off');
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  }
  text() {
    const length = this.number();
    this.at += length;
    return new TextDecoder().decode(this.bytes.subarray(this.at - length, this.at));
  }
}

/**
 * What is known of a segment's items, newest first.
 * @typedef {{units: string[], columns: string[], unit: number[], column: number[], start: number[], titleEnd: number[]}} Head
 * `start`, `titleEnd`: where in the segment's text an item begins and its title ends; one start more than items.
 */

/** @param {Uint8Array} bytes @returns {Head} */
function readHead(bytes) {
  const reader = new Reader(bytes);
  const names = () => Array.from({ length: reader.number() }, () => reader.text());
  /** @type {Head} */
  const head = { units: names(), columns: names(), unit: [], column: [], start: [0], titleEnd: [] };
  let start = 0;
  for (let left = reader.number(); left > 0; left -= 1) {
    head.unit.push(reader.number());
    head.column.push(reader.number());
    head.titleEnd.push(start + reader.number());
    start += reader.number();
    head.start.push(start);
  }
  return head;
}

/**
 * Where a key stands in the segment's text, in order. A list's first number is twice the distance from the key before, and one more where
 * there are several places; then the next says how many.
 * @param {Uint8Array} bytes @param {number} wanted @returns {number[]}
 */
export function readPlaces(bytes, wanted) {
  const reader = new Reader(bytes);
  let key = 0;
  while (reader.at < bytes.length) {
    const begin = reader.number();
    key += Math.floor(begin / 2);
    if (key > wanted) break;
    const places = [];
    let at = 0;
    for (let left = begin % 2 === 0 ? 1 : reader.number(); left > 0; left -= 1) {
      at += reader.number();
      if (key === wanted) places.push(at);
    }
    if (key === wanted) return places;
  }
  return [];
}

/** The pairs that cover a word, with their places in it: each second one, and the last. @param {string} word @returns {[key: number, offset: number][]} */
export function coverOf(word) {
  if (word.length === 1) return [[keyOf(0, word.charCodeAt(0)), 0]];
  /** @type {[number, number][]} */
  const pairs = [];
  for (let at = 0; at < word.length; at += 2) {
    const offset = Math.min(at, word.length - 2);
    pairs.push([keyOf(word.charCodeAt(offset), word.charCodeAt(offset + 1)), offset]);
  }
  return pairs;
}

/** Places of the first list that the second has as well, `offset` further on. @param {number[]} first @param {number[]} second @param {number} offset */
function both(first, second, offset) {
  let at = 0;
  return first.filter((place) => {
    while (at < second.length && /** @type {number} */ (second[at]) < place + offset) at += 1;
    return second[at] === place + offset;
  });
}

/** Items at some places, and whether their title is: by their number. @param {Head} head @param {number[]} places @returns {Map<number, boolean>} */
function itemsAt({ start, titleEnd }, places) {
  /** @type {Map<number, boolean>} */
  const items = new Map();
  let item = 0;
  for (const place of places) {
    while (/** @type {number} */ (start[item + 1]) <= place) item += 1;
    if (!items.has(item)) items.set(item, place < /** @type {number} */ (titleEnd[item]));
  }
  return items;
}

/**
 * A part of the index: the items of a month or a year.
 * @typedef {{name: string, period: string, items: number, files: number}} Segment
 * @typedef {(file: string) => Promise<Uint8Array>} Read reads a file below `/search/index/`
 * @typedef {{segment: Segment, item: number, unit: string, column: string, inTitle: boolean}} Hit
 */

/**
 * Looks for all words in one segment.
 * @param {Segment} segment @param {string[]} words @param {Read} read
 * @returns {Promise<Hit[]>} newest first
 */
async function searchSegment(segment, words, read) {
  const file = (/** @type {string | number} */ name) => read(`${segment.name}/${name}.bin`);
  const headBytes = file('items');
  /** @type {Map<number, Promise<Uint8Array>>} */
  const lists = new Map();
  const placesOf = async (/** @type {number} */ key) => {
    const number = fileOf(key, segment.files);
    const bytes = lists.get(number) ?? file(number);
    lists.set(number, bytes);
    return readPlaces(await bytes, key);
  };
  const covers = words.map(coverOf);
  const places = await Promise.all(covers.map((cover) => Promise.all(cover.map(([key]) => placesOf(key)))));
  const head = readHead(await headBytes);
  const found = places.map(([first = [], ...others], word) =>
    itemsAt(
      head,
      others.reduce((left, list, index) => both(left, list, covers[word]?.[index + 1]?.[1] ?? 0), first),
    ),
  );
  const items = [...(found[0]?.keys() ?? [])].filter((item) => found.every((word) => word.has(item)));
  return items.map((item) => ({
    segment,
    item,
    unit: head.units[head.unit[item] ?? -1] ?? '',
    column: head.columns[head.column[item] ?? -1] ?? '',
    inTitle: found.every((word) => word.get(item)),
  }));
}

/**
 * Items that hold all words in their title, unit or text: those with all of them in the title first, then newest first.
 * @param {Segment[]} segments newest first @param {string[]} words @param {Read} read
 * @returns {Promise<Hit[]>}
 */
export async function search(segments, words, read) {
  if (words.length === 0) return [];
  const hits = (await Promise.all(segments.map((segment) => searchSegment(segment, words, read)))).flat();
  return [...hits.filter(({ inTitle }) => inTitle), ...hits.filter(({ inTitle }) => !inTitle)];
}
