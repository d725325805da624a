import { beijingDate, type Instant } from '../../beijing-time.ts';
import { grouped } from '../../grouped.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { type Figures, figuresOf, firstOut } from './count.ts';
import { monthsOf, type Span, within } from './span.ts';
import type { SubmissionRecord } from './submission.ts';

/** What `report` says (contracts.md 1). */
export interface Report extends Span {
  version: 1;
  total: Figures;
  units: ({ unit: string; name: string } & Figures)[];
  people: ({ person: string; name: string; unit: string } & Figures)[];
  months: { month: string; submitted: number; published: number }[];
  /** Which figures the sources at hand can't tell, in one sentence; `null` where they tell all. */
  missing: string | null;
}

/** Those that a list names, in its order, then the others. */
const inOrder = (listed: readonly string[], found: Iterable<string>): string[] => [...new Set([...listed, ...[...found].sort()])];

/**
 * Counts submissions. Every unit of the list has its row, also one that sent nothing; a person has one who did something in the span.
 * Rows stand in the list's order, and never in that of a figure, unless the policy asks for a ranking.
 * @param missing what the sources can't tell, in one sentence
 */
export function reportOf(
  records: readonly SubmissionRecord[],
  span: Span,
  organisation: Pick<Organisation, 'units' | 'people'>,
  options: { unit?: string | null; ranking?: boolean; missing?: string | null } = {},
): Report {
  const { unit = null, ranking = false, missing = null } = options;
  const own = unit === null ? records : records.filter((record) => record.unit === unit);
  const byUnit = grouped(own, ({ unit: id }) => id);
  const byPerson = grouped(own, ({ submitter }) => submitter);
  const units = inOrder(unit === null ? Object.keys(organisation.units) : [unit], byUnit.keys()).map((id) => ({
    unit: id,
    name: organisation.units[id]?.name ?? id,
    ...figuresOf(byUnit.get(id) ?? [], span),
  }));
  const people = inOrder(
    Object.keys(organisation.people).filter((id) => byPerson.has(id)),
    byPerson.keys(),
  ).flatMap((id) => {
    const theirs = byPerson.get(id) ?? [];
    const figures = figuresOf(theirs, span);
    return isNothing(figures)
      ? []
      : [{ person: id, name: organisation.people[id]?.name ?? id, unit: theirs.at(-1)?.unit ?? '', ...figures }];
  });
  const first = <Row extends Figures>(rows: Row[]): Row[] => (ranking ? rows.toSorted((a, b) => b.published - a.published) : rows);
  return {
    version: 1,
    ...span,
    total: figuresOf(own, span),
    units: first(units),
    people: first(people),
    months: byMonth(own, span),
    missing,
  };
}

/** True of figures in which nothing happened. */
function isNothing({ hours, within7: _, ...counts }: Figures): boolean {
  const numbers = Object.values(counts).flatMap((count) => (typeof count === 'number' ? [count] : Object.values(count)));
  return numbers.every((number) => number === 0) && Object.keys(hours).length === 0;
}

/** Every month of a span with what came in and went out; one look at each submission, however many months there are. */
function byMonth(records: readonly SubmissionRecord[], span: Span): Report['months'] {
  const months = new Map(monthsOf(span).map((month) => [month, { month, submitted: 0, published: 0 }]));
  const monthOf = (at: Instant | null): Report['months'][number] | undefined =>
    at !== null && within(span, at) ? months.get(beijingDate(at).slice(0, 7)) : undefined;
  for (const record of records) {
    const came = record.kind === 'new' ? monthOf(record.submittedAt) : undefined;
    if (came) came.submitted += 1;
    const went = monthOf(firstOut(record));
    if (went) went.published += 1;
  }
  return [...months.values()];
}
