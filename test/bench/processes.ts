import { spawnSync } from 'node:child_process';

/** What a whole process tree cost. */
export interface Cost {
  /** Processor time, user and system, in milliseconds. */
  milliseconds: number;
  /** From its start to its end, in milliseconds. */
  elapsed: number;
  /** Peak memory of its largest process, in MiB. */
  megabytes: number;
  stdout: string;
  status: number | null;
}

/** Runs a program under GNU time. @throws Error where there is none */
export function costOf(program: string, args: readonly string[], cwd: string): Cost {
  const mark = 'sanshen-bench';
  const { status, stdout, stderr, error } = spawnSync('/usr/bin/time', ['-f', `${mark} %U %S %M %e`, program, ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  const [, user, system, kilobytes, seconds] = new RegExp(`${mark} ([\\d.]+) ([\\d.]+) (\\d+) ([\\d.]+)`).exec(stderr ?? '') ?? [];
  if (error || kilobytes === undefined) throw new Error(`expected GNU time in /usr/bin/time to run ${program}, but: ${error ?? stderr}`);
  const milliseconds = (Number(user) + Number(system)) * 1000;
  return { milliseconds, elapsed: Number(seconds) * 1000, megabytes: Number(kilobytes) / 1024, stdout, status };
}
