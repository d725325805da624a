import { stringOf, withAsciiDigits } from './term-fold.ts';

/** A text folded for searching: full-width forms narrowed, digits made ASCII, what nobody sees dropped. */
export interface FoldedText {
  text: string;
  /** Each character became one: the places are the same. */
  even: boolean;
  /** Start and end in the unfolded text of a stretch of the folded one. */
  original: (start: number, end: number) => [start: number, end: number];
}

/** Stands for what was left out or between texts that are searched together, so that neighbours don't run together. `ownText` holds none. */
export const GAP = '\uFDD0';

/** A text in which no character passes for a gap; of the same length. */
export const ownText = (text: string): string => (text.includes(GAP) ? text.replaceAll(GAP, '\uFFFD') : text);

/** What nobody sees, what only fills a place, and marks that stand on another character. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{M}\u2800\uFFFC\u{1D159}]/u;
/** Digits in circles, brackets or with a stop: of each kind the first character, its value, and how many follow on each other. */
const ENCLOSED: readonly [first: number, value: number, count: number][] = [
  ...([0x2460, 0x2474, 0x2488, 0x24f5, 0x2776, 0x2780, 0x278a, 0x1369] as const).map((first) => [first, 1, 9] as [number, number, number]),
  ...([0x24ea, 0x24ff, 0x1f100, 0x1f10b, 0x1f10c] as const).map((first) => [first, 0, 1] as [number, number, number]),
  [0x1f101, 0, 10],
];
const ENCLOSED_RUN = /[①-⑨⓪⑴-⑼⒈-⒐⓵-⓽⓿❶-❾➀-➈➊-➒፩-፱\u{1F100}-\u{1F10C}](?:\s*[①-⑨⓪⑴-⑼⒈-⒐⓵-⓽⓿❶-❾➀-➈➊-➒፩-፱\u{1F100}-\u{1F10C}])+/gu;
/** Numbers in circles that count what follows: alone they are no part of a number behind them. */
const CIRCLED = /[①-⑳⓪㉑-㉟㊱-㊿]/u;

function enclosedDigit(character: string): string | null {
  const point = character.codePointAt(0) as number;
  const kind = ENCLOSED.find(([first, , count]) => point >= first && point < first + count);
  return kind === undefined ? null : String(point - kind[0] + kind[1]);
}

/** Each character's folded form, so that it is worked out once. */
const forms = new Map<string, string>();

function formOf(character: string): string {
  let form = forms.get(character);
  if (form === undefined) {
    form = UNSEEN.test(character) ? '' : CIRCLED.test(character) ? character : withAsciiDigits(character.normalize('NFKC'));
    forms.set(character, form);
  }
  return form;
}

/** Characters that stay as they are, and those that become just one other: what nearly all texts consist of. */
const EVEN = /[\n -~\u2014\u2018\u2019\u201c\u201d\u3000-\u3017\u4e00-\u9fff\uff01-\uff5e\ufdd0]/;

/** What each UTF-16 unit becomes, worked out when a text first has it: 0 for one that no text had yet, `CLOSER` for one that has to be looked at. */
const evenForms = new Uint16Array(0x10000);
const CLOSER = 1;

function entered(unit: number): number {
  const character = String.fromCharCode(unit);
  evenForms[unit] = EVEN.test(character) ? formOf(character).charCodeAt(0) : CLOSER;
  return evenForms[unit] as number;
}

let room = new Uint16Array(8192);

/** A text of such characters alone, folded; else `null`. */
function foldEvenly(text: string): string | null {
  const { length } = text;
  if (room.length < length) room = new Uint16Array(length * 2);
  const units = room;
  let changed = 0;
  for (let at = 0; at < length; at += 1) {
    const unit = text.charCodeAt(at);
    const form = evenForms[unit] || entered(unit);
    if (form === CLOSER) return null;
    changed |= form ^ unit;
    units[at] = form;
  }
  return changed === 0 ? text : stringOf(units, length);
}

/** Folds a text so that a word can't hide behind digits of another script, what fills a place unseen, or marks on a character (A6 32). */
export function fold(text: string): FoldedText {
  const even = foldEvenly(text);
  return even === null ? foldUneven(text) : { text: even, even: true, original: foldedEvenly(text.length) };
}

/** Each character became one: the places are the same. */
function foldedEvenly(length: number): FoldedText['original'] {
  return (start, end) => [Math.min(start, length), Math.min(length, Math.max(start, end - 1) + 1)];
}

/** Where enclosed digits follow on each other, which then are digits of one number. */
function enclosedRuns(text: string): [start: number, end: number][] {
  return [...text.matchAll(ENCLOSED_RUN)].map(({ 0: run, index }) => [index, index + run.length]);
}

function foldUneven(text: string): FoldedText {
  const offsets: number[] = [];
  const runs = enclosedRuns(text);
  let folded = '';
  let at = 0;
  for (const character of text) {
    while (runs[0] && runs[0][1] <= at) runs.shift();
    const inRun = runs[0] !== undefined && runs[0][0] <= at;
    const form = (inRun ? enclosedDigit(character) : null) ?? formOf(character);
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
