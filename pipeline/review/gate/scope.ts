import { HISTORY_FOLDER, historyYearOf } from '../../item/history/history.ts';
import { itemFolderOf, parseItemPath } from '../../item/item-path.ts';
import type { Policy } from '../../organisation/policy.ts';
import type { Context } from './context.ts';
import type { EvidenceItem } from './evidence.ts';
import { type Obstacle, obstacle } from './obstacle.ts';

/** What `generate` makes from the settings. The last is the editor's JSON Schema. */
const GENERATED = [
  /^\.github\/CODEOWNERS$/,
  /^\.github\/(rulesets|ISSUE_TEMPLATE)\//,
  /^\.github\/labels\.yml$/,
  /^\.github\/PULL_REQUEST_TEMPLATE\.md$/,
  /^\.github\/front-matter\.schema\.json$/,
];

/** What it makes besides where workflows call a release; elsewhere they are the program's own. */
const CALLING = /^\.github\/(workflows\/(act|check|gate|intake|publish|watch)\.yml|(稿件怎样写|检查规则|怎样自己验一遍)\.md)$/;

/** True for a file that may go along with a change of the settings, and is signed with it then (rule 3). */
export const isGenerated = (path: string): boolean => CALLING.test(path) || GENERATED.some((pattern) => pattern.test(path));

/** What a pull request is about. */
export interface Scope {
  kind: 'item' | 'rules' | 'code';
  /** Item folders, or in a rule change each file of the settings. */
  entries: EvidenceItem[];
  /** What breaks rule 1; then no signature is asked for. */
  obstacles: Obstacle[];
}

type Part = { kind: 'item'; path: string } | { kind: 'astray' | 'rule' | 'generated' | 'code'; path: string };

function partOf(path: string, policy: Policy): Part {
  const folder = itemFolderOf(path);
  if (folder !== null) return { kind: 'item', path: folder };
  // Only a file right below content/items/ (a note, a .gitkeep) is no try at an item.
  if (path.startsWith('content/items/')) return { kind: path.split('/').length > 3 ? 'astray' : 'rule', path };
  if (isGenerated(path) && (policy.program || !CALLING.test(path))) return { kind: 'generated', path };
  // 历史信息 is signed by the year: thousands of files were no list that anybody reads.
  const year = historyYearOf(path);
  if (year !== null) return { kind: 'rule', path: year };
  return { kind: path.startsWith('content/') ? 'rule' : 'code', path };
}

/** Both ends of every change, and whatever the evidence calls an item. */
function partsOf({ evidence, policy }: Context): Part[] {
  const ofPolicy = (path: string): Part => partOf(path, policy);
  const changed = evidence.files.flatMap(({ path, status, previousPath }) =>
    status === 'renamed' ? [path, previousPath ?? '来处不明'] : [path],
  );
  const parts = [
    ...changed.map(ofPolicy),
    ...evidence.items.map(({ path }) => ofPolicy(itemFolderOf(`${path}/index.md`) === path ? `${path}/index.md` : path)),
  ];
  return [...new Map(parts.map((part) => [`${part.kind} ${part.path}`, part])).values()];
}

function pathsOf(parts: readonly Part[], ...kinds: Part['kind'][]): string[] {
  return parts
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ path }) => path)
    .sort();
}

/** As many files as GitHub tells of in one pull request: a list of 历史信息 may be that long. */
const MOST_HISTORY_FILES = 3000;

/** Who may ask for a publication, and where to: a branch of this repository into the publishing branch, not too large. */
function originObstacles({ evidence, policy }: Context): Obstacle[] {
  const { pullRequest, files } = evidence;
  if (!pullRequest) return [];
  const isHistory = files.every(({ path }) => path.startsWith(`${HISTORY_FOLDER}/`));
  const most = isHistory ? MOST_HISTORY_FILES : policy.files_per_pull_request;
  return [
    ...(pullRequest.fromFork ? [obstacle('fork')] : []),
    ...(pullRequest.base.ref !== policy.branch ? [obstacle('other-base', pullRequest.base.ref)] : []),
    ...(files.length > most ? [obstacle('too-many-files', String(files.length))] : []),
  ];
}

function itemObstacles({ organisation, policy }: Context, parts: readonly Part[]): Obstacle[] {
  const folders = pathsOf(parts, 'item').map((path) => ({ path, item: parseItemPath(path) }));
  const others = pathsOf(parts, 'rule', 'generated', 'code');
  const known = folders.flatMap(({ item }) => item ?? []);
  const units = new Set(known.map(({ unit }) => unit));
  return [
    ...pathsOf(parts, 'astray').map((path) => obstacle('bad-path', path)),
    ...folders.filter(({ item }) => !item).map(({ path }) => obstacle('bad-path', path)),
    ...[...units].filter((unit) => !Object.hasOwn(organisation.units, unit)).map((unit) => obstacle('unknown-unit', unit)),
    ...(others.length > 0 ? [obstacle('mixed-change', others.slice(0, 3).join('、'))] : []),
    ...(folders.length > policy.items_per_pull_request ? [obstacle('second-item', `${folders.length} 条信息`)] : []),
    ...(folders.length <= policy.items_per_pull_request && units.size > 1 ? [obstacle('second-item', '几个单位的信息')] : []),
  ];
}

/** Says what a pull request is about, and whether it keeps to one item, or to the settings alone (rules 1 and 3). */
export function scopeOf(context: Context): Scope {
  const parts = partsOf(context);
  const byPath = new Map(context.evidence.items.map((item) => [item.path, item]));
  const entryOf = (path: string): EvidenceItem => byPath.get(path) ?? { path, trees: {}, frontMatter: null };
  if (parts.some(({ kind }) => kind === 'item' || kind === 'astray')) {
    const obstacles = [...originObstacles(context), ...itemObstacles(context, parts)];
    return { kind: 'item', entries: pathsOf(parts, 'item').map(entryOf), obstacles };
  }
  const rules = pathsOf(parts, 'rule');
  if (rules.length === 0) return { kind: 'code', entries: [], obstacles: [] };
  const code = pathsOf(parts, 'code');
  const signed = [...rules, ...pathsOf(parts, 'generated').filter((path) => byPath.has(path))];
  const mixed = code.length > 0 ? [obstacle('mixed-change', code.slice(0, 3).join('、'))] : [];
  return { kind: 'rules', entries: signed.map(entryOf), obstacles: [...originObstacles(context), ...mixed] };
}
