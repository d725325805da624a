import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Package {
  version?: string;
  resolved?: string;
  integrity?: string;
  name?: string;
  link?: boolean;
  inBundle?: boolean;
  hasInstallScript?: boolean;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** What the repository says of its packages: the wish, the lock and npm's settings. */
interface Kept {
  wish: Package & { allowScripts: Record<string, boolean> };
  lock: { lockfileVersion: number; packages: Record<string, Package> };
  settings: Record<string, string>;
}

const read = (file: string): string => readFileSync(file, 'utf8');
const kept = (): Kept => ({
  wish: JSON.parse(read('package.json')) as Kept['wish'],
  lock: JSON.parse(read('package-lock.json')) as Kept['lock'],
  settings: Object.fromEntries(
    read('.npmrc')
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split('=') as [string, string]),
  ),
});

/** What npm has to be told. A version counts only once it is seven days old; what is no package of the registry is taken from nowhere. */
const SETTINGS = {
  'save-exact': 'true',
  'ignore-scripts': 'true',
  'allow-git': 'none',
  'allow-remote': 'none',
  'allow-file': 'none',
  'allow-directory': 'none',
  'min-release-age': '7',
};

const nameOf = (place: string): string => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** What is wrong with one package of the lock. npm leaves the address out where it is the registry's (`omit-lockfile-registry-resolved`). */
function packageFaults(place: string, one: Package, { wish: { allowScripts }, lock }: Kept): string[] {
  const name = nameOf(place);
  // Whoever needs a package under another name has to say so himself: `"gray-matter": "npm:@11ty/gray-matter@^1.0.0"`.
  const needed = lock.packages[place.slice(0, -`/node_modules/${name}`.length)]?.dependencies?.[name] ?? '';
  const file = `${(one.name ?? name).replace(/^@[^/]+\//, '')}-${one.version}.tgz`;
  const of = (wrong: boolean, what: string): string[] => (wrong ? [`${place}: ${what}`] : []);
  return [
    ...of(
      !/^(?:node_modules\/(?:@[\w.-]+\/)?[\w.-]+)(?:\/node_modules\/(?:@[\w.-]+\/)?[\w.-]+)*$/.test(place),
      'no package of the registry',
    ),
    ...of(one.name !== undefined && !needed.startsWith(`npm:${one.name}@`), 'another package under this name'),
    ...of(one.link === true || one.inBundle === true, 'a link, or part of another'),
    ...of(!/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(one.version ?? ''), 'no exact version'),
    ...of(
      one.resolved !== undefined && one.resolved !== `https://registry.npmjs.org/${one.name ?? name}/-/${file}`,
      'not from the registry',
    ),
    ...of(!/^sha512-[A-Za-z0-9+/]{86}==$/.test(one.integrity ?? ''), 'no sum'),
    ...of(one.hasInstallScript === true && !(name in allowScripts), 'an install script that nobody has judged'),
  ];
}

function faults(all: Kept): string[] {
  const { wish, lock, settings } = all;
  const { '': root = {}, ...packages } = lock.packages;
  const wished = { ...wish.dependencies, ...wish.devDependencies };
  return [
    ...Object.entries(packages).flatMap(([place, one]) => packageFaults(place, one, all)),
    ...Object.entries(wished).flatMap(([name, version]) =>
      packages[`node_modules/${name}`]?.version === version ? [] : [`${name}: not locked as wished`],
    ),
    ...(JSON.stringify({ ...root.dependencies, ...root.devDependencies }) === JSON.stringify(wished)
      ? []
      : ['the lock is of another wish']),
    ...Object.entries(wish.allowScripts).flatMap(([name, allowed]) => (allowed ? [`${name}: its install script may run`] : [])),
    ...Object.entries(SETTINGS).flatMap(([name, value]) => (settings[name] === value ? [] : [`.npmrc: ${name}`])),
    ...(lock.lockfileVersion === 3 ? [] : ['another format']),
  ];
}

/** Packages that anybody could slip in. */
const BAD: [string, (all: Kept) => unknown][] = [
  ['from Git', ({ lock }) => put(lock, 'yaml', { resolved: 'git+ssh://git@github.com/eemeli/yaml.git#1' })],
  ['from another registry', ({ lock }) => put(lock, 'yaml', { resolved: 'https://registry.npmjs.org.example/yaml/-/yaml-2.9.1.tgz' })],
  ['another package’s file', ({ lock }) => put(lock, 'yaml', { resolved: 'https://registry.npmjs.org/yarnl/-/yarnl-2.9.1.tgz' })],
  ['another package under its name', ({ lock }) => put(lock, 'yaml', { name: 'yarnl' })],
  ['without a sum', ({ lock }) => put(lock, 'yaml', { integrity: '' })],
  ['with a weak sum', ({ lock }) => put(lock, 'yaml', { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' })],
  ['with an install script', ({ lock }) => put(lock, 'yaml', { hasInstallScript: true })],
  ['a folder', ({ lock }) => put(lock, 'yaml', { link: true })],
  ['in another version than wished', ({ wish }) => Object.assign(wish.dependencies ?? {}, { yaml: '^2.9.1' })],
  ['with its script allowed', ({ wish }) => Object.assign(wish.allowScripts, { esbuild: true })],
  ['as young as one likes', ({ settings }) => Object.assign(settings, { 'min-release-age': '3' })],
];

const put = (lock: Kept['lock'], name: string, what: Package): Package => Object.assign(lock.packages[`node_modules/${name}`] ?? {}, what);

/**
 * When a version was published stands in the registry alone, so its age isn't tested here: npm is told to take none below seven days into the
 * lock, workflows install nothing but the lock (`github/workflow-audits.ts`), and no test asks the network.
 */
describe('the lockfile', () => {
  it('holds packages of the registry alone, each with its sum, none with a script that runs, by settings that take no young ones', () =>
    expect(faults(kept())).toEqual([]));

  it.each(BAD)('a package %s is found', (_, spoil) => {
    const all = kept();
    spoil(all);
    expect(faults(all)).not.toEqual([]);
  });
});
