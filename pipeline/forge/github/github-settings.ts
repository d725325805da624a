import { isOwnRuleset } from '../../organisation/generated/ruleset.ts';
import { deliveryOf, type Policy } from '../../organisation/policy.ts';
import { INTAKE_ENVIRONMENT, PAGES_ENVIRONMENT, PUBLISH_ENVIRONMENT } from '../../organisation/repository/plan-repository.ts';
import type {
  ActionsSettings,
  CodeownersFault,
  MergeSettings,
  PublishEnvironment,
  RepositoryState,
  StoredRuleset,
  TeamState,
} from '../../organisation/repository/repository-state.ts';
import { Problem } from '../../problem.ts';
import { isAbsent } from './github-problem.ts';
import { type GithubOptions, type Octokit, openOctokit, ownerAndName } from './octokit.ts';

type Of = ReturnType<typeof ownerAndName>;
type Repository = Awaited<ReturnType<Octokit['repos']['get']>>['data'];

/** `null` for what the token may not read; the rest is a `Problem`. */
async function readable<Value>(asked: Promise<Value>): Promise<Value | null> {
  return asked.catch((error: unknown) => {
    if (isAbsent(error)) return null;
    throw error;
  });
}

/** `'none'` for what isn't there. */
async function orNone<Value>(asked: Promise<Value>): Promise<Value | 'none'> {
  return asked.catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'github/not-found') return 'none' as const;
    throw error;
  });
}

function mergingOf(data: Repository): MergeSettings | null {
  const { allow_squash_merge, allow_merge_commit, allow_rebase_merge, allow_auto_merge, delete_branch_on_merge } = data;
  // Shown only to a token that may read and write contents.
  if (allow_squash_merge === undefined || allow_merge_commit === undefined || allow_rebase_merge === undefined) return null;
  const others = { allow_auto_merge: allow_auto_merge === true, delete_branch_on_merge: delete_branch_on_merge === true };
  return { allow_squash_merge, allow_merge_commit, allow_rebase_merge, ...others };
}

async function rulesetsOf(octokit: Octokit, of: Of): Promise<StoredRuleset[]> {
  const listed = await octokit.paginate(octokit.repos.getRepoRulesets, { ...of, includes_parents: false, per_page: 100 });
  const own = listed.filter(({ name }) => isOwnRuleset(name));
  const whole = own.map(({ id }) => octokit.repos.getRepoRuleset({ ...of, ruleset_id: id, includes_parents: false }));
  return (await Promise.all(whole)).map(({ data }) => ({ ...data }));
}

async function branchesOf(octokit: Octokit, of: Of, environment_name: string): Promise<Extract<PublishEnvironment['from'], object>> {
  const environment = { ...of, environment_name, per_page: 100 };
  const found = await octokit.paginate(octokit.repos.listDeploymentBranchPolicies, environment);
  return found.map(({ id, name, type }) => ({ id: id ?? 0, name: name ?? '', type: type ?? 'branch' }));
}

async function environmentOf(octokit: Octokit, of: Of, environment_name: string): Promise<PublishEnvironment> {
  const { data } = await octokit.repos.getEnvironment({ ...of, environment_name });
  const kept: PublishEnvironment['kept'] = { wait_timer: 0, prevent_self_review: false, reviewers: [] };
  for (const rule of data.protection_rules ?? []) {
    if ('wait_timer' in rule) kept.wait_timer = rule.wait_timer ?? 0;
    if (!('reviewers' in rule)) continue;
    kept.prevent_self_review = rule.prevent_self_review === true;
    kept.reviewers = (rule.reviewers ?? []).flatMap(({ type, reviewer }) => (type && reviewer?.id ? [{ type, id: reviewer.id }] : []));
  }
  const policy = data.deployment_branch_policy;
  if (!policy) return { kept, from: 'anywhere' };
  return { kept, from: policy.protected_branches ? 'protected' : await branchesOf(octokit, of, environment_name) };
}

async function teamOf(octokit: Octokit, of: Of, number: string): Promise<TeamState | 'none'> {
  const teams = await octokit.paginate(octokit.teams.list, { org: of.owner, per_page: 100 });
  const team = teams.find(({ id }) => String(id) === number);
  if (!team) return 'none';
  const named = { org: of.owner, team_slug: team.slug, per_page: 100 };
  const [members, invitations, withAccess] = await Promise.all([
    octokit.paginate(octokit.teams.listMembersInOrg, named),
    orNone(octokit.paginate(octokit.teams.listPendingInvitationsInOrg, named)),
    octokit.paginate(octokit.repos.listTeams, { ...of, per_page: 100 }),
  ]);
  return {
    slug: team.slug,
    members: members.map(({ login, id }) => ({ login, id })),
    // A GitHub Enterprise Server knows no invitations (not in its OpenAPI description, 3.17 to 3.19): whoever is added is a member at once.
    invited: invitations === 'none' ? [] : invitations.flatMap(({ login }) => (login ? [login] : [])),
    canWrite: withAccess.find(({ id }) => id === team.id)?.permissions?.push === true,
  };
}

async function actionsOf(octokit: Octokit, of: Of): Promise<ActionsSettings> {
  const [{ data }, { data: token }] = await Promise.all([
    octokit.actions.getGithubActionsPermissionsRepository(of),
    octokit.actions.getGithubActionsDefaultWorkflowPermissionsRepository(of),
  ]);
  return {
    enabled: data.enabled,
    allowed: data.allowed_actions ?? null,
    token: token.default_workflow_permissions,
    mayApprove: token.can_approve_pull_request_reviews,
  };
}

/** Pages, and the environment that jobs deploy by. */
async function pagesOf(
  octokit: Octokit,
  of: Of,
  policy: Policy,
  apiUrl: string,
): Promise<Pick<RepositoryState, 'pages' | 'pagesEnvironment'>> {
  if (deliveryOf(policy) !== 'pages') return { pages: 'unasked', pagesEnvironment: 'unasked' };
  // The address of a GitHub Enterprise Server's API, and of no other.
  if (apiUrl.replace(/(?<!\/)\/+$/, '').endsWith('/api/v3')) return { pages: 'no-artifacts', pagesEnvironment: 'unasked' };
  const [found, pagesEnvironment] = await Promise.all([
    readable(orNone(octokit.repos.getPages(of))),
    readable(orNone(environmentOf(octokit, of, PAGES_ENVIRONMENT))),
  ]);
  if (found === null || found === 'none') return { pages: found, pagesEnvironment };
  return { pages: found.data.build_type === 'workflow' ? 'workflow' : 'branch', pagesEnvironment };
}

/**
 * Reads everything about the repository that 名单与规则 have a say in; what the token may not read is `null`.
 * @throws Problem `github/…` where the repository itself can't be read, or GitHub can't be reached
 */
export async function readRepositoryState(
  options: GithubOptions,
  policy: Policy,
  octokit = openOctokit(options),
): Promise<RepositoryState> {
  const of = ownerAndName(options.repository);
  const { branch, github } = policy;
  const { data } = await octokit.repos.get(of);
  const ownedByOrganisation = data.owner.type === 'Organization';
  const team = async (number: string | undefined): Promise<TeamState | 'none' | 'unnamed' | null> => {
    if (number === undefined) return 'unnamed';
    return ownedByOrganisation ? readable(teamOf(octokit, of, number)) : 'none';
  };
  const faults = async (): Promise<CodeownersFault[]> => {
    const { errors } = (await octokit.repos.codeownersErrors({ ...of, ref: branch })).data;
    return errors.map(({ line, kind, source }) => ({ line, kind, source: source ?? '' }));
  };
  const labels = octokit.paginate(octokit.issues.listLabelsForRepo, { ...of, per_page: 100 });
  const collaborators = octokit.paginate(octokit.repos.listCollaborators, { ...of, affiliation: 'all', per_page: 100 });
  const [rulesets, listed, environment, intakeEnvironment, office, leaders, publisher, everybody, codeowners, actions, pages] =
    await Promise.all([
      readable(rulesetsOf(octokit, of)),
      readable(labels),
      readable(orNone(environmentOf(octokit, of, PUBLISH_ENVIRONMENT))),
      readable(orNone(environmentOf(octokit, of, INTAKE_ENVIRONMENT))),
      team(github.teams.office),
      team(github.teams.leaders),
      team(github.teams.publisher),
      readable(collaborators),
      readable(orNone(faults())),
      readable(actionsOf(octokit, of)),
      pagesOf(octokit, of, policy, options.apiUrl),
    ]);
  return {
    repository: data.full_name,
    webUrl: data.html_url,
    ownedByOrganisation,
    defaultBranch: data.default_branch,
    merging: mergingOf(data),
    rulesets,
    labels: listed?.map(({ name, color, description }) => ({ name, color, description: description ?? '' })) ?? null,
    environment,
    intakeEnvironment,
    teams: { office, leaders, publisher },
    access: everybody?.map(({ login, id, permissions }) => ({ login, id, canWrite: permissions?.push === true })) ?? null,
    codeowners,
    actions,
    ...pages,
  };
}
