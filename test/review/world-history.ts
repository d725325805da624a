import type { Evidence } from '#pipeline/review/gate/evidence.ts';
import type { Step, World } from './world.ts';
import { at, type Cast } from './world-bureau.ts';

export const ZERO = '0'.repeat(40);
export const START = Date.parse('2026-11-24T09:00:00+08:00');
const clock = (time: number, hours: number): string => new Date(time + hours * 3_600_000).toISOString().slice(0, 19);
/** An instant, written as one or another machine would. */
export const iso = (time: number): string => {
  const minute = (time / 60_000) % 4;
  if (minute === 0) return `${clock(time, 8)}+08:00`;
  return minute === 1 ? `${clock(time, -8)}-08:00` : `${clock(time, 0)}Z`;
};

type Doing<Act extends Step['act']> = Extract<Step, { act: Act }>;

/** What has happened to a pull request. */
export interface Told {
  commits: Evidence['commits'];
  pushes: Evidence['pushes'];
  reviews: Evidence['reviews'];
  dismissals: Evidence['dismissals'];
  /** Commit → text number; the text of main is none. */
  texts: Record<string, number | null>;
  end: number;
}

/** Every head that the branch has had, oldest first. */
export const headsOf = ({ pushes }: Told): string[] => pushes.filter(({ after }) => after !== ZERO).map(({ after }) => after);

function push(told: Told, { login }: Cast, step: Doing<'push'>): void {
  const last = told.pushes.at(-1)?.after ?? ZERO;
  const sha = step.commitless && last !== ZERO ? at(headsOf(told), step.text) : `c${told.pushes.length}`;
  if (sha !== last || told.pushes.length === 0) {
    told.pushes.push({ at: iso(told.end), actor: login(step.actor), before: last, after: sha, forced: step.forced });
  }
  if (sha in told.texts) return;
  told.texts[sha] = step.text;
  const before = step.forced || last === ZERO ? 'main0' : last;
  const parents = { before: [before], merge: [before, 'main1'], 'merge-first': ['main1', before], none: [], absent: undefined }[
    step.parents
  ];
  if (step.forced) told.commits = [];
  const hands = { author: login(step.author), committer: login(step.committer), coAuthors: step.coAuthors.map(login) };
  told.commits.push({ sha, ...hands, ...(parents ? { parents } : {}) });
}

function review(told: Told, { login }: Cast, { actor, state, body, commit }: Doing<'review'>): void {
  const heads = headsOf(told);
  const named = { seen: heads.at(-1) ?? null, first: heads[0] ?? null };
  const sha = commit === 'seen' || commit === 'first' ? named[commit] : commit;
  told.reviews.push({ id: told.reviews.length + 1, login: login(actor), state, submittedAt: iso(told.end), commit: sha, body });
}

function dismiss(told: Told, { login }: Cast, step: Doing<'dismissal'>): void {
  const open = told.reviews.filter(({ state }) => state !== 'DISMISSED');
  if (open.length === 0) return;
  const target = at(open, step.target);
  const was = { true: { state: target.state as 'APPROVED' }, null: { state: null }, absent: {} }[step.was];
  const commit = step.byGitHub ? { commit: headsOf(told).at(-1) ?? null } : {};
  // The list of reviews may have been read before the dismissal.
  if (step.records !== 'late') target.state = 'DISMISSED';
  const record = { reviewId: target.id, by: login(step.actor), at: iso(told.end), ...was };
  told.dismissals.push({ ...record, ...commit });
  if (step.records === 'two') told.dismissals.push({ ...record, ...commit });
  if (step.records === 'two-apart') told.dismissals.push({ ...record, state: 'COMMENTED', at: iso(told.end + 60_000) });
}

function deleteBranch(told: Told, { login }: Cast, { actor, restored }: Doing<'deletion'>): void {
  const last = told.pushes.at(-1)?.after ?? ZERO;
  if (last === ZERO) return;
  const entry = { at: iso(told.end), actor: login(actor), forced: false };
  told.pushes.push({ ...entry, before: last, after: ZERO });
  if (restored) told.pushes.push({ ...entry, before: ZERO, after: last });
}

/** Lets the history happen, step by step. */
export function tell({ history }: World, cast: Cast): Told {
  const told: Told = { commits: [], pushes: [], reviews: [], dismissals: [], texts: { main0: null, main1: null }, end: START };
  for (const step of history) {
    told.end += step.gap * 60_000;
    if (step.act === 'push') push(told, cast, step);
    if (step.act === 'review') review(told, cast, step);
    if (step.act === 'dismissal') dismiss(told, cast, step);
    if (step.act === 'deletion') deleteBranch(told, cast, step);
  }
  const head = headsOf(told).at(-1) ?? 'main0';
  for (const each of told.reviews) if (each.commit === 'moved') each.commit = head;
  return told;
}
