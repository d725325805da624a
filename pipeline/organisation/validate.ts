import type { BeijingDate } from '../beijing-time.ts';
import type { Place } from '../problem.ts';
import { accountName } from './accounts.ts';
import { delegationPlace } from './duty-rota.ts';
import { holders, holdersFor, inForce } from './holders.ts';
import type { Organisation } from './organisation.ts';
import { nameOfPerson } from './person.ts';

/** Something wrong with the organisation as a whole. `place` names the entry (`posts[2]`, `people.lisi`). */
export interface OrganisationFault {
  code: string;
  message: string;
  place: Place;
}

const known = (record: object, id: string): boolean => Object.hasOwn(record, id);
/** Level-2 and level-3 posts stand under these two, listed as units only if they submit (contracts.md 3). */
const DESKS = new Set(['office', 'leaders']);

/** Entries that two persons both claim: logins in any case, numeric ids. */
function sharedAccounts(organisation: Organisation): OrganisationFault[] {
  const owner = new Map<string, string>();
  const faults: OrganisationFault[] = [];
  const claim = (account: string, person: string, code: string, what: string): void => {
    const other = owner.get(account);
    if (other !== undefined && other !== person) {
      const names = `${nameOfPerson(organisation, other)} 和 ${nameOfPerson(organisation, person)}`;
      faults.push({ code, message: `${what}同时写在 ${names} 名下；一个账号只应属于一个人；请改正其中一处。`, place: `people.${person}` });
    } else owner.set(account, person);
  };
  for (const [person, { logins, ids }] of Object.entries(organisation.people)) {
    for (const login of logins) claim(`login ${login.toLowerCase()}`, person, 'organisation/login-twice', `账号 ${login} `);
    for (const id of ids ?? []) claim(`id ${id}`, person, 'organisation/id-twice', `账号编号 ${id} `);
  }
  return faults;
}

function postsOfNobody({ posts, people }: Organisation): OrganisationFault[] {
  return posts.flatMap(({ person, post }, index) =>
    known(people, person)
      ? []
      : [
          {
            code: 'organisation/post-of-nobody',
            message: `任职“${post}”写的人 ${person} 不在人员里；应为 people 里有的代号；请补上此人或改正。`,
            place: `posts[${index}]`,
          },
        ],
  );
}

/**
 * What makes an organisation no base for any verdict (contracts.md 4, rule 4): an account of two persons, a post of nobody.
 * The gate looks at these alone.
 */
export function malformations(organisation: Organisation): OrganisationFault[] {
  return [...sharedAccounts(organisation), ...postsOfNobody(organisation)];
}

function unknownNames(organisation: Organisation): OrganisationFault[] {
  const { posts, duties, delegations, people, units, accounts = [] } = organisation;
  const nobody = (person: string, place: Place): OrganisationFault[] =>
    known(people, person)
      ? []
      : [
          {
            code: 'organisation/unknown-person',
            message: `${place} 写的人 ${person} 不在人员里；应为 people 里有的代号；请补上或改正。`,
            place,
          },
        ];
  const nowhere = (unit: string, place: Place): OrganisationFault[] =>
    known(units, unit) || DESKS.has(unit)
      ? []
      : [
          {
            code: 'organisation/unknown-unit',
            message: `${place} 写的单位 ${unit} 不在单位里；应为 units 里有的代号；请补上或改正。`,
            place,
          },
        ];
  return [
    ...Object.entries(people).flatMap(([person, { units: own = [] }]) =>
      own.flatMap((unit, index) => nowhere(unit, `people.${person}.units[${index}]`)),
    ),
    ...posts.flatMap((post, index) =>
      [post.unit, ...(Array.isArray(post.covers) ? post.covers : [])].flatMap((unit) => nowhere(unit, `posts[${index}]`)),
    ),
    ...duties.flatMap(({ person, unit }, index) => [
      ...nobody(person, `duties[${index}]`),
      ...(unit === undefined ? [] : nowhere(unit, `duties[${index}]`)),
    ]),
    ...delegations.flatMap(({ principal, delegate }, index) =>
      [principal, delegate].flatMap((person) => nobody(person, delegationPlace(organisation, index))),
    ),
    ...accounts.flatMap(({ custodian = [], handovers = [], administrators: managers = [], operators = [] }, index) =>
      [...new Set([custodian, handovers.map(({ to }) => to), managers, operators].flat())].flatMap((person) =>
        nobody(person, `accounts[${index}]`),
      ),
    ),
  ];
}

function reversedDates({ posts, duties, delegations }: Organisation): OrganisationFault[] {
  return Object.entries({ posts, duties, delegations }).flatMap(([list, entries]) =>
    entries.flatMap(({ from, to }, index) =>
      to !== undefined && to < from
        ? [
            {
              code: 'organisation/dates-reversed',
              message: `${list}[${index}] 的结束日 ${to} 早于开始日 ${from}；开始日应在前；请改正。`,
              place: `${list}[${index}]`,
            },
          ]
        : [],
    ),
  );
}

function oddDelegations(organisation: Organisation): OrganisationFault[] {
  return organisation.delegations.flatMap(({ principal, delegate }, index) =>
    principal === delegate
      ? [
          {
            code: 'organisation/delegation-to-self',
            message: '代签人和被代签人是同一个人；代签应由另一人办理；请改正或删去。',
            place: delegationPlace(organisation, index),
          },
        ]
      : [],
  );
}

/** Outside staff (编外、外包) sign nothing: neither by a post nor for somebody else. What has ended stays as it was. */
function levelsOutside(organisation: Organisation, today: BeijingDate): OrganisationFault[] {
  const { people, posts, delegations } = organisation;
  const held = [
    ...posts.map(({ person, to }, index) => ({ person, to, place: `posts[${index}]` })),
    ...delegations.map(({ delegate, to }, index) => ({ person: delegate, to, place: delegationPlace(organisation, index) })),
  ];
  return held.flatMap(({ person, to, place }) => {
    const { outside, name } = people[person] ?? {};
    if (!outside || (to !== undefined && to < today)) return [];
    const message = `${name}是编外或外包人员，却担任审核；三级审核和代签应由本单位在编人员担任；请换人，或改正 people 里的 outside。`;
    return [{ code: 'organisation/outside-level', message, place }];
  });
}

/** Accounts that are written twice, or whose handovers don't end with who keeps them. Whether he still may is asked by `doctor`. */
function oddAccounts(organisation: Organisation, today: BeijingDate): OrganisationFault[] {
  const { accounts = [] } = organisation;
  const nameOf = (person: string | undefined): string => (person === undefined ? '（没有写）' : nameOfPerson(organisation, person));
  const seen = new Set<string>();
  return accounts.flatMap((account, index): OrganisationFault[] => {
    const { channel, id, custodian, handovers = [] } = account;
    const what = accountName(account);
    const last = handovers.at(-1);
    const days = handovers.map(({ date }) => date);
    const key = id === undefined ? `${channel} ${index}` : `${channel} ${id}`;
    const twice = seen.has(key);
    seen.add(key);
    const faults: [wrong: boolean, code: string, message: string][] = [
      [twice, 'twice', `${what}写了两次；一个账号应只写一次；请删去一处。`],
      [
        last !== undefined && last.to !== custodian,
        'handover',
        `${what}最近一次交接给了 ${nameOf(last?.to)}，保管人写的是 ${nameOf(custodian)}；两处应是同一个人；请改正一处。`,
      ],
      [
        [...days, today].some((day, at, all) => day < (all[at - 1] ?? day)),
        'dates',
        `${what}的交接日期前后颠倒，或在今天以后；交接应从早到晚，办完再写；请改正。`,
      ],
    ];
    return faults.flatMap(([wrong, code, message]) =>
      wrong ? [{ code: `organisation/account-${code}`, message, place: `accounts[${index}]` }] : [],
    );
  });
}

/** True if three different persons, one of each list, can be found. */
function threeDiffer(lists: readonly string[][], taken: readonly string[] = []): boolean {
  const [first, ...rest] = lists;
  return first === undefined || first.some((person) => !taken.includes(person) && threeDiffer(rest, [...taken, person]));
}

function unsignableUnits(organisation: Organisation, today: BeijingDate, distinct: boolean): OrganisationFault[] {
  return Object.entries(organisation.units).flatMap(([unit, { name, route }]) => {
    const place = `units.${unit}`;
    const heads = holders(organisation, 1, unit, today);
    if (heads.length === 0) {
      const message = `${name}今天没有第一级审核人；每个报送单位至少应有一位负责人；请在 posts 里补上任职。`;
      return [{ code: 'organisation/unit-without-head', message, place }];
    }
    const canSign = (person: string): boolean =>
      Boolean(organisation.people[person]?.logins.length || organisation.people[person]?.ids?.length);
    const declared = organisation.routes[route].level1 === 'declared';
    const lists = [
      declared ? heads : heads.filter(canSign),
      holders(organisation, 2, unit, today).filter(canSign),
      holders(organisation, 3, unit, today).filter(canSign),
    ];
    if (distinct ? threeDiffer(lists) : lists.every((list) => list.length > 0)) return [];
    const message = `${name}的信息今天凑不齐三级不同的审核人；应有单位、办公室、分管领导各一人且有账号；请补上任职或账号。`;
    return [{ code: 'organisation/unit-not-signable', message, place }];
  });
}

function officeOfOne(organisation: Organisation, today: BeijingDate): OrganisationFault[] {
  const office = holdersFor(organisation, 2, 'any', today);
  const [only] = office;
  if (only === undefined || office.length > 1) return [];
  const unit = Object.keys(organisation.units).find((id) => holders(organisation, 1, id, today).includes(only));
  if (unit === undefined) return [];
  const index = organisation.posts.findIndex((post) => post.level === 2 && post.person === only && inForce(post, today));
  const name = organisation.units[unit]?.name ?? unit;
  return [
    {
      code: 'organisation/office-of-one',
      message: `办公室审核只有 ${nameOfPerson(organisation, only)} 一人，此人又是${name}负责人，${name}的信息没有人能审；应另有一位办公室审核人；请补上任职。`,
      place: `posts[${index}]`,
    },
  ];
}

/**
 * Looks at the organisation as a whole on a Beijing day. `check` and `generate` end with 2 on any fault; the gate asks `malformations` only.
 * @param distinct `policy.distinct_persons`
 */
export function validateOrganisation(organisation: Organisation, today: BeijingDate, distinct = true): OrganisationFault[] {
  return [
    ...malformations(organisation),
    ...unknownNames(organisation),
    ...reversedDates(organisation),
    ...oddDelegations(organisation),
    ...unsignableUnits(organisation, today, distinct),
    ...officeOfOne(organisation, today),
    ...levelsOutside(organisation, today),
    ...oddAccounts(organisation, today),
  ];
}
