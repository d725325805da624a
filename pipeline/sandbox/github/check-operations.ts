import { mergeWaiting } from './merge.ts';
import { invalid, notFound, Refusal } from './refusal.ts';
import { apiUrl, type Body, htmlUrl, nodeId, userBody } from './repository-bodies.ts';
import { type Answer, type Asked, type Operations, text } from './route.ts';
import type { CheckRun, Hub, User } from './state.ts';
import { commitOf } from './status-operations.ts';

const EPOCH = '2020-09-16T00:00:00Z';

function appBody(hub: Hub, app: User): Body {
  const page = `${hub.url}/apps/${encodeURIComponent(app.login)}`;
  const texts = { name: app.name, description: null, external_url: page, html_url: page, created_at: EPOCH, updated_at: EPOCH };
  return {
    id: app.app ?? 0,
    node_id: nodeId('A', app.id),
    slug: app.login,
    owner: userBody(hub, app),
    ...texts,
    permissions: {},
    events: [],
  };
}

function checkRunBody(hub: Hub, run: CheckRun): Body {
  const url = `${apiUrl(hub)}/check-runs/${run.id}`;
  const page = `${htmlUrl(hub)}/runs/${run.id}`;
  return {
    id: run.id,
    node_id: nodeId('CR', run.id),
    head_sha: run.sha,
    external_id: '',
    url,
    html_url: page,
    details_url: page,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: { title: run.title, summary: run.summary, text: null, annotations_count: 0, annotations_url: `${url}/annotations` },
    name: run.name,
    check_suite: { id: run.suite },
    app: appBody(hub, run.app),
    pull_requests: [],
  };
}

const CONCLUSIONS = new Set(['success', 'failure', 'neutral', 'cancelled', 'skipped', 'timed_out', 'action_required']);

/** What a request says of a check run; with a conclusion it is completed (@octokit/openapi, Create a check run). */
function said(asked: Asked): Partial<CheckRun> {
  const { body, hub } = asked;
  const conclusion = text(asked, 'conclusion');
  if (conclusion !== undefined && !CONCLUSIONS.has(conclusion)) throw new Refusal(422, 'Validation Failed');
  const status = conclusion === undefined ? (text(asked, 'status') as CheckRun['status'] | undefined) : 'completed';
  if (status === 'completed' && conclusion === undefined) throw invalid('CheckRun', 'conclusion', 'conclusion is required when completed');
  const output = body.output as { title?: string; summary?: string } | undefined;
  return {
    ...(status === undefined ? {} : { status }),
    ...(status === 'completed' ? { conclusion: conclusion ?? null, completedAt: hub.clock.tick() } : {}),
    ...(output ? { title: output.title ?? null, summary: output.summary ?? null } : {}),
  };
}

/** Only an app has check runs; what it makes itself lies in one suite a commit. */
function requireApp({ viewer }: Asked): void {
  if (viewer.role !== 'bot') throw new Refusal(403, 'You must authenticate via a GitHub App.');
}

/** Puts a check run onto a commit. */
export function addCheckRun(hub: Hub, run: Pick<CheckRun, 'sha' | 'name' | 'suite' | 'app'> & Partial<CheckRun>): CheckRun {
  const nothing = { status: 'queued', conclusion: null, title: null, summary: null, completedAt: null } as const;
  const made: CheckRun = { id: hub.nextId(), startedAt: hub.clock.tick(), ...nothing, ...run };
  hub.checkRuns.push(made);
  return made;
}

async function create(asked: Asked): Promise<Answer> {
  requireApp(asked);
  const { hub, viewer } = asked;
  const [name, sha] = [text(asked, 'name'), text(asked, 'head_sha') ?? ''];
  if (!name) throw invalid('CheckRun', 'name', "name can't be blank");
  if ((await hub.git.resolve(sha)) === null) throw new Refusal(422, `No commit found for SHA: ${sha}`);
  const run = addCheckRun(hub, { sha, name, suite: viewer.id, app: viewer, ...said(asked) });
  await mergeWaiting(hub, sha);
  return { status: 201, body: checkRunBody(hub, run) };
}

async function update(asked: Asked): Promise<Answer> {
  requireApp(asked);
  const { hub, viewer, params } = asked;
  const run = hub.checkRuns.find(({ id, app }) => id === Number(params.check_run_id) && app.login === viewer.login);
  if (!run) throw notFound();
  Object.assign(run, said(asked), { name: text(asked, 'name') ?? run.name });
  await mergeWaiting(hub, run.sha);
  return { body: checkRunBody(hub, run) };
}

/** The newest of each name and suite, unless all are asked for (parameter filter). */
async function list(asked: Asked): Promise<Answer> {
  const { hub, query } = asked;
  const sha = await commitOf(asked);
  const named = query.get('check_name');
  const found = hub.checkRuns.filter((run) => run.sha === sha && (named === null || run.name === named));
  const newest = [...new Map(found.map((run) => [`${run.suite} ${run.name}`, run])).values()];
  const shown = query.get('filter') === 'all' ? found : newest;
  return { body: { total_count: shown.length, check_runs: shown.map((run) => checkRunBody(hub, run)) } };
}

/** Operations about the checks of apps. */
export const checkOperations: Operations = {
  'post /repos/{owner}/{repo}/check-runs': create,
  'patch /repos/{owner}/{repo}/check-runs/{check_run_id}': update,
  'get /repos/{owner}/{repo}/commits/{ref}/check-runs': list,
};
