import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
const ENOUGH = 2 * 1024 ** 3;
const NAME = /^sanshen-tests-(\d+)-/;

/** Each project loads this file anew, in one process. */
const made = globalThis as { testFolder?: string };

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** What a program that is still running writes into meanwhile stays for the next run to remove. */
function remove(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch {}
}

/** A new folder in memory, if there is room and programs run there: git has hooks. What killed runs left is removed first. */
function inMemory(): string | null {
  try {
    for (const name of readdirSync(MEMORY)) {
      const [, pid] = NAME.exec(name) ?? [];
      if (pid !== undefined && !isRunning(Number(pid))) remove(join(MEMORY, name));
    }
    const { bavail, bsize } = statfsSync(MEMORY);
    if (bavail * bsize < ENOUGH) return null;
    const folder = mkdtempSync(join(MEMORY, `sanshen-tests-${process.pid}-`));
    process.once('exit', () => remove(folder));
    const program = join(folder, 'program');
    writeFileSync(program, '#!/bin/sh\n', { mode: 0o755 });
    const { status } = spawnSync(program);
    rmSync(program);
    return status === 0 ? folder : null;
  } catch {
    return null;
  }
}

/**
 * Where the temporary folders of a run lie: where TMPDIR says, else in memory, else in the machine's own. On a disk, ext4 above all, making
 * and removing thousands of small files takes a fifth of all processor time: each new file is looked for among those that went a moment ago.
 */
export const temporaryFolder = (): string => (made.testFolder ??= process.env.TMPDIR ?? inMemory() ?? tmpdir());
