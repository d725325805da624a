import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isInstant } from './beijing-time.ts';
import { COMMON_OPTIONS, type Command, type CommandContext, parseOptions } from './commands/command.ts';
import { COMMANDS } from './commands/table.ts';
import { printableLines } from './printable.ts';
import { Problem } from './problem.ts';

const VERSION = '0.1.0';

function overview(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length)) + 2;
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(width)}${summary}`);
  return [
    `三审 ${VERSION}　三级审核，审完才发`,
    '',
    '用法：sanshen <命令> [选项]',
    '',
    ...lines,
    '',
    '每个命令的说明：sanshen <命令> --help　　先试一遍：npm start',
    '',
  ].join('\n');
}

function helpOf(command: Command): string {
  const options = Object.entries({ ...command.options, ...COMMON_OPTIONS });
  const width = Math.max(...options.map(([name]) => name.length)) + 4;
  return [
    command.summary,
    '',
    `用法：sanshen ${command.usage}`,
    '',
    '选项：',
    ...options.map(([name, option]) => `  ${`--${name}`.padEnd(width)}${option.help}`),
    '',
    `输出格式（--format）：${command.formats.join('、')}`,
    '结束码：0 正常　1 有问题或不放行　2 用法、配置或工具出错',
    '',
  ].join('\n');
}

function usageProblem(error: unknown, name: string): Problem {
  const text = error instanceof Error ? error.message : String(error);
  const option = /'([^']+)'/.exec(text)?.[1]?.split(' ')[0] ?? '';
  const message = text.startsWith('Unknown option')
    ? `不认识选项 ${option}。可用的选项见 sanshen ${name} --help。`
    : `选项 ${option} 写得不对。正确写法见 sanshen ${name} --help。`;
  return new Problem('usage/option', message, { place: option || name });
}

async function loaded(name: string): Promise<Command> {
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!entry) throw new Problem('usage/command', `没有命令“${name}”。有哪些命令，见 sanshen --help。`, { place: name });
  return entry.load();
}

/** The context of a command that another one calls. */
function callsFrom(context: Omit<CommandContext, 'call'>): CommandContext {
  return {
    ...context,
    call: async (name, part) => (await loaded(name)).run(callsFrom({ ...context, operands: [], options: {}, ...part })),
  };
}

function contextOf(name: string, command: Command, argv: string[]): CommandContext | 'help' {
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({ args: argv, options: parseOptions(command), allowPositionals: true, strict: true });
  } catch (error) {
    throw usageProblem(error, name);
  }
  const options = parsed.values as CommandContext['options'];
  if (options.help) return 'help';
  const format = (options.format as string | undefined) ?? (command.formats[0] as string);
  if (!command.formats.includes(format)) {
    throw new Problem('usage/format', `没有输出格式“${format}”。可用的是：${command.formats.join('、')}。`, { place: '--format' });
  }
  const at = options.at as string | undefined;
  if (at !== undefined && !isInstant(at)) {
    throw new Problem('usage/at', `--at “${at}”不是一个时刻。应写成带时区的样子，如 2026-11-24T10:00:00+08:00。`, { place: '--at' });
  }
  return callsFrom({
    root: resolve((options.root as string | undefined) ?? '.'),
    at: at ?? null,
    format,
    operands: parsed.positionals,
    options,
    env: process.env,
    note: (line) => process.stderr.write(`${printableLines(line)}\n`),
  });
}

/** A fault of the program itself: one sentence for people, the details in a file for whoever mends it. */
function faultOf(error: unknown): Problem {
  const file = join(tmpdir(), `sanshen-${process.pid}.log`);
  writeFileSync(
    file,
    error instanceof Error ? `${error.stack}\n${error.cause instanceof Error ? error.cause.stack : ''}\n` : String(error),
  );
  return new Problem('internal/fault', `程序自己出错，没有发布任何东西。请再运行一次；仍不行请附上日志文件 ${file} 提交问题。`, {
    place: file,
  });
}

function report(problem: Problem, json: boolean): void {
  if (json) {
    const error = { code: problem.code, message: problem.message, place: problem.place };
    process.stdout.write(`${JSON.stringify({ version: 1, error })}\n`);
  }
  process.stderr.write(`✗ ${problem.message}（${problem.code}${problem.place ? `，${problem.place}` : ''}）\n`);
}

async function main(argv: string[]): Promise<void> {
  const [name = '', ...rest] = argv;
  if (name === '--version' || name === '-v') {
    process.stdout.write(`${VERSION}\n`);
    return;
  }
  if (name === '' || name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(overview());
    process.exitCode = name === '' ? 2 : 0;
    return;
  }
  const json = rest.includes('--format=json') || rest.some((word, index) => word === 'json' && rest[index - 1] === '--format');
  try {
    const command = await loaded(name);
    const context = contextOf(name, command, rest);
    if (context === 'help') {
      process.stdout.write(helpOf(command));
      return;
    }
    const result = await command.run(context);
    process.exitCode = result.exitCode;
    if (context.format === 'json') process.stdout.write(`${JSON.stringify(result.json)}\n`);
    else if (result.text !== '') process.stdout.write(printableLines(result.text.endsWith('\n') ? result.text : `${result.text}\n`));
    await result.until;
  } catch (error) {
    const problem = error instanceof Problem ? error : faultOf(error);
    process.exitCode = problem.exitCode;
    report(problem, json);
  }
}

await main(process.argv.slice(2));
