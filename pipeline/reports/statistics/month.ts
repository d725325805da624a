import { beijingDate, type Instant } from '../../beijing-time.ts';
import { write } from '../../ledger/ledger.ts';
import { figuresPath } from '../../ledger/ledger-path.ts';
import type { LedgerStore } from '../../ledger/ledger-store.ts';
import { type MonthFile, monthFile } from '../../ledger/month-file.ts';
import { Problem } from '../../problem.ts';
import { newestMain, type Publisher } from '../../verify/publisher.ts';
import { unfinishedRecords } from './from-forge.ts';
import { ledgerRecords } from './from-ledger.ts';
import { monthBefore, monthSpan, monthsOf, type Span } from './span.ts';
import { type SubmissionRecord, UNAPPROVED } from './submission.ts';

/** What the ledger keeps of a submission that nobody approved: who, when, how often returned. Not which item, nor a word of it. */
type Kept = Pick<
  SubmissionRecord,
  'unit' | 'joint' | 'submitter' | 'kind' | 'pullRequest' | 'submittedAt' | 'informationDate' | 'returned' | 'expired' | 'outcome'
>;

function keptOf(record: SubmissionRecord): Kept {
  const { unit, joint, submitter, kind, pullRequest, submittedAt, informationDate, returned, expired, outcome } = record;
  return { unit, joint, submitter, kind, pullRequest, submittedAt, informationDate, returned, expired, outcome };
}

/** The file that keeps some submissions of a month. */
export function monthOf(month: string, at: Instant, records: readonly SubmissionRecord[]): ReturnType<typeof monthFile<Kept>> {
  return monthFile(month, at, records.map(keptOf));
}

/** Numbers of the pull requests that some records are of. */
export function pullsOf(records: readonly SubmissionRecord[]): Set<number> {
  return new Set(records.flatMap(({ pullRequest }) => pullRequest ?? []));
}

/**
 * Writes what became of the month before, once that it is over, so that figures survive deleted branches. Nobody waits for it: what can't be
 * read now is tried again by the next run.
 * @returns the month that was written, or `null`
 */
export async function keepMonth(publisher: Publisher): Promise<string | null> {
  const { git, github, store, ledgers, note } = publisher;
  try {
    const at = await publisher.now();
    const month = monthBefore(at);
    const ledger = await ledgers.open();
    if (ledger.head === null || (await store.readAt(ledger.head, figuresPath(month))) !== null) return null;
    const { commit: main, settings } = await newestMain(git, { fetch: false });
    const approved = pullsOf(await ledgerRecords(store, ledger.head, monthSpan(month)));
    const unread: string[] = [];
    const forge = { git, github, main, policy: settings.policy };
    const records = await unfinishedRecords(forge, monthSpan(month), approved, (line) => unread.push(line));
    for (const line of unread) note(line);
    const written = await write(store, ledger, [], `${month} 报送情况`, at, [monthOf(month, at, records)]);
    if (written === null) return null;
    ledgers.keep(written);
    return month;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    note(`上月的报送情况没有记入台账，下次运行再记：${error.message}`);
    return null;
  }
}

/**
 * Submissions that the ledger's month files tell of, the newest file's word for each, also that of a month after the span; and the months
 * of the span that have no file.
 * @param head a commit that has been verified
 */
export async function keptRecords(
  store: LedgerStore,
  head: string,
  span: Span,
  now: Instant,
): Promise<{ records: SubmissionRecord[]; without: string[] }> {
  const found = new Map<number | null, SubmissionRecord>();
  const without: string[] = [];
  for (const month of monthsOf({ from: span.from, to: [span.to, beijingDate(now)].sort().at(-1) as string })) {
    const bytes = await store.readAt(head, figuresPath(month));
    if (bytes === null && month <= span.to) without.push(month);
    const { submissions } = bytes ? (JSON.parse(Buffer.from(bytes).toString('utf8')) as MonthFile<Kept>) : { submissions: [] };
    for (const kept of submissions) found.set(kept.pullRequest, { ...UNAPPROVED, ...kept });
  }
  return { records: [...found.values()], without };
}

/** True once a month can be written. */
export function isOver(month: string, now: Instant): boolean {
  return month <= monthBefore(now);
}
