import { partOf } from '../ledger/ledger.ts';
import { parseLedgerPath, SETTINGS_CHAIN } from '../ledger/ledger-path.ts';
import type { LedgerCommit, LedgerStore } from '../ledger/ledger-store.ts';
import { problem, type VerifyProblem } from './verify-chain.ts';

/**
 * Every commit only adds files, and each follows the one before it.
 * @param since the commit that the first of them must follow; `null` for the beginning of the ledger
 */
export function commitProblems(commits: readonly LedgerCommit[], since: string | null): VerifyProblem[] {
  return commits.flatMap(({ sha, parents, changes }, index) => {
    const before = index === 0 ? since : (commits[index - 1] as LedgerCommit).sha;
    const follows = before === null ? parents.length === 0 : parents.length === 1 && parents[0] === before;
    return [
      ...(follows ? [] : [problem('ledger', sha, 'not-linear', `台账的提交 ${sha.slice(0, 7)} 不是一条直线`)]),
      ...changes
        .filter(({ status }) => status !== 'A')
        .map(({ path }) => problem('ledger', path, 'rewritten', `提交 ${sha.slice(0, 7)} 改动或删去了 ${path}，台账只增不改`)),
    ];
  });
}

/** Of so many stops one is made: some thousands of commits are looked at together. */
const STRIDE = 100;

/** What the commits of a ledger did. */
export interface Walked {
  problems: VerifyProblem[];
  commits: string[];
  /** Parts of the ledger (`partOf`) that something was added to. */
  parts: string[];
  /** Paths that came after the last of the stops. */
  added: string[];
  /** Of each item, at which stops its chain had grown, and to which number. */
  grown: Grown;
}

export type Grown = Map<string, { stop: number; seq: number }[]>;

/** Takes in what some commits added to items' chains before a stop. */
function grow(grown: Grown, { changes }: LedgerCommit, stop: number): void {
  for (const { path } of changes) {
    const name = parseLedgerPath(path);
    if (name?.type !== 'event' || name.chain === SETTINGS_CHAIN) continue;
    const stops = grown.get(name.chain) ?? [];
    grown.set(name.chain, stops);
    const last = stops.at(-1);
    if (last?.stop === stop) last.seq = Math.max(last.seq, name.seq);
    else stops.push({ stop, seq: name.seq });
  }
}

/** Commits up to one, after another; `null` where the repository doesn't have it and needn't. */
async function commitsUpTo(store: LedgerStore, to: string, since: string | null, needed: boolean): Promise<LedgerCommit[] | null> {
  try {
    return await store.history(to, since ?? undefined);
  } catch (error) {
    if (needed) throw error;
    return null;
  }
}

/**
 * Walks all commits of a ledger, those between two stops together, so that what an archive of many years added is never held at once.
 * @param stops commits of the ledger in their order, known from elsewhere; one that isn't there shows as a branch that isn't a line
 */
export async function walkHistory(store: LedgerStore, head: string, stops: readonly string[]): Promise<Walked> {
  const walked: Walked = { problems: [], commits: [], parts: [], added: [], grown: new Map() };
  const parts = new Set<string>();
  let since: string | null = null;
  let stop = 0;
  for (const to of [...stops.filter((_, index) => index === stops.length - 1 || index % STRIDE === 0), head]) {
    const commits = await commitsUpTo(store, to, since, to === head);
    if (commits === null) {
      walked.problems.push(problem('ledger', to, 'not-linear', `台账里没有提交 ${to.slice(0, 7)}，它却登记为核验过的`));
      continue;
    }
    walked.problems.push(...commitProblems(commits, since));
    walked.commits.push(...commits.map(({ sha }) => sha));
    walked.added = commits.flatMap(({ changes }) => changes.map(({ path }) => path));
    for (const path of walked.added) parts.add(partOf(path));
    for (const commit of commits) {
      if (stop < stops.length) grow(walked.grown, commit, stop);
      if (commit.sha === stops[stop]) stop += 1;
    }
    since = to;
  }
  return { ...walked, parts: [...parts] };
}

/** Files of a commit that the ledger had once and hasn't any more, or not with these bytes; none if nobody has kept that commit. */
async function lostFiles(store: LedgerStore, head: string, since: string): Promise<string[]> {
  const then = await store.entries(since).catch(() => []);
  const now = new Map((await store.entries(head)).map(({ path, id }) => [path, id]));
  return then.filter(({ path, id }) => now.get(path) !== id).map(({ path }) => path);
}

/** What a reader says of a commit that the ledger had once and hasn't any more. */
export async function cutProblem(store: LedgerStore, head: string | null, since: string): Promise<VerifyProblem> {
  const short = since.slice(0, 12);
  if (head === null) return problem('ledger', since, 'tail-cut', `台账不见了，里面本应有 ${short} 这次提交`);
  const lost = await lostFiles(store, head, since);
  const named = lost.length === 0 ? '' : `，那时有、现在没有或不一样的：${lost.join('、')}`;
  return problem('ledger', since, 'tail-cut', `台账里已没有 ${short} 这次提交，尾部可能被截去${named}`);
}

/** True if a commit is still among those of the ledger. */
export async function stillThere(store: LedgerStore, head: string, since: string): Promise<boolean> {
  if (head === since) return true;
  return (await store.history(head, since))[0]?.parents[0] === since;
}
