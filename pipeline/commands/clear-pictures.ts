import { join } from 'node:path';
import type { ItemFolder } from '../item/item.ts';
import { readJpeg, stripMetadata } from '../item/jpeg.ts';
import { replaceFile } from './replace-file.ts';

/**
 * Clears what an item's pictures carry beside the picture, in the work tree. Gives true if any file changed.
 * @throws Problem `fix/not-written`
 */
export async function clearPictures(root: string, folder: ItemFolder, note: (line: string) => void): Promise<boolean> {
  let changed = false;
  for (const { path, mode, bytes } of folder.files) {
    if (mode !== '100644' || !/\.jpe?g$/i.test(path) || readJpeg(bytes).problem !== null) continue;
    const plain = stripMetadata(bytes);
    if (Buffer.compare(plain, bytes) === 0) continue;
    await replaceFile(join(root, folder.path, path), plain);
    note(`已清除拍摄信息，画面不变：${folder.path}/${path}`);
    changed = true;
  }
  return changed;
}
