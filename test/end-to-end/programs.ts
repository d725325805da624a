import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const PROGRAM = join(import.meta.dirname, '../../pipeline/sanshen.js');

/** The fixed moment at which every sandbox of these tests begins, a Tuesday morning in Beijing. */
export const BEGIN = '2026-11-24T10:00:00+08:00';

/** This machine's environment without what would speak of another repository, another run or another platform (the tests may run in Actions). */
const MACHINE = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(NODE_OPTIONS|(GITHUB|ACTIONS|RUNNER|WECHAT|WEIBO|SANSHEN|VITEST)(_.*)?)$/.test(name)),
);

/** A `sanshen` process and what it has said so far. */
export interface Program {
  child: ChildProcess;
  pid: number;
  out(): string;
  err(): string;
  /** Exit code and signal, once it has ended. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
}

/** Starts `sanshen` as people do, as the leader of a process group of its own. */
export function startProgram(args: readonly string[], env: Readonly<Record<string, string>> = {}): Program {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    detached: true,
    env: { ...MACHINE, ...env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const ended = new Promise<Awaited<Program['ended']>>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  return { child, pid: child.pid as number, out: () => out, err: () => err, ended };
}

/** What a command gave back. */
export interface Given {
  code: number | null;
  out: string;
  err: string;
  /** Its one JSON document. */
  json(): unknown;
}

/** Runs a command to its end. */
export async function runProgram(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Given> {
  const { ended, out, err } = startProgram(args, env);
  const { code } = await ended;
  return {
    code,
    out: out(),
    err: err(),
    json() {
      try {
        return JSON.parse(out());
      } catch {
        throw new Error(`no JSON from ${args.join(' ')} (exit ${code}): ${out()}${err()}`);
      }
    },
  };
}

/** Looks until something is there; the test's own time limit ends a vain search. */
export async function until<Value>(
  look: () => Value | null | undefined | false | Promise<Value | null | undefined | false>,
): Promise<Value> {
  for (;;) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Whether any process of a program's group still runs. */
export function groupRuns({ pid }: Program): boolean {
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false;
  }
}
