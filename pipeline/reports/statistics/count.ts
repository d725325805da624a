import { beijingDate, daysBetween, type Instant } from '../../beijing-time.ts';
import type { Channel } from '../../item/front-matter/front-matter-schema.ts';
import type { Level } from '../../organisation/organisation.ts';
import { type Span, within } from './span.ts';
import type { SubmissionRecord } from './submission.ts';

/** What a unit's or a person's submissions came to in a span. Each figure is dated by its own day. */
export interface Figures {
  /** 报送: new items that came in. */
  submitted: number;
  /** Of these, the lead unit's 联合报送. */
  joint: number;
  /** Items that were first out in the span, anywhere. */
  published: number;
  adopted: Partial<Record<Channel, number>>;
  /** How often a level asked for changes. */
  returned: Partial<Record<Level, number>>;
  /** How many submissions that concerned. */
  returnedItems: number;
  /** 超期未发 */
  expired: number;
  closed: number;
  open: number;
  corrected: number;
  withdrawn: number;
  /** Submissions with a signature by a delegate. */
  delegated: number;
  emergency: number;
  offline: number;
  waived: number;
  /** Median hours that levels 1 and 2 took; never a leader's. */
  hours: Partial<Record<1 | 2, number>>;
  /** Of what was first out or over its time in the span, the share that was out within seven days; `null` if nothing was. */
  within7: number | null;
}

/** Art. 9's number, whatever the policy counts by: so that years can be compared. */
const DAYS = 7;
const HOUR = 3_600_000;

/** The middle one, or the mean of the two in the middle; `undefined` of none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[middle]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

/** When readers first saw an item by this submission. */
export function firstOut({ kind, adopted }: Pick<SubmissionRecord, 'kind' | 'adopted'>): Instant | null {
  if (kind !== 'new') return null;
  return Object.values(adopted).sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** Hours that a level took for what it signed in a span, of all its signatures. A leader's aren't looked at. */
function hoursOf(records: readonly SubmissionRecord[], level: 1 | 2, span: Span): number | undefined {
  const taken = records.flatMap(({ levels }) =>
    levels
      .filter((signed) => signed.level === level && within(span, signed.at))
      .map(({ at, since }) => Math.max(0, Date.parse(at) - Date.parse(since)) / HOUR),
  );
  return median(taken);
}

function tally<Key extends string | number>(keys: readonly Key[]): Partial<Record<Key, number>> {
  const counts: Partial<Record<Key, number>> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}

/** What some submissions came to in a span. Everything counts on its own day, so that the figures of months add up. */
export function figuresOf(records: readonly SubmissionRecord[], span: Span): Figures {
  const inSpan = (at: Instant | null | undefined): boolean => within(span, at);
  const submitted = records.filter(({ kind, submittedAt }) => kind === 'new' && inSpan(submittedAt));
  const out = records.filter((record) => inSpan(firstOut(record)));
  const expired = records.filter((record) => record.kind === 'new' && inSpan(record.expired));
  const approved = records.filter(({ approvedAt }) => inSpan(approvedAt));
  const returns = records.map(({ returned }) => returned.filter(({ at }) => inSpan(at)));
  const early = out.filter(
    (record) => record.informationDate !== null && daysBetween(record.informationDate, beijingDate(firstOut(record) as Instant)) <= DAYS,
  );
  const [first, second] = [hoursOf(records, 1, span), hoursOf(records, 2, span)];
  const count = (of: readonly SubmissionRecord[], is: (record: SubmissionRecord) => boolean): number => of.filter(is).length;
  return {
    submitted: submitted.length,
    joint: count(submitted, ({ joint }) => joint.length > 0),
    published: out.length,
    adopted: tally(
      records.flatMap(({ kind, adopted }) =>
        Object.entries(adopted).flatMap(([channel, at]) => (kind === 'new' && inSpan(at) ? [channel as Channel] : [])),
      ),
    ),
    returned: tally(returns.flat().map(({ level }) => level)),
    returnedItems: returns.filter((of) => of.length > 0).length,
    expired: expired.length,
    closed: count(submitted, ({ outcome }) => outcome === 'closed'),
    open: count(submitted, ({ outcome }) => outcome === 'open' || outcome === 'returned'),
    corrected: count(approved, ({ kind }) => kind === 'correction'),
    withdrawn: count(records, ({ withdrawal }) => inSpan(withdrawal?.at)),
    delegated: count(approved, ({ levels }) => levels.some((signed) => signed.for !== undefined)),
    emergency: count(approved, ({ emergency }) => emergency),
    offline: count(approved, ({ offline }) => offline),
    waived: approved.reduce((sum, { waivers }) => sum + waivers, 0),
    hours: { ...(first === undefined ? {} : { 1: first }), ...(second === undefined ? {} : { 2: second }) },
    within7: share(early.length, out.length + expired.length),
  };
}
