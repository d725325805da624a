import type { BeijingDate } from '../beijing-time.ts';
import { HOLIDAYS_FILE, readHolidays } from '../organisation/holidays.ts';
import type { Git } from './git.ts';

/** The days off at a commit; `null` where the file isn't there. @throws Problem `holidays/malformed` */
export async function holidaysAt(git: Git, commit: string): Promise<BeijingDate[] | null> {
  const bytes = await git.readAt(commit, HOLIDAYS_FILE);
  return bytes ? readHolidays(bytes.toString('utf8'), HOLIDAYS_FILE) : null;
}
