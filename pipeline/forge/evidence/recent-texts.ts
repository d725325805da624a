import type { BeijingDate } from '../../beijing-time.ts';
import { ITEMS_FOLDER, type ItemPath, parseItemPath } from '../../item/item-path.ts';
import type { Git } from '../git/git.ts';

/** An item of lately as it lies on main: what it says of itself, and the blob ids of its pictures. */
export interface RecentText extends ItemPath {
  text: string;
  pictures: string[];
}

export const isPicture = (path: string): boolean => /\.jpe?g$/.test(path);

/** The place of a folder of lately; an archive's many others are told by their names alone and aren't even parsed. */
export function recentPlace(path: string, since: BeijingDate): ItemPath | null {
  const place = path.slice(path.lastIndexOf('/') + 1) >= since ? parseItemPath(path) : null;
  return place && place.date >= since ? place : null;
}

/**
 * The items of a commit whose information date is a given day or later. Folders are chosen by their names, so that an archive costs nothing;
 * only texts are read, the blob ids of pictures stand in the tree.
 */
export async function recentTexts(git: Git, commit: string, since: BeijingDate): Promise<RecentText[]> {
  const units = (await git.names(commit, ITEMS_FOLDER)).filter(({ type }) => type === 'tree');
  const folders = await Promise.all(
    units.map(async ({ name: unit, id }) =>
      (await git.namesIn(id))
        .filter(({ type, name }) => type === 'tree' && name >= since)
        .map(({ name, id: tree }) => ({ path: `${ITEMS_FOLDER}/${unit}/${name}`, tree })),
    ),
  );
  const found = await Promise.all(
    folders.flat().map(async ({ path, tree }) => {
      const place = recentPlace(path, since);
      if (!place) return [];
      const files = (await git.namesIn(tree)).filter(({ type }) => type === 'blob');
      const index = files.find(({ name }) => name === 'index.md');
      const pictures = files.filter(({ name }) => isPicture(name)).map(({ id }) => id);
      return index ? [{ ...place, text: (await git.read(index.id)).toString('utf8'), pictures }] : [];
    }),
  );
  return found.flat();
}
