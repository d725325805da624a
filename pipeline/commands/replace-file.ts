import { rename, unlink, writeFile } from 'node:fs/promises';
import { Problem } from '../problem.ts';

/**
 * Writes a file beside the old one and then puts it in its place, so that there is never half a file.
 * @throws Problem `fix/not-written`; the old file is as it was
 */
export async function replaceFile(file: string, bytes: Uint8Array): Promise<void> {
  const beside = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(beside, bytes, { flag: 'wx', mode: 0o644 });
    await rename(beside, file);
  } catch (cause) {
    await unlink(beside).catch(() => {});
    throw new Problem('fix/not-written', `${file} 写不进去，原文件没有动。应为：可写的文件夹。请检查权限和磁盘后重试。`, {
      place: file,
      cause,
    });
  }
}
