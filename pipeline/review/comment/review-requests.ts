import { placeOf } from '../gate/place-in-item.ts';
import { type GateView, situationOf } from './gate-view.ts';

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
