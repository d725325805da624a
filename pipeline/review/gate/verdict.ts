import type { Instant } from '../../beijing-time.ts';
import type { Level } from '../../organisation/organisation.ts';

export type VerdictKind = 'passed' | 'waiting' | 'rejected' | 'refused';
export type LevelState = 'approved' | 'waiting' | 'stale' | 'not-counted' | 'out-of-order' | 'rejected';

/** One needed signature and where it stands. `person` is a person id; `for` names the principal of a delegate. */
export interface LevelVerdict {
  level: Level;
  unit?: string;
  state: LevelState;
  person: string | null;
  login: string | null;
  at: Instant | null;
  for?: string;
  reason: string;
  /** The review that fills the level (or that explains its state), if there is one. */
  reviewId?: number;
  /** The reviewer's own words. */
  opinion?: string;
}

export interface Ignored {
  reviewId: number;
  login: string | null;
  code: string;
  reason: string;
}

export interface Blocker {
  code: string;
  message: string;
}

/** Who must do what: `person` is a person id, or the author's login where the organisation doesn't know him. */
export interface NextAct {
  person: string;
  login: string | null;
  action: 'approve' | 'revise' | 'resubmit' | 'ready' | 'split' | 'repair' | 'appoint';
  level?: Level;
}

export interface ItemVerdict {
  id: string;
  path: string;
  verdict: VerdictKind;
  levels: LevelVerdict[];
  ignored: Ignored[];
  blockers: Blocker[];
  next: NextAct[];
  emergency?: { person: string; due: Instant };
}

/** What the gate concludes (contracts.md 1 and 4). */
export interface Verdict {
  version: 1;
  verdict: VerdictKind;
  items: ItemVerdict[];
  blockers: Blocker[];
}

/** Where the secrecy review isn't due yet: before it is sent in, after a return, while it can't be published at all. */
function isLater(verdict: Verdict, item: ItemVerdict | null): boolean {
  return verdict.verdict === 'rejected' || verdict.verdict === 'refused' || (item?.next ?? []).some(({ action }) => action === 'ready');
}

/**
 * What stands in the way, as far as it helps to hear it now. It leaves out a secrecy review whose turn hasn't come, or that the due
 * signature will give.
 * @param secrecyReviewer whom the item names. `null`: something else comes first, so that it isn't told at all
 */
export function toldBlockers(verdict: Verdict, item: ItemVerdict | null, secrecyReviewer: string | null | undefined): Blocker[] {
  const silent = secrecyReviewer === null || isLater(verdict, item) || (item?.next ?? []).some(({ person }) => person === secrecyReviewer);
  return [...verdict.blockers, ...(item?.blockers ?? [])].filter(({ code }) => !(silent && code === 'secrecy-review'));
}
