import { commitsOf, diffOf } from './comparison.ts';
import { pullOf } from './pull-operations.ts';
import { notFound, Refusal } from './refusal.ts';
import type { Body } from './repository-bodies.ts';
import { mayWrite, permissionOf } from './rights.ts';
import { type Answer, type Asked, type Operations, text } from './route.ts';
import { isActions } from './rules/layers.ts';
import { type Hub, note, type PullThread, type Review, type ReviewState } from './state.ts';
import { reviewBody } from './thread-bodies.ts';

const STATES: Record<string, ReviewState> = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED', COMMENT: 'COMMENTED' };

const refused = (words: string): Refusal => new Refusal(422, 'Unprocessable Entity', [words]);

/** `words`: something was said, in the review itself or beside lines of the text. */
function stateFor({ hub, viewer }: Asked, event: string | undefined, thread: PullThread, words: boolean): ReviewState {
  if (event === undefined) return 'PENDING';
  const state = STATES[event];
  if (!state) throw refused('event is not one of APPROVE, REQUEST_CHANGES, COMMENT');
  if (viewer === thread.author && state === 'APPROVED') throw refused('Can not approve your own pull request');
  if (viewer === thread.author && state === 'CHANGES_REQUESTED') throw refused('Can not request changes on your own pull request');
  // Setting "Allow GitHub Actions to create and approve pull requests".
  if (isActions(hub, viewer) && state === 'APPROVED' && !hub.settings.actions.mayApprove)
    throw refused('GitHub Actions is not permitted to approve pull requests.');
  if (state !== 'APPROVED' && !words) throw refused('Body is required when requesting changes or commenting');
  return state;
}

async function submit(asked: Asked, thread: PullThread, review: Review, state: ReviewState): Promise<Answer> {
  const { hub, viewer } = asked;
  review.state = state;
  if (state !== 'PENDING') {
    review.submittedAt = hub.clock.tick();
    review.diff = await diffOf(hub, thread);
    thread.updatedAt = review.submittedAt;
    thread.pull.requested = thread.pull.requested.filter((login) => login !== viewer.login);
    const { _links, ...detail } = reviewBody(hub, review);
    note(hub, thread.number, 'reviewed', viewer, review.submittedAt, { ...detail, state: state.toLowerCase(), _links });
    hub.emit({ kind: 'pull_request_review', action: 'submitted', number: thread.number, actor: viewer.login });
  }
  return { body: reviewBody(hub, review) };
}

async function create(asked: Asked): Promise<Answer> {
  const { hub, viewer } = asked;
  const thread = pullOf(asked);
  const commit = text(asked, 'commit_id') ?? thread.pull.headSha;
  const body = text(asked, 'body') ?? '';
  const beside = Array.isArray(asked.body.comments) ? asked.body.comments : [];
  const state = stateFor(asked, text(asked, 'event'), thread, body !== '' || beside.length > 0);
  if (commit !== thread.pull.headSha && !(await commitsOf(hub, thread)).includes(commit))
    throw refused('The provided commit_id is not part of the pull request');
  const mine = (review: Review): boolean => review.number === thread.number && review.user === viewer && review.state === 'PENDING';
  if (hub.reviews.some(mine)) throw refused('User can only have one pending review per pull request');
  const threads = beside.map(() => ({ id: hub.nextId(), resolved: false }));
  const review: Review = {
    id: hub.nextId(),
    number: thread.number,
    user: viewer,
    state,
    body,
    commit,
    submittedAt: null,
    diff: '',
    threads,
  };
  hub.reviews.push(review);
  return submit(asked, thread, review, state);
}

function reviewOf({ hub, params, viewer }: Asked, thread: PullThread): Review {
  const found = hub.reviews.find(({ id, number }) => id === Number(params.review_id) && number === thread.number);
  if (!found || (found.state === 'PENDING' && found.user !== viewer)) throw notFound();
  return found;
}

function submitPending(asked: Asked): Promise<Answer> {
  const thread = pullOf(asked);
  const review = reviewOf(asked, thread);
  if (review.state !== 'PENDING' || review.user !== asked.viewer) throw refused('The review is not pending');
  review.body = text(asked, 'body') ?? review.body;
  return submit(asked, thread, review, stateFor(asked, text(asked, 'event') ?? '', thread, review.body !== ''));
}

/** "Anyone with write access to a repository can edit comments on issues, pull requests, and commits" (docs "Managing disruptive comments"). */
function edit(asked: Asked): Answer {
  const review = reviewOf(asked, pullOf(asked));
  if (asked.viewer !== review.user && !mayWrite(asked.hub, asked.viewer)) throw notFound();
  Object.assign(review, { body: text(asked, 'body') ?? review.body, editedAt: asked.hub.clock.tick() });
  return { body: reviewBody(asked.hub, review) };
}

/** The reviews of a pull request with when each was edited (objects PullRequest, PullRequestReview of the GraphQL reference). */
export function reviewEdits(hub: Hub, { number }: Record<string, unknown>): Body {
  const found = hub.reviews.filter((review) => review.number === number && review.state !== 'PENDING');
  const nodes = found.map(({ id, editedAt = null }) => ({ fullDatabaseId: String(id), lastEditedAt: editedAt }));
  return { data: { repository: { pullRequest: { reviews: { nodes, pageInfo: { hasNextPage: false, endCursor: null } } } } } };
}

/** On a protected branch a review is dismissed by an administrator, or by whom the branch's rules list (nobody here). */
function dismiss(asked: Asked): Answer {
  const { hub, viewer } = asked;
  const thread = pullOf(asked);
  const review = reviewOf(asked, thread);
  const message = text(asked, 'message');
  if (permissionOf(hub, viewer) !== 'admin') throw new Refusal(403, 'Must have admin rights to dismiss reviews on a protected branch');
  if (!message) throw refused('message is required');
  if (review.state !== 'APPROVED' && review.state !== 'CHANGES_REQUESTED')
    throw refused(`Can not dismiss a ${review.state.toLowerCase()} pull request review`);
  const dismissed_review = { state: review.state.toLowerCase(), review_id: review.id, dismissal_message: message };
  review.state = 'DISMISSED';
  note(hub, thread.number, 'review_dismissed', viewer, hub.clock.tick(), { dismissed_review });
  hub.emit({ kind: 'pull_request_review', action: 'dismissed', number: thread.number, actor: viewer.login });
  return { body: reviewBody(hub, review) };
}

/** Operations about reviews. */
export const reviewOperations: Operations = {
  'get /repos/{owner}/{repo}/pulls/{pull_number}/reviews': (asked) => {
    const { number } = pullOf(asked);
    const list = asked.hub.reviews.filter(
      (review) => review.number === number && (review.state !== 'PENDING' || review.user === asked.viewer),
    );
    return { list, shown: (review: Review) => reviewBody(asked.hub, review) };
  },
  'post /repos/{owner}/{repo}/pulls/{pull_number}/reviews': create,
  'get /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}': (asked) => ({
    body: reviewBody(asked.hub, reviewOf(asked, pullOf(asked))),
  }),
  'put /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}': edit,
  'put /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/dismissals': dismiss,
  'post /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/events': submitPending,
};
