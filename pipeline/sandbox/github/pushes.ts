import type { Instant } from '../../beijing-time.ts';
import { runGit } from '../../forge/git/git-process.ts';
import { diffOf, isWithin, tipOf } from './comparison.ts';
import { mayWrite } from './rights.ts';
import { dismissesStale, pushRefusals } from './rules/rule-table.ts';
import { type ActivityType, type Hub, note, type PullThread, pullsOf, type RefUpdate, type User } from './state.ts';

const NONE = /^0+$/;

async function typeOfPush(hub: Hub, { before, after }: RefUpdate): Promise<ActivityType> {
  if (NONE.test(before)) return 'branch_creation';
  if (NONE.test(after)) return 'branch_deletion';
  return (await isWithin(hub, before, after)) ? 'push' : 'force_push';
}

/**
 * What GitHub does to approvals when the head moves. Where a rule of the base says so ("Dismiss stale pull request approvals when new commits
 * are pushed", docs "Available rules for rulesets"), it dismisses one whose diff changed in the name of whoever pushed. After a force-push it shows one that stays at the new head (facts: review.commit_id isn't what
 * he saw).
 */
async function refreshReviews(hub: Hub, thread: PullThread, actor: User, forced: boolean, at: Instant): Promise<boolean> {
  const diff = await diffOf(hub, thread);
  const approvals = hub.reviews.filter(({ number, state }) => number === thread.number && state === 'APPROVED');
  const dismisses = dismissesStale(hub, thread.pull.baseRef);
  for (const review of approvals) {
    if (review.diff !== diff) {
      if (!dismisses) continue;
      review.state = 'DISMISSED';
      const dismissed_review = {
        state: 'approved',
        review_id: review.id,
        dismissal_message: null,
        dismissal_commit_id: thread.pull.headSha,
      };
      note(hub, thread.number, 'review_dismissed', actor, at, { dismissed_review });
    } else if (forced) review.commit = thread.pull.headSha;
  }
  return approvals.some(({ state }) => state === 'DISMISSED');
}

/** Moves a pull request's head along with its branch. */
export async function moveHead(hub: Hub, thread: PullThread, sha: string): Promise<void> {
  thread.pull.headSha = sha;
  await runGit(hub.git.dir, ['update-ref', `refs/pull/${thread.number}/head`, sha]);
}

async function synchronize(hub: Hub, thread: PullThread, update: RefUpdate, actor: User, type: ActivityType, at: Instant): Promise<void> {
  if (type === 'branch_deletion') {
    Object.assign(thread, { open: false, closedAt: at, updatedAt: at });
    note(hub, thread.number, 'closed', actor, at);
    return hub.emit({ kind: 'pull_request', action: 'closed', number: thread.number, actor: actor.login });
  }
  await moveHead(hub, thread, update.after);
  thread.updatedAt = at;
  const dismissed = await refreshReviews(hub, thread, actor, type === 'force_push', at);
  hub.emit({ kind: 'pull_request', action: 'synchronize', number: thread.number, actor: actor.login });
  if (dismissed) hub.emit({ kind: 'pull_request_review', action: 'dismissed', number: thread.number, actor: actor.login });
}

/** Closes a pull request as merged. */
export function markMerged(hub: Hub, thread: PullThread, by: User, at: Instant, sha: string, baseSha: string): void {
  thread.pull.merged = { at, by, sha, baseSha };
  Object.assign(thread, { open: false, closedAt: at, updatedAt: at });
  note(hub, thread.number, 'merged', by, at, { commit_id: sha });
  note(hub, thread.number, 'closed', by, at);
  hub.emit({ kind: 'pull_request', action: 'closed', number: thread.number, actor: by.login });
  hub.emit({ kind: 'merge', number: thread.number, sha, actor: by.login });
}

/** A pull request whose commits somebody pushed to its base counts as merged, whatever its statuses. */
async function mergedByPush(hub: Hub, update: RefUpdate, actor: User, at: Instant): Promise<void> {
  for (const thread of pullsOf(hub, 'open').filter(({ pull }) => pull.baseRef === update.branch)) {
    const { headSha } = thread.pull;
    if ((await isWithin(hub, headSha, update.after)) && !(await isWithin(hub, headSha, update.before))) {
      markMerged(hub, thread, actor, at, headSha, update.before);
    }
  }
}

/** Takes note of a push: the branch's activity, the pull requests that it moves, dismisses, closes or merges. */
export async function recordPush(hub: Hub, update: RefUpdate, actor: User, as?: ActivityType): Promise<void> {
  const type = as ?? (await typeOfPush(hub, update));
  const at = hub.clock.tick();
  hub.activity.push({ id: hub.nextId(), ...update, type, actor, at });
  hub.emit({ kind: 'push', ...update, type, actor: actor.login });
  for (const thread of pullsOf(hub, 'open').filter(({ pull }) => pull.headRef === update.branch)) {
    await synchronize(hub, thread, update, actor, type, at);
  }
  if (as === undefined && (type === 'push' || type === 'force_push')) await mergedByPush(hub, update, actor, at);
}

/**
 * Moves a branch to a commit that lies here already, as a push without force does that comes by git.
 * @returns what is against it; nothing where it was done
 */
export async function land(hub: Hub, after: string, branch: string, actor: User): Promise<string[]> {
  const ref = `refs/heads/${branch}`;
  const tip = await tipOf(hub, branch);
  const before = tip ?? '0'.repeat(after.length);
  if (actor.role !== 'bot' && !mayWrite(hub, actor)) return [`Permission to ${hub.owner}/${hub.name}.git denied to ${actor.login}.`];
  if (tip !== null && !(await isWithin(hub, tip, after))) return ['non-fast-forward'];
  const { always } = await pushRefusals(hub, { before, after, ref }, actor);
  if (always.length > 0) return always;
  await runGit(hub.git.dir, ['update-ref', ref, after, before]);
  await recordPush(hub, { before, after, branch }, actor);
  return [];
}
