import type { Words } from '../../item/content-problem.ts';
import { rowsOf } from './data-files.ts';
import type { PatternRow, PatternTable } from './patterns.ts';

/** What a file says while it is read: lists by their names, what is said of a kind, and rows. */
interface Reading {
  lists: Map<string, string>;
  words: Map<string, Words>;
  rows: { id: string; kind: string; marks: string[]; wordings: string[] }[];
  hint: string;
}

const LIST = /\{(\p{Script=Han}+)\}/gu;

function readLine(reading: Reading, [first = '', ...columns]: readonly string[]): void {
  const [one = '', two = '', three = ''] = columns;
  const name = first.slice(1);
  if (first === '') reading.rows.at(-1)?.wordings.push(spelt(one, reading.lists));
  else if (first === '?') reading.hint = one;
  else if (first.startsWith('=')) reading.lists.set(name, spelt(one, reading.lists));
  else if (first.startsWith('!'))
    reading.words.set(name, { problem: one, expected: two, fix: three.replace(LIST, (_, list) => reading.lists.get(list) ?? '') });
  else reading.rows.push({ id: first, kind: one, marks: two.split(' '), wordings: [] });
}

/** A wording with the words of its lists in it. */
function spelt(wording: string, lists: ReadonlyMap<string, string>): string {
  return wording.replace(LIST, (_, name: string) => {
    const list = lists.get(name);
    if (list === undefined) throw new Error(`No list of the lexicon's wordings is called ${name}.`);
    return `(?:${list})`;
  });
}

/** What a row's marks say after a key (`behind=`), as an expression. */
function guardOf(marks: readonly string[], key: string, lists: Reading['lists']): RegExp | undefined {
  const name = marks.find((mark) => mark.startsWith(key))?.slice(key.length);
  return name === undefined ? undefined : new RegExp(spelt(`{${name}}`, lists));
}

function rowOf({ id, kind, marks, wordings }: Reading['rows'][number], { lists, words }: Reading): PatternRow {
  const said = words.get(kind);
  if (said === undefined) throw new Error(`Nothing is said of the lexicon's wordings of the kind ${kind}.`);
  return {
    id,
    pattern: new RegExp(wordings.join('|'), marks.includes('latin') ? 'gi' : 'g'),
    words: said,
    behind: guardOf(marks, 'behind=', lists),
    beside: guardOf(marks, 'beside=', lists),
    severity: marks.find((mark): mark is 'warning' | 'info' => mark === 'warning' || mark === 'info'),
  };
}

/** A table of wordings as its file has it (`data/`). */
function tableOf(name: string): PatternTable {
  const reading: Reading = { lists: new Map(), words: new Map(), rows: [], hint: '' };
  for (const line of rowsOf(name)) readLine(reading, line);
  return { hint: new RegExp(reading.hint, 'i'), rows: reading.rows.map((row) => rowOf(row, reading)) };
}

/**
 * Wording about Taiwan, Hong Kong, Macao, Tibet and Xinjiang (关于正确使用涉台宣传用语的意见, 2016; 新华社禁用词和慎用词). What only a reader can
 * tell (a state that is implied) isn't here.
 */
export const SOVEREIGNTY = tableOf('sovereignty.txt');

/** Slogans against the Party, the state and the system (Art. 6 no. 1 to 3), of cults and of riots: words of some lists one behind the other. */
export const SLOGANS = tableOf('slogans.txt');

/** Mottoes turned round by one word, or by a word left out. */
export const MOTTOES = tableOf('mottoes.txt');

/** Right words in the wrong place, which what stands beside them tells. */
export const MIXED_UP = tableOf('mixed-up.txt');

/** Words and marks one too many, where two of a character or a word don't stand side by side or no cut of words tells it. */
export const REPEATED = tableOf('repeated.txt');

/** Offices that a body doesn't have, bodies that there aren't, and wording of which the parts are mixed up. */
export const OFFICES = tableOf('offices.txt');
