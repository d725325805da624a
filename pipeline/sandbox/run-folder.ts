import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'sanshen-run-';

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function ownerOf(folder: string): number | null {
  try {
    return Number.parseInt(readFileSync(join(folder, 'pid'), 'utf8'), 10) || null;
  } catch {
    return null;
  }
}

/** Removes what killed runs left behind; gives how many. A folder without a pid yet belongs to a run that is just starting. */
function removeLeftOvers(): number {
  let removed = 0;
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    const owner = ownerOf(folder);
    if (owner === null || alive(owner)) continue;
    rmSync(folder, { recursive: true, force: true });
    removed += 1;
  }
  return removed;
}

/** A new temporary folder for one run of the sandbox; `leftOvers` is how many interrupted runs were cleared away first. */
export function openRunFolder(): { folder: string; leftOvers: number; remove: () => void } {
  const leftOvers = removeLeftOvers();
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  writeFileSync(join(folder, 'pid'), `${process.pid}\n`);
  return { folder, leftOvers, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }) };
}
