import type { Instant } from '../../beijing-time.ts';
import type { Git } from '../../forge/git.ts';
import type { Github } from '../../forge/github.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import type { Policy } from '../../organisation/policy.ts';
import type { Terms } from '../../organisation/terms.ts';
import type { TimelineStep } from '../../publish/timeline.ts';
import type { Evidence } from '../../review/evidence.ts';
import type { Verdict } from '../../review/verdict.ts';
import type { Account, Workplace } from '../people.ts';
import type { PhoneView } from './phone-page.ts';
import type { FindingView } from './view.ts';

/** One release as the ledger has it. */
export interface ReleaseView {
  item: string;
  channel: 'website' | 'wechat' | 'weibo';
  /** Of the item's newest review form. */
  formNumber: string | null;
  state: string;
  url: string;
  /** When it came into this state. */
  at: Instant | null;
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
  findingsOf(head: string): FindingView[] | null;
  /** Newest merged pull requests first. */
  merged(): Promise<number[]>;
  releases(): Promise<ReleaseView[]>;
  alerts(): string[];
  /** The form's page: signed from the ledger, else a draft from the evidence; `null` while the text can't be read. */
  formPage(number: number): Promise<string | null>;
  /** A signed form by its number, `2026-0001`, or by its item's id. */
  signedFormPage(name: string): Promise<string | null>;
  formNumberOf(item: string): Promise<string | null>;
  /** Everything that happened to an item of the ledger, as `status` tells it. */
  timeline(item: string): Promise<TimelineStep[]>;
  /** True if the ledger holds the approval of what a pull request brought. */
  isApproved(item: string, pullRequest: number): Promise<boolean>;
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
