import type { Shown } from '../../alerts/freshness-watch.ts';
import type { BeijingDate } from '../../beijing-time.ts';
import type { Policy } from '../../organisation/policy.ts';

/** A page of the built site, as far as an inspection looks at it. */
export interface BuiltPage {
  address: string;
  /** Tags and the like that it must carry and doesn't. */
  lacks: readonly string[];
  /** `null`: no such tag. */
  pubDate: string | null;
  source: string | null;
  /** The HTML of its foot. */
  foot: string;
}

/** What couldn't be looked at, with the reason in words. */
export interface Unseen {
  unseen: string;
}

/** What an inspection is made from. */
export interface InspectionFacts {
  today: BeijingDate;
  columns: Policy['columns'];
  site: Policy['site'];
  /** Everything that readers find; on the website since its PubDate, on the other channels since it is there. */
  shown: readonly Shown[];
  /** PubDate by the ledger, of each item's page. */
  published: ReadonlyMap<string, string>;
  pages: readonly BuiltPage[] | Unseen;
  /** Links of what is out: how many were followed, and which lead nowhere. */
  links: { followed: number; dead: readonly string[] } | Unseen;
}
