import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What is remembered of a file of the site: the name of its content (`page-key.ts`), its size in bytes and when it was written. */
type Kept = [key: string, size: number, writtenAt: number];

/** The files of a built site as they lie there. */
export interface SiteFiles {
  /** By file, `/a/index.html`, the name of its content: those that nobody has touched since they were written. */
  keys: Map<string, string>;
  /** What was remembered, of whatever became of it. */
  kept: ReadonlyMap<string, Kept>;
  /** Files that lie there and aren't known, or were touched. */
  others: string[];
}

function stat(path: string): { size: number; writtenAt: number } | null {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isFile() ? { size: found.size, writtenAt: Math.trunc(found.mtimeMs) } : null;
}

function readKept(memory: string): Map<string, Kept> {
  try {
    const rows = JSON.parse(readFileSync(memory, 'utf8')) as [file: string, ...Kept][];
    return new Map(rows.map(([file, ...kept]) => [file, kept]));
  } catch {
    return new Map();
  }
}

/** All files below a folder, one after another. */
function eachFile(folder: string, below: string, take: (file: string) => void): void {
  for (const entry of readdirSync(`${folder}${below}`, { withFileTypes: true })) {
    const path = `${below}/${entry.name}`;
    if (entry.isDirectory()) eachFile(folder, path, take);
    else take(path);
  }
}

/**
 * Looks at a built site.
 * @param memory the file that remembers it; one that can't be read knows nothing
 */
export function lookAt(out: string, memory: string): SiteFiles {
  const kept = readKept(memory);
  const files: SiteFiles = { keys: new Map(), kept, others: [] };
  if (kept.size === 0 || !lstatSync(out, { throwIfNoEntry: false })?.isDirectory()) return files;
  eachFile(out, '', (file) => {
    const known = kept.get(file);
    const found = known && stat(`${out}${file}`);
    if (known && found && known[1] === found.size && known[2] === found.writtenAt) files.keys.set(file, known[0]);
    else files.others.push(file);
  });
  return files;
}

/**
 * Remembers a site as it lies there now. That it can't be written is no failure: then the next build makes everything anew.
 * @param keys by file, the name of its content
 * @param there the files that lay there before: what still has the same name wasn't written again
 */
export function remember(out: string, memory: string, keys: ReadonlyMap<string, string>, there: SiteFiles): void {
  const rows: [file: string, ...Kept][] = [];
  for (const [file, key] of keys) {
    const before = there.keys.get(file) === key ? there.kept.get(file) : undefined;
    const found = before === undefined ? stat(`${out}${file}`) : null;
    if (before) rows.push([file, ...before]);
    else if (found) rows.push([file, key, found.size, found.writtenAt]);
  }
  try {
    mkdirSync(dirname(memory), { recursive: true });
    writeFileSync(`${memory}.new`, JSON.stringify(rows));
    renameSync(`${memory}.new`, memory);
  } catch {
    // The site itself is whole.
  }
}
