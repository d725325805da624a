import { type BeijingDate, isDate } from '../beijing-time.ts';
import { readFrontMatter } from '../item/front-matter.ts';
import type { Git } from './git.ts';

/**
 * 信息日期 that an `index.md` has in a commit or tree; `null` where it isn't there or can't be read.
 * @param path from the root of the commit or tree
 */
export async function eventDateAt(git: Git, revision: string, path: string): Promise<BeijingDate | null> {
  const bytes = await git.readAt(revision, path).catch(() => null);
  const date = bytes === null ? undefined : readFrontMatter(bytes).raw?.event_date;
  return typeof date === 'string' && isDate(date) ? date : null;
}
