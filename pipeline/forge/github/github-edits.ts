import { EMERGENCY } from '../../review/gate/count-signatures.ts';
import type { Evidence } from '../../review/gate/evidence.ts';
import type { Octokit } from './octokit.ts';

const EDITS = `query($owner: String!, $repo: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      reviews(first: 100, after: $after) { nodes { fullDatabaseId lastEditedAt } pageInfo { hasNextPage endCursor } }
    }
  }
}`;

interface Answer {
  repository: {
    pullRequest: {
      reviews: {
        nodes: { fullDatabaseId: string | number | null; lastEditedAt: string | null }[];
        pageInfo: { hasNextPage: boolean; endCursor: string | null };
      };
    } | null;
  } | null;
}

/** The reviews of a pull request whose words are as they were given, by id; `null` where GitHub doesn't say. */
async function unedited(octokit: Octokit, of: { owner: string; repo: string; number: number }): Promise<Set<string> | null> {
  const found = new Set<string>();
  for (let after: string | null = null; ; ) {
    const answer: Answer = await octokit.graphql(EDITS, { ...of, after });
    const reviews = answer.repository?.pullRequest?.reviews;
    if (!reviews) return null;
    for (const { fullDatabaseId, lastEditedAt } of reviews.nodes) if (lastEditedAt === null) found.add(String(fullDatabaseId));
    if (!reviews.pageInfo.hasNextPage) return found;
    after = reviews.pageInfo.endCursor;
  }
}

/**
 * Reviews, of which none says 紧急 by what somebody wrote into it later (rule 11): anybody who may write can edit another's words, and that
 * one makes a signature pass alone. Asked only where one says so: one request more.
 * @throws Problem `github/…`
 */
export async function withoutLaterUrgency(
  octokit: Octokit,
  of: { owner: string; repo: string; number: number },
  reviews: Evidence['reviews'],
): Promise<Evidence['reviews']> {
  const urges = ({ body }: { body: string }) => EMERGENCY.test(body);
  if (!reviews.some(urges)) return reviews;
  const asGiven = await unedited(octokit, of).catch((error: unknown) => {
    if ((error as Error).name === 'GraphqlResponseError') return null;
    throw error;
  });
  return reviews.map((review) =>
    urges(review) && asGiven?.has(String(review.id)) !== true ? { ...review, body: `（写后改过）${review.body}` } : review,
  );
}
