import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readTerms } from '#pipeline/organisation/read-terms.ts';
import { NO_TERMS, type Prompt, promptsDigest, promptsFor, promptsOf } from '#pipeline/organisation/terms.ts';

const PROMPTS = 'content/terms/prompts.yml';
const own: Prompt = { level: 2, gate: '文字关', article: '第九条', ask: '有没有错别字' };

describe('what a level asks itself before it approves', () => {
  it('is the bureau’s own list', () => {
    expect(promptsFor(promptsOf({ prompts: [own] }), 2)).toEqual([own]);
    expect(promptsFor(promptsOf({ prompts: [own] }), 1)).toEqual([]);
  });

  it('is the usual list where the bureau has none, the one that the sample file shows', () => {
    expect(promptsOf(NO_TERMS)).toEqual(readTerms({ [PROMPTS]: readFileSync(PROMPTS, 'utf8') }).prompts);
    for (const level of [1, 2, 3] as const) expect(promptsFor(promptsOf(NO_TERMS), level)).not.toEqual([]);
  });

  it('has another digest whenever a word, the order or a level changes', () => {
    const other = { ...own, ask: '有没有病句' };
    const lists = [[own], [other], [own, other], [other, own], [{ ...own, level: 3 as const }], []];
    expect(new Set(lists.map(promptsDigest)).size).toBe(lists.length);
    expect(promptsDigest([{ ...own }])).toBe(promptsDigest([own]));
  });
});
