import { mayWrite } from '../rights.ts';
import type { Hub, User } from '../state.ts';
import { fits } from './layers.ts';

export const CODEOWNERS = '.github/CODEOWNERS';

/** A line of CODEOWNERS that says something: who owns what fits its pattern. */
export interface OwnedLine {
  line: number;
  source: string;
  pattern: string;
  owners: string[];
  /** Owners that are nobody's account, no team here, or may not write; GitHub skips a line with one (docs "About code owners"). */
  unknown: string[];
}

/** Everybody whom an owner stands for, `@login` or `@organisation/team`, as far as he may write. */
function whom(hub: Hub, owner: string): User[] {
  const [, organisation = '', slug = ''] = /^@([^/]+)(?:\/(.+))?$/.exec(owner) ?? [];
  const team = hub.settings.teams.find((one) => organisation === hub.owner && one.slug === slug && one.permission !== null);
  return hub.users.filter((user) => (slug ? team?.members.includes(user.login) : user.login === organisation) && mayWrite(hub, user));
}

/** Reads CODEOWNERS of a branch's tip; `null` without one. */
export async function ownedLines(hub: Hub, commit: string): Promise<OwnedLine[] | null> {
  const bytes = await hub.git.readAt(commit, CODEOWNERS);
  if (bytes === null) return null;
  return bytes
    .toString('utf8')
    .split('\n')
    .flatMap((source, index) => {
      const [pattern = '', ...owners] = source
        .replace(/(?:^|\s)#.*/, '')
        .trim()
        .split(/\s+/);
      const unknown = owners.filter((owner) => whom(hub, owner).length === 0);
      return pattern === '' ? [] : [{ line: index + 1, source, pattern, owners, unknown }];
    });
}

/** Patterns are those of .gitignore, but without `!` and `[ ]`; `docs/*` is the files of a folder alone (docs "About code owners", CODEOWNERS syntax). */
function isOwned(pattern: string, path: string): boolean {
  const anchored = pattern.slice(0, -1).includes('/');
  const rooted = anchored ? pattern.replace(/^\//, '') : `**/${pattern.replace(/^\//, '')}`;
  if (rooted.endsWith('/')) return fits(`${rooted}**`, path);
  return fits(rooted, path) || (!rooted.slice(rooted.lastIndexOf('/') + 1).includes('*') && fits(`${rooted}/**`, path));
}

/** The owners of a file: those of the last line that fits it; `null` for none. Any one of them is enough. */
export function ownersOf(hub: Hub, lines: readonly OwnedLine[], path: string): User[] | null {
  const found = lines.findLast(({ pattern, unknown }) => unknown.length === 0 && isOwned(pattern, path));
  return found && found.owners.length > 0 ? found.owners.flatMap((owner) => whom(hub, owner)) : null;
}
