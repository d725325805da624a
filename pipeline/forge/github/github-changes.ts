import type { Step } from '../../organisation/repository/repository-plan.ts';
import { type GithubOptions, type Octokit, openOctokit, ownerAndName } from './octokit.ts';

type Of = ReturnType<typeof ownerAndName>;
type NewRuleset = Parameters<Octokit['repos']['createRepoRuleset']>[0];

async function makeEnvironment(octokit: Octokit, of: Of, { name, kept, branches }: Extract<Step, { do: 'environment' }>): Promise<void> {
  const named = { ...of, environment_name: name };
  await octokit.repos.createOrUpdateEnvironment({
    ...named,
    // What is left out is off, and smaller plans refuse even to be told so.
    ...(kept.wait_timer > 0 ? { wait_timer: kept.wait_timer } : {}),
    ...(kept.prevent_self_review ? { prevent_self_review: true } : {}),
    ...(kept.reviewers.length > 0 ? { reviewers: kept.reviewers } : {}),
    deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
  });
  if (branches.add !== null) await octokit.repos.createDeploymentBranchPolicy({ ...named, name: branches.add, type: 'branch' });
  for (const id of branches.remove) await octokit.repos.deleteDeploymentBranchPolicy({ ...named, branch_policy_id: id });
}

function enableActions(octokit: Octokit, of: Of, allowed: string | null): Promise<unknown> {
  type Allowed = NonNullable<Parameters<Octokit['actions']['setGithubActionsPermissionsRepository']>[0]>['allowed_actions'];
  const kept = allowed === null ? {} : { allowed_actions: allowed as NonNullable<Allowed> };
  return octokit.actions.setGithubActionsPermissionsRepository({ ...of, enabled: true, ...kept });
}

async function changeAccess(octokit: Octokit, of: Of, step: Extract<Step, { slug: string }>): Promise<void> {
  const team = { org: of.owner, team_slug: step.slug };
  if (step.do === 'team-access') await octokit.teams.addOrUpdateRepoPermissionsInOrg({ ...team, ...of, permission: 'push' });
  else if (step.do === 'add-member') await octokit.teams.addOrUpdateMembershipForUserInOrg({ ...team, username: step.login });
  else await octokit.teams.removeMembershipForUserInOrg({ ...team, username: step.login });
}

async function make(octokit: Octokit, of: Of, step: Step): Promise<unknown> {
  switch (step.do) {
    case 'merging':
      return octokit.repos.update({ ...of, ...step.fields });
    case 'create-ruleset':
      return octokit.repos.createRepoRuleset({ ...of, ...step.ruleset } as NewRuleset);
    case 'update-ruleset':
      return octokit.repos.updateRepoRuleset({ ...of, ruleset_id: step.id, ...step.ruleset } as { ruleset_id: number } & NewRuleset);
    case 'delete-ruleset':
      return octokit.repos.deleteRepoRuleset({ ...of, ruleset_id: step.id });
    case 'create-label':
      return octokit.issues.createLabel({ ...of, ...step.label });
    case 'update-label':
      return octokit.issues.updateLabel({ ...of, ...step.label, name: step.name, new_name: step.label.name });
    case 'environment':
      return makeEnvironment(octokit, of, step);
    case 'enable-actions':
      return enableActions(octokit, of, step.allowed);
    case 'workflow-token': {
      const least = { default_workflow_permissions: 'read', can_approve_pull_request_reviews: false } as const;
      return octokit.actions.setGithubActionsDefaultWorkflowPermissionsRepository({ ...of, ...least });
    }
    case 'create-pages':
      return octokit.repos.createPagesSite({ ...of, build_type: 'workflow' });
    case 'update-pages':
      return octokit.repos.updateInformationAboutPagesSite({ ...of, build_type: 'workflow' });
    default:
      return changeAccess(octokit, of, step);
  }
}

/**
 * Makes one change of a plan (organisation/repository/plan-repository.ts). It is tried once; the same one twice does no harm.
 * @throws Problem `github/…`
 */
export async function makeChange(options: GithubOptions, step: Step, octokit = openOctokit(options)): Promise<void> {
  await make(octokit, ownerAndName(options.repository), step);
}
