import { type BeijingDate, beijingDate, type Instant } from '../beijing-time.ts';
import { checkItem } from '../check/engine.ts';
import type { CheckContext, OtherItem } from '../check/rule.ts';
import { eventDateAt } from '../forge/event-date.ts';
import type { Git } from '../forge/git.ts';
import { otherItemsAt } from '../forge/other-items.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Policy } from '../organisation/policy.ts';
import type { Terms } from '../organisation/terms.ts';
import { approvedFolder } from './approved-text.ts';
import type { LedgerEvent } from './event.ts';
import { type ItemState, type Release, wasReleased } from './fold.ts';
import type { Ledger } from './ledger.ts';
import { approvalOf } from './open-releases.ts';
import { wasReleasedAt } from './published.ts';

/** What the rules are asked with, once more right before an approved text goes out. */
export interface LastCheckInput {
  git: Git;
  ledger: Ledger;
  /** The commit of main that other items are looked for in. */
  main: string;
  organisation: Organisation;
  policy: Policy;
  /** With a private list added, where the run has one. */
  terms: Terms;
  now: Instant;
}

/** The rules once more, with all that `check` knows on the pull request. */
export interface LastCheck {
  /**
   * What keeps a pull request from being merged (errors and warnings that nobody has waived) in the text of an approval, as `rule：sentence`.
   * The seven days are left to the moment of the call, which also ends what is too late.
   */
  errors: (state: ItemState, approval: LedgerEvent) => Promise<string[]>;
}

/** 信息日期 of the newest earlier text of an item that readers could see. */
async function dateOut(git: Git, state: ItemState, revision: number): Promise<BeijingDate | null> {
  const earlier = state.releases.filter((release) => release.confirmedAt !== null && release.revision < revision);
  const newest = earlier.sort((a, b) => b.revision - a.revision)[0];
  const approval = newest && approvalOf(state, newest);
  return approval ? eventDateAt(git, approval.tree, 'index.md') : null;
}

/** The items of main of lately; open are those that never were out. */
async function othersOf({ git, ledger, main, now }: LastCheckInput): Promise<OtherItem[]> {
  const others = await otherItemsAt(git, main, beijingDate(now), () => false);
  return Promise.all(others.map(async (other) => ({ ...other, open: !(await wasReleasedAt(git, ledger.head, other.id)) })));
}

export function lastCheck(input: LastCheckInput): LastCheck {
  const { git, organisation, policy, terms, now } = input;
  // A run that sends nothing looks at no other item.
  let others: Promise<OtherItem[]> | null = null;
  const known = new Map<string, Promise<string[]>>();
  const errorsIn = async (state: ItemState, approval: LedgerEvent): Promise<string[]> => {
    const released = wasReleased(state, approval.revision);
    others ??= othersOf(input);
    const context: CheckContext = { organisation, policy, terms, now, released, others: await others };
    if (released) context.dateOut = await dateOut(git, state, approval.revision);
    const { findings } = checkItem(await approvedFolder(git, approval), context);
    return findings
      .filter(({ severity, waived, rule }) => severity !== 'info' && !waived && rule !== 'time/seven-days')
      .map(({ rule, message }) => `${rule}：${message}`);
  };
  const errors: LastCheck['errors'] = (state, approval) => {
    const key = `${state.item} ${approval.seq}`;
    const found = known.get(key) ?? errorsIn(state, approval);
    known.set(key, found);
    return found;
  };
  return { errors };
}

/** True while a release can still be stopped: it hasn't been called, or is definitely not out; a page that nobody has seen yet. */
export function canStillStop({ channel, state }: Pick<Release, 'channel' | 'state'>): boolean {
  return state === 'planned' || state === 'failed' || (channel === 'website' && state === 'intent');
}
