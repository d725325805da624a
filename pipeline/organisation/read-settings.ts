import type { z } from 'zod';
import { type Place, Problem } from '../problem.ts';
import { type Organisation, organisationSchema } from './organisation.ts';
import { type Policy, policySchema } from './policy.ts';
import { readSettingsYaml } from './settings-yaml.ts';

type Issue = z.core.$ZodIssue;
type Step = PropertyKey;

function valueAt(value: unknown, path: readonly Step[]): unknown {
  return path.reduce<unknown>(
    (inner, step) => (inner !== null && typeof inner === 'object' ? (inner as Record<Step, unknown>)[step] : undefined),
    value,
  );
}

/** `posts[2].from`, the way people speak of a place in a file. */
function nameOf(path: readonly Step[]): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${String(step)}`)).join('') || '文件';
}

/** What a value should be, by the name that zod has for it. */
const TYPES: Readonly<Record<string, string>> = {
  number: '数字',
  int: '整数',
  string: '文字（数字样的文字请加引号）',
  boolean: 'true 或 false',
  array: '列表（[…]，或一行一个“- ”）',
  object: '键和值（名: 内容）',
  record: '键和值（名: 内容）',
};

/** Out of its range, or of another kind; `null` for any other mistake. */
function rangeOf(issue: Issue): string | null {
  if (issue.code === 'invalid_type') return TYPES[issue.expected] ?? null;
  if (issue.code !== 'too_small' && issue.code !== 'too_big') return null;
  const [limit, least] = issue.code === 'too_small' ? [issue.minimum, true] : [issue.maximum, false];
  const unit = { string: ' 个字', array: ' 项' }[issue.origin as string];
  if (unit !== undefined) return `${least ? '至少' : '至多'} ${limit}${unit}`;
  return `${least ? (issue.inclusive ? '不小于' : '大于') : issue.inclusive ? '不大于' : '小于'} ${limit} 的数`;
}

/** One of zod's issues as one sentence. */
function sentenceOf(issue: Issue, value: unknown): string {
  const name = nameOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const where = issue.path.length ? `${name} 里` : '';
    return `${where}有不认识的键 ${issue.keys.join('、')}；应为说明里列出的键；请改正键名或删去。`;
  }
  if (issue.code === 'invalid_key') return `${name} 的代号写法不对；应为小写字母开头，只含小写字母、数字和连字符；请改正。`;
  const written = valueAt(value, issue.path);
  if (written === undefined || written === null) return `缺少 ${name}；这一项应当填写；请补上。`;
  if (issue.code === 'invalid_value') return `${name} 写得不对；应为 ${issue.values.map(String).join('、')} 之一；请改正。`;
  if (issue.code === 'custom' && issue.params?.should) return `${name} 写得不对；应为${issue.params.should}；请改正。`;
  if (issue.code === 'custom') return `${name} 不是存在的日期；应写成 2026-11-23 这样；请改正。`;
  return `${name} 写得不对；应为${rangeOf(issue) ?? '说明里规定的样子'}；请对照说明改正。`;
}

function problemOf(code: string, issue: Issue, value: unknown, place: Place): Problem {
  return new Problem(code, sentenceOf(issue, value), { place });
}

function read<Schema extends z.ZodType>(schema: Schema, code: string, text: string, place: Place): z.output<Schema> {
  const { value, locate } = readSettingsYaml(text, place);
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues as [Issue];
  const at = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] as string] : issue.path;
  throw problemOf(code, issue, value ?? {}, locate(at));
}

/** Reads `organisation.yml`. A mistake is a Problem `organisation/malformed` (exit 2) with line and column. */
export function readOrganisation(text: string, place: Place): Organisation {
  return read(organisationSchema, 'organisation/malformed', text, place);
}

/** Reads `policy.yml`; an empty file is valid and gives the defaults. A mistake is a Problem `policy/malformed` (exit 2). */
export function readPolicy(text: string, place: Place): Policy {
  return read(policySchema, 'policy/malformed', text, place);
}

function without(value: unknown, path: readonly Step[], keys: readonly string[]): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return Object.fromEntries(Object.entries(value as object).filter(([key]) => !keys.includes(key)));
  if (Array.isArray(value)) return value.map((entry, index) => (index === step ? without(entry, rest, keys) : entry));
  return { ...(value as object), [step]: without((value as Record<Step, unknown>)[step], rest, keys) };
}

/** Reads plain data and ignores keys that the schema doesn't know (recorded evidence may be older or newer than the program). */
function readLeniently<Schema extends z.ZodType>(schema: Schema, code: string, value: unknown, place: Place): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const unknown = parsed.error.issues.filter((issue) => issue.code === 'unrecognized_keys');
  const [wrong] = parsed.error.issues.filter((issue) => issue.code !== 'unrecognized_keys') as Issue[];
  if (wrong) throw problemOf(code, wrong, value, `${place} ${nameOf(wrong.path)}`);
  const known = unknown.reduce<unknown>((inner, issue) => without(inner, issue.path, issue.keys), value);
  return readLeniently(schema, code, known, place);
}

/** The organisation that recorded evidence holds, as plain data. A malformed value is a Problem `organisation/malformed` (exit 2). */
export function organisationOf(value: unknown, place: Place = 'organisation'): Organisation {
  return readLeniently(organisationSchema, 'organisation/malformed', value, place);
}

/** The policy that recorded evidence holds; `null` is an empty file. A malformed value is a Problem `policy/malformed` (exit 2). */
export function policyOf(value: unknown, place: Place = 'policy'): Policy {
  return readLeniently(policySchema, 'policy/malformed', value ?? {}, place);
}
