import { runGit } from '../../forge/git/git-process.ts';
import { type Identity, writeCommit } from '../../forge/git/git-write.ts';
import { mergedTree, tipOf } from './comparison.ts';
import { markMerged, recordPush } from './pushes.ts';
import { Refusal } from './refusal.ts';
import type { Body } from './repository-bodies.ts';
import { mayMergeBy, mergeRefusals } from './rules/rule-table.ts';
import { type Hub, type PullThread, pullsOf, type User, WEB_FLOW } from './state.ts';

/** Why a pull request can't be merged now, in GitHub's words; `null` if it can. */
async function blocked(hub: Hub, thread: PullThread, by: User): Promise<string | null> {
  const { open, pull } = thread;
  if (!open) return 'Pull Request is not mergeable';
  if (pull.draft) return 'Pull Request is still a draft';
  const violations = await mergeRefusals(hub, thread, by);
  return violations.length === 0 ? null : `Repository rule violations found\n\n${violations.map((words) => `${words}\n\n`).join('')}`;
}

const identity = ({ name, email }: User): Identity => ({ name, email });

/** How somebody wants a pull request merged; without title and message GitHub writes its own. */
interface MergeWish {
  by: User;
  method: string;
  sha?: string | undefined;
  title?: string | undefined;
  message?: string | undefined;
}

function commitFor(hub: Hub, thread: PullThread, wish: MergeWish, squash: boolean): { message: string; author: Identity } {
  const title =
    wish.title ??
    (squash ? `${thread.title} (#${thread.number})` : `Merge pull request #${thread.number} from ${hub.owner}/${thread.pull.headRef}`);
  const rest = wish.message ?? (squash ? '' : thread.title);
  return { message: rest === '' ? title : `${title}\n\n${rest}`, author: identity(squash ? thread.author : wish.by) };
}

/**
 * Merges a pull request on the server: three ways, by squash or merge commit, never a fast-forward.
 * @throws Refusal 405 when it is blocked or conflicts, 409 when the head or the base moved meanwhile
 */
export async function mergePull(hub: Hub, thread: PullThread, wish: MergeWish): Promise<Body> {
  const { pull } = thread;
  if (wish.sha !== undefined && wish.sha !== pull.headSha)
    throw new Refusal(409, 'Head branch was modified. Review and try the merge again.');
  const reason = await blocked(hub, thread, wish.by);
  if (reason !== null) throw new Refusal(405, reason);
  if (wish.method === 'rebase') throw new Refusal(405, 'Rebase merges are not allowed on this repository.');
  const allowed = wish.method === 'squash' ? hub.settings.merging.allow_squash_merge : hub.settings.merging.allow_merge_commit;
  if (!allowed || !mayMergeBy(hub, pull.baseRef, wish.by, wish.method))
    throw new Refusal(405, `${wish.method === 'squash' ? 'Squash' : 'Merge'} commits are not allowed on this repository.`);
  const base = (await tipOf(hub, pull.baseRef)) as string;
  const tree = await mergedTree(hub, base, pull.headSha);
  if (tree === null) throw new Refusal(405, 'Merge conflict');
  const squash = wish.method === 'squash';
  const at = hub.clock.tick();
  const parents = squash ? [base] : [base, pull.headSha];
  const committer = identity(WEB_FLOW);
  const merged = await writeCommit(hub.git.dir, { tree, parents, at, committer, ...commitFor(hub, thread, wish, squash) });
  const { code } = await runGit(hub.git.dir, ['update-ref', `refs/heads/${pull.baseRef}`, merged, base], { accept: [0, 1, 128] });
  if (code !== 0) throw new Refusal(409, 'Base branch was modified. Review and try the merge again.');
  markMerged(hub, thread, wish.by, at, merged, base);
  await recordPush(hub, { before: base, after: merged, branch: pull.baseRef }, wish.by, 'pr_merge');
  return { sha: merged, merged: true, message: 'Pull Request successfully merged' };
}

/** Why GitHub doesn't take a pull request for auto-merge, in its own words; `null` if it does (GraphQL enablePullRequestAutoMerge). */
export async function autoMergeRefusal(hub: Hub, thread: PullThread, by: User): Promise<string | null> {
  if (!hub.settings.merging.allow_auto_merge) return 'Pull request Auto merge is not allowed for this repository';
  if (!thread.open) return "Can't enable auto-merge for this pull request";
  if (thread.pull.draft) return 'Pull request Pull request is in draft status';
  const base = (await tipOf(hub, thread.pull.baseRef)) as string;
  if ((await mergedTree(hub, base, thread.pull.headSha)) === null) return 'Pull request Pull request is in dirty status';
  return (await blocked(hub, thread, by)) === null ? 'Pull request Pull request is in clean status' : null;
}

/** Merges what waits for it, of a commit, as soon as nothing is in the way; what conflicts goes on waiting. */
export async function mergeWaiting(hub: Hub, sha: string): Promise<void> {
  for (const thread of pullsOf(hub, 'open')) {
    const { autoMerge, headSha } = thread.pull;
    if (!autoMerge || headSha !== sha || (await blocked(hub, thread, autoMerge.by)) !== null) continue;
    await mergePull(hub, thread, autoMerge).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
    });
  }
}
