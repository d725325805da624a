import type { BeijingDate, Instant } from '../beijing-time.ts';
import type { Channel } from '../item/front-matter/front-matter-schema.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Policy } from '../organisation/policy.ts';
import type { RepositoryPlan } from '../organisation/repository/repository-plan.ts';
import type { SigningKey } from '../review/form/envelope.ts';
import type { Fact } from './report.ts';
import type { RightName } from './rights.ts';
import type { LookedAgain } from './still-out.ts';
import type { Compared } from './unknown-posts.ts';

/** The runner groups that the newest jobs ran in: with secrets, of the website, and of what a pull request's own files may change. */
export type RunnerGroups = Record<'secrets' | 'site' | 'pullRequests', string>;

/** What GitHub says of the repository and of the token. */
export interface GithubFacts {
  /** The repository as the token sees it. */
  repository: Fact<{ name: string; private: boolean }>;
  /** How many seconds this machine's clock is ahead of the server's. */
  clock: Fact<number>;
  /** Requests left in this hour. */
  rate: Fact<{ left: number; of: number }>;
  /** When `GITHUB_TOKEN` ends, and when `SANSHEN_LEDGER_TOKEN` and `SANSHEN_INTAKE_TOKEN` do. */
  expires: Fact<Instant>;
  ledgerExpires: Fact<Instant>;
  intakeExpires: Fact<Instant>;
  /** Each right that reading needs: `null` when it is there, else what the server asks for (may be empty). */
  rights: Record<RightName, Fact<string | null>>;
  /** Open issues that tell of something which needs a person. */
  alerts: Fact<number>;
  /** End of the last run that went well; `null`: none did. */
  publishRun: Fact<Instant | null>;
  gateRun: Fact<Instant | null>;
  /** When the newest run of the publisher began, whatever came of it; `null`: none did. */
  publishBegan: Fact<Instant | null>;
  runnerGroups: Fact<RunnerGroups>;
  /** What `setup` would change; empty where GitHub has what the settings want. */
  plan: Fact<RepositoryPlan>;
}

export interface LedgerFacts {
  head: string | null;
  items: number;
  events: number;
  problems: readonly { code: string; message: string; event: string }[];
  /** Whether main's settings are the newest version that the ledger holds. */
  settings: 'none' | 'held' | 'changed';
  /** `item channel` of releases that wait for a person, and of those whose outcome nobody knows. */
  needsHuman: string[];
  unknown: string[];
  /** Reason of a hold that nobody has lifted. */
  held: string | null;
}

export interface WeiboFacts {
  /** Whether the token belongs to the account that the policy names. */
  uid: string;
  /** Seconds until it ends; `null`: the platform didn't say. */
  secondsLeft: number | null;
}

/** An account's newest posts beside the ledger. */
export interface PostsFacts extends Compared {
  listed: number;
  /** What no list shows, as a sentence. */
  unseen: string;
}

/** A list that goes out of date: the bureau's own (`content/terms/`) or one of the program's. */
export interface ListFact {
  path: string;
  name: string;
  /** How long it may stay as it is. */
  months: number;
  /** When it was last looked through; `null`: it doesn't say. */
  asOf: BeijingDate | null;
  own: boolean;
}

/** Everything that the checks judge: plain data, gathered at the edge. */
export interface DoctorFacts {
  now: Instant;
  today: BeijingDate;
  organisation: Organisation;
  policy: Policy;
  /** Days off of `content/terms/holidays.yml`. */
  holidays: Fact<readonly BeijingDate[]>;
  /** Lists of words, with their age. */
  lists: Fact<readonly ListFact[]>;
  /** Files that `generate` would write otherwise. */
  generated: Fact<readonly string[]>;
  /** `v24.1.0` */
  node: string;
  /** `2.47.3` */
  git: Fact<string>;
  /** The public half of `SANSHEN_SIGNING_KEY`. */
  signingKey: Fact<SigningKey>;
  github: GithubFacts;
  /** Whether `SANSHEN_LEDGER_TOKEN` may push to the ledger's branch, tried without pushing anything. */
  ledgerPush: Fact<'allowed'>;
  /** Whether `origin` gave its newest branches. */
  fetched: Fact<'fetched'>;
  ledger: Fact<LedgerFacts>;
  /** Whether the credentials are there and give a token. */
  wechat: Fact<'token'>;
  wechatQuota: Fact<{ left: number; of: number }>;
  weibo: Fact<WeiboFacts>;
  /** Whether the mail server lets us in. */
  mail: Fact<'let in'>;
  posts: Record<Channel, Fact<PostsFacts>>;
  /** The newest publications, looked at once more. */
  stillOut: Record<Channel, Fact<LookedAgain>>;
}
