import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder of a named source below `--sources`; README.md beside this file says how each is fetched. */
export type Sources = (...path: string[]) => string;

export const sourcesIn =
  (folder: string): Sources =>
  (...path) =>
    join(folder, ...path);

export const linesOf = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/);

/** The files below a folder with their whole names, in one order on every machine. */
export const filesBelow = (folder: string, ending: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(folder, name));

/** The lines of a data file without its comments, cut into columns. */
export const rowsOf = (file: string): string[][] =>
  linesOf(file)
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'));
