import type { ParseArgsConfig } from 'node:util';
import type { Instant } from '../../beijing-time.ts';
import { Problem } from '../../problem.ts';

/** Environment variables by name; commands never read the process's own. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a command gets to work with. */
export interface CommandContext {
  /** The repository (`--root`, default: working directory), absolute. */
  root: string;
  /** The fixed clock of `--at`, `null` = the real one (or the forge's). */
  at: Instant | null;
  format: string;
  /** Positional arguments after the command's name. */
  operands: string[];
  options: Readonly<Record<string, string | boolean | string[] | undefined>>;
  env: Environment;
  /** Progress for people, one line; goes to stderr. */
  note: (line: string) => void;
  /** Asks the person at the terminal for a yes; not there where nobody is. */
  confirm?: ((question: string) => Promise<boolean>) | undefined;
  /** Asks the person at the terminal for a line; `null` at the end of the input. Not there where nobody is. */
  ask?: ((question: string) => Promise<string | null>) | undefined;
  /** Waits so many milliseconds; left out: really. */
  sleep?: (milliseconds: number) => Promise<void>;
  /** Runs another command in this process, in this context but for what `part` says otherwise. */
  call: (name: string, part: Partial<Omit<CommandContext, 'call'>>) => Promise<CommandResult>;
}

/** What a command gives back; cli.ts prints it. A long-lived command (sandbox) prints by `write` and keeps `until` pending. */
export interface CommandResult {
  exitCode: 0 | 1 | 2;
  /** For `--format json`: one document. */
  json: unknown;
  /** For people (and for every other format). */
  text: string;
  /** For formats that are files: printed instead of `text`. */
  bytes?: Uint8Array;
  /** Ends when the command's server is to end. */
  until?: Promise<void>;
}

export interface Command {
  /** One Chinese line for the list of commands. */
  summary: string;
  /** After `sanshen `: e.g. `check [信息…] [--base 版本]`. */
  usage: string;
  /** One Chinese line an option, for `--help`. */
  options: Record<string, { type: 'string' | 'boolean'; short?: string; help: string }>;
  /** How many positional arguments it takes at most; none if left out. */
  operands?: number;
  /** Accepted values of `--format`; the first is the default. */
  formats: readonly string[];
  run: (context: CommandContext) => Promise<CommandResult>;
}

/** Options that every command has. */
export const COMMON_OPTIONS: Command['options'] = {
  root: { type: 'string', help: '仓库所在的文件夹（默认：当前文件夹）' },
  at: { type: 'string', help: '把时钟固定在这一刻，如 2026-11-24T10:00:00+08:00（发布、撤下、登记只在练习环境里认）' },
  format: { type: 'string', help: '输出格式' },
  help: { type: 'boolean', short: 'h', help: '显示本说明' },
};

/** The options in the shape of node:util's parseArgs. */
export function parseOptions(command: Command): NonNullable<ParseArgsConfig['options']> {
  return Object.fromEntries(
    Object.entries({ ...COMMON_OPTIONS, ...command.options }).map(([name, { type, short }]) => [name, short ? { type, short } : { type }]),
  );
}

/**
 * One of a closed list of words that an option can't do without.
 * @param what what the option says, as people call it
 * @throws Problem `usage/<option>`
 */
export function oneOf<Value extends string>(
  { options }: Pick<CommandContext, 'options'>,
  option: string,
  what: string,
  list: readonly Value[],
): Value {
  const given = options[option];
  const found = list.find((known) => known === given);
  if (found !== undefined) return found;
  const [problem, fix] = given === undefined ? [`没有写明${what}`, '请补上'] : [`没有“${String(given)}”这样的${what}`, '请改正'];
  throw new Problem(`usage/${option}`, `${problem}；应为 ${list.join('、')} 之一；${fix} --${option}。`, { place: `--${option}` });
}
