import type { Instant } from '../../beijing-time.ts';
import type { Evidence, EvidenceItem } from './evidence.ts';

/** A text (稿件) as Git names it: a tree or blob id; `null` = not there; `undefined` = could not be read. */
export type Text = string | null | undefined;

/** Whether somebody acted on the present text, on another one, or on one that can't be told. */
export type Seen = 'present' | 'changed' | 'unknown';

type Commit = Evidence['commits'][number];
type Push = Evidence['pushes'][number];

/** How one item's text came to be what it is. */
export interface TextHistory {
  /** At the head of the branch. */
  present: Text;
  /** At the base that the pull request was compared with. */
  base: Text;
  at: (sha: string) => Text;
  /** False only if a commit is shown to leave the text as it was (rule 7). */
  commitChanges: (commit: Commit) => boolean;
  /** False only if a push is shown to leave the text as it was (rule 7). */
  pushChanges: (push: Push) => boolean;
  /** What somebody saw who acted at a time on a commit (rule 9). */
  seen: (act: { ms: number; commit: string | null }) => Seen;
  /** When the item was first pushed; `null` if the branch's activity can't be read. */
  firstPush: Instant | null;
}

/** GitHub's name for no commit: before a branch was made, after it was deleted. */
const isNothing = (sha: string): boolean => /^0{40,}$/.test(sha);

/** The branch's pushes with their times in milliseconds, oldest first. */
type Timeline = readonly { ms: number; push: Push }[];

function timelineOf(pushes: readonly Push[]): Timeline {
  return pushes.map((push) => ({ ms: Date.parse(push.at), push })).sort((a, b) => a.ms - b.ms);
}

/** How many entries lie strictly before a time. */
function countBefore(timeline: Timeline, before: number): number {
  let [low, high] = [0, timeline.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((timeline[middle]?.ms ?? before) < before) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The heads that the branch may have had just before a time: the `after` of the last push strictly before it.
 * Several only if pushes of the same instant don't follow from each other; then all of them must hold.
 * @param moves pushes after which the branch is there
 */
function headsBefore(moves: Timeline, before: number): string[] {
  const end = countBefore(moves, before);
  const start = countBefore(moves, moves[end - 1]?.ms ?? before);
  const latest = moves.slice(start, end).map(({ push }) => push);
  const tips = latest.filter((push) => !latest.some((other) => other !== push && other.before === push.after));
  return (tips.length > 0 ? tips : latest).map(({ after }) => after);
}

function firstPushOf(timeline: Timeline, at: (sha: string) => Text): Instant | null {
  // What can't be read may have been the item already: the earlier day is the strict one.
  return (timeline.find(({ push }) => at(push.after) !== null) ?? timeline[0])?.push.at ?? null;
}

/** Reads an item's trees as the history of its text. */
export function historyOf(evidence: Evidence, item: EvidenceItem): TextHistory {
  const { pullRequest } = evidence;
  const now = Date.parse(evidence.now);
  const timeline = timelineOf(evidence.pushes);
  const moves = timeline.filter(({ push }) => !isNothing(push.after));
  const at = (sha: string): Text => (isNothing(sha) ? null : Object.hasOwn(item.trees, sha) ? item.trees[sha] : undefined);
  const [present, base] = pullRequest ? [at(pullRequest.head.sha), at(pullRequest.base.sha)] : [];
  const same = (a: Text, b: Text): boolean => a !== undefined && a === b;
  return {
    present,
    base,
    at,
    commitChanges: ({ sha, parents }) => {
      if (parents === undefined) return true;
      return parents.length === 0 ? at(sha) !== null : !parents.some((parent) => same(at(parent), at(sha)));
    },
    pushChanges: (push) => {
      if (isNothing(push.after)) return false;
      if (!isNothing(push.before)) return !same(at(push.before), at(push.after));
      // A branch that is made (again) is compared with what it was, or with the base that it grows from.
      const heads = headsBefore(moves, Date.parse(push.at));
      const origins = heads.length > 0 ? heads.map(at) : [base];
      return !origins.every((text) => same(text, at(push.after))) && !same(null, at(push.after));
    },
    seen: ({ ms, commit }) => {
      const heads = headsBefore(moves, ms);
      const texts = [...heads.map(at), commit === null ? undefined : at(commit)];
      // What was pushed after `now` isn't in the evidence, so that nobody knows what somebody saw later still.
      if (present === undefined || heads.length === 0 || ms > now) return 'unknown';
      if (texts.some((text) => text !== undefined && text !== present)) return 'changed';
      return texts.includes(undefined) ? 'unknown' : 'present';
    },
    firstPush: firstPushOf(timeline, at),
  };
}
