import type { Instant } from '../../beijing-time.ts';
import { collectEvidence } from '../../forge/evidence/evidence.ts';
import type { Git } from '../../forge/git/git.ts';
import type { PullRequestRecords } from '../../forge/github/github-records.ts';
import { offlineIn, type Published, publishedIn } from '../../ledger/published.ts';
import { Problem } from '../../problem.ts';
import type { Evidence } from '../../review/gate/evidence.ts';
import type { ForgeAccess } from './environment.ts';

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

/** True if a pull request itself first brought an item out: it changes nothing that was released before it (rule 4). */
async function broughtOut(git: Git, published: Published, { pullRequest }: Evidence, path: string): Promise<boolean> {
  const first = published.released.get(path.slice('content/items/'.length));
  if (!pullRequest?.merged || published.ledger === null || first === undefined) return false;
  const event = JSON.parse((await git.readAt(published.ledger, first))?.toString('utf8') ?? '{}') as { pullRequest?: number };
  return event.pullRequest === pullRequest.number;
}

/**
 * Everything known of a pull request now, with what the ledger says is out already.
 * @param at `null` = the server's time
 * @param records what people did with it, where it has been read already
 */
export async function pullRequestEvidence(
  { git, github }: ForgeAccess,
  number: number,
  at: Instant | null,
  records?: PullRequestRecords,
): Promise<Evidence> {
  if (await git.hasRemote()) await git.fetch(['+refs/heads/*:refs/remotes/origin/*']);
  const published = await publishedIn(git);
  const released = [...published.released.keys()].map((id) => `content/items/${id}`);
  const evidence = await collectEvidence({
    git,
    github,
    number,
    released,
    ...(at === null ? {} : { now: at }),
    ...(records ? { records } : {}),
  });
  const own = await Promise.all((evidence.released ?? []).map((path) => broughtOut(git, published, evidence, path)));
  const offline = await offlineIn(git, published, evidence);
  const byHand = Object.keys(offline).length > 0 ? { offline } : {};
  return { ...evidence, ...byHand, released: (evidence.released ?? []).filter((_, index) => !own[index]) };
}
