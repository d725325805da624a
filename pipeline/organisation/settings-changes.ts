import { canonicalJson } from '../canonical-json.ts';
import type { Organisation } from './organisation.ts';
import { organisationChanges } from './organisation-changes.ts';
import type { Policy } from './policy.ts';
import { policyChanges } from './policy-changes.ts';
import { NOTHING, type SettingsChange } from './settings-change.ts';

/** 名单与规则 as a whole: the two parsed files, and what the files of `terms/` hold by their paths. */
export interface SettingsRead {
  organisation: Organisation;
  policy: Policy;
  terms: Readonly<Record<string, unknown>>;
}

const TERMS_WORDS: Readonly<Record<string, string>> = {
  'content/terms/holidays.yml': '节假日',
  'content/terms/official-terms.yml': '规范用语',
  'content/terms/office-holders.yml': '领导姓名和职务',
  'content/terms/prompts.yml': '审核提示',
  'content/terms/screen.yml': '提示词',
  'content/terms/laws.yml': '法律清单',
  'content/terms/idioms.yml': '成语和常用词',
};

/** What a file of terms holds, one text an entry. */
function entriesOf(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.map(canonicalJson);
  if (typeof value !== 'object') return [canonicalJson(value)];
  return Object.entries(value).flatMap(([key, inner]) =>
    Array.isArray(inner) ? inner.map((entry) => `${key} ${canonicalJson(entry)}`) : [`${key} ${canonicalJson(inner)}`],
  );
}

/** How many of a list's entries another doesn't have; what stands twice must be there twice. */
function beyond(list: readonly string[], others: readonly string[]): number {
  const left = [...others];
  return list.filter((entry) => {
    const at = left.indexOf(entry);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  }).length;
}

function termsChanges(before: SettingsRead['terms'], after: SettingsRead['terms']): SettingsChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap((path): SettingsChange[] => {
    const [was, is] = [entriesOf(before[path]), entriesOf(after[path])];
    const [fresh, gone] = [beyond(is, was), beyond(was, is)];
    const moved = [...(fresh > 0 ? [`增 ${fresh} 条`] : []), ...(gone > 0 ? [`删 ${gone} 条`] : [])].join('　');
    const count = (list: readonly string[]): string => (list.length === 0 ? NOTHING : `${list.length} 条`);
    if (moved === '') return [];
    return [
      { what: TERMS_WORDS[path] ?? path, before: count(was), after: is.length === 0 ? NOTHING : `${count(is)}（${moved}）`, grave: false },
    ];
  });
}

/**
 * What a change of 名单与规则 changes for whom (design.md 3, "settings under the same lock"): persons and posts first, then the switches,
 * then the terms, counted. Equal settings give no rows; what only moves or is explained differently gives none either.
 */
export function settingsChanges(before: SettingsRead, after: SettingsRead): SettingsChange[] {
  return [
    ...organisationChanges(before.organisation, after.organisation),
    ...policyChanges(before.policy, after.policy),
    ...termsChanges(before.terms, after.terms),
  ];
}
