import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Problem } from '../problem.ts';

const exists = (folder: string): Problem =>
  new Problem('intake/exists', `已有文件夹 ${folder}；同一篇只收一次；要改的请直接改那里的 index.md，不要重复报送。`, {
    place: folder,
    exitCode: 1,
  });

/**
 * Writes an item's folder whole or not at all, and never over one that is there.
 * @throws Problem `intake/exists` (exit 1), `intake/unwritable` (exit 2)
 */
export async function writeItem(base: string, folder: string, files: readonly { path: string; bytes: Uint8Array }[]): Promise<void> {
  const target = join(base, folder);
  if (existsSync(target)) throw exists(folder);
  let draft: string | null = null;
  try {
    await mkdir(dirname(target), { recursive: true });
    draft = await mkdtemp(join(dirname(target), '.intake-'));
    const whole = join(draft, 'item');
    await mkdir(whole);
    for (const { path, bytes } of files) await writeFile(join(whole, path), bytes, { flag: 'wx', mode: 0o644 });
    await rename(whole, target);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOTEMPTY' || code === 'EEXIST') throw exists(folder);
    throw new Problem('intake/unwritable', `写不到 ${folder}；应为可以写的位置；请检查权限和磁盘空间后重试。`, { place: folder, cause });
  } finally {
    if (draft !== null) await rm(draft, { recursive: true, force: true });
  }
}
