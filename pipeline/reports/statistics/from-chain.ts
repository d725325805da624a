import type { Instant } from '../../beijing-time.ts';
import { CHANNELS } from '../../item/front-matter/front-matter-schema.ts';
import type { LedgerEvent } from '../../ledger/event.ts';
import { type ItemState, takenBackAtOnce } from '../../ledger/fold.ts';
import type { Evidence } from '../../review/gate/evidence.ts';
import { approvedSubmission, formIn } from './from-evidence.ts';
import type { SubmissionRecord } from './submission.ts';

const first = (times: readonly Instant[]): Instant | null => times.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;

/** On which channels readers first saw the item, when, and in which revision. */
function firstSeen({ releases }: ItemState): { channel: (typeof CHANNELS)[number]; at: Instant; revision: number }[] {
  return CHANNELS.flatMap((channel) => {
    const seen = releases.flatMap(({ channel: on, confirmedAt: at, revision }) =>
      on === channel && at ? [{ channel, at, revision }] : [],
    );
    return seen.sort((a, b) => Date.parse(a.at) - Date.parse(b.at)).slice(0, 1);
  });
}

/** When an item was taken down at once after an approval and before the next one. */
function atOnce(events: readonly LedgerEvent[], after: number, before: number): LedgerEvent | undefined {
  return events.find(
    ({ kind, code, seq }) => kind === 'withdraw-intent' && code !== undefined && code !== 'absent' && seq > after && seq < before,
  );
}

/**
 * The submissions of one item, one an approval, with what became of each.
 * @param events the item's events but for those between intent and end, in their order
 * @param evidenceOf the evidence beside an approval; `null` where it isn't there, which verifying names
 */
export function recordsOfItem(
  state: ItemState,
  events: readonly LedgerEvent[],
  evidenceOf: (approval: LedgerEvent) => Evidence | null,
): SubmissionRecord[] {
  const made = state.approvals.flatMap((approval) => {
    const [form, evidence] = [formIn(approval), evidenceOf(approval)];
    return form && evidence ? [{ approval, record: approvedSubmission(approval, form, evidence) }] : [];
  });
  /** Of several approvals of one revision nothing of the earlier ones has begun. */
  const ofRevision = (revision: number) =>
    made.findLast(({ approval }) => approval.removal !== true && approval.revision === revision)?.record;
  const seen = firstSeen(state);
  for (const { channel, at, revision } of seen) {
    const record = ofRevision(revision);
    if (record) record.adopted[channel] = at;
  }
  for (const [index, { approval, record }] of made.entries()) {
    const [before, after] = [made[index - 1]?.approval, made[index + 1]?.approval];
    if (record.kind === 'withdrawal') {
      // On the day on which the item went, by whoever took it down first.
      const act = before === undefined ? undefined : atOnce(events, before.seq, approval.seq);
      record.withdrawal = { kind: act?.code ?? 'planned', at: act?.at ?? approval.at };
      record.outcome = 'withdrawn';
      continue;
    }
    const releases =
      ofRevision(approval.revision) === record ? state.releases.filter(({ revision }) => revision === approval.revision) : [];
    const over = releases.flatMap(({ state: is, last }) => (is === 'expired' && last ? [last.at] : []));
    if (releases.some(({ confirmedAt }) => confirmedAt !== null)) record.outcome = 'adopted';
    else if (over.length > 0) record.outcome = 'expired';
    else if (after !== undefined && after.removal !== true) record.outcome = 'replaced';
    if (record.outcome === 'expired' && seen.length === 0) record.expired = first(over);
    if (after?.removal === true) continue;
    const act = after === undefined ? takenBackAtOnce(state) : atOnce(events, approval.seq, after.seq);
    if (!act) continue;
    record.withdrawal = { kind: act.code ?? 'other', at: act.at };
    record.outcome = 'withdrawn';
  }
  return made.map(({ record }) => record);
}
