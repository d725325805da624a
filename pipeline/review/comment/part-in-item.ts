import { hasSecrecyDuty } from '../../organisation/holders.ts';
import type { Level } from '../../organisation/organisation.ts';
import { type BarCode, barsOf, issueAuthorsOf } from '../gate/bars.ts';
import { capacities } from '../gate/claims.ts';
import type { Login } from '../gate/evidence.ts';
import type { Subject } from '../gate/subject.ts';
import { historyOf } from '../gate/text-history.ts';
import type { ItemVerdict, LevelVerdict } from '../gate/verdict.ts';
import type { Situation } from './gate-view.ts';

/** What somebody is to an item that waits: its sender, an author of its text, a reviewer now, later or no more, or none. */
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
  return situation.item !== null && situation.item.levels.length > 0;
}

/** True for two names of one account; a deleted one is nobody's. */
export const sameLogin = (a: Login, b: Login): boolean => a !== null && a.toLowerCase() === b?.toLowerCase();

const SENT: ReadonlySet<BarCode | null> = new Set<BarCode>(['submitter', 'author', 'issue-author']);

/** The part of a person (`null`: nobody of the organisation) with a login, today (rules 6, 8, 12). */
export function partOf({ context, subject, item }: Asking, person: string | null, login: Login): Part {
  const authors = [context.evidence.pullRequest?.author ?? null, ...issueAuthorsOf(context.evidence)];
  if (authors.some((author) => sameLogin(login, author))) return { kind: 'submitter' };
  if (person === null) return { kind: 'other' };
  const bars = barsOf(context, subject, historyOf(context.evidence, subject.entry));
  if (SENT.has(bars.of(person, 1))) return { kind: 'submitter' };
  // Slots and levels stand in the same order.
  const held = subject.slots.map((slot) => capacities(context, subject, slot, person, context.today).length > 0);
  const own = item.levels.filter((_, index) => held[index]);
  const may = own.filter(({ level }) => bars.of(person, level) === null);
  const byDuty = hasSecrecyDuty(context.organisation, person, subject.unit ?? '', context.today) && bars.of(person, 2) === null;
  const secrecy = item.blockers.some(({ code }) => code === 'secrecy-review') && subject.frontMatter.secrecy_review?.by === person;
  if (secrecy && (byDuty || may.some(({ level }) => level === 1))) return { kind: 'due' };
  if (own.length === 0) return { kind: 'other' };
  if (may.length === 0) return { kind: 'hand' };
  if (item.levels.some((each) => each.state === 'approved' && each.person === person)) return { kind: 'done' };
  const isOpen = ({ state }: LevelVerdict): boolean => state !== 'approved';
  const mine = may.find(isOpen);
  if (!mine) return { kind: 'done' };
  const open = item.levels.find(isOpen) as LevelVerdict;
  const early = context.policy.order === 'strict' && mine.level > open.level;
  return early ? { kind: 'later', level: mine.level, open } : { kind: 'due' };
}
