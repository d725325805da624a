import type { Git } from '../forge/git/git.ts';
import { ITEMS_FOLDER, parseItemPath } from '../item/item-path.ts';
import type { Seal } from './event.ts';
import type { Ledger } from './ledger.ts';
import { parseLedgerPath } from './ledger-path.ts';

/** A folder of main where an item would lie. */
interface Folder {
  path: string;
  tree: string;
}

/** An item folder of main whose tree no approval event names. */
export interface DueItem extends Folder {
  id: string;
}

/** What is due, with the ledger that holds the chains of all due items. */
export interface Due {
  ledger: Ledger;
  due: DueItem[];
  misnamed: string[];
}

/** Folders below a unit's, by name. */
async function foldersOf(git: Git, commit: string, unit: string): Promise<Map<string, string>> {
  const names = await git.names(commit, unit);
  return new Map(names.flatMap(({ name, type, id }) => (type === 'tree' ? [[name, id]] : [])));
}

/**
 * Folders of main that a seal doesn't answer for: those changed since the commit of main that it names, and those due then. All of them
 * where there is no seal, or where the repository doesn't have that commit any more.
 */
async function foldersToLookAt(git: Git, main: string, seal: Seal | null): Promise<Folder[]> {
  const before = seal !== null && (await git.resolve(seal.main)) !== null ? seal.main : null;
  const due = new Set(seal?.due);
  const sealed = new Map(before === null ? [] : (await git.names(before, ITEMS_FOLDER)).map(({ name, id }) => [name, id]));
  const folders: Folder[] = [];
  for (const { name: unit, type, id } of await git.names(main, ITEMS_FOLDER)) {
    const place = `${ITEMS_FOLDER}/${unit}`;
    const wasDue = [...due].some((path) => path.startsWith(`${place}/`));
    if (type !== 'tree' || (sealed.get(unit) === id && !wasDue)) continue;
    const known = before === null ? new Map<string, string>() : await foldersOf(git, before, place);
    for (const [name, tree] of await foldersOf(git, main, place)) {
      const path = `${place}/${name}`;
      if (known.get(name) !== tree || due.has(path)) folders.push({ path, tree });
    }
  }
  return folders;
}

/** Trees that the ledger names, by item: from names alone. */
function approvedTrees(ledger: Ledger): Map<string, Set<string>> {
  const trees = new Map<string, Set<string>>();
  for (const path of ledger.paths) {
    const name = parseLedgerPath(path);
    if (name?.type !== 'event' || name.kind !== 'approval' || name.tree === null) continue;
    trees.set(name.chain, (trees.get(name.chain) ?? new Set()).add(name.tree));
  }
  return trees;
}

/**
 * What is due: a comparison of main with the ledger, never of one push with the one before (contracts.md 5).
 * @throws Problem `ledger/unverified`
 */
export async function dueItems(git: Git, main: string, ledgers: { open: (items?: Iterable<string>) => Promise<Ledger> }): Promise<Due> {
  const { sealed } = await ledgers.open();
  const folders = await foldersToLookAt(git, main, sealed?.seal ?? null);
  const placed = folders.map((folder) => ({ ...folder, id: parseItemPath(folder.path)?.id ?? null }));
  const ledger = await ledgers.open(placed.flatMap(({ id }) => (id === null ? [] : [id])));
  const approved = approvedTrees(ledger);
  return {
    ledger,
    due: placed.flatMap(({ id, path, tree }) => (id === null || approved.get(id)?.has(tree) ? [] : [{ id, path, tree }])),
    misnamed: placed.flatMap(({ id, path }) => (id === null ? [path] : [])),
  };
}

/**
 * Folders of a commit of main that nobody has approved: texts, and what isn't named like an item. None of a commit that isn't there.
 * @param isApproved whether an item was approved with a tree
 */
export async function unapprovedFolders(git: Git, main: string, isApproved: (id: string, tree: string) => boolean): Promise<string[]> {
  if ((await git.resolve(main)) === null) return [];
  const folders = await foldersToLookAt(git, main, null);
  return folders.flatMap(({ path, tree }) => {
    const id = parseItemPath(path)?.id ?? null;
    return id !== null && isApproved(id, tree) ? [] : [path];
  });
}
