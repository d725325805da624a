import type { Level } from '../organisation/organisation.ts';
import { barsOf } from './bars.ts';
import { capacities } from './claims.ts';
import type { Login } from './evidence.ts';
import type { Situation } from './gate-view.ts';
import type { Subject } from './subject.ts';
import { historyOf } from './text-history.ts';
import type { ItemVerdict, LevelVerdict } from './verdict.ts';

/** What somebody is to an item that waits: who sent it, who made its text, a reviewer now, later or no more, or none of them. */
export type Part =
  | { kind: 'submitter' }
  | { kind: 'hand' }
  | { kind: 'due' }
  | { kind: 'later'; level: Level; open: LevelVerdict }
  | { kind: 'done' }
  | { kind: 'other' };

/** A situation in which something is to be signed. */
export type Asking = Situation & { item: ItemVerdict; subject: Subject };

/** Narrows a situation to one in which something is to be signed. */
export function isAsking(situation: Situation): situation is Asking {
  return situation.subject !== null && situation.item !== null && situation.item.levels.length > 0;
}

/** True for two names of one account; a deleted one is nobody's. */
export const sameLogin = (a: Login, b: Login): boolean => a !== null && b !== null && a.toLowerCase() === b.toLowerCase();

/** The part of a person (`null`: nobody of the organisation) with a login, today (rules 6, 8, 12). */
export function partOf({ context, subject, item }: Asking, person: string | null, login: Login): Part {
  const { pullRequest } = context.evidence;
  if (sameLogin(login, pullRequest?.author ?? null) || sameLogin(login, pullRequest?.issueAuthor ?? null)) return { kind: 'submitter' };
  if (person === null) return { kind: 'other' };
  const bars = barsOf(context, subject, historyOf(context.evidence, subject.entry));
  if (['submitter', 'author', 'issue-author'].includes(bars.of(person, 1) ?? '')) return { kind: 'submitter' };
  const secrecy = item.blockers.some(({ code }) => code === 'secrecy-review');
  if (secrecy && subject.frontMatter.secrecy_review?.by === person) return { kind: 'due' };
  // Slots and levels stand in the same order.
  const held = subject.slots.map((slot) => capacities(context, subject, slot, person, context.today).length > 0);
  const own = item.levels.filter((_, index) => held[index]);
  if (own.length === 0) return { kind: 'other' };
  const may = own.filter(({ level }) => bars.of(person, level) === null);
  if (may.length === 0) return { kind: 'hand' };
  if (item.levels.some((each) => each.state === 'approved' && each.person === person)) return { kind: 'done' };
  const isOpen = ({ state }: LevelVerdict): boolean => state !== 'approved';
  const mine = may.find(isOpen);
  if (!mine) return { kind: 'done' };
  const open = item.levels.find(isOpen) as LevelVerdict;
  const early = context.policy.order === 'strict' && mine.level > open.level;
  return early ? { kind: 'later', level: mine.level, open } : { kind: 'due' };
}
