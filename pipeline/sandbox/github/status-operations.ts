import { tipOf } from './comparison.ts';
import { mergeWaiting } from './merge.ts';
import { invalid, notFound, Refusal } from './refusal.ts';
import { apiUrl, minimalRepositoryBody, statusBody, userBody } from './repository-bodies.ts';
import { type Answer, type Asked, type Operations, text } from './route.ts';
import { type CommitComment, newestStatuses, type Status } from './state.ts';
import { commitCommentBody } from './thread-bodies.ts';

/** The commit of a sha, a branch or `heads/<branch>`. */
export async function commitOf({ hub, params }: Asked): Promise<string> {
  const name = params.ref ?? params.sha ?? params.commit_sha ?? '';
  const found = /^[0-9a-f]{40}$/.test(name) ? await hub.git.resolve(name) : await tipOf(hub, name.replace(/^(refs\/)?heads\//, ''));
  if (found === null) throw /^[0-9a-f]{40}$/.test(name) && params.sha ? new Refusal(422, `No commit found for SHA: ${name}`) : notFound();
  return found;
}

async function combinedStatus(asked: Asked): Promise<Answer> {
  const { hub } = asked;
  const sha = await commitOf(asked);
  const statuses = newestStatuses(hub, sha);
  const bad = statuses.some(({ state }) => state === 'failure' || state === 'error');
  const good = statuses.length > 0 && statuses.every(({ state }) => state === 'success');
  const url = `${apiUrl(hub)}/commits/${sha}`;
  const body = {
    state: bad ? 'failure' : good ? 'success' : 'pending',
    sha,
    total_count: statuses.length,
    statuses: statuses.map((status) => statusBody(hub, status)),
  };
  return { body: { ...body, repository: minimalRepositoryBody(hub), commit_url: url, url: `${url}/status` } };
}

/** "A limit of 1000 statuses per sha and context within a repository" (docs "REST API endpoints for commit statuses"). */
const MOST_STATUSES = 1000;

async function createStatus(asked: Asked): Promise<Answer> {
  const { hub, viewer } = asked;
  const sha = await commitOf(asked);
  const state = text(asked, 'state') as Status['state'] | undefined;
  if (state === undefined || !['error', 'failure', 'pending', 'success'].includes(state)) throw new Refusal(422, 'Validation Failed');
  const description = text(asked, 'description') ?? null;
  if (description !== null && [...description].length > 140)
    throw new Refusal(422, 'Validation Failed', ['description is too long (maximum is 140 characters)']);
  const context = text(asked, 'context') ?? 'default';
  if (hub.statuses.filter((one) => one.sha === sha && one.context === context).length >= MOST_STATUSES)
    throw new Refusal(422, 'Validation Failed', ['This SHA and context has reached the maximum number of statuses.']);
  const status: Status = {
    id: hub.nextId(),
    sha,
    context,
    state,
    description,
    url: text(asked, 'target_url') ?? null,
    creator: viewer,
    at: hub.clock.tick(),
  };
  hub.statuses.push(status);
  await mergeWaiting(hub, sha);
  return { status: 201, body: { ...statusBody(hub, status), creator: userBody(hub, viewer) } };
}

async function createCommitComment(asked: Asked): Promise<Answer> {
  const { hub, viewer } = asked;
  const body = text(asked, 'body');
  if (!body) throw invalid('CommitComment', 'body', "body can't be blank");
  const [sha, at] = [await commitOf(asked), hub.clock.tick()];
  const comment: CommitComment = { id: hub.nextId(), sha, user: viewer, body, createdAt: at, updatedAt: at };
  hub.commitComments.push(comment);
  return { status: 201, body: commitCommentBody(hub, comment) };
}

/** Operations about what is said of commits: statuses and comments. */
export const statusOperations: Operations = {
  'get /repos/{owner}/{repo}/commits/{ref}/status': combinedStatus,
  'get /repos/{owner}/{repo}/commits/{ref}/statuses': async (asked) => {
    const sha = await commitOf(asked);
    const list = asked.hub.statuses.filter((status) => status.sha === sha).toReversed();
    return { list, shown: (status: Status) => ({ ...statusBody(asked.hub, status), creator: userBody(asked.hub, status.creator) }) };
  },
  'post /repos/{owner}/{repo}/statuses/{sha}': createStatus,
  'get /repos/{owner}/{repo}/commits/{commit_sha}/comments': async (asked) => {
    const sha = await commitOf(asked);
    const list = asked.hub.commitComments.filter((comment) => comment.sha === sha);
    return { list, shown: (comment: CommitComment) => commitCommentBody(asked.hub, comment) };
  },
  'post /repos/{owner}/{repo}/commits/{commit_sha}/comments': createCommitComment,
};
