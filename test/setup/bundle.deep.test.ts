import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VERSION } from '#pipeline/version.ts';
import { bundled, checksumOf, TAR, unpacked } from './bundled.ts';

const MOST_BYTES = 45_000_000;
/** A network of its own, with nothing in it, where this machine allows one. */
const APART = spawnSync('unshare', ['--map-root-user', '--net', 'true']).status === 0 ? ['unshare', '--map-root-user', '--net'] : [];

describe('the bundle of a release', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sanshen-test-release-'));
  const at = (...path: string[]): string => join(folder, ...path);
  let program = '';
  let checksums = '';

  beforeAll(async () => {
    ({ checksums } = await bundled(at('release')));
    program = await unpacked(at('release'), checksums, folder);
    mkdirSync(at('home'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs something with nothing of this machine but its tools, and no network. */
  async function alone(cwd: string, ...words: string[]): Promise<{ code: number; out: string }> {
    const nowhere = 'http://127.0.0.1:9';
    const env = { PATH: process.env.PATH ?? '', HOME: at('home'), http_proxy: nowhere, https_proxy: nowhere, npm_config_registry: nowhere };
    const [file = '', ...rest] = [...APART, ...words];
    return promisify(execFile)(file, rest, { cwd, env }).then(
      ({ stdout }) => ({ code: 0, out: stdout }),
      (error: { code: number; stdout: string; stderr: string }) => ({ code: error.code, out: error.stdout + error.stderr }),
    );
  }
  const sanshen = (cwd: string, ...words: string[]) => alone(cwd, 'node', join(program, 'pipeline/sanshen.js'), ...words);

  it('is small enough, and the same bytes when it is made again', async () => {
    expect(statSync(at('release', TAR)).size).toBeLessThanOrEqual(MOST_BYTES);
    expect((await bundled(at('again'))).checksums).toBe(checksums);
  });

  it('says of each file its checksum, and of each package its name, version and licence', async () => {
    expect(await alone(program, 'sha256sum', '--check', '--quiet', '--strict', 'checksums.txt')).toEqual({ code: 0, out: '' });
    const listed = readFileSync(join(program, 'checksums.txt'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.slice(66));
    const there = readdirSync(program, { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile() ? [join(entry.parentPath, entry.name).slice(program.length + 1)] : [],
    );
    expect(listed).toEqual(there.filter((path) => path !== 'checksums.txt').sort());
    const { components } = JSON.parse(readFileSync(join(program, 'contents.cdx.json'), 'utf8')) as {
      components: { name: string; version: string; licenses?: object[]; hashes?: object[] }[];
    };
    expect(components.filter(({ licenses, hashes }) => !licenses || !hashes)).toEqual([]);
    const packages = there.filter((path) => /node_modules\/(?:@[^/]+\/)?[^/]+\/package\.json$/.test(path));
    expect(components).toHaveLength(packages.length);
    expect(there.filter((path) => /^(test|node_modules\/(vitest|typescript|@biomejs))\//.test(path))).toEqual([]);
  });

  it('begins a bureau, and checks, builds and verifies it, with the network off', async () => {
    const begun = await sanshen(
      folder,
      'init',
      'bureau',
      '--name',
      '示例市住房和城乡建设局',
      '--domain',
      'zjj.example.gov.cn',
      '--tag',
      `v${VERSION}`,
      '--format',
      'json',
    );
    expect(begun).toMatchObject({ code: 0 });
    const bureau = at('bureau');
    const policy = readFileSync(join(bureau, 'content/policy.yml'), 'utf8');
    expect(policy).toContain(`checksums: '${checksums}'`);
    expect(checksumOf(at('checksums.txt'))).toBe(checksums);
    for (const words of [
      ['add', '--all'],
      ['-c', 'user.name=x', '-c', 'user.email=x@example.gov.cn', 'commit', '--quiet', '--message', '建库'],
    ])
      expect(await alone(bureau, 'git', ...words)).toMatchObject({ code: 0 });
    expect(await sanshen(bureau, 'generate', '--check')).toMatchObject({ code: 0 });
    expect(await sanshen(bureau, 'check', '--all')).toMatchObject({ code: 0 });
    expect(await sanshen(bureau, 'build', '--out', '_site')).toMatchObject({ code: 0 });
    expect(readFileSync(join(bureau, '_site/index.html'), 'utf8')).toContain('示例市住房和城乡建设局');
    expect(await sanshen(bureau, 'verify')).toMatchObject({ code: 0 });
  });
});
