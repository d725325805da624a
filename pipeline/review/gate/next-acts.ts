import { administrators, holdersFor } from '../../organisation/holders.ts';
import { loginOf } from '../../organisation/person.ts';
import { issueAuthorsOf } from './bars.ts';
import type { Context } from './context.ts';
import type { Standing } from './level-verdicts.ts';
import type { Obstacle } from './obstacle.ts';
import type { StandingRequest } from './standing-requests.ts';
import type { Subject } from './subject.ts';
import type { NextAct } from './verdict.ts';

function actOf({ organisation }: Context, person: string, action: NextAct['action']): NextAct {
  return { person, login: loginOf(organisation, person), action };
}

/** The author's act; where a machine opened the pull request or its author is gone, that of whoever reported or submitted. */
function authorAct(context: Context, subject: Subject | null, action: NextAct['action']): NextAct {
  const { pullRequest } = context.evidence;
  const logins = pullRequest ? [pullRequest.author, ...issueAuthorsOf(context.evidence)] : [];
  for (const login of logins) {
    const identity = context.identify(login);
    if (identity.kind === 'person') return { person: identity.person, login, action };
    if (identity.kind === 'unknown' && login !== null) return { person: login, login, action };
  }
  const submitter = subject?.frontMatter.submitter;
  return submitter ? actOf(context, submitter, action) : (officeActs(context, action)[0] as NextAct);
}

/** The Office: who holds level 2 today, else the administrators. */
function officeActs(context: Context, action: NextAct['action']): NextAct[] {
  const { organisation, today } = context;
  const office = holdersFor(organisation, 2, 'any', today);
  const people = office.length > 0 ? office : administrators(organisation, today);
  return people.length > 0 ? people.map((person) => actOf(context, person, action)) : [{ person: 'office', login: null, action }];
}

function obstacleActs(context: Context, subject: Subject | null, found: Obstacle): NextAct[] {
  if (found.by === 'author') return [authorAct(context, subject, found.act)];
  const people = administrators(context.organisation, context.today);
  return people.length > 0 ? people.map((person) => actOf(context, person, found.act)) : officeActs(context, found.act);
}

/** After a request the author mends; once the text has changed, whoever asked looks again. */
function requestAct(context: Context, subject: Subject, { request, changed }: StandingRequest): NextAct {
  if (!changed) return authorAct(context, subject, 'revise');
  return { person: request.person as string, login: request.login, action: 'approve' };
}

function once(acts: readonly NextAct[]): NextAct[] {
  return [...new Map(acts.map((act) => [`${act.person} ${act.action} ${act.level ?? ''}`, act])).values()];
}

/** Who must do what about obstacles alone (a pull request outside rule 1). */
export function actsForObstacles(context: Context, obstacles: readonly Obstacle[]): NextAct[] {
  return actsForObstaclesOf(context, null, obstacles, 'refused');
}

/** The signatures that are due: holders today of the lowest open level, then the secrecy reviewer; the Office if nobody is left. */
function dueActs(context: Context, { slots }: Standing, reviewer: string | null): NextAct[] {
  const due = slots.filter((each) => each.due);
  if (due.length === 0 && reviewer !== null) return [actOf(context, reviewer, 'approve')];
  return due.flatMap(({ slot: { level }, signers }) => {
    const acts = signers.length > 0 ? signers.map((person) => actOf(context, person, 'approve')) : officeActs(context, 'appoint');
    return acts.map((act): NextAct => ({ ...act, level }));
  });
}

/** Who acts next (contracts.md 4, `next`): mending first, then getting ready, then a request's answer, then signatures. */
export function nextActs(
  context: Context,
  subject: Subject,
  standing: Standing,
  obstacles: readonly Obstacle[],
  reviewer: string | null,
): NextAct[] {
  const refusing = actsForObstaclesOf(context, subject, obstacles, 'refused');
  if (refusing.length > 0) return refusing;
  if (obstacles.some(({ code }) => code === 'draft')) return [authorAct(context, subject, 'ready')];
  if (standing.requests.length > 0) return once(standing.requests.map((request) => requestAct(context, subject, request)));
  const due = dueActs(context, standing, reviewer);
  const mending = actsForObstaclesOf(
    context,
    subject,
    obstacles.filter(({ act }) => act === 'revise' || act === 'repair'),
    'waiting',
  );
  return once([...due, ...mending]);
}

function actsForObstaclesOf(context: Context, subject: Subject | null, obstacles: readonly Obstacle[], kind: Obstacle['kind']): NextAct[] {
  return once(obstacles.filter((found) => found.kind === kind).flatMap((found) => obstacleActs(context, subject, found)));
}
