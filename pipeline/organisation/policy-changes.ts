import { canonicalJson } from '../canonical-json.ts';
import type { Policy } from './policy.ts';
import { POLICY_WORDS, type Topic } from './policy-words.ts';
import { listWords, NOTHING, type SettingsChange } from './settings-change.ts';

type Entry = Record<string, unknown>;

const isTable = (value: unknown): value is Entry => value !== null && typeof value === 'object' && !Array.isArray(value);
const same = (before: unknown, after: unknown): boolean => canonicalJson(before) === canonicalJson(after);

function wordOf({ values }: Topic, value: unknown): string {
  const text = String(value);
  return values && Object.hasOwn(values, text) ? (values[text] as string) : text;
}

const wordsOf = (topic: Topic, list: unknown): string[] => (Array.isArray(list) ? list.map((value) => wordOf(topic, value)) : []);

/** `渠道 微信、微博；原因 哀悼日`: every field of an entry but those that it is called by. */
function entryWords(topic: Topic, entry: unknown): string {
  if (!isTable(entry)) return entry === undefined ? NOTHING : wordOf(topic, entry);
  const { keys = [], fields: labels = {} } = topic.entries ?? {};
  const fields = Object.entries(entry).filter(([field, value]) => value !== undefined && !keys.includes(field));
  const words = (value: unknown): string => (Array.isArray(value) ? wordsOf(topic, value).join('、') : wordOf(topic, value));
  return fields.map(([field, value]) => `${labels[field] ?? field} ${words(value)}`).join('；') || '有';
}

/** Entries by what tells one from another; where that is written twice, the place in the list tells. */
function byKey({ entries }: Topic, value: unknown): Map<string, unknown> {
  const nameOf = (entry: Entry): string => (entries?.keys ?? []).map((key) => entry[key]).join(' 至 ');
  const list = Array.isArray(value)
    ? value.map((entry): [string, unknown] => [nameOf(entry as Entry), entry])
    : Object.entries(value as Entry);
  const found = new Map<string, unknown>();
  for (const [key, entry] of list) found.set(found.has(key) ? `${key}（第 ${found.size + 1} 条）` : key, entry);
  return found;
}

function entryChanges(topic: Topic, before: unknown, after: unknown): SettingsChange[] {
  const [old, present] = [byKey(topic, before), byKey(topic, after)];
  const changes = [...new Set([...old.keys(), ...present.keys()])].flatMap((key): SettingsChange[] => {
    const [was, is] = [old.get(key), present.get(key)];
    if (same(was, is)) return [];
    const name = topic.values && Object.hasOwn(topic.values, key) ? (topic.values[key] as string) : key;
    const grave = topic.grave?.(was, is) ?? false;
    return [{ what: `${topic.name} ${name}`, before: entryWords(topic, was), after: entryWords(topic, is), grave }];
  });
  if (changes.length > 0) return changes;
  return [{ what: `${topic.name}：次序`, before: [...old.keys()].join('、'), after: [...present.keys()].join('、'), grave: false }];
}

function changesAt(path: string, before: unknown, after: unknown): SettingsChange[] {
  if (same(before, after)) return [];
  const topic = POLICY_WORDS[path] ?? { name: path };
  if (topic.entries) return entryChanges(topic, before, after);
  if (isTable(before) && isTable(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => changesAt(path === '' ? key : `${path}.${key}`, before[key], after[key]));
  }
  const word = (value: unknown): string => (value === undefined ? NOTHING : wordOf(topic, value));
  const lists = Array.isArray(before) || Array.isArray(after);
  const [was, is] = lists ? listWords(wordsOf(topic, before), wordsOf(topic, after)) : [word(before), word(after)];
  return [{ what: topic.name, before: was, after: is, grave: topic.grave?.(before, after) ?? false }];
}

/** What differs between two policies, switch by switch, in the order of policy.yml. */
export function policyChanges(before: Policy, after: Policy): SettingsChange[] {
  return changesAt('', before, after);
}
