import { rename, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Problem } from '../../problem.ts';

/**
 * Writes a whole file, or leaves what was there as it is.
 * @param path absolute, or from `root`
 * @returns where it lies
 * @throws Problem `code` (exit 2)
 */
export async function writeOut(root: string, path: string, content: string | Uint8Array, code: string): Promise<string> {
  const file = resolve(root, path);
  const draft = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(draft, content);
    await rename(draft, file);
    return file;
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw new Problem(code, `写不到 ${path}；应为可以写的位置，上级文件夹已有；请检查权限，或另指一个文件。`, {
      place: path,
      cause,
    });
  }
}
