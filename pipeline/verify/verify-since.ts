import { beijingDate } from '../beijing-time.ts';
import { type Ledger, readChains } from '../ledger/ledger.ts';
import { parseLedgerPath, SETTINGS_CHAIN } from '../ledger/ledger-path.ts';
import type { LedgerStore } from '../ledger/ledger-store.ts';
import { keysOf } from '../ledger/settings-version.ts';
import { numberFaults } from './verify-approval.ts';
import { problem, type Trust, type VerifyProblem } from './verify-chain.ts';
import { figuresProblems } from './verify-figures.ts';
import { commitProblems } from './verify-history.ts';
import { itemChainProblems, itemProblems, nameProblems } from './verify-items.ts';
import { addedMediaProblems } from './verify-media.ts';
import { lateProblems, type Said, saidInFigures } from './verify-order.ts';
import { newestSeal, otherThanSealed } from './verify-seal.ts';
import { type VerifiedSettings, verifySettings } from './verify-settings.ts';

/** A ledger read from its newest seal on, with what is wrong with it. */
export interface Opened {
  ledger: Ledger;
  settings: VerifiedSettings;
  problems: VerifyProblem[];
  /** True where the key of the newest seal has ended: then only verifying everything tells whether it was put in time. */
  ended: boolean;
  /** Items of which every approval was verified here; the others' are as they were when the seal was put. */
  verified: ReadonlySet<string>;
}

/** What came since: the paths, and the chains that they belong to. */
interface Added {
  events: Set<string>;
  chains: Set<string>;
  media: string[];
  seals: string[];
  figures: string[];
}

function addedSince(paths: readonly string[]): Added {
  const added: Added = { events: new Set(), chains: new Set(), media: [], seals: [], figures: [] };
  for (const path of paths) {
    const name = parseLedgerPath(path);
    if (name?.type === 'event') added.events.add(path);
    if (name?.type === 'event' || name?.type === 'evidence') added.chains.add(name.chain);
    if (name?.type === 'media') added.media.push(path);
    if (name?.type === 'seal') added.seals.push(path);
    if (name?.type === 'figures') added.figures.push(path);
  }
  return added;
}

/** When what came since was written, and by which key; a picture's record is named by its event. */
async function saidSince(store: LedgerStore, { head, chains }: Ledger, { events, figures }: Added): Promise<Map<string, Said>> {
  const said = await saidInFigures(store, head ?? '', figures);
  for (const chain of chains.values()) for (const { path, event } of chain) if (events.has(path)) said.set(path, event);
  return said;
}

/** What is wrong with item chains that were read and that nothing was added to since the newest seal: digests, names, steps, what it says of them. */
export function chainsProblems(ledger: Ledger): VerifyProblem[] {
  return [
    ...nameProblems(ledger),
    ...[...ledger.chains.keys()].flatMap((chain) => itemChainProblems(ledger, chain)),
    ...otherThanSealed(ledger),
  ];
}

/**
 * Opens a ledger by its newest seal, so that a run costs what came since and not what the archive holds. What each part rests on:
 * - the chain of settings is verified from its beginning, with every signature, whatever the seal says;
 * - the seal is signed by a key that those settings list for its day;
 * - every commit after the one that the seal names follows its predecessor and only adds files, so nothing sealed was changed, removed or
 *   moved. A rewritten, cut or replaced branch doesn't hold the sealed commit and is refused;
 * - chains that something was added to are verified whole: digests, steps, signatures, forms, evidence judged again;
 * - other chains that are read (open ones, and those asked for) are held against their own digests and the table of steps. Their
 *   signatures were verified when the seal was put, and `verify` verifies them again;
 * - a chain that the seal speaks of has, byte for byte, the event that it calls the last;
 * - a chain that isn't read can't be decided on: to ask for one is a fault.
 * @param items further items to be read
 * @returns `null` where the ledger has no seal: then it is read and verified whole
 */
export async function openSealed(store: LedgerStore, head: string, trust: Trust, items: Iterable<string> = []): Promise<Opened | null> {
  const own = await readChains(store, head, [SETTINGS_CHAIN]);
  const settings = await verifySettings(store, own, trust);
  const found = await newestSeal(store, head, settings.versions, trust.today?.());
  if (found === null) return null;
  const failed = (problems: VerifyProblem[]): Opened => ({ ledger: own, settings, problems, ended: false, verified: new Set() });
  if ('problem' in found) return failed([...settings.problems, found.problem]);
  const { seal, ended } = found;
  const keysOn = keysOf(settings.versions);
  const commits = await store.history(head, seal.commit);
  const history = commitProblems(commits, seal.commit);
  if (history.length > 0) return failed([...settings.problems, ...history]);
  const paths = commits.flatMap(({ changes }) => changes.map(({ path }) => path));
  const added = addedSince(paths);
  // A purge speaks of a chain that nothing else may have been added to.
  for (const { item, path } of settings.purges) if (item !== null && added.events.has(path)) added.chains.add(item);
  const ledger: Ledger = {
    ...(await readChains(store, head, [SETTINGS_CHAIN, ...added.chains, ...seal.open, ...items])),
    sealed: { ...found, added: added.events },
    keysOn,
  };
  const touched = new Set([...added.chains].filter((chain) => chain !== SETTINGS_CHAIN));
  const problems = [
    ...settings.problems,
    ...nameProblems({ ...ledger, paths: [...new Set([...paths, ...ledger.paths])] }),
    ...added.seals
      .filter((path) => path !== seal.path)
      .map((path) => problem('ledger', path, 'seal', `封账 ${path} 不是最新的一次，却是在它之后写入的`)),
    ...(await addedMediaProblems(store, ledger, added.media, keysOn)),
    ...(await figuresProblems(store, head, added.figures, keysOn)),
  ];
  for (const chain of ledger.chains.keys()) {
    if (touched.has(chain)) problems.push(...(await itemProblems(store, ledger, trust, settings, chain)));
    else if (chain !== SETTINGS_CHAIN) problems.push(...itemChainProblems(ledger, chain));
  }
  problems.push(
    ...otherThanSealed(ledger),
    ...numberFaults(ledger),
    ...lateProblems(commits, await saidSince(store, ledger, added), keysOn, beijingDate(seal.at)),
  );
  return { ledger, settings, problems, ended: ended === true, verified: touched };
}
