import { type Dirent, lstatSync, readdirSync } from 'node:fs';

/** How a folder lies there, by what the file system says without any file being read. */
export interface FolderState {
  /** Kinds, sizes, numbers, times and names of all that is in it: whatever is changed, replaced or touched, it is another. */
  signature: string;
  /** The latest of the times, in milliseconds since 1970. */
  latest: number;
}

/** Between two entries of a signature: no path has it. */
const NEXT = '//';
/** The folder's own name in its signature. */
const ITSELF = '.';

/** The state of a folder with all below it; `null` where it can't be told. */
export function folderState(path: string): FolderState | null {
  const lines: string[] = [];
  let latest = 0;
  const add = (name: string): void => {
    const { mode, size, ino, mtimeMs, ctimeMs } = lstatSync(`${path}/${name}`);
    lines.push(`${mode} ${size} ${ino} ${mtimeMs} ${ctimeMs}/${name}`);
    latest = Math.max(latest, mtimeMs, ctimeMs);
  };
  const visit = (name: string, prefix: string): void => {
    add(name);
    const entries: Dirent[] = readdirSync(`${path}/${name}`, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.isDirectory()) visit(prefix + entry.name, `${prefix}${entry.name}/`);
      else add(prefix + entry.name);
    }
  };
  try {
    visit(ITSELF, '');
  } catch {
    return null;
  }
  return { signature: lines.join(NEXT), latest };
}

/**
 * Whether a folder still lies there as a signature says. No folder in it is read again: a name that comes, goes or is given to another file
 * changes the times of the folder that it stands in; but for file systems of Windows, which needn't keep those.
 */
export function isAsBefore(path: string, signature: string): boolean {
  if (process.platform === 'win32') return folderState(path)?.signature === signature;
  try {
    return signature.split(NEXT).every((line) => {
      const end = line.indexOf('/');
      const { mode, size, ino, mtimeMs, ctimeMs } = lstatSync(path + line.slice(end));
      return `${mode} ${size} ${ino} ${mtimeMs} ${ctimeMs}` === line.slice(0, end);
    });
  } catch {
    return false;
  }
}
