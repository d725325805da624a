import { Refusal } from './refusal.ts';
import type { Asked } from './route.ts';
import type { Permission } from './settings.ts';
import type { Hub, User } from './state.ts';

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

/** Only administrators change settings; a program's token, as Actions has, never does. */
export function requireAdmin({ hub, viewer }: Asked): void {
  if (viewer.role === 'bot') throw new Refusal(403, 'Resource not accessible by integration');
  if (permissionOf(hub, viewer) !== 'admin') throw new Refusal(403, 'Must have admin rights to Repository.');
}

/** Settings are shown to administrators and, here, to programs, so that `doctor` and `setup` can look without a person's token. */
export function seesSettings({ hub, viewer }: Asked): boolean {
  return viewer.role === 'bot' || permissionOf(hub, viewer) === 'admin';
}

/** @throws Refusal 403 */
export function requireSight(asked: Asked): void {
  if (!seesSettings(asked)) throw new Refusal(403, 'Must have admin rights to Repository.');
}
