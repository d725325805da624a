import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import type { BeijingDate } from '../beijing-time.ts';
import { checkItem } from '../check/engine.ts';
import type { ItemFindings } from '../check/finding.ts';
import type { CheckContext } from '../check/rule.ts';
import type { ContentSource } from '../forge/content-source.ts';
import { decodePictures } from '../item/decode-pictures.ts';
import { treeId } from '../item/git-ids.ts';
import type { ItemFolder } from '../item/item.ts';
import { ITEMS_FOLDER } from '../item/item-path.ts';
import { Problem } from '../problem.ts';
import type { Published } from '../publish/published.ts';

/** After so many items read the engine gets a turn of its own, in which it gives back the memory of pictures. */
const TURN = 16;
/** With an archive to check, the engine gives memory back sooner: half of the memory for a fifth more time (`npm run bench -- check`). */
const ARCHIVE = 500;

/** Which items are checked, and how. */
export interface ItemsToCheck {
  root: string;
  source: ContentSource;
  context: Omit<CheckContext, 'released'>;
  published: Published;
  /** 信息日期 of an item's text that is out. */
  dateOut: (id: string) => Promise<BeijingDate | null | undefined>;
  paths: readonly string[];
  /** They are all there are: what is published as it lies there is left out. */
  all: boolean;
  fix: boolean;
  note: (line: string) => void;
}

async function folderAt(source: ContentSource, path: string): Promise<ItemFolder> {
  const folder = await source.folder(path);
  if (folder) return folder;
  throw new Problem('item/not-found', `没有信息 ${path}。应为仓库里已有的文件夹。请核对名称和 --root。`, { place: path });
}

/** The folder as it lies there once all that has one right form only is mended. */
async function mended(folder: ItemFolder, options: ItemsToCheck, context: CheckContext): Promise<ItemFolder> {
  const { root, source, note } = options;
  const [{ clearPictures }, { fixText }] = await Promise.all([import('./clear-pictures.ts'), import('./fix-text.ts')]);
  const cleared = (await clearPictures(root, folder, note)) ? await folderAt(source, folder.path) : folder;
  return (await fixText(options, cleared, context)) ? await folderAt(source, folder.path) : cleared;
}

/** One item's findings; `null` where it is left out. */
async function checked(path: string, options: ItemsToCheck): Promise<ItemFindings | null> {
  const { source, published, dateOut, all, fix } = options;
  const id = path.slice(ITEMS_FOLDER.length + 1);
  const released = published.released.has(id);
  const isApproved = (tree: string): boolean => published.trees.has(`${id} ${tree}`);
  let folder = await folderAt(source, path);
  // Without anything published no id has to be worked out: pictures are long.
  const tree = published.trees.size > 0 ? treeId(folder.files) : '';
  if (all && isApproved(tree)) return null;
  const context = { ...options.context, released, ...(released && !isApproved(tree) ? { dateOut: await dateOut(id) } : {}) };
  if (fix) folder = await mended(folder, options, context);
  const approved = isApproved(fix && tree !== '' ? treeId(folder.files) : tree);
  return checkItem(folder, { ...context, approved, pictures: await decodePictures(folder) });
}

/** Checks items one after the other and keeps nothing of them but what was found. @throws Problem `item/not-found` */
export async function checkItems(options: ItemsToCheck): Promise<ItemFindings[]> {
  const { paths } = options;
  if (paths.length >= ARCHIVE) setFlagsFromString('--optimize-for-size');
  const items: ItemFindings[] = [];
  for (const [index, path] of paths.entries()) {
    if (index % TURN === 0) await setImmediate();
    const result = await checked(path, options);
    if (result !== null) items.push(result);
  }
  return items;
}
