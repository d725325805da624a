import type { Git } from '../forge/git/git.ts';
import { ITEMS_FOLDER, parseItemPath } from '../item/item-path.ts';
import type { Seal } from './seal.ts';

/** A folder of main where an item would lie. */
export interface Folder {
  path: string;
  tree: string;
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
export async function foldersToLookAt(git: Git, main: string, seal: Seal | null): Promise<Folder[]> {
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
