import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** How a folder lies there, by what the file system says without any file being read. */
export interface FolderState {
  /** Names, kinds, sizes, numbers and times of all that is in it: whatever is changed, replaced or touched, it is another. */
  signature: string;
  /** The latest of the times, in milliseconds since 1970. */
  latest: number;
}

/** The state of a folder with all below it; `null` where it can't be told. */
export function folderState(path: string): FolderState | null {
  const lines: string[] = [];
  let latest = 0;
  const add = (full: string, name: string): void => {
    const { mode, size, ino, mtimeMs, ctimeMs } = lstatSync(full);
    lines.push(`${name} ${mode} ${size} ${ino} ${mtimeMs} ${ctimeMs}`);
    latest = Math.max(latest, mtimeMs, ctimeMs);
  };
  const visit = (folder: string, prefix: string): void => {
    add(folder, prefix);
    const entries: Dirent[] = readdirSync(folder, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.isDirectory()) visit(join(folder, entry.name), `${prefix}${entry.name}/`);
      else add(join(folder, entry.name), prefix + entry.name);
    }
  };
  try {
    visit(path, '');
  } catch {
    return null;
  }
  return { signature: lines.join('\n'), latest };
}
