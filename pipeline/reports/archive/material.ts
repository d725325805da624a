import { historyYearOf } from '../../item/history/history.ts';
import type { ItemFolder } from '../../item/item.ts';
import type { LedgerEvent } from '../../ledger/event.ts';
import type { ItemState } from '../../ledger/fold.ts';
import type { LedgerFile } from '../../ledger/ledger-store.ts';
import { type Purge, purgeOf } from '../../ledger/purge-event.ts';
import { folderOf } from '../../ledger/recorded-evidence.ts';
import type { Settings } from '../../ledger/settings-version.ts';
import type { Evidence } from '../../review/gate/evidence.ts';

/** What says what a package is, for the program that checks it. */
export const INDEX = '归档包.json';
export const SUMS = 'SHA256SUMS';
export const WITHHELD = '不入包的登记.txt';
export const TEXT_FOLDER = '稿件';
export const LEDGER_FOLDER = '台账';
export const BLOBS_FOLDER = '名单与规则';

/** An item of the year, with its whole chain. */
export interface ArchivedItem {
  id: string;
  state: ItemState;
  /** Events and evidence, with their paths in the ledger. */
  files: readonly LedgerFile[];
  /** Recorded evidence of its approvals, by their numbers in the chain. */
  evidence: ReadonlyMap<number, Evidence>;
}

/** What is said of an item that was withdrawn for secrecy: numbers of forms, and digests of events, which reveal nothing. */
export interface Withheld {
  numbers: string[];
  events: { seq: number; kind: string; at: string; sha256: string }[];
}

/** What a year's package is made from, wherever that was read. */
export interface Material {
  year: string;
  /** The commit of the ledger. */
  ledger: string;
  /** All registered versions of the settings, oldest first, and the purges that are in the package. */
  versions: readonly Settings[];
  purges: readonly Purge[];
  /** The chain of the settings with its evidence, and the files that its versions name, by their blobs. */
  settings: readonly LedgerFile[];
  blobs: ReadonlyMap<string, Uint8Array>;
  /** In the order of their first forms. */
  items: readonly ArchivedItem[];
  /** The folder that was approved. */
  textOf: (item: ArchivedItem, approval: LedgerEvent) => Promise<ItemFolder>;
  withheld: readonly Withheld[];
  /** Records of purges that name an item withdrawn for secrecy: places in the chain of the settings, and digests. */
  withheldSettings: readonly { path: string; sha256: string }[];
  /** Forms with numbers of this year that are about items of an earlier one. */
  elsewhere: readonly { number: string; year: string }[];
}

/** Files that the versions of the settings name; 历史信息 has no forms and is in no package, so its years aren't among them. */
export function settingsFiles(versions: Material['versions']): Settings['files'] {
  return versions.flatMap(({ files }) => files).filter(({ path }) => historyYearOf(path) === null);
}

/** The folder that was approved; `null` where something of it was taken out by a purge. */
export async function keptText({ purges, textOf }: Material, item: ArchivedItem, approval: LedgerEvent): Promise<ItemFolder | null> {
  return purgeOf(purges, approval) === null ? textOf(item, approval) : null;
}

/** True if an item was ever taken back for secrecy, whatever came of it later. */
export function isSecret(
  id: string,
  { releases, approvals }: ItemState,
  evidence: ArchivedItem['evidence'],
  events: readonly LedgerEvent[],
  purges: readonly Purge[],
): boolean {
  const atOnce =
    releases.some(({ takenBack }) => takenBack?.code === 'secrecy') ||
    events.some((event) => event.kind === 'withdraw-intent' && event.code === 'secrecy');
  const approved = approvals.some(({ seq }) => {
    const front = evidence.get(seq)?.items.find(({ path }) => path === folderOf(id))?.frontMatter as
      | { withdraw?: { kind?: string } }
      | null
      | undefined;
    return front?.withdraw?.kind === 'secrecy';
  });
  return atOnce || approved || purges.some((purge) => purge.item === id && purge.kind === 'secrecy');
}
