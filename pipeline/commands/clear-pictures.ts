import { rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ItemFolder } from '../item/item.ts';
import { readJpeg, stripMetadata } from '../item/jpeg.ts';
import { Problem } from '../problem.ts';

/** Writes a file beside the old one and then puts it in its place, so that there is never half a picture. */
async function replace(file: string, bytes: Uint8Array): Promise<void> {
  const beside = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(beside, bytes, { flag: 'wx', mode: 0o644 });
    await rename(beside, file);
  } catch (cause) {
    await unlink(beside).catch(() => {});
    throw new Problem('fix/not-written', `${file} 写不进去，原图没有动。应为：可写的文件夹。请检查权限和磁盘后重试。`, {
      place: file,
      cause,
    });
  }
}

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
    await replace(join(root, folder.path, path), plain);
    note(`已清除拍摄信息，画面不变：${folder.path}/${path}`);
    changed = true;
  }
  return changed;
}
