import { createHash } from 'node:crypto';
import { gitText, runGit } from '../../forge/git/git-process.ts';
import type { Hub, PullThread } from './state.ts';

/** A changed file as a pull request lists it. */
export interface ChangedFile {
  path: string;
  previousPath: string | null;
  status: 'added' | 'removed' | 'modified' | 'renamed';
  blob: string;
  additions: number;
  deletions: number;
}

const STATUS = { A: 'added', D: 'removed', M: 'modified', R: 'renamed' } as const;

/** What follows from commits and trees alone never becomes another, in whichever repository they lie: each question is put to git once. */
const answers = new Map<string, Promise<unknown>>();
/** A practice server may stay up for weeks. */
const MOST_ANSWERS = 5000;

/** The answer to a question that names every object it is about by its id; a failure isn't remembered. */
function once<Answer>(question: readonly string[], ask: () => Promise<Answer>): Promise<Answer> {
  const name = question.join(' ');
  const answer = (answers.get(name) as Promise<Answer> | undefined) ?? ask();
  if (answers.size >= MOST_ANSWERS) answers.clear();
  answers.set(name, answer);
  answer.catch(() => answers.delete(name));
  return answer;
}

/** The tip of a branch, `null` if there is none. */
export function tipOf(hub: Hub, branch: string): Promise<string | null> {
  return hub.git.resolve(`refs/heads/${branch}`);
}

/** The base's commit that a pull request is compared with: the branch's tip now, or as it was when it was merged. */
export async function baseShaOf(hub: Hub, { pull }: PullThread): Promise<string> {
  return pull.merged?.baseSha ?? ((await tipOf(hub, pull.baseRef)) as string);
}

async function startOf(hub: Hub, thread: PullThread): Promise<string> {
  const base = await baseShaOf(hub, thread);
  const { headSha } = thread.pull;
  return (await once(['start', base, headSha], () => hub.git.mergeBase(base, headSha))) ?? base;
}

/** A pull request's commits, oldest first. */
export async function commitsOf(hub: Hub, thread: PullThread): Promise<readonly string[]> {
  const range = [thread.pull.headSha, `^${await baseShaOf(hub, thread)}`];
  const text = await once(['commits', ...range], () => gitText(hub.git.dir, ['rev-list', '--reverse', '--topo-order', ...range]));
  return text === '' ? [] : text.split('\n');
}

/** Lines added and removed by path (`-` of a binary file counts none). */
async function lineCounts(hub: Hub, from: string, to: string): Promise<Map<string, [number, number]>> {
  const { stdout } = await runGit(hub.git.dir, ['diff-tree', '-r', '-z', '-M', '--numstat', from, to]);
  const fields = stdout.toString('utf8').split('\0')[Symbol.iterator]();
  const counts = new Map<string, [number, number]>();
  for (const field of fields) {
    const [added, removed, path] = field.split('\t');
    if (removed === undefined) continue;
    if (path === '') fields.next();
    const name = path === '' ? (fields.next().value as string) : (path as string);
    counts.set(name, [Number(added) || 0, Number(removed) || 0]);
  }
  return counts;
}

/** What a pull request changes against the commit where it left its base. */
export async function filesOf(hub: Hub, thread: PullThread): Promise<readonly ChangedFile[]> {
  const from = await startOf(hub, thread);
  const to = thread.pull.headSha;
  return once(['files', from, to], () => changedFiles(hub, from, to));
}

async function changedFiles(hub: Hub, from: string, to: string): Promise<readonly ChangedFile[]> {
  const [changes, counts] = await Promise.all([hub.git.diff(from, to), lineCounts(hub, from, to)]);
  return Promise.all(
    changes.map(async ({ status, path, previousPath }) => {
      const [additions, deletions] = counts.get(path) ?? [0, 0];
      const blob = (await hub.git.idAt(status === 'D' ? from : to, path)) ?? '';
      return { path, previousPath: previousPath ?? null, status: STATUS[status], blob, additions, deletions };
    }),
  );
}

/** A digest of what a pull request changes; an identical rebase leaves it as it was. */
export async function diffOf(hub: Hub, thread: PullThread): Promise<string> {
  const range = [await startOf(hub, thread), thread.pull.headSha];
  return once(['digest', ...range], async () => {
    const { stdout } = await runGit(hub.git.dir, ['diff-tree', '-r', '-z', '--raw', ...range]);
    return createHash('sha256').update(stdout).digest('hex');
  });
}

/** The tree of base and head merged three ways, `null` where they conflict. */
export function mergedTree(hub: Hub, base: string, head: string): Promise<string | null> {
  // Git writes this tree into the repository that is asked.
  return once(['merge', hub.git.dir, base, head], async () => {
    const { code, stdout } = await runGit(hub.git.dir, ['merge-tree', '--write-tree', '--no-messages', base, head], { accept: [0, 1] });
    return code === 0 ? (stdout.toString('utf8').split('\n')[0] as string) : null;
  });
}

/** True if the first commit is the second or one before it. */
export function isWithin(hub: Hub, commit: string, tip: string): Promise<boolean> {
  return once(['within', commit, tip], async () => {
    const { code } = await runGit(hub.git.dir, ['merge-base', '--is-ancestor', commit, tip], { accept: [0, 1] });
    return code === 0;
  });
}
