import type { Group } from '../../finding-order.ts';
import type { Channel } from '../../item/front-matter/front-matter-schema.ts';
import type { Level } from '../../organisation/organisation.ts';
import type { SettingsShown } from '../../organisation/settings-change.ts';
import type { Prompt } from '../../organisation/terms.ts';
import type { Change } from '../../review/text-changes.ts';

/** A person whose part one can play at the desk. */
export interface Player {
  login: string;
  name: string;
  /** What he does here: `报送人`, `办公室审核` … */
  post: string;
}

/** One of the three seals (look.md 4): shape and words carry the state. */
export interface Seal {
  level: Level;
  label: string;
  mark: 'done' | 'due' | 'later' | 'returned' | 'void';
  text: string;
}

/** A finding as the desk shows it. */
export interface FindingView {
  severity: 'error' | 'warning' | 'info' | 'mended';
  place: string;
  problem: string;
  expected: string;
  remedy: string;
  rule: string;
  article: string;
  group: Group;
}

export interface StepView {
  at: string;
  who: string;
  what: string;
  /** Where it can be seen. */
  url?: string;
}

/** Everything the page of one pull request shows. */
export interface PullRequestView {
  number: number;
  /** What it is about: an item, 名单与规则, or neither. */
  kind: 'item' | 'rules' | 'code';
  title: string;
  /** It takes a published item back. */
  withdrawal: boolean;
  /** Name of the unit. */
  unit: string;
  meta: string;
  head: string;
  state: 'open' | 'merged' | 'closed';
  draft: boolean;
  seals: Seal[];
  next: { title: string; why: string; mine: boolean };
  left: { days: number; text: string; lastDay: string } | null;
  findings: FindingView[];
  checked: boolean;
  /** What has changed: the text since its last version, or each file of the settings. */
  changes: { file: string; rows: Change[] }[];
  /** What a change of the settings changes for whom; `null` where it is none. */
  settings: SettingsShown | null;
  files: { path: string; status: string }[];
  steps: StepView[];
  ignored: string[];
  blockers: string[];
  published: { channel: Channel; name: string; state: string; url: string }[];
  /** Since when readers can see it as it is (or could, if it was taken back); `null` while no channel is known to have it. */
  publishedAt: string | null;
  formNumber: string | null;
  /** What the level that is due asks itself before it approves. */
  prompts: readonly Prompt[];
  /** What the person at the desk may do now. */
  acts: {
    approve: boolean;
    /** A request for changes that stops it, not mere advice. */
    returns: boolean;
    merge: boolean;
    edit: boolean;
    ready: boolean;
    /** Why he can't approve, or not yet. */
    told: string;
    /** What is said instead of asking for a review that he has given. */
    signed: { counts: boolean; words: string } | null;
    /** What he should know before he approves. */
    warning: string;
  };
  /** The text as it stands, for editing in place; after a failed act as it was typed. */
  text: string;
  /** An opinion that was typed for an act that failed. */
  opinion?: string;
}

/** One row of the queue. */
export interface QueueRow {
  number: number;
  title: string;
  unit: string;
  seals: Seal['mark'][];
  left: string;
  urgent: boolean;
}

/** An open alert, in the catalogue's words; `of` what, `who` has to act, `how`, and until when (`by`). */
export interface AlertView {
  of: string;
  what: string;
  who: string;
  how: string;
  by: string;
}

export interface QueueView {
  groups: { name: string; rows: QueueRow[] }[];
  services: { id: 'wechat' | 'weibo'; name: string; on: boolean }[];
  alerts: AlertView[];
}
