import { createHash } from 'node:crypto';
import type { ItemFile } from './item.ts';

/** The id that Git (SHA-1) gives a blob of these bytes. */
export function blobId(bytes: Uint8Array): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** The id that Git (SHA-1) gives the tree of a folder, from its files and the folders below it, which have the mode 40000. */
export function treeId(files: readonly Pick<ItemFile, 'path' | 'mode' | 'id'>[]): string {
  // Git sorts a folder as if its name ended with a slash.
  const key = ({ path, mode }: Pick<ItemFile, 'path' | 'mode'>): string => (mode === '40000' ? `${path}/` : path);
  const sorted = [...files].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  const entries = sorted.map(({ path, mode, id }) => Buffer.concat([Buffer.from(`${mode} ${path}\0`), Buffer.from(id, 'hex')]));
  const content = Buffer.concat(entries);
  return createHash('sha1').update(`tree ${content.length}\0`).update(content).digest('hex');
}
