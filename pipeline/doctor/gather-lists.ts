import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BeijingDate, isDate } from '../beijing-time.ts';
import type { ListFact } from './facts.ts';

/** The bureau's lists that go out of date, and after how many months they are to be looked through again. */
const OWN: Readonly<Record<string, { name: string; months: number }>> = {
  'content/terms/phrases.yml': { name: '固定说法', months: 1 },
  'content/terms/office-holders.yml': { name: '领导姓名职务', months: 1 },
  'content/terms/official-terms.yml': { name: '规范用语', months: 1 },
  'content/terms/laws.yml': { name: '法律清单', months: 6 },
};
/** The lists that come with the program. */
const DATA = join(import.meta.dirname, '../check/lexicon/data');

function dayIn(text: string, line: RegExp): BeijingDate | null {
  const day = line.exec(text)?.[1] ?? '';
  return isDate(day) ? day : null;
}

/** A list of the program, whose head says what it holds, when it was true and for how many months; `null` where it says no interval. */
function listOfProgram(path: string, text: string): ListFact | null {
  const months = Number(/^# interval: (\d+) months$/m.exec(text)?.[1] ?? 0);
  const name = /^# ([^：，（\n]+)/.exec(text)?.[1] ?? path;
  return months === 0 ? null : { path, name, months, asOf: dayIn(text, /^# as_of: (\S+)$/m), own: false };
}

/**
 * Every list that goes out of date, with the day it was last looked through.
 * @param textOf the text of a file of the bureau, `null` where it isn't there
 * @param folder where the program's own lists lie
 */
export async function gatherLists(textOf: (path: string) => Promise<string | null>, folder: string = DATA): Promise<ListFact[]> {
  const own = Object.entries(OWN).map(async ([path, about]): Promise<ListFact | null> => {
    const text = await textOf(path);
    return text === null ? null : { path, ...about, asOf: dayIn(text, /^as_of: *["']?([\d-]+)/m), own: true };
  });
  const files = readdirSync(folder).filter((name) => name.endsWith('.txt'));
  const ofProgram = files.sort().map((name) => listOfProgram(name, readFileSync(join(folder, name), 'utf8').slice(0, 2000)));
  return [...(await Promise.all(own)), ...ofProgram].filter((list) => list !== null);
}
