import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder, in memory where there is such: then no disk is timed. */
export function newFolder(): string {
  try {
    return mkdtempSync('/dev/shm/sanshen-bench-');
  } catch {
    return mkdtempSync(join(tmpdir(), 'sanshen-bench-'));
  }
}
