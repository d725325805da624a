/** Nothing but lines of ordinary characters: no tabs, no room at their ends, no half characters. */
const UNUSUAL = /[^\P{Cc}\n]|[\u2028\u2029\uFEFF\uFFFE\uFFFF]|\p{Cs}| $/mu;
const KEY = /^([a-z][a-z0-9_]{0,31}|[a-z0-9][a-z0-9._-]{0,99}\.jpe?g):(?: (?=[^ ])|$)/;
const FLOW_KEY = /([a-z][a-z0-9_]{0,31}|[a-z0-9][a-z0-9._-]{0,99}\.jpe?g): (?=[^ ])/y;
const PLAIN_KEY = /^[a-z][a-z0-9_]{0,31}$/;
const FORBIDDEN = new Set(['constructor', 'prototype']);
const QUOTED = /'([^'\n]*)'|"([^"\\\n]*)"/y;
/** A text without quotes: it begins with a letter, a digit or a Chinese mark, and nothing in it means anything to YAML. */
const PLAIN = /^[\p{L}\p{N}“‘《〈（【](?:[^:#\n]|:(?=[^ \n])|(?<=[^ ])#)*$/u;
const FLOW_PLAIN = /[\p{L}\p{N}“‘《〈（【](?:[^:#,[\]{}\n]|(?<=\d):(?=\d))*/uy;
/** What YAML takes for a number, `true`, `false` or nothing; or could. */
const NO_TEXT = /^(?:true|false|null|\d[^\p{Script=Han}]*)$/iu;
const MOMENT = /^\d{4}-\d\d-\d\d(?: \d\d:\d\d)?$/;
const MAX_DEPTH = 4;

type Value = string | Value[] | { [key: string]: Value };

/** Says that a text isn't one of those that are read here. */
const BEYOND_FLAT = new Error('not flat YAML');

function plain(text: string): string {
  if (NO_TEXT.test(text) && !MOMENT.test(text)) throw BEYOND_FLAT;
  return text;
}

function put(map: { [key: string]: Value }, key: string, value: Value, inImages: boolean): void {
  if (Object.hasOwn(map, key) || FORBIDDEN.has(key) || (!inImages && !PLAIN_KEY.test(key))) throw BEYOND_FLAT;
  map[key] = value;
}

/** The value that begins at an offset of a line between brackets, and where it ends. */
function flow(text: string, from: number, inImages: boolean, depth: number): { value: Value; end: number } {
  if (depth > MAX_DEPTH) throw BEYOND_FLAT;
  const opening = text.charAt(from);
  if (opening !== '[' && opening !== '{') {
    const pattern = opening === '"' || opening === "'" ? QUOTED : FLOW_PLAIN;
    pattern.lastIndex = from;
    const found = pattern.exec(text);
    if (!found) throw BEYOND_FLAT;
    const value = pattern === QUOTED ? (found[1] ?? found[2] ?? '') : plain(found[0].replace(/(?<! ) +$/, ''));
    return { value, end: from + found[0].length };
  }
  const list: Value[] = [];
  const map: { [key: string]: Value } = {};
  const closing = opening === '[' ? ']' : '}';
  let at = from + 1;
  for (;;) {
    let key = '';
    if (opening === '{') {
      FLOW_KEY.lastIndex = at;
      const found = FLOW_KEY.exec(text);
      if (!found) throw BEYOND_FLAT;
      key = found[1] ?? '';
      at += found[0].length;
    }
    const { value, end } = flow(text, at, inImages, depth + 1);
    if (opening === '[') list.push(value);
    else put(map, key, value, inImages);
    at = end;
    if (text.charAt(at) === closing) return { value: opening === '[' ? list : map, end: at + 1 };
    if (text.charAt(at) !== ',') throw BEYOND_FLAT;
    at += text.charAt(at + 1) === ' ' ? 2 : 1;
  }
}

/** The value behind `key: ` or `- `. */
function inLine(text: string, inImages: boolean): Value {
  if (PLAIN.test(text)) return plain(text);
  if (!/^['"[{]/.test(text)) throw BEYOND_FLAT;
  const { value, end } = flow(text, 0, inImages, 0);
  if (end !== text.length) throw BEYOND_FLAT;
  return value;
}

/** Lines still to be read, the first one last. */
type Rest = string[];

function indentOf(line: string | undefined): number {
  return line === undefined ? -1 : line.search(/[^ ]/);
}

function block(rest: Rest, indent: number, inImages: boolean, depth: number): Value {
  if (depth > MAX_DEPTH || indentOf(rest.at(-1)) !== indent) throw BEYOND_FLAT;
  return rest.at(-1)?.startsWith('- ', indent) ? sequence(rest, indent, inImages, depth) : mapping(rest, indent, inImages, depth);
}

function sequence(rest: Rest, indent: number, inImages: boolean, depth: number): Value[] {
  const list: Value[] = [];
  while (indentOf(rest.at(-1)) === indent) {
    const line = rest.pop() as string;
    if (!line.startsWith('- ', indent)) throw BEYOND_FLAT;
    const inner = line.slice(indent + 2);
    if (!KEY.test(inner)) list.push(inLine(inner, inImages));
    else {
      rest.push(' '.repeat(indent + 2) + inner);
      list.push(mapping(rest, indent + 2, inImages, depth + 1));
    }
  }
  return list;
}

function mapping(rest: Rest, indent: number, inImages: boolean, depth: number): { [key: string]: Value } {
  const map: { [key: string]: Value } = {};
  while (indentOf(rest.at(-1)) === indent) {
    const inner = (rest.pop() as string).slice(indent);
    const found = KEY.exec(inner);
    const key = found?.[1];
    if (!found || key === undefined) throw BEYOND_FLAT;
    const images = inImages || key === 'images';
    const text = inner.slice(found[0].length);
    put(map, key, text === '' ? block(rest, indent + 2, images, depth + 1) : inLine(text, images), inImages);
  }
  if (indentOf(rest.at(-1)) > indent) throw BEYOND_FLAT;
  return map;
}

/**
 * Reads front matter as nearly all items write it: a key a line, its text behind it, short lists and maps in brackets or indented by two.
 * It gives exactly what the strict reader gives for the same text, or `null` for every text that it doesn't surely understand, whatever is
 * wrong with it among them.
 */
export function readFlatYaml(text: string): Record<string, unknown> | null {
  if (UNUSUAL.test(text)) return null;
  const rest = text
    .split('\n')
    .filter((line) => line !== '')
    .reverse();
  if (rest.length === 0) return null;
  try {
    const value = mapping(rest, 0, false, 0);
    return rest.length === 0 ? Object.assign(Object.create(null), value) : null;
  } catch (error) {
    if (error === BEYOND_FLAT) return null;
    throw error;
  }
}
