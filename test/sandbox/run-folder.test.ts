import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openRunFolder } from '#pipeline/sandbox/run-folder.ts';
import { folderOf } from '../folder.ts';

/** The number of a process that has ended. */
const ENDED = spawnSync(process.execPath, ['--version']).pid;

/** A temporary folder of the machine with these folders in it. */
function machineWith(...names: string[]): string {
  const folder = folderOf({});
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  onTestFinished(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  });
  for (const name of names) mkdirSync(join(folder, name));
  return folder;
}

describe('the folder of a run', () => {
  it('clears away what ended processes left, and counts their runs', () => {
    const machine = machineWith(`sanshen-run-${ENDED}-a`, `sanshen-blobs-${ENDED}-b`, `sanshen-run-${process.ppid}-c`, 'somebody-elses');
    const { folder, leftOvers, remove } = openRunFolder();
    expect(leftOvers).toBe(1);
    expect(readdirSync(machine).sort()).toEqual([`sanshen-run-${process.ppid}-c`, basename(folder), 'somebody-elses'].sort());
    remove();
    expect(readdirSync(machine).sort()).toEqual([`sanshen-run-${process.ppid}-c`, 'somebody-elses'].sort());
  });

  it('takes a folder of its own number for left over, unless this very process has it open', () => {
    const machine = machineWith(`sanshen-run-${process.pid}-before`);
    const first = openRunFolder();
    const second = openRunFolder();
    expect([first.leftOvers, second.leftOvers]).toEqual([1, 0]);
    expect(readdirSync(machine).sort()).toEqual([basename(first.folder), basename(second.folder)].sort());
    first.remove();
    second.remove();
    expect(readdirSync(machine)).toEqual([]);
  });
});
