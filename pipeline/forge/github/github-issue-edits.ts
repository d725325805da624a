import { isAbsent } from './github-problem.ts';
import type { Octokit, Repository } from './octokit.ts';

const EDITS = `query($owner: String!, $repo: String!, $number: Int!) {
  repository(owner: $owner, name: $repo) {
    issue(number: $number) {
      author { login }
      userContentEdits(first: 100) { nodes { editor { login } } pageInfo { hasNextPage } }
    }
  }
}`;

interface Answer {
  repository: {
    issue: {
      author: { login: string } | null;
      userContentEdits: { nodes: { editor: { login: string } | null }[]; pageInfo: { hasNextPage: boolean } } | null;
    } | null;
  } | null;
}

/** What stands for an account that is gone. */
const GONE = '（已注销的账号）';

/** Who beside its author has changed an issue's text or title, by login; `null` where GitHub doesn't say. Labels and comments are no edits. */
export async function otherEditorsOf(octokit: Octokit, of: Repository, number: number): Promise<string[] | null> {
  try {
    const answer: Answer = await octokit.graphql(EDITS, { ...of, number });
    const issue = answer.repository?.issue;
    const edits = issue?.userContentEdits;
    if (!issue?.author || !edits || edits.pageInfo.hasNextPage) return null;
    const asked = { ...of, issue_number: number, per_page: 100 };
    const timeline = await octokit.paginate(octokit.issues.listEventsForTimeline, asked);
    const renamers = timeline.flatMap((event) => (event.event === 'renamed' && 'actor' in event ? [event.actor?.login ?? GONE] : []));
    const editors = [...edits.nodes.map(({ editor }) => editor?.login ?? GONE), ...renamers];
    const author = issue.author.login;
    return [...new Set(editors)].filter((login) => login !== author);
  } catch (error) {
    if ((error as Error).name === 'GraphqlResponseError' || isAbsent(error)) return null;
    throw error;
  }
}
