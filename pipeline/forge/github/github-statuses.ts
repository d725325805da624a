import type { Instant } from '../../beijing-time.ts';
import { Problem } from '../../problem.ts';
import type { Octokit, Repository } from './octokit.ts';

/** The newest status of a context at a commit, as far as the last hundred tell. */
export async function statusAt(
  octokit: Octokit,
  of: Repository,
  ref: string,
  context: string,
): Promise<{ state: string; description: string | null } | null> {
  const { data } = await octokit.repos.listCommitStatusesForRef({ ...of, ref, per_page: 100 });
  const found = data.find((status) => status.context === context);
  return found ? { state: found.state, description: found.description } : null;
}

/** Every status of a context at a commit: who writes one later takes none away. */
export async function statusesAt(
  octokit: Octokit,
  of: Repository,
  ref: string,
  context: string,
): Promise<{ description: string; at: Instant }[]> {
  const all = await octokit.paginate(octokit.repos.listCommitStatusesForRef, { ...of, ref, per_page: 100 });
  return all.flatMap((one) => (one.context === context ? [{ description: one.description ?? '', at: one.created_at }] : []));
}

/** Commits of the default branch, newest first, and those of them at which there is a status of a context. */
export interface MarkedCommits {
  head: string;
  marked: string[];
  /** False where it stopped at the first hundred that has any, and older commits are left. */
  whole: boolean;
}

const HISTORY = `query($owner: String!, $repo: String!, $context: String!, $after: String) {
  repository(owner: $owner, name: $repo) {
    defaultBranchRef { target { ... on Commit { oid history(first: 100, after: $after) {
      nodes { oid status { context(name: $context) { description } } }
      pageInfo { hasNextPage endCursor }
    } } } }
  }
}`;

const PASSING = ['github/unreachable', 'github/rate-limit'];

interface History {
  repository: {
    defaultBranchRef: {
      target: {
        oid: string;
        history: {
          nodes: { oid: string; status: { context: object | null } | null }[];
          pageInfo: { hasNextPage: boolean; endCursor: string | null };
        };
      };
    } | null;
  } | null;
}

/**
 * The default branch's newest commits with a status of a context, in one request for a hundred (GraphQL `Commit.status`, on github.com and
 * Enterprise Server).
 * @param most of how many commits, a multiple of 100; unless all are asked for it stops after the first hundred that has any
 * @returns `null` where GitHub doesn't say, for good
 * @throws Problem `github/unreachable`, `github/rate-limit`: another time it may
 */
export async function markedCommits(
  octokit: Octokit,
  of: Repository,
  context: string,
  { most, all }: { most: number; all: boolean },
): Promise<MarkedCommits | null> {
  const marked: string[] = [];
  let after: string | null = null;
  try {
    for (let read = 0; read < most; read += 100) {
      const answer: History = await octokit.graphql(HISTORY, { ...of, context, after });
      const target = answer.repository?.defaultBranchRef?.target;
      if (!target) return null;
      const { nodes, pageInfo } = target.history;
      marked.push(...nodes.flatMap(({ oid, status }) => (status?.context ? [oid] : [])));
      const whole = !pageInfo.hasNextPage || read + 100 >= most;
      if (whole || (marked.length > 0 && !all)) return { head: target.oid, marked, whole };
      after = pageInfo.endCursor;
    }
    return null;
  } catch (error) {
    const unsaid = error instanceof Problem ? !PASSING.includes(error.code) : (error as Error).name === 'GraphqlResponseError';
    if (unsaid) return null;
    throw error;
  }
}
