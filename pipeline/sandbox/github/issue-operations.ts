import { setOpen } from './pull-operations.ts';
import { invalid, notFound, Refusal } from './refusal.ts';
import type { Body } from './repository-bodies.ts';
import { type Answer, type Asked, type Operations, text, texts } from './route.ts';
import { type Comment, type Hub, type Label, note, type Thread, type TimelineEvent } from './state.ts';
import { commentBody, issueBody, labelBody, timelineBody } from './thread-bodies.ts';

function threadOf({ hub, params }: Asked): Thread {
  const found = hub.threads.find(({ number }) => number === Number(params.issue_number));
  if (!found) throw notFound();
  return found;
}

/** The threads that a text names learn who led to them, and from where, once (docs "Issue event types", cross-referenced). */
function crossReference({ hub, viewer }: Asked, from: Thread, words: string): void {
  for (const number of new Set([...words.matchAll(/(?<![\w/])#(\d{1,9})/g)].map(([, digits]) => Number(digits)))) {
    if (number === from.number || !hub.threads.some((thread) => thread.number === number)) continue;
    const isKnown = ({ event, detail, number: on }: TimelineEvent): boolean =>
      event === 'cross-referenced' && on === number && (detail.source as { issue: { number: number } }).issue.number === from.number;
    if (hub.timeline.some(isKnown)) continue;
    const at = hub.clock.tick();
    const source = { type: 'issue', issue: issueBody(hub, from) };
    note(hub, number, 'cross-referenced', viewer, at, { source, updated_at: at });
  }
}

function addLabel(hub: Hub, name: string, color = 'ededed', description: string | null = null): Label {
  const found = hub.labels.find((label) => label.name.toLowerCase() === name.toLowerCase());
  if (found) return found;
  const label = { id: hub.nextId(), name, color, description };
  hub.labels.push(label);
  return label;
}

function create(asked: Asked): Answer {
  const { hub, viewer } = asked;
  const title = text(asked, 'title');
  if (!title) throw invalid('Issue', 'title', "title can't be blank");
  const labels = (texts(asked, 'labels') ?? []).map((name) => addLabel(hub, name).name);
  const at = hub.clock.tick();
  const number = hub.threads.length + 1;
  const thread: Thread = {
    number,
    title,
    body: text(asked, 'body') ?? '',
    author: viewer,
    open: true,
    labels,
    createdAt: at,
    updatedAt: at,
    closedAt: null,
    pull: null,
  };
  hub.threads.push(thread);
  hub.emit({ kind: 'issue', action: 'opened', number, actor: viewer.login });
  crossReference(asked, thread, thread.body);
  return { status: 201, body: issueBody(hub, thread) };
}

function update(asked: Asked): Answer {
  const { hub, viewer } = asked;
  const thread = threadOf(asked);
  const [title, body, labels, state] = [text(asked, 'title'), text(asked, 'body'), texts(asked, 'labels'), text(asked, 'state')];
  if (title !== undefined && title !== thread.title)
    note(hub, thread.number, 'renamed', viewer, hub.clock.tick(), { rename: { from: thread.title, to: title } });
  if (body !== undefined && body !== thread.body) thread.editors = [...(thread.editors ?? []), viewer.login];
  thread.title = title ?? thread.title;
  thread.body = body ?? thread.body;
  thread.labels = labels?.map((name) => addLabel(hub, name).name) ?? thread.labels;
  thread.updatedAt = hub.clock.tick();
  crossReference(asked, thread, body ?? '');
  if (!thread.pull) hub.emit({ kind: 'issue', action: 'edited', number: thread.number, actor: viewer.login });
  if (state !== undefined) setOpen(hub, thread, state === 'open', asked);
  return { body: issueBody(hub, thread) };
}

/** An issue with who edited its text (objects Issue, UserContentEdit of the GraphQL reference); the first text is among the edits there. */
export function issueEdits(hub: Hub, { number }: Record<string, unknown>): Body {
  const found = hub.threads.find((thread) => thread.number === number && thread.pull === null);
  if (!found) return { data: { repository: { issue: null } } };
  const { author, editors = [] } = found;
  const all = editors.length === 0 ? [] : [author.login, ...editors];
  const nodes = all.toReversed().map((login) => ({ editor: { login } }));
  const userContentEdits = { nodes: nodes.slice(0, 100), pageInfo: { hasNextPage: nodes.length > 100 } };
  return { data: { repository: { issue: { author: { login: author.login }, userContentEdits } } } };
}

function list({ hub, query }: Asked): Answer {
  const state = query.get('state') ?? 'open';
  const labels = (query.get('labels') ?? '').split(',').filter((name) => name !== '');
  const found = hub.threads.filter(
    (thread) => (state === 'all' || thread.open === (state === 'open')) && labels.every((name) => thread.labels.includes(name)),
  );
  return { list: found.toReversed(), shown: (thread: Thread) => issueBody(hub, thread) };
}

function createComment(asked: Asked): Answer {
  const { hub, viewer } = asked;
  const thread = threadOf(asked);
  const body = text(asked, 'body');
  if (!body) throw invalid('IssueComment', 'body', "body can't be blank");
  const at = hub.clock.tick();
  const comment: Comment = { id: hub.nextId(), number: thread.number, user: viewer, body, createdAt: at, updatedAt: at };
  hub.comments.push(comment);
  note(hub, thread.number, 'commented', viewer, at, { ...commentBody(hub, comment), event: 'commented' });
  crossReference(asked, thread, body);
  return { status: 201, body: commentBody(hub, comment) };
}

function updateComment(asked: Asked): Answer {
  const { hub } = asked;
  const comment = hub.comments.find(({ id }) => id === Number(asked.params.comment_id));
  if (!comment) throw notFound();
  const body = text(asked, 'body');
  if (!body) throw invalid('IssueComment', 'body', "body can't be blank");
  Object.assign(comment, { body, updatedAt: hub.clock.tick() });
  return { body: commentBody(hub, comment) };
}

function createLabel(asked: Asked): Answer {
  const { hub } = asked;
  const name = text(asked, 'name') ?? '';
  if (hub.labels.some((label) => label.name.toLowerCase() === name.toLowerCase()))
    throw new Refusal(422, 'Validation Failed', [{ resource: 'Label', code: 'already_exists', field: 'name' }]);
  return { status: 201, body: labelBody(hub, addLabel(hub, name, text(asked, 'color'), text(asked, 'description') ?? null)) };
}

/** Puts labels onto an issue; one that the repository doesn't know is made (docs "Add labels to an issue"). */
function addLabels(asked: Asked): Answer {
  const { hub, viewer } = asked;
  const thread = threadOf(asked);
  for (const name of (texts(asked, 'labels') ?? []).map((given) => addLabel(hub, given).name)) {
    if (thread.labels.includes(name)) continue;
    thread.labels.push(name);
    note(hub, thread.number, 'labeled', viewer, hub.clock.tick(), { label: { name, color: 'ededed' } });
  }
  return labelsOn(asked, thread);
}

function removeLabel(asked: Asked): Answer {
  const { hub, viewer, params } = asked;
  const thread = threadOf(asked);
  const name = thread.labels.find((label) => label.toLowerCase() === params.name?.toLowerCase());
  if (name === undefined) throw new Refusal(404, 'Label does not exist');
  thread.labels = thread.labels.filter((label) => label !== name);
  note(hub, thread.number, 'unlabeled', viewer, hub.clock.tick(), { label: { name, color: 'ededed' } });
  return labelsOn(asked, thread);
}

const labelsOn = ({ hub }: Asked, { labels }: Thread): Answer => ({
  list: hub.labels.filter(({ name }) => labels.includes(name)),
  shown: (label: Label) => labelBody(hub, label),
});

const commentsOf = ({ hub }: Asked, number: number): Answer => ({
  list: hub.comments.filter((comment) => comment.number === number),
  shown: (comment: Comment) => commentBody(hub, comment),
});

/** Operations about issues and what pull requests share with them: comments, labels, timeline. */
export const issueOperations: Operations = {
  'get /repos/{owner}/{repo}/issues': list,
  'post /repos/{owner}/{repo}/issues': create,
  'get /repos/{owner}/{repo}/issues/{issue_number}': (asked) => ({ body: issueBody(asked.hub, threadOf(asked)) }),
  'patch /repos/{owner}/{repo}/issues/{issue_number}': update,
  'get /repos/{owner}/{repo}/issues/{issue_number}/comments': (asked) => commentsOf(asked, threadOf(asked).number),
  'post /repos/{owner}/{repo}/issues/{issue_number}/comments': createComment,
  'patch /repos/{owner}/{repo}/issues/comments/{comment_id}': updateComment,
  'post /repos/{owner}/{repo}/issues/{issue_number}/labels': addLabels,
  'delete /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}': removeLabel,
  'get /repos/{owner}/{repo}/issues/{issue_number}/timeline': (asked) => {
    const { number } = threadOf(asked);
    return {
      list: asked.hub.timeline.filter((event) => event.number === number),
      shown: (event: TimelineEvent) => timelineBody(asked.hub, event),
    };
  },
  'get /repos/{owner}/{repo}/labels': ({ hub }) => ({ list: hub.labels, shown: (label: Label) => labelBody(hub, label) }),
  'post /repos/{owner}/{repo}/labels': createLabel,
};
