import type { BeijingDate } from '../beijing-time.ts';
import { canonicalJson, sha256 } from '../canonical-json.ts';
import type { Git } from '../forge/git/git.ts';
import { unapprovedFolders } from '../ledger/due.ts';
import type { Seal } from '../ledger/event.ts';
import type { Ledger, Sealed, StoredEvent } from '../ledger/ledger.ts';
import { SEALS_FOLDER, SETTINGS_CHAIN } from '../ledger/ledger-path.ts';
import type { LedgerEntry, LedgerStore } from '../ledger/ledger-store.ts';
import { type Figures, figuresOf, isSettled, openSeal, sealedChain } from '../ledger/seal.ts';
import { keysOf, type Settings } from '../ledger/settings-version.ts';
import type { KeysOn } from '../ledger/signature.ts';
import { problem, type VerifyProblem } from './verify-chain.ts';
import type { Grown } from './verify-history.ts';

/** The newest seal of a commit of the ledger: `null` where there is none, a problem where it can't be believed. */
export async function newestSeal(
  store: LedgerStore,
  head: string,
  versions: readonly Settings[],
  today?: BeijingDate,
): Promise<Omit<Sealed, 'added'> | { problem: VerifyProblem } | null> {
  const entry = (await store.entries(head, SEALS_FOLDER)).at(-1);
  if (entry === undefined) return null;
  const opened = openSeal(entry.path, await store.read(entry), keysOf(versions), today);
  return 'fault' in opened ? { problem: problem('ledger', entry.path, 'seal', opened.fault) } : opened;
}

/** A seal of a ledger, or what is wrong with it; and, for each item that it speaks of, the digest of what it says. */
export type FoundSeal = { path: string; opened: ReturnType<typeof openSeal>; said: Map<string, string> | null };

const digestOf = (value: unknown): string => sha256(canonicalJson(value));

async function foundSeal(store: LedgerStore, entry: LedgerEntry, keysOn: KeysOn, today?: BeijingDate): Promise<FoundSeal> {
  const opened = openSeal(entry.path, await store.read(entry), keysOn, today);
  if ('fault' in opened) return { path: entry.path, opened, said: null };
  // Those of many years are held at once: digests are enough.
  const { changed, ...seal } = opened.seal;
  const said = changed ? new Map(Object.entries(changed).map(([item, chain]) => [item, digestOf(chain)])) : null;
  return { path: entry.path, opened: { ...opened, seal }, said };
}

/** All seals of a commit of the ledger, in the order of their places. */
export async function allSeals(store: LedgerStore, head: string, versions: readonly Settings[], today?: BeijingDate): Promise<FoundSeal[]> {
  const found: FoundSeal[] = [];
  const keysOn = keysOf(versions);
  for (const entry of await store.entries(head, SEALS_FOLDER)) found.push(await foundSeal(store, entry, keysOn, today));
  return found;
}

/**
 * What is wrong with the seals of a ledger: each is signed, names the one before it and a commit of this ledger, in order.
 * @param commits all commits of the ledger, oldest first
 */
export function sealProblems(seals: readonly FoundSeal[], commits: readonly string[]): VerifyProblem[] {
  const place = new Map(commits.map((sha, index) => [sha, index]));
  const problems: VerifyProblem[] = [];
  let before: { seal: Seal; digest: string } | null = null;
  for (const { path, opened } of seals) {
    if ('fault' in opened) {
      problems.push(problem('ledger', path, 'seal', opened.fault));
      continue;
    }
    const { seal } = opened;
    if (seal.previous !== (before?.digest ?? null)) problems.push(problem('ledger', path, 'seal', `封账 ${path} 没有接着上一次封账`));
    const at = place.get(seal.commit);
    const words = `封账 ${path} 所说的提交 ${seal.commit.slice(0, 7)} 不在台账里，或不在上一次封账之后`;
    if (at === undefined || at <= (before === null ? -1 : (place.get(before.seal.commit) ?? -1)))
      problems.push(problem('ledger', path, 'seal', words));
    before = opened;
  }
  return problems;
}

/** Chains that were read and whose event isn't, byte for byte, the one that the newest seal says: Git's own digests alone don't bind them. */
export function otherThanSealed({ chains, sealed }: Pick<Ledger, 'chains' | 'sealed'>): VerifyProblem[] {
  return [...chains].flatMap(([item, chain]) => {
    const said = sealed?.seal.changed?.[item];
    const stored = chain.find(({ event }) => event.seq === said?.seq);
    if (!said || (stored && sha256(stored.bytes) === said.last)) return [];
    return [problem(item, stored?.path ?? '', 'sealed-otherwise', `${item} 第 ${said.seq} 条登记与封账 ${sealed?.seal.path} 写的不一样`)];
  });
}

/** What every seal says of items, held against whole chains as they were at its commit. @param seals those that are signed, in order */
export function sealedChains(seals: readonly FoundSeal[], grown: Grown): { see(part: Ledger): void; problems(): VerifyProblem[] } {
  const say = ({ path }: FoundSeal, words: string): VerifyProblem => problem('ledger', path, 'seal', `封账 ${path} ${words}`);
  const wrong: VerifyProblem[] = [];
  return {
    see({ chains }) {
      for (const [item, chain] of chains) {
        for (const { stop, seq } of grown.get(item) ?? []) {
          const seal = seals[stop];
          if (!seal?.said) continue;
          const said = seal.said.get(item);
          seal.said.delete(item);
          const then = chain.filter(({ event }) => event.seq <= seq);
          if (said === undefined) wrong.push(say(seal, `没有写 ${item}，它在上一次封账以后有新的登记`));
          else if (said !== digestOf(sealedChain(item, then))) wrong.push(say(seal, `写的 ${item} 与台账不符`));
        }
      }
    },
    problems: () => [
      ...wrong,
      ...seals.flatMap((seal) => [...(seal.said?.keys() ?? [])].map((item) => say(seal, `写了 ${item}，它在上一次封账以后没有新的登记`))),
    ],
  };
}

/** A seal held against the events that it speaks of: a run believes its figures, and leaves alone what it doesn't call open. */
interface SealedFacts {
  /** Takes in whole chains. */
  see(part: Ledger): void;
  /** What the seal says otherwise. @param main compared with the folders that the seal calls due, where it holds that commit */
  problems(main: Git | null): Promise<VerifyProblem[]>;
}

/** @param added paths that came after the sealed commit */
export function sealedFacts(seal: Seal, added: ReadonlySet<string>): SealedFacts {
  const figures: Figures = { items: 0, events: 0, numbers: {} };
  const open = new Set(seal.open);
  const forgotten: string[] = [];
  const approved = new Set<string>();
  const say = (message: string): VerifyProblem => problem('ledger', seal.path, 'seal', `封账 ${seal.path} ${message}`);
  const seeItem = (item: string, chain: readonly StoredEvent[], events: Ledger): void => {
    for (const { event } of chain) if (event.kind === 'approval') approved.add(`${item} ${event.tree}`);
    if (!open.has(item) && !isSettled(events, item, seal.at)) forgotten.push(item);
  };
  return {
    see({ chains, head }) {
      for (const [id, all] of chains) {
        const chain = all.filter(({ path }) => !added.has(path));
        if (chain.length === 0) continue;
        const events: Ledger = { head, chains: new Map([[id, chain]]), paths: [], damaged: [] };
        const own = figuresOf(events);
        figures.items += own.items;
        figures.events += own.events;
        for (const [year, last] of Object.entries(own.numbers)) figures.numbers[year] = Math.max(figures.numbers[year] ?? 0, last);
        if (id !== SETTINGS_CHAIN) seeItem(id, chain, events);
      }
    },
    async problems(main) {
      const said: Figures = { items: seal.items, events: seal.events, numbers: seal.numbers };
      const folders = main === null ? [] : await unapprovedFolders(main, seal.main, (id, tree) => approved.has(`${id} ${tree}`));
      const unlisted = folders.filter((path) => !seal.due.includes(path));
      return [
        ...(canonicalJson(said) === canonicalJson(figures) ? [] : [say('写的条数或编号与台账不符')]),
        ...forgotten.map((item) => say(`没有列出还没办完的 ${item}，它可能被漏发`)),
        ...unlisted.map((path) => say(`没有列出当时还没入账的 ${path}，它可能被漏发`)),
      ];
    },
  };
}
