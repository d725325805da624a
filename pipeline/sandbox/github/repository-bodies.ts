import { type Hub, type Status, type User, WEB_FLOW } from './state.ts';

/**
 * JSON bodies as GitHub's OpenAPI description requires them. What the sandbox has no notion of gets a neutral value.
 */
export type Body = Record<string, unknown>;

/** The neutral first commit's time of accounts and repositories, which nothing reads. */
const EPOCH = '2020-09-16T00:00:00Z';

/** Addresses below a user, by key (schema simple-user). */
const USER_LINKS: Record<string, string> = {
  events_url: '/events{/privacy}',
  followers_url: '/followers',
  following_url: '/following{/other_user}',
  gists_url: '/gists{/gist_id}',
  organizations_url: '/orgs',
  received_events_url: '/received_events',
  repos_url: '/repos',
  starred_url: '/starred{/owner}{/repo}',
  subscriptions_url: '/subscriptions',
};

/** Addresses below a repository, by key (schema minimal-repository). */
const REPOSITORY_LINKS: Record<string, string> = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
};

function links(start: string, table: Record<string, string>): Body {
  return Object.fromEntries(Object.entries(table).map(([key, end]) => [key, `${start}${end}`]));
}

/** An opaque id as GraphQL uses it. */
export function nodeId(kind: string, id: number | string): string {
  return `${kind}_${id}`;
}

/** The repository's address in the API. */
export function apiUrl(hub: Hub): string {
  return `${hub.api}/repos/${hub.owner}/${hub.name}`;
}

/** The repository's address for people. */
export function htmlUrl(hub: Hub): string {
  return `${hub.url}/${hub.owner}/${hub.name}`;
}

export function userBody(hub: Hub, user: User): Body {
  const url = `${hub.api}/users/${encodeURIComponent(user.login)}`;
  return {
    login: user.login,
    id: user.id,
    node_id: nodeId('U', user.id),
    avatar_url: `${hub.url}/avatars/${user.id}`,
    gravatar_id: '',
    url,
    html_url: `${hub.url}/${encodeURIComponent(user.login)}`,
    ...links(url, USER_LINKS),
    type: user.role === 'bot' && user !== WEB_FLOW ? 'Bot' : 'User',
    site_admin: false,
  };
}

export function fullUserBody(hub: Hub, user: User): Body {
  const nothing = { bio: null, blog: '', company: null, email: null, hireable: null, location: null };
  const counts = { followers: 0, following: 0, public_gists: 0, public_repos: 0 };
  return { ...userBody(hub, user), name: user.name, ...nothing, ...counts, created_at: EPOCH, updated_at: EPOCH };
}

function ownerBody(hub: Hub): Body {
  return { ...userBody(hub, { login: hub.owner, id: 1, token: '', name: hub.owner, email: '', role: 'admin' }), type: 'Organization' };
}

export function minimalRepositoryBody(hub: Hub): Body {
  return {
    id: 1,
    node_id: nodeId('R', 1),
    name: hub.name,
    full_name: `${hub.owner}/${hub.name}`,
    owner: ownerBody(hub),
    private: hub.private,
    html_url: htmlUrl(hub),
    description: null,
    fork: false,
    url: apiUrl(hub),
    ...links(apiUrl(hub), REPOSITORY_LINKS),
  };
}

/** Schemas repository and full-repository at once. */
export function repositoryBody(hub: Hub): Body {
  const openIssues = hub.threads.filter(({ open }) => open).length;
  const git = `${htmlUrl(hub)}.git`;
  return {
    ...minimalRepositoryBody(hub),
    clone_url: git,
    git_url: git,
    ssh_url: git,
    svn_url: htmlUrl(hub),
    mirror_url: null,
    default_branch: hub.mainBranch,
    visibility: hub.private ? 'private' : 'public',
    ...{ has_issues: true, has_projects: false, has_wiki: false, has_pages: false, has_downloads: false, has_discussions: false },
    ...{ homepage: null, language: null, license: null, archived: false, disabled: false },
    ...{ forks: 0, forks_count: 0, open_issues: openIssues, open_issues_count: openIssues, size: 0 },
    ...{ stargazers_count: 0, watchers: 0, watchers_count: 0, network_count: 0, subscribers_count: 0 },
    ...{ pushed_at: hub.activity.at(-1)?.at ?? EPOCH, created_at: EPOCH, updated_at: EPOCH },
    ...hub.settings.merging,
  };
}

export function statusBody(hub: Hub, status: Status): Body {
  return {
    url: `${apiUrl(hub)}/statuses/${status.sha}`,
    id: status.id,
    node_id: nodeId('SC', status.id),
    avatar_url: null,
    state: status.state,
    description: status.description,
    target_url: status.url,
    context: status.context,
    created_at: status.at,
    updated_at: status.at,
  };
}
