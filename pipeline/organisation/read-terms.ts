import { z } from 'zod';
import type { BeijingDate } from '../beijing-time.ts';
import { type Place, Problem } from '../problem.ts';
import { readSettingsYaml, type SettingsYaml } from './settings-yaml.ts';
import { termFault } from './term-faults.ts';
import { date, type ScreenTerm, TERM_FILES, type Terms, type TermsName } from './terms.ts';

const PRIVATE_ASK = '是否有这一项所列的内容';
const NAMES = Object.keys(TERM_FILES) as TermsName[];

interface ReadList {
  entries: unknown[];
  asOf: BeijingDate | undefined;
  locate: SettingsYaml['locate'];
}

function readList(name: TermsName, text: string, place = TERM_FILES[name].path): ReadList {
  const { key, entry, written } = TERM_FILES[name];
  const { value, locate } = readSettingsYaml(text, place);
  const list = z.strictObject({ [key]: z.array(entry).default([]) });
  const parsed = (name === 'laws' ? list.extend({ as_of: date.optional() }) : list).safeParse(value ?? {});
  if (parsed.success) {
    const data: Record<string, unknown> = parsed.data;
    return { entries: data[key] as unknown[], asOf: data.as_of as BeijingDate | undefined, locate };
  }
  throw new Problem('terms/malformed', `这里写得不对；${key} 下每条应写成 ${written}；请对照样例改正。`, {
    place: locate(parsed.error.issues[0]?.path ?? []),
  });
}

function termsOf(lists: Readonly<Record<TermsName, ReadList>>): Terms {
  const terms = Object.fromEntries(NAMES.map((name) => [name, lists[name].entries])) as unknown as Terms;
  const { asOf } = lists.laws;
  const fault = termFault(terms);
  if (fault) {
    const [name, ...path] = fault.path;
    throw new Problem('terms/contradictory', fault.message, { place: lists[name].locate([TERM_FILES[name].key, ...path]) });
  }
  return asOf === undefined ? terms : { ...terms, lawsAsOf: asOf };
}

/**
 * Reads the files of `content/terms/` by their paths; a missing or empty file gives an empty list.
 * @throws Problem `terms/malformed`, `terms/contradictory` or `settings/yaml` (exit 2) with file, line and column
 */
export function readTerms(texts: Readonly<Record<string, string | null | undefined>>): Terms {
  const lists = NAMES.map((name) => [name, readList(name, texts[TERM_FILES[name].path] ?? '')] as const);
  return termsOf(Object.fromEntries(lists) as Record<TermsName, ReadList>);
}

/**
 * Reads a private list of 提示词, written as `content/terms/screen.yml` is. What to ask is left out: nothing of the list is ever shown.
 * @param place what the file is called in a problem; its content never is
 * @throws Problem as `readTerms`
 */
export function readPrivateScreen(text: string, place: Place): ScreenTerm[] {
  const screen = readList('screen', text, place);
  const empty = Object.fromEntries(NAMES.map((name) => [name, readList(name, '')])) as Record<TermsName, ReadList>;
  return termsOf({ ...empty, screen }).screen.map((entry) => ({ ...entry, ask: PRIVATE_ASK, hidden: true as const }));
}
