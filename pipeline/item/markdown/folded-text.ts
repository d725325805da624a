import { stringOf } from './term-fold.ts';

/** A text folded for searching: full-width forms narrowed, invisible characters dropped. */
export interface FoldedText {
  text: string;
  /** Each character became one: the places are the same. */
  even: boolean;
  /** Start and end in the unfolded text of a stretch of the folded one. */
  original: (start: number, end: number) => [start: number, end: number];
}

/** Stands for what was left out or between texts that are searched together, so that neighbours don't run together. */
export const GAP = '\uFFFC';

const INVISIBLE = /\p{Cf}|\p{Variation_Selector}|\u034F/u;

/** Each character's folded form, so that it is worked out once. */
const forms = new Map<string, string>();

function formOf(character: string): string {
  let form = forms.get(character);
  if (form === undefined) {
    form = INVISIBLE.test(character) ? '' : character.normalize('NFKC');
    forms.set(character, form);
  }
  return form;
}

/** Characters that stay as they are, and those that become just one other: what nearly all texts consist of. */
const EVEN = /[\n -~\u2014\u2018\u2019\u201c\u201d\u3000-\u3017\u4e00-\u9fff\uff01-\uff5e\ufffc]/;

let table: Uint16Array | undefined;

/** What each UTF-16 unit becomes; 0 for one that has to be looked at closer. */
function evenForms(): Uint16Array {
  table ??= Uint16Array.from({ length: 0x10000 }, (_, unit) => {
    const character = String.fromCharCode(unit);
    return EVEN.test(character) ? formOf(character).charCodeAt(0) : 0;
  });
  return table;
}

let room = new Uint16Array(8192);

/** A text of such characters alone, folded; else `null`. */
function foldEvenly(text: string): string | null {
  const { length } = text;
  if (room.length < length) room = new Uint16Array(length * 2);
  const units = room;
  const even = evenForms();
  let changed = 0;
  for (let at = 0; at < length; at += 1) {
    const unit = text.charCodeAt(at);
    const form = even[unit] as number;
    if (form === 0) return null;
    changed |= form ^ unit;
    units[at] = form;
  }
  return changed === 0 ? text : stringOf({ units, length });
}

/** Folds a text so that a word can't hide behind full-width digits, zero-width characters or soft hyphens (A6 32). */
export function fold(text: string): FoldedText {
  const even = foldEvenly(text);
  return even === null ? foldUneven(text) : { text: even, even: true, original: foldedEvenly(text.length) };
}

/** Each character became one: the places are the same. */
function foldedEvenly(length: number): FoldedText['original'] {
  return (start, end) => [Math.min(start, length), Math.min(length, Math.max(start, end - 1) + 1)];
}

function foldUneven(text: string): FoldedText {
  const offsets: number[] = [];
  let folded = '';
  let at = 0;
  for (const character of text) {
    const form = formOf(character);
    folded += form;
    for (let unit = 0; unit < form.length; unit++) offsets.push(at);
    at += character.length;
  }
  const original = (start: number, end: number): [number, number] => {
    const last = offsets[Math.max(start, end - 1)] ?? text.length;
    const width = (text.codePointAt(last) ?? 0) > 0xffff ? 2 : 1;
    return [offsets[start] ?? text.length, Math.min(text.length, last + width)];
  };
  return { text: folded, even: false, original };
}
