import { createPrivateKey } from 'node:crypto';
import { beijingIso } from '#pipeline/beijing-time.ts';
import type { Ledger } from '#pipeline/ledger/ledger.ts';
import type { CountBoard, LedgerCount } from '#pipeline/ledger/ledger-count.ts';
import type { LedgerStore } from '#pipeline/ledger/ledger-store.ts';
import { Problem } from '#pipeline/problem.ts';
import { publicKeyOf, type Sign, signerOf } from '#pipeline/review/form/envelope.ts';
import { ledgerStore, loadLedger } from './ledger-branch.ts';
import { type Process, pass } from './timeline.ts';
import { latency, trouble, type World, wrong } from './world.ts';

/** A key made of a byte: the same in every history, so that what it signs is. */
function keyOf(byte: number): string {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, byte)]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({ format: 'pem', type: 'pkcs8' }).toString();
}

/** The publisher's key, and that of somebody else. */
export const PUBLISHER = signerOf(keyOf(1));
export const PUBLISHER_KEYS = [publicKeyOf(keyOf(1))];
export const INTRUDER = signerOf(keyOf(2));

/** What stands at main's commits as the ledger's count, oldest first, and the highest that a publisher has put there. */
export interface Counts {
  at: Map<string, { description: string; at: string }[]>;
  highest: number;
}

export const noCounts = (): Counts => ({ at: new Map(), highest: 0 });

const signed = new Map<string, ReturnType<Sign>>();

/** Many histories count the same: what was signed once is kept. */
const signCount: Sign = (bytes) => {
  const text = Buffer.from(bytes).toString('latin1');
  const found = signed.get(text) ?? PUBLISHER(bytes);
  signed.set(text, found);
  return found;
};

/** Main's commits, newest first: each text came with one. */
export function mainOf({ forge }: World): [head: string, ...before: string[]] {
  const texts = [...forge.texts.values()].flat().length;
  return Array.from({ length: texts }, (_, index) => String(texts - index).padStart(40, 'c')) as [string, ...string[]];
}

const unreachable = (): Problem => new Problem('github/unreachable', '连不上代码平台', { place: 'forge' });

/** Main's statuses as one process reaches them. */
function boardOf(world: World, counts: Counts, process: Process): CountBoard {
  const reach = async (): Promise<void> => {
    await pass(world.timeline, process, latency(world));
    if (trouble(world, 'forge-unreadable')) throw unreachable();
  };
  return {
    repository: 'jinhua/news',
    async markedCommits() {
      await reach();
      const main = mainOf(world);
      return { head: main[0], marked: main.filter((commit) => counts.at.has(commit)), whole: true };
    },
    async statusesAt(commit) {
      await reach();
      return counts.at.get(commit)?.toReversed() ?? [];
    },
    async setStatus(commit, _context, _state, description) {
      await reach();
      addStatus(world, counts, commit, description);
      counts.highest = Math.max(counts.highest, Number.parseInt(description, 10));
      await reach();
    },
  };
}

export function addStatus({ timeline }: World, { at }: Counts, commit: string, description: string): void {
  at.set(commit, [...(at.get(commit) ?? []), { description, at: beijingIso(new Date(timeline.now)) }]);
}

/** The ledger as a process works with it: counted on main, and held against that count. */
export interface Book {
  store: LedgerStore;
  load: () => Promise<Ledger>;
  vouched: () => boolean;
}

function countOf(world: World, counts: Counts, process: Process, store: LedgerStore): LedgerCount {
  const sleep = (milliseconds: number): Promise<void> => pass(world.timeline, process, milliseconds);
  return world.engine.ledgerCount(boardOf(world, counts, process), store, { sign: signCount, note: () => undefined, sleep });
}

/** Where a history isn't counted, its ledger is taken as vouched for, and nobody sets it back. */
export function openBook(world: World, process: Process): Book {
  const store = ledgerStore(world, process);
  const read = (): Promise<Ledger> => loadLedger(world, store);
  if (world.counts === null) return { store, load: read, vouched: () => true };
  const count = countOf(world, world.counts, process, store);
  // Whoever began before looks at the count again only before he writes.
  const { cut } = world.branch;
  return {
    store: count.store,
    vouched: count.vouched,
    async load() {
      const ledger = await count.read(read, () => PUBLISHER_KEYS);
      if (cut !== null && world.branch.cut === cut) wrong(world, 'other', `${process.id} believes a ledger that was set back`);
      return ledger;
    },
  };
}

/** An administrator who is told that the ledger isn't counted looks at it and counts it (`setup --apply`). */
export async function beginCount(world: World, person: Process): Promise<void> {
  if (world.counts === null) return;
  const store = ledgerStore(world, person);
  const count = countOf(world, world.counts, person, store);
  const read = (): Promise<Ledger> => loadLedger(world, store);
  await count.begin(await count.read(read, () => PUBLISHER_KEYS));
}
