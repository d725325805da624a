import type { Evidence } from '#pipeline/review/gate/evidence.ts';

/** Somebody by the part he has in the bureau; `pick` says which of several. */
export interface Actor {
  as: 'head' | 'head-2' | 'office' | 'leader' | 'secrecy' | 'writer' | 'anybody' | 'stranger' | 'deleted' | 'machine';
  pick: number;
}

/** What happens to a pull request; `gap` = minutes since the step before. */
export type Step = { gap: number } & (
  | {
      act: 'push';
      actor: Actor;
      author: Actor;
      committer: Actor;
      coAuthors: Actor[];
      text: number;
      forced: boolean;
      parents: 'before' | 'merge' | 'merge-first' | 'none' | 'absent';
      commitless: boolean;
    }
  | {
      act: 'review';
      actor: Actor;
      state: Evidence['reviews'][number]['state'];
      commit: 'seen' | 'moved' | 'first' | 'gone' | null;
      body: string;
    }
  | {
      act: 'dismissal';
      target: number;
      actor: Actor;
      was: 'true' | 'null' | 'absent';
      byGitHub: boolean;
      records: 'one' | 'two' | 'two-apart' | 'late';
    }
  | { act: 'deletion'; actor: Actor; restored: boolean }
);

export type Level = 1 | 2 | 3;

export interface World {
  bureau: {
    people: number;
    units: number;
    offset: number;
    posts: {
      level: Level;
      person: number;
      unit: number;
      from: string;
      to: string | undefined;
      covers: 'own' | 'all' | 'first';
      main: boolean;
    }[];
    twice: number[];
    numbered: number[];
    /** Who has no account. */
    silent: number | null;
    numbersKnown: 'all' | 'none' | 'swapped' | 'bot';
    administrators: number[];
    secrecy: { person: number; unit: number | null; to: string | undefined }[];
    delegations: { principal: number; delegate: number; level: Level; from: string; to: string }[];
    declared: boolean;
  };
  policy: Record<string, unknown> & { items_per_pull_request?: number };
  item: {
    kind:
      | 'new'
      | 'correction'
      | 'withdrawal'
      | 'withdrawal-of-none'
      | 'released'
      | 'released-now'
      | 'statutory'
      | 'rules'
      | 'organisation'
      | 'code';
    breach:
      | null
      | 'no-pull-request'
      | 'fork'
      | 'base'
      | 'second-item'
      | 'second-unit'
      | 'mixed'
      | 'unknown-unit'
      | 'removed'
      | 'front-matter'
      | 'moved'
      | 'loose-file'
      | 'bad-name'
      | 'no-items';
    /** Which broken front matter, or which bad name. */
    spoilt: number;
    joint: null | 'second' | 'third' | 'own' | 'nowhere';
    channels: readonly string[];
    pictures: number;
    eventDay: number;
    nowDays: number;
    publishAfter: number | null;
    secrecyBy: Actor;
    unitReview: { by: number; at: string };
    twoItems: boolean;
  };
  pullRequest: {
    author: Actor;
    issueAuthor: Actor | null;
    submitter: Actor;
    draft: boolean;
    merge: 'open' | 'same' | 'different' | 'unreadable' | 'unknown' | 'queued-same' | 'queued-different';
    siblings: boolean;
    incomplete: boolean;
    activityUnreadable: boolean;
    unreadTree: number | null;
    headOrganisation: 'same' | 'leader' | 'delegation' | 'ended' | 'office' | 'absent' | 'nothing' | 'login-twice' | 'post-of-nobody';
  };
  history: Step[];
}
