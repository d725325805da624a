import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FOLDER = join(tmpdir(), 'sanshen-bench-hugo');
/** Hugo, and the libraries that it needs and few machines have. */
const PACKAGES = ['hugo', 'libsass1', 'libwebp7', 'libsharpyuv0'];

/** Hugo as a program with its first arguments: the one on the path, or Debian's, unpacked into a temporary folder that later runs find again. */
export function hugoProgram(): [program: string, ...args: string[]] {
  if (spawnSync('hugo', ['version']).status === 0) return ['hugo'];
  const program = join(FOLDER, 'usr/bin/hugo');
  if (!existsSync(program)) {
    mkdirSync(FOLDER, { recursive: true });
    execFileSync('apt-get', ['download', '-qq', ...PACKAGES], { cwd: FOLDER, stdio: ['ignore', 'ignore', 'inherit'] });
    const packages = readdirSync(FOLDER).filter((name) => name.endsWith('.deb'));
    for (const name of packages) execFileSync('dpkg-deb', ['-x', name, '.'], { cwd: FOLDER });
  }
  const libraries = readdirSync(join(FOLDER, 'usr/lib')).map((name) => join(FOLDER, 'usr/lib', name));
  return ['env', `LD_LIBRARY_PATH=${libraries.join(':')}`, program];
}
