/** What a fine-grained token can be given, by the names that `permissions:` of a workflow has, and of the organisation `members`. */
export type PermissionName =
  | 'actions'
  | 'administration'
  | 'contents'
  | 'issues'
  | 'members'
  | 'metadata'
  | 'pages'
  | 'pull-requests'
  | 'statuses';

/** What a token may; what isn't named it may not. Everything of a repository begins with `metadata: read`. */
export type Grants = Partial<Record<PermissionName, 'read' | 'write'>>;

/** All that an app has that isn't told otherwise; what `permissions:` of a workflow can give at most. */
export const OF_A_PROGRAM: Grants = {
  actions: 'write',
  contents: 'write',
  issues: 'write',
  pages: 'write',
  'pull-requests': 'write',
  statuses: 'write',
};

const REPOSITORY = '/repos/{owner}/{repo}';
const TEAM = '/orgs/{org}/teams';
const ENVIRONMENT = `${REPOSITORY}/environments/{environment_name}`;
const ISSUE = `${REPOSITORY}/issues/{issue_number}`;
const PULL = `${REPOSITORY}/pulls/{pull_number}`;

/**
 * The permission that each operation needs (github/docs src/github-apps/data/fpt-2026-03-10/fine-grained-pat-permissions.json, shown as
 * "Permissions required for fine-grained personal access tokens"). Where it names two, `or` says that either is enough; `none` is for everybody with a token.
 */
const NEEDS: Record<string, readonly string[]> = {
  none: ['get /user', 'get /users/{username}'],
  'metadata: read': [
    `get ${REPOSITORY}`,
    `get ${REPOSITORY}/collaborators`,
    `get ${REPOSITORY}/collaborators/{username}/permission`,
    `get ${REPOSITORY}/rulesets`,
    `get ${REPOSITORY}/rulesets/{ruleset_id}`,
  ],
  'actions: read': [
    `get ${REPOSITORY}/actions/artifacts`,
    `get ${REPOSITORY}/actions/runs/{run_id}`,
    `get ${REPOSITORY}/actions/workflows/{workflow_id}/runs`,
    `get ${ENVIRONMENT}`,
    `get ${ENVIRONMENT}/deployment-branch-policies`,
  ],
  'actions: write': [`post ${REPOSITORY}/actions/workflows/{workflow_id}/dispatches`],
  'administration: read': [
    `get ${REPOSITORY}/actions/permissions`,
    `get ${REPOSITORY}/actions/permissions/workflow`,
    `get ${REPOSITORY}/teams`,
  ],
  'administration: write': [
    `patch ${REPOSITORY}`,
    `put ${REPOSITORY}/actions/permissions`,
    `put ${REPOSITORY}/actions/permissions/workflow`,
    `put ${REPOSITORY}/collaborators/{username}`,
    `delete ${REPOSITORY}/collaborators/{username}`,
    `put ${ENVIRONMENT}`,
    `post ${ENVIRONMENT}/deployment-branch-policies`,
    `delete ${ENVIRONMENT}/deployment-branch-policies/{branch_policy_id}`,
    `post ${REPOSITORY}/rulesets`,
    `put ${REPOSITORY}/rulesets/{ruleset_id}`,
    `delete ${REPOSITORY}/rulesets/{ruleset_id}`,
  ],
  'contents: read': [
    `get ${REPOSITORY}/activity`,
    `get ${REPOSITORY}/branches/{branch}`,
    `get ${REPOSITORY}/codeowners/errors`,
    `get ${REPOSITORY}/commits/{commit_sha}/comments`,
    `get ${REPOSITORY}/git/ref/{ref}`,
  ],
  'contents: write': [`post ${REPOSITORY}/commits/{commit_sha}/comments`, `put ${PULL}/merge`],
  'issues: read': [`get ${REPOSITORY}/issues`],
  'issues: write': [`post ${REPOSITORY}/issues`],
  'issues: read or pull-requests: read': [`get ${ISSUE}`, `get ${ISSUE}/comments`, `get ${ISSUE}/timeline`, `get ${REPOSITORY}/labels`],
  'issues: write or pull-requests: write': [
    `patch ${ISSUE}`,
    `post ${ISSUE}/comments`,
    `patch ${REPOSITORY}/issues/comments/{comment_id}`,
    `post ${ISSUE}/labels`,
    `delete ${ISSUE}/labels/{name}`,
    `post ${REPOSITORY}/labels`,
    `patch ${REPOSITORY}/labels/{name}`,
    `delete ${REPOSITORY}/labels/{name}`,
  ],
  'members: read': [`get ${TEAM}`, `get ${TEAM}/{team_slug}/invitations`, `get ${TEAM}/{team_slug}/members`],
  'members: write': [
    `put ${TEAM}/{team_slug}/memberships/{username}`,
    `delete ${TEAM}/{team_slug}/memberships/{username}`,
    `put ${TEAM}/{team_slug}/repos/{owner}/{repo}`,
  ],
  'pages: read': [`get ${REPOSITORY}/pages`],
  'administration: write and pages: write': [`post ${REPOSITORY}/pages`, `put ${REPOSITORY}/pages`],
  'pull-requests: read': [
    `get ${REPOSITORY}/commits/{commit_sha}/pulls`,
    `get ${REPOSITORY}/pulls`,
    `get ${PULL}`,
    `get ${PULL}/commits`,
    `get ${PULL}/files`,
    `get ${PULL}/requested_reviewers`,
    `get ${PULL}/reviews`,
    `get ${PULL}/reviews/{review_id}`,
  ],
  'pull-requests: write': [
    `post ${REPOSITORY}/pulls`,
    `patch ${PULL}`,
    `post ${PULL}/requested_reviewers`,
    `delete ${PULL}/requested_reviewers`,
    `post ${PULL}/reviews`,
    `put ${PULL}/reviews/{review_id}`,
    `put ${PULL}/reviews/{review_id}/dismissals`,
    `post ${PULL}/reviews/{review_id}/events`,
  ],
  'statuses: read': [`get ${REPOSITORY}/commits/{ref}/status`, `get ${REPOSITORY}/commits/{ref}/statuses`],
  'statuses: write': [`post ${REPOSITORY}/statuses/{sha}`],
};

const BY_OPERATION = new Map(Object.entries(NEEDS).flatMap(([needs, names]) => names.map((name) => [name, needs] as const)));

/** Names of all operations of the table. */
export const namedOperations = (): string[] => [...BY_OPERATION.keys()];

/** One permission and how much of it. */
export interface Need {
  name: PermissionName;
  access: 'read' | 'write';
}

/** What an operation needs: all of one of the lists; none for what everybody with a token may. @throws RangeError for one that isn't in the table */
export function needsOf(operation: string): Need[][] {
  const needs = BY_OPERATION.get(operation);
  if (needs === undefined) throw new RangeError(`nobody says what ${operation} needs`);
  if (needs === 'none') return [[]];
  return needs.split(' or ').map((all) =>
    all.split(' and ').map((one) => {
      const [name, access] = one.split(': ') as [PermissionName, Need['access']];
      return { name, access };
    }),
  );
}

/** True if a token has a permission. */
export function holds(grants: Grants, { name, access }: Need): boolean {
  const given = name === 'metadata' ? (grants.metadata ?? 'read') : grants[name];
  return given === 'write' || given === access;
}
