/** A text's runs of five characters as numbers, sorted, each once. Of a long text only every fourth is kept: enough to say how alike two are. */
export interface Grams {
  hashes: Uint32Array;
  /** All are kept. */
  whole: boolean;
}

const PRIME = 0x01000193;
/** Longer texts keep a part. */
const LONG = 400;
/** Kept are the numbers that this divides. */
const PART = 4;

/** The characters that make a text what it is: Han, digits, Latin letters in lower case; 0 for everything else. */
function plain(code: number): number {
  if ((code >= 0x4e00 && code <= 0x9fff) || (code >= 0x3400 && code <= 0x4dbf)) return code;
  if ((code >= 0x30 && code <= 0x39) || (code >= 0x61 && code <= 0x7a)) return code;
  return code >= 0x41 && code <= 0x5a ? code + 0x20 : 0;
}

/** The number of a run of five: FNV-1a, mixed once more. */
function mixed(a: number, b: number, c: number, d: number, e: number): number {
  let hash = Math.imul(0x811c9dc5 ^ a, PRIME);
  hash = Math.imul(hash ^ b, PRIME);
  hash = Math.imul(hash ^ c, PRIME);
  hash = Math.imul(hash ^ d, PRIME);
  hash = Math.imul(hash ^ e, PRIME);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** Slots of the table in which different numbers are counted: more than twice as many as are counted. */
const SLOTS = 1024;
const slots = new Uint32Array(SLOTS);
/** Room for a text's numbers, used again for the next: each new array costs more than what is done in it. */
let numbers = new Uint32Array(4096);

/** Whether no more than `LONG` of the first numbers are different ones. */
function isShort(length: number): boolean {
  if (length <= LONG) return true;
  slots.fill(0);
  // An empty slot is 0 as well, so that number isn't put into the table.
  let different = 0;
  let zeros = 0;
  for (let at = 0; at < length; at++) {
    const hash = numbers[at] as number;
    if (hash === 0) zeros = 1;
    let slot = hash % SLOTS;
    while (slots[slot] !== 0 && slots[slot] !== hash) slot = (slot + 1) % SLOTS;
    if (slots[slot] === hash) continue;
    slots[slot] = hash;
    different += 1;
    if (different + zeros > LONG) return false;
  }
  return true;
}

/** The first numbers in order, each once. */
function eachOnce(length: number): Uint32Array {
  const sorted = numbers.slice(0, length).sort();
  let kept = 0;
  for (let at = 0; at < length; at++) if (at === 0 || sorted[at] !== sorted[kept - 1]) sorted[kept++] = sorted[at] as number;
  return kept === length ? sorted : sorted.slice(0, kept);
}

/** Leaves only numbers that `PART` divides, and says how many there are. */
function keepPart(length: number): number {
  let kept = 0;
  for (let at = 0; at < length; at++) if ((numbers[at] as number) % PART === 0) numbers[kept++] = numbers[at] as number;
  return kept;
}

/** The runs of a Markdown text, title and body; marks, punctuation and addresses don't count. */
export function gramsOf(markdown: string): Grams {
  const text = markdown.replace(/\]\([^()\s]{0,2048}\)/g, ']');
  if (text.length > numbers.length) numbers = new Uint32Array(text.length);
  let [a, b, c, d, length] = [0, 0, 0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const e = plain(text.charCodeAt(at));
    if (e === 0) continue;
    if (a !== 0) numbers[length++] = mixed(a, b, c, d, e);
    a = b;
    b = c;
    c = d;
    d = e;
  }
  const whole = isShort(length);
  return { hashes: eachOnce(whole ? length : keepPart(length)), whole };
}

const part = ({ hashes, whole }: Grams) => (whole ? hashes.filter((hash) => hash % PART === 0) : hashes);

/**
 * How alike two texts are, 0 to 1: the runs that both have among those that either has (Jaccard). It is 0 as soon as it must be below
 * `least`.
 */
export function likeness(a: Grams, b: Grams, least = 0): number {
  const [left, right] = a.whole && b.whole ? [a.hashes, b.hashes] : [part(a), part(b)];
  const both = left.length + right.length;
  /** So many of the left text's runs the right one may be without. */
  const most = left.length - Math.floor((least * both) / (1 + least));
  let shared = 0;
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    const [x, y] = [left[i] as number, right[j] as number];
    if (x === y) shared += 1;
    if (x <= y) i += 1;
    if (y <= x) j += 1;
    if (i - shared > most) return 0;
  }
  return both === shared ? 0 : shared / (both - shared);
}
