import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { digestOf } from '#pipeline/canonical-json.ts';

/**
 * Installs packages to compare with, at their pinned versions, into a temporary folder that later runs find again. None of their own
 * scripts run, and the project depends on none of them.
 * @returns a `require` that finds the packages there
 */
export function installPeers(versions: Readonly<Record<string, string>>): NodeJS.Require {
  const folder = join(tmpdir(), `sanshen-bench-${digestOf(versions).slice(-16)}`);
  const manifest = join(folder, 'package.json');
  const require = createRequire(manifest);
  const there = (name: string, version: string): boolean => {
    try {
      return JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8')).version === version;
    } catch {
      return false;
    }
  };
  if (!Object.entries(versions).every(([name, version]) => there(name, version))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(manifest, JSON.stringify({ private: true, dependencies: versions }));
    const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const { status } = spawnSync('npm', install, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) throw new Error(`expected npm to install ${Object.keys(versions).join(', ')}, but it ended with ${status}`);
  }
  return require;
}
