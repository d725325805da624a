import { Refusal } from './refusal.ts';
import type { Asked } from './route.ts';
import type { Hub, PullThread, User } from './state.ts';

/** A ruleset as it is stored: what came in, with GitHub's defaults filled in. */
export interface Ruleset {
  id: number;
  name: string;
  target: string;
  enforcement: string;
  bypass_actors: unknown[];
  conditions: { ref_name?: { include: string[]; exclude: string[] } };
  rules: { type: string; parameters?: Record<string, unknown> }[];
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
}

/** The settings of a new repository. Its organisation has the teams already: they are asked for by number. */
export function newSettings(options: {
  allowAutoMerge?: boolean | undefined;
  teams?: { id: number; slug: string }[] | undefined;
}): HubSettings {
  return {
    merging: {
      allow_squash_merge: true,
      allow_merge_commit: true,
      allow_rebase_merge: true,
      allow_auto_merge: options.allowAutoMerge ?? false,
      delete_branch_on_merge: false,
    },
    rulesets: [],
    environments: [],
    teams: (options.teams ?? []).map(({ id, slug }) => ({ id, slug, members: [], permission: null })),
    access: new Map(),
    actions: { enabled: true, allowed_actions: 'all', token: 'read', mayApprove: false },
  };
}

/** What an account may do with the repository; `null` for none. A team gives what it has. */
export function permissionOf({ settings }: Hub, { login, role }: User): Permission | null {
  const own = settings.access.has(login) ? (settings.access.get(login) ?? null) : role === 'admin' ? 'admin' : 'push';
  const teams = settings.teams.filter(({ members }) => members.includes(login)).map(({ permission }) => permission);
  return (['admin', 'push', 'pull'] as const).find((one) => own === one || teams.includes(one)) ?? null;
}

/** Only administrators change settings; a program's token, as Actions has, never does. */
export function requireAdmin({ hub, viewer }: Asked): void {
  if (viewer.role === 'bot') throw new Refusal(403, 'Resource not accessible by integration');
  if (permissionOf(hub, viewer) !== 'admin') throw new Refusal(403, 'Must have admin rights to Repository.');
}

/** Settings are shown to administrators and, here, to programs, so that `doctor` and `setup` can look without a person's token. */
export function seesSettings({ hub, viewer }: Asked): boolean {
  return viewer.role === 'bot' || permissionOf(hub, viewer) === 'admin';
}

/** @throws Refusal 403 */
export function requireSight(asked: Asked): void {
  if (!seesSettings(asked)) throw new Refusal(403, 'Must have admin rights to Repository.');
}

/** The statuses without which a pull request isn't merged: the server's own, and those of Sanshen's active rulesets for its base. */
export function requiredStatusesOf(hub: Hub, { pull }: Pick<PullThread, 'pull'>): string[] {
  const rules = hub.settings.rulesets
    .filter(({ name, enforcement }) => name.startsWith('sanshen ') && enforcement === 'active')
    .filter(({ conditions }) => conditions.ref_name?.include.includes(`refs/heads/${pull.baseRef}`))
    .flatMap(({ rules }) => rules.filter(({ type }) => type === 'required_status_checks'));
  const contexts = rules.flatMap(({ parameters }) => (parameters?.required_status_checks ?? []) as { context: string }[]);
  return [...new Set([...hub.requiredStatuses, ...contexts.map(({ context }) => context)])];
}
