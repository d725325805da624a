import { invalid, notFound, Refusal } from './refusal.ts';
import { apiUrl, type Body, htmlUrl, nodeId, repositoryBody } from './repository-bodies.ts';
import { may } from './rights.ts';
import { type Answer, type Asked, type Operations, text } from './route.ts';
import type { Environment, HubSettings } from './settings.ts';
import type { Hub, Label } from './state.ts';
import { labelBody } from './thread-bodies.ts';

const NONE: Answer = { status: 204, body: {} };
const EPOCH = '2020-09-16T00:00:00Z';

/** "To view merge-related settings, you must have the contents:read and contents:write permissions" (@octokit/openapi, Get a repository). */
function repository(asked: Asked): Answer {
  const body = repositoryBody(asked.hub);
  if (may(asked, { name: 'contents', access: 'write' })) return { body };
  const hidden = Object.keys(asked.hub.settings.merging);
  return { body: Object.fromEntries(Object.entries(body).filter(([key]) => !hidden.includes(key))) };
}

function updateRepository(asked: Asked): Answer {
  const { merging } = asked.hub.settings;
  for (const key of Object.keys(merging) as (keyof HubSettings['merging'])[]) {
    const value = asked.body[key];
    if (typeof value === 'boolean') merging[key] = value;
  }
  return { body: repositoryBody(asked.hub) };
}

function environmentNamed({ hub, params }: Asked): Environment {
  const found = hub.settings.environments.find(({ name }) => name === params.environment_name);
  if (!found) throw notFound();
  return found;
}

function environmentBody(hub: Hub, environment: Environment): Body {
  const { id, name, policy, waitTimer, reviewers, preventSelfReview } = environment;
  const rule = (type: string, more: Body): Body => ({ id, node_id: nodeId('GA', id), type, ...more });
  const asked = reviewers.map(({ type, id: number }) => ({ type, reviewer: { id: number } }));
  return {
    id,
    node_id: nodeId('EN', id),
    name,
    url: `${apiUrl(hub)}/environments/${name}`,
    html_url: `${htmlUrl(hub)}/deployments/activity_log?environments_filter=${name}`,
    ...{ created_at: EPOCH, updated_at: EPOCH },
    protection_rules: [
      ...(waitTimer > 0 ? [rule('wait_timer', { wait_timer: waitTimer })] : []),
      ...(reviewers.length > 0 ? [rule('required_reviewers', { prevent_self_review: preventSelfReview, reviewers: asked })] : []),
      ...(policy ? [rule('branch_policy', {})] : []),
    ],
    deployment_branch_policy: policy,
  };
}

/** What a body leaves out is off, as with GitHub. */
function putEnvironment(asked: Asked): Answer {
  const { hub, params, body } = asked;
  const policy = (body.deployment_branch_policy ?? null) as Environment['policy'];
  if (policy && policy.protected_branches === policy.custom_branch_policies) throw new Refusal(422, 'Validation Failed');
  const known = hub.settings.environments.find(({ name }) => name === params.environment_name);
  const name = params.environment_name as string;
  const environment = known ?? { id: hub.nextId(), name, waitTimer: 0, preventSelfReview: false, reviewers: [], policy, branches: [] };
  if (!known) hub.settings.environments.push(environment);
  environment.policy = policy;
  environment.waitTimer = typeof body.wait_timer === 'number' ? body.wait_timer : 0;
  environment.preventSelfReview = body.prevent_self_review === true;
  environment.reviewers = Array.isArray(body.reviewers) ? (body.reviewers as Environment['reviewers']) : [];
  if (!policy?.custom_branch_policies) environment.branches = [];
  return { body: environmentBody(hub, environment) };
}

const branchBody = ({ id, name, type }: Environment['branches'][number]): Body => ({ id, node_id: nodeId('BP', id), name, type });

function addBranch(asked: Asked): Answer {
  const environment = environmentNamed(asked);
  if (!environment.policy?.custom_branch_policies) throw notFound();
  const name = text(asked, 'name') ?? '';
  if (environment.branches.some((other) => other.name === name)) throw invalid('BranchPolicy', 'name', 'already exists');
  const branch = { id: asked.hub.nextId(), name, type: (text(asked, 'type') ?? 'branch') as 'branch' | 'tag' };
  environment.branches.push(branch);
  return { body: branchBody(branch) };
}

function removeBranch(asked: Asked): Answer {
  const environment = environmentNamed(asked);
  const at = environment.branches.findIndex(({ id }) => id === Number(asked.params.branch_policy_id));
  if (at < 0) throw notFound();
  environment.branches.splice(at, 1);
  return NONE;
}

function labelNamed({ hub, params }: Asked): Label {
  const found = hub.labels.find(({ name }) => name.toLowerCase() === params.name?.toLowerCase());
  if (!found) throw notFound();
  return found;
}

function updateLabel(asked: Asked): Answer {
  const label = labelNamed(asked);
  const [name, color] = [text(asked, 'new_name') ?? label.name, text(asked, 'color') ?? label.color];
  for (const thread of asked.hub.threads) thread.labels = thread.labels.map((one) => (one === label.name ? name : one));
  Object.assign(label, { name, color, description: text(asked, 'description') ?? label.description });
  return { body: labelBody(asked.hub, label) };
}

function deleteLabel(asked: Asked): Answer {
  const label = labelNamed(asked);
  for (const thread of asked.hub.threads) thread.labels = thread.labels.filter((one) => one !== label.name);
  asked.hub.labels.splice(asked.hub.labels.indexOf(label), 1);
  return NONE;
}

function setActions(asked: Asked): Answer {
  const { actions } = asked.hub.settings;
  actions.enabled = asked.body.enabled === true;
  actions.allowed_actions = text(asked, 'allowed_actions') ?? actions.allowed_actions;
  return NONE;
}

function setWorkflowToken(asked: Asked): Answer {
  const { actions } = asked.hub.settings;
  const token = text(asked, 'default_workflow_permissions');
  if (token === 'read' || token === 'write') actions.token = token;
  const { can_approve_pull_request_reviews: mayApprove } = asked.body;
  if (typeof mayApprove === 'boolean') actions.mayApprove = mayApprove;
  return NONE;
}

function pagesBody({ hub }: Asked): Body {
  const { pages } = hub.settings;
  if (pages === null) throw notFound();
  const none = { cname: null, custom_404: false, protected_domain_state: null, pending_domain_unverified_at: null };
  return { url: `${apiUrl(hub)}/pages`, status: null, ...none, build_type: pages, public: true };
}

/** Without a way to build GitHub takes the old one, from a branch. */
function setPages(asked: Asked): void {
  asked.hub.settings.pages = text(asked, 'build_type') === 'workflow' ? 'workflow' : 'legacy';
}

function createPages(asked: Asked): Answer {
  if (asked.hub.settings.pages !== null) throw new Refusal(409, 'GitHub Pages is already enabled.');
  setPages(asked);
  return { status: 201, body: pagesBody(asked) };
}

function updatePages(asked: Asked): Answer {
  pagesBody(asked);
  setPages(asked);
  return NONE;
}

const BRANCHES = '/repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies';

/** Operations about what an administrator sets: merging, environments, labels, Actions. */
export const settingsOperations: Operations = {
  'get /repos/{owner}/{repo}': repository,
  'patch /repos/{owner}/{repo}': updateRepository,
  'get /repos/{owner}/{repo}/actions/permissions': (asked) => {
    const { enabled, allowed_actions } = asked.hub.settings.actions;
    return { body: { enabled, ...(enabled ? { allowed_actions } : {}) } };
  },
  'put /repos/{owner}/{repo}/actions/permissions': setActions,
  'get /repos/{owner}/{repo}/actions/permissions/workflow': (asked) => {
    const { token, mayApprove } = asked.hub.settings.actions;
    return { body: { default_workflow_permissions: token, can_approve_pull_request_reviews: mayApprove } };
  },
  'put /repos/{owner}/{repo}/actions/permissions/workflow': setWorkflowToken,
  'get /repos/{owner}/{repo}/environments/{environment_name}': (asked) => ({ body: environmentBody(asked.hub, environmentNamed(asked)) }),
  'put /repos/{owner}/{repo}/environments/{environment_name}': putEnvironment,
  'get /repos/{owner}/{repo}/pages': (asked) => ({ body: pagesBody(asked) }),
  'post /repos/{owner}/{repo}/pages': createPages,
  'put /repos/{owner}/{repo}/pages': updatePages,
  [`get ${BRANCHES}`]: (asked) => {
    const { branches } = environmentNamed(asked);
    return { body: { total_count: branches.length, branch_policies: branches.map(branchBody) } };
  },
  [`post ${BRANCHES}`]: addBranch,
  [`delete ${BRANCHES}/{branch_policy_id}`]: removeBranch,
  'patch /repos/{owner}/{repo}/labels/{name}': updateLabel,
  'delete /repos/{owner}/{repo}/labels/{name}': deleteLabel,
};
