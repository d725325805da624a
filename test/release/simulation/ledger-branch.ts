import type { LedgerEvent } from '#pipeline/ledger/event.ts';
import { EMPTY_LEDGER, type Ledger, type StoredEvent } from '#pipeline/ledger/ledger.ts';
import { refuseReplacing } from '#pipeline/ledger/ledger-git.ts';
import { parseLedgerPath } from '#pipeline/ledger/ledger-path.ts';
import type { LedgerFile, LedgerStore } from '#pipeline/ledger/ledger-store.ts';
import { Problem } from '#pipeline/problem.ts';
import { type Process, pass } from './timeline.ts';
import { latency, note, trouble, type World, wrong } from './world.ts';

/** An event and when it came to lie on the branch, in milliseconds since 1970. */
export interface Written {
  event: LedgerEvent;
  at: number;
  by: Process;
}

export interface Commit {
  sha: string;
  parent: Commit | null;
  at: number;
  files: readonly LedgerFile[];
  events: StoredEvent[];
  /** Pushed by somebody without the publisher's key. */
  forged: boolean;
  /** Whether somebody has verified it. */
  believed: boolean;
  /** The whole ledger at this commit, once somebody has read it. */
  ledger: Ledger | null;
}

/** The ledger's branch as it lies on its server. */
export interface Branch {
  commits: Commit[];
  /** All of them, while somebody has set the branch back. */
  cut: { commits: Commit[] } | null;
  /** Whatever was ever pushed. */
  bySha: Map<string, Commit>;
  paths: Set<string>;
  /** What was written, by chain: the truth that histories are judged by. */
  written: Map<string, Written[]>;
}

export const emptyBranch = (): Branch => ({ commits: [], cut: null, bySha: new Map(), paths: new Set(), written: new Map() });

/** Where files lie on a branch of such commits. */
export const pathsOf = (commits: readonly Commit[]): Set<string> => new Set(commits.flatMap(({ files }) => files.map(({ path }) => path)));

/** How many commits lie on the branch up to one. */
export const placeOf = (branch: Branch, sha: string | null): number => branch.commits.findLastIndex((commit) => commit.sha === sha) + 1;

/** How long after a push a reader may still be given what lay there before, in milliseconds. */
export const STALE = 30_000;

function commitOf(branch: Branch, sha: string): Commit {
  const found = branch.bySha.get(sha);
  if (!found) throw new Error(`the ledger has no commit ${sha}`);
  return found;
}

/**
 * An event of a file as `parseEvent` gives it. These bytes are what `chained` has just made; `whole-ledger.test.ts` holds that both give the
 * same.
 */
function storedEvent({ path, bytes }: LedgerFile): StoredEvent[] {
  if (parseLedgerPath(path)?.type !== 'event') return [];
  return [{ path, bytes, event: JSON.parse((bytes as Buffer).toString('utf8')) as LedgerEvent }];
}

/** The ledger at a commit: what was read before is kept, commits never change. */
function ledgerAt(world: World, commit: Commit | null): Ledger {
  if (commit === null) return EMPTY_LEDGER;
  if (commit.ledger !== null) return commit.ledger;
  const before = ledgerAt(world, commit.parent);
  const chains = world.engine.longerChains(before, commit.events);
  commit.ledger = { head: commit.sha, chains, paths: [...before.paths, ...commit.files.map(({ path }) => path)], damaged: [] };
  return commit.ledger;
}

/** The newest ledger, without any trouble and nobody's forgery. */
export const newestLedger = (world: World): Ledger => ledgerAt(world, world.branch.commits.findLast(({ forged }) => !forged) ?? null);

/** Stops who reads a commit that holds what the publisher's key hasn't signed, as `verifiedLedgers` does. */
function refuseForged({ engine, keys }: World, commit: Commit): void {
  const keysOn = keys && (() => keys);
  for (let at: Commit | null = commit; at !== null && !at.believed; at = at.parent) {
    // Signatures of stand-ins are as good as they look: who pushed says whether they hold.
    const fault = keysOn ? at.events.some(({ path, event }) => engine.signatureFault(path, event, keysOn) !== null) : at.forged;
    if (fault) throw new Problem('ledger/unverified', '台账核验没有通过', { place: 'ledger' });
    at.believed = true;
  }
}

function push(world: World, files: readonly LedgerFile[], forged: boolean): Commit {
  const { branch, timeline } = world;
  const parent = branch.commits.at(-1) ?? null;
  const sha = String(branch.bySha.size).padStart(40, '0');
  const commit = { sha, parent, at: timeline.now, files, events: files.flatMap(storedEvent), forged, believed: false, ledger: null };
  branch.bySha.set(sha, commit);
  branch.commits.push(commit);
  for (const { path } of files) branch.paths.add(path);
  return commit;
}

/** Somebody without the key pushes a file. */
export const pushForged = (world: World, file: LedgerFile): void => void push(world, [file], true);

/** Somebody takes off the branch what was forged. */
export function removeForged({ branch }: World): void {
  while (branch.commits.at(-1)?.forged) for (const { path } of branch.commits.pop()?.files ?? []) branch.paths.delete(path);
}

/** What the next reader gets for the newest commit. */
function shown(world: World): Commit | null {
  const { branch, timeline } = world;
  const since = trouble(world, 'stale-ledger') ? timeline.now - world.random.between(1, STALE) : timeline.now;
  return branch.commits.findLast(({ at }) => at <= since) ?? null;
}

function add(world: World, process: Process, files: readonly LedgerFile[]): string {
  const { branch, timeline } = world;
  if (branch.commits.at(-1)?.forged) wrong(world, 'other', `${process.id} goes on from what somebody has forged`);
  const { sha, events } = push(world, files, false);
  for (const { event } of events) {
    const chain = branch.written.get(event.item) ?? [];
    branch.written.set(event.item, chain);
    chain.push({ event, at: timeline.now, by: process });
    if (world.trace)
      note(
        world,
        `${process.id}.${process.attempt} writes ${event.item} ${event.channel ?? ''} ${event.revision}: ${event.kind} ${event.code ?? ''}`,
      );
  }
  process.pushes += 1;
  return sha;
}

const unreachable = (): Problem => new Problem('ledger/unreachable', '连不上台账', { place: 'ledger' });

/** A machine that stands still until long after its run was given up, and then goes on as if nothing had been. */
async function freeze(world: World, process: Process): Promise<void> {
  // While a call that goes on may take longer than the settling time, nothing helps against this.
  const { wechat, weibo } = world.policy.channels;
  if (Math.min(wechat.settle_seconds, weibo.settle_seconds) < 600) return;
  process.thawed = true;
  await pass(world.timeline, process, world.random.between(600_000, 4_200_000));
}

const filesAt = (branch: Branch, head: string): LedgerFile[] =>
  branch.commits.slice(0, placeOf(branch, head)).flatMap(({ files }) => files);

/** The branch as one process reaches it: with latency, and with whatever goes wrong on the way. */
export function ledgerStore(world: World, process: Process): LedgerStore {
  const { branch, timeline } = world;
  return {
    sign: world.sign,
    async head() {
      await pass(timeline, process, latency(world));
      if (trouble(world, 'ledger-unreadable')) throw unreachable();
      return shown(world)?.sha ?? null;
    },
    async entries(head) {
      return filesAt(branch, head).map(({ path }) => ({ path, id: path }));
    },
    folders: () => Promise.reject(new Error('no run asks for these')),
    async read({ path }) {
      return branch.commits.flatMap(({ files }) => files).find((file) => file.path === path)?.bytes ?? new Uint8Array();
    },
    async readAt(head, path) {
      return filesAt(branch, head).find((file) => file.path === path)?.bytes ?? null;
    },
    async contains(head, sha) {
      for (let at: Commit | null = commitOf(branch, head); at !== null; at = at.parent) if (at.sha === sha) return true;
      return false;
    },
    async history(head) {
      const last = branch.commits.indexOf(commitOf(branch, head));
      return branch.commits.slice(0, last + 1).map(({ sha, parent, files }) => ({
        sha,
        parents: parent === null ? [] : [parent.sha],
        changes: files.map(({ path }) => ({ status: 'A', path })),
      }));
    },
    async append(expected, files) {
      await pass(timeline, process, latency(world));
      if (trouble(world, 'push-lost')) throw unreachable();
      if (trouble(world, 'push-refused')) return { kind: 'conflict' };
      if ((branch.commits.at(-1)?.sha ?? null) !== expected) return { kind: 'conflict' };
      await refuseReplacing(files, (path) => branch.paths.has(path));
      const head = add(world, process, files);
      if (trouble(world, 'frozen')) await freeze(world, process);
      await pass(timeline, process, latency(world));
      if (trouble(world, 'push-unclear')) throw unreachable();
      // A push that a proxy sent twice, while the readers still see what lay there before.
      if (trouble(world, 'push-denied')) return { kind: 'conflict' };
      return { kind: 'appended', head };
    },
  };
}

/** The newest ledger as a process gets it. @throws Problem when it can't be read */
export async function loadLedger(world: World, store: LedgerStore): Promise<Ledger> {
  const head = await store.head();
  if (head === null) return EMPTY_LEDGER;
  const commit = commitOf(world.branch, head);
  refuseForged(world, commit);
  return ledgerAt(world, commit);
}
