import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { programDigest } from './program-digest.ts';

/** Texts of files by their paths, `null` where there is none. */
export type Texts = Readonly<Record<string, string | null>>;

/** What settings say, kept from the last run: reading them takes longer than checking ten items. */
export interface KeptSettings {
  /** The same texts' settings, or what `read` makes of them. What throws isn't kept. */
  of: <Settings>(texts: Texts, read: (texts: Texts) => Settings) => Settings;
}

/** Nothing is kept: where others rely on the answer. */
export const NOT_KEPT: KeptSettings = { of: (texts, read) => read(texts) };

/** What reads settings. */
const READERS = ['organisation', 'item'];
const FILE = 'sanshen-settings.json';

/** What stands in the file, if it is of these texts and this program. */
function find(file: string, key: string): { settings: unknown } | null {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as { key: string; settings: unknown };
    return kept.key === key ? kept : null;
  } catch {
    return null;
  }
}

function keep(file: string, key: string, settings: unknown): void {
  const text = JSON.stringify({ key, settings });
  if (!isDeepStrictEqual(JSON.parse(text).settings, settings)) return;
  try {
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(`${file}.${process.pid}`, text);
    renameSync(`${file}.${process.pid}`, file);
  } catch {}
}

/**
 * Settings kept in a clone's own folder `.git`, by a digest of their texts and of the program that read them. No commit can bring anything
 * there: what stands in it was written on this machine.
 * @param root the top of a work tree; one that shares another's `.git` keeps nothing
 */
export function keptSettings(root: string): KeptSettings {
  const git = join(root, '.git');
  if (!lstatSync(git, { throwIfNoEntry: false })?.isDirectory()) return NOT_KEPT;
  const file = join(git, FILE);
  return {
    of<Settings>(texts: Texts, read: (texts: Texts) => Settings): Settings {
      const key = createHash('sha256').update(programDigest(READERS)).update(JSON.stringify(texts)).digest('hex');
      const known = find(file, key);
      if (known) return known.settings as Settings;
      const settings = read(texts);
      keep(file, key, settings);
      return settings;
    },
  };
}
