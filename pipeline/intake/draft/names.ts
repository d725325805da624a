import { nameAt } from '../../check/personal/person-names.ts';
import type { Organisation } from '../../organisation/organisation.ts';

/** How a unit is called in texts. */
function callsOf({ name, aliases = [] }: Organisation['units'][string]): string[] {
  return [name, ...aliases];
}

/** The units that a text names, in the order of the settings. A name that only stands inside a longer one of another unit doesn't count. */
export function unitsNamed(text: string, { units }: Pick<Organisation, 'units'>): string[] {
  const calls = Object.entries(units).flatMap(([id, unit]) => callsOf(unit).map((call) => ({ id, call })));
  const found = new Set<string>();
  let rest = text;
  for (const { id, call } of calls.toSorted((a, b) => b.call.length - a.call.length)) {
    if (!rest.includes(call)) continue;
    found.add(id);
    rest = rest.replaceAll(call, '\n');
  }
  return Object.keys(units).filter((id) => found.has(id));
}

/** Whether words are a unit's name and nothing else, with the bureau's before it or not. */
export function isUnit(words: string, { units, bureau = '' }: Pick<Organisation, 'units' | 'bureau'>): boolean {
  return Object.values(units).some((unit) => callsOf(unit).some((call) => words === call || words === bureau + call));
}

/** The one person of the organisation with a name; `null` for nobody or for several. */
export function personNamed(name: string, { people }: Pick<Organisation, 'people'>): string | null {
  const found = Object.keys(people).filter((id) => people[id]?.name === name.replace(/\s/g, ''));
  return found.length === 1 ? (found[0] as string) : null;
}

const COMPOUND = /^(?:欧阳|上官|司马|诸葛|司徒|夏侯|皇甫|尉迟|令狐)/;
const ORGANISATION = /(?:局|科|处|室|中心|大队|中队|支队|队|所|街道|办|社区|镇|乡|部|站|公司|集团|报社|日报|融媒体)$/;

/** What a word beside a role is. `unsure`: it could be two names without a space. */
export type Named = 'name' | 'unit' | 'unsure' | 'other';

/** What a word is where names are expected. @param bare nothing says that names follow: it must begin with a surname */
export function namedBy(word: string, bare: boolean, organisation: Pick<Organisation, 'units' | 'bureau'>): Named {
  if (unitsNamed(word, organisation).length > 0 || (word.length >= 4 && ORGANISATION.test(word))) return 'unit';
  if (/^\p{Script=Han}{2,6}·\p{Script=Han}{2,6}$/u.test(word)) return 'name';
  if (!/^\p{Script=Han}+$/u.test(word)) return 'other';
  const { length } = word;
  if (length === 2 || length === 3 || (length === 4 && COMPOUND.test(word))) {
    return !bare || nameAt(word, 0) === length ? 'name' : 'other';
  }
  return length >= 4 && length <= 9 && !bare ? 'unsure' : 'other';
}
