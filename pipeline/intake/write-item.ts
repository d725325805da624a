import { existsSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readFrontMatter } from '../item/front-matter/front-matter.ts';
import { Problem } from '../problem.ts';
import { indexFile, type Known } from './draft/front-matter-text.ts';
import { refusal } from './file-kind.ts';

const exists = (folder: string): Problem =>
  refusal('exists', `已有文件夹 ${folder}；同一篇只收一次；要改的请直接改那里的 index.md，不要重复报送。`, folder);

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Puts what is written elsewhere first in its place, in one step; whatever comes in between leaves nothing behind. */
async function putWhole(target: string, write: (whole: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(target), { recursive: true });
  const draft = await mkdtemp(join(dirname(target), '.intake-'));
  const stop = (signal: NodeJS.Signals): void => {
    rmSync(draft, { recursive: true, force: true });
    process.kill(process.pid, signal);
  };
  for (const signal of SIGNALS) process.once(signal, stop);
  try {
    await write(join(draft, 'item'));
    await rename(join(draft, 'item'), target);
  } finally {
    await rm(draft, { recursive: true, force: true });
    for (const signal of SIGNALS) process.off(signal, stop);
  }
}

const unwritable = (folder: string, cause: unknown): Problem =>
  new Problem('intake/unwritable', `写不到 ${folder}；应为可以写的位置；请检查权限和磁盘空间后重试。`, { place: folder, cause });

/**
 * Writes an item's folder whole or not at all, and never over one that is there.
 * @throws Problem `intake/exists` (exit 1), `intake/unwritable` (exit 2)
 */
export async function writeItem(base: string, folder: string, files: readonly { path: string; bytes: Uint8Array }[]): Promise<void> {
  const target = join(base, folder);
  if (existsSync(target)) throw exists(folder);
  try {
    await putWhole(target, async (whole) => {
      await mkdir(whole);
      for (const { path, bytes } of files) await writeFile(join(whole, path), bytes, { flag: 'wx', mode: 0o644 });
    });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw code === 'ENOTEMPTY' || code === 'EEXIST' ? exists(folder) : unwritable(folder, cause);
  }
}

/**
 * Takes over what a later file of the same text settles: of the item that is there nothing but `unsettled` changes.
 * @returns false where that item has other words, or asks for nothing
 * @throws Problem `intake/unwritable` (exit 2)
 */
export async function settleItem(base: string, folder: string, index: Uint8Array): Promise<boolean> {
  const path = join(base, folder, 'index.md');
  const [there, now] = [readFrontMatter(await readFile(path).catch(() => Buffer.of())), readFrontMatter(index)];
  if (there.raw?.unsettled === undefined || there.body !== now.body) return false;
  const known = { ...there.raw, unsettled: now.raw?.unsettled } as Known;
  const { bytes } = indexFile(known, there.body ?? '', []).index;
  await putWhole(path, (whole) => writeFile(whole, bytes)).catch((cause: unknown) => {
    throw unwritable(folder, cause);
  });
  return true;
}
