import { z } from 'zod';
import { type BeijingDate, isDate } from '../beijing-time.ts';

const words = z.string().trim().min(1).max(200);
/** A day as it is written. */
export const date = z.string().refine(isDate);

const officialTerm = z.strictObject({ right: words, wrong: z.array(words).min(1), allow: z.array(words).default([]) });
const officeHolder = z.strictObject({
  name: words,
  title: words,
  from: date,
  to: date.optional(),
  wrong: z.array(words).default([]),
});
const prompt = z.strictObject({ level: z.union([z.literal(1), z.literal(2), z.literal(3)]), gate: words, article: words, ask: words });
const screenTerm = z.strictObject({
  kind: z.number().int().min(1).max(9),
  words: z.array(words).min(1),
  allow: z.array(words).default([]),
  ask: words,
  tier: z.union([z.literal(1), z.literal(2)]).optional(),
});
const law = z.strictObject({ title: words, from: date.optional(), until: date.optional(), successor: words.optional() });

/** 规范用语: how it is written, the wrong forms that are reported, and longer words in which a wrong form is right. */
export type OfficialTerm = Readonly<z.output<typeof officialTerm>>;
/** Who holds an office from when to when, and how the name gets misspelt. */
export type OfficeHolder = Readonly<z.output<typeof officeHolder>>;
/** 审核提示: what a level asks itself before it approves; `gate` is 政治关, 法律关, 政策关, 保密关 or 文字关. */
export type Prompt = Readonly<z.output<typeof prompt>>;
/**
 * 提示词: words of a kind of Art. 6 (1 to 9) that make a reviewer look twice. Each has the phrases in which it is harmless, and what to ask.
 * `tier` 1: 禁用词, no item with one is published; default 2.
 */
export type ScreenTerm = Readonly<z.output<typeof screenTerm>> & { /** Of a private list: shown nowhere. */ readonly hidden?: true };
/** A law's full title, the day it came into force, the first day it no longer was, and what replaced it. */
export type Law = Readonly<z.output<typeof law>>;

/** What `content/terms/` says, the holidays apart. */
export interface Terms {
  official: readonly OfficialTerm[];
  holders: readonly OfficeHolder[];
  prompts: readonly Prompt[];
  screen: readonly ScreenTerm[];
  laws: readonly Law[];
  /** The day the list of laws was last compared with the laws in force; `as_of` of its file. */
  lawsAsOf?: BeijingDate;
  /** Idioms and their usual misspellings (text/idiom-typo). */
  idioms: readonly OfficialTerm[];
}

/** No terms at all: every file is missing or empty. */
export const NO_TERMS: Terms = { official: [], holders: [], prompts: [], screen: [], laws: [], idioms: [] };

/** The name of a list. */
export type TermsName = Exclude<keyof Terms, 'lawsAsOf'>;

/** Each list: its file, the file's one key, the shape of an entry, and how an entry is written. */
export const TERM_FILES: Readonly<Record<TermsName, { path: string; key: string; entry: z.ZodType; written: string }>> = {
  official: {
    path: 'content/terms/official-terms.yml',
    key: 'terms',
    entry: officialTerm,
    written: '{right: 规范写法, wrong: [误写]}',
  },
  holders: {
    path: 'content/terms/office-holders.yml',
    key: 'holders',
    entry: officeHolder,
    written: '{name: 姓名, title: 职务, from: 2024-01-01, wrong: [误写]}',
  },
  prompts: {
    path: 'content/terms/prompts.yml',
    key: 'prompts',
    entry: prompt,
    written: '{level: 1, gate: 保密关, article: 第五条, ask: 问什么}',
  },
  screen: {
    path: 'content/terms/screen.yml',
    key: 'screen',
    entry: screenTerm,
    written: '{kind: 第六条第几项的数字, words: [词], allow: [无害的说法], ask: 问什么}（要拦下的另写 tier: 1）',
  },
  laws: {
    path: 'content/terms/laws.yml',
    key: 'laws',
    entry: law,
    written: '{title: 法律全称, from: 施行日期, until: 废止日期, successor: 替代它的法律}（另有一行 as_of: 核对日期）',
  },
  idioms: { path: 'content/terms/idioms.yml', key: 'idioms', entry: officialTerm, written: '{right: 规范写法, wrong: [误写]}' },
};
