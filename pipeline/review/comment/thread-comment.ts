import type { Instant } from '../../beijing-time.ts';
import type { Evidence, Login } from '../gate/evidence.ts';

/** A comment on a pull request, which decides nothing (rule 11). */
export interface ThreadComment {
  id: number;
  /** When it was written; a later edit doesn't move it. */
  at: Instant;
  login: Login;
  body: string;
  url: string;
  /** Written by this program's own account: a mark in anybody else's comment has no say. */
  ours: boolean;
  account: NonNullable<Evidence['accounts']>[string] | null;
}

/** A comment that this program is to write once: `marker` is hidden in it, and by it found again. */
export interface Reply {
  marker: string;
  body: string;
}

/** Those that haven't been written yet. */
export function unwritten(replies: readonly Reply[], comments: readonly ThreadComment[]): Reply[] {
  const own = comments.filter(({ ours }) => ours);
  return replies.filter(({ marker }) => !own.some(({ body }) => body.includes(marker)));
}

/** `@lisi ` for everybody whom GitHub is to tell by mail; what can't be a login is left out. */
export function mentions(logins: readonly Login[]): string {
  const known = logins.filter((login) => login !== null && /^[\w-]+$/.test(login));
  return [...new Set(known)].map((login) => `@${login} `).join('');
}
