import type { Git } from '../forge/git.ts';
import { parseLedgerPath } from './ledger-path.ts';

/** What the ledger's names alone say: trees that are approved (`<item> <tree>`), and items that are out on a channel. */
export interface Published {
  trees: Set<string>;
  released: Set<string>;
}

/** Reads the names of the newest ledger that this repository has (`origin/ledger`, else `ledger`); nothing where there is none. */
export async function publishedIn(git: Git | null): Promise<Published> {
  const published: Published = { trees: new Set(), released: new Set() };
  const ledger = (await git?.resolve('refs/remotes/origin/ledger')) ?? (await git?.resolve('refs/heads/ledger')) ?? null;
  if (git === null || ledger === null) return published;
  for (const { path } of await git.list(ledger)) {
    const name = parseLedgerPath(path);
    if (name?.type !== 'event') continue;
    if (name.kind === 'approval' && name.tree !== null) published.trees.add(`${name.chain} ${name.tree}`);
    if (name.kind === 'confirmed') published.released.add(name.chain);
  }
  return published;
}
