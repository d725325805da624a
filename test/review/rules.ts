import type { Case } from './judged.ts';
import { personRules } from './rules-persons.ts';
import { signatureRules } from './rules-signatures.ts';
import { textRules } from './rules-text.ts';
import { timeRules } from './rules-time.ts';
import { verdictRules } from './rules-verdict.ts';

/** The 25 rules of contracts.md 4, with their cases. */
export const rules: Record<string, Case[]> = { ...textRules, ...personRules, ...signatureRules, ...timeRules, ...verdictRules };
