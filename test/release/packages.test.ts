import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const importing =
  /(?:^|\n)\s*(?:import|export)\s+(?!type\b)[^;]*?from\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)\s*import\s+'([^']+)'|\brequire\('([^']+)'\)/g;

/** Files that a file brings with it when it runs, also those that it loads later, and the packages that they name. */
function reached(entry: string): { files: string[]; packages: string[] } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    for (const match of readFileSync(join(root, file), 'utf8').matchAll(importing)) {
      const specifier = (match[1] ?? match[2] ?? match[3] ?? match[4]) as string;
      if (specifier.startsWith('node:') || builtinModules.includes(specifier)) continue;
      if (!specifier.startsWith('.'))
        packages.add(
          specifier
            .split('/')
            .slice(0, specifier.startsWith('@') ? 2 : 1)
            .join('/'),
        );
      else {
        const target = relative(root, normalize(join(root, dirname(file), specifier)));
        if (!existsSync(join(root, target))) throw new Error(`${file} imports ${specifier}`);
        visit(target);
      }
    }
  };
  visit(entry);
  return { files: [...files].sort(), packages: [...packages].sort() };
}

/** Commands that hold secrets. */
const BESIDE_SECRETS = ['approve', 'release', 'publish', 'hold', 'resume', 'resolve', 'withdraw', 'record', 'purge', 'doctor'];

describe.each(BESIDE_SECRETS)('the command %s, which is run beside secrets', (name) => {
  const { files, packages } = reached(`pipeline/commands/${name}.ts`);

  it('names at most five packages with all that it reaches', () => {
    expect(packages.length, packages.join(', ')).toBeLessThanOrEqual(5);
    expect(packages).toContain('zod');
  });

  it('renders nothing, checks nothing and builds nothing', () => {
    const rendering = ['pipeline/render/render-item.ts', 'pipeline/item/markdown/markdown.ts', 'pipeline/release/isolated/child.ts'];
    expect(files.filter((file) => rendering.includes(file) || /^(site|pipeline\/(check|intake|sandbox))\//.test(file))).toEqual([]);
    expect(files).toContain('pipeline/ledger/ledger.ts');
  });
});
