import { createHash } from 'node:crypto';
import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const PIPELINE = join(import.meta.dirname, '..');

const isProgram = (entry: Dirent) => entry.isFile() && /\.(ts|js|json)$/.test(entry.name);

/** A digest of the program itself, or of some folders of it and what all of it needs: another reader, rule or library gives other results. */
export function programDigest(folders: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(process.versions));
  const names = ['', ...folders].flatMap((folder) =>
    readdirSync(join(PIPELINE, folder), { withFileTypes: true, recursive: folder !== '' })
      .filter(isProgram)
      .map(({ parentPath, name }) => join(parentPath, name)),
  );
  for (const name of names.sort()) digest.update(`\0${name.slice(PIPELINE.length)}\0`).update(readFileSync(name));
  for (const name of ['package.json', 'package-lock.json']) {
    try {
      digest.update(readFileSync(join(PIPELINE, '..', name)));
    } catch {
      digest.update('none');
    }
  }
  return digest.digest('hex');
}
