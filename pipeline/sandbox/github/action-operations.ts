import { parse } from 'yaml';
import { notFound, Refusal } from './refusal.ts';
import { apiUrl, type Body, htmlUrl, minimalRepositoryBody, nodeId, userBody } from './repository-bodies.ts';
import { type Answer, type Asked, type Operations, text } from './route.ts';
import type { Artifact, Hub, Run } from './state.ts';

const DEFAULT_PAGE = 30;
const MOST_ON_PAGE = 100;

/** One page of a list that lies in a body beside its length, newest first. */
function paged<Entry>({ query }: Asked, name: string, newestFirst: readonly Entry[], shown: (entry: Entry) => Body): Answer {
  const size = Math.min(Number(query.get('per_page') ?? DEFAULT_PAGE) || DEFAULT_PAGE, MOST_ON_PAGE);
  const start = (Math.max(Number(query.get('page') ?? 1) || 1, 1) - 1) * size;
  return { body: { total_count: newestFirst.length, [name]: newestFirst.slice(start, start + size).map(shown) } };
}

/** GitHub tells a run's end as the time of its last update. */
function runBody(hub: Hub, run: Run): Body {
  const url = `${apiUrl(hub)}/actions/runs/${run.id}`;
  const done = run.completedAt !== null;
  const addresses = {
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    artifacts_url: `${url}/artifacts`,
    workflow_url: `${apiUrl(hub)}/actions/workflows/1`,
  };
  return {
    id: run.id,
    node_id: nodeId('WFR', run.id),
    name: run.workflow,
    path: `.github/workflows/${run.workflow}.yml`,
    display_title: run.workflow,
    event: run.event,
    actor: userBody(hub, run.actor),
    triggering_actor: userBody(hub, run.actor),
    run_attempt: 1,
    head_branch: hub.activity.findLast(({ after }) => after === run.headSha)?.branch ?? null,
    head_sha: run.headSha,
    run_number: 1,
    workflow_id: 1,
    check_suite_id: run.id,
    check_suite_url: `${apiUrl(hub)}/check-suites/${run.id}`,
    status: done ? 'completed' : 'in_progress',
    conclusion: done ? 'success' : null,
    url,
    html_url: `${htmlUrl(hub)}/actions/runs/${run.id}`,
    ...addresses,
    created_at: run.startedAt,
    updated_at: run.completedAt ?? run.startedAt,
    pull_requests: [],
    head_commit: null,
    repository: minimalRepositoryBody(hub),
    head_repository: minimalRepositoryBody(hub),
  };
}

function artifactBody(hub: Hub, { id, name, run, at, expiresAt }: Artifact): Body {
  const url = `${apiUrl(hub)}/actions/artifacts/${id}`;
  return {
    id,
    node_id: nodeId('ART', id),
    name,
    size_in_bytes: 1,
    url,
    archive_download_url: `${url}/zip`,
    expired: Date.parse(hub.clock.now()) >= Date.parse(expiresAt),
    created_at: at,
    updated_at: at,
    expires_at: expiresAt,
    workflow_run: { id: run.id, repository_id: 1, head_repository_id: 1, head_sha: run.headSha },
  };
}

function workflowRun({ hub, params }: Asked): Answer {
  const run = hub.runs.find(({ id }) => id === Number(params.run_id));
  if (!run) throw notFound();
  return { body: runBody(hub, run) };
}

function workflowRuns(asked: Asked): Answer {
  const { hub, params, query } = asked;
  const [head, status] = [query.get('head_sha'), query.get('status')];
  // Like GitHub of a workflow that isn't there: here that is every one that never ran, but for the check.
  const isThere = params.workflow_id === 'check.yml' || hub.runs.some(({ workflow }) => `${workflow}.yml` === params.workflow_id);
  if (!isThere) throw notFound();
  const found = hub.runs.filter(
    ({ workflow, headSha, completedAt }) =>
      `${workflow}.yml` === params.workflow_id &&
      (head === null || headSha === head) &&
      (status === null || (completedAt !== null) === ['completed', 'success'].includes(status)),
  );
  return paged(asked, 'workflow_runs', found.toReversed(), (run) => runBody(hub, run));
}

function artifacts(asked: Asked): Answer {
  const { hub, query } = asked;
  const name = query.get('name');
  const found = hub.artifacts.filter((artifact) => name === null || artifact.name === name);
  return paged(asked, 'artifacts', found.toReversed(), (artifact) => artifactBody(hub, artifact));
}

type Inputs = Record<string, { required?: boolean; default?: string; options?: string[] }>;

/** What a form doesn't take of what was filled in, in the words of answers that public issues quote; `null` where it takes all. */
function refusedInput(form: Inputs, given: Record<string, string>): string | null {
  const unknown = Object.keys(given).filter((name) => !(name in form));
  if (unknown.length > 0) return `Unexpected inputs provided: ${JSON.stringify(unknown)}`;
  for (const [name, { required, default: usual, options }] of Object.entries(form)) {
    const value = given[name];
    if (value === undefined && required && usual === undefined) return `Required input '${name}' not provided`;
    if (value !== undefined && options && !options.includes(value))
      return `Provided value '${value}' for input '${name}' not in the list of allowed values`;
  }
  return null;
}

/** A branch or tag by its short or whole name: of both of one name the branch counts. */
async function refCalled(hub: Hub, name: string): Promise<{ ref: string; sha: string } | null> {
  for (const ref of name.startsWith('refs/') ? [name] : [`refs/heads/${name}`, `refs/tags/${name}`]) {
    const sha = await hub.git.resolve(ref);
    if (sha !== null) return { ref, sha };
  }
  return null;
}

/** Starts a workflow by hand (REST "Create a workflow dispatch event") as it stands on that branch or tag; what follows events runs it. */
async function dispatch(asked: Asked): Promise<Answer> {
  const { hub, viewer, params, body } = asked;
  const name = text(asked, 'ref') ?? '';
  const at = await refCalled(hub, name);
  if (at === null) throw new Refusal(422, `No ref found for: ${name}`);
  const workflow = String(params.workflow_id);
  const file = await hub.git.readAt(at.sha, `.github/workflows/${workflow}`);
  if (file === null) throw notFound();
  const { on } = parse(file.toString('utf8')) as { on: Record<string, { inputs?: Inputs } | null> };
  if (!('workflow_dispatch' in on)) throw new Refusal(422, "Workflow does not have 'workflow_dispatch' trigger");
  const inputs = (body.inputs ?? {}) as Record<string, string>;
  const refused = refusedInput(on.workflow_dispatch?.inputs ?? {}, inputs);
  if (refused !== null) throw new Refusal(422, refused);
  hub.emit({ kind: 'workflow_dispatch', workflow, ...at, actor: viewer.login, inputs });
  return { status: 204, body: {} };
}

/** Operations about the runs of Actions and what they leave behind. */
export const actionOperations: Operations = {
  'get /repos/{owner}/{repo}/actions/artifacts': artifacts,
  'get /repos/{owner}/{repo}/actions/runs/{run_id}': workflowRun,
  'get /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs': workflowRuns,
  'post /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches': dispatch,
};
