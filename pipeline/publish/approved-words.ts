import { decodeEntities } from './channels/text-compare.ts';
import type { Wanted } from './same-words.ts';

/** What an approved text must show, read without a Markdown parser. */
export interface ApprovedWords {
  words: Wanted[];
  /** Footnotes by their names in small letters: they move to the end of what readers see. `cited`: a plain line names it. */
  footnotes: Map<string, { words: Wanted[]; cited: boolean }>;
}

/** What must stand with a picture, by its path: the label of what a machine made, or nothing. */
export type PictureLabel = (path: string) => string;

/** White space, and the signs that Markdown is written with or that a renderer puts beside a text. */
const UNSEEN = /[\s*_~`[\]()#>|\\<&!^↩☑☐]/u;

/** The characters of a text that count here. */
export function characters(text: string): string[] {
  return [...text].filter((character) => !UNSEEN.test(character));
}

const wantedOf = (text: string, optional: boolean): Wanted[] => characters(text).map((character) => ({ character, optional }));

/** Signs at a line's beginning that are no words of it: quotes, bullets, numbers, a task's box. */
const MARKS = /^(?:\s*(?:>|[-*+](?=\s|$)|\d{1,9}[.)](?=\s|$)))*(?:\s*\[[ xX]\](?=\s|$))?/;
/** A line across, a heading's underline, the second row of a table. */
const RULE = /^[-=*_|:+>\s]+$/;
const FENCE = /^[\s>]*(?:[-*+]\s+|\d{1,9}[.)]\s+)*(`{3,}|~{3,})/;
const FOOTNOTE = /^(?:\s*(?:>|[-*+](?=\s)|\d{1,9}[.)](?=\s)))*\s*\[\^([^\]\s]+)\]:/;
const DEFINITION = /^(?:\s*(?:>|[-*+](?=\s)|\d{1,9}[.)](?=\s)))*\s*\[[^\]]*\]:/;
/** A block that a lazy line of a paragraph doesn't reach into. */
const OTHER_BLOCK = /^\s{0,3}(?:#{1,6}(?:\s|$)|>|[-*+](?:\s|$)|\d{1,9}[.)](?:\s|$)|`{3}|~{3}|(?:[-*_]\s*){3,}$|<|\[[^\]]*\]:)/;
/** HTML that goes on over empty lines. */
const LONG_HTML = /<(?:!|\?|(?:script|pre|style|textarea)[\s>])/i;
/** Addresses in pointed brackets are shown as they stand. */
const AUTOLINK = /<(?:[a-z][a-z0-9+.-]{1,31}:[^\s<>]*|[a-z0-9.+_-]+@[a-z0-9.-]+)>/gi;
const PICTURE = /!\[([^\][]*)\]\(\s*(?:\.\/)?([^\s()<>[\]]+)(?:\s+(?:"([^"[]*)"|'([^'[]*)'))?\s*\)/g;
const SIMPLE_LINK = /\]\(([^()\s<>"']*)\)/g;
const CITED = /\[\^([^\][\s]+)\]/g;
const ENTITY = /&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});/gi;

/** Characters that an entity may become: those it names, or, of names not known here, anything. */
function entityWords(text: string): Wanted[] {
  return (text.match(ENTITY) ?? []).flatMap((entity) => {
    const decoded = decodeEntities(entity);
    if (decoded !== entity) return wantedOf(decoded, true);
    return [
      { character: '', optional: true },
      { character: '', optional: true },
    ];
  });
}

/** A line whose words may all stand where they do or not: what is certain about it is their order. */
function looseWords(line: string, label: PictureLabel): Wanted[] {
  const words: Wanted[] = [];
  let at = 0;
  const take = (text: string): void => {
    for (const part of text.split(/(&[#a-z0-9]{2,33};)/i)) words.push(...wantedOf(part, true), ...entityWords(part));
  };
  for (const match of line.matchAll(PICTURE)) {
    take(line.slice(at, match.index));
    words.push(...wantedOf(`${label(match[2] ?? '')}图片：`, true));
    take(match[0]);
    at = match.index + match[0].length;
  }
  take(line.slice(at));
  return words;
}

/** A plain line: every word is seen, but for its marks, the addresses of links, the names of footnotes, and what belongs to pictures. */
function plainWords(line: string, label: PictureLabel): Wanted[] {
  const marks = MARKS.exec(line)?.[0] ?? '';
  const words = wantedOf(marks, true);
  const rest = line.slice(marks.length);
  let at = 0;
  const spots = [
    ...[...rest.matchAll(PICTURE)].map((match) => ({ match, kind: 'picture' as const })),
    ...[...rest.matchAll(SIMPLE_LINK)].map((match) => ({ match, kind: 'hidden' as const })),
    ...[...rest.matchAll(CITED)].map((match) => ({ match, kind: 'hidden' as const })),
  ].sort((a, b) => a.match.index - b.match.index);
  for (const { match, kind } of spots) {
    if (match.index < at) continue;
    words.push(...wantedOf(rest.slice(at, match.index), false));
    if (kind === 'hidden') words.push(...wantedOf(match[0], true));
    // A bare address that runs into a picture swallows it.
    else words.push(...wantedOf(label(match[2] ?? ''), /[!-~]$/.test(rest.slice(0, match.index))), ...wantedOf(`图片：${match[0]}`, true));
    at = match.index + match[0].length;
  }
  return [...words, ...wantedOf(rest.slice(at), false)];
}

/** Whether a line holds anything that a reader of Markdown could take in more than one way. */
function isOdd(line: string): boolean {
  const bare = line.replace(AUTOLINK, '').replace(PICTURE, '').replace(SIMPLE_LINK, '');
  return /[<`]|\]\(|!\[|\]\[|\\[[\]()&<!]/.test(bare) || line.search(ENTITY) >= 0 || DEFINITION.test(line);
}

/** What is known while the lines are read one after the other. */
interface Reading {
  fence: string | null;
  /** Until the next empty line, or to the end of the text. */
  loose: 'no' | 'paragraph' | 'text';
  columns: number;
}

const cells = (line: string): number =>
  line
    .trim()
    .replace(/^\||\|$/g, '')
    .split('|').length;

/** Whether what makes a line odd may go on in the lines behind it. */
function goesOn(line: string): boolean {
  const bare = line.replace(AUTOLINK, '').replace(PICTURE, '').trimEnd();
  return /[<`]|!\[/.test(bare) || bare.lastIndexOf('](') > bare.lastIndexOf(')') || DEFINITION.test(line);
}

/** Takes in what a line begins or ends; `true` if its words are loose. */
function isLoose(line: string, reading: Reading): boolean {
  const fence = FENCE.exec(line)?.[1]?.slice(0, 3) ?? null;
  if (reading.fence !== null) {
    if (fence === reading.fence) reading.fence = null;
    return true;
  }
  if (fence !== null) reading.fence = fence;
  if (line.trim() === '') {
    if (reading.loose === 'paragraph') reading.loose = 'no';
    reading.columns = 0;
    return true;
  }
  if (LONG_HTML.test(line)) reading.loose = 'text';
  else if (isOdd(line) && reading.loose === 'no' && goesOn(line)) reading.loose = 'paragraph';
  if (RULE.test(line)) {
    if (line.includes('-') && line.includes('|')) reading.columns = cells(line);
    return true;
  }
  const wide = reading.columns > 0 && cells(line) > reading.columns;
  return fence !== null || reading.loose !== 'no' || wide || isOdd(line);
}

/** Takes the footnote's lines off that begin at a line. */
function footnoteAt(lines: readonly string[], from: number): { text: string[]; next: number } {
  const first = (lines[from] ?? '').replace(FOOTNOTE, '');
  const text = [first];
  let next = from + 1;
  while (next < lines.length) {
    const line = lines[next] as string;
    const indented = /^(?: {4}|\t)/.test(line);
    if (line.trim() === '') {
      const later = lines.slice(next).find((one) => one.trim() !== '');
      if (later === undefined || !/^(?: {4}|\t)/.test(later)) break;
    } else if (!indented && (OTHER_BLOCK.test(line) || (lines[next - 1] ?? '').trim() === '')) break;
    text.push(indented ? line.replace(/^(?: {4}|\t)/, '') : line);
    next += 1;
  }
  return { text, next };
}

/**
 * The words that an approved text must show, in order. A plain line is held to the character. Of a line that a reader of Markdown could take in
 * more than one way (HTML, code, entities, references, addresses with titles) only the order is: its words may be left out.
 * @param body Markdown without its front matter
 */
export function approvedWords(body: string, label: PictureLabel): ApprovedWords {
  const lines = body.split('\n');
  const found: ApprovedWords = { words: [], footnotes: new Map() };
  const cited = new Set<string>();
  const reading: Reading = { fence: null, loose: 'no', columns: 0 };
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] as string;
    const name = reading.fence === null ? FOOTNOTE.exec(line)?.[1]?.toLowerCase() : undefined;
    if (name !== undefined) {
      const { text, next } = footnoteAt(lines, index);
      const inner = approvedWords(text.join('\n'), label);
      if (!found.footnotes.has(name)) found.footnotes.set(name, { words: inner.words, cited: false });
      for (const [key, value] of inner.footnotes) if (!found.footnotes.has(key)) found.footnotes.set(key, value);
      for (const one of lines.slice(index, next)) found.words.push(...looseWords(one, label));
      reading.loose = reading.loose === 'paragraph' ? 'no' : reading.loose;
      index = next - 1;
      continue;
    }
    const loose = isLoose(line, reading);
    found.words.push(...(loose ? looseWords(line, label) : plainWords(line, label)));
    if (!loose) for (const [, one = ''] of line.matchAll(CITED)) cited.add(one.toLowerCase());
  }
  for (const one of cited) {
    const footnote = found.footnotes.get(one);
    if (footnote) footnote.cited = true;
  }
  return found;
}
