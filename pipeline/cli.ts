import { statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isInstant } from './beijing-time.ts';
import { COMMON_OPTIONS, type Command, type CommandContext, parseOptions } from './commands/shared/command.ts';
import { COMMANDS } from './commands/table.ts';
import { printableLines } from './printable.ts';
import { Problem } from './problem.ts';
import { keepSecret, tellSecrets, withoutSecrets } from './redaction.ts';
import { openTerminal } from './terminal.ts';
import { VERSION } from './version.ts';

/** Variables whose values may never be seen (contracts.md 1). */
const SECRETS = [
  'GITHUB_TOKEN',
  'SANSHEN_LEDGER_TOKEN',
  'SANSHEN_SIGNING_KEY',
  'WECHAT_APP_SECRET',
  'WEIBO_ACCESS_TOKEN',
  'SMTP_PASSWORD',
  'IMAP_PASSWORD',
  'SANSHEN_INTAKE_TOKEN',
];

/** The one writer of texts: what it writes holds no secret. */
function print(stream: 'stdout' | 'stderr', text: string): void {
  process[stream].write(withoutSecrets(text));
}

/** On Actions a secret that a run gets on its way (an access token) is hidden by the log itself too, whoever writes it there. */
function hideSecrets(): void {
  if (process.env.GITHUB_ACTIONS === 'true') tellSecrets((value) => process.stderr.write(`::add-mask::${value}\n`));
  for (const name of SECRETS) keepSecret(process.env[name]);
}

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

/** What every command's words have to be, whatever they mean. @throws Problem `usage/…` */
function requireSound(command: Command, { positionals, values }: ReturnType<typeof parseArgs>, name: string): void {
  const empty = Object.entries(values).find(([, value]) => value === '');
  if (empty) {
    throw new Problem('usage/option', `选项 --${empty[0]} 后面是空的；应写明内容；请补上，或去掉这个选项。`, { place: `--${empty[0]}` });
  }
  const { operands = 0 } = command;
  const over = positionals[operands];
  if (over !== undefined) {
    const most = operands === 0 ? '后面不写别的' : `至多写 ${operands} 个`;
    throw new Problem('usage/operand', `${name} 多写了“${over}”；这个命令${most}；请去掉，写法见 sanshen ${name} --help。`, {
      place: over,
    });
  }
}

/** The folder that `--root` names. @throws Problem `usage/root` */
function rootOf(given: string | undefined): string {
  const root = resolve(given ?? '.');
  if (statSync(root, { throwIfNoEntry: false })?.isDirectory()) return root;
  throw new Problem('usage/root', `--root “${given}”不是文件夹；应为信息仓库的文件夹；请核对后重试。`, { place: '--root' });
}

/** The context of a command that another one calls. */
function callsFrom(context: Omit<CommandContext, 'call'>): CommandContext {
  return {
    ...context,
    call: async (name, part) => (await loaded(name)).run(callsFrom({ ...context, operands: [], options: {}, ...part })),
  };
}

const terminal = openTerminal(process.stdin, process.stderr);
const asked = (question: string): Promise<string | null> => terminal.ask(printableLines(question));

/** Anything but a plain yes is a no, the end of the input too. */
const confirmed = async (question: string): Promise<boolean> => /^(?:y|yes|是)$/i.test((await asked(`${question} [y/N] `))?.trim() ?? '');

function contextOf(name: string, command: Command, argv: string[]): CommandContext | 'help' {
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({ args: argv, options: parseOptions(command), allowPositionals: true, strict: true });
  } catch (error) {
    throw usageProblem(error, name);
  }
  const options = parsed.values as CommandContext['options'];
  if (options.help) return 'help';
  requireSound(command, parsed, name);
  const format = (options.format as string | undefined) ?? (command.formats[0] as string);
  if (!command.formats.includes(format)) {
    throw new Problem('usage/format', `没有输出格式“${format}”。可用的是：${command.formats.join('、')}。`, { place: '--format' });
  }
  const at = options.at as string | undefined;
  if (at !== undefined && !isInstant(at)) {
    throw new Problem('usage/at', `--at “${at}”不是一个时刻。应写成带时区的样子，如 2026-11-24T10:00:00+08:00。`, { place: '--at' });
  }
  return callsFrom({
    root: rootOf(options.root as string | undefined),
    at: at ?? null,
    format,
    operands: parsed.positionals,
    options,
    env: process.env,
    note: (line) => print('stderr', `${printableLines(line)}\n`),
    ...(process.stdin.isTTY && process.stderr.isTTY ? { confirm: confirmed, ask: asked } : {}),
  });
}

/** A fault of the program itself: one sentence for people, the details in a file for whoever mends it. */
function faultOf(error: unknown): Problem {
  const file = join(tmpdir(), `sanshen-${process.pid}.log`);
  const details = error instanceof Error ? `${error.stack}\n${error.cause instanceof Error ? error.cause.stack : ''}\n` : String(error);
  try {
    writeFileSync(file, withoutSecrets(details));
  } catch {
    return new Problem('internal/fault', '程序自己出错，日志也写不进临时文件夹。请检查磁盘空间和权限，再运行一次。', { place: tmpdir() });
  }
  return new Problem('internal/fault', `程序自己出错，没有做完。请再运行一次；仍不行请附上日志文件 ${file} 提交问题。`, { place: file });
}

function report(problem: Problem, json: boolean): void {
  if (json) {
    const error = { code: problem.code, message: problem.message, place: problem.place };
    print('stdout', `${JSON.stringify({ version: 1, error })}\n`);
  }
  print('stderr', `✗ ${problem.message}（${problem.code}${problem.place ? `，${problem.place}` : ''}）\n`);
}

/** Whether errors are to be JSON too, also where the words can't be read. */
function wantsJson(argv: readonly string[]): boolean {
  return argv.includes('--format=json') || argv.some((word, index) => word === 'json' && argv[index - 1] === '--format');
}

/** A file for another program; a terminal would show nothing but noise. @throws Problem `usage/terminal` */
function printBytes(bytes: Uint8Array, format: string): void {
  if (process.stdout.isTTY) {
    throw new Problem('usage/terminal', `${format} 是文件，不能显示在终端；应写到文件里；请在命令后面加“> 文件.${format}”。`, {
      place: '--format',
    });
  }
  process.stdout.write(bytes);
}

/** Whoever reads our output may go away before its end (`sanshen … | head`): the work goes on. A full disk is a failure. */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', ({ code }: NodeJS.ErrnoException) => {
      if (code !== 'EPIPE') process.exitCode = 2;
    });
  }
}

/** What nobody waited for (a server's own error) ends the program as every fault does: one sentence, no stack. */
function endOnStrayFaults(json: () => boolean): void {
  process.on('uncaughtException', (error) => {
    report(faultOf(error), json());
    process.exit(2);
  });
}

async function main(argv: string[]): Promise<void> {
  const [name = '', ...rest] = argv;
  if (name === '--version' || name === '-v') {
    process.stdout.write(`${VERSION}\n`);
    return;
  }
  if (argv.length === 0 || name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(overview());
    process.exitCode = argv.length === 0 ? 2 : 0;
    return;
  }
  let json = wantsJson(argv);
  endOnStrayFaults(() => json);
  try {
    const command = await loaded(name);
    const context = contextOf(name, command, rest);
    if (context === 'help') {
      process.stdout.write(helpOf(command));
      return;
    }
    const result = await command.run(context).finally(terminal.close);
    process.exitCode = result.exitCode;
    // The one document is out now: whatever happens later is told on stderr alone.
    json = false;
    if (context.format === 'json') print('stdout', `${JSON.stringify(result.json)}\n`);
    else if (result.bytes) printBytes(result.bytes, context.format);
    else if (result.text !== '') print('stdout', printableLines(result.text.endsWith('\n') ? result.text : `${result.text}\n`));
    await result.until;
  } catch (error) {
    const problem = error instanceof Problem ? error : faultOf(error);
    process.exitCode = problem.exitCode;
    report(problem, json);
  }
}

outliveReaders();
hideSecrets();
await main(process.argv.slice(2));
