import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

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

/** The transcripts of the news up to this day; `npm run precision` may report on later ones. */
const LAST_NEWS = '20250331.md';

/** Honest official prose to build from: every second local regulation, and the older transcripts of the news. */
export const honestTexts = (sources: Sources): string[] =>
  [
    ...filesBelow(sources('laws', 'DLC'), '.md').filter((_, at) => at % 2 === 0),
    ...filesBelow(sources('news', 'news'), '.md').filter((file) => basename(file) <= LAST_NEWS),
  ].map((file) => readFileSync(file, 'utf8'));
