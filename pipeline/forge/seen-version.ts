import type { SeenVersion } from '../review/text-changes.ts';
import type { Git } from './git.ts';

/** An item as a commit has it, for telling how much of it is new; empty where the commit has no such folder. */
export async function versionAt(git: Git, commit: string, path: string): Promise<SeenVersion> {
  const text = (await git.readAt(commit, `${path}/index.md`))?.toString('utf8') ?? '';
  const pictures = (await git.list(commit, path)).filter((entry) => !entry.path.endsWith('/index.md'));
  return { text, pictures: pictures.map((entry) => ({ path: entry.path, id: entry.id })) };
}
