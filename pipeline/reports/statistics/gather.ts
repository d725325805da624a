import type { Instant } from '../../beijing-time.ts';
import type { LedgerStore } from '../../ledger/ledger-store.ts';
import { clause } from '../../printable.ts';
import { Problem } from '../../problem.ts';
import { type Forge, unfinishedRecords } from './from-forge.ts';
import { ledgerRecords } from './from-ledger.ts';
import { isOver, keptRecords, pullsOf } from './month.ts';
import type { Span } from './span.ts';
import type { SubmissionRecord } from './submission.ts';

/** Where submissions are looked for. */
export interface Sources {
  store: LedgerStore;
  /** A commit of the ledger that has been verified; `null` where there is no ledger. */
  head: string | null;
  /** `null` where no forge is named. */
  forge: Forge | null;
  now: Instant;
  note: (line: string) => void;
}

/** What the forge says; `null` where it can't be asked. */
async function asked({ forge, note }: Sources, span: Span, approved: ReadonlySet<number>): Promise<SubmissionRecord[] | null> {
  if (forge === null) return null;
  try {
    return await unfinishedRecords(forge, span, approved, note);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    note(`没有问到代码平台：${clause(error.message)}；退回、未办结的按台账里的月度报送情况。`);
    return null;
  }
}

const MISSING = '没有连代码平台，台账里也没有这几个月的月度报送情况：';

/**
 * Every submission of a span that can be known: approved ones by the ledger; the others by the forge or, where it isn't asked, by what the
 * ledger keeps of each month. Whatever the ledger has approved isn't counted twice.
 */
export async function gatherRecords(sources: Sources, span: Span): Promise<{ records: SubmissionRecord[]; missing: string | null }> {
  const { store, head, now } = sources;
  const records = head === null ? [] : await ledgerRecords(store, head, span);
  const approved = pullsOf(records);
  const online = await asked(sources, span, approved);
  const { records: kept, without } = head === null ? { records: [], without: [] } : await keptRecords(store, head, span, now);
  const known = new Set([...approved, ...pullsOf(online ?? [])]);
  const others = kept.filter(({ pullRequest }) => pullRequest === null || !known.has(pullRequest));
  const blind = online === null ? without.filter((month) => isOver(month, now) || month === now.slice(0, 7)) : [];
  const which = '报送、退回、超期未发、未办结只含审定过的，没有审定就结束的不在内。';
  return {
    records: [...records, ...(online ?? []), ...others],
    missing: blind.length === 0 ? null : `${MISSING}${blind.join('、')}，${which}`,
  };
}
