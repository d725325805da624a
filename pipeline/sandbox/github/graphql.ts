import { Refusal } from './refusal.ts';
import type { Body } from './repository-bodies.ts';
import { type Hub, note, pullsOf, type User } from './state.ts';

const MUTATIONS = {
  markPullRequestReadyForReview: { draft: false, event: 'ready_for_review', action: 'ready_for_review' },
  convertPullRequestToDraft: { draft: true, event: 'convert_to_draft', action: 'converted_to_draft' },
} as const;

/** The two acts that GitHub offers by GraphQL alone: a draft becomes ready, or a ready one a draft again. */
export function answerGraphql(hub: Hub, viewer: User, body: Record<string, unknown>): Body {
  const query = String(body.query ?? '');
  const name = /\b(markPullRequestReadyForReview|convertPullRequestToDraft)\b/.exec(query)?.[1] as keyof typeof MUTATIONS | undefined;
  if (!name) throw new Refusal(400, 'This query is not supported');
  const ids = [
    ...Object.values((body.variables ?? {}) as Record<string, unknown>),
    ...[...query.matchAll(/"(PR_\d+)"/g)].map(([, id]) => id),
  ];
  const thread = pullsOf(hub, 'all').find(({ number }) => ids.includes(`PR_${number}`));
  if (!thread)
    return { data: { [name]: null }, errors: [{ type: 'NOT_FOUND', message: 'Could not resolve to a node with the global id' }] };
  const { draft, event, action } = MUTATIONS[name];
  if (thread.pull.draft !== draft) {
    thread.pull.draft = draft;
    thread.updatedAt = hub.clock.tick();
    note(hub, thread.number, event, viewer, thread.updatedAt);
    hub.emit({ kind: 'pull_request', action, number: thread.number, actor: viewer.login });
  }
  return { data: { [name]: { pullRequest: { id: `PR_${thread.number}`, number: thread.number, isDraft: draft } } } };
}
