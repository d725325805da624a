import { ACCOUNT_CHECKS } from './account-checks.ts';
import type { DoctorFacts } from './facts.ts';
import { GITHUB_CHECKS } from './github-checks.ts';
import { LEDGER_CHECKS } from './ledger-checks.ts';
import { MACHINE_CHECKS } from './machine-checks.ts';
import { POSTS_CHECKS } from './posts-checks.ts';
import { PROGRAM_CHECKS } from './program-checks.ts';
import type { Check } from './report.ts';
import { SETTINGS_CHECKS } from './settings-checks.ts';

/** Every check of `doctor`, from what needs nothing to what needs the platforms. */
export const CHECKS: readonly Check<DoctorFacts>[] = [
  ...PROGRAM_CHECKS,
  ...SETTINGS_CHECKS,
  ...ACCOUNT_CHECKS,
  ...MACHINE_CHECKS,
  ...GITHUB_CHECKS,
  ...LEDGER_CHECKS,
  ...POSTS_CHECKS,
];
