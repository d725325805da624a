import { permissionOf } from '../rights.ts';
import type { BypassActor, Rule, Ruleset } from '../settings.ts';
import type { Hub, User } from '../state.ts';

/** The number of the app of `GITHUB_TOKEN`: github.com's is known, a server of one's own gives it another. */
export const ACTIONS_APPS: Readonly<Record<Hub['edition'], number>> = { 'github.com': 15368, ghes: 3 };

/** Whether an account is the app of `GITHUB_TOKEN`. */
export const isActions = ({ edition }: Hub, { app }: User): boolean => app === ACTIONS_APPS[edition];

/** The numbers that GitHub has for the roles of a repository (@octokit/openapi, repository-ruleset-bypass-actor; terraform-provider-github, "bypass_actors"). */
const ROLES: Record<number, readonly string[]> = { 2: [], 4: ['push'], 5: ['admin'] };

type Bound = (hub: Hub, user: User, actor_id: number | null | undefined) => boolean;

/**
 * Who a bypass actor is (docs "Creating rulesets for a repository", "Granting bypass permissions"). `GITHUB_TOKEN` is never one, whatever is
 * written; an organisation's owners own nothing here.
 */
const ACTORS: Record<BypassActor['actor_type'], Bound> = {
  Team: ({ settings }, { login }, id) => settings.teams.some((team) => team.id === id && team.members.includes(login)),
  Integration: (_, { role, app }, id) => role === 'bot' && app === id,
  RepositoryRole: (hub, user, id) => user.role !== 'bot' && (ROLES[id ?? 0] ?? []).includes(permissionOf(hub, user) ?? ''),
  OrganizationAdmin: () => false,
  DeployKey: (_, { role }) => role === 'deploy-key',
  User: (_, user, id) => user.role !== 'bot' && user.id === id,
};

/** When somebody may pass by a ruleset: a push needs `always` or `exempt`, a merge of a pull request takes `pull_request` too. */
export function bypassOf(hub: Hub, ruleset: Ruleset, user: User): 'never' | 'pull_request' | 'always' {
  if (isActions(hub, user)) return 'never';
  const modes = ruleset.bypass_actors
    .filter(({ actor_type, actor_id }) => ACTORS[actor_type](hub, user, actor_id))
    .map(({ bypass_mode }) => bypass_mode ?? 'always');
  if (modes.some((mode) => mode !== 'pull_request')) return 'always';
  return modes.length > 0 ? 'pull_request' : 'never';
}

/**
 * True if a path fits a pattern: `**` stands for anything, `*` and `?` for all but a slash (fnmatch with File::FNM_PATHNAME, docs "Creating
 * rulesets for a repository").
 */
export function fits(pattern: string, path: string): boolean {
  const source = pattern.replace(/\*\*\/?|[*?]|[\\^$+.()|[\]{}]/g, (part) => {
    if (part.startsWith('**')) return part === '**/' ? '(?:[^]*/)?' : '[^]*';
    if (part === '*') return '[^/]*';
    return part === '?' ? '[^/]' : `\\${part}`;
  });
  return new RegExp(`^${source}$`).test(path);
}

/** What a ruleset may be for here, and how the refs begin that it looks at (schema repository-ruleset, `target`). */
export const TARGETS: Readonly<Record<string, string>> = { branch: 'refs/heads/', tag: 'refs/tags/' };

function names({ conditions }: Ruleset, ref: string, mainBranch: string): boolean {
  const named = (pattern: string): boolean =>
    pattern === '~ALL' || (pattern === '~DEFAULT_BRANCH' ? ref === `refs/heads/${mainBranch}` : fits(pattern, ref));
  const { include = [], exclude = [] } = conditions.ref_name ?? {};
  return include.some(named) && !exclude.some(named);
}

/** The active rulesets for a branch or tag; all that name it add up (docs "About rulesets", rule layering). */
function rulesetsFor({ settings, mainBranch }: Hub, ref: string): Ruleset[] {
  return settings.rulesets.filter(
    (ruleset) => ruleset.enforcement === 'active' && ref.startsWith(TARGETS[ruleset.target] ?? ' ') && names(ruleset, ref, mainBranch),
  );
}

/**
 * The rules that bind somebody, pushing to a branch or tag or merging into it; all where nobody is asked about.
 * @param ref in full: `refs/heads/main`
 */
export function rulesFor(hub: Hub, ref: string, way: 'push' | 'merge', user: User | null): Rule[] {
  const binds = (ruleset: Ruleset): boolean => {
    const bypass = user === null ? 'never' : bypassOf(hub, ruleset, user);
    return bypass === 'never' || (bypass === 'pull_request' && way === 'push');
  };
  return rulesetsFor(hub, ref)
    .filter(binds)
    .flatMap(({ rules }) => rules);
}
