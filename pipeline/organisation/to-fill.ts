import type { Organisation } from './organisation.ts';
import type { Policy } from './policy.ts';

/** What stands for the product's repository where nobody has named it. */
export const TO_FILL_REPOSITORY = 'daitian/sanshen';

/** Entries of a new bureau's settings that still are the pattern's (`setup/bureau/`): called 待填, or with a code or an account daitian. */
export function entriesToFill({ people, units, posts }: Organisation, { program }: Pick<Policy, 'program'>): string[] {
  const isPattern = (...texts: string[]): boolean => texts.some((text) => /待填|^daitian(-|$)/.test(text));
  return [
    ...Object.entries(people).flatMap(([id, { name, logins }]) => (isPattern(id, name, ...logins) ? [`people.${id}`] : [])),
    ...Object.entries(units).flatMap(([id, { name }]) => (isPattern(id, name) ? [`units.${id}`] : [])),
    ...posts.flatMap(({ post }, index) => (isPattern(post) ? [`posts[${index}]`] : [])),
    ...(program?.repository === TO_FILL_REPOSITORY ? ['policy.yml program'] : []),
  ];
}
