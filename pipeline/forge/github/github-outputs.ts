import { Problem } from '../../problem.ts';
import type { PreviewPlace } from '../../review/comment/preview-place.ts';
import type { ThreadComment } from '../../review/comment/thread-comment.ts';
import type { Octokit } from './octokit.ts';

/** A pull request of a repository, as issues' operations name it. */
interface Issue {
  owner: string;
  repo: string;
  issue_number: number;
}

interface Pull {
  owner: string;
  repo: string;
  pull_number: number;
}

const hasCode =
  (...codes: string[]) =>
  (error: unknown): boolean =>
    error instanceof Problem && codes.includes(error.code);

const isRefused = hasCode('github/refused');
/** What isn't there any more, or isn't given to this token: nothing that a run could mend. */
const isOutOfReach = hasCode('github/refused', 'github/forbidden', 'github/not-found');

/** True if it was done, false where GitHub refused it for one of the reasons given. */
async function done(asked: Promise<unknown>, refused: (error: unknown) => boolean): Promise<boolean> {
  try {
    await asked;
    return true;
  } catch (error) {
    if (refused(error)) return false;
    throw error;
  }
}

type Account = NonNullable<ThreadComment['account']>;

/** Every comment, oldest first. */
export async function listComments(
  octokit: Octokit,
  issue: Issue,
  isOurs: (account: Account) => Promise<boolean>,
): Promise<ThreadComment[]> {
  const comments = await octokit.paginate(octokit.issues.listComments, { ...issue, per_page: 100 });
  return Promise.all(
    comments.map(async ({ id, user, body = '', html_url: url, created_at: at }): Promise<ThreadComment> => {
      const account: Account | null = user ? { id: user.id, type: user.type === 'Bot' ? 'Bot' : 'User' } : null;
      return { id, at, login: user?.login ?? null, body, url, ours: account !== null && (await isOurs(account)), account };
    }),
  );
}

/** Says something at a commit, unless we have said it there already. */
export async function sayAtCommit(
  octokit: Octokit,
  commit: Omit<Issue, 'issue_number'> & { commit_sha: string },
  body: string,
  isOurs: (account: Account) => Promise<boolean>,
): Promise<void> {
  const comments = await octokit.paginate(octokit.repos.listCommentsForCommit, { ...commit, per_page: 100 });
  for (const { user, body: said } of comments) {
    if (said === body && user && (await isOurs({ id: user.id, type: user.type === 'Bot' ? 'Bot' : 'User' }))) return;
  }
  await octokit.repos.createCommitComment({ ...commit, body });
}

/** Asks for reviews; one who can't be asked (the author, someone without access) doesn't keep the others from being asked. */
export async function requestReviewers(octokit: Octokit, pull: Pull, logins: readonly string[]): Promise<void> {
  const ask = (reviewers: string[]) => done(octokit.pulls.requestReviewers({ ...pull, reviewers }), isRefused);
  if (logins.length === 0 || (await ask([...logins])) || logins.length === 1) return;
  for (const login of logins) await ask([login]);
}

/** Takes requests for reviews back. */
export async function withdrawRequests(octokit: Octokit, pull: Pull, logins: readonly string[]): Promise<void> {
  if (logins.length > 0) await done(octokit.pulls.removeRequestedReviewers({ ...pull, reviewers: [...logins] }), isOutOfReach);
}

/**
 * Puts labels on and takes labels off. GitHub makes a label that the repository lacks if the token has `issues: write`. Else it is left
 * out, since labels decide nothing and `setup` makes them.
 */
export async function changeLabels(
  octokit: Octokit,
  issue: Issue,
  { add, remove }: { add: readonly string[]; remove: readonly string[] },
): Promise<void> {
  if (add.length > 0) await done(octokit.issues.addLabels({ ...issue, labels: [...add] }), isOutOfReach);
  for (const name of remove) await done(octokit.issues.removeLabel({ ...issue, name }), isOutOfReach);
}

const ENABLE = `mutation($id: ID!, $head: GitObjectID!) {
  enablePullRequestAutoMerge(input: {pullRequestId: $id, mergeMethod: SQUASH, expectedHeadOid: $head}) { clientMutationId }
}`;
const DISABLE = 'mutation($id: ID!) { disablePullRequestAutoMerge(input: {pullRequestId: $id}) { clientMutationId } }';

/** GitHub's words for what GraphQL refused; `null` for any other error. */
function refusalIn(error: unknown): string | null {
  const { name, message, errors } = error as Error & { errors?: { message: string }[] };
  if (name === 'GraphqlResponseError') return errors?.[0]?.message ?? message;
  return isOutOfReach(error) ? message : null;
}

/**
 * Lets GitHub squash and merge a pull request as soon as nothing is in the way, if its head is still the judged one. A `head` of `null`
 * takes that back. GraphQL enablePullRequestAutoMerge, disablePullRequestAutoMerge; REST has neither.
 * @param nodeId the pull request's id in GraphQL
 * @returns why GitHub refused, in its own words; `null` if it didn't
 */
export async function setAutoMerge(octokit: Octokit, nodeId: string, head: string | null): Promise<string | null> {
  try {
    await octokit.graphql(head === null ? DISABLE : ENABLE, { id: nodeId, ...(head === null ? {} : { head }) });
    return null;
  } catch (error) {
    const refusal = refusalIn(error);
    if (refusal === null) throw error;
    return refusal;
  }
}

/** The workflow whose runs make the three faces. */
const CHECK_WORKFLOW = 'check.yml';
const PAGE = 100;
/** A newer run has taken its place or takes it now; somebody has to let a stranger's run begin; nothing was to be done. */
const NO_WORK = new Set(['cancelled', 'action_required', 'skipped', 'stale']);

type Artifact = Awaited<ReturnType<Octokit['actions']['listArtifactsForRepo']>>['data']['artifacts'][number];

const isId = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) > 0;

/** The newest of those that are called so and were made of that head. GitHub may leave the name out of account: it is compared here. */
function newest(artifacts: readonly Artifact[], head: string, name: string): { artifact: Artifact; run: number } | null {
  const own = artifacts.flatMap((artifact) => {
    const { id, head_sha: madeOf } = artifact.workflow_run ?? {};
    return artifact.name === name && madeOf === head && isId(artifact.id) && isId(id) ? [{ artifact, run: id }] : [];
  });
  return own.toSorted((a, b) => Number(a.artifact.expired) - Number(b.artifact.expired) || b.artifact.id - a.artifact.id)[0] ?? null;
}

/** What has become of the check at a head that has left no such artifact. */
async function withoutPage(octokit: Octokit, of: { owner: string; repo: string }, head: string): Promise<PreviewPlace> {
  const { data } = await octokit.actions.listWorkflowRuns({ ...of, workflow_id: CHECK_WORKFLOW, head_sha: head, per_page: PAGE });
  const runs = data.workflow_runs.filter(
    ({ head_sha, conclusion }) => head_sha === head && !(conclusion !== null && NO_WORK.has(conclusion)),
  );
  const [last] = runs.toSorted((a, b) => b.id - a.id);
  return last && isId(last.id) && last.status === 'completed' ? { state: 'not-made', run: last.id } : { state: 'coming' };
}

/**
 * Where the page that the check made of a head can be opened. Asked of GitHub with `actions: read`; what strangers' runs have written in there
 * is compared, never passed on.
 * @param name the artifact's
 * @throws Problem `github/…`
 */
export async function previewAt(octokit: Octokit, of: { owner: string; repo: string }, head: string, name: string): Promise<PreviewPlace> {
  const { data } = await octokit.actions.listArtifactsForRepo({ ...of, name, per_page: PAGE });
  const found = newest(data.artifacts, head, name);
  if (!found) return withoutPage(octokit, of, head);
  const { artifact, run } = found;
  if (artifact.expired) return { state: 'kept-no-longer', run };
  return {
    state: 'page',
    run,
    artifact: artifact.id,
    until: Number.isNaN(Date.parse(artifact.expires_at ?? '')) ? null : artifact.expires_at,
  };
}
