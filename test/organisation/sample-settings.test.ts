import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CATEGORIES } from '#pipeline/item/front-matter-schema.ts';
import { hasSecrecyDuty, holders } from '#pipeline/organisation/holders.ts';
import { policySchema } from '#pipeline/organisation/policy.ts';
import { readOrganisation, readPolicy } from '#pipeline/organisation/read-settings.ts';
import { validateOrganisation } from '#pipeline/organisation/validate.ts';

const text = (name: string) => readFileSync(`content/${name}`, 'utf8');
const organisation = readOrganisation(text('organisation.yml'), 'content/organisation.yml');
const policy = readPolicy(text('policy.yml'), 'content/policy.yml');
const DAY = '2026-11-24';
const units = Object.keys(organisation.units);

describe('the sample organisation', () => {
  it('holds together', () => {
    expect(validateOrganisation(organisation, DAY)).toEqual([]);
  });

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
    for (const key of ['order', 'distinct_persons', 'items_per_pull_request', 'delegation', 'emergency', 'corrections', 'forks'] as const) {
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
