import { addDays, beijingDate, type Instant, instantOf } from '../../beijing-time.ts';
import { collectEvidence } from '../../forge/evidence/evidence.ts';
import type { Git } from '../../forge/git/git.ts';
import type { Github } from '../../forge/github/github.ts';
import type { TimedPull } from '../../forge/github/github-pulls.ts';
import { type FrontMatter, frontMatterSchema } from '../../item/front-matter/front-matter-schema.ts';
import { parseItemPath } from '../../item/item-path.ts';
import { clockStart, exemptChannels, lastDay } from '../../organisation/freshness.ts';
import type { Policy } from '../../organisation/policy.ts';
import { Problem } from '../../problem.ts';
import type { Evidence } from '../../review/gate/evidence.ts';
import { submissionOf } from './from-evidence.ts';
import type { Span } from './span.ts';
import { type SubmissionRecord, UNAPPROVED } from './submission.ts';

/** When a submission's time was over before anybody had approved it; `null` while it isn't, or where Art. 9 doesn't bind it. */
function expiredAt(
  frontMatter: FrontMatter | null,
  policy: Policy,
  evidence: Evidence,
  submittedAt: Instant,
  end: Instant,
): Instant | null {
  if (frontMatter === null || frontMatter.correction || frontMatter.withdraw) return null;
  const exempt = exemptChannels(frontMatter, policy.freshness, false);
  if (frontMatter.channels.every((channel) => exempt.includes(channel))) return null;
  const start = clockStart(frontMatter, policy.freshness, submittedAt);
  const last = lastDay(start, policy.freshness, evidence.holidays ?? []);
  return beijingDate(end) > last ? instantOf(addDays(last, 1)) : null;
}

/** One pull request that was never approved, from the same evidence that the gate judges by; `null` where it holds no item. */
export function unfinishedRecord(evidence: Evidence, pull: Pick<TimedPull, 'closedAt'>, policy: Policy): SubmissionRecord | null {
  const entry = evidence.items.find(({ path }) => parseItemPath(path) !== null);
  const item = entry && parseItemPath(entry.path);
  if (!entry || !item) return null;
  const frontMatter = frontMatterSchema.safeParse(entry.frontMatter).data ?? null;
  const of = submissionOf(evidence, item.id, frontMatter ?? (entry.frontMatter as Partial<FrontMatter> | null));
  const expired = expiredAt(frontMatter, policy, evidence, of.submittedAt, pull.closedAt ?? evidence.now);
  const asked = of.returned.at(-1)?.at;
  const changed = evidence.pushes.some(({ at }) => asked !== undefined && Date.parse(at) > Date.parse(asked));
  const standing = asked !== undefined && !changed ? 'returned' : 'open';
  return {
    ...{ ...UNAPPROVED, ...of, waivers: 0, expired },
    outcome: expired !== null ? 'expired' : pull.closedAt !== null ? 'closed' : standing,
  };
}

/** Where unfinished submissions are asked for, and under which settings they count. */
export interface Forge {
  git: Git;
  github: Pick<Github, 'pullRequestsSince'> & Github;
  /** The commit of main whose settings hold. */
  main: string;
  policy: Policy;
}

/**
 * Submissions that were open in a span and that nobody has approved: what of them the ledger will never know. Drafts are still being
 * written, and what comes from a fork is refused unread.
 * @param approved numbers of pull requests that the ledger has approved since the span began
 * @param note told of one that can't be read, which is left out
 */
export async function unfinishedRecords(
  { git, github, main, policy }: Forge,
  span: Span,
  approved: ReadonlySet<number>,
  note: (line: string) => void,
): Promise<SubmissionRecord[]> {
  const start = instantOf(span.from);
  const pulls = (await github.pullRequestsSince(start)).filter(
    ({ number, base, head, draft, createdAt, closedAt }) =>
      !approved.has(number) &&
      base.ref === policy.branch &&
      !head.fromFork &&
      !draft &&
      beijingDate(createdAt) <= span.to &&
      (closedAt === null || Date.parse(closedAt) >= Date.parse(start)),
  );
  const records: SubmissionRecord[] = [];
  for (const pull of pulls) {
    try {
      const evidence = await collectEvidence({ git, github, number: pull.number, settings: main });
      const record = unfinishedRecord(evidence, pull, policy);
      if (record) records.push(record);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      note(`合并请求 #${pull.number} 没有读到，没有计入：${error.message}`);
    }
  }
  return records;
}
