import { gitText, runGit } from './git-process.ts';

/** A commit with its parents and the paths it changes against the first of them. */
export interface HistoryEntry {
  sha: string;
  parents: string[];
  changes: { status: string; path: string }[];
}

export interface CommitInfo {
  author: { name: string; email: string };
  committer: { name: string; email: string };
  message: string;
  parents: string[];
  /** The committer's time, ISO 8601 in UTC. */
  at: string;
}

/** Fields of `git diff-tree --raw -z`: `:<modes> <ids> <status>`, then one path, or two for a rename. */
function* rawChanges(
  fields: Iterator<string>,
  first: string,
): Generator<{ status: string; path: string; previousPath?: string } | { header: string }> {
  for (let field: string | undefined = first; field !== undefined && field !== ''; field = fields.next().value as string | undefined) {
    if (!field.startsWith(':')) {
      yield { header: field.trim() };
      continue;
    }
    const status = (field.split(' ').at(-1) as string).charAt(0);
    const path = fields.next().value as string;
    if (status === 'R' || status === 'C') yield { status, path: fields.next().value as string, previousPath: path };
    else yield { status, path };
  }
}

function readRaw(output: Buffer): ReturnType<typeof rawChanges> {
  const fields = output.toString('utf8').split('\0')[Symbol.iterator]();
  return rawChanges(fields, (fields.next().value as string | undefined) ?? '');
}

/** So many commits are compared by one process: what it prints is held as one text. */
const WINDOW = 20_000;

/** Commits of `from..to` (`null`: all of `to`), oldest first. A merge's changes are those against its first parent. */
export async function history(dir: string, from: string | null, to: string): Promise<HistoryEntry[]> {
  const range = from === null ? [to] : [to, `^${from}`];
  const listed = await gitText(dir, ['rev-list', '--reverse', '--topo-order', '--parents', '--end-of-options', ...range, '--']);
  if (listed === '') return [];
  const entries = listed.split('\n').map((line): HistoryEntry => {
    const [sha = '', ...parents] = line.split(' ');
    return { sha, parents, changes: [] };
  });
  for (let start = 0; start < entries.length; start += WINDOW) await readChanges(dir, entries.slice(start, start + WINDOW));
  return entries;
}

/** Puts into commits what each of them changes. */
async function readChanges(dir: string, entries: readonly HistoryEntry[]): Promise<void> {
  const input = entries.map(({ sha, parents }) => `${[sha, ...parents.slice(0, 1)].join(' ')}\n`).join('');
  const { stdout } = await runGit(dir, ['diff-tree', '--stdin', '--always', '-r', '-z', '--raw', '--root', '--no-renames'], { input });
  const bySha = new Map(entries.map((entry) => [entry.sha, entry]));
  let current: HistoryEntry | undefined;
  for (const change of readRaw(stdout)) {
    if ('header' in change) current = bySha.get(change.header);
    else current?.changes.push({ status: change.status, path: change.path });
  }
}

/** Ids of a commit and of everything before it. */
export async function ancestors(dir: string, commit: string): Promise<Set<string>> {
  return new Set((await gitText(dir, ['rev-list', '--end-of-options', commit, '--'])).split('\n'));
}

/** Changed paths between two commits, with renames found; a changed type or mode counts as modified, a copy as added. */
export async function diff(
  dir: string,
  from: string,
  to: string,
): Promise<{ status: 'A' | 'M' | 'D' | 'R'; path: string; previousPath?: string }[]> {
  const { stdout } = await runGit(dir, ['diff-tree', '-r', '-z', '--raw', '-M', '--end-of-options', from, to]);
  const names: Record<string, 'A' | 'M' | 'D' | 'R'> = { A: 'A', C: 'A', D: 'D', R: 'R' };
  return [...readRaw(stdout)].flatMap((change) => {
    if ('header' in change) return [];
    const status = names[change.status] ?? 'M';
    return [
      { status, path: change.path, ...(status === 'R' && change.previousPath !== undefined ? { previousPath: change.previousPath } : {}) },
    ];
  });
}

function person(line: string): { name: string; email: string; at: string } {
  const match = /^([^<>]*)<([^<>]*)> (-?\d+)/.exec(line);
  return { name: match?.[1]?.replace(/ $/, '') ?? '', email: match?.[2] ?? '', at: new Date(Number(match?.[3] ?? 0) * 1000).toISOString() };
}

/** Reads a commit object. */
export function parseCommit(bytes: Buffer): CommitInfo {
  const text = bytes.toString('utf8');
  const end = text.indexOf('\n\n');
  const head = text.slice(0, end < 0 ? text.length : end).split('\n');
  const values = (key: string): string[] => head.filter((line) => line.startsWith(`${key} `)).map((line) => line.slice(key.length + 1));
  const { at: _, ...author } = person(values('author')[0] ?? '');
  const { at, ...committer } = person(values('committer')[0] ?? '');
  return { author, committer, at, message: end < 0 ? '' : text.slice(end + 2), parents: values('parent') };
}
