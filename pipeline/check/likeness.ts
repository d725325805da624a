/** A text's runs of five characters as numbers, sorted, each once. Of a long text only every fourth is kept: enough to say how alike two are. */
export interface Grams {
  hashes: Uint32Array;
  /** All are kept. */
  whole: boolean;
}

const RUN = 5;
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

function mixed(codes: Uint16Array, from: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < from + RUN; at++) hash = Math.imul(hash ^ (codes[at] as number), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** The runs of a Markdown text, title and body; marks, punctuation and addresses don't count. */
export function gramsOf(markdown: string): Grams {
  const text = markdown.replace(/\]\([^()\s]{0,2048}\)/g, ']');
  const codes = new Uint16Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; at++) {
    const code = plain(text.charCodeAt(at));
    if (code !== 0) codes[length++] = code;
  }
  // Of a long text all are counted only until it is known to be one.
  const all = new Set<number>();
  const part = new Set<number>();
  for (let at = 0; at + RUN <= length; at++) {
    const hash = mixed(codes, at);
    if (all.size <= LONG) all.add(hash);
    if (hash % PART === 0) part.add(hash);
  }
  const whole = all.size <= LONG;
  return { hashes: Uint32Array.from(whole ? all : part).sort(), whole };
}

const part = ({ hashes, whole }: Grams) => (whole ? hashes.filter((hash) => hash % PART === 0) : hashes);

/** How alike two texts are, 0 to 1: the runs that both have among those that either has (Jaccard). */
export function likeness(a: Grams, b: Grams): number {
  const [left, right] = a.whole && b.whole ? [a.hashes, b.hashes] : [part(a), part(b)];
  let shared = 0;
  for (let i = 0, j = 0; i < left.length && j < right.length; ) {
    const [x, y] = [left[i] as number, right[j] as number];
    if (x === y) shared += 1;
    if (x <= y) i += 1;
    if (y <= x) j += 1;
  }
  const either = left.length + right.length - shared;
  return either === 0 ? 0 : shared / either;
}
