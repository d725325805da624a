import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alive } from '../ledger/run.ts';

/** Temporary folders are named for the process that made them, so that there is no moment at which nobody knows whose one is. */
const NAME = /^sanshen-(run|blobs)-(\d+)-/;

/** Runs of this very process: another one may have had its number before. */
const open = new Set<string>();

function isLeftOver(kind: string | undefined, folder: string, pid: number): boolean {
  return pid === process.pid ? kind === 'run' && !open.has(folder) : !alive(pid);
}

/** Removes what killed runs left behind; gives how many runs. What can't be removed (somebody else's) stays and disturbs nobody. */
function removeLeftOvers(): number {
  let runs = 0;
  for (const name of readdirSync(tmpdir())) {
    const [, kind, pid] = NAME.exec(name) ?? [];
    const folder = join(tmpdir(), name);
    if (pid === undefined || !isLeftOver(kind, folder, Number(pid))) continue;
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
      if (kind === 'run') runs += 1;
    } catch {
      // Not ours to remove.
    }
  }
  return runs;
}

/** A new temporary folder for one run of the sandbox; `leftOvers` is how many interrupted runs were cleared away first. */
export function openRunFolder(): { folder: string; leftOvers: number; remove: () => void } {
  const leftOvers = removeLeftOvers();
  const folder = mkdtempSync(join(tmpdir(), `sanshen-run-${process.pid}-`));
  open.add(folder);
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    open.delete(folder);
  };
  return { folder, leftOvers, remove };
}
