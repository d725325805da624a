import { FLAG_LABELS, STAGE_LABELS, type StageLabel } from '../../organisation/generated/labels.ts';
import type { Level } from '../../organisation/organisation.ts';
import { placeOf } from '../gate/place-in-item.ts';
import { type GateView, type Situation, type Standing, situationOf } from './gate-view.ts';

const WAITING: Record<Level, StageLabel> = { 1: '待单位审', 2: '待办公室审', 3: '待签发' };

function refused(code: string): StageLabel {
  return code === 'seven-days' ? '超期' : '不能发布';
}

function stageOf(standing: Standing): StageLabel | null {
  switch (standing.kind) {
    case 'code':
    case 'unreadable':
      return null;
    case 'draft':
      return '改稿中';
    case 'refused':
      return refused(standing.blocker.code);
    case 'rejected':
      // Once it is mended, it waits for whoever returned it.
      return standing.acts.some(({ action }) => action === 'revise') ? '退回' : WAITING[standing.level.level];
    case 'mend':
      return '须改';
    case 'stale':
      return '需重审';
    case 'appoint':
    case 'early':
    case 'due':
      return WAITING[standing.level.level];
    case 'secrecy':
      return '待单位审';
    case 'blocked':
      return '不能发布';
    case 'passed':
    case 'published':
      return '已通过';
  }
}

function flagsOf({ subject, item }: Situation): string[] {
  return [...(subject?.kind === 'rules' ? ['规则变更'] : []), ...(item?.emergency ? ['紧急'] : [])];
}

/**
 * How the labels of a pull request are put right: one of its stage, those that mark its kind, none of ours besides. Labels are shown, never
 * read: one that somebody added by hand changes nothing (rule 11). Other people's labels are theirs.
 * @param present the labels that it has
 */
export function labelChange(view: GateView, present: readonly string[]): { add: string[]; remove: string[] } {
  const situation = situationOf(view);
  if (situation.standing.kind === 'unreadable') return { add: [], remove: [] };
  const stage = stageOf(situation.standing);
  const wanted = [...(stage === null ? [] : [stage]), ...flagsOf(situation)];
  const ours: readonly string[] = [...STAGE_LABELS, ...FLAG_LABELS];
  return {
    add: wanted.filter((name) => !present.includes(name)),
    remove: present.filter((name) => ours.includes(name) && !wanted.includes(name)),
  };
}

const UNTOUCHED = new Set(['unreadable', 'refused']);

/**
 * Whose review to ask for now, and which requests to take back. Nobody is asked before or after his turn, or while the check has found
 * something to mend. Requests to people who hold no level of the item were made by somebody else and stay.
 * @param requested logins that are asked already
 */
export function requestChange(view: GateView, requested: readonly string[]): { ask: string[]; withdraw: string[] } {
  const { context, subject, item, standing } = situationOf(view);
  if (!item || !subject || UNTOUCHED.has(standing.kind)) return { ask: [], withdraw: [] };
  const due = item.next.filter(({ action }) => action === 'approve' && standing.kind !== 'mend');
  const people = new Set(due.map(({ person }) => person));
  const asked = requested.map((login) => ({ login, person: context.personOf(login) }));
  const missing = due.filter(({ person }) => !asked.some((each) => each.person === person));
  const early = asked.filter(
    ({ person }) => person !== null && !people.has(person) && placeOf(context, subject, person, context.today) !== null,
  );
  return { ask: [...new Set(missing.flatMap(({ login }) => login ?? []))], withdraw: early.map(({ login }) => login) };
}
