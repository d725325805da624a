import { canonicalJson } from '../../canonical-json.ts';
import type { Ruleset } from '../generated/ruleset.ts';
import type { StoredRuleset } from './repository-state.ts';

/** One thing in which a stored ruleset isn't the wanted one, in words. */
export interface RulesetDifference {
  what: string;
  /** `null`: not there, or not seen. */
  before: string | null;
  after: string | null;
}

type Parameters = Record<string, unknown>;

/**
 * What GitHub fills in where nothing is said (@octokit/openapi 23.0.2, repository-rule-*), by rule. A parameter that stands neither here
 * nor in what we want comes from a later GitHub. It makes no difference, or setup would never end.
 */
const DEFAULTS: Record<string, Parameters> = {
  pull_request: { allowed_merge_methods: ['merge', 'squash', 'rebase'], required_reviewers: [], dismissal_restriction: null },
  required_status_checks: { do_not_enforce_on_create: false },
  update: { update_allows_fetch_and_merge: false },
};

const WORDS: Record<string, string> = {
  target: '对象',
  enforcement: '状态',
  bypass_actors: '可以绕过的人',
  include: '管的分支',
  exclude: '不管的分支',
  deletion: '不许删除分支',
  non_fast_forward: '不许强推',
  creation: '新建分支只限可以绕过的人',
  update: '更新分支只限可以绕过的人',
  pull_request: '须经合并请求',
  required_status_checks: '须通过检查',
  allowed_merge_methods: '合并方式',
  required_reviewers: '须审核的团队',
  dismissal_restriction: '谁能撤销审核',
  do_not_enforce_on_create: '新建分支时不查',
  dismiss_stale_reviews_on_push: '改稿后原审核作废',
  require_code_owner_review: '须归属人审核',
  require_last_push_approval: '最后的推送须由他人审核',
  required_approving_review_count: '至少几人审核',
  required_review_thread_resolution: '讨论须全部解决',
  strict_required_status_checks_policy: '须先并入最新主分支',
};

const word = (key: string): string => (WORDS[key] ? `${WORDS[key]}（${key}）` : key);

/** The same value in one form: members that are `null` left out, lists in one order, a restriction that is off gone. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain).toSorted((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1));
  if (value === null || typeof value !== 'object') return value;
  if ('enabled' in value && value.enabled === false) return null;
  const members = Object.entries(value).map(([key, member]) => [key, plain(member)] as const);
  return Object.fromEntries(members.filter(([, member]) => member !== null && member !== undefined));
}

function shown(value: unknown): string {
  if (value === true) return '是';
  if (value === false) return '否';
  if (Array.isArray(value)) return value.length === 0 ? '无' : value.map(shown).join('、');
  if (value === null || value === undefined) return '无';
  if (typeof value !== 'object') return String(value);
  const { context, integration_id, reviewer, minimum_approvals, file_patterns, actor_type, actor_id, bypass_mode } = value as Parameters;
  if (context !== undefined) return integration_id === undefined ? `${context}（不限来源）` : `${context}（来源 ${integration_id}）`;
  if (actor_type !== undefined) {
    const mode = bypass_mode === 'always' ? '' : `（${bypass_mode}）`;
    return `${actor_type}${actor_id === undefined ? '' : ` ${actor_id}`}${mode}`;
  }
  const { id } = (reviewer ?? {}) as Parameters;
  if (id !== undefined) return `团队 ${id} 至少 ${minimum_approvals} 人（${shown(file_patterns)}）`;
  return canonicalJson(value);
}

function difference(key: string, before: unknown, after: unknown): RulesetDifference[] {
  const [had, wants] = [plain(before), plain(after)];
  return canonicalJson(had ?? null) === canonicalJson(wants ?? null) ? [] : [{ what: word(key), before: shown(had), after: shown(wants) }];
}

function ruleDifferences(wanted: Ruleset['rules'], stored: unknown): RulesetDifference[] {
  const has = new Map((Array.isArray(stored) ? (stored as Ruleset['rules']) : []).map((rule) => [rule.type, rule.parameters ?? {}]));
  const wants = new Map(wanted.map((rule) => [rule.type, rule.parameters ?? {}]));
  return [...new Set([...wants.keys(), ...has.keys()])].flatMap((type) => {
    const [before, after] = [has.get(type), wants.get(type)];
    if (!before) return [{ what: word(type), before: null, after: '有' }];
    if (!after) return [{ what: word(type), before: '有', after: null }];
    const defaults = DEFAULTS[type] ?? {};
    const keys = [...new Set([...Object.keys(after), ...Object.keys(defaults)])];
    return keys.flatMap((key) => difference(key, before[key] ?? defaults[key], after[key] ?? defaults[key]));
  });
}

/** False where the token wasn't shown who may pass by. */
export function showsBypass({ bypass_actors }: StoredRuleset): boolean {
  return Array.isArray(bypass_actors);
}

/**
 * In what a ruleset that GitHub has isn't the wanted one. What GitHub fills in by itself, and the order of lists, is no difference. Who may
 * pass by is shown to administrators only; whoever asks with another token looks at `showsBypass` too.
 */
export function rulesetDifferences(wanted: Ruleset, stored: StoredRuleset): RulesetDifference[] {
  const names = (ruleset: Ruleset | StoredRuleset): Record<string, unknown> =>
    ((ruleset.conditions as Ruleset['conditions'] | null | undefined)?.ref_name ?? {}) as Record<string, unknown>;
  const [has, wants] = [names(stored), names(wanted)];
  return [
    ...difference('target', stored.target ?? 'branch', wanted.target),
    ...difference('enforcement', stored.enforcement, wanted.enforcement),
    ...difference('bypass_actors', stored.bypass_actors ?? wanted.bypass_actors, wanted.bypass_actors),
    ...difference('include', has.include ?? [], wants.include),
    ...difference('exclude', has.exclude ?? [], wants.exclude),
    ...ruleDifferences(wanted.rules, stored.rules),
  ];
}
