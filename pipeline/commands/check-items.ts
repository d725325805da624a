import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import type { BeijingDate } from '../beijing-time.ts';
import type { ItemFindings } from '../check/finding.ts';
import { type LimitedCheck, limitedCheck } from '../check/limited.ts';
import type { CheckContext } from '../check/rule.ts';
import type { ContentSource } from '../forge/content-source.ts';
import { decodePictures } from '../item/decode-pictures.ts';
import { treeId } from '../item/git-ids.ts';
import type { ItemFolder } from '../item/item.ts';
import { ITEMS_FOLDER } from '../item/item-path.ts';
import { Problem } from '../problem.ts';
import type { Published } from '../publish/published.ts';
import type { CheckCache } from './check-cache.ts';

/** Fewer items are checked sooner than a cache is read. */
const CACHE_FROM = 100;
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
  /** Whether results of the last run may be used; only for all items of the work tree. */
  cached: boolean;
  note: (line: string) => void;
}

async function folderAt(source: ContentSource, path: string): Promise<ItemFolder> {
  const folder = await source.folder(path);
  if (folder) return folder;
  throw new Problem('item/not-found', `没有信息 ${path}。应为仓库里已有的文件夹。请核对名称和 --root。`, { place: path });
}

/** The folder as it lies there once all that has one right form only is mended. */
async function mended(folder: ItemFolder, options: ItemsToCheck, limited: LimitedCheck, part: Partial<CheckContext>): Promise<ItemFolder> {
  const { root, source, note } = options;
  const [{ clearPictures }, { fixText }] = await Promise.all([import('./clear-pictures.ts'), import('./fix-text.ts')]);
  const cleared = (await clearPictures(root, folder, note)) ? await folderAt(source, folder.path) : folder;
  return (await fixText(options, cleared, limited, part)) ? await folderAt(source, folder.path) : cleared;
}

function known(cache: CheckCache | null, path: string, released: boolean, isOut: (tree: string) => boolean): ItemFindings | 'out' | null {
  const last = cache?.find(path) ?? null;
  if (last === null) return null;
  if (isOut(last.tree)) return 'out';
  // What is found in a change of something published hangs on that as well.
  return last.released || released ? null : last.result;
}

/** Checks items one after the other and keeps nothing of them but what was found. @throws Problem `item/not-found` */
export async function checkItems(options: ItemsToCheck): Promise<ItemFindings[]> {
  const { root, source, context, published, dateOut, paths, all, fix, cached } = options;
  if (paths.length >= ARCHIVE) setFlagsFromString('--optimize-for-size');
  const used = cached && all && !fix && paths.length >= CACHE_FROM;
  const cache = used ? (await import('./check-cache.ts')).openCheckCache(root, context) : null;
  const limited = limitedCheck(context);
  const items: ItemFindings[] = [];
  try {
    for (const path of paths) {
      const id = path.slice(ITEMS_FOLDER.length + 1);
      const released = published.released.has(id);
      const isApproved = (tree: string): boolean => published.trees.has(`${id} ${tree}`);
      const isOut = (tree: string): boolean => all && isApproved(tree);
      let result = known(cache, path, released, isOut);
      if (result === null) {
        if (items.length % TURN === 0) await setImmediate();
        let folder = await folderAt(source, path);
        // Without anything published no id has to be worked out: pictures are long.
        const tree = cache || published.trees.size > 0 ? treeId(folder.files) : '';
        const release = released && !isApproved(tree) ? { released, dateOut: await dateOut(id) } : { released };
        if (fix && !isOut(tree)) folder = await mended(folder, options, limited, release);
        const approved = isApproved(fix && tree !== '' ? treeId(folder.files) : tree);
        result = isOut(tree) ? 'out' : await limited.check(folder, { ...release, approved, pictures: await decodePictures(folder) });
        cache?.keep(path, { tree, released, result: result === 'out' ? null : result });
      }
      if (result !== 'out') items.push(result);
    }
  } finally {
    await limited.close();
  }
  cache?.save();
  return items;
}
