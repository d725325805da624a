import { z } from 'zod';
import type { BeijingDate } from '../beijing-time.ts';
import { foldedTerm } from '../item/markdown/term-fold.ts';
import { type Place, Problem } from '../problem.ts';
import { readSettingsYaml, type SettingsYaml } from './settings-yaml.ts';
import { date, type ScreenTerm, TERM_FILES, type Terms, type TermsName } from './terms.ts';

/** Why lists of terms can't be used as they are: where (list, entry, key…) and in words. Words of 提示词 are never quoted. */
interface TermFault {
  path: [list: TermsName, ...rest: (string | number)[]];
  message: string;
}

/** A right form with its wrong ones, wherever it is listed. */
interface Forms {
  path: [TermsName, number];
  key: string;
  right: string;
  wrong: readonly string[];
  allow: readonly string[];
}

function formsOf({ official, idioms, holders }: Terms): Forms[] {
  return [
    ...official.map((entry, index): Forms => ({ ...entry, path: ['official', index], key: 'right' })),
    ...idioms.map((entry, index): Forms => ({ ...entry, path: ['idioms', index], key: 'right' })),
    ...holders.map(({ name, wrong }, index): Forms => ({ right: name, wrong, allow: [], path: ['holders', index], key: 'name' })),
  ];
}

/** A term that would be found everywhere, or nowhere: marks alone, or a single letter or digit. */
function unusable(term: string, least: number): boolean {
  const word = foldedTerm(term);
  return word.length < least || (word.length === 1 && !/\p{Script=Han}/u.test(word));
}

/** An allowed phrase is longer than a term and holds it; else it allows nothing. */
function allowsNothing(phrase: string, terms: readonly string[]): boolean {
  const word = foldedTerm(phrase);
  return !terms.some((term) => word.length > foldedTerm(term).length && word.includes(foldedTerm(term)));
}

const ALLOW = '这条 allow 不起作用；应为包含误写或提示词的更长的词；请改正或删去。';

function* formFaults(forms: readonly Forms[]): Generator<TermFault> {
  const rights = new Map<string, Forms>();
  for (const entry of forms) {
    const { path, key, right } = entry;
    const known = rights.get(foldedTerm(right));
    if (known && path[0] !== 'holders') yield { path: [...path, key], message: `“${right}”列了两次；每个写法只应列一次；请合并成一条。` };
    rights.set(foldedTerm(right), entry);
  }
  const wrongs = new Set<string>();
  for (const { path, wrong, allow } of forms) {
    for (const [index, form] of wrong.entries()) {
      const word = foldedTerm(form);
      const place: TermFault['path'] = [...path, 'wrong', index];
      if (unusable(form, 2)) yield { path: place, message: `“${form}”太短；误写应至少有两个字；请写得更长一些。` };
      const right = rights.get(word)?.right;
      if (right !== undefined)
        yield {
          path: place,
          message: `“${form}”又是误写又是规范写法“${right}”（全角半角、大小写、繁简和分隔符不区分）；一个写法只应是其中一种；请删去一处。`,
        };
      if (wrongs.has(word)) yield { path: place, message: `误写“${form}”列了两次；每个误写只应列一次；请删去一处。` };
      wrongs.add(word);
    }
    for (const [index, phrase] of allow.entries())
      if (allowsNothing(phrase, wrong)) yield { path: [...path, 'allow', index], message: ALLOW };
  }
}

function* screenFaults({ screen }: Terms): Generator<TermFault> {
  const known = new Set<string>();
  for (const [entry, { words, allow }] of screen.entries()) {
    for (const [index, term] of words.entries()) {
      const path: TermFault['path'] = ['screen', entry, 'words', index];
      if (unusable(term, 1))
        yield { path, message: '这个词只有符号，或只有一个字母或数字；提示词应有一个以上的汉字，或两个以上的字母；请改正。' };
      if (known.has(foldedTerm(term)))
        yield { path, message: '这个词列了两次（全角半角、大小写、繁简和分隔符不区分）；每个词只应列一次；请删去一处。' };
      known.add(foldedTerm(term));
    }
    for (const [index, phrase] of allow.entries())
      if (allowsNothing(phrase, words)) yield { path: ['screen', entry, 'allow', index], message: ALLOW };
  }
}

function* holderFaults({ holders }: Terms): Generator<TermFault> {
  for (const [index, holder] of holders.entries()) {
    const { name, title, from, to } = holder;
    if (to !== undefined && to < from)
      yield { path: ['holders', index, 'to'], message: `“${name}”的 to 早于 from；离任应在任职之后；请核对日期。` };
    const twice = holders
      .slice(0, index)
      .some((other) => other.name === name && other.title === title && other.from <= (to ?? other.from) && from <= (other.to ?? from));
    if (twice) yield { path: ['holders', index, 'from'], message: `“${name}”的“${title}”有两段任期重叠；同一时间只应有一条；请核对日期。` };
  }
}

function* lawFaults({ laws }: Terms): Generator<TermFault> {
  const known = new Set<string>();
  for (const [index, { title, from, until, successor }] of laws.entries()) {
    const at = (key: string): TermFault['path'] => ['laws', index, key];
    if (/[《》]/.test(title)) yield { path: at('title'), message: `“${title}”带了书名号；法律名称应不带书名号；请删去。` };
    if (known.has(foldedTerm(title))) yield { path: at('title'), message: `《${title}》列了两次；每部法律只应列一次；请删去一处。` };
    known.add(foldedTerm(title));
    if (until !== undefined && from !== undefined && until <= from)
      yield { path: at('until'), message: `《${title}》废止不晚于施行；until 应晚于 from；请核对日期。` };
    if (until === undefined && successor !== undefined)
      yield { path: at('successor'), message: `《${title}》写了替代它的法律，没有写废止日期；两项应一起写；请补 until 或删去 successor。` };
  }
}

/** Shorter ones are other words too often. */
const SHORTEST_PHRASE = 4;

function* phraseFaults({ phrases }: Terms): Generator<TermFault> {
  const known = new Set<string>();
  for (const [index, { phrase, since, until, successor }] of phrases.entries()) {
    const at = (key: string): TermFault['path'] => ['phrases', index, key];
    if (unusable(phrase, SHORTEST_PHRASE))
      yield { path: at('phrase'), message: `“${phrase}”太短；固定说法应至少有四个字；请写得更长一些，或写进 official-terms.yml。` };
    if (known.has(foldedTerm(phrase))) yield { path: at('phrase'), message: `“${phrase}”列了两次；每个说法只应列一次；请删去一处。` };
    known.add(foldedTerm(phrase));
    if (until !== undefined && since !== undefined && until < since)
      yield { path: at('until'), message: `“${phrase}”的 until 早于 since；停用应在启用之后；请核对日期。` };
    if (until === undefined && successor !== undefined)
      yield { path: at('successor'), message: `“${phrase}”写了以后怎么写，没有写到哪天止；两项应一起写；请补 until 或删去 successor。` };
  }
}

function* promptFaults({ prompts }: Terms): Generator<TermFault> {
  const missing = ([1, 2, 3] as const).find((level) => !prompts.some((prompt) => prompt.level === level));
  if (prompts.length > 0 && missing !== undefined)
    yield { path: ['prompts'], message: `第 ${missing} 级没有审核提示；每一级应至少有一条；请补上。` };
}

/** The first fault that keeps lists, each well formed in itself, from being used; `null` where there is none. */
function termFault(terms: Terms): TermFault | null {
  const faults = [
    formFaults(formsOf(terms)),
    screenFaults(terms),
    holderFaults(terms),
    lawFaults(terms),
    promptFaults(terms),
    phraseFaults(terms),
  ];
  for (const list of faults) for (const fault of list) return fault;
  return null;
}

const PRIVATE_ASK = '是否有这一项所列的内容';
const NAMES = Object.keys(TERM_FILES) as TermsName[];

interface ReadList {
  entries: unknown[];
  asOf: BeijingDate | undefined;
  locate: SettingsYaml['locate'];
}

function readList(name: TermsName, text: string, place = TERM_FILES[name].path): ReadList {
  const { key, entry, written } = TERM_FILES[name];
  const { value, locate } = readSettingsYaml(text, place);
  const list = z.strictObject({ [key]: z.array(entry).default([]), as_of: date.optional() });
  const parsed = list.safeParse(value ?? {});
  if (parsed.success) {
    const data: Record<string, unknown> = parsed.data;
    return { entries: data[key] as unknown[], asOf: data.as_of as BeijingDate | undefined, locate };
  }
  throw new Problem('terms/malformed', `这里写得不对；${key} 下每条应写成 ${written}；请对照样例改正。`, {
    place: locate(parsed.error.issues[0]?.path ?? []),
  });
}

function termsOf(lists: Readonly<Record<TermsName, ReadList>>): Terms {
  const terms = Object.fromEntries(NAMES.map((name) => [name, lists[name].entries])) as unknown as Terms;
  const { asOf } = lists.laws;
  const fault = termFault(terms);
  if (fault) {
    const [name, ...path] = fault.path;
    throw new Problem('terms/contradictory', fault.message, { place: lists[name].locate([TERM_FILES[name].key, ...path]) });
  }
  return asOf === undefined ? terms : { ...terms, lawsAsOf: asOf };
}

/** What was read last: a run looks at many commits whose lists are the same, and the long ones take a fifth of a second. */
let last: { written: string; terms: Terms } | null = null;

/**
 * Reads the files of `content/terms/` by their paths; a missing or empty file gives an empty list.
 * @throws Problem `terms/malformed`, `terms/contradictory` or `settings/yaml` (exit 2) with file, line and column
 */
export function readTerms(texts: Readonly<Record<string, string | null | undefined>>): Terms {
  const written = JSON.stringify(NAMES.map((name) => texts[TERM_FILES[name].path] ?? ''));
  if (last?.written === written) return last.terms;
  const lists = NAMES.map((name) => [name, readList(name, texts[TERM_FILES[name].path] ?? '')] as const);
  last = { written, terms: termsOf(Object.fromEntries(lists) as Record<TermsName, ReadList>) };
  return last.terms;
}

/**
 * Reads a private list of 提示词, written as `content/terms/screen.yml` is. What to ask is left out: nothing of the list is ever shown.
 * @param place what the file is called in a problem; its content never is
 * @throws Problem as `readTerms`
 */
export function readPrivateScreen(text: string, place: Place): ScreenTerm[] {
  const screen = readList('screen', text, place);
  const empty = Object.fromEntries(NAMES.map((name) => [name, readList(name, '')])) as Record<TermsName, ReadList>;
  return termsOf({ ...empty, screen }).screen.map((entry) => ({ ...entry, ask: PRIVATE_ASK, hidden: true as const }));
}
