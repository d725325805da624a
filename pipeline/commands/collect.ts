import type { Instant } from '../beijing-time.ts';
import { collectEvidence } from '../forge/evidence.ts';
import type { PullRequestRecords } from '../forge/github-records.ts';
import { Problem } from '../problem.ts';
import { publishedIn } from '../publish/published.ts';
import type { Evidence } from '../review/evidence.ts';
import type { ForgeAccess } from './forge-access.ts';

/** The number of a pull request as the command line gives it. @throws Problem `usage/pr` */
export function pullRequestNumber(given: unknown): number {
  const number = typeof given === 'string' ? Number(given) : Number.NaN;
  if (Number.isInteger(number) && number > 0) return number;
  throw new Problem(
    'usage/pr',
    given === undefined
      ? '没有写明合并请求的编号；应为正整数，如 --pr 12；请补上 --pr。'
      : `--pr “${String(given)}”不是合并请求的编号。应为正整数，如 --pr 12。`,
    { place: '--pr' },
  );
}

/**
 * Everything known of a pull request now, with what the ledger says is out already.
 * @param at `null` = the server's time
 * @param records what people did with it, where it has been read already
 */
export async function collect(
  { git, github }: ForgeAccess,
  number: number,
  at: Instant | null,
  records?: PullRequestRecords,
): Promise<Evidence> {
  if (await git.hasRemote()) await git.fetch(['+refs/heads/*:refs/remotes/origin/*']);
  const { released } = await publishedIn(git);
  const folders = [...released].map((id) => `content/items/${id}`);
  return collectEvidence({ git, github, number, released: folders, ...(at === null ? {} : { now: at }), ...(records ? { records } : {}) });
}
