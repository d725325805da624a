import { Refusal } from './refusal.ts';
import type { Asked } from './route.ts';
import type { Permission } from './settings.ts';
import type { Hub, PullThread, User } from './state.ts';

/** What an account may do with the repository; `null` for none. A team gives what it has. */
export function permissionOf({ settings }: Hub, { login, role }: User): Permission | null {
  const own = settings.access.has(login) ? (settings.access.get(login) ?? null) : role === 'admin' ? 'admin' : 'push';
  const teams = settings.teams.filter(({ members }) => members.includes(login)).map(({ permission }) => permission);
  return (['admin', 'push', 'pull'] as const).find((one) => own === one || teams.includes(one)) ?? null;
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

/** The statuses without which a pull request isn't merged: the server's own, and those of Sanshen's active rulesets for its base. */
export function requiredStatusesOf(hub: Hub, { pull }: Pick<PullThread, 'pull'>): string[] {
  const rules = hub.settings.rulesets
    .filter(({ name, enforcement }) => name.startsWith('sanshen ') && enforcement === 'active')
    .filter(({ conditions }) => conditions.ref_name?.include.includes(`refs/heads/${pull.baseRef}`))
    .flatMap(({ rules }) => rules.filter(({ type }) => type === 'required_status_checks'));
  const contexts = rules.flatMap(({ parameters }) => (parameters?.required_status_checks ?? []) as { context: string }[]);
  return [...new Set([...hub.requiredStatuses, ...contexts.map(({ context }) => context)])];
}
