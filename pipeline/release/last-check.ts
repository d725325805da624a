import { type BeijingDate, beijingDate, type Instant } from '../beijing-time.ts';
import { eventDateAt } from '../forge/at-commit.ts';
import { recentTexts } from '../forge/evidence/recent-texts.ts';
import type { Git } from '../forge/git/git.ts';
import type { LedgerEvent } from '../ledger/event.ts';
import { approvalOf, type ItemState, type Release, wasReleased } from '../ledger/fold.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { wasReleasedAt } from '../ledger/published.ts';
import { latelySince } from '../organisation/freshness.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Policy } from '../organisation/policy.ts';
import type { Terms } from '../organisation/terms.ts';
import type { RenderRequest, RenderSettings } from './isolated/renderer.ts';

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

/** True while a release can still be stopped: it hasn't been called, or is definitely not out; a page that nobody has seen yet. */
export function canStillStop({ channel, state }: Pick<Release, 'channel' | 'state'>): boolean {
  return state === 'planned' || state === 'failed' || (channel === 'website' && state === 'intent');
}

/** Settings for all texts of a run, with the items of main of lately; open are those that never were out. They are looked up once asked for. */
export function settingsOf({ git, ledger, main, ...settings }: LastCheckInput): () => Promise<RenderSettings> {
  let found: Promise<RenderSettings> | null = null;
  const { organisation, policy, terms, now } = settings;
  const look = async (): Promise<RenderSettings> => {
    const texts = await recentTexts(git, main, latelySince(beijingDate(now)));
    const others = texts.map(async (text) => ({ ...text, open: !(await wasReleasedAt(git, ledger.head, text.id)) }));
    return { organisation, policy, terms, now, others: await Promise.all(others) };
  };
  return () => {
    found ??= look();
    return found;
  };
}

/** 信息日期 of the newest earlier text of an item that readers could see. */
async function dateOut(git: Git, state: ItemState, revision: number): Promise<BeijingDate | null> {
  const earlier = state.releases.filter((release) => release.confirmedAt !== null && release.revision < revision);
  const newest = earlier.sort((a, b) => b.revision - a.revision)[0];
  const approval = newest && approvalOf(state, newest);
  return approval ? eventDateAt(git, approval.tree, 'index.md') : null;
}

/** What the rules have to know of an approved text. */
export async function checkOf(git: Git, state: ItemState, { revision }: LedgerEvent): Promise<NonNullable<RenderRequest['check']>> {
  const released = wasReleased(state, revision);
  return released ? { released, dateOut: await dateOut(git, state, revision) } : { released };
}
