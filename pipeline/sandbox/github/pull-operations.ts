import { type ChangedFile, commitsOf, filesOf, isWithin, tipOf } from './comparison.ts';
import { mergePull } from './merge.ts';
import { moveHead } from './pushes.ts';
import { invalid, notFound, Refusal } from './refusal.ts';
import { userBody } from './repository-bodies.ts';
import { type Answer, type Asked, type Operations, text, texts } from './route.ts';
import { type Hub, note, type PullThread, pullsOf, type Thread } from './state.ts';
import { commitBody, fileBody, fullPullBody, pullBody } from './thread-bodies.ts';

/** The pull request that a request names. */
export function pullOf({ hub, params }: Asked): PullThread {
  const found = pullsOf(hub, 'all').find(({ number }) => number === Number(params.pull_number));
  if (!found) throw notFound();
  return found;
}

async function create(asked: Asked): Promise<Answer> {
  const { hub, viewer } = asked;
  const [headRef = '', headOwner = hub.owner] = (text(asked, 'head') ?? '').split(':').toReversed();
  const fork = headOwner === hub.owner ? null : headOwner;
  const baseRef = text(asked, 'base') ?? '';
  const [headSha, baseSha] = await Promise.all([tipOf(hub, headRef), tipOf(hub, baseRef)]);
  if (headSha === null || (fork && !hub.users.some(({ login }) => login === fork)))
    throw invalid('PullRequest', 'head', `head ${headRef} is invalid`);
  if (baseSha === null) throw invalid('PullRequest', 'base', `base ${baseRef} is invalid`);
  if (await isWithin(hub, headSha, baseSha)) throw invalid('PullRequest', 'head', `No commits between ${baseRef} and ${headRef}`);
  if (pullsOf(hub, 'open').some(({ pull }) => pull.headRef === headRef && pull.baseRef === baseRef)) {
    throw invalid('PullRequest', 'head', `A pull request already exists for ${hub.owner}:${headRef}.`);
  }
  const title = text(asked, 'title');
  if (!title) throw invalid('PullRequest', 'title', "title can't be blank");
  const at = hub.clock.tick();
  const pull = { headRef, headSha, baseRef, draft: asked.body.draft === true, requested: [], fork, autoMerge: null, merged: null };
  const number = hub.threads.length + 1;
  const thread = {
    number,
    title,
    body: text(asked, 'body') ?? '',
    author: viewer,
    open: true,
    labels: [],
    createdAt: at,
    updatedAt: at,
    closedAt: null,
    pull,
  };
  hub.threads.push(thread);
  await moveHead(hub, thread, headSha);
  hub.emit({ kind: 'pull_request', action: 'opened', number, actor: viewer.login });
  return { status: 201, body: await fullPullBody(hub, thread) };
}

/** Closes or opens a thread again; a merged pull request stays closed. */
export function setOpen(hub: Hub, thread: Thread, open: boolean, asked: Asked): void {
  if (open === thread.open) return;
  if (thread.pull?.merged) throw invalid('PullRequest', 'state', 'state cannot be changed. The pull request is merged.');
  const at = hub.clock.tick();
  Object.assign(thread, { open, closedAt: open ? null : at, updatedAt: at });
  const action = open ? 'reopened' : 'closed';
  note(hub, thread.number, action, asked.viewer, at);
  hub.emit({ kind: thread.pull ? 'pull_request' : 'issue', action, number: thread.number, actor: asked.viewer.login });
}

async function update(asked: Asked): Promise<Answer> {
  const { hub, viewer } = asked;
  const thread = pullOf(asked);
  const [title, body, base, state] = [text(asked, 'title'), text(asked, 'body'), text(asked, 'base'), text(asked, 'state')];
  if (base !== undefined && (await tipOf(hub, base)) === null) throw invalid('PullRequest', 'base', 'Proposed base branch was not found');
  thread.title = title ?? thread.title;
  thread.body = body ?? thread.body;
  thread.pull.baseRef = base ?? thread.pull.baseRef;
  if (title !== undefined || body !== undefined || base !== undefined) {
    thread.updatedAt = hub.clock.tick();
    hub.emit({ kind: 'pull_request', action: 'edited', number: thread.number, actor: viewer.login });
  }
  if (state !== undefined) setOpen(hub, thread, state === 'open', asked);
  return { body: await fullPullBody(hub, thread) };
}

function list({ hub, query }: Asked): Answer {
  const state = query.get('state') ?? 'open';
  const [head, base] = [query.get('head'), query.get('base')];
  const found = pullsOf(hub, 'all')
    .filter(({ open }) => state === 'all' || open === (state === 'open'))
    .filter(({ pull }) => (!head || head === `${hub.owner}:${pull.headRef}`) && (!base || base === pull.baseRef));
  const updated = ({ updatedAt }: PullThread): number => Date.parse(updatedAt);
  const sorted = query.get('sort') === 'updated' ? found.toSorted((x, y) => updated(x) - updated(y)) : found;
  return { list: query.get('direction') === 'asc' ? sorted : sorted.toReversed(), shown: (thread: PullThread) => pullBody(hub, thread) };
}

async function requestReviewers(asked: Asked): Promise<Answer> {
  const { hub, viewer } = asked;
  const thread = pullOf(asked);
  const logins = texts(asked, 'reviewers') ?? [];
  for (const login of logins) {
    const user = hub.users.find((other) => other.login.toLowerCase() === login.toLowerCase());
    if (user === thread.author) throw new Refusal(422, 'Review cannot be requested from pull request author.');
    if (!user)
      throw new Refusal(
        422,
        'Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator.',
      );
    if (thread.pull.requested.includes(user.login)) continue;
    thread.pull.requested.push(user.login);
    const requester = userBody(hub, viewer);
    note(hub, thread.number, 'review_requested', viewer, hub.clock.tick(), {
      review_requester: requester,
      requested_reviewer: userBody(hub, user),
    });
  }
  return { status: 201, body: await pullBody(hub, thread) };
}

/** Takes requests back; GitHub says nothing of logins that weren't asked. */
async function removeRequests(asked: Asked): Promise<Answer> {
  const { hub, viewer } = asked;
  const thread = pullOf(asked);
  const logins = (texts(asked, 'reviewers') ?? []).map((login) => login.toLowerCase());
  for (const user of hub.users.filter(({ login }) => logins.includes(login.toLowerCase()) && thread.pull.requested.includes(login))) {
    thread.pull.requested = thread.pull.requested.filter((login) => login !== user.login);
    note(hub, thread.number, 'review_request_removed', viewer, hub.clock.tick(), {
      review_requester: userBody(hub, viewer),
      requested_reviewer: userBody(hub, user),
    });
  }
  return { body: await pullBody(hub, thread) };
}

/** Merges as whoever asks, in the way that the request names. */
async function mergeNow(asked: Asked): Promise<Answer> {
  const { hub, viewer } = asked;
  const [sha, title, message] = [text(asked, 'sha'), text(asked, 'commit_title'), text(asked, 'commit_message')];
  const wish = { by: viewer, method: text(asked, 'merge_method') ?? 'merge', sha, title, message };
  return { body: await mergePull(hub, pullOf(asked), wish) };
}

/** Operations about pull requests. */
export const pullOperations: Operations = {
  'get /repos/{owner}/{repo}/pulls': list,
  'post /repos/{owner}/{repo}/pulls': create,
  'get /repos/{owner}/{repo}/pulls/{pull_number}': async (asked) => ({ body: await fullPullBody(asked.hub, pullOf(asked)) }),
  'patch /repos/{owner}/{repo}/pulls/{pull_number}': update,
  'get /repos/{owner}/{repo}/pulls/{pull_number}/commits': async (asked) => ({
    // GitHub lists 250 commits at most (docs "List commits on a pull request").
    list: (await commitsOf(asked.hub, pullOf(asked))).slice(0, 250),
    shown: (sha: string) => commitBody(asked.hub, sha),
  }),
  'get /repos/{owner}/{repo}/pulls/{pull_number}/files': async (asked) => {
    const thread = pullOf(asked);
    return {
      list: (await filesOf(asked.hub, thread)).slice(0, 3000),
      shown: (file: ChangedFile) => fileBody(asked.hub, thread.pull.headSha, file),
    };
  },
  'put /repos/{owner}/{repo}/pulls/{pull_number}/merge': mergeNow,
  'get /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers': (asked) => {
    const { requested } = pullOf(asked).pull;
    return {
      body: { users: asked.hub.users.filter(({ login }) => requested.includes(login)).map((user) => userBody(asked.hub, user)), teams: [] },
    };
  },
  'post /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers': requestReviewers,
  'delete /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers': removeRequests,
};
