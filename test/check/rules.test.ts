import { describe, expect, it } from 'vitest';
import { checkItem } from '#pipeline/check/engine.ts';
import { findingOf } from '#pipeline/check/finding.ts';
import type { Example } from '#pipeline/check/rule.ts';
import { unusedWaiver } from '#pipeline/check/rules/unused-waiver.ts';
import { RULES } from '#pipeline/check/rules.ts';
import { subjectOf } from '#pipeline/check/subject.ts';
import { GROUPS } from '#pipeline/finding-order.ts';
import { onceFor } from '#pipeline/once-for.ts';
import { contextFor, decodedContextFor, folderFor } from './example-item.ts';

describe('the plain good item', () => {
  it('breaks no rule', () => expect(checkItem(folderFor({}), contextFor()).findings).toEqual([]));
});

/** What is found in an example, its pictures decoded; each is checked once, whatever is asked of it. */
const findingsOf = onceFor(async (example: Example) => checkItem(folderFor(example), await decodedContextFor(example)).findings);

describe.each([...RULES, unusedWaiver])('$id', (rule) => {
  it.each(rule.good)('keeps the rule: $title', async (example) => {
    const findings = await findingsOf(example);
    expect(findings.filter((finding) => finding.rule === rule.id && !finding.waived)).toEqual([]);
  });

  it.each(rule.bad)('breaks the rule: $title', async (example) => {
    const findings = (await findingsOf(example)).filter((finding) => finding.rule === rule.id);
    const { flagged, count, ...rest } = example.finds ?? {};
    expect(findings).not.toEqual([]);
    expect(findings[0]).toMatchObject({ severity: rule.severity, article: rule.article, waived: false, ...rest });
    if (count !== undefined) expect(findings).toHaveLength(count);
    if (flagged !== undefined)
      expect(rule.check(subjectOf(folderFor(example)), await decodedContextFor(example)).map((report) => report.flagged)).toEqual([
        flagged,
      ]);
  });

  it('says what is wrong, what it should be and how to mend it, each as a sentence', async () => {
    for (const example of rule.bad) {
      for (const { words, message, file, line, endLine, column, replacement } of await findingsOf(example)) {
        for (const part of Object.values(words)) {
          expect(part).toMatch(/^.{4,}。$/u);
          expect(part).not.toMatch(/位） \d+ 位/);
        }
        expect(message).toBe(`${words.problem}应为：${words.expected}怎么改：${words.fix}`);
        expect(/运行 check --fix(?: 自动改|，确认后改)。$/.test(words.fix)).toBe(replacement !== undefined);
        expect(replacement ?? '').not.toMatch(/\*{4}/);
        expect(file).toMatch(/^content\/items\//);
        expect(line).toBeGreaterThanOrEqual(1);
        expect(column).toBeGreaterThanOrEqual(1);
        expect(endLine).toBeGreaterThanOrEqual(line);
      }
    }
  });
});

describe('51: a repost', () => {
  const source = { name: '浙江省人民政府', url: 'https://www.zj.gov.cn/a.html', published_at: '2026-11-23' };
  const found = (named: Partial<typeof source> | undefined) => {
    const example = { title: '转发', frontMatter: { category: '转发', ...(named ? { source: named } : {}) } };
    return checkItem(folderFor(example), contextFor(example)).findings.filter(({ rule }) => rule === 'meta/repost-source');
  };
  const { url: _url, ...withoutUrl } = source;
  const { published_at: _at, ...withoutDate } = source;

  it('names its source, with address and date', () => expect(found(source)).toEqual([]));

  it.each([
    ['no source', undefined],
    ['a source without an address', withoutUrl],
    ['a source without a date', withoutDate],
  ])('with %s has an error that nobody may waive', (_what, named) =>
    expect(found(named)).toEqual([expect.objectContaining({ severity: 'error', waivable: false })]),
  );
});

describe('the catalogue', () => {
  it('has no id twice, and examples of both kinds for each rule', () => {
    const ids = RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { good, bad } of RULES) expect([good.length > 0, bad.length > 0]).toEqual([true, true]);
  });

  it('says what each rule is about: law titles, personal data and wording by themselves, the rest 其他', () => {
    const prefixes: Record<string, RegExp> = { 个人信息: /^pii\//, 法律名称: /^fact\/law-/ };
    for (const { id, group = '其他' } of RULES) {
      expect(GROUPS, id).toContain(group);
      for (const [name, of] of Object.entries(prefixes)) expect([id, group === name]).toEqual([id, of.test(id)]);
    }
  });

  it('tells a wrong form of a unit’s name as one, and of other terms as political wording', () => {
    const official = [
      { right: '婺城分局', wrong: ['婺城局分'], allow: [] },
      { right: '领导小组', wrong: ['领导小姐'], allow: [] },
    ];
    const example = { title: '两处', terms: { official }, body: '婺城局分成立领导小姐。\n' };
    const { findings } = checkItem(folderFor(example), contextFor(example));
    expect(findings.filter(({ rule }) => rule === 'prohib/official-terms').map(({ group }) => group)).toEqual(['单位名称', '政治表述']);
  });

  it('lets a report say otherwise', () => {
    const words = { problem: '错。', expected: '对。', fix: '改。' };
    const rule = { id: 'x/y', article: '第九条', group: '文字', waivable: true } as const;
    expect(findingOf(rule, 'error', { words, group: '单位名称' }, 'a').group).toBe('单位名称');
    expect(findingOf(rule, 'error', { words }, 'a').group).toBe('文字');
  });
});
