import { baseShaOf, diffOf, filesOf } from '../comparison.ts';
import { mayWrite } from '../rights.ts';
import type { Rule } from '../settings.ts';
import type { Hub, PullThread, Review, User } from '../state.ts';
import { ownedLines, ownersOf } from './codeowners.ts';
import { fits } from './layers.ts';

/** What a `pull_request` rule asks for (schema repository-rule-pull-request). */
interface Wanted {
  required_approving_review_count?: number;
  require_code_owner_review?: boolean;
  require_last_push_approval?: boolean;
  required_review_thread_resolution?: boolean;
  required_reviewers?: { file_patterns: string[]; minimum_approvals: number; reviewer: { id: number } }[];
}

interface Judged {
  hub: Hub;
  thread: PullThread;
  wanted: Wanted;
  approvals: Review[];
}

const OPINIONS = new Set(['APPROVED', 'CHANGES_REQUESTED', 'DISMISSED']);

/** The last opinion of everybody who may write (docs "About pull request reviews"); a comment changes none. */
function opinionsOf(hub: Hub, { number }: PullThread): Review[] {
  const given = hub.reviews.filter(({ number: of, state }) => of === number && OPINIONS.has(state));
  const counted = given.filter(({ user }) => mayWrite(hub, user));
  return [...new Map(counted.map((review) => [review.user.login, review])).values()];
}

type Condition = (judged: Judged) => Promise<string | null> | string | null;

const enough: Condition = ({ wanted, approvals }) => {
  const count = wanted.required_approving_review_count ?? 0;
  if (approvals.length >= count) return null;
  return `At least ${count} approving ${count === 1 ? 'review is' : 'reviews are'} required by reviewers with write access.`;
};

const owned: Condition = async ({ hub, thread, wanted, approvals }) => {
  if (!wanted.require_code_owner_review) return null;
  const lines = (await ownedLines(hub, await baseShaOf(hub, thread))) ?? [];
  const by = new Set(approvals.map(({ user }) => user.login));
  for (const path of (await filesOf(hub, thread)).flatMap((file) => [file.path, ...(file.previousPath ? [file.previousPath] : [])])) {
    const owners = ownersOf(hub, lines, path)?.map(({ login }) => login);
    if (owners && !owners.some((login) => by.has(login))) return `Waiting on code owner review from ${owners.join(' and/or ')}.`;
  }
  return null;
};

/** A push that left the changes as they were is none that needs a review ("reviewable push"). */
const sinceLastPush: Condition = async ({ hub, thread, wanted, approvals }) => {
  if (!wanted.require_last_push_approval) return null;
  const pusher: User | undefined = hub.activity.findLast(({ branch }) => branch === thread.pull.headRef)?.actor;
  const diff = await diffOf(hub, thread);
  const covered = approvals.some((review) => review.user.login !== pusher?.login && review.diff === diff);
  return covered ? null : 'New changes require approval from someone other than the last pusher.';
};

const resolved: Condition = ({ hub, thread, wanted }) => {
  const open = hub.reviews.some(
    ({ number, state, threads }) => number === thread.number && state !== 'PENDING' && threads.some((one) => !one.resolved),
  );
  return wanted.required_review_thread_resolution && open
    ? 'A conversation must be resolved before this pull request can be merged.'
    : null;
};

const byTeams: Condition = async ({ hub, thread, wanted, approvals }) => {
  const files = await filesOf(hub, thread);
  const open = (wanted.required_reviewers ?? []).find(({ file_patterns, minimum_approvals, reviewer }) => {
    const team = hub.settings.teams.find(({ id }) => id === reviewer.id);
    const given = approvals.filter(({ user }) => team?.members.includes(user.login)).length;
    return given < minimum_approvals && files.some(({ path }) => file_patterns.some((pattern) => fits(pattern, path)));
  });
  return open ? `Waiting on review from required reviewers (team ${open.reviewer.id}).` : null;
};

/**
 * What a pull request still lacks under a `pull_request` rule, in GitHub's words (docs "Available rules for rulesets", Require a pull request
 * before merging). A request for changes blocks until its person approves or it is dismissed.
 */
export async function unmetReviews(hub: Hub, thread: PullThread, { parameters = {} }: Rule): Promise<string[]> {
  const opinions = opinionsOf(hub, thread);
  const approvals = opinions.filter(({ state }) => state === 'APPROVED');
  const judged = { hub, thread, wanted: parameters as Wanted, approvals };
  const words = await Promise.all([enough, owned, sinceLastPush, byTeams, resolved].map((condition) => condition(judged)));
  const asked = opinions.filter(({ state }) => state === 'CHANGES_REQUESTED');
  const counted = ((parameters as Wanted).required_approving_review_count ?? 0) > 0;
  return [
    ...(counted && asked.length > 0 ? [`Changes requested by ${asked.map(({ user }) => user.login).join(' and ')}.`] : []),
    ...words.filter((one) => one !== null),
  ];
}
