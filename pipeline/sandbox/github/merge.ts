import { runGit } from '../../forge/git-process.ts';
import { type Identity, writeCommit } from '../../forge/git-write.ts';
import { mergedTree, tipOf } from './comparison.ts';
import { markMerged, recordPush } from './pushes.ts';
import { Refusal } from './refusal.ts';
import type { Body } from './repository-bodies.ts';
import { type Asked, text } from './route.ts';
import { type Hub, type PullThread, type User, WEB_FLOW } from './state.ts';
import { newestStatuses } from './status-operations.ts';

/** Why a pull request can't be merged now, in GitHub's words; `null` if it can. */
function blocked(hub: Hub, { open, pull }: PullThread): string | null {
  if (!open) return 'Pull Request is not mergeable';
  if (pull.draft) return 'Pull Request is still a draft';
  const states = new Map(newestStatuses(hub, pull.headSha).map(({ context, state }) => [context, state]));
  for (const context of hub.requiredStatuses) {
    const state = states.get(context);
    if (state === undefined) return `Repository rule violations found\n\nRequired status check "${context}" is expected.`;
    if (state !== 'success')
      return `Repository rule violations found\n\nRequired status check "${context}" is ${state === 'pending' ? 'pending' : 'failing'}.`;
  }
  return null;
}

const identity = ({ name, email }: User): Identity => ({ name, email });

function commitFor(hub: Hub, thread: PullThread, asked: Asked, squash: boolean): { message: string; author: Identity } {
  const title =
    text(asked, 'commit_title') ??
    (squash ? `${thread.title} (#${thread.number})` : `Merge pull request #${thread.number} from ${hub.owner}/${thread.pull.headRef}`);
  const rest = text(asked, 'commit_message') ?? (squash ? '' : thread.title);
  return { message: rest === '' ? title : `${title}\n\n${rest}`, author: identity(squash ? thread.author : asked.viewer) };
}

/**
 * Merges a pull request on the server: three ways, by squash or merge commit, never a fast-forward.
 * @throws Refusal 405 when it is blocked or conflicts, 409 when the head or the base moved meanwhile
 */
export async function mergePull(asked: Asked, thread: PullThread): Promise<Body> {
  const { hub, viewer } = asked;
  const { pull } = thread;
  const sha = text(asked, 'sha');
  const method = text(asked, 'merge_method') ?? 'merge';
  if (sha !== undefined && sha !== pull.headSha) throw new Refusal(409, 'Head branch was modified. Review and try the merge again.');
  const reason = blocked(hub, thread);
  if (reason !== null) throw new Refusal(405, reason);
  if (method === 'rebase') throw new Refusal(405, 'Rebase merges are not allowed on this repository.');
  const base = (await tipOf(hub, pull.baseRef)) as string;
  const tree = await mergedTree(hub, base, pull.headSha);
  if (tree === null) throw new Refusal(405, 'Merge conflict');
  const squash = method === 'squash';
  const at = hub.clock.tick();
  const parents = squash ? [base] : [base, pull.headSha];
  const merged = await writeCommit(hub.git.dir, {
    tree,
    parents,
    at,
    committer: identity(WEB_FLOW),
    ...commitFor(hub, thread, asked, squash),
  });
  const { code } = await runGit(hub.git.dir, ['update-ref', `refs/heads/${pull.baseRef}`, merged, base], { accept: [0, 1, 128] });
  if (code !== 0) throw new Refusal(409, 'Base branch was modified. Review and try the merge again.');
  markMerged(hub, thread, viewer, at, merged, base);
  await recordPush(hub, { before: base, after: merged, branch: pull.baseRef }, viewer, 'pr_merge');
  return { sha: merged, merged: true, message: 'Pull Request successfully merged' };
}
