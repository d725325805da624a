import type { Git } from '../forge/git.ts';
import { ITEMS_FOLDER, parseItemPath } from '../item/item-path.ts';
import type { Ledger } from './ledger.ts';
import { parseLedgerPath } from './ledger-path.ts';

/** An item folder of main whose tree no approval event names. */
export interface DueItem {
  id: string;
  path: string;
  tree: string;
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

/** What is due: a comparison of main with the ledger, never of one push with the one before (contracts.md 5). */
export async function dueItems(git: Git, main: string, ledger: Ledger): Promise<{ due: DueItem[]; misnamed: string[] }> {
  const approved = approvedTrees(ledger);
  const due: DueItem[] = [];
  const misnamed: string[] = [];
  for (const unit of await git.names(main, ITEMS_FOLDER)) {
    if (unit.type !== 'tree') continue;
    for (const { name, type, id: tree } of await git.names(main, `${ITEMS_FOLDER}/${unit.name}`)) {
      const path = `${ITEMS_FOLDER}/${unit.name}/${name}`;
      const place = parseItemPath(path);
      if (type !== 'tree') continue;
      if (!place) misnamed.push(path);
      else if (!approved.get(place.id)?.has(tree)) due.push({ id: place.id, path, tree });
    }
  }
  return { due, misnamed };
}
