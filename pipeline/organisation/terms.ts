import { z } from 'zod';
import { isDate } from '../beijing-time.ts';
import { Problem } from '../problem.ts';
import { readSettingsYaml } from './settings-yaml.ts';

const words = z.string().trim().min(1).max(200);
const date = z.string().refine(isDate);
const level = z.union([z.literal(1), z.literal(2), z.literal(3)]);
const kind = z.number().int().min(1).max(9);

const officialTerm = z.strictObject({ right: words, wrong: z.array(words).min(1), allow: z.array(words).default([]) });
const officeHolder = z.strictObject({
  name: words,
  title: words,
  from: date,
  to: date.optional(),
  wrong: z.array(words).default([]),
});
const prompt = z.strictObject({ level, gate: words, article: words, ask: words });
const screenTerm = z.strictObject({ kind, words: z.array(words).min(1), allow: z.array(words).default([]), ask: words });
const law = z.strictObject({ title: words, from: date.optional(), until: date.optional(), successor: words.optional() });

/** 规范用语: how it is written, the wrong forms that are reported, and longer words in which a wrong form is right. */
export type OfficialTerm = Readonly<z.infer<typeof officialTerm>>;
/** Who holds an office from when to when, and how the name gets misspelt. */
export type OfficeHolder = Readonly<z.infer<typeof officeHolder>>;
/** 审核提示: what a level asks itself before it approves; `gate` is 政治关, 法律关, 政策关, 保密关 or 文字关. */
export type Prompt = Readonly<z.infer<typeof prompt>>;
/** 提示词: words of a kind of Art. 6 (1 to 9) that make a reviewer look twice, phrases in which they are harmless, and what to ask. */
export type ScreenTerm = Readonly<z.infer<typeof screenTerm>>;
/** A law's full title, the day it came into force, the first day it no longer was, and what replaced it. */
export type Law = Readonly<z.infer<typeof law>>;

/** What `content/terms/` says, the holidays apart. */
export interface Terms {
  official: readonly OfficialTerm[];
  holders: readonly OfficeHolder[];
  prompts: readonly Prompt[];
  screen: readonly ScreenTerm[];
  laws: readonly Law[];
  /** Idioms and their usual misspellings (text/idiom-typo). */
  idioms: readonly OfficialTerm[];
}

/** No terms at all: every file is missing or empty. */
export const NO_TERMS: Terms = { official: [], holders: [], prompts: [], screen: [], laws: [], idioms: [] };

type Name = keyof Terms;

/** Each list: its file, the file's one key, the shape of an entry, and how an entry is written. */
export const TERM_FILES: Readonly<Record<Name, { path: string; key: string; entry: z.ZodType; written: string }>> = {
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
    written: '{kind: 第六条第几项的数字, words: [词], allow: [无害的说法], ask: 问什么}',
  },
  laws: {
    path: 'content/terms/laws.yml',
    key: 'laws',
    entry: law,
    written: '{title: 法律全称, from: 施行日期, until: 废止日期, successor: 替代它的法律}',
  },
  idioms: { path: 'content/terms/idioms.yml', key: 'idioms', entry: officialTerm, written: '{right: 规范写法, wrong: [误写]}' },
};

function readList(name: Name, text: string): unknown[] {
  const { path, key, entry, written } = TERM_FILES[name];
  const { value, locate } = readSettingsYaml(text, path);
  const parsed = z.strictObject({ [key]: z.array(entry).default([]) }).safeParse(value ?? {});
  if (parsed.success) return parsed.data[key] as unknown[];
  throw new Problem('terms/malformed', `这里写得不对；${key} 下每条应写成 ${written}；请对照样例改正。`, {
    place: locate(parsed.error.issues[0]?.path ?? []),
  });
}

/**
 * Reads the files of `content/terms/` by their paths; a missing or empty file gives an empty list.
 * @throws Problem `terms/malformed` or `settings/yaml` (exit 2) with file, line and column
 */
export function readTerms(texts: Readonly<Record<string, string | null | undefined>>): Terms {
  const names = Object.keys(TERM_FILES) as Name[];
  return Object.fromEntries(names.map((name) => [name, readList(name, texts[TERM_FILES[name].path] ?? '')])) as unknown as Terms;
}
