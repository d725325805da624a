import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { sha256 } from '../../canonical-json.ts';
import { VERSION } from '../../version.ts';
import { contentsList, type Packed, packedPackages } from './packed-packages.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** What of the repository a release holds: all that the program reads, and the pages for people. */
const PROGRAM = [
  'pipeline',
  'site',
  'content',
  '.github',
  '.gitignore',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'LICENSE',
  'README.md',
];

const git = (...words: string[]): string => execFileSync('git', words, { cwd: ROOT, encoding: 'utf8' }).trim();
const sumOf = (file: string): string => sha256(readFileSync(file));

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
}

function copy(path: string, to: string): void {
  mkdirSync(dirname(join(to, path)), { recursive: true });
  cpSync(join(ROOT, path), join(to, path), {
    recursive: true,
    verbatimSymlinks: true,
    // Packages within packages stand in the lockfile by themselves. Types and maps are a quarter of all files, and nothing runs them.
    filter: (source) => basename(source) !== 'node_modules' && !/\.(?:d\.[cm]?ts|map)$/.test(source),
  });
}

/** Copies the packages; @throws RangeError for one that is not installed, or in another version than the lockfile's */
function copyPackages(packages: readonly Packed[], to: string): Packed[] {
  return packages.filter(({ path, version, optional }) => {
    const own = join(ROOT, path, 'package.json');
    if (optional && !existsSync(own)) return false;
    const installed = existsSync(own) ? (JSON.parse(readFileSync(own, 'utf8')) as { version: string }).version : 'not installed';
    if (installed !== version) throw new RangeError(`${path} is ${installed}, the lockfile has ${version}; run npm ci`);
    copy(path, to);
    return true;
  });
}

const { values } = parseArgs({ options: { out: { type: 'string' }, tag: { type: 'string' }, repository: { type: 'string' } } });
if (values.out === undefined) throw new RangeError('npm run bundle -- --out DIR [--tag vX.Y.Z] [--repository OWNER/NAME]');
const { tag = `v${VERSION}`, repository } = values;
if (tag !== `v${VERSION}`) throw new RangeError(`the tag is ${tag}, the program calls itself ${VERSION}`);
const out = resolve(values.out);
const platform = { os: process.platform, cpu: process.arch, libc: 'glibc' };
const name = `sanshen-${platform.os}-${platform.cpu}`;
const work = mkdtempSync(join(tmpdir(), 'sanshen-bundle-'));
try {
  const folder = join(work, `sanshen-${tag}`);
  mkdirSync(folder);
  // What the commit holds, not what lies here: the bundle says which commit it is.
  const input = execFileSync('git', ['archive', 'HEAD', '--', ...PROGRAM], { cwd: ROOT, maxBuffer: 200_000_000 });
  execFileSync('tar', ['--extract', '--directory', folder], { input });
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as Parameters<typeof packedPackages>[0];
  const packages = copyPackages(packedPackages(lock, platform), folder);
  const write = (file: string, text: string): void => writeFileSync(join(folder, file), text);
  write('release.json', `${JSON.stringify({ repository, tag, commit: git('rev-parse', 'HEAD') })}\n`);
  write('contents.cdx.json', `${JSON.stringify(contentsList(VERSION, packages), null, 1)}\n`);
  const licences = packages.map(({ path, version, licence }) => `${path} ${version}: ${licence || 'see its package.json'}`);
  write('licences.txt', ['Sanshen: Apache-2.0 (LICENSE). Each package holds its own text.', ...licences, ''].join('\n'));
  write(
    'checksums.txt',
    filesBelow(folder)
      .map((file) => `${sumOf(join(folder, file))}  ${file}\n`)
      .join(''),
  );
  mkdirSync(out, { recursive: true });
  const file = join(out, `${name}.tar.gz`);
  const same = ['--sort=name', '--format=gnu', `--mtime=@${git('log', '-1', '--format=%ct')}`, '--owner=0', '--group=0', '--numeric-owner'];
  const options = [...same, '--mode=u=rwX,go=rX', '--use-compress-program=gzip -n -9', '--create', `--file=${file}`];
  execFileSync('tar', [...options, basename(folder)], { cwd: work, env: { ...process.env, LC_ALL: 'C' } });
  const bundles = readdirSync(out)
    .filter((each) => each.endsWith('.tar.gz'))
    .sort();
  writeFileSync(join(out, 'checksums.txt'), bundles.map((each) => `${sumOf(join(out, each))}  ${each}\n`).join(''));
  console.log(`${file}: ${statSync(file).size} bytes, ${packages.length} packages`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
