import { Problem } from '../../problem.ts';
import type { Policy } from '../policy.ts';

/**
 * The statuses without which nothing is merged: the rules about the text, and the three reviews. A check that a called workflow makes is named
 * `calling job / called job` (otterdog.readthedocs.io, "Status Check"); the gate writes its status itself.
 */
const requiredStatuses = ({ program }: Policy): string[] => [program ? 'check / sanshen/check' : 'sanshen/check', 'sanshen/gate'];

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

/** A team by its number, as GitHub's API takes it. @throws Problem `policy/team-not-numeric` */
function teamId(name: string, team: string): number {
  if (/^[1-9]\d*$/.test(team)) return Number(team);
  const message = `github.teams.${name} 写的是 ${team}；应为团队编号，只含数字；请在平台上查到编号后改正，没有团队就删去这一行。`;
  throw new Problem('policy/team-not-numeric', message, { place: 'content/policy.yml' });
}

interface Reviewer {
  file_patterns: string[];
  minimum_approvals: number;
  reviewer: { id: number; type: 'Team' };
}

function teamReviewer(name: string, team: string | undefined): Reviewer[] {
  if (team === undefined) return [];
  return [{ file_patterns: ['content/**'], minimum_approvals: 1, reviewer: { id: teamId(name, team), type: 'Team' } }];
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
          required_status_checks: requiredStatuses(policy).map((context) => ({
            context,
            ...(integration_id === undefined ? {} : { integration_id }),
          })),
        },
      },
    ],
  };
}

function ofLedger(name: string, bypass_actors: object[], rules: Ruleset['rules']): Ruleset {
  const conditions = { ref_name: { include: ['refs/heads/ledger'], exclude: [] } };
  return { name, target: 'branch', enforcement: 'active', bypass_actors, conditions, rules };
}

/** The ruleset of the ledger's branch: it only grows, whoever writes (contracts.md 5). */
export function ledgerRuleset(): Ruleset {
  return ofLedger('sanshen ledger', [], [{ type: 'deletion' }, { type: 'non_fast_forward' }]);
}

/**
 * Who may write the ledger's branch: the publisher's account, as the one member of a team, since a ruleset of a GitHub Enterprise Server
 * names no single user, and never the token of a workflow (docs.github.com, "Available rules for rulesets": Restrict creations, Restrict
 * updates). It stands by itself: in one ruleset with the other, that team could rewrite the branch too.
 * @returns `null` where the policy names no such team
 * @throws Problem `policy/team-not-numeric`
 */
export function ledgerWriterRuleset({ github: { teams } }: Policy): Ruleset | null {
  if (teams.publisher === undefined) return null;
  const writer = { actor_id: teamId('publisher', teams.publisher), actor_type: 'Team', bypass_mode: 'always' };
  return ofLedger('sanshen ledger writer', [writer], [{ type: 'creation' }, { type: 'update' }]);
}

/** Every ruleset that a repository is to have, by the name of its file in `.github/rulesets/`. @throws Problem `policy/team-not-numeric` */
export function rulesets(policy: Policy): Record<string, Ruleset> {
  const writer = ledgerWriterRuleset(policy);
  return { ledger: ledgerRuleset(), ...(writer ? { 'ledger-writer': writer } : {}), main: mainRuleset(policy) };
}
