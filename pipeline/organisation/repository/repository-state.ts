/**
 * What a repository on GitHub has, as far as 名单与规则 have a say in it. `null` anywhere means that the token couldn't read it, which is
 * never the same as "isn't there" (`'none'`).
 */
export interface RepositoryState {
  /** `owner/name` */
  repository: string;
  /** In a browser, no slash at the end. */
  webUrl: string;
  /** Teams belong to organisations only. */
  ownedByOrganisation: boolean;
  defaultBranch: string;
  merging: MergeSettings | null;
  rulesets: StoredRuleset[] | null;
  labels: Label[] | null;
  environment: PublishEnvironment | 'none' | null;
  intakeEnvironment: PublishEnvironment | 'none' | null;
  teams: Record<TeamName, TeamState | 'none' | 'unnamed' | null>;
  /** Everybody with access, organisation owners included. */
  access: Access[] | null;
  codeowners: CodeownersFault[] | 'none' | null;
  actions: ActionsSettings | null;
  pages: PagesState | null;
  pagesEnvironment: PublishEnvironment | 'none' | 'unasked' | null;
}

/**
 * GitHub Pages: deployed by a workflow, or from a branch; `no-artifacts` on a GitHub Enterprise Server, whose artifacts the deploying
 * actions don't know (README of actions/upload-artifact); `unasked` where the website goes elsewhere.
 */
export type PagesState = 'workflow' | 'branch' | 'none' | 'no-artifacts' | 'unasked';

/** The keys of `policy.github.teams`. */
export type TeamName = 'office' | 'leaders' | 'publisher';

export interface MergeSettings {
  allow_squash_merge: boolean;
  allow_merge_commit: boolean;
  allow_rebase_merge: boolean;
  allow_auto_merge: boolean;
  delete_branch_on_merge: boolean;
}

/** A ruleset as GitHub's API gives it, defaults filled in; without `bypass_actors` the token may not see who passes by. */
export interface StoredRuleset {
  id: number;
  name: string;
  [member: string]: unknown;
}

export interface Label {
  name: string;
  color: string;
  description: string;
}

/** The environment `publish`, that of intake, or that of Pages. What the settings have no say in (waiting time, reviewers) is kept as it is. */
export interface PublishEnvironment {
  kept: { wait_timer: number; prevent_self_review: boolean; reviewers: { type: 'User' | 'Team'; id: number }[] };
  /** From where it may be used: everywhere, from protected branches, or from these. */
  from: 'anywhere' | 'protected' | { id: number; name: string; type: 'branch' | 'tag' }[];
}

export interface Member {
  login: string;
  id: number;
}

export interface TeamState {
  slug: string;
  members: Member[];
  /** Logins that were asked and haven't accepted. */
  invited: string[];
  canWrite: boolean;
}

export interface Access extends Member {
  canWrite: boolean;
}

export interface CodeownersFault {
  line: number;
  kind: string;
  source: string;
}

export interface ActionsSettings {
  enabled: boolean;
  /** What Actions may run; kept as it is. */
  allowed: string | null;
  /** The token of a workflow that asks for nothing. */
  token: 'read' | 'write';
  mayApprove: boolean;
}
