// Strips types where Node doesn't: by esbuild, once for each text; what came of it is kept in node_modules/.cache, which `npm ci` empties.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Names in the text stay as they are, and so does every import that isn't of types alone. */
const OPTIONS = {
  loader: 'ts',
  format: 'esm',
  target: 'node20',
  sourcemap: 'inline',
  sourcesContent: false,
  tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
};

const tsx = createRequire(import.meta.url).resolve('tsx/package.json');
const kept = join(dirname(tsx), '../.cache/sanshen');

/** The text without types. esbuild is the one that tsx brings. */
async function strip(text, file) {
  const { transform } = createRequire(tsx)('esbuild');
  return (await transform(text, { ...OPTIONS, sourcefile: file })).code;
}

/** Keeps what was stripped: whole or not at all, and not where nothing can be written. */
function keep(path, source) {
  try {
    mkdirSync(kept, { recursive: true });
    writeFileSync(`${path}.${process.pid}`, source);
    renameSync(`${path}.${process.pid}`, path);
  } catch {}
}

/** A file beside the one that imports it is there under its own name: nobody has to look for it. */
export function resolve(specifier, context, next) {
  if (!/^\.{1,2}\/[^?#%]*\.ts$/.test(specifier) || !context.parentURL?.startsWith('file:')) return next(specifier, context);
  return { url: new URL(specifier, context.parentURL).href, format: 'module', shortCircuit: true };
}

export async function load(url, context, next) {
  const { protocol, pathname } = new URL(url);
  if (protocol !== 'file:' || !pathname.endsWith('.ts')) return next(url, context);
  const text = readFileSync(new URL(url), 'utf8');
  const path = join(kept, `${createHash('sha256').update(`${pathname}\n${text}`).digest('hex')}.js`);
  let source;
  try {
    source = readFileSync(path, 'utf8');
  } catch {
    source = await strip(text, url);
    keep(path, source);
  }
  return { format: 'module', source, shortCircuit: true };
}
