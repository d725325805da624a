import { Problem } from '../../problem.ts';
import type { Policy } from '../policy.ts';

/** The statuses without which nothing is merged: the rules about the text, and the three reviews. */
export const REQUIRED_STATUSES = ['sanshen/check', 'sanshen/gate'] as const;

/** A branch ruleset as GitHub's API takes it. */
export interface Ruleset {
  name: string;
  target: 'branch';
  enforcement: 'active';
  bypass_actors: object[];
  conditions: { ref_name: { include: string[]; exclude: string[] } };
  rules: { type: string; parameters?: Record<string, unknown> }[];
}

/** Rulesets of these names are ours; all others are left alone. */
export function isOwnRuleset(name: string): boolean {
  return name.startsWith('sanshen ');
}

interface Reviewer {
  file_patterns: string[];
  minimum_approvals: number;
  reviewer: { id: number; type: 'Team' };
}

function teamReviewer(name: string, team: string | undefined): Reviewer[] {
  if (team === undefined) return [];
  if (!/^[1-9]\d*$/.test(team)) {
    const message = `github.teams.${name} 写的是 ${team}；应为团队编号，只含数字；请在平台上查到编号后改正，没有团队就删去这一行。`;
    throw new Problem('policy/team-not-numeric', message, { place: 'content/policy.yml' });
  }
  return [{ file_patterns: ['content/**'], minimum_approvals: 1, reviewer: { id: Number(team), type: 'Team' } }];
}

function requiredReviewers({ github: { teams }, emergency }: Policy): Reviewer[] {
  const office = teamReviewer('office', teams.office);
  const leaders = teamReviewer('leaders', teams.leaders);
  // In an emergency the leader's signature stands alone for some hours (rule 24); GitHub must not ask for more.
  return emergency.enabled ? leaders : [...office, ...leaders];
}

/**
 * The branch ruleset of main as GitHub's API takes it (docs.github.com, "Available rules for rulesets"): the second lock. It knows no
 * order and no different persons; those are the gate's. Two approvals are its most: a withdrawal needs levels 2 and 3 only.
 * Nobody may bypass it. `required_reviewers` needs an organisation's teams by number (public preview), so it is left out without them.
 * @throws Problem `policy/team-not-numeric`
 */
export function mainRuleset(policy: Policy): Ruleset {
  const reviewers = requiredReviewers(policy);
  const { integration_id } = policy.github;
  return {
    name: `sanshen ${policy.branch}`,
    target: 'branch',
    enforcement: 'active',
    bypass_actors: [],
    conditions: { ref_name: { include: [`refs/heads/${policy.branch}`], exclude: [] } },
    rules: [
      { type: 'deletion' },
      { type: 'non_fast_forward' },
      {
        type: 'pull_request',
        parameters: {
          allowed_merge_methods: ['squash'],
          dismiss_stale_reviews_on_push: true,
          require_code_owner_review: !policy.emergency.enabled,
          require_last_push_approval: true,
          required_approving_review_count: policy.emergency.enabled ? 1 : 2,
          required_review_thread_resolution: true,
          ...(reviewers.length > 0 ? { required_reviewers: reviewers } : {}),
        },
      },
      {
        type: 'required_status_checks',
        parameters: {
          strict_required_status_checks_policy: false,
          required_status_checks: REQUIRED_STATUSES.map((context) => ({
            context,
            ...(integration_id === undefined ? {} : { integration_id }),
          })),
        },
      },
    ],
  };
}

/** The ruleset of the ledger's branch: it only grows (contracts.md 5). */
export function ledgerRuleset(): Ruleset {
  return {
    name: 'sanshen ledger',
    target: 'branch',
    enforcement: 'active',
    bypass_actors: [],
    conditions: { ref_name: { include: ['refs/heads/ledger'], exclude: [] } },
    rules: [{ type: 'deletion' }, { type: 'non_fast_forward' }],
  };
}
