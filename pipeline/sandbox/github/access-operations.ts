import { notFound, Refusal } from './refusal.ts';
import { type Body, nodeId, userBody } from './repository-bodies.ts';
import { permissionOf } from './rights.ts';
import { type Answer, type Asked, type Operations, text } from './route.ts';
import { CODEOWNERS, ownedLines } from './rules/codeowners.ts';
import type { Permission, Team } from './settings.ts';
import type { Hub, User } from './state.ts';

const NONE: Answer = { status: 204, body: {} };
const ROLE: Record<Permission, string> = { pull: 'read', push: 'write', admin: 'admin' };

function account({ hub, params }: Asked): User {
  const found = hub.users.find(({ login, role }) => role !== 'bot' && login.toLowerCase() === params.username?.toLowerCase());
  if (!found) throw notFound();
  return found;
}

function flags(permission: Permission | null): Record<string, boolean> {
  const admin = permission === 'admin';
  const push = admin || permission === 'push';
  return { pull: permission !== null, triage: push, push, maintain: admin, admin };
}

function collaborators({ hub }: Asked): Answer {
  const list = hub.users.filter((user) => user.role !== 'bot' && permissionOf(hub, user) !== null);
  return {
    list,
    shown: (user: User) => {
      const permission = permissionOf(hub, user) as Permission;
      return { ...userBody(hub, user), permissions: flags(permission), role_name: ROLE[permission] };
    },
  };
}

function setCollaborator(asked: Asked): Answer {
  const permission = text(asked, 'permission') ?? 'push';
  if (!(permission in ROLE)) throw new Refusal(422, 'Validation Failed');
  asked.hub.settings.access.set(account(asked).login, permission as Permission);
  return NONE;
}

function removeCollaborator(asked: Asked): Answer {
  asked.hub.settings.access.set(account(asked).login, null);
  return NONE;
}

function teamBody(hub: Hub, { id, slug, permission }: Team): Body {
  const url = `${hub.api}/organizations/1/team/${id}`;
  const own = { id, node_id: nodeId('T', id), name: slug, slug, description: null, privacy: 'closed', type: 'organization', parent: null };
  const page = `${hub.url}/orgs/${hub.owner}/teams/${slug}`;
  const addresses = { url, html_url: page, members_url: `${url}/members{/member}`, repositories_url: `${url}/repos` };
  return { ...own, ...addresses, permission: permission ?? 'pull', permissions: flags(permission) };
}

function team({ hub, params }: Asked): Team {
  const found = hub.settings.teams.find(({ slug }) => slug === params.team_slug);
  if (!found) throw notFound();
  return found;
}

function members(asked: Asked): Answer {
  const { hub } = asked;
  const inside = new Set(team(asked).members);
  return { list: hub.users.filter(({ login }) => inside.has(login)), shown: (user: User) => userBody(hub, user) };
}

function addMember(asked: Asked): Answer {
  const [{ members: inside, slug }, { login }] = [team(asked), account(asked)];
  if (!inside.includes(login)) inside.push(login);
  const url = `${asked.hub.api}/orgs/${asked.hub.owner}/teams/${slug}/memberships/${login}`;
  return { body: { url, role: 'member', state: 'active' } };
}

function removeMember(asked: Asked): Answer {
  const { members: inside } = team(asked);
  const at = inside.indexOf(account(asked).login);
  if (at < 0) throw notFound();
  inside.splice(at, 1);
  return NONE;
}

function giveRepository(asked: Asked): Answer {
  team(asked).permission = (text(asked, 'permission') ?? 'push') as Permission;
  return NONE;
}

/** Owners that are nobody's account or may not write, by line; GitHub skips such a line. */
async function codeownersErrors({ hub, query }: Asked): Promise<Answer> {
  const commit = await hub.git.resolve(`refs/heads/${query.get('ref') ?? hub.mainBranch}`);
  const lines = commit === null ? null : await ownedLines(hub, commit);
  if (lines === null) throw notFound();
  const errors = lines.flatMap(({ line, source, unknown }) =>
    unknown.map((owner) => {
      const suggestion = `make sure ${owner} exists and has write access to the repository`;
      const message = `Unknown owner on line ${line}: ${suggestion}`;
      return { line, column: source.indexOf(owner) + 1, kind: 'Unknown owner', source, suggestion, message, path: CODEOWNERS };
    }),
  );
  return { body: { errors } };
}

/** Operations about who may do what: collaborators, the organisation's teams, owners of files. */
export const accessOperations: Operations = {
  'get /repos/{owner}/{repo}/codeowners/errors': codeownersErrors,
  'get /repos/{owner}/{repo}/collaborators': collaborators,
  'put /repos/{owner}/{repo}/collaborators/{username}': setCollaborator,
  'delete /repos/{owner}/{repo}/collaborators/{username}': removeCollaborator,
  'get /repos/{owner}/{repo}/collaborators/{username}/permission': (asked) => {
    const found = account(asked);
    const permission = permissionOf(asked.hub, found);
    const role = permission === null ? 'none' : ROLE[permission];
    return { body: { permission: role, role_name: role, user: { ...userBody(asked.hub, found), role_name: role } } };
  },
  'get /repos/{owner}/{repo}/teams': ({ hub }) => ({
    list: hub.settings.teams.filter(({ permission }) => permission !== null),
    shown: (one: Team) => teamBody(hub, one),
  }),
  'get /orgs/{org}/teams': ({ hub }) => ({ list: hub.settings.teams, shown: (one: Team) => teamBody(hub, one) }),
  'get /orgs/{org}/teams/{team_slug}/invitations': (asked) => {
    // Not one of a server's operations (@octokit/openapi 23.0.2, ghes-3.17 to 3.19).
    if (asked.hub.edition === 'ghes') throw notFound();
    return { list: team(asked).members.slice(0, 0) };
  },
  'get /orgs/{org}/teams/{team_slug}/members': members,
  'put /orgs/{org}/teams/{team_slug}/memberships/{username}': addMember,
  'delete /orgs/{org}/teams/{team_slug}/memberships/{username}': removeMember,
  'put /orgs/{org}/teams/{team_slug}/repos/{owner}/{repo}': giveRepository,
};
