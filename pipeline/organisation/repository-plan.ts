import type { Label, MergeSettings, PublishEnvironment, TeamName } from './repository-state.ts';
import type { RulesetDifference } from './ruleset-difference.ts';

/** One change, as the edge makes it (forge/github-settings.ts). */
export type Step =
  | { do: 'merging'; fields: Partial<MergeSettings> }
  | { do: 'create-ruleset'; ruleset: object }
  | { do: 'update-ruleset'; id: number; ruleset: object }
  | { do: 'delete-ruleset'; id: number }
  | { do: 'create-label'; label: Label }
  | { do: 'update-label'; name: string; label: Label }
  | { do: 'environment'; kept: PublishEnvironment['kept']; branches: { add: string | null; remove: number[] } }
  | { do: 'team-access'; slug: string }
  | { do: 'add-member'; slug: string; login: string }
  | { do: 'remove-member'; slug: string; login: string }
  | { do: 'enable-actions'; allowed: string | null }
  | { do: 'workflow-token' };

/** One difference between what 名单与规则 want and what GitHub has. */
export interface PlanEntry {
  /** The same difference has the same id in every run. */
  id: string;
  /** What it is about, in words. */
  what: string;
  action: 'create' | 'update' | 'remove' | 'person-must-do';
  /** What GitHub has; `null`: nothing. */
  before: string | null;
  /** What it is to be, or what the person is to do; `null`: nothing. */
  after: string | null;
  /** The same one by one, where several things of it differ. */
  parts?: RulesetDifference[];
  /** Article, contract or GitHub's document. */
  why: string;
  /** The page on GitHub where a person sees or does it. */
  page: string;
  /** What `setup --apply` does; a person's entry has none. */
  step?: Step;
  /** A member of a managed team that loses it: what the circuit breaker counts. */
  removes?: { team: TeamName; login: string };
}

export interface RepositoryPlan {
  /** Nothing in it: GitHub has what 名单与规则 want. */
  entries: PlanEntry[];
  /** What a person may want to look at; nothing that has to be done. */
  hints: string[];
}
