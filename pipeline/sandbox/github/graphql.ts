import { autoMergeRefusal } from './merge.ts';
import { Refusal } from './refusal.ts';
import type { Body } from './repository-bodies.ts';
import { type Hub, note, type PullThread, pullsOf, type User } from './state.ts';

/** What a mutation changes; a text is why it doesn't, in GitHub's words. */
type Mutation = (hub: Hub, thread: PullThread, viewer: User, given: Given) => Promise<string | null> | string | null;

interface Given {
  method: string | undefined;
  expectedHead: string | undefined;
}

function setDraft(draft: boolean): Mutation {
  const [event, action] = draft
    ? (['convert_to_draft', 'converted_to_draft'] as const)
    : (['ready_for_review', 'ready_for_review'] as const);
  return (hub, thread, viewer) => {
    if (thread.pull.draft === draft) return null;
    thread.pull.draft = draft;
    thread.updatedAt = hub.clock.tick();
    note(hub, thread.number, event, viewer, thread.updatedAt);
    hub.emit({ kind: 'pull_request', action, number: thread.number, actor: viewer.login });
    return null;
  };
}

const enableAutoMerge: Mutation = async (hub, thread, viewer, { method = 'MERGE', expectedHead }) => {
  const { pull } = thread;
  if (expectedHead !== undefined && expectedHead !== pull.headSha) return 'Head branch was modified. Review and try the merge again.';
  const refusal = await autoMergeRefusal(hub, thread);
  if (refusal !== null) return refusal;
  pull.autoMerge = { by: viewer, method: method === 'SQUASH' ? 'squash' : 'merge' };
  note(hub, thread.number, method === 'SQUASH' ? 'auto_squash_enabled' : 'auto_merge_enabled', viewer, hub.clock.tick());
  return null;
};

const disableAutoMerge: Mutation = (hub, thread, viewer) => {
  if (!thread.pull.autoMerge) return "Can't disable auto-merge for this pull request.";
  thread.pull.autoMerge = null;
  note(hub, thread.number, 'auto_merge_disabled', viewer, hub.clock.tick());
  return null;
};

/** The acts that GitHub offers by GraphQL alone (docs "Mutations"). */
const MUTATIONS: Record<string, Mutation> = {
  markPullRequestReadyForReview: setDraft(false),
  convertPullRequestToDraft: setDraft(true),
  enablePullRequestAutoMerge: enableAutoMerge,
  disablePullRequestAutoMerge: disableAutoMerge,
};

/** A value of the mutation's input, wherever it stands: in the query itself or in the variable that it names. */
function inputOf(query: string, variables: Record<string, unknown>, name: string): string | undefined {
  const [, variable, text, word] = new RegExp(`(?<![$\\w])${name}:\\s*(?:\\$(\\w+)|"([^"]*)"|(\\w+))`).exec(query) ?? [];
  const value = variable === undefined ? (text ?? word) : variables[variable];
  return typeof value === 'string' ? value : undefined;
}

/** Answers a GraphQL request: one of the mutations above, by a pull request's node id. */
export async function answerGraphql(hub: Hub, viewer: User, body: Record<string, unknown>): Promise<Body> {
  const query = String(body.query ?? '');
  const name = Object.keys(MUTATIONS).find((each) => query.includes(`${each}(`));
  if (name === undefined) throw new Refusal(400, 'This query is not supported');
  const failed = (type: string, message: string): Body => ({ data: { [name]: null }, errors: [{ type, path: [name], message }] });
  const input = (key: string) => inputOf(query, (body.variables ?? {}) as Record<string, unknown>, key);
  const thread = pullsOf(hub, 'all').find(({ number }) => input('pullRequestId') === `PR_${number}`);
  if (!thread) return failed('NOT_FOUND', 'Could not resolve to a node with the global id');
  const given = { method: input('mergeMethod'), expectedHead: input('expectedHeadOid') };
  const refusal = await (MUTATIONS[name] as Mutation)(hub, thread, viewer, given);
  if (refusal !== null) return failed('UNPROCESSABLE', refusal);
  return { data: { [name]: { pullRequest: { id: `PR_${thread.number}`, number: thread.number, isDraft: thread.pull.draft } } } };
}
