import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sha256 } from '../../canonical-json.ts';
import { Problem } from '../../problem.ts';
import { SUMS } from './material.ts';
import type { PackageFile } from './package-files.ts';

/** What was written. */
export interface Written {
  files: number;
  bytes: number;
  /** SHA-256 of the list of checksums: what goes onto the paper of the transfer. */
  sums: string;
}

/** The list that `sha256sum -c` reads, in the order of paths. */
export function sumsOf(digests: ReadonlyMap<string, string>): Buffer {
  const lines = [...digests].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, digest]) => `${digest}  ${path}\n`);
  return Buffer.from(lines.join(''));
}

/** @throws Problem `archive/not-empty` where a folder holds anything */
export async function refuseFull(dir: string): Promise<void> {
  const held = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new Problem('archive/not-empty', `${dir} 不是能写的文件夹；应为空的或还没有的文件夹；请另指一个 --out。`, {
      place: '--out',
      cause: error,
    });
  });
  if (held.length > 0)
    throw new Problem('archive/not-empty', `${dir} 里已有文件，归档包没有做；应为空的或还没有的文件夹；请另指一个 --out。`, {
      place: '--out',
    });
}

/**
 * Writes a package beside where it is to be, and puts it there once it is whole.
 * @param check looks at what was written before it is put in place
 * @throws Problem `archive/not-empty`
 */
export async function writePackage(
  dir: string,
  files: AsyncIterable<PackageFile>,
  check: (written: string) => Promise<void>,
): Promise<Written> {
  await refuseFull(dir);
  const draft = join(dirname(dir), `.${basename(dir)}.${process.pid}.tmp`);
  const digests = new Map<string, string>();
  let total = 0;
  try {
    for await (const { path, bytes } of files) {
      const content = bytes ?? new Uint8Array();
      await mkdir(dirname(join(draft, path)), { recursive: true });
      await writeFile(join(draft, path), content, { flag: 'wx' });
      digests.set(path, sha256(content));
      total += content.length;
    }
    const sums = sumsOf(digests);
    await writeFile(join(draft, SUMS), sums);
    await check(draft);
    await rmdir(dir).catch(() => undefined);
    await rename(draft, dir);
    return { files: digests.size + 1, bytes: total + sums.length, sums: sha256(sums) };
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}
