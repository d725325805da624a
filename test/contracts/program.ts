import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Command, type CommandContext, parseOptions } from '#pipeline/commands/shared/command.ts';
import { COMMANDS } from '#pipeline/commands/table.ts';
import { Problem } from '#pipeline/problem.ts';
import { commandContext } from '../commands/context.ts';

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

/**
 * What a command gives to `--format json`, asked in this process: for the many cases of what one started program has shown already. Words are
 * as for that, `--root` among them; what only the program refuses, an unknown option for one, is asked of it.
 */
export async function answered(
  words: readonly string[],
  env: Record<string, string> = {},
): Promise<Pick<Ended, 'code' | 'json' | 'error'>> {
  const [name = '', ...args] = words;
  const load = (of: string): Promise<Command> => (COMMANDS[of] as (typeof COMMANDS)[string]).load();
  const command = await load(name);
  const { values, positionals } = parseArgs({ args, options: parseOptions(command), allowPositionals: true, strict: true });
  const options = values as Record<string, string | boolean>;
  const common = { root: String(options.root), at: (options.at as string | undefined) ?? null, env };
  const call: CommandContext['call'] = async (of, part) => (await load(of)).run(commandContext({ ...common, call, ...part }));
  const given = await command.run(commandContext({ ...common, call, options, operands: positionals })).then(
    ({ exitCode, json }) => ({ code: exitCode, document: json }),
    (problem: unknown) => {
      if (!(problem instanceof Problem)) throw problem;
      const { code, message, place } = problem;
      return { code: problem.exitCode, document: { version: 1, error: { code, message, place } } };
    },
  );
  const json = (): Record<string, unknown> => given.document as Record<string, unknown>;
  return { code: given.code, json, error: () => json().error as ReturnType<Ended['error']> };
}
