import { execFile } from 'node:child_process';
import { join } from 'node:path';

export const PROGRAM = join(import.meta.dirname, '../../pipeline/sanshen.js');

/** How the program ended, as a script that calls it sees it. */
export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
  /** The document of `--format json`. */
  json: () => Record<string, unknown>;
  /** The error document's three members. */
  error: () => { code: string; message: string; place: string | null };
}

/** Runs `sanshen` as a program of its own, with an environment that holds nothing of ours. */
export function sanshen(words: readonly string[], options: { cwd?: string; env?: Record<string, string> } = {}): Promise<Ended> {
  const { cwd = import.meta.dirname, env = {} } = options;
  const { PATH = '', HOME = '' } = process.env;
  return new Promise((done) => {
    execFile(process.execPath, [PROGRAM, ...words], { cwd, env: { PATH, HOME, ...env }, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      const json = (): Record<string, unknown> => JSON.parse(stdout) as Record<string, unknown>;
      const code = error === null ? 0 : Number(error.code);
      done({ code, stdout, stderr, json, error: () => json().error as ReturnType<Ended['error']> });
    });
  });
}
