import type { Git } from '../forge/git/git.ts';
import { itemsOf, type Ledger, readByMonth, readChains, readLedger, readParts, storedOf } from '../ledger/ledger.ts';
import { parseLedgerPath, SETTINGS_CHAIN } from '../ledger/ledger-path.ts';
import type { LedgerStore } from '../ledger/ledger-store.ts';
import { keysOf } from '../ledger/settings-version.ts';
import { numberFaultsOf } from './verify-approval.ts';
import type { Trust, VerifyProblem } from './verify-chain.ts';
import { figuresProblems } from './verify-figures.ts';
import { cutProblem, stillThere, type Walked, walkHistory } from './verify-history.ts';
import { itemProblems, nameProblems } from './verify-items.ts';
import { openMain } from './verify-main.ts';
import { mediaProblems, uploadsNamed } from './verify-media.ts';
import { orderSeen } from './verify-order.ts';
import { type PurgedText, purgedTexts, strayPurges } from './verify-purge.ts';
import { allSeals, sealedChains, sealedFacts, sealProblems } from './verify-seal.ts';
import { type VerifiedSettings, verifySettings } from './verify-settings.ts';
import { openSealed } from './verify-since.ts';

export interface VerifyReport {
  verified: boolean;
  items: number;
  events: number;
  problems: VerifyProblem[];
  /** Texts of which something was taken out of main's history, and by whose record; left out where there are none. */
  purged?: PurgedText[];
}

export interface VerifyOptions {
  /** A commit that the ledger had once: finds a cut tail. */
  since?: string | null;
  /** Reports on this item alone; settings, history and names are looked at all the same. */
  item?: string | null;
  /** Holds what lies on main against the ledger as well, every approved file byte for byte. */
  main?: Git | null;
  /** Paths of events that the ledger is given with and that are still to be written. */
  pending?: readonly string[];
}

const reportOf = (
  items: number,
  events: number,
  problems: VerifyProblem[],
  item: string | null,
  purged: PurgedText[] = [],
): VerifyReport => {
  const relevant = item === null ? problems : problems.filter((found) => [item, 'ledger', SETTINGS_CHAIN].includes(found.item));
  return { verified: relevant.length === 0, items, events, problems: relevant, ...(purged.length > 0 ? { purged } : {}) };
};

/** All of a ledger in parts that hold whole chains each. */
type Parts = AsyncIterable<Ledger> | Iterable<Ledger>;

async function verifyParts(
  store: LedgerStore,
  head: string,
  settings: VerifiedSettings,
  trust: Trust,
  partsOf: (walked: Walked) => Parts,
  options: VerifyOptions,
): Promise<VerifyReport> {
  const { since = null, item = null, main = null, pending = [] } = options;
  const found = await allSeals(store, head, settings.versions, trust.today?.());
  const seals = found.flatMap(({ opened }) => ('fault' in opened ? [] : [opened.seal]));
  const walked = await walkHistory(
    store,
    head,
    seals.map(({ commit }) => commit),
  );
  const wrongSeals = sealProblems(found, walked.commits);
  const newest = seals.at(-1);
  // Where a seal doesn't hold or the branch isn't a line, nobody can say what lay there when a seal was put.
  const chains = walked.problems.length + wrongSeals.length === 0 ? sealedChains(found, walked.grown) : null;
  const order = await orderSeen(store, head, found, keysOf(settings.versions));
  const facts = newest ? sealedFacts(newest, new Set([...walked.added, ...pending])) : null;
  const problems = [
    ...walked.problems,
    ...(since === null || walked.commits.includes(since) ? [] : [await cutProblem(store, head, since)]),
    ...settings.problems,
    ...wrongSeals,
  ];
  const beside = main === null ? null : await openMain(main, settings);
  problems.push(...(beside?.problems ?? []));
  const [numbers, uploads] = [[] as { item: string; number?: string }[], new Map<string, string>()];
  const [media, figures]: [string[], string[]] = [[], []];
  let [items, events] = [0, 0];
  const known = new Set<string>();
  const purged: PurgedText[] = [];
  for await (const part of partsOf(walked)) {
    problems.push(...nameProblems(part));
    facts?.see(part);
    order.see(part);
    chains?.see(part);
    media.push(...part.paths.filter((path) => parseLedgerPath(path)?.type === 'media'));
    figures.push(...part.paths.filter((path) => parseLedgerPath(path)?.type === 'figures'));
    for (const stored of part.chains.values()) {
      for (const [path, digest] of uploadsNamed(stored)) uploads.set(path, digest);
      for (const { event } of stored)
        if (event.kind === 'approval') numbers.push({ item: event.item, ...(event.number === undefined ? {} : { number: event.number }) });
    }
    events += part.chains.get(SETTINGS_CHAIN)?.length ?? 0;
    for (const id of itemsOf(part)) known.add(id);
    for (const id of itemsOf(part).filter((one) => item === null || one === item)) {
      items += 1;
      events += storedOf(part, id).length;
      problems.push(...(await itemProblems(store, part, trust, settings, id)), ...((await beside?.of(part, id)) ?? []));
      purged.push(...purgedTexts(part, settings.purges, id));
    }
  }
  problems.push(
    ...(await mediaProblems(store, head, uploads, media, keysOf(settings.versions))),
    ...(await figuresProblems(store, head, figures, keysOf(settings.versions))),
    ...numberFaultsOf(numbers),
    ...((await facts?.problems(main)) ?? []),
    ...(chains?.problems() ?? []),
    ...(await order.problems()),
    ...strayPurges(settings, (id) => known.has(id)),
  );
  return reportOf(items, events, problems, item, purged);
}

/** What a reader can say of a ledger that isn't there. */
async function nothingThere(store: LedgerStore, since: string | null): Promise<VerifyReport> {
  return reportOf(0, 0, since === null ? [] : [await cutProblem(store, null, since)], null);
}

/**
 * Recomputes everything that a ledger says: history, names, chains, steps, signatures, forms, recorded evidence, seals
 * (reliability A6 55). Nothing is taken from a seal; what the newest one says is held against the events before it.
 */
export async function verifyLedger(store: LedgerStore, ledger: Ledger, trust: Trust, options: VerifyOptions = {}): Promise<VerifyReport> {
  if (ledger.head === null) return nothingThere(store, options.since ?? null);
  return verifyParts(store, ledger.head, await verifySettings(store, ledger, trust), trust, () => [ledger], options);
}

/** The same of the newest ledger, read month by month. Gives the commit that was verified. */
export async function verifyNewest(
  store: LedgerStore,
  trust: Trust,
  options: VerifyOptions = {},
): Promise<VerifyReport & { head: string | null }> {
  const head = await store.head();
  if (head === null) return { ...(await nothingThere(store, options.since ?? null)), head };
  const settings = await verifySettings(store, await readChains(store, head, [SETTINGS_CHAIN]), trust);
  // A line of commits that only add has put everything there that is there; of another branch all is listed.
  const parts = (walked: Walked): Parts => (walked.problems.length === 0 ? readParts(store, head, walked.parts) : readByMonth(store, head));
  return { ...(await verifyParts(store, head, settings, trust, parts, options)), head };
}

/**
 * Verifies one item, whole and with its text on main, by the newest seal (`openSealed` says what the rest then rests on). So it reads
 * only the item and what came since the seal. Where there is no seal, all is read, and problems of other items are left out.
 */
export async function verifyItem(
  store: LedgerStore,
  trust: Trust,
  item: string,
  options: Omit<VerifyOptions, 'item'> = {},
): Promise<VerifyReport & { head: string | null }> {
  const { since = null, main = null } = options;
  const head = await store.head();
  const opened = head === null ? null : await openSealed(store, head, trust, [item]);
  if (head === null || opened === null || opened.ended) return verifyNewest(store, trust, { ...options, item });
  const { ledger, settings, problems } = opened;
  if (problems.length === 0 && !opened.verified.has(item)) problems.push(...(await itemProblems(store, ledger, trust, settings, item)));
  if (since !== null && !(await stillThere(store, head, since))) problems.push(await cutProblem(store, head, since));
  const beside = main === null || problems.length > 0 ? null : await openMain(main, settings);
  if (beside) problems.push(...beside.problems, ...(await beside.of(ledger, item)));
  const events = problems.length > 0 ? 0 : storedOf(ledger, item).length + storedOf(ledger, SETTINGS_CHAIN).length;
  return { ...reportOf(1, events, problems, item, purgedTexts(ledger, settings.purges, item)), head };
}

/** Reads the newest ledger and verifies it. */
export async function readAndVerify(store: LedgerStore, trust: Trust): Promise<{ ledger: Ledger; report: VerifyReport }> {
  const ledger = await readLedger(store);
  if (ledger.head === null) return { ledger, report: await nothingThere(store, null) };
  const settings = await verifySettings(store, ledger, trust);
  const report = await verifyParts(store, ledger.head, settings, trust, () => [ledger], {});
  return { ledger: { ...ledger, keysOn: keysOf(settings.versions) }, report };
}
