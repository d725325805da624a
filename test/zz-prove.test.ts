import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { check } from 'recheck';
import { parseAst } from 'vite';
import { describe, expect, it } from 'vitest';

/** Parts whose expressions meet what other people wrote: all of the program. */
const ROOTS = ['pipeline', 'site'];
/** Files that build an expression while they are loaded; `loadedBy` gives what was built. */
const BUILDERS = [
  'pipeline/review/comment/reply.ts',
  'pipeline/ledger/ledger-path.ts',
  'pipeline/render/line-ends.ts',
  'pipeline/item/markdown/term-fold.ts',
  'pipeline/check/rules/arithmetic.ts',
  'pipeline/check/personal/called-numbers.ts',
  'pipeline/check/personal/person-facts.ts',
  'pipeline/check/personal/person-frames.ts',
  'pipeline/check/personal/person-roles.ts',
  'pipeline/check/lexicon/fixed-lists.ts',
  'pipeline/check/lexicon/pattern-tables.ts',
];
/** Files that build one from a name that the program itself gives; of each the longest case. */
const FROM_NAMES: Record<string, [pattern: string, flags: string]> = {
  'pipeline/sandbox/github/route.ts': ['^/repos/([^/]+)/([^/]+)/pulls/([^/]+)/reviews/([^/]+)/dismissals$', ''],
  'pipeline/sandbox/github/rules/layers.ts': ['^(?:[^]*/)?content/items/[^/]*/[^]*$', ''],
  'pipeline/sandbox/github/api.ts': [String.raw`(?<![$\w])after:\s*(?:\$(\w+)|"([^"]*)"|(\w+))`, ''],
};

const files = ROOTS.flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|js)$/.test(name))
    .map((name) => `${root}/${name.replaceAll('\\', '/')}`),
);

type Found = { literals: [pattern: string, flags: string][]; built: boolean };

/** The expressions that a file writes, and whether it builds any. */
function expressionsIn(file: string): Found {
  const found: Found = { literals: [], built: false };
  const visit = (node: unknown): void => {
    if (node === null || typeof node !== 'object') return;
    const { type, regex, callee } = node as { type?: string; regex?: { pattern: string; flags: string }; callee?: { name?: string } };
    if (type === 'Literal' && regex) found.literals.push([regex.pattern, regex.flags]);
    if ((type === 'NewExpression' || type === 'CallExpression') && callee?.name === 'RegExp') found.built = true;
    Object.values(node).forEach(visit);
  };
  visit(parseAst(readFileSync(file, 'utf8'), { lang: file.endsWith('.ts') ? 'ts' : 'js' }));
  return found;
}

/** What a file builds while it is loaded. */
async function loadedBy(file: string): Promise<[string, string][]> {
  const built: [string, string][] = [];
  const Native = RegExp;
  globalThis.RegExp = new Proxy(Native, {
    construct: (target, [pattern, flags = '']: [string, string?]) => {
      built.push([String(pattern), flags]);
      return new target(pattern, flags);
    },
  });
  try {
    await import(/* @vite-ignore */ `../${file}`);
  } finally {
    globalThis.RegExp = Native;
  }
  return built;
}

/** recheck ends its search by steps, never by the clock: a busy machine must not change what it finds. */
const UNHURRIED = { timeout: 120_000, seedingTimeout: 60_000, incubationTimeout: 60_000, attackTimeout: 60_000 };

/** What repeats nothing looks at a bounded stretch from each place. */
const repeats = (pattern: string): boolean => /[*+{]/.test(pattern.replace(/\\./g, ''));

/** Why an expression isn't proved safe; `null` if it is. */
async function unsafe([pattern, flags]: [string, string]): Promise<string | null> {
  const found = await check(pattern, flags, UNHURRIED);
  if (found.status === 'safe') return null;
  return found.status === 'vulnerable' ? `vulnerable (${found.complexity.summary})` : `unknown (${found.error.kind})`;
}

/**
 * What this version of recheck has already proved safe: the answer to an expression is always the same, and takes a minute of processor time for
 * all of them. Without the file, and after an update of recheck, all are proved again and the file is written; a new expression always is.
 */
const PROVED = join(import.meta.dirname, 'proved-expressions.json');
const { version } = createRequire(import.meta.url)('recheck/package.json') as { version: string };
const kept = existsSync(PROVED) ? (JSON.parse(readFileSync(PROVED, 'utf8')) as { recheck: string; safe: string[] }) : null;
const proved = new Set(kept?.recheck === version ? kept.safe : []);

const nameOf = ([pattern, flags]: [string, string]): string => `/${pattern}/${flags}`;

describe('regular expressions', () => {
  const all = new Map(files.map((file) => [file, expressionsIn(file)]));

  it('proves new ones', { timeout: 3_000_000 }, async () => {
    const written = [...all].flatMap(([file, { literals }]) => literals.map((literal) => ({ file, literal })));
    const named = Object.entries(FROM_NAMES).map(([file, literal]) => ({ file, literal }));
    const loaded: typeof named = [];
    for (const file of BUILDERS) for (const literal of await loadedBy(file)) loaded.push({ file, literal });
    expect(loaded.length).toBeGreaterThanOrEqual(BUILDERS.length);
    const repeating = [...written, ...named, ...loaded].filter(({ literal }) => repeats(literal[0]));
    const known = new Map(repeating.map((entry) => [nameOf(entry.literal), entry]));

    const done = new Set(existsSync('/tmp/proved-progress.txt') ? readFileSync('/tmp/proved-progress.txt', 'utf8').split('@@\n').map((s) => s.trimEnd()) : []);
    const bad: string[] = [];
    let n = 0;
    const [part, of] = (process.env.PART ?? '0/1').split('/').map(Number) as [number, number];
    const todo = [...known].filter(([name]) => !proved.has(name) && !done.has(name)).sort((a, b) => a[0].length - b[0].length).filter((_, i) => i % of === part);
    for (const [name, { file, literal }] of todo) {
      if (proved.has(name) || done.has(name)) continue;
      n += 1; const t = Date.now();
      const reason = await unsafe(literal);
      console.error(file, name.slice(0, 80), reason, Date.now() - t);
      if (reason !== null) bad.push(`${file} ${name} ${reason}`);
      else { done.add(name); appendFileSync('/tmp/proved-progress.txt', `${name}\n@@\n`); }
    }
    if (of > 1) { expect(bad).toEqual([]); return; }
    const safe = [...known.keys()].filter((name) => proved.has(name) || done.has(name)).sort();
    writeFileSync(PROVED, `${JSON.stringify({ recheck: version, safe }, null, 2)}\n`);
    console.error('new', n, 'bad', bad.length);
    expect(bad).toEqual([]);
  });
});
