import type { ObstacleCode } from '#pipeline/review/gate/obstacle.ts';
import type { UncountedCode } from '#pipeline/review/gate/places.ts';
import type { AnonymousCode } from '#pipeline/review/gate/signature-words.ts';
import type { LevelState, NextAct, Verdict, VerdictKind } from '#pipeline/review/gate/verdict.ts';

/** Said under another code, so that no reader of verdicts ever meets it: `secrecy-replace` is a wait for the secrecy review. */
type Unsaid = 'secrecy-replace';

/** Everything that the gate can say. */
interface Said {
  verdict: VerdictKind;
  level: LevelState;
  next: NextAct['action'];
  ignored: UncountedCode | AnonymousCode;
  blocker: Exclude<ObstacleCode, Unsaid>;
  special: 'emergency' | 'delegate' | 'unit';
}

/** How often each of them was said. */
export type Tally = { [Kind in keyof Said]: Record<Said[Kind], number> };

/** A tally with everything that can be said in it: a new code doesn't compile until it stands here. */
export const nothingSaid = (): Tally => ({
  verdict: { passed: 0, waiting: 0, rejected: 0, refused: 0 },
  level: { approved: 0, waiting: 0, stale: 0, 'not-counted': 0, 'out-of-order': 0, rejected: 0 },
  next: { approve: 0, revise: 0, resubmit: 0, ready: 0, split: 0, repair: 0, appoint: 0 },
  ignored: {
    'out-of-order': 0,
    stale: 0,
    'unknown-text': 0,
    surplus: 0,
    dismissed: 0,
    'taken-back': 0,
    author: 0,
    'issue-author': 0,
    submitter: 0,
    'wrote-text': 0,
    'pushed-text': 0,
    'co-author': 0,
    'own-delegation': 0,
    'not-main-leader': 0,
    'no-post': 0,
    'secrecy-only': 0,
    'deleted-account': 0,
    'unknown-account': 0,
    machine: 0,
    advice: 0,
    'request-lifted': 0,
  },
  blocker: {
    fork: 0,
    'other-base': 0,
    'too-many-files': 0,
    'mixed-change': 0,
    'second-item': 0,
    'bad-path': 0,
    'unknown-unit': 0,
    'item-removed': 0,
    'nothing-to-withdraw': 0,
    'organisation-head': 0,
    'no-pull-request': 0,
    'records-incomplete': 0,
    'shared-head': 0,
    'text-unread': 0,
    'front-matter': 0,
    'correction-missing': 0,
    'activity-unreadable': 0,
    'unknown-hand': 0,
    'unknown-author': 0,
    'seven-days': 0,
    'publish-after-late': 0,
    'future-date': 0,
    'secrecy-unknown': 0,
    'secrecy-submitter': 0,
    'secrecy-review': 0,
    'merge-unknown': 0,
    'merged-text': 0,
    draft: 0,
    'nobody-left': 0,
  },
  special: { emergency: 0, delegate: 0, unit: 0 },
});

/** Adds what a verdict says. Codes that the tally doesn't know become `NaN`, which no count is. */
export function count(tally: Tally, { verdict, items, blockers }: Verdict): void {
  const add = (counts: Record<string, number>, word: string): void => {
    counts[word] = (counts[word] as number) + 1;
  };
  add(tally.verdict, verdict);
  for (const { code } of blockers) add(tally.blocker, code);
  for (const item of items) {
    for (const { code } of item.blockers) add(tally.blocker, code);
    for (const { code } of item.ignored) add(tally.ignored, code);
    for (const { action } of item.next) add(tally.next, action);
    for (const { state, for: principal, unit } of item.levels) {
      add(tally.level, state);
      if (principal !== undefined) add(tally.special, 'delegate');
      if (unit !== undefined) add(tally.special, 'unit');
    }
    if (item.emergency) add(tally.special, 'emergency');
  }
}

/** What was said less often than so many times; nothing, if agreement on it all says something. */
export function rare(tally: Tally, least: number): string[] {
  return Object.entries(tally).flatMap(([kind, counts]) =>
    Object.entries(counts as Record<string, number>)
      .filter(([, times]) => !(times >= least))
      .map(([word, times]) => `${kind} ${word}: ${times}`),
  );
}
