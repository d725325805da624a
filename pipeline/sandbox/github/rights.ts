import { type Grants, holds, type Need, needsOf, OF_A_PROGRAM } from './permissions.ts';
import { notFound, Refusal } from './refusal.ts';
import type { Asked } from './route.ts';
import type { Permission } from './settings.ts';
import type { Hub, User } from './state.ts';

/** Who asks: an account, and what its token may of all that it may; `null` for everything. */
export interface Viewer {
  viewer: User;
  grants: Grants | null;
}

/** The account of a Basic or token header; `null` if its token is nobody's. */
export function viewerOf(hub: Hub, header: string | undefined): Viewer | null {
  const [scheme = '', value = ''] = (header ?? '').split(' ');
  const text = scheme.toLowerCase() === 'basic' ? Buffer.from(value, 'base64').toString('utf8') : value;
  const sent = scheme.toLowerCase() === 'basic' ? [text.slice(text.indexOf(':') + 1), text.slice(0, text.indexOf(':'))] : [text];
  const own = hub.users.find(({ token }) => token !== '' && sent.includes(token));
  if (own) return { viewer: own, grants: own.role === 'bot' ? OF_A_PROGRAM : null };
  const token = hub.tokens.find((one) => sent.includes(one.value));
  const viewer = hub.users.find(({ login }) => login === token?.login);
  return token && viewer ? { viewer, grants: token.grants } : null;
}

/** What an account may do with the repository; `null` for none. A team gives what it has. */
export function permissionOf({ settings }: Hub, { login, role }: User): Permission | null {
  const own = settings.access.has(login) ? (settings.access.get(login) ?? null) : role === 'admin' ? 'admin' : 'push';
  const teams = settings.teams.filter(({ members }) => members.includes(login)).map(({ permission }) => permission);
  return (['admin', 'push', 'pull'] as const).find((one) => own === one || teams.includes(one)) ?? null;
}

/** True if an account may push, and so its reviews count. */
export function mayWrite(hub: Hub, user: User): boolean {
  return ['push', 'admin'].includes(permissionOf(hub, user) ?? '');
}

/** What only administrators may, of the repository or its organisation, and what only those who may push. */
const ADMINISTRATORS = new Set(['administration', 'members']);
const WRITERS = new Set(['contents', 'statuses']);

/** True if the account has the right, whatever its token; an app has what it was given. */
function accountMay(hub: Hub, viewer: User, { name, access }: Need): boolean {
  if (viewer.role === 'bot') return true;
  if (ADMINISTRATORS.has(name)) return permissionOf(hub, viewer) === 'admin';
  return access === 'read' || !WRITERS.has(name) || mayWrite(hub, viewer);
}

/** True if account and token together have a permission. */
export function may({ hub, viewer, grants }: Viewer & { hub: Hub }, need: Need): boolean {
  return (grants === null || holds(grants, need)) && accountMay(hub, viewer, need);
}

/** The permission as `x-accepted-github-permissions` names it: `pull_requests=write`. */
const told = ({ name, access }: Need): string => `${name.replace('-', '_')}=${access}`;

/**
 * Refuses an operation for which account or token lacks the right, as GitHub does (docs "Troubleshooting the REST API", 403 and 404): a private
 * repository isn't there for who may not read it.
 * @throws Refusal 403, 404
 */
export function requireRight(asked: Asked, operation: string): void {
  const { hub, viewer, grants } = asked;
  const needs = needsOf(operation);
  if (needs.every(({ length }) => length === 0)) return;
  if (viewer.role === 'deploy-key' || permissionOf(hub, viewer) === null) throw notFound();
  if (needs.some((all) => all.every((need) => may(asked, need)))) return;
  const lacks = grants !== null && !needs.some((all) => all.every((need) => holds(grants, need)));
  const who = viewer.role === 'bot' ? 'integration' : 'personal access token';
  const administers = needs.flat().some(({ name }) => ADMINISTRATORS.has(name));
  const words = administers ? 'Must have admin rights to Repository.' : 'Must have write access to Repository.';
  const headers = { 'x-accepted-github-permissions': needs.map((all) => all.map(told).join(',')).join('; ') };
  throw new Refusal(403, lacks ? `Resource not accessible by ${who}` : words, undefined, headers);
}
