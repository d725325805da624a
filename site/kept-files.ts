import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What is remembered of a file: the name of its content (`pageKeys`), its size in bytes and when it was written. */
type Kept = [name: string, key: string, size: number, writtenAt: number];

/** What is remembered of a folder, `/a/`: when files came into it or left it last, and its files. */
type Folder = [path: string, changedAt: number, files: Kept[]];

/** The files of a built site as they lie there. */
export interface SiteFiles {
  /** By file, `/a/index.html`, the name of its content: those that nobody has touched since they were written. */
  keys: Map<string, string>;
  /** By path, the folders in which everything is as it is remembered. */
  folders: Map<string, Folder>;
  /** Files that lie there and aren't known, or were touched. */
  others: string[];
}

/** Where nothing is remembered. */
export const nothing = (): SiteFiles => ({ keys: new Map(), folders: new Map(), others: [] });

/** So long after a folder has changed another change may leave its time as it is: a clock of files moves in steps. */
const STEP = 100;

const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/') + 1);
const parentOf = (folder: string): string => folderOf(folder.slice(0, -1));

function stat(path: string): { size: number; writtenAt: number } | null {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isFile() ? { size: found.size, writtenAt: Math.trunc(found.mtimeMs) } : null;
}

/** When folders changed; 0 where that was a moment ago, and `null` for what isn't a folder of the site. */
function folderTimes(out: string): (folder: string) => number | null {
  const times = new Map<string, number | null>();
  const timeOf = (folder: string): number | null => {
    const known = times.get(folder);
    if (known !== undefined) return known;
    const found =
      folder !== '/' && timeOf(parentOf(folder)) === null ? undefined : lstatSync(out + folder.slice(0, -1), { throwIfNoEntry: false });
    const changedAt = found?.isDirectory() ? Math.trunc(found.mtimeMs) : null;
    const time = changedAt !== null && changedAt > Date.now() - STEP ? 0 : changedAt;
    times.set(folder, time);
    return time;
  };
  return timeOf;
}

function readFolders(memory: string): Folder[] {
  try {
    return (JSON.parse(readFileSync(memory, 'utf8')) as { folders?: Folder[] }).folders ?? [];
  } catch {
    return [];
  }
}

/** All files below a folder, one after another. */
function eachFile(out: string, folder: string, take: (file: string) => void): void {
  for (const entry of readdirSync(out + folder, { withFileTypes: true })) {
    if (entry.isDirectory()) eachFile(out, `${folder}${entry.name}/`, take);
    else take(folder + entry.name);
  }
}

/**
 * Looks at every file of a built site that is remembered, and at every folder. It reads the names in a folder only where its time says
 * that some came or went. Where something else lies in the place of a folder nothing of the site is used.
 * @param memory the file that remembers it; one that can't be read knows nothing
 */
export function lookAt(out: string, memory: string): SiteFiles {
  const remembered = readFolders(memory);
  const paths = new Set(remembered.map(([path]) => path));
  const there = nothing();
  const timeOf = folderTimes(out);
  for (const [path, changedAt, files] of remembered) {
    const time = timeOf(path);
    if (time === null) continue;
    const before = there.others.length;
    let same = true;
    for (const [name, key, size, writtenAt] of files) {
      const found = stat(out + path + name);
      if (found?.size === size && found.writtenAt === writtenAt) there.keys.set(path + name, key);
      else same = false;
    }
    if (!same || time === 0 || time !== changedAt) {
      for (const entry of readdirSync(out + path, { withFileTypes: true })) {
        const below = `${path}${entry.name}/`;
        if (entry.isDirectory()) {
          if (!paths.has(below)) eachFile(out, below, (file) => there.others.push(file));
        } else if (paths.has(below)) return nothing();
        else if (!there.keys.has(path + entry.name)) there.others.push(path + entry.name);
      }
    }
    if (same && there.others.length === before) there.folders.set(path, [path, time, files]);
  }
  return there;
}

/**
 * Remembers a site as it lies there now. That it can't be written is no failure: then the next build makes everything anew.
 * @param keys by file, the name of its content
 * @param there the site that lay there before
 * @param changed files that were written or taken away since
 */
export function remember(
  out: string,
  memory: string,
  keys: ReadonlyMap<string, { key: string }>,
  there: SiteFiles,
  changed: Iterable<string>,
): void {
  const touched = new Set<string>();
  for (const file of changed) {
    for (let folder = folderOf(file); folder !== '' && !touched.has(folder); folder = parentOf(folder)) touched.add(folder);
  }
  const folders = new Map([...there.folders].filter(([path]) => !touched.has(path)));
  const timeOf = folderTimes(out);
  const anew = new Map<string, Folder>();
  const folderAt = (path: string): Folder => {
    const folder = anew.get(path) ?? [path, timeOf(path) ?? 0, []];
    anew.set(path, folder);
    if (path !== '/' && !folders.has(parentOf(path)) && !anew.has(parentOf(path))) folderAt(parentOf(path));
    return folder;
  };
  for (const path of touched) if (timeOf(path) !== null) folderAt(path);
  for (const [file, { key }] of keys) {
    const path = folderOf(file);
    if (folders.has(path)) continue;
    const name = file.slice(path.length);
    const before = there.keys.get(file) === key ? there.folders.get(path)?.[2].find(([one]) => one === name) : undefined;
    const found = before ? null : stat(out + file);
    if (before) folderAt(path)[2].push(before);
    else if (found) folderAt(path)[2].push([name, key, found.size, found.writtenAt]);
  }
  try {
    mkdirSync(dirname(memory), { recursive: true });
    writeFileSync(`${memory}.new`, JSON.stringify({ folders: [...folders.values(), ...anew.values()] }));
    renameSync(`${memory}.new`, memory);
  } catch {
    // The site itself is whole.
  }
}
