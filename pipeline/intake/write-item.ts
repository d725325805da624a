import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readFrontMatter } from '../item/front-matter/front-matter.ts';
import { Problem } from '../problem.ts';
import { indexFile, type Known } from './draft/front-matter-text.ts';

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

/**
 * Takes over what a later file of the same text settles: of the item that is there nothing but `unsettled` changes.
 * @returns false where that item has other words, or asks for nothing
 */
export async function settleItem(base: string, folder: string, index: Uint8Array): Promise<boolean> {
  const path = join(base, folder, 'index.md');
  const [there, now] = [readFrontMatter(await readFile(path).catch(() => Buffer.of())), readFrontMatter(index)];
  if (there.raw?.unsettled === undefined || there.body !== now.body) return false;
  const known = { ...there.raw, unsettled: now.raw?.unsettled } as Known;
  await writeFile(path, indexFile(known, there.body ?? '', []).index.bytes);
  return true;
}
