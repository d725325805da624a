import type { BeijingDate, Instant } from '../../beijing-time.ts';
import type { Channel, FrontMatter } from '../../item/front-matter/front-matter-schema.ts';
import type { Level } from '../../organisation/organisation.ts';

/** A level's signature that counted. */
export interface SignedLevel {
  level: Level;
  /** The unit whose head signed; at levels 2 and 3 the item's own. */
  unit: string;
  person: string;
  /** 代签: the principal. */
  for?: string;
  at: Instant;
  /** Since when it was this level's turn: the text that it signed, or the signatures below. */
  since: Instant;
}

/** One time that a holder of a level asked for changes. */
export interface Returned {
  level: Level;
  person: string;
  at: Instant;
}

/** What became of a submission. `replaced`: a newer text was approved before this one was out. */
export type Outcome = 'adopted' | 'open' | 'returned' | 'closed' | 'expired' | 'withdrawn' | 'replaced';

/** One submission of an item: a pull request, whether or not the ledger ever approved it. */
export interface SubmissionRecord {
  /** `null` where only its figures were kept. */
  item: string | null;
  /** `null` where nothing was approved: what was returned has no title here. */
  title: string | null;
  unit: string;
  /** 联合报送: the other units. It counts for `unit` alone. */
  joint: string[];
  /** A person's id; `null` where the text couldn't be read. */
  submitter: string | null;
  authors: string[];
  category: FrontMatter['category'] | null;
  /** `new` is what 报送 counts. */
  kind: 'new' | 'correction' | 'withdrawal';
  pullRequest: number | null;
  /** 报送时间: the first push; where that can't be read, the oldest thing known of it. */
  submittedAt: Instant;
  informationDate: BeijingDate | null;
  /** When the ledger approved it. */
  approvedAt: Instant | null;
  levels: SignedLevel[];
  returned: Returned[];
  /** Channels on which readers first saw the item by this submission. */
  adopted: Partial<Record<Channel, Instant>>;
  /** 超期未发: when the time was over without its being out anywhere. */
  expired: Instant | null;
  /** 撤稿: of this text, or by this submission. */
  withdrawal: { kind: string; at: Instant } | null;
  emergency: boolean;
  /** Published by hand before its reviews (线下审签). */
  offline: boolean;
  /** How many findings were waived. */
  waivers: number;
  outcome: Outcome;
}

/** Of a submission that nobody has approved. */
export const UNAPPROVED = {
  ...{ item: null, title: null, authors: [], category: null, approvedAt: null, levels: [], adopted: {} },
  ...{ expired: null, withdrawal: null, emergency: false, offline: false, waivers: 0 },
} satisfies Partial<SubmissionRecord>;
