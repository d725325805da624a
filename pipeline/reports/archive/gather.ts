import { beijingDate } from '../../beijing-time.ts';
import { sha256 } from '../../canonical-json.ts';
import type { Git } from '../../forge/git/git.ts';
import { itemState, itemsOf, type Ledger, readByMonth, readChains, storedOf } from '../../ledger/ledger.ts';
import { parseLedgerPath, SETTINGS_CHAIN } from '../../ledger/ledger-path.ts';
import type { LedgerFile, LedgerStore } from '../../ledger/ledger-store.ts';
import { purgeIn } from '../../ledger/purge-event.ts';
import { approvedFolder, folderOf } from '../../ledger/recorded-evidence.ts';
import { parseNumber } from '../../ledger/seal.ts';
import { Problem } from '../../problem.ts';
import type { Evidence } from '../../review/gate/evidence.ts';
import { parseEvidence } from '../../review/gate/read-evidence.ts';
import { gitTrust } from '../../verify/publisher.ts';
import { verifyNewest } from '../../verify/verify.ts';
import { verifySettings } from '../../verify/verify-settings.ts';
import { type ArchivedItem, isSecret, type Material, settingsFiles, type Withheld } from './material.ts';

/** An item's files as they lie in the ledger, and what they say. */
export async function chainOf(store: LedgerStore, ledger: Ledger, id: string): Promise<ArchivedItem> {
  const files: LedgerFile[] = [];
  const evidence = new Map<number, Evidence>();
  for (const { path, bytes } of storedOf(ledger, id)) files.push({ path, bytes });
  for (const path of ledger.paths) {
    const name = parseLedgerPath(path);
    if (name?.type !== 'evidence' || name.chain !== id) continue;
    const bytes = (await store.readAt(ledger.head ?? '', path)) ?? new Uint8Array();
    files.push({ path, bytes });
    if (id !== SETTINGS_CHAIN) evidence.set(name.seq, parseEvidence(JSON.parse(Buffer.from(bytes).toString('utf8'))));
  }
  return { id, state: itemState(ledger, id), files: files.sort((a, b) => (a.path < b.path ? -1 : 1)), evidence };
}

/** The year in which an item's first form was signed: its package is that one's, whatever follows later. */
const yearOf = ({ state }: ArchivedItem): string => beijingDate(state.approvals[0]?.at ?? '1970-01-01T00:00:00Z').slice(0, 4);

const numbersOf = ({ state }: ArchivedItem): string[] => state.approvals.flatMap(({ number }) => number ?? []);

/** Items in the order of their first forms. */
export function inOrder(items: readonly ArchivedItem[]): ArchivedItem[] {
  const place = (item: ArchivedItem): number => parseNumber(numbersOf(item)[0])?.count ?? 0;
  return [...items].sort((a, b) => place(a) - place(b));
}

function withheldOf({ state, files, ...item }: ArchivedItem): Withheld {
  const events = files.flatMap(({ path, bytes }) => {
    const name = parseLedgerPath(path);
    if (name?.type !== 'event') return [];
    const { at } = JSON.parse(Buffer.from(bytes).toString('utf8')) as { at: string };
    return [{ seq: name.seq, kind: name.kind, at, sha256: sha256(bytes) }];
  });
  return { numbers: numbersOf({ state, files, ...item }), events };
}

/**
 * What a year's package is made from: the newest ledger, verified from its beginning together with what lies on main.
 * @throws Problem `ledger/unverified`, `archive/empty`
 */
export async function gatherArchive(git: Git, store: LedgerStore, year: string): Promise<Material> {
  const trust = gitTrust(git);
  const { head, problems } = await verifyNewest(store, trust, { main: git });
  if (head === null || problems[0]) {
    const message = `台账核验没有通过（共 ${problems.length} 处）：${problems[0]?.message ?? '还没有台账。'}归档包没有做；请先运行 sanshen verify 查明。`;
    throw new Problem('ledger/unverified', message, { place: problems[0]?.event || 'ledger' });
  }
  const chain = await readChains(store, head, [SETTINGS_CHAIN]);
  const { versions, purges } = await verifySettings(store, chain, trust);
  const all: ArchivedItem[] = [];
  const secret = new Set<string>();
  const elsewhere: { number: string; year: string }[] = [];
  for await (const month of readByMonth(store, head)) {
    for (const id of itemsOf(month)) {
      const item = await chainOf(store, month, id);
      const events = storedOf(month, id).map(({ event }) => event);
      if (isSecret(id, item.state, item.evidence, events, purges)) secret.add(id);
      if (yearOf(item) === year) all.push(item);
      else for (const number of numbersOf(item)) if (parseNumber(number)?.year === year) elsewhere.push({ number, year: yearOf(item) });
    }
  }
  if (all.length === 0)
    throw new Problem('archive/empty', `${year} 年没有签过审核单，没有可归档的；应为有信息的年度；请核对 --year。`, {
      place: '--year',
      exitCode: 1,
    });
  // Evidence of a pull request with several items names all of them: who was judged beside a secret one is told by number, too.
  const named = [...secret].map(folderOf);
  const reveals = ({ id, evidence }: ArchivedItem): boolean =>
    secret.has(id) ||
    [...evidence.values()].some(({ items, files }) =>
      named.some((path) => items.some((entry) => entry.path === path) || files.some((file) => file.path.startsWith(`${path}/`))),
    );
  const items = inOrder(all);
  const settings = await chainOf(store, chain, SETTINGS_CHAIN);
  const hidden = new Set(
    storedOf(chain, SETTINGS_CHAIN).flatMap(({ path, event }) =>
      event.kind === 'purge' && secret.has(purgeIn(event)?.item ?? '') ? [path] : [],
    ),
  );
  const blobs = new Map<string, Uint8Array>();
  for (const { id } of settingsFiles(versions)) if (!blobs.has(id)) blobs.set(id, await git.read(id));
  return {
    ...{ year, ledger: head, versions, blobs },
    purges: purges.filter(({ path }) => !hidden.has(path)),
    settings: settings.files.filter(({ path }) => !hidden.has(path)),
    items: items.filter((item) => !reveals(item)),
    textOf: (_, approval) => approvedFolder(git, approval),
    withheld: items.filter(reveals).map(withheldOf),
    withheldSettings: settings.files.filter(({ path }) => hidden.has(path)).map(({ path, bytes }) => ({ path, sha256: sha256(bytes) })),
    elsewhere: elsewhere.sort((a, b) => (a.number < b.number ? -1 : 1)),
  };
}
