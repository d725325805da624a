import type { Login } from '#pipeline/review/gate/evidence.ts';
import type { Actor, Level, World } from './world.ts';

export const NAMES = ['anyi', 'baer', 'chensan', 'dingsi', 'ewu', 'feiliu', 'geqi'];
/** Somebody who writes, and holds a post now and then. */
export const WRITER = 'xieba';
const UNITS = ['wucheng', 'jindong', 'fazhi'];
export const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

export interface Post {
  unit: string;
  post: string;
  level: Level;
  person: string;
  from: string;
  to?: string;
  covers?: '*' | string[];
}

/** Everybody, with a second login, a recorded number or no account now and then. */
function peopleOf({
  people,
  twice,
  numbered,
  silent,
}: World['bureau']): Record<string, { name: string; logins: string[]; ids?: number[] }> {
  const entries = [...NAMES.slice(0, people), WRITER].map((id, index) => {
    const logins = twice.includes(index) ? [`${id}-gh`, `${id}-old`] : [`${id}-gh`];
    if (silent === index) return [id, { name: id, logins: [] }];
    return [id, { name: id, logins, ...(numbered.includes(index) ? { ids: [100 + index] } : {}) }];
  });
  return Object.fromEntries(entries);
}

/** The bureau: everybody's posts, with at least one person a level, who may be the same as another. */
export function organisationOf({ bureau, item }: World) {
  const names = NAMES.slice(0, bureau.people);
  const units = UNITS.slice(0, item.joint ? Math.max(item.joint === 'third' ? 3 : 2, bureau.units) : bureau.units);
  const somebody = (index: number) => at(names, index + bureau.offset);
  const always = { from: '2024-01-01' };
  const posts: Post[] = [
    ...units.map((unit, index): Post => ({ unit, post: '负责人', level: 1, person: somebody(index), ...always })),
    { unit: 'office', post: '办公室审核', level: 2, person: somebody(units.length), ...always, covers: '*' },
    { unit: 'leaders', post: '分管领导', level: 3, person: somebody(units.length + 1), ...always, covers: '*' },
    ...bureau.posts.map(({ level, person, unit, from, to, covers, main }): Post => {
      const place = { 1: at(units, unit), 2: 'office', 3: 'leaders' }[level];
      const reach = { own: {}, all: { covers: '*' as const }, first: { covers: units.slice(0, 1) } }[covers];
      const title = level === 3 && main ? '主要领导' : '示例岗位';
      return { unit: place, post: title, level, person: at([...names, WRITER], person), from, ...(to ? { to } : {}), ...reach };
    }),
  ];
  return {
    people: peopleOf(bureau),
    units: Object.fromEntries(units.map((unit) => [unit, { name: unit, kind: 'county', route: unit === 'fazhi' ? 'B' : 'A' }])),
    posts,
    duties: [
      ...bureau.secrecy.map(({ person, unit, to }) => ({
        duty: 'secrecy',
        person: at([...names, WRITER], person),
        ...(unit === null ? {} : { unit: at(units, unit) }),
        from: '2024-01-01',
        ...(to ? { to } : {}),
      })),
      ...bureau.administrators.map((person) => ({ duty: 'administrator', person: at(names, person), from: '2024-01-01' })),
    ],
    ...(bureau.declared ? { routes: { A: { level1: 'declared' } } } : {}),
    delegations: bureau.delegations
      .map(({ principal, delegate, ...rest }) => ({ principal: at(names, principal), delegate: at(names, delegate), ...rest }))
      .filter(({ principal, delegate }) => principal !== delegate)
      .map((each) => ({ ...each, document: '授权 1 号' })),
  };
}

export type Organisation = ReturnType<typeof organisationOf>;

/** The person id and the login of an actor; a second login, or another case, now and then. */
export function castOf(organisation: Organisation) {
  const { people, posts, duties, units } = organisation;
  const [first, second] = Object.keys(units);
  const names = Object.keys(people);
  function person({ as, pick }: Actor): string | null {
    const list = {
      head: posts.filter(({ level, unit }) => level === 1 && unit === first).map((post) => post.person),
      'head-2': posts.filter(({ level, unit }) => level === 1 && unit === (second ?? first)).map((post) => post.person),
      office: posts.filter(({ level }) => level === 2).map((post) => post.person),
      leader: posts.filter(({ level }) => level === 3).map((post) => post.person),
      secrecy: [
        ...duties.filter(({ duty }) => duty === 'secrecy').map((duty) => duty.person),
        ...posts.slice(0, 1).map((post) => post.person),
      ],
      writer: [WRITER],
      anybody: names,
      stranger: [],
      deleted: [],
      machine: [],
    }[as];
    return list.length === 0 ? null : at(list, pick);
  }
  function login(actor: Actor): Login {
    if (actor.as === 'deleted') return null;
    const id = person(actor);
    if (id === null) return actor.as === 'machine' ? at(['web-flow', 'intake[bot]', 'helper'], actor.pick) : 'stranger';
    const logins = people[id]?.logins ?? [];
    if (logins.length === 0) return 'helper';
    const name = at(logins, actor.pick);
    return actor.pick === 5 ? name.toUpperCase() : name;
  }
  return { person, login };
}

export type Cast = ReturnType<typeof castOf>;
