import type { BeijingDate } from '../beijing-time.ts';
import type { Level, Organisation, Post } from './organisation.ts';

/** The post whose holder signs changes of leaders and delegations (contracts.md 4, rule 3). */
const MAIN_LEADER = '主要领导';

/** The units a signature must be for; `any` where the unit doesn't matter (a change of the settings). */
export type Units = readonly string[] | 'any';

/** True while an entry with `from` and `to` is in force; first and last day included. `ever` takes every day. */
export function inForce(entry: { from: BeijingDate; to?: BeijingDate | undefined }, day: BeijingDate | 'ever'): boolean {
  return day === 'ever' || (entry.from <= day && (entry.to === undefined || day <= entry.to));
}

/** True if a post is for a unit: its own, and what `covers` adds. */
export function covers(post: Post, unit: string): boolean {
  return post.unit === unit || post.covers === '*' || (Array.isArray(post.covers) && post.covers.includes(unit));
}

function postsOf(organisation: Organisation, level: Level, day: BeijingDate | 'ever'): Post[] {
  return organisation.posts.filter((post) => post.level === level && inForce(post, day));
}

/** True if a person himself holds a post of a level on a Beijing day, for all the units (Art. 8; contracts.md 4, rule 8). */
export function holds(organisation: Organisation, person: string, level: Level, units: Units, day: BeijingDate | 'ever'): boolean {
  const posts = postsOf(organisation, level, day).filter((post) => post.person === person);
  return units === 'any' ? posts.length > 0 : units.length > 0 && units.every((unit) => posts.some((post) => covers(post, unit)));
}

/** Everybody who holds a level for the units on a day, in the order of the file. */
export function holdersFor(organisation: Organisation, level: Level, units: Units, day: BeijingDate): string[] {
  const people = new Set(postsOf(organisation, level, day).map(({ person }) => person));
  return [...people].filter((person) => holds(organisation, person, level, units, day));
}

/** Everybody who holds a level for one unit on a day. */
export function holders(organisation: Organisation, level: Level, unit: string, day: BeijingDate): string[] {
  return holdersFor(organisation, level, [unit], day);
}

/** For whom a person may sign at a level on a day: principals who hold the post themselves, by a dated document (代签, rule 23). */
export function principalsOf(
  organisation: Organisation,
  delegate: string,
  level: Level,
  units: Units,
  day: BeijingDate | 'ever',
): string[] {
  const principals = organisation.delegations
    .filter((entry) => entry.delegate === delegate && entry.principal !== delegate && entry.level === level && inForce(entry, day))
    .map(({ principal }) => principal);
  return [...new Set(principals)].filter((principal) => holds(organisation, principal, level, units, day));
}

/** True if a person holds the duty of secrecy reviewer for a unit on a day. A duty without a unit is for all of them (Art. 5). */
export function hasSecrecyDuty(organisation: Organisation, person: string, unit: string, day: BeijingDate): boolean {
  return organisation.duties.some(
    (entry) =>
      entry.duty === 'secrecy' && entry.person === person && (entry.unit === undefined || entry.unit === unit) && inForce(entry, day),
  );
}

/** The administrators of a day (专人, Arts. 3, 10). */
export function administrators(organisation: Organisation, day: BeijingDate): string[] {
  return [
    ...new Set(organisation.duties.filter((entry) => entry.duty === 'administrator' && inForce(entry, day)).map(({ person }) => person)),
  ];
}

/** Who may keep the bureau's accounts on a day: administrators and persons of the Office (Arts. 3, 10), staff of its own. */
export function mayKeepAccounts(organisation: Organisation, day: BeijingDate): string[] {
  const office = organisation.posts.filter((post) => post.unit === 'office' && inForce(post, day)).map(({ person }) => person);
  return [...administrators(organisation, day), ...office].filter((person) => organisation.people[person]?.outside === undefined);
}

/** True if a person holds the level-3 post 主要领导 on a day. */
export function isMainLeader(organisation: Organisation, person: string, day: BeijingDate): boolean {
  return postsOf(organisation, 3, day).some((post) => post.post === MAIN_LEADER && post.person === person);
}

/** True if anybody holds the level-3 post 主要领导 on a day. */
export function hasMainLeader(organisation: Organisation, day: BeijingDate): boolean {
  return postsOf(organisation, 3, day).some((post) => post.post === MAIN_LEADER);
}

/** People who have a post or duty on a day and no account for it. A head whose unit declares its own review needs none (rule 15). */
export function peopleWithoutAccount(organisation: Organisation, day: BeijingDate): string[] {
  const declared = (unit: string): boolean => {
    const route = organisation.units[unit]?.route;
    return route !== undefined && organisation.routes[route].level1 === 'declared';
  };
  const needed = [
    ...organisation.posts.filter(({ level, unit }) => level !== 1 || !declared(unit)),
    ...organisation.duties.filter(({ duty, unit }) => duty !== 'secrecy' || unit === undefined || !declared(unit)),
  ];
  const people = new Set(needed.filter((entry) => inForce(entry, day)).map(({ person }) => person));
  return [...people].filter((person) => {
    const { logins = [], ids = [] } = organisation.people[person] ?? {};
    return logins.length + ids.length === 0;
  });
}
