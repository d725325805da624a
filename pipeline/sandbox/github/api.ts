import type { IncomingMessage, ServerResponse } from 'node:http';
import { accessOperations } from './access-operations.ts';
import { actionOperations } from './action-operations.ts';
import { tipOf } from './comparison.ts';
import { issueEdits, issueOperations } from './issue-operations.ts';
import { autoMergeRefusal } from './merge.ts';
import type { Need } from './permissions.ts';
import { pullOperations } from './pull-operations.ts';
import { notFound, Refusal, refusalBody } from './refusal.ts';
import type { Body } from './repository-bodies.ts';
import { repositoryOperations } from './repository-operations.ts';
import { reviewEdits, reviewOperations } from './review-operations.ts';
import { may, requireRight, type Viewer, viewerOf } from './rights.ts';
import { type Answer, type Asked, matchPath, type Operation, type Operations } from './route.ts';
import { rulesetOperations } from './ruleset-operations.ts';
import { settingsOperations } from './settings-operations.ts';
import { type Hub, newestStatuses, note, type PullThread, pullsOf, type User } from './state.ts';
import { statusOperations } from './status-operations.ts';

/** What a mutation changes; a text is why it doesn't, in GitHub's words. */
type Mutation = (hub: Hub, thread: PullThread, viewer: User, given: Wish) => Promise<string | null> | string | null;

interface Wish {
  method: string | undefined;
  expectedHead: string | undefined;
}

function setDraft(draft: boolean): Mutation {
  const [event, action] = draft
    ? (['convert_to_draft', 'converted_to_draft'] as const)
    : (['ready_for_review', 'ready_for_review'] as const);
  return (hub, thread, viewer) => {
    if (thread.pull.draft === draft) return null;
    thread.pull.draft = draft;
    thread.updatedAt = hub.clock.tick();
    note(hub, thread.number, event, viewer, thread.updatedAt);
    hub.emit({ kind: 'pull_request', action, number: thread.number, actor: viewer.login });
    return null;
  };
}

const enableAutoMerge: Mutation = async (hub, thread, viewer, { method = 'MERGE', expectedHead }) => {
  const { pull } = thread;
  if (expectedHead !== undefined && expectedHead !== pull.headSha) return 'Head branch was modified. Review and try the merge again.';
  const refusal = await autoMergeRefusal(hub, thread, viewer);
  if (refusal !== null) return refusal;
  pull.autoMerge = { by: viewer, method: method === 'SQUASH' ? 'squash' : 'merge' };
  note(hub, thread.number, method === 'SQUASH' ? 'auto_squash_enabled' : 'auto_merge_enabled', viewer, hub.clock.tick());
  return null;
};

const disableAutoMerge: Mutation = (hub, thread, viewer) => {
  if (!thread.pull.autoMerge) return "Can't disable auto-merge for this pull request.";
  thread.pull.autoMerge = null;
  note(hub, thread.number, 'auto_merge_disabled', viewer, hub.clock.tick());
  return null;
};

/** The acts that GitHub offers by GraphQL alone (docs "Mutations"). */
const MUTATIONS: Record<string, Mutation> = {
  markPullRequestReadyForReview: setDraft(false),
  convertPullRequestToDraft: setDraft(true),
  enablePullRequestAutoMerge: enableAutoMerge,
  disablePullRequestAutoMerge: disableAutoMerge,
};

/** Whoever has GitHub merge needs the right to merge himself (docs "Automating Dependabot with GitHub Actions", `gh pr merge --auto`). */
function needsOfMutation(name: string): Need[] {
  const pulls: Need = { name: 'pull-requests', access: 'write' };
  return name.endsWith('AutoMerge') ? [pulls, { name: 'contents', access: 'write' }] : [pulls];
}

/** A value of the mutation's input, wherever it stands: in the query itself or in the variable that it names. */
function inputOf(query: string, variables: Record<string, unknown>, name: string): string | undefined {
  const [, variable, text, word] = new RegExp(`(?<![$\\w])${name}:\\s*(?:\\$(\\w+)|"([^"]*)"|(\\w+))`).exec(query) ?? [];
  const value = variable === undefined ? (text ?? word) : variables[variable];
  return typeof value === 'string' ? value : undefined;
}

const HISTORY_PAGE = 100;
/** The default branch's commits, newest first: read once for each tip. */
const histories = new WeakMap<Hub, { tip: string; commits: string[] }>();

/** The default branch's history with the newest status of a context at each commit (objects Ref, Commit, Status of the GraphQL reference). */
async function history(hub: Hub, { context, after }: Record<string, unknown>): Promise<Body> {
  const tip = (await tipOf(hub, hub.mainBranch)) ?? '';
  const known = histories.get(hub);
  const commits = known?.tip === tip ? known.commits : [...(await hub.git.ancestors(tip))];
  histories.set(hub, { tip, commits });
  const start = Number(after ?? 0);
  const nodes = commits.slice(start, start + HISTORY_PAGE).map((oid) => {
    const statuses = newestStatuses(hub, oid);
    const found = statuses.find((status) => status.context === context);
    return { oid, status: statuses.length === 0 ? null : { context: found ? { description: found.description } : null } };
  });
  const pageInfo = { hasNextPage: start + HISTORY_PAGE < commits.length, endCursor: String(start + HISTORY_PAGE) };
  return { data: { repository: { defaultBranchRef: { target: { oid: tip, history: { nodes, pageInfo } } } } } };
}

/** Resolves a conversation, which is named by its review and its place there. */
function resolveThread(hub: Hub, id: string | undefined): Body {
  const [, review, place] = /^PRRT_(\d+)_(\d+)$/.exec(id ?? '') ?? [];
  const thread = hub.reviews.find((one) => one.id === Number(review))?.threads[Number(place)];
  if (thread) thread.resolved = true;
  const thread_ = thread ? { thread: { id, isResolved: true } } : null;
  return {
    data: { resolveReviewThread: thread_ },
    ...(thread ? {} : { errors: [{ type: 'NOT_FOUND', message: 'Could not resolve to a node with the global id' }] }),
  };
}

/** Answers a GraphQL request: the history of the default branch, or one of the mutations above, by a pull request's node id. */
async function answerGraphql(asked: Viewer & { hub: Hub }, body: Record<string, unknown>): Promise<Body> {
  const { hub, viewer } = asked;
  const query = String(body.query ?? '');
  if (query.includes('resolveReviewThread('))
    return resolveThread(hub, inputOf(query, (body.variables ?? {}) as Record<string, unknown>, 'threadId'));
  if (query.includes('lastEditedAt')) return reviewEdits(hub, (body.variables ?? {}) as Record<string, unknown>);
  if (query.includes('userContentEdits')) return issueEdits(hub, (body.variables ?? {}) as Record<string, unknown>);
  if (query.includes('defaultBranchRef')) return history(hub, (body.variables ?? {}) as Record<string, unknown>);
  const name = Object.keys(MUTATIONS).find((each) => query.includes(`${each}(`));
  if (name === undefined) throw new Refusal(400, 'This query is not supported');
  const failed = (type: string, message: string): Body => ({ data: { [name]: null }, errors: [{ type, path: [name], message }] });
  if (!needsOfMutation(name).every((need) => may(asked, need))) return failed('FORBIDDEN', 'Resource not accessible by integration');
  const input = (key: string) => inputOf(query, (body.variables ?? {}) as Record<string, unknown>, key);
  const thread = pullsOf(hub, 'all').find(({ number }) => input('pullRequestId') === `PR_${number}`);
  if (!thread) return failed('NOT_FOUND', 'Could not resolve to a node with the global id');
  const given = { method: input('mergeMethod'), expectedHead: input('expectedHeadOid') };
  const refusal = await (MUTATIONS[name] as Mutation)(hub, thread, viewer, given);
  if (refusal !== null) return failed('UNPROCESSABLE', refusal);
  return { data: { [name]: { pullRequest: { id: `PR_${thread.number}`, number: thread.number, isDraft: thread.pull.draft } } } };
}

/** Every operation that the local GitHub answers, by GitHub's own name for it. */
export const operations: Operations = {
  ...repositoryOperations,
  ...settingsOperations,
  ...rulesetOperations,
  ...accessOperations,
  ...actionOperations,
  ...statusOperations,
  ...pullOperations,
  ...reviewOperations,
  ...issueOperations,
};

/** Longer templates first, so that `/issues/comments/{comment_id}` isn't taken for an issue's. */
const byLength = Object.entries(operations).toSorted(([a], [b]) => b.split('/').length - a.split('/').length);

function operationOf(method: string, path: string): { name: string; operation: Operation; params: Record<string, string> } {
  for (const [name, operation] of byLength) {
    const [verb = '', template = ''] = name.split(' ');
    const params = verb === method.toLowerCase() ? matchPath(template, path) : null;
    if (params) return { name, operation, params };
  }
  throw notFound();
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Told below, like any body that isn't an object.
  }
  throw new Refusal(400, 'Problems parsing JSON');
}

const MAX_PAGE = 100;

/** One page of a list and its `Link` header: by number, or by cursor where GitHub has cursors (the activity). */
async function pageOf(answer: Extract<Answer, { list: readonly unknown[] }>, url: URL): Promise<{ body: unknown[]; link: string | null }> {
  const size = Math.min(Math.max(Number.parseInt(url.searchParams.get('per_page') ?? '30', 10) || 30, 1), MAX_PAGE);
  const key = answer.cursor ? 'after' : 'page';
  const given = Number.parseInt(url.searchParams.get(key) ?? '', 10);
  const start = answer.cursor ? given || 0 : (Math.max(given || 1, 1) - 1) * size;
  const to = (rel: string, from: number): string => {
    const target = new URL(url);
    target.searchParams.set(key, String(answer.cursor ? from : from / size + 1));
    return `<${target.href}>; rel="${rel}"`;
  };
  const { length } = answer.list;
  const more = start + size < length;
  const links = [
    ...(more ? [to('next', start + size)] : []),
    ...(more && !answer.cursor ? [to('last', Math.floor((length - 1) / size) * size)] : []),
    ...(start > 0 && !answer.cursor ? [to('first', 0), to('prev', start - size)] : []),
  ];
  const entries = answer.list.slice(start, start + size);
  const body = await Promise.all(entries.map((entry) => (answer.shown ? answer.shown(entry as never) : entry)));
  return { body, link: links.length > 0 ? links.join(', ') : null };
}

function authenticated(hub: Hub, request: IncomingMessage): Viewer {
  const header = request.headers.authorization;
  const viewer = viewerOf(hub, header);
  if (!viewer) throw new Refusal(401, header === undefined ? 'Requires authentication' : 'Bad credentials');
  return viewer;
}

/** The path of an operation; a server of one's own has its REST API under `/api/v3` and GraphQL under `/api` (docs "Getting started with the REST API"). */
function pathOf({ edition }: Hub, { pathname }: URL): string {
  if (edition === 'github.com' || pathname === '/api/graphql') return pathname.replace(/^\/api(?=\/graphql$)/, '');
  if (!pathname.startsWith('/api/v3/') || pathname === '/api/v3/graphql') throw notFound();
  return pathname.slice('/api/v3'.length);
}

interface Given {
  status: number;
  body: unknown;
  link: string | null;
  headers?: Readonly<Record<string, string>>;
}

async function answer(hub: Hub, request: IncomingMessage, url: URL): Promise<Given> {
  const { viewer, grants } = authenticated(hub, request);
  const method = request.method ?? 'GET';
  const path = pathOf(hub, url);
  const body = method === 'GET' ? {} : await bodyOf(request);
  if (method === 'POST' && path === '/graphql') {
    return { status: 200, body: await answerGraphql({ hub, viewer, grants }, body), link: null };
  }
  const { name, operation, params } = operationOf(method, path);
  const named = `${params.owner ?? hub.owner}/${params.repo ?? hub.name}`.toLowerCase();
  if (named !== `${hub.owner}/${hub.name}`.toLowerCase()) throw notFound();
  if (params.org !== undefined && params.org.toLowerCase() !== hub.owner.toLowerCase()) throw notFound();
  const asked: Asked = { hub, viewer, grants, params, query: url.searchParams, body };
  requireRight(asked, name);
  const given = await operation(asked);
  if ('list' in given) return { status: 200, ...(await pageOf(given, url)) };
  return { status: given.status ?? 200, body: given.body, link: null };
}

/**
 * Answers a request to the REST API or to GraphQL.
 * @param inOrder runs one thing that changes the hub after the other
 */
export async function serveApi(
  hub: Hub,
  request: IncomingMessage,
  response: ServerResponse,
  inOrder: (work: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const url = new URL(request.url ?? '/', hub.url);
  let given: Given = { status: 500, body: { message: 'Server Error' }, link: null };
  const work = async (): Promise<void> => {
    given = await answer(hub, request, url);
  };
  try {
    await (request.method === 'GET' ? work() : inOrder(work));
  } catch (error) {
    if (error instanceof Refusal) given = { status: error.status, body: refusalBody(error), link: null, headers: error.headers };
    else
      given = {
        status: 500,
        body: { message: error instanceof Error ? error.message : 'Server Error', documentation_url: '', status: '500' },
        link: null,
      };
  }
  response.writeHead(given.status, {
    'content-type': 'application/json; charset=utf-8',
    date: new Date(hub.clock.now()).toUTCString(),
    ...(given.link === null ? {} : { link: given.link }),
    ...(hub.edition === 'ghes' ? { 'x-github-enterprise-version': '3.17.0' } : {}),
    ...given.headers,
  });
  response.end(given.status === 204 ? undefined : JSON.stringify(given.body));
}
