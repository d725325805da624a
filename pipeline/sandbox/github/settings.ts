/** Who isn't bound by a ruleset: `exempt` is `always`, without a word (schema repository-ruleset-bypass-actor). */
export interface BypassActor {
  actor_id?: number | null;
  actor_type: 'Team' | 'Integration' | 'RepositoryRole' | 'OrganizationAdmin' | 'DeployKey' | 'User';
  bypass_mode?: 'always' | 'pull_request' | 'exempt';
}

export interface Rule {
  type: string;
  parameters?: Record<string, unknown>;
}

/** A ruleset as an administrator writes it. */
export interface NewRuleset {
  name: string;
  target: string;
  enforcement: string;
  bypass_actors: BypassActor[];
  conditions: { ref_name?: { include: string[]; exclude: string[] } };
  rules: Rule[];
}

/** A ruleset as it is stored: what came in, with GitHub's defaults filled in. */
export interface Ruleset extends NewRuleset {
  id: number;
  at: string;
}

export interface Environment {
  id: number;
  name: string;
  waitTimer: number;
  preventSelfReview: boolean;
  reviewers: { type: 'User' | 'Team'; id: number }[];
  policy: { protected_branches: boolean; custom_branch_policies: boolean } | null;
  branches: { id: number; name: string; type: 'branch' | 'tag' }[];
}

export type Permission = 'pull' | 'push' | 'admin';

export interface Team {
  id: number;
  slug: string;
  members: string[];
  /** On the repository; `null`: none. */
  permission: Permission | null;
}

/** What an administrator sets on a repository and its organisation. */
export interface HubSettings {
  merging: Record<
    'allow_squash_merge' | 'allow_merge_commit' | 'allow_rebase_merge' | 'allow_auto_merge' | 'delete_branch_on_merge',
    boolean
  >;
  rulesets: Ruleset[];
  environments: Environment[];
  teams: Team[];
  /** Where it isn't what the account's role says; `null`: no access any more. */
  access: Map<string, Permission | null>;
  actions: { enabled: boolean; allowed_actions: string; token: 'read' | 'write'; mayApprove: boolean };
  /** How Pages are built; `null`: switched off. */
  pages: 'workflow' | 'legacy' | null;
}

/** The settings of a new repository. Its organisation has the teams already: they are asked for by number. */
export function newSettings(options: {
  allowAutoMerge?: boolean | undefined;
  teams?: { id: number; slug: string; members?: string[] }[] | undefined;
  rulesets?: Ruleset[];
}): HubSettings {
  return {
    merging: {
      allow_squash_merge: true,
      allow_merge_commit: true,
      allow_rebase_merge: true,
      allow_auto_merge: options.allowAutoMerge ?? false,
      delete_branch_on_merge: false,
    },
    rulesets: options.rulesets ?? [],
    environments: [],
    teams: (options.teams ?? []).map(({ members = [], ...team }) => ({ ...team, members: [...members], permission: null })),
    access: new Map(),
    actions: { enabled: true, allowed_actions: 'all', token: 'read', mayApprove: false },
    pages: null,
  };
}
