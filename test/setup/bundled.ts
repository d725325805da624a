import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { VERSION } from '#pipeline/version.ts';
import { workflowFiles } from '../github/workflow-files.ts';

const PRODUCT = join(import.meta.dirname, '../..');
const run = promisify(execFile);

export const TAR = `sanshen-${process.platform}-${process.arch}.tar.gz`;

/** Makes a release of the present commit in a folder: the bundle, and the list of its checksum, whose own checksum is given. */
export async function bundled(folder: string): Promise<{ checksums: string }> {
  await run('node', ['--import', 'tsx', 'pipeline/setup/bundle/bundle.ts', '--out', folder, '--repository', 'shili/sanshen'], {
    cwd: PRODUCT,
  });
  return { checksums: checksumOf(join(folder, 'checksums.txt')) };
}

export const checksumOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Takes a release out of its folder as every job does, by the workflow's own lines; gives the folder of the program. */
export async function unpacked(folder: string, checksums: string, into: string): Promise<string> {
  const steps = workflowFiles().find(({ name }) => name === 'check.yml')?.workflow.jobs.check?.steps ?? [];
  const script = steps.find(({ name }) => name === 'Take the program')?.run ?? 'exit 9';
  mkdirSync(into, { recursive: true });
  const env = {
    PATH: process.env.PATH,
    RUNNER_TEMP: into,
    PROGRAM: `sanshen/sanshen ${basename(folder)} ${checksums}`,
    FROM: `file://${dirname(folder)}`,
  };
  await run('bash', ['-e', '-c', script], { cwd: into, env });
  return join(into, 'sanshen');
}

/**
 * A release of an unpacked program as it would be under another version: its packages lie where that one has them, or each job would write
 * five thousand files.
 */
export async function released(program: string, into: string, version: string): Promise<{ checksums: string; program: string }> {
  const folder = join(into, 'sanshen');
  const packages = join(program, 'node_modules');
  cpSync(program, folder, { recursive: true, filter: (path) => path !== packages });
  symlinkSync(packages, join(folder, 'node_modules'));
  for (const file of ['pipeline/version.ts', 'release.json']) {
    const text = readFileSync(join(folder, file), 'utf8');
    writeFileSync(join(folder, file), text.replaceAll(VERSION, version));
  }
  await run('tar', ['--create', '--gzip', '--file', join(into, TAR), '--directory', into, 'sanshen']);
  writeFileSync(join(into, 'checksums.txt'), `${checksumOf(join(into, TAR))}  ${TAR}\n`);
  return { checksums: checksumOf(join(into, 'checksums.txt')), program: folder };
}
