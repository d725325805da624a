import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CATEGORIES } from '#pipeline/item/front-matter/front-matter-schema.ts';
import { hasSecrecyDuty, holders } from '#pipeline/organisation/holders.ts';
import { readHolidays } from '#pipeline/organisation/holidays.ts';
import { policySchema } from '#pipeline/organisation/policy.ts';
import { readOrganisation, readPolicy } from '#pipeline/organisation/read-settings.ts';
import { readSettingsYaml } from '#pipeline/organisation/settings-yaml.ts';
import { validateOrganisation } from '#pipeline/organisation/validate.ts';

const text = (name: string) => readFileSync(`content/${name}`, 'utf8');
const organisation = readOrganisation(text('organisation.yml'), 'content/organisation.yml');
const policy = readPolicy(text('policy.yml'), 'content/policy.yml');
const DAY = '2026-11-24';
const units = Object.keys(organisation.units);

describe('the sample organisation', () => {
  it('holds together', () => expect(validateOrganisation(organisation, DAY)).toEqual([]));

  it('has the three kinds of unit of Art. 8, county units on route A and the others on route B', () => {
    expect(new Set(Object.values(organisation.units).map(({ kind, route }) => `${kind} ${route}`))).toEqual(
      new Set(['county A', 'department B', 'center B']),
    );
  });

  it.each(units)('gives %s a head, two Office reviewers, two leaders and a secrecy reviewer, who are different persons', (unit) => {
    const [first, second, third] = ([1, 2, 3] as const).map((level) => holders(organisation, level, unit, DAY));
    expect(first).toHaveLength(1);
    expect(second).toHaveLength(2);
    expect(third).toHaveLength(2);
    expect(new Set([first, second, third].flat()).size).toBe(5);
    expect(Object.keys(organisation.people).some((person) => hasSecrecyDuty(organisation, person, unit, DAY))).toBe(true);
  });

  it('shows a person with two accounts, a post that has ended, and an administrator', () => {
    expect(Object.values(organisation.people).some(({ logins }) => logins.length === 2)).toBe(true);
    expect(organisation.posts.some(({ to }) => to !== undefined && to < DAY)).toBe(true);
    expect(organisation.duties.some(({ duty, to }) => duty === 'administrator' && to === undefined)).toBe(true);
  });

  it('says at its head that everybody in it is invented', () => {
    for (const name of ['organisation.yml', 'policy.yml', 'terms/office-holders.yml']) expect(text(name).slice(0, 200)).toContain('示例');
    expect(organisation.bureau).toMatch(/^示例/);
    expect(policy.site.url).toMatch(/\.example\./);
    expect(policy.demo).toBe(true);
  });
});

describe('the sample policy', () => {
  it('has a column for every category of Art. 7, and only one', () => {
    const placed = policy.columns.flatMap(({ categories }) => categories);
    expect([...placed].sort()).toEqual([...CATEGORIES].sort());
  });

  it('keeps the strict reading wherever the regulation says something', () => {
    const strict = policySchema.parse({});
    for (const key of ['order', 'distinct_persons', 'items_per_pull_request', 'delegation', 'emergency', 'corrections'] as const) {
      expect(policy[key], key).toEqual(strict[key]);
    }
    expect({ ...policy.freshness, statutory: null }).toEqual({ ...strict.freshness, statutory: null });
  });

  it('holds the way to write a pause and a delegation, and both are valid', () => {
    const example = (name: string, key: string): string =>
      text(name).replace(new RegExp(`^#   - (.*)\\n${key}: \\[\\]$`, 'm'), `${key}:\n  - $1`);
    expect(readPolicy(example('policy.yml', 'pauses'), 'policy.yml').pauses).toHaveLength(1);
    const delegated = readOrganisation(example('organisation.yml', 'delegations'), 'organisation.yml');
    expect(delegated.delegations).toHaveLength(1);
    expect(validateOrganisation(delegated, DAY)).toEqual([]);
  });
});

describe('the sample terms', () => {
  const read = <Shape extends z.ZodType>(name: string, shape: Shape): z.output<Shape> =>
    shape.parse(readSettingsYaml(text(`terms/${name}`), name).value);

  it('give a right form for every wrong one, and never call a right form wrong', () => {
    const { terms } = read(
      'official-terms.yml',
      z.strictObject({ terms: z.array(z.object({ right: z.string(), wrong: z.array(z.string()).min(1) })) }),
    );
    for (const { wrong } of terms) for (const form of wrong) expect(terms.some(({ right }) => right.includes(form))).toBe(false);
  });

  it('name leaders who stand in the organisation', () => {
    const holder = z.strictObject({
      name: z.string(),
      title: z.string(),
      from: z.string(),
      to: z.string().optional(),
      wrong: z.array(z.string()),
    });
    const names = read('office-holders.yml', z.strictObject({ holders: z.array(holder) })).holders.map(({ name }) => name);
    const leaders = organisation.posts.filter(({ level }) => level === 3).map(({ person }) => organisation.people[person]?.name);
    expect(names.toSorted()).toEqual(leaders.toSorted());
  });

  it('ask each level something about each of its gates', () => {
    const gate = z.enum(['政治关', '法律关', '政策关', '保密关', '文字关']);
    const prompt = z.strictObject({ level: z.int().min(1).max(3), gate, article: z.string().regex(/^第.+条$/), ask: z.string().min(5) });
    const { prompts } = read('prompts.yml', z.strictObject({ prompts: z.array(prompt) }));
    expect(new Set(prompts.map(({ level }) => level))).toEqual(new Set([1, 2, 3]));
    expect(new Set(prompts.map((each) => each.gate))).toEqual(new Set(gate.options));
  });

  it('hold the days off of 2026: the holidays and weekends, without the make-up workdays', () => {
    const off = readHolidays(text('terms/holidays.yml'), 'holidays.yml');
    for (const day of ['2026-01-01', '2026-02-17', '2026-10-05', '2026-11-28']) expect(off).toContain(day);
    for (const day of ['2026-02-14', '2026-02-28', '2026-10-10', '2026-11-24']) expect(off).not.toContain(day);
  });
});
