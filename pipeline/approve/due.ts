import type { Git } from '../forge/git/git.ts';
import { parseItemPath } from '../item/item-path.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { parseLedgerPath } from '../ledger/ledger-path.ts';
import { foldersToLookAt } from '../ledger/main-folders.ts';
import type { VerifiedLedgers } from '../verify/publisher.ts';

/** An item folder of main whose tree no approval event names. */
export interface DueItem {
  id: string;
  path: string;
  tree: string;
}

/** What is due, with the ledger that holds the chains of all due items. */
export interface Due {
  ledger: Ledger;
  due: DueItem[];
  misnamed: string[];
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
export async function dueItems(git: Git, main: string, ledgers: Pick<VerifiedLedgers, 'open'>): Promise<Due> {
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
