import type { Evidence } from '#pipeline/review/evidence.ts';

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
      parents: 'before' | 'merge' | 'merge-first' | 'absent';
      commitless: boolean;
    }
  | {
      act: 'review';
      actor: Actor;
      state: Evidence['reviews'][number]['state'];
      commit: 'seen' | 'moved' | 'first' | 'gone' | null;
      body: string;
    }
  | { act: 'dismissal'; target: number; actor: Actor; was: 'true' | 'null' | 'absent'; byGitHub: boolean }
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
    numbersKnown: 'all' | 'none' | 'swapped';
    secrecy: { person: number; unit: number | null; to: string | undefined }[];
    delegations: { principal: number; delegate: number; level: Level; to: string }[];
    declared: boolean;
  };
  policy: Record<string, unknown> & { items_per_pull_request: number };
  item: {
    kind: 'new' | 'correction' | 'withdrawal' | 'released' | 'statutory' | 'rules' | 'organisation' | 'code';
    breach:
      | null
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
      | 'no-items';
    joint: boolean;
    channels: readonly string[];
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
    headOrganisation: 'same' | 'leader' | 'delegation' | 'absent' | 'malformed';
  };
  history: Step[];
}
