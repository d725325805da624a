import type { EventKind } from './event.ts';

/** States of a release, item × channel × revision (contracts.md 5). `planned` is the state before its first event. */
export type ReleaseState = 'planned' | Exclude<EventKind, 'settings' | 'approval' | 'hold' | 'resume' | 'purge'>;

/**
 * Where a release may go from each state. Nothing leads out of the last four.
 * - `intent` is written before any call. What becomes of the call is `confirmed`, `sent`, `unknown`, `failed` or `needs-human`; a call
 *   that was not made after all is `failed` or `expired`.
 * - Out of doubt (`unknown`, `sent`, a stranger's `intent`) leads only what was read back, or a person's decision.
 * - `failed` means definitely not live. If reading back before the next try shows otherwise, it is `confirmed` without another call.
 *   `withdraw-intent` takes back a draft that lies prepared when its item is removed.
 * - `offline`: published by hand and not reviewed yet. Nothing is sent; the reviews make it `confirmed`, or a person decides.
 * - `confirmed` again: a person recorded an edit made by hand. `withdraw-intent` again: what a call that crossed the withdrawal has left.
 */
export const TRANSITIONS: Record<ReleaseState, readonly ReleaseState[]> = {
  planned: ['offline', 'intent', 'needs-human', 'confirmed', 'expired', 'superseded', 'abandoned'],
  offline: ['offline', 'confirmed', 'failed', 'needs-human', 'abandoned', 'withdraw-intent'],
  intent: ['sent', 'confirmed', 'unknown', 'failed', 'needs-human', 'expired', 'superseded', 'withdraw-intent'],
  sent: ['sent', 'confirmed', 'unknown', 'failed', 'needs-human', 'withdraw-intent'],
  unknown: ['sent', 'confirmed', 'failed', 'needs-human', 'withdraw-intent'],
  failed: ['intent', 'confirmed', 'needs-human', 'expired', 'superseded', 'abandoned', 'withdraw-intent'],
  'needs-human': ['confirmed', 'failed', 'expired', 'superseded', 'abandoned', 'withdraw-intent'],
  confirmed: ['confirmed', 'superseded', 'withdraw-intent'],
  'withdraw-intent': ['withdraw-intent', 'withdrawn', 'abandoned'],
  withdrawn: [],
  superseded: [],
  expired: [],
  abandoned: [],
};

/** True for a state that nothing leads out of. */
export function isTerminal(state: ReleaseState): boolean {
  return TRANSITIONS[state].length === 0;
}

/** States in which something may be live, or become so, without anybody knowing for sure: read back before anything else. */
export const IN_DOUBT: readonly ReleaseState[] = ['intent', 'sent', 'unknown'];

/** States in which something may be seen by readers, so that a withdrawal has to look at them. */
export const MAY_BE_LIVE: readonly ReleaseState[] = ['offline', 'intent', 'sent', 'unknown', 'needs-human', 'confirmed'];
