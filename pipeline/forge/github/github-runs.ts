import { beijingIso, type Instant } from '../../beijing-time.ts';
import { type GithubOptions, type Octokit, openOctokit, ownerAndName } from './octokit.ts';

type Headers = Readonly<Record<string, string | number | undefined>>;

/**
 * When the newest run of a workflow began, whatever came of it, and what time it is by the server's clock; `null` if it never ran.
 * @throws Problem `github/…`
 */
export async function newestRun(
  octokit: Octokit,
  of: { owner: string; repo: string },
  workflow: string,
): Promise<{ began: Instant; now: Instant } | null> {
  const { data, headers } = await octokit.actions.listWorkflowRuns({ ...of, workflow_id: workflow, per_page: 1 });
  const began = data.workflow_runs[0]?.created_at;
  return began === undefined ? null : { began, now: beijingIso(new Date(headers.date ?? Number.NaN)) };
}

/** When the token of a request ends: `2026-12-31 00:00:00 UTC` in the answer. `null` where the server doesn't say, as of a workflow's own. */
export function tokenEndIn(headers: Headers): Instant | null {
  const told = String(headers['github-authentication-token-expiration'] ?? '')
    .replace(' UTC', 'Z')
    .replace(' ', 'T');
  const at = Date.parse(told);
  return Number.isNaN(at) ? null : beijingIso(new Date(at));
}

/** The same of a token, by one request with it. @throws Problem `github/…` */
export async function tokenEnd(options: GithubOptions): Promise<Instant | null> {
  return tokenEndIn((await openOctokit(options).repos.get(ownerAndName(options.repository))).headers);
}
