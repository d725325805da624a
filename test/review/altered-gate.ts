import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll } from 'vitest';
import type { evaluate } from '#pipeline/review/evaluate.ts';

export type Gate = typeof evaluate;

const { dirname } = posix;
const ROOT = join(import.meta.dirname, '../..');
const ENTRY = 'pipeline/review/evaluate.ts';

/** Imports that are there when the program runs: those of types alone are not. */
const importing = /(?<=^import (?!type )[^;]*? from ')\.[^']+(?=';$)/gm;
const targetOf = (path: string, specifier: string): string => posix.join(dirname(path), specifier);

/** A file and all that it imports of the pipeline, by path, with their text. */
function withImports(path: string, found = new Map<string, string>()): Map<string, string> {
  if (found.has(path)) return found;
  const text = readFileSync(join(ROOT, path), 'utf8');
  found.set(path, text);
  for (const [specifier] of text.matchAll(importing)) withImports(targetOf(path, specifier), found);
  return found;
}

const sources = withImports(ENTRY);

/** A file and whatever imports it, near or far: what another text of it makes other than it was. */
function withImporters(path: string, found = new Set<string>()): Set<string> {
  if (found.has(path)) return found;
  found.add(path);
  for (const [each, text] of sources) {
    if ([...text.matchAll(importing)].some(([specifier]) => targetOf(each, specifier) === path)) withImporters(each, found);
  }
  return found;
}

/** One spot of the gate, exactly as it is written, and what is written there instead. */
export interface Alteration {
  /** Below `pipeline/`. */
  file: string;
  before: string;
  after: string;
}

/** A mistake that somebody could make in the gate. */
export interface PlantedBug extends Alteration {
  /** The rule of contracts.md 4 that it breaks. */
  rule: number;
  /** What the gate does then. */
  it: string;
}

/** How often the text to be replaced stands in its file: once, or the alteration is out of date. */
export function timesFound({ file, before }: Alteration): number {
  return (sources.get(`pipeline/${file}`) ?? '').split(before).length - 1;
}

const cache = join(ROOT, '.cache');
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, 'teeth-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let copies = 0;

/**
 * Writes a gate with one spot altered: that file and all that lead to it, above the files as they are.
 * @returns the path of its `evaluate.ts`
 */
export function writeGate({ file, before, after }: Alteration): string {
  copies += 1;
  const copy = join(folder, String(copies));
  const altered = `pipeline/${file}`;
  const copied = withImporters(altered);
  for (const path of copied) {
    const text = sources.get(path) as string;
    const written = path === altered ? text.replace(before, () => after) : text;
    const linked = written.replace(importing, (specifier) => {
      const target = targetOf(path, specifier);
      return copied.has(target) ? specifier : `#${target}`;
    });
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), linked);
  }
  return join(copy, ENTRY);
}

/** The gate with one spot altered. */
export async function gateWith(alteration: Alteration): Promise<Gate> {
  const { evaluate: gate } = await import(pathToFileURL(writeGate(alteration)).href);
  return gate as Gate;
}
