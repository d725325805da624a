import type { Git, TreeName } from '../forge/git/git.ts';
import { chainFolder } from './ledger-path.ts';

/**
 * Every item of a ledger with the id of its chain's folder: the same id, the same events. Only names are read.
 * @param head a commit of the ledger; `null` where there is none
 */
export async function chainFolders(git: Git, head: string | null): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  if (head === null) return found;
  const foldersIn = async (tree: string): Promise<TreeName[]> => (await git.namesIn(tree)).filter(({ type }) => type === 'tree');
  for (const year of (await git.names(head, '')).filter(({ name, type }) => type === 'tree' && /^\d{4}$/.test(name))) {
    for (const month of await foldersIn(year.id)) {
      for (const unit of await foldersIn(month.id)) {
        for (const { name, id } of await foldersIn(unit.id)) {
          const item = `${unit.name}/${name}`;
          if (chainFolder(item) === `${year.name}/${month.name}/${item}`) found.set(item, id);
        }
      }
    }
  }
  return found;
}
