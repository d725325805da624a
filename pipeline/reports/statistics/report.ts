import type { BeijingDate } from '../../beijing-time.ts';
import type { Channel } from '../../item/front-matter/front-matter-schema.ts';
import type { Level } from '../../organisation/organisation.ts';

/** First and last day, both included, in Beijing. */
export interface Span {
  from: BeijingDate;
  to: BeijingDate;
}

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
  waived: number;
  /** Median hours that levels 1 and 2 took; never a leader's. */
  hours: Partial<Record<1 | 2, number>>;
  /** Of what was first out or over its time in the span, the share that was out within seven days; `null` if nothing was. */
  within7: number | null;
  /** Of the new items approved in the span, the share that nobody had returned; `null` if nothing was. */
  firstPass: number | null;
}

/** What `report` says (contracts.md 1). */
export interface Report extends Span {
  version: 1;
  total: Figures;
  units: ({ unit: string; name: string } & Figures)[];
  people: ({ person: string; name: string; unit: string } & Figures)[];
  authors: { author: string; submitted: number; published: number }[];
  months: { month: string; submitted: number; published: number }[];
  /** Which figures the sources at hand can't tell, in one sentence; `null` where they tell all. */
  missing: string | null;
}
