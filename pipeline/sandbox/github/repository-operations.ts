import { isWithin, tipOf } from './comparison.ts';
import { notFound, Refusal } from './refusal.ts';
import { apiUrl, type Body, fullUserBody, htmlUrl, nodeId, userBody } from './repository-bodies.ts';
import type { Answer, Asked, Operations } from './route.ts';
import { type Activity, type Hub, type PullThread, pullsOf, type User, WEB_FLOW } from './state.ts';
import { commitOf } from './status-operations.ts';
import { commitBody, pullBody } from './thread-bodies.ts';

function user({ hub, params }: Asked): User {
  const found = [...hub.users, WEB_FLOW].find(({ login }) => login.toLowerCase() === params.username?.toLowerCase());
  if (!found) throw notFound();
  return found;
}

function activityBody(hub: Hub, { id, before, after, branch, at, type, actor }: Activity): Body {
  return {
    id,
    node_id: nodeId('PSH', id),
    before,
    after,
    ref: `refs/heads/${branch}`,
    timestamp: at,
    activity_type: type,
    actor: userBody(hub, actor),
  };
}

function activities({ hub, query }: Asked): Answer {
  const ref = query.get('ref')?.replace(/^refs\/heads\//, '');
  const actor = query.get('actor');
  const type = query.get('activity_type');
  const shownUntil = Date.parse(hub.clock.now()) - hub.activityLag * 1000;
  const found = hub.activity.filter(
    (entry) =>
      Date.parse(entry.at) <= shownUntil &&
      (ref === undefined || entry.branch === ref) &&
      (!actor || entry.actor.login === actor) &&
      (!type || entry.type === type),
  );
  const list = query.get('direction') === 'asc' ? found : found.toReversed();
  return { list, shown: (entry: Activity) => activityBody(hub, entry), cursor: true };
}

async function branch({ hub, params }: Asked): Promise<Answer> {
  const name = params.branch ?? '';
  const sha = await tipOf(hub, name);
  if (sha === null) throw notFound();
  const self = `${apiUrl(hub)}/branches/${name}`;
  const isProtected = name === hub.mainBranch || name === 'ledger';
  return {
    body: {
      name,
      commit: await commitBody(hub, sha),
      _links: { self, html: `${htmlUrl(hub)}/tree/${name}` },
      protected: isProtected,
      protection: { enabled: isProtected },
      protection_url: `${self}/protection`,
    },
  };
}

async function gitRef({ hub, params }: Asked): Promise<Answer> {
  const ref = `refs/${params.ref}`;
  const sha = await hub.git.resolve(ref);
  if (sha === null) throw notFound();
  return {
    body: {
      ref,
      node_id: nodeId('REF', ref),
      url: `${apiUrl(hub)}/git/${ref}`,
      object: { type: 'commit', sha, url: `${apiUrl(hub)}/git/commits/${sha}` },
    },
  };
}

/** The pull request that brought a commit to the main branch, else the open ones that hold it. */
async function pullsOfCommit(asked: Asked): Promise<Answer> {
  const { hub } = asked;
  const sha = await commitOf(asked);
  const list: PullThread[] = [];
  for (const thread of pullsOf(hub, 'all')) {
    const { merged, headSha, baseRef } = thread.pull;
    const base = merged?.baseSha ?? (await tipOf(hub, baseRef)) ?? '';
    if (merged?.sha === sha || ((await isWithin(hub, sha, headSha)) && !(await isWithin(hub, sha, base)))) list.push(thread);
  }
  return { list, shown: (thread: PullThread) => pullBody(hub, thread) };
}

/** Operations about accounts, the repository, its branches and commits. */
export const repositoryOperations: Operations = {
  'get /user': ({ hub, viewer }) => {
    // A token of Actions belongs to an app and can't ask who it is.
    if (viewer.role === 'bot') throw new Refusal(403, 'Resource not accessible by integration');
    return { body: fullUserBody(hub, viewer) };
  },
  'get /users/{username}': (asked) => ({ body: fullUserBody(asked.hub, user(asked)) }),
  'get /repos/{owner}/{repo}/activity': activities,
  'get /repos/{owner}/{repo}/branches/{branch}': branch,
  'get /repos/{owner}/{repo}/commits/{commit_sha}/pulls': pullsOfCommit,
  'get /repos/{owner}/{repo}/git/ref/{ref}': gitRef,
};
