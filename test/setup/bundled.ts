import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PRODUCT = join(import.meta.dirname, '../..');
const run = promisify(execFile);

export const TAR = `sanshen-${process.platform}-${process.arch}.tar.gz`;

/** Makes a release of the present commit in a folder: the bundle, and the list of its checksum, whose own checksum is given. */
export async function bundled(folder: string): Promise<{ checksums: string }> {
  await run('node', ['--import', 'tsx', 'pipeline/setup/bundle/bundle.ts', '--out', folder, '--repository', 'shili/sanshen'], {
    cwd: PRODUCT,
  });
  return { checksums: checksumOf(join(folder, 'checksums.txt')) };
}

export const checksumOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Unpacks a release; gives the folder of the program. */
export async function unpacked(release: string, into: string): Promise<string> {
  const folder = join(into, 'sanshen');
  mkdirSync(folder, { recursive: true });
  await run('tar', ['--extract', '--gzip', '--file', join(release, TAR), '--directory', folder, '--strip-components', '1']);
  return folder;
}

/** The release as it would be under another version: with `version.ts` changed, packed anew. */
export async function renamed(release: string, into: string, [from, to]: [string, string]): Promise<{ checksums: string }> {
  const folder = await unpacked(release, into);
  for (const file of ['pipeline/version.ts', 'release.json']) {
    const text = readFileSync(join(folder, file), 'utf8');
    writeFileSync(join(folder, file), text.replaceAll(from, to));
  }
  await run('tar', ['--create', '--gzip', '--file', join(into, TAR), '--directory', into, 'sanshen']);
  writeFileSync(join(into, 'checksums.txt'), `${checksumOf(join(into, TAR))}  ${TAR}\n`);
  return { checksums: checksumOf(join(into, 'checksums.txt')) };
}
