import { watchForAudit } from '../../doctor/posts-for-audit.ts';
import type { Git } from '../../forge/git/git.ts';
import { readNewestChains } from '../../ledger/ledger.ts';
import { gitLedger } from '../../ledger/ledger-git.ts';
import type { Policy } from '../../organisation/policy.ts';
import { Problem } from '../../problem.ts';
import { auditOf, hasFindings, unwatched } from '../../reports/audit/audit.ts';
import { answersOf, auditSheets, basisOf, numbersSheet } from '../../reports/audit/audit-sheets.ts';
import type { Printed } from '../../reports/sheets/page.ts';
import type { Span } from '../../reports/statistics/span.ts';
import { gitTrust, verifiedLedgers } from '../../verify/publisher.ts';
import { verifyNewest } from '../../verify/verify.ts';
import { verifySettings } from '../../verify/verify-settings.ts';
import type { CommandContext } from './command.ts';
import type { ReadCount } from './count-for-readers.ts';
import { clockOf } from './publisher-access.ts';

/** Whether the ledger is all there ever was, as far as the forge can say. What else is wrong with it is for verifying to tell. */
async function isNewest(git: Git, count: ReadCount | null): Promise<boolean> {
  if (count === null) return !(await git.hasRemote());
  try {
    await verifiedLedgers(gitLedger(git, { fetch: false }), gitTrust(git), count).open();
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'ledger/unverified') throw error;
  }
  return count.vouched();
}

/** The audit of the ledger that is here, verified whole. @throws Problem `ledger/unverified`, `ledger/cut` */
export async function audited(
  context: CommandContext,
  git: Git,
  count: ReadCount | null,
  { bureau, policy }: { bureau: string; policy: Policy },
  span: Span | null,
): Promise<Printed> {
  const store = gitLedger(git, { fetch: false });
  const stale = '台账不一定是最新的，先设 GITHUB_TOKEN 和 GITHUB_REPOSITORY';
  // What an account shows is read before the ledger: a result that is written in between is found in it.
  const watch = count !== null || !(await git.hasRemote()) ? await watchForAudit(policy, context.env) : unwatched(stale);
  const newest = await isNewest(git, count);
  const { head, problems, items, events } = await verifyNewest(store, gitTrust(git));
  const { versions } = await verifySettings(store, await readNewestChains(store, []), gitTrust(git));
  const input = { store, head, problems, items, events, versions, span, now: clockOf(context) };
  const audit = await auditOf(input, newest ? watch : unwatched(stale));
  const sheets = auditSheets(audit, context.format === 'xlsx' ? 'long' : 'short');
  return {
    title: bureau === '' ? '信息发布审计' : `${bureau}　信息发布审计`,
    ...{ bureau: '', above: basisOf(audit), answers: answersOf(audit), json: audit },
    // A terminal has no room for tables that say nothing.
    sheets: context.format === 'text' ? sheets.filter(({ rows }) => rows.length > 0) : sheets,
    one: numbersSheet(audit.numbers, 'long'),
    exitCode: hasFindings(audit) ? 1 : 0,
  };
}
