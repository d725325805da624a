import type { BeijingDate } from '../../beijing-time.ts';
import { holdersFor, inForce, principalsOf } from '../holders.ts';
import type { Organisation } from '../organisation.ts';
import { identifier, nameOfPerson } from '../person.ts';
import type { Policy } from '../policy.ts';
import type { PlanEntry } from './repository-plan.ts';
import type { Member, RepositoryState, TeamName, TeamState } from './repository-state.ts';

/** The settings of a day: what everybody's access follows from. */
export interface Wanted {
  organisation: Organisation;
  policy: Policy;
  today: BeijingDate;
}

const RULESET_WHY = '第八条；ruleset 的 required_reviewers 按这个团队要审核';
/** The teams that rulesets name. Who is in the two that review follows from the posts; the third has the publisher's account alone. */
const TEAMS: Record<TeamName, { level: 2 | 3 | null; name: string; why: string }> = {
  office: { level: 2, name: '办公室团队', why: RULESET_WHY },
  leaders: { level: 3, name: '分管领导团队', why: RULESET_WHY },
  publisher: { level: null, name: '写台账的团队', why: '第十条；分支规则“sanshen ledger writer”只让这个团队写台账' },
};
const REGISTERED_WHY = '第十条：禁止未获授权人员登录';

/** Everybody who may sign a level on the day: holders of the posts, and where the policy has 代签 their delegates (rule 23). */
function signers({ organisation, policy, today }: Wanted, level: 2 | 3): string[] {
  const delegates = policy.delegation.enabled ? organisation.delegations.map(({ delegate }) => delegate) : [];
  const acting = delegates.filter((person) => principalsOf(organisation, person, level, 'any', today).length > 0);
  return [...new Set([...holdersFor(organisation, level, 'any', today), ...acting])];
}

/** True if an account is the person's: by its number where he has recorded any, else by its name (rule 5). */
function isOf({ people }: Organisation, person: string, account: Member): boolean {
  const { ids, logins = [] } = people[person] ?? {};
  if (ids?.length) return ids.includes(account.id);
  return logins.some((login) => login.toLowerCase() === account.login.toLowerCase());
}

/** The logins of a person that none of some accounts stands for. A renamed account stands for one of those that aren't seen. */
function missing(organisation: Organisation, person: string, accounts: readonly Member[]): string[] {
  const { ids, logins = [] } = organisation.people[person] ?? {};
  const own = accounts.filter((account) => isOf(organisation, person, account));
  if (ids?.length && own.length >= ids.length) return [];
  const seen = new Set(own.map(({ login }) => login.toLowerCase()));
  return logins.filter((login) => !seen.has(login.toLowerCase()));
}

const nameAndLogin = ({ organisation }: Wanted, person: string, login: string): string =>
  `${nameOfPerson(organisation, person)}（${login}）`;

const membersPage = ({ webUrl, repository }: RepositoryState, { slug }: TeamState): string =>
  `${new URL(webUrl).origin}/orgs/${repository.split('/')[0]}/teams/${slug}/members`;

/** The team that may write the ledger has one member, a machine. Which one, only a person can say. */
function writerEntries({ organisation, policy }: Wanted, state: RepositoryState, team: TeamState): PlanEntry[] {
  const identity = identifier(organisation, policy.machines, accountsOf(team.members));
  const logins = team.members.map(({ login }) => login);
  if (logins.length === 1 && logins.every((login) => identity(login).kind === 'machine')) return [];
  const { name, why } = TEAMS.publisher;
  return [
    {
      id: 'team/publisher/member',
      what: `${name}的成员`,
      action: 'person-must-do',
      before: logins.join('、') || '没有人',
      after: '请只留发布程序的账号一个，并把它写进 policy.yml 的 machines',
      why,
      page: membersPage(state, team),
    },
  ];
}

function memberEntries(wanted: Wanted, state: RepositoryState, name: TeamName, team: TeamState): PlanEntry[] {
  const { organisation } = wanted;
  const { level, why } = TEAMS[name];
  if (level === null) return writerEntries(wanted, state, team);
  const people = signers(wanted, level);
  const shared = { page: membersPage(state, team), why };
  const invited = new Set(team.invited.map((login) => login.toLowerCase()));
  const missed = people.flatMap((person) => missing(organisation, person, team.members).map((login) => ({ person, login })));
  return [
    ...missed.map(({ person, login }): PlanEntry => {
      const what = `${TEAMS[name].name}的成员 ${nameAndLogin(wanted, person, login)}`;
      const id = `team/${name}/member/${login.toLowerCase()}`;
      if (!invited.has(login.toLowerCase()))
        return { ...shared, id, what, action: 'create', before: null, after: '加入', step: { do: 'add-member', slug: team.slug, login } };
      return { ...shared, id, what, action: 'person-must-do', before: '已邀请，还没有接受', after: '请本人登录平台接受邀请' };
    }),
    ...team.members
      .filter((member) => !people.some((person) => isOf(organisation, person, member)))
      .map(
        ({ login }): PlanEntry => ({
          ...shared,
          id: `team/${name}/member/${login.toLowerCase()}`,
          what: `${TEAMS[name].name}的成员 ${login}`,
          action: 'remove',
          before: '在团队里，今天不担任这一级的审核',
          after: null,
          step: { do: 'remove-member', slug: team.slug, login },
          removes: { team: name, login: login.toLowerCase() },
        }),
      ),
  ];
}

/** What has to be done about one of the teams. */
export function teamEntries(wanted: Wanted, state: RepositoryState, name: TeamName): PlanEntry[] {
  const team = state.teams[name];
  const origin = new URL(state.webUrl).origin;
  if (team === null || team === 'unnamed') return [];
  const id = `team/${name}`;
  if (team === 'none') {
    const number = wanted.policy.github.teams[name];
    const after = state.ownedByOrganisation
      ? '组织里没有这个编号的团队；请建好团队，把编号写进 policy.yml 的 github.teams；没有团队就删去这一行'
      : '仓库在个人账号下，没有团队；请把仓库移到组织里，或删去 policy.yml 的 github.teams';
    const page = state.ownedByOrganisation ? `${origin}/orgs/${state.repository.split('/')[0]}/teams` : `${state.webUrl}/settings`;
    const what = `${TEAMS[name].name}（编号 ${number}）`;
    return [{ id, what, action: 'person-must-do', before: null, after, why: TEAMS[name].why, page }];
  }
  const access: PlanEntry = {
    id: `${id}/access`,
    what: `${TEAMS[name].name}对本仓库的权限`,
    action: 'update',
    before: '不能写',
    after: '写',
    why: '没有写权限的团队，审核不计，也写不了台账（GitHub，Available rules for rulesets）',
    page: `${state.webUrl}/settings/access`,
    step: { do: 'team-access', slug: team.slug },
  };
  return [...(team.canWrite ? [] : [access]), ...memberEntries(wanted, state, name, team)];
}

/** Everybody who needs write access on the day: holders of posts and duties, their delegates, and whoever never had any (contributors). */
function needsAccess({ organisation, today }: Wanted): string[] {
  const { posts, duties, delegations, people } = organisation;
  const entries = [...posts, ...duties, ...delegations.map((entry) => ({ ...entry, person: entry.delegate }))];
  const everHeld = new Set(entries.map(({ person }) => person));
  const holding = new Set(entries.filter((entry) => inForce(entry, today)).map(({ person }) => person));
  return Object.keys(people).filter((person) => holding.has(person) || !everHeld.has(person));
}

/** Who lacks access and who has it without being on the list. Both are for a person: setup itself changes nobody's access to the repository. */
export function accessEntries(wanted: Wanted, state: RepositoryState): PlanEntry[] {
  const { organisation, policy } = wanted;
  if (state.access === null) return [];
  const writing = state.access.filter(({ canWrite }) => canWrite);
  const page = `${state.webUrl}/settings/access`;
  const person = identifier(organisation, policy.machines, accountsOf(state.access));
  const lacking = needsAccess(wanted).flatMap((id) => missing(organisation, id, writing).map((login) => ({ person: id, login })));
  return [
    ...lacking.map(
      (one): PlanEntry => ({
        id: `access/${one.login.toLowerCase()}`,
        what: `${nameAndLogin(wanted, one.person, one.login)}对本仓库的权限`,
        action: 'person-must-do',
        before: state.access?.some(({ login }) => login.toLowerCase() === one.login.toLowerCase()) ? '不能写' : null,
        after: '请加为协作者，角色选 Write；已邀请的，请本人接受邀请',
        why: '没有写权限的人，审核不计（GitHub，About code owners）',
        page,
      }),
    ),
    ...writing
      .filter(({ login }) => person(login).kind === 'unknown')
      .map(
        ({ login }): PlanEntry => ({
          id: `access/${login.toLowerCase()}`,
          what: `账号 ${login} 对本仓库的权限`,
          action: 'person-must-do',
          before: '能写，不在名单上',
          after: '请撤销他的权限；应当有的，请写进 organisation.yml（程序的账号写进 policy.yml 的 machines）送审',
          why: REGISTERED_WHY,
          page,
        }),
      ),
  ];
}

function accountsOf(access: readonly Member[]): Record<string, { id: number }> {
  return Object.fromEntries(access.map(({ login, id }) => [login, { id }]));
}

/** People whose posts and duties have all ended and who can still write. They may have other work here, so it is for a person to see. */
export function departed({ organisation, policy, today }: Wanted, state: RepositoryState): string[] {
  const entries = [...organisation.posts, ...organisation.duties];
  const identity = identifier(organisation, policy.machines, accountsOf(state.access ?? []));
  return (state.access ?? []).flatMap(({ login, canWrite }) => {
    const who = identity(login);
    if (!canWrite || who.kind !== 'person') return [];
    const own = entries.filter(({ person }) => person === who.person);
    const gone = own.length > 0 && own.every(({ to }) => to !== undefined && to < today);
    return gone ? [`${nameOfPerson(organisation, who.person)}（${login}）`] : [];
  });
}
