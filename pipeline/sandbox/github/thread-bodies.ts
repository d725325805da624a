import { baseShaOf, type ChangedFile, commitsOf, filesOf, mergedTree } from './comparison.ts';
import { apiUrl, type Body, htmlUrl, nodeId, repositoryBody, userBody } from './repository-bodies.ts';
import {
  type Comment,
  type CommitComment,
  type Hub,
  type Label,
  type PullThread,
  type Review,
  type Thread,
  type TimelineEvent,
  type User,
  userByEmail,
} from './state.ts';

const ASSOCIATION = 'MEMBER';

export function labelBody(hub: Hub, label: Label): Body {
  const { id, name, color, description } = label;
  return {
    id,
    node_id: nodeId('LA', id),
    url: `${apiUrl(hub)}/labels/${encodeURIComponent(name)}`,
    name,
    color,
    description: description ?? '',
    default: false,
  };
}

function labelsOf(hub: Hub, thread: Thread): Body[] {
  return hub.labels.filter(({ name }) => thread.labels.includes(name)).map((label) => labelBody(hub, label));
}

export function issueBody(hub: Hub, thread: Thread): Body {
  const url = `${apiUrl(hub)}/issues/${thread.number}`;
  const page = `${htmlUrl(hub)}/${thread.pull ? 'pull' : 'issues'}/${thread.number}`;
  return {
    id: thread.number,
    node_id: nodeId('I', thread.number),
    number: thread.number,
    url,
    repository_url: apiUrl(hub),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: page,
    title: thread.title,
    body: thread.body,
    user: userBody(hub, thread.author),
    labels: labelsOf(hub, thread),
    state: thread.open ? 'open' : 'closed',
    locked: false,
    assignee: null,
    milestone: null,
    comments: hub.comments.filter(({ number }) => number === thread.number).length,
    author_association: ASSOCIATION,
    created_at: thread.createdAt,
    updated_at: thread.updatedAt,
    closed_at: thread.closedAt,
    ...(thread.pull
      ? {
          pull_request: {
            url: `${apiUrl(hub)}/pulls/${thread.number}`,
            html_url: page,
            diff_url: `${page}.diff`,
            patch_url: `${page}.patch`,
            merged_at: thread.pull.merged?.at ?? null,
          },
        }
      : {}),
  };
}

export function commentBody(hub: Hub, comment: Comment): Body {
  return {
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    url: `${apiUrl(hub)}/issues/comments/${comment.id}`,
    html_url: `${htmlUrl(hub)}/issues/${comment.number}#issuecomment-${comment.id}`,
    issue_url: `${apiUrl(hub)}/issues/${comment.number}`,
    body: comment.body,
    user: userBody(hub, comment.user),
    author_association: ASSOCIATION,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
  };
}

export function commitCommentBody(hub: Hub, { id, sha, user, body, createdAt, updatedAt }: CommitComment): Body {
  return {
    ...{ id, body, node_id: nodeId('CC', id), commit_id: sha, path: null, position: null, line: null },
    url: `${apiUrl(hub)}/comments/${id}`,
    html_url: `${htmlUrl(hub)}/commit/${sha}#commitcomment-${id}`,
    user: userBody(hub, user),
    author_association: ASSOCIATION,
    ...{ created_at: createdAt, updated_at: updatedAt },
  };
}

/** One side of a pull request; a fork is told apart by its owner. */
function side(hub: Hub, ref: string, sha: string, owner: User): Body {
  const repository = repositoryBody(hub);
  const own = owner.login === hub.owner;
  const repo = own
    ? repository
    : { ...repository, id: 1_000_000 + owner.id, full_name: `${owner.login}/${hub.name}`, owner: userBody(hub, owner), fork: true };
  return { label: `${owner.login}:${ref}`, ref, sha, repo, user: userBody(hub, owner) };
}

function autoMergeBody(hub: Hub, { pull, title }: PullThread): Body | null {
  if (!pull.autoMerge) return null;
  const { by, method } = pull.autoMerge;
  return { enabled_by: userBody(hub, by), merge_method: method, commit_title: title, commit_message: '' };
}

/** Schema pull-request-simple, as lists have it. */
export async function pullBody(hub: Hub, thread: PullThread): Promise<Body> {
  const { pull } = thread;
  const url = `${apiUrl(hub)}/pulls/${thread.number}`;
  const { html_url, repository_url: _, events_url: __, labels_url: ___, pull_request: ____, ...issue } = issueBody(hub, thread);
  const owner: User = { login: hub.owner, id: 1, token: '', name: hub.owner, email: '', role: 'admin' };
  const addresses = {
    comments_url: issue.comments_url as string,
    commits_url: `${url}/commits`,
    diff_url: `${html_url}.diff`,
    issue_url: issue.url as string,
    patch_url: `${html_url}.patch`,
    review_comment_url: `${url}/comments{/number}`,
    review_comments_url: `${url}/comments`,
    statuses_url: `${apiUrl(hub)}/statuses/${pull.headSha}`,
  };
  return {
    ...issue,
    id: thread.number,
    node_id: nodeId('PR', thread.number),
    url,
    html_url,
    ...addresses,
    _links: {
      self: { href: url },
      html: { href: html_url },
      issue: { href: addresses.issue_url },
      comments: { href: addresses.comments_url },
      review_comments: { href: addresses.review_comments_url },
      review_comment: { href: addresses.review_comment_url },
      commits: { href: addresses.commits_url },
      statuses: { href: addresses.statuses_url },
    },
    draft: pull.draft,
    assignees: [],
    requested_reviewers: hub.users.filter(({ login }) => pull.requested.includes(login)).map((user) => userBody(hub, user)),
    requested_teams: [],
    base: side(hub, pull.baseRef, await baseShaOf(hub, thread), owner),
    head: side(hub, pull.headRef, pull.headSha, hub.users.find(({ login }) => login === pull.fork) ?? owner),
    merge_commit_sha: pull.merged?.sha ?? null,
    merged_at: pull.merged?.at ?? null,
    auto_merge: autoMergeBody(hub, thread),
  };
}

/** Schema pull-request: the simple one, what it changes, and whether it could be merged. */
export async function fullPullBody(hub: Hub, thread: PullThread): Promise<Body> {
  const { pull } = thread;
  const [commits, files, base] = await Promise.all([commitsOf(hub, thread), filesOf(hub, thread), baseShaOf(hub, thread)]);
  const mergeable = pull.merged ? null : (await mergedTree(hub, base, pull.headSha)) !== null;
  const sum = (key: 'additions' | 'deletions'): number => files.reduce((total, file) => total + file[key], 0);
  return {
    ...(await pullBody(hub, thread)),
    merged: pull.merged !== null,
    merged_by: pull.merged ? userBody(hub, pull.merged.by) : null,
    mergeable,
    mergeable_state: mergeable === null ? 'unknown' : mergeable ? 'clean' : 'dirty',
    maintainer_can_modify: false,
    review_comments: 0,
    commits: commits.length,
    changed_files: files.length,
    additions: sum('additions'),
    deletions: sum('deletions'),
  };
}

export function fileBody(hub: Hub, head: string, file: ChangedFile): Body {
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  return {
    sha: file.blob,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${htmlUrl(hub)}/blob/${head}/${path}`,
    raw_url: `${htmlUrl(hub)}/raw/${head}/${path}`,
    contents_url: `${apiUrl(hub)}/contents/${path}?ref=${head}`,
    ...(file.previousPath === null ? {} : { previous_filename: file.previousPath }),
  };
}

export async function commitBody(hub: Hub, sha: string): Promise<Body> {
  const { author, committer, message, parents, at } = await hub.git.commitInfo(sha);
  const url = `${apiUrl(hub)}/commits/${sha}`;
  const tree = await hub.git.idAt(sha, '');
  const account = (email: string): Body | null => {
    const user = userByEmail(hub, email);
    return user && userBody(hub, user);
  };
  return {
    sha,
    node_id: nodeId('C', sha),
    url,
    html_url: `${htmlUrl(hub)}/commit/${sha}`,
    comments_url: `${url}/comments`,
    commit: {
      url: `${apiUrl(hub)}/git/commits/${sha}`,
      author: { ...author, date: at },
      committer: { ...committer, date: at },
      message: message.replace(/\n$/, ''),
      comment_count: 0,
      tree: { sha: tree, url: `${apiUrl(hub)}/git/trees/${tree}` },
      verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
    },
    author: account(author.email),
    committer: account(committer.email),
    parents: parents.map((parent) => ({
      sha: parent,
      url: `${apiUrl(hub)}/commits/${parent}`,
      html_url: `${htmlUrl(hub)}/commit/${parent}`,
    })),
  };
}

export function reviewBody(hub: Hub, review: Review): Body {
  const html = `${htmlUrl(hub)}/pull/${review.number}#pullrequestreview-${review.id}`;
  const pull = `${apiUrl(hub)}/pulls/${review.number}`;
  return {
    id: review.id,
    node_id: nodeId('PRR', review.id),
    user: userBody(hub, review.user),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: pull,
    author_association: ASSOCIATION,
    _links: { html: { href: html }, pull_request: { href: pull } },
    ...(review.submittedAt === null ? {} : { submitted_at: review.submittedAt }),
    commit_id: review.commit,
  };
}

export function timelineBody(hub: Hub, event: TimelineEvent): Body {
  return {
    id: event.id,
    node_id: nodeId('TE', event.id),
    url: `${apiUrl(hub)}/issues/events/${event.id}`,
    actor: userBody(hub, event.actor),
    event: event.event,
    commit_id: null,
    commit_url: null,
    created_at: event.at,
    performed_via_github_app: null,
    ...event.detail,
  };
}
