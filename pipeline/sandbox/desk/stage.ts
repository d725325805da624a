import type { Instant } from '../../beijing-time.ts';
import type { CheckResult } from '../../check/finding.ts';
import type { Git } from '../../forge/git/git.ts';
import type { Github } from '../../forge/github/github.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import type { Policy } from '../../organisation/policy.ts';
import type { Terms } from '../../organisation/terms.ts';
import type { TimelineStep } from '../../reports/timeline.ts';
import type { Evidence } from '../../review/gate/evidence.ts';
import type { Verdict } from '../../review/gate/verdict.ts';
import type { Account, Workplace } from '../people.ts';
import type { PhoneView } from './phone-page.ts';

/** One release as the ledger has it. */
export interface ReleaseView {
  item: string;
  channel: 'website' | 'wechat' | 'weibo';
  /** Of the item's newest review form. */
  formNumber: string | null;
  revision: number;
  state: string;
  url: string;
  /** Of its newest event; `null` where that has none. */
  at: Instant | null;
  code: string | null;
  /** What happens next and who must do it; empty if nobody has to do anything. */
  next: string;
}

/** What a merged pull request became in the ledger: the revision that its approval gave, or a taking back. */
export interface ApprovedAs {
  revision: number;
  removal: boolean;
}

/** What the desk needs of the sandbox around it. Reading goes by the machine's token; every act goes by the acting person's own. */
export interface DeskStage {
  workplace: Workplace;
  git: Git;
  github: Github;
  bureau: string;
  now(): Instant;
  accounts: Account[];
  settings(): Promise<{ organisation: Organisation; policy: Policy; terms: Terms }>;
  evidenceOf(number: number): Promise<Evidence>;
  verdictOf(evidence: Evidence): Verdict;
  /** What the check said of a head; `null` if it wasn't checked. */
  checkOf(head: string): CheckResult | null;
  /** Newest merged pull requests first. */
  merged(): Promise<number[]>;
  releases(): Promise<ReleaseView[]>;
  /** Why the newest run of the publisher ended in an error; `null` if it didn't. */
  stopped(): string | null;
  /** The form's page: signed from the ledger, else a draft from the evidence; `null` while the text can't be read. */
  formPage(number: number): Promise<string | null>;
  /** A signed form by its number, `2026-0001`, or by its item's id. */
  signedFormPage(name: string): Promise<string | null>;
  formNumberOf(item: string): Promise<string | null>;
  /** Everything that happened to an item of the ledger, as `status` tells it. */
  timeline(item: string): Promise<TimelineStep[]>;
  /** The approval of what a pull request brought; `null` while the ledger holds none. */
  approvedAs(item: string, pullRequest: number): Promise<ApprovedAs | null>;
  /** Runs check and gate for a pull request, or the publisher, and waits until all is done. */
  settled(): Promise<void>;
  publish(): Promise<void>;
  phone(): PhoneView;
  services(): { id: 'wechat' | 'weibo'; name: string; on: boolean }[];
  toggle(id: 'wechat' | 'weibo'): Promise<void>;
  /** Told of a fault of the program, in one line. */
  failed(line: string): void;
  /** `site/assets/tokens.css`. */
  tokens: string;
  /** `site/assets/site.css`: the preview shows the website's page as it will look. */
  siteStyle: string;
}
