import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/** The layers of design.md section 2, lowest first. A file may import its own layer and lower ones. */
const layers = [
  ['pipeline/printable.ts', 'pipeline/problem.ts', 'pipeline/beijing-time.ts', 'pipeline/canonical-json.ts'],
  ['pipeline/item/', 'pipeline/organisation/'],
  ['pipeline/review/', 'pipeline/check/', 'pipeline/render/'],
  ['pipeline/forge/', 'pipeline/alerts/catalogue', 'pipeline/publish/channels/'],
  ['pipeline/publish/', 'pipeline/setup/', 'pipeline/alerts/', 'pipeline/intake/', 'pipeline/sandbox/'],
  ['pipeline/commands/', 'pipeline/cli.ts', 'pipeline/sanshen.js'],
];

function layerOf(file: string): number {
  const fits = layers.map((prefixes) => Math.max(0, ...prefixes.map((prefix) => (file.startsWith(prefix) ? prefix.length : 0))));
  return fits.indexOf(Math.max(...fits));
}

const importing = /(?:^|\n)\s*(?:import|export)\s[^;]*?from\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)\s*import\s+'([^']+)'/g;

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((name) => /\.(ts|js)$/.test(name) && !name.includes('node_modules'));
}

function importsOf(file: string): string[] {
  return [...readFileSync(join(root, file), 'utf8').matchAll(importing)].map((match) => (match[1] ?? match[2] ?? match[3]) as string);
}

function target(file: string, specifier: string): string {
  if (specifier.startsWith('#pipeline/')) return specifier.slice(1);
  return relative(root, normalize(join(root, dirname(file), specifier)));
}

const graph = new Map(
  ['pipeline', 'site'].flatMap(sources).map((file) => [
    file,
    importsOf(file)
      .filter((specifier) => /^(\.|#)/.test(specifier))
      .map((specifier) => target(file, specifier)),
  ]),
);

describe('the house', () => {
  it('lets imports of the pipeline run one way only', () => {
    const wrong = [...graph].flatMap(([file, imports]) =>
      imports
        .filter((to) => file.startsWith('pipeline/') && to.startsWith('pipeline/') && !to.endsWith('.js'))
        .filter((to) => layerOf(to) > layerOf(file))
        .map((to) => `${file} → ${to}`),
    );
    expect(wrong).toEqual([]);
  });

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

  it('uses relative imports with .ts inside the pipeline, and #pipeline only outside it', () => {
    const wrong = sources('pipeline').flatMap((file) =>
      importsOf(file)
        .filter((specifier) => specifier.startsWith('#') || (specifier.startsWith('.') && !/\.(ts|js|json)$/.test(specifier)))
        .map((specifier) => `${file}: ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });

  it('lets the site know one type of the pipeline and nothing else', () => {
    const wrong = [...graph].flatMap(([file, imports]) =>
      imports
        .filter((to) => file.startsWith('site/') && to.startsWith('pipeline/') && to !== 'pipeline/render/site-data.ts')
        .map((to) => `${file} → ${to}`),
    );
    expect(wrong).toEqual([]);
  });

  it('never reads the clock, the environment, the network or files in its pure core', () => {
    const impure = /\bDate\.now\(|new Date\(\)|process\.env|from 'node:(fs|http|https|net|child_process)|\bfetch\(/;
    const core = /^pipeline\/(item|organisation|check|review|render)\//;
    const wrong = sources('pipeline').filter((file) => core.test(file) && impure.test(readFileSync(join(root, file), 'utf8')));
    expect(wrong).toEqual([]);
  });
});
