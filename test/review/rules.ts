import { type Case, type Cases, caseOf } from './judged.ts';
import { personRules } from './rules-persons.ts';
import { signatureRules } from './rules-signatures.ts';
import { textRules } from './rules-text.ts';
import { timeRules } from './rules-time.ts';
import { verdictRules } from './rules-verdict.ts';

const tables: Record<string, Cases> = { ...textRules, ...personRules, ...signatureRules, ...timeRules, ...verdictRules };

/** The 25 rules of contracts.md 4, with their cases. */
export const rules: Record<string, Case[]> = Object.fromEntries(
  Object.entries(tables).map(([rule, cases]) => [rule, Object.entries(cases).map(([it, row]) => caseOf(it, row))]),
);
