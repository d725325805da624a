import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/** The rooms of design.md section 2, lowest first. A file may import its own row and those above it in this list. */
const ORDER = [
  ['item'],
  ['organisation'],
  ['render'],
  ['check'],
  ['review'],
  ['forge'],
  ['intake'],
  ['ledger'],
  ['verify', 'alerts'],
  ['release'],
  ['approve', 'published'],
  ['acts', 'reports'],
  ['doctor', 'setup'],
  ['desk'],
  ['sandbox'],
  ['commands'],
];

/** What every room may use lies beside the rooms; the entry stands above them all. */
const ENTRY = ['pipeline/cli.ts', 'pipeline/sanshen.js'];

/** A room holds at most so many files of its own; rules and commands are lists, one file each. */
const MOST = 25;
const LISTS = ['pipeline/check/rules', 'pipeline/commands'];

function rank(file: string): number {
  if (ENTRY.includes(file)) return ORDER.length;
  const [, room = '', ...inside] = file.split('/');
  return inside.length === 0 ? -1 : ORDER.findIndex((row) => row.includes(room));
}

const importing = /(?:^|\n)\s*(?:import|export)\s[^;]*?from\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)\s*import\s+'([^']+)'/g;

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => /\.(ts|js)$/.test(name) && !name.includes('node_modules'));
}

function target(file: string, specifier: string): string {
  if (specifier.startsWith('#pipeline/')) return specifier.slice(1);
  return relative(root, normalize(join(root, dirname(file), specifier)));
}

const specifiersOf = (file: string): string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(importing)].map((match) => (match[1] ?? match[2] ?? match[3]) as string);

const graph = new Map(
  ['pipeline', 'site'].flatMap(sources).map((file) => [
    file,
    specifiersOf(file)
      .filter((specifier) => /^(\.|#)/.test(specifier))
      .map((specifier) => target(file, specifier)),
  ]),
);
const rooms = new Map<string, string[]>();
for (const file of graph.keys()) rooms.set(dirname(file), [...(rooms.get(dirname(file)) ?? []), file]);

/** Imports of the pipeline that a test of one pair of files finds wrong. */
const wrongImports = (isWrong: (file: string, to: string) => boolean): string[] =>
  [...graph].flatMap(([file, imports]) => imports.filter((to) => isWrong(file, to)).map((to) => `${file} → ${to}`));

const isOfPipeline = (file: string): boolean => file.startsWith('pipeline/');

describe('the house', () => {
  it('knows every room', () => {
    const unknown = [...rooms.keys()].filter((room) => isOfPipeline(room) && rank(`${room}/any.ts`) === -1);
    expect(unknown).toEqual([]);
  });

  it('lets imports of the pipeline run one way only', () =>
    expect(wrongImports((file, to) => isOfPipeline(file) && isOfPipeline(to) && rank(to) > rank(file))).toEqual([]));

  it('has no circles', () => {
    const done = new Set<string>();
    const circles: string[] = [];
    const walk = (file: string, path: string[]): void => {
      if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      if (done.has(file) || path.includes(file)) return;
      for (const to of graph.get(file) ?? []) walk(to, [...path, file]);
      done.add(file);
    };
    for (const file of graph.keys()) walk(file, []);
    expect(circles).toEqual([]);
  });

  it(`has no room with more than ${MOST} files of its own`, () => {
    const full = [...rooms].filter(([room, files]) => !LISTS.includes(room) && files.length > MOST);
    expect(full.map(([room, files]) => `${room}: ${files.length}`)).toEqual([]);
  });

  it('has a door plate at every room of the pipeline, of a dozen lines, which names files that are there', () => {
    const wrong = [...rooms.keys()].filter(isOfPipeline).flatMap((room) => {
      const lines = existsSync(join(root, room, 'README.md')) ? readFileSync(join(root, room, 'README.md'), 'utf8').split('\n') : [];
      if (lines.length < 4 || (lines.length > 13 && room !== 'pipeline')) return [`${room}: ${lines.length} lines`];
      const named = [...lines.join('\n').matchAll(/`([\w./-]+\.ts)`/g)].map(([, name]) => name as string);
      return named
        .filter((name) => ![room, '', 'pipeline'].some((from) => existsSync(join(root, from, name))))
        .map((name) => `${room}: ${name}`);
    });
    expect(wrong).toEqual([]);
  });

  it('uses relative imports with .ts inside the pipeline, and #pipeline only outside it', () => {
    const odd = (specifier: string): boolean =>
      specifier.startsWith('#') || (specifier.startsWith('.') && !/\.(ts|js|json)$/.test(specifier));
    const wrong = sources('pipeline').flatMap((file) =>
      specifiersOf(file)
        .filter(odd)
        .map((specifier) => `${file}: ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });

  it('lets the site know one type of the pipeline and nothing else', () => {
    const wrong = wrongImports((file, to) => file.startsWith('site/') && isOfPipeline(to) && to !== 'pipeline/render/site-data.ts');
    expect(wrong).toEqual([]);
  });

  it('never reads the clock, the environment, the network or files in its pure core', () => {
    const impure = /\bDate\.now\(|new Date\(\)|process\.env|from 'node:(fs|http|https|net|child_process)|\bfetch\(/;
    const core = /^pipeline\/(item|organisation|check|review|render)\//;
    // The lexicon's files are a part of the program, the same for every bureau and at every time.
    const own = 'pipeline/check/lexicon/data-files.ts';
    const wrong = sources('pipeline').filter(
      (file) => core.test(file) && file !== own && impure.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(wrong).toEqual([]);
  });
});
