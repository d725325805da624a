import { type BeijingDate, isDate } from '../beijing-time.ts';
import { readFrontMatter } from '../item/front-matter/front-matter.ts';
import { HOLIDAYS_FILE, readHolidays } from '../organisation/holidays.ts';
import { readTerms } from '../organisation/read-terms.ts';
import { TERM_FILES, type Terms } from '../organisation/terms.ts';
import type { SeenVersion } from '../review/text-changes.ts';
import type { ContentSource } from './git/content-source.ts';
import type { Git } from './git/git.ts';

/**
 * The terms that lie beside the items, in a work tree or a commit.
 * @throws Problem `terms/malformed` or `settings/yaml` (exit 2) with file, line and column
 */
export async function termsAt(source: Pick<ContentSource, 'text'>): Promise<Terms> {
  const paths = Object.values(TERM_FILES).map(({ path }) => path);
  const texts = await Promise.all(paths.map((path) => source.text(path)));
  return readTerms(Object.fromEntries(paths.map((path, index) => [path, texts[index]])));
}

/** The days off at a commit; `null` where the file isn't there. @throws Problem `holidays/malformed` */
export async function holidaysAt(git: Git, commit: string): Promise<BeijingDate[] | null> {
  const bytes = await git.readAt(commit, HOLIDAYS_FILE);
  return bytes ? readHolidays(bytes.toString('utf8'), HOLIDAYS_FILE) : null;
}

/**
 * 信息日期 that an `index.md` has in a commit or tree; `null` where it isn't there or can't be read.
 * @param path from the root of the commit or tree
 */
export async function eventDateAt(git: Git, revision: string, path: string): Promise<BeijingDate | null> {
  const bytes = await git.readAt(revision, path).catch(() => null);
  const date = bytes === null ? undefined : readFrontMatter(bytes).raw?.event_date;
  return typeof date === 'string' && isDate(date) ? date : null;
}

/** An item as a commit has it, for telling how much of it is new; empty where the commit has no such folder. */
export async function versionAt(git: Git, commit: string, path: string): Promise<SeenVersion> {
  const text = (await git.readAt(commit, `${path}/index.md`))?.toString('utf8') ?? '';
  const pictures = (await git.list(commit, path)).filter((entry) => !entry.path.endsWith('/index.md'));
  return { text, pictures: pictures.map((entry) => ({ path: entry.path, id: entry.id })) };
}
