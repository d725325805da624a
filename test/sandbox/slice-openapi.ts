/**
 * Cuts GitHub's own description of its API (@octokit/openapi 23.0.2, MIT, see github-openapi.LICENSE) down to the operations that the local GitHub
 * answers, one a line. Run by hand when one is added:
 *   npm pack @octokit/openapi@23.0.2 (in a folder elsewhere), unpack generated/api.github.com.json, then
 *   node --import tsx test/sandbox/slice-openapi.ts <api.github.com.json> > test/sandbox/github-openapi.jsonl
 */
import { readFileSync } from 'node:fs';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Node = { [key: string]: Json };

/** `<method> <path>` of every operation that is kept. */
const OPERATIONS = `
get /user
get /users/{username}
get /repos/{owner}/{repo}
patch /repos/{owner}/{repo}
get /repos/{owner}/{repo}/activity
get /repos/{owner}/{repo}/actions/artifacts
get /repos/{owner}/{repo}/actions/permissions
put /repos/{owner}/{repo}/actions/permissions
get /repos/{owner}/{repo}/actions/permissions/workflow
put /repos/{owner}/{repo}/actions/permissions/workflow
get /repos/{owner}/{repo}/actions/runs/{run_id}
post /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches
get /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs
get /repos/{owner}/{repo}/branches/{branch}
get /repos/{owner}/{repo}/codeowners/errors
get /repos/{owner}/{repo}/collaborators
put /repos/{owner}/{repo}/collaborators/{username}
delete /repos/{owner}/{repo}/collaborators/{username}
get /repos/{owner}/{repo}/collaborators/{username}/permission
get /repos/{owner}/{repo}/commits/{commit_sha}/pulls
get /repos/{owner}/{repo}/commits/{ref}/status
get /repos/{owner}/{repo}/commits/{ref}/statuses
get /repos/{owner}/{repo}/commits/{commit_sha}/comments
post /repos/{owner}/{repo}/commits/{commit_sha}/comments
get /repos/{owner}/{repo}/environments/{environment_name}
put /repos/{owner}/{repo}/environments/{environment_name}
get /repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies
post /repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies
delete /repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies/{branch_policy_id}
get /repos/{owner}/{repo}/git/ref/{ref}
get /repos/{owner}/{repo}/issues
post /repos/{owner}/{repo}/issues
get /repos/{owner}/{repo}/issues/{issue_number}
patch /repos/{owner}/{repo}/issues/{issue_number}
get /repos/{owner}/{repo}/issues/{issue_number}/comments
post /repos/{owner}/{repo}/issues/{issue_number}/comments
post /repos/{owner}/{repo}/issues/{issue_number}/labels
delete /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}
patch /repos/{owner}/{repo}/issues/comments/{comment_id}
get /repos/{owner}/{repo}/issues/{issue_number}/timeline
get /repos/{owner}/{repo}/labels
post /repos/{owner}/{repo}/labels
patch /repos/{owner}/{repo}/labels/{name}
delete /repos/{owner}/{repo}/labels/{name}
get /repos/{owner}/{repo}/pages
post /repos/{owner}/{repo}/pages
put /repos/{owner}/{repo}/pages
get /repos/{owner}/{repo}/pulls
post /repos/{owner}/{repo}/pulls
get /repos/{owner}/{repo}/pulls/{pull_number}
patch /repos/{owner}/{repo}/pulls/{pull_number}
get /repos/{owner}/{repo}/pulls/{pull_number}/commits
get /repos/{owner}/{repo}/pulls/{pull_number}/files
put /repos/{owner}/{repo}/pulls/{pull_number}/merge
get /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers
post /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers
delete /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers
get /repos/{owner}/{repo}/pulls/{pull_number}/reviews
post /repos/{owner}/{repo}/pulls/{pull_number}/reviews
get /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}
put /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}
put /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/dismissals
post /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/events
post /repos/{owner}/{repo}/statuses/{sha}
get /repos/{owner}/{repo}/teams
get /repos/{owner}/{repo}/rulesets
post /repos/{owner}/{repo}/rulesets
get /repos/{owner}/{repo}/rulesets/{ruleset_id}
put /repos/{owner}/{repo}/rulesets/{ruleset_id}
delete /repos/{owner}/{repo}/rulesets/{ruleset_id}
get /orgs/{org}/teams
get /orgs/{org}/teams/{team_slug}/invitations
get /orgs/{org}/teams/{team_slug}/members
put /orgs/{org}/teams/{team_slug}/memberships/{username}
delete /orgs/{org}/teams/{team_slug}/memberships/{username}
put /orgs/{org}/teams/{team_slug}/repos/{owner}/{repo}
`
  .trim()
  .split('\n');

const DROPPED = new Set(['example', 'examples', 'x-github', 'externalDocs', 'tags', 'x-webhooks', 'summary', 'operationId']);
const isNode = (value: Json | undefined): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A copy without examples and prose. A property that happens to be called `description` is an object and stays. */
function bare(value: Json): Json {
  if (Array.isArray(value)) return value.map(bare);
  if (!isNode(value)) return value;
  const kept = Object.entries(value).filter(
    ([key, child]) => !(DROPPED.has(key) && !(isNode(child) && 'type' in child)) && !(key === 'description' && typeof child === 'string'),
  );
  return Object.fromEntries(kept.map(([key, child]) => [key, bare(child)]));
}

function references(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(references);
  if (!isNode(value)) return [];
  const own = typeof value.$ref === 'string' ? [value.$ref] : [];
  return [...own, ...Object.values(value).flatMap(references)];
}

function lookUp(root: Node, reference: string): Json {
  return reference
    .slice(2)
    .split('/')
    .reduce<Json>((at, key) => (at as Node)[key] as Json, root);
}

const [file] = process.argv.slice(2);
if (!file) throw new Error('usage: slice-openapi.ts <api.github.com.json>');
const whole = JSON.parse(readFileSync(file, 'utf8')) as Node;
const operations = OPERATIONS.map((name): [string, Json] => {
  const [method = '', path = ''] = name.split(' ');
  const operation = bare(((whole.paths as Node)[path] as Node)[method] as Json) as Node;
  const parameters = ((operation.parameters ?? []) as Node[]).map((given) =>
    typeof given.$ref === 'string' ? (lookUp(whole, given.$ref) as Node) : given,
  );
  const query = parameters.filter((parameter) => parameter.in === 'query').map((parameter) => parameter.name as Json);
  return [name, { query, requestBody: operation.requestBody ?? null, responses: operation.responses as Json }];
});
const parts = new Map<string, Json>();
for (let open = operations.flatMap(([, operation]) => references(operation)); open.length > 0; ) {
  const reference = open.pop() as string;
  if (parts.has(reference)) continue;
  const part = bare(lookUp(whole, reference));
  parts.set(reference, part);
  open = [...open, ...references(part)];
}
const lines = [...operations, ...[...parts].sort(([a], [b]) => (a < b ? -1 : 1))].map((line) => JSON.stringify(line));
process.stdout.write(`${lines.join('\n')}\n`);
