import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';

const { dirname } = posix;
const ROOT = join(import.meta.dirname, '..');

/** Imports that are there when the program runs: those of types alone are not. */
const importing = /(?<=^(?:import|export) (?!type )[^;]*? from ')(?:\.|#pipeline\/)[^']+(?=';$)/gm;
const targetOf = (path: string, specifier: string): string =>
  specifier.startsWith('#') ? specifier.slice(1) : posix.join(dirname(path), specifier);

/** A file and all that it imports of the pipeline, by path, with their text. */
function withImports(path: string, found = new Map<string, string>()): Map<string, string> {
  if (found.has(path)) return found;
  const text = readFileSync(join(ROOT, path), 'utf8');
  found.set(path, text);
  for (const [specifier] of text.matchAll(importing)) withImports(targetOf(path, specifier), found);
  return found;
}

/** One spot of the program, exactly as it is written, and what is written there instead. */
export interface Alteration {
  /** Below `pipeline/`. */
  file: string;
  before: string;
  after: string;
}

/** Copies of a part of the program with some spots altered, in a folder below `.cache`. */
export interface AlteredCopies {
  /** How often the text to be replaced stands in its file: once, or the alteration is out of date. */
  timesFound(alteration: Alteration): number;
  /**
   * Writes a copy: the altered files and all that lead to them, above the files as they are.
   * @returns the path of its entry
   */
  write(alterations: readonly Alteration[]): string;
  remove(): void;
}

/**
 * What may be altered of all that an entry imports.
 * @param entry path of the file that is imported, below the repository
 */
export function alteredCopies(entry: string): AlteredCopies {
  const sources = withImports(entry);
  const cache = join(ROOT, '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'teeth-'));
  let copies = 0;

  /** A file and whatever imports it, near or far: what another text of it makes other than it was. */
  const withImporters = (path: string, found: Set<string>): Set<string> => {
    if (found.has(path)) return found;
    found.add(path);
    for (const [each, text] of sources) {
      if ([...text.matchAll(importing)].some(([specifier]) => targetOf(each, specifier) === path)) withImporters(each, found);
    }
    return found;
  };

  return {
    timesFound: ({ file, before }) => (sources.get(`pipeline/${file}`) ?? '').split(before).length - 1,
    write(alterations) {
      copies += 1;
      const copy = join(folder, String(copies));
      const copied = new Set<string>();
      for (const { file } of alterations) withImporters(`pipeline/${file}`, copied);
      for (const path of copied) {
        const mine = alterations.filter(({ file }) => path === `pipeline/${file}`);
        const written = mine.reduce((text, { before, after }) => text.replace(before, () => after), sources.get(path) as string);
        const linked = written.replace(importing, (specifier) => {
          const target = targetOf(path, specifier);
          if (!copied.has(target)) return `#${target}`;
          const near = posix.relative(dirname(path), target);
          return near.startsWith('.') ? near : `./${near}`;
        });
        mkdirSync(dirname(join(copy, path)), { recursive: true });
        writeFileSync(join(copy, path), linked);
      }
      return join(copy, entry);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
