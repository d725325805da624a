import { z } from 'zod';
import { type BeijingDate, isDate } from '../beijing-time.ts';
import { digestOf } from '../canonical-json.ts';
import type { Level } from './organisation.ts';

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

/** What a phrase is about: 国家, 领导, 机构, 提法, or 城管 for the vocabulary of city management and law enforcement. */
const phraseGroup = z.enum(['国家', '领导', '机构', '提法', '城管']);
export type PhraseGroup = z.output<typeof phraseGroup>;
const fixedPhrase = z.strictObject({
  phrase: words,
  group: phraseGroup.optional(),
  since: date.optional(),
  until: date.optional(),
  successor: words.optional(),
});

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
/** 固定说法: a phrase or name with one right form, beside those that the program knows; the days in whose texts it is looked for, and what is written since. */
export type FixedPhrase = Readonly<z.output<typeof fixedPhrase>>;

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
  /** The bureau's own phrases that near misses are told of (prohib/near-miss). */
  phrases: readonly FixedPhrase[];
}

/** No terms at all: every file is missing or empty. */
export const NO_TERMS: Terms = { official: [], holders: [], prompts: [], screen: [], laws: [], idioms: [], phrases: [] };

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
  phrases: {
    path: 'content/terms/phrases.yml',
    key: 'phrases',
    entry: fixedPhrase,
    written:
      '{phrase: 固定说法, group: 国家、领导、机构、提法、城管之一, since: 启用日期, until: 最后一天, successor: 以后怎么写}（后四项可以不写）',
  },
};

/** What each level asks itself where the bureau has written nothing of its own (Arts. 4 to 7, 9, 10). */
const USUAL: readonly Prompt[] = [
  { level: 1, gate: '保密关', article: '第五条', ask: '全文、图片和附件是否都不涉密、不属敏感领域；几条信息合在一起会不会泄密' },
  { level: 1, gate: '政策关', article: '第五条', ask: '时间、地点、人数、金额是否属实；信息日期是不是事情发生的那一天' },
  { level: 1, gate: '法律关', article: '第五条', ask: '是否写出了个人的姓名、住址、电话、车牌；图片里的人和未成年人是否处理' },
  { level: 2, gate: '政治关', article: '第六条', ask: '逐项核对第六条九项；国名、机构名、领导人姓名职务和排序是否准确' },
  { level: 2, gate: '政策关', article: '第七条', ask: '是否属于发布范围；与现行政策、以往口径是否一致' },
  { level: 2, gate: '法律关', article: '第四条', ask: '引用的法律法规名称和条款是否准确、现行有效；用语是否合法' },
  { level: 2, gate: '文字关', article: '第九条', ask: '标题与正文、正文与图片是否相符；有没有错别字、病句、数字前后不一' },
  { level: 3, gate: '政治关', article: '第六条', ask: '现在发布是否合适；会不会引起误读或舆情' },
  { level: 3, gate: '保密关', article: '第十条', ask: '有没有不宜对外的内部工作内容' },
];

/** The prompts that hold: the bureau's own, or the usual ones where it has none. Each level has some (readTerms refuses a list that leaves one out). */
export function promptsOf(terms: Pick<Terms, 'prompts'>): readonly Prompt[] {
  return terms.prompts.length > 0 ? terms.prompts : USUAL;
}

/** What one level asks itself. */
export function promptsFor(prompts: readonly Prompt[], level: Level): readonly Prompt[] {
  return prompts.filter((prompt) => prompt.level === level);
}

/** `sha256:` of the prompts that the reviewers were shown; the review form names it. */
export function promptsDigest(prompts: readonly Prompt[]): string {
  return digestOf(prompts);
}
