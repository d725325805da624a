import type { Organisation } from './organisation.ts';

/** Entries of a new bureau's list that still are the pattern's (`setup/bureau/`): what is called 待填, or whose code or account is daitian. */
export function entriesToFill({ people, units, posts }: Organisation): string[] {
  const isPattern = (...texts: string[]): boolean => texts.some((text) => /待填|^daitian(-|$)/.test(text));
  return [
    ...Object.entries(people).flatMap(([id, { name, logins }]) => (isPattern(id, name, ...logins) ? [`people.${id}`] : [])),
    ...Object.entries(units).flatMap(([id, { name }]) => (isPattern(id, name) ? [`units.${id}`] : [])),
    ...posts.flatMap(({ post }, index) => (isPattern(post) ? [`posts[${index}]`] : [])),
  ];
}
