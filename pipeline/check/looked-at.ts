import type { Policy } from '../organisation/policy.ts';
import { severityOf } from './engine.ts';
import type { Severity } from './rule.ts';
import { RULE_NAMES } from './rule-names.ts';
import { unusedWaiver } from './rules/unused-waiver.ts';
import { RULES } from './rules.ts';

/** A rule as a report says that it was looked at. */
export interface LookedAt {
  id: string;
  name: string;
  asks: string;
  article: string;
  severity: Severity | 'off';
  waivable: boolean;
}

/** All rules in the catalogue's order, as grave as this policy has them. */
export function lookedAt(policy: Pick<Policy, 'severities'>): LookedAt[] {
  return [...RULES, unusedWaiver].map((rule) => {
    const { id, asks, article, waivable } = rule;
    return { id, name: RULE_NAMES[id] ?? id, asks, article, severity: severityOf(rule, policy), waivable };
  });
}
