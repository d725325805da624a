import type { Words } from '../../item/content-problem.ts';
import type { Severity } from '../rule.ts';
import { markOf, rowsOf } from './data-files.ts';
import { neededWords, type Part, partOf } from './needed-words.ts';

/** A wording for folded text in simplified characters, a global expression, and words without one of which no text has it; none where that can't be told. */
export interface Wording {
  pattern: RegExp;
  needed: () => readonly string[];
}

/** A row of a table of wordings: what is looked for, where it is right all the same, and what is said of it. Its examples are in test/. */
export interface PatternRow {
  /** By which the tests name it. */
  id: string;
  wordings: readonly Wording[];
  /** It is right behind one of these, a few characters before … */
  behind?: RegExp | undefined;
  /** … or in a sentence with one of these. */
  beside?: RegExp | undefined;
  /** Only where two to five characters stand twice side by side. */
  twice: boolean;
  /** Where it is less grave than its rule. */
  severity?: Severity | undefined;
  words: Words;
}

/** Rows, of which the first that finds something at a place tells it. */
export type PatternTable = readonly PatternRow[];

const LIST = /\{(\p{Script=Han}+)\}/gu;

/** A table of wordings as its file has it (`data/`): lists by their names, what is said of a kind, and rows, each with its wordings. */
function tableOf(file: string): PatternTable {
  const lists = new Map<string, string>();
  const sources = new Map<string, string>();
  const read = new Map<string, Part>();
  const parts = {
    get(name: string): Part {
      const part = read.get(name) ?? partOf(sources.get(name) ?? '', parts);
      read.set(name, part);
      return part;
    },
  };
  const words = new Map<string, Words>();
  const rows: (PatternRow & { wordings: Wording[]; flags: string })[] = [];
  const known = <Value>(of: ReadonlyMap<string, Value>, name: string): Value => {
    const value = of.get(name);
    if (value === undefined) throw new Error(`Nothing in ${file} is called ${name}.`);
    return value;
  };
  const spelt = (wording: string): string => wording.replace(LIST, (_, name: string) => `(?:${known(lists, name)})`);
  for (const [first = '', one = '', two = '', three = ''] of rowsOf(file)) {
    const name = first.slice(1);
    const row = rows.at(-1);
    if (first === '') {
      const { flags = 'g' } = row ?? {};
      // What a text needs is only read where texts are checked. Capitals can't be asked for where they aren't minded.
      const needed = () => {
        const words = neededWords(one, parts);
        return flags === 'g' || !/[A-Z]/.test(words.join('')) ? words : [];
      };
      row?.wordings.push({ pattern: new RegExp(spelt(one), flags), needed });
    } else if (first.startsWith('=')) {
      lists.set(name, spelt(one));
      sources.set(name, one);
    } else if (first.startsWith('!'))
      words.set(name, { problem: one, expected: two, fix: three.replace(LIST, (_, list: string) => known(lists, list)) });
    else {
      const marks = two.split(' ');
      const guard = (key: string): RegExp | undefined => {
        const list = markOf(marks, key);
        return list === undefined ? undefined : new RegExp(known(lists, list));
      };
      rows.push({
        id: first,
        wordings: [],
        flags: marks.includes('latin') ? 'gi' : 'g',
        words: known(words, one),
        behind: guard('behind='),
        beside: guard('beside='),
        twice: marks.includes('twice'),
        severity: marks.find((mark): mark is 'warning' | 'info' => mark === 'warning' || mark === 'info'),
      });
    }
  }
  return rows;
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

/** Words and marks one too many, which their wording tells. */
export const REPEATED = tableOf('repeated.txt');

/** Offices that a body doesn't have, bodies that there aren't, and wording of which the parts are mixed up. */
export const OFFICES = tableOf('offices.txt');

export const TABLES: readonly PatternTable[] = [SOVEREIGNTY, SLOGANS, MOTTOES, MIXED_UP, REPEATED, OFFICES];
