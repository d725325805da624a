import type { BeijingDate } from '../../beijing-time.ts';
import { administrators, holders, holdersFor, inForce } from '../../organisation/holders.ts';
import { LEVEL_NAMES, type Level, type Organisation } from '../../organisation/organisation.ts';
import { nameOfPerson } from '../../organisation/person.ts';

/** `周一（分局负责人）`, with the post that he holds at a level on a day. */
function withPost(organisation: Organisation, person: string, level: Level, day: BeijingDate): string {
  const post = organisation.posts.find((entry) => entry.person === person && entry.level === level && inForce(entry, day));
  const told = post && post.post !== LEVEL_NAMES[level] ? `（${post.post}）` : '';
  return `${nameOfPerson(organisation, person)}${told}`;
}

const orNobody = (names: readonly string[]): string => (names.length === 0 ? '（待定）' : names.join('、'));

/** Units whose secrecy reviewer isn't their head, by name; the others' heads do it themselves. */
function secrecy(organisation: Organisation, day: BeijingDate): string {
  const own = Object.entries(organisation.units).flatMap(([unit, { name }]) => {
    const duties = organisation.duties.filter(
      (entry) => entry.duty === 'secrecy' && (entry.unit === undefined || entry.unit === unit) && inForce(entry, day),
    );
    const heads = holders(organisation, 1, unit, day);
    const others = [...new Set(duties.map(({ person }) => person))].filter((person) => !heads.includes(person));
    return others.length === 0 ? [] : [`${name} ${others.map((person) => nameOfPerson(organisation, person)).join('、')}`];
  });
  const all = own.length === Object.keys(organisation.units).length;
  return [...own, ...(all ? [] : [own.length === 0 ? '各单位负责人兼任' : '其他单位由负责人兼任'])].join('；');
}

/** Who signs what, by level and unit, and who has which duty (Arts. 3, 5, 8). */
export function signerRows(organisation: Organisation, day: BeijingDate): string[][] {
  const heads = Object.entries(organisation.units).map(
    ([unit, { name }]) => `${name} ${orNobody(holders(organisation, 1, unit, day).map((person) => nameOfPerson(organisation, person)))}`,
  );
  const above = ([2, 3] as const).map((level) => [
    LEVEL_NAMES[level],
    orNobody(holdersFor(organisation, level, 'any', day).map((person) => withPost(organisation, person, level, day))),
  ]);
  return [
    [LEVEL_NAMES[1], heads.join('；')],
    ...above,
    ['保密审查', secrecy(organisation, day)],
    ['管理员', orNobody(administrators(organisation, day).map((person) => nameOfPerson(organisation, person)))],
  ];
}

/** What only one person can do, as people say it: units by name, then the Office, the leaders, the administrator. */
export function missingSeconds(organisation: Organisation, day: BeijingDate): string[] {
  const alone = (people: readonly string[]): boolean => people.length < 2;
  const units = Object.entries(organisation.units).filter(([unit]) => alone(holders(organisation, 1, unit, day)));
  return [
    ...units.map(([, { name }]) => name),
    ...(alone(holdersFor(organisation, 2, 'any', day)) ? ['办公室审核'] : []),
    ...(alone(holdersFor(organisation, 3, 'any', day)) ? ['分管领导签发'] : []),
    ...(alone(administrators(organisation, day)) ? ['管理员'] : []),
  ];
}
