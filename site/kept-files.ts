import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What is remembered of a file of the site: the name of its content (`page-key.ts`), its size in bytes and when it was written. */
type Kept = [key: string, size: number, writtenAt: number];

/** The files of a built site as they lie there. */
export interface SiteFiles {
  /** By file, `/a/index.html`, the name of its content: those that nobody has touched since they were written. */
  keys: Map<string, string>;
  /** Files that lie there and aren't known, or were touched. */
  others: string[];
}

function stat(path: string): { size: number; writtenAt: number } | null {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isFile() ? { size: found.size, writtenAt: Math.trunc(found.mtimeMs) } : null;
}

function readKept(memory: string): Record<string, Kept> {
  try {
    return JSON.parse(readFileSync(memory, 'utf8')) as Record<string, Kept>;
  } catch {
    return {};
  }
}

function filesBelow(folder: string, below = ''): string[] {
  return readdirSync(`${folder}${below}`, { withFileTypes: true }).flatMap((entry) => {
    const path = `${below}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(folder, path) : [path];
  });
}

/**
 * Looks at a built site.
 * @param memory the file that remembers it; one that can't be read knows nothing
 */
export function lookAt(out: string, memory: string): SiteFiles {
  const kept = readKept(memory);
  const files: SiteFiles = { keys: new Map(), others: [] };
  if (Object.keys(kept).length === 0 || !lstatSync(out, { throwIfNoEntry: false })?.isDirectory()) return files;
  for (const file of filesBelow(out)) {
    const known = kept[file];
    const found = known && stat(join(out, file));
    if (known && found && known[1] === found.size && known[2] === found.writtenAt) files.keys.set(file, known[0]);
    else files.others.push(file);
  }
  return files;
}

/** Remembers a site as it lies there now. That it can't be written is no failure: then the next build makes everything anew. */
export function remember(out: string, memory: string, keys: ReadonlyMap<string, string>): void {
  const kept: Record<string, Kept> = {};
  for (const [file, key] of keys) {
    const found = stat(join(out, file));
    if (found) kept[file] = [key, found.size, found.writtenAt];
  }
  try {
    mkdirSync(dirname(memory), { recursive: true });
    writeFileSync(`${memory}.new`, JSON.stringify(kept));
    renameSync(`${memory}.new`, memory);
  } catch {
    // The site itself is whole.
  }
}
