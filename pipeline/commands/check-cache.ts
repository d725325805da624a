import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beijingDate } from '../beijing-time.ts';
import type { ItemFindings } from '../check/finding.ts';
import type { CheckContext } from '../check/rule.ts';
import { folderState, isAsBefore } from '../forge/folder-state.ts';
import { programDigest } from './program-digest.ts';

/** What was found out about an item the last time. */
export interface Checked {
  /** Id of its tree. */
  tree: string;
  released: boolean;
  /** `null` where it was left out, being published as it is. */
  result: ItemFindings | null;
}

type Entry = Checked & { signature: string };

/** Results of the last run by item: used again where nothing that they hang on has changed. */
export interface CheckCache {
  /** What is known of an item, if its folder lies there untouched. */
  find: (path: string) => Checked | null;
  /** Keeps a result. `find` must have been called for the item before it was read. */
  keep: (path: string, checked: Checked) => void;
  /** Writes what was found and kept in this run; that it can't be written is no failure. */
  save: () => void;
}

const FILE = '.cache/sanshen/check.json';
/** Times of file systems are coarse: what was changed a moment ago could change again without a trace. In milliseconds. */
const SETTLED = 3000;
/** All of the program that a check may need. */
const PROGRAM = ['check', 'commands', 'forge', 'item', 'organisation', 'publish', 'render', 'review'];

/** Sets and typed arrays as JSON. */
function plainly(_: string, value: unknown): unknown {
  if (value instanceof Set) return [...value];
  return value instanceof Uint32Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') : value;
}

/** All that results hang on besides the item: program, settings, lists and the day. Rules know no smaller time. */
export function cacheVersion(context: CheckContext): string {
  const { now, ...settings } = context;
  const text = JSON.stringify([programDigest(PROGRAM), beijingDate(now), settings], plainly);
  return createHash('sha256').update(text).digest('hex');
}

function read(root: string, version: string): Map<string, Entry> {
  try {
    const file = JSON.parse(readFileSync(join(root, FILE), 'utf8')) as { version: string; items: [string, Entry][] };
    return new Map(file.version === version ? file.items : []);
  } catch {
    return new Map();
  }
}

/**
 * Opens the cache of a repository's work tree. Nobody else can write results into it: an entry holds the times and numbers that the file
 * system gave to the item's own files, which a repository that brings a cache along can't know.
 * @param now milliseconds since 1970; what was changed just before isn't kept
 */
export function openCheckCache(root: string, context: CheckContext, now = Date.now()): CheckCache {
  const version = cacheVersion(context);
  const before = read(root, version);
  const after = new Map<string, Entry>();
  const signatures = new Map<string, string>();
  return {
    find(path) {
      const known = before.get(path);
      if (known && isAsBefore(join(root, path), known.signature)) {
        after.set(path, known);
        // A change of something published may have to be looked at again although it lies there as it did.
        signatures.set(path, known.signature);
        return known;
      }
      const state = folderState(join(root, path));
      if (state && state.latest < now - SETTLED) signatures.set(path, state.signature);
      return null;
    },
    keep(path, checked) {
      const signature = signatures.get(path);
      if (signature === undefined) after.delete(path);
      else after.set(path, { ...checked, signature });
    },
    save() {
      if (after.size === before.size && [...after].every(([path, entry]) => before.get(path) === entry)) return;
      try {
        for (const folder of ['.cache', dirname(FILE)]) {
          if (!lstatSync(join(root, folder), { throwIfNoEntry: false })?.isDirectory()) mkdirSync(join(root, folder));
        }
        const file = join(root, FILE);
        const own = `${file}.${process.pid}`;
        writeFileSync(own, JSON.stringify({ version, items: [...after] }));
        renameSync(own, file);
      } catch {}
    },
  };
}
