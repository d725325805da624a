import { shown } from '../../check/finding.ts';
import type { FrontMatter } from '../../item/front-matter/front-matter-schema.ts';
import type { LedgerEvent } from '../../ledger/event.ts';
import type { ItemState } from '../../ledger/fold.ts';
import type { ReviewForm } from '../../review/form/review-form.ts';
import { WITHDRAWALS } from '../../review/words.ts';
import type { ReadItem } from '../statistics/from-ledger.ts';
import { type Act, proofOf, signedLevels, type Withdrawal } from './audit-row.ts';

/** Why something was taken down, as the text or the event says it. */
type Kind = keyof typeof WITHDRAWALS;

/** An event by which a person began to take an item down at once. What had not begun is given up by it. */
const isAtOnce = ({ kind, code }: LedgerEvent): boolean =>
  (kind === 'withdraw-intent' || kind === 'abandoned') && code !== undefined && Object.hasOwn(WITHDRAWALS, code);

const whyOf = (kind: string | undefined, reason: string | undefined): string =>
  `${WITHDRAWALS[kind as Kind] ?? '撤稿'}${reason ? `：${shown(reason)}` : ''}`;

/** The events of the acts by which an item was taken down at once, one an act: its channels share login and moment. */
export function atOnceActs(events: readonly LedgerEvent[]): LedgerEvent[] {
  const own = events.filter(isAtOnce);
  return own.filter(({ at, actor }, index) => own.findIndex((other) => other.at === at && other.actor === actor) === index);
}

/** The act that such an event is of. */
export const withdrawAct = (event: LedgerEvent, person: string): Act => ({
  ...{ kind: 'withdraw', item: event.item, person, at: event.at },
  what: whyOf(event.code, event.reason),
  evidence: proofOf(event),
});

/** Every time that an item was taken down, and the kinds of it: at once, by an approved removal, or by both. */
export function withdrawalsOf(
  state: ItemState,
  { events, evidence }: ReadItem,
  forms: ReadonlyMap<number, ReviewForm | null>,
  nameOf: (event: LedgerEvent) => string,
): { withdrawals: Withdrawal[]; kinds: string[] } {
  const withdrawals: Withdrawal[] = [];
  const kinds: string[] = [];
  let open: Withdrawal | null = null;
  let text: LedgerEvent | null = null;
  const acts = new Set(atOnceActs(events));
  const titleOf = (): string | null => (text === null ? null : (forms.get(text.seq)?.title ?? null));
  for (const event of events) {
    const isRemoval = event.kind === 'approval' && event.removal === true;
    if (event.kind === 'approval' && !isRemoval) [text, open] = [event, null];
    if (!isRemoval && !acts.has(event)) continue;
    const form = isRemoval ? (forms.get(event.seq) ?? null) : null;
    const entry = evidence.get(event.seq)?.items.find(({ path }) => path === form?.content.path);
    const withdraw = (entry?.frontMatter as Partial<FrontMatter> | null | undefined)?.withdraw;
    const kind = isRemoval ? withdraw?.kind : event.code;
    if (kind !== undefined) kinds.push(kind);
    if (open !== null && isRemoval && open.confirmedBy === null) {
      open.confirmedBy = event.number ?? '—';
      continue;
    }
    if (open !== null && !isRemoval) continue;
    const signers = form === null ? [] : signedLevels(form).map(({ person }) => person);
    open = {
      ...{ item: state.item, number: text?.number ?? null, title: titleOf() },
      why: whyOf(kind, isRemoval ? (withdraw?.reason ?? event.reason) : event.reason),
      person: isRemoval ? signers.join('、') : nameOf(event),
      ...{ at: event.at, atOnce: !isRemoval, confirmedBy: isRemoval ? (event.number ?? '—') : null, left: [] },
      evidence: proofOf(event, form?.levels),
    };
    withdrawals.push(open);
  }
  if (open !== null)
    open.left = [...new Set(state.releases.flatMap(({ state: is, channel }) => (is === 'withdraw-intent' ? [channel] : [])))];
  return { withdrawals, kinds };
}
