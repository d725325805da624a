import { describe, expect, it } from 'vitest';
import { RULES } from '#pipeline/check/rules.ts';
import { SITE_RULES } from '#pipeline/check/site-rules.ts';
import { shownRules } from '#pipeline/published/site-around.ts';

describe('the rules as the site’s page shows them', () => {
  const rules = shownRules({ severities: { 'pii/phone': 'warning' } });

  it('are all rules, in the catalogue’s order, as grave as the bureau has them', () => {
    expect(rules.map(({ id }) => id)).toEqual([...RULES.map(({ id }) => id), 'meta/unused-waiver', ...SITE_RULES.map(({ id }) => id)]);
    expect(rules.find(({ id }) => id === 'pii/phone')).toMatchObject({ severity: '提醒', waivable: true, article: '第五条' });
    for (const { id, asks, bad } of rules) {
      expect(asks, id).toMatch(/。$/);
      if (!SITE_RULES.some((rule) => rule.id === id)) expect(bad.length, id).toBeGreaterThan(0);
    }
  });

  it('show an example by what it changes, one line each', () => {
    const phone = rules.find(({ id }) => id === 'pii/phone');
    expect(phone?.bad[0]?.lines).toEqual([expect.stringMatching(/138…（共 11 位）/)]);
  });

  it('print no number that their own examples are about', () => {
    // What a good example holds (a case number of eleven digits, say) is nobody's number.
    const text = JSON.stringify(rules.filter(({ id }) => id === 'pii/phone' || id === 'pii/id-card').map(({ bad }) => bad));
    expect([...text.matchAll(/(?<!\d)(1[3-9]\d{9}|\d{17}[\dXx])(?!\d)/g)].map(([number]) => number)).toEqual([]);
  });
});
