import { join } from 'node:path';
import { Problem } from '../problem.ts';
import { startDesk } from '../sandbox/desk/desk.ts';
import type { RunCommand } from '../sandbox/follow-events.ts';
import { openPractice, type Practice } from '../sandbox/practice.ts';
import { type Sandbox, startSandbox } from '../sandbox/sandbox.ts';
import { portFrom } from '../sandbox/static-site.ts';
import { playStory, type StoryEnd, storyTeller, submitAnother, type Tell } from '../sandbox/story.ts';
import { VERSION } from '../version.ts';
import type { Command, CommandContext, CommandResult } from './shared/command.ts';

const PRODUCT = join(import.meta.dirname, '../..');
const SITE_PORT = 4000;
const DESK_OFFSET = 100;

function portOf(context: CommandContext): number {
  const given = context.options.port;
  if (given === undefined) return SITE_PORT;
  const port = Number(given);
  if (Number.isInteger(port) && port >= 0 && port <= 65_000) return port;
  throw new Problem('usage/port', `--port “${String(given)}”不是端口。应为 0 到 65000 的整数，如 --port 4000。`, { place: '--port' });
}

/** Other commands, run in the practice repository in this process. All ask the forge for the time but `check`, which asks nobody. */
function commandsIn(sandbox: Sandbox, context: CommandContext): RunCommand {
  // Settings are the administrator's to change; all else runs with the machines' tokens, as in Actions.
  const administrators = { ...sandbox.env, GITHUB_TOKEN: sandbox.administrator.token };
  return (name, operands, options) => {
    const format = (options.format as string | undefined) ?? 'json';
    const env = name === 'setup' ? administrators : sandbox.env;
    const at = name === 'check' ? sandbox.github.clock.now() : null;
    return context.call(name, { root: sandbox.root, at, format, operands, options, env, note: () => undefined });
  };
}

async function signFirstSettings(sandbox: Sandbox, runCommand: RunCommand): Promise<void> {
  const { exitCode, text } = await runCommand('setup', [], { apply: true });
  if (exitCode !== 0)
    throw new Problem('E_SANDBOX_SETUP', `没走完：练习库的第一份名单与规则没有签好。请再运行一次。${text}`, { place: sandbox.root });
}

/** Pages that the site lists itself: in one list, or around a new year in one for each year, which the first one names. */
async function countPages({ siteUrl }: Sandbox): Promise<number> {
  const read = async (name: string): Promise<string> => (await fetch(`${siteUrl}/${name}`)).text();
  const list = await read('sitemap.xml');
  const parts = list.includes('<sitemapindex')
    ? [...list.matchAll(/\/(sitemap-[\w-]+\.xml)<\/loc>/g)].map(([, name]) => name as string)
    : null;
  const lists = parts === null ? [list] : await Promise.all(parts.map(read));
  return lists.join('').split('<loc>').length - 1;
}

function invitation(sandbox: Sandbox, deskUrl: string, end: StoryEnd): string {
  return [
    '',
    '接下来可以看',
    `  审核台  ${deskUrl}        换成任一人，自己再走一遍`,
    `  网站    ${sandbox.siteUrl}`,
    `  手机上  ${deskUrl}/phone  微信、微博收到的样子`,
    `  审核单  ${deskUrl}/form/${end.formNumber}`,
    '',
    '试一试：改一个字，看审核怎样失效；在审核台关掉“微信”再发布，看它怎样不重发。',
    '按 Ctrl+C 结束。',
    '',
  ].join('\n');
}

/** `null` if somebody has ended the sandbox meanwhile: the story stops at its next line, so that nothing of it runs on. */
async function storyOf(practice: Practice, sandbox: Sandbox, tell: Tell, end: End): Promise<StoryEnd | null> {
  try {
    return await playStory(practice, sandbox.administrator, (step, line) => {
      if (end.asked()) throw new Error('somebody has ended the sandbox');
      tell(step, line);
    });
  } catch (error) {
    if (end.asked()) return null;
    if (error instanceof Problem) throw error;
    throw new Problem('E_SANDBOX_STORY', `没走完：${error instanceof Error ? error.message : String(error)}。请再运行一次。`, {
      cause: error,
    });
  }
}

/** Whether and when a person ends the sandbox (Ctrl+C or a polite kill). A second time ends it at once. */
interface End {
  asked(): boolean;
  come: Promise<void>;
}

function awaitEnd(): End {
  let asked = false;
  const come = new Promise<void>((resolve) => {
    const heard = (): void => {
      asked = true;
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, heard);
  });
  return { asked: () => asked, come };
}

/** The end of a run before it was ready. Whoever asked for the whole story (`--once`) didn't get it. */
function cutShort(once: boolean): CommandResult {
  const message = '没走完：中途被结束，已清理干净。要看完整的一遍，请再运行一次。';
  if (once) throw new Problem('E_SANDBOX_ENDED', message, { exitCode: 1 });
  return { exitCode: 0, json: { version: 1, ready: false }, text: '\n已结束，练习用的文件已清理干净。' };
}

/** What `--once` tells. */
async function wholeStory(sandbox: Sandbox, story: StoryEnd, seconds: () => number): Promise<CommandResult> {
  const failed = story.releases.some(({ state }) => state !== 'confirmed') || !story.ledger.verified;
  const site = { url: sandbox.siteUrl, pages: await countPages(sandbox) };
  const { pullRequest, levels, releases, ledger } = story;
  const json = { version: 1, seconds: Math.round(seconds() * 10) / 10, pullRequest, levels, releases, site, ledger };
  return { exitCode: failed ? 1 : 0, json, text: '' };
}

/** Opens the desk and stays until somebody ends it. */
async function stayOpen({ sandbox, practice, close }: Opened, story: StoryEnd, port: number, end: End): Promise<CommandResult> {
  await submitAnother(practice);
  const desk = await startDesk(practice, await portFrom(port === 0 ? 0 : port + DESK_OFFSET));
  sandbox.github.showPagesAt(desk.url);
  const { root, env, siteUrl, accounts } = sandbox;
  const json = {
    version: 1,
    ready: true,
    root,
    env,
    tokens: Object.fromEntries(accounts.map(({ login, token }) => [login, token])),
    site: siteUrl,
    desk: desk.url,
    wechat: env.WECHAT_API_BASE,
    weibo: env.WEIBO_API_BASE,
  };
  const until = end.come.then(async () => {
    await desk.close();
    await close();
  });
  return { exitCode: 0, json, text: invitation(sandbox, desk.url, story), until };
}

interface Opened {
  sandbox: Sandbox;
  practice: Practice;
  runCommand: RunCommand;
  close: () => Promise<void>;
}

async function open(context: CommandContext, port: number): Promise<Opened> {
  const sandbox = await startSandbox({ productRoot: PRODUCT, port, at: context.at, env: context.env });
  try {
    const runCommand = commandsIn(sandbox, context);
    const practice = await openPractice(sandbox, runCommand, PRODUCT, (line) => context.note(`✗ ${line}`));
    const close = async (): Promise<void> => {
      await practice.close();
      await sandbox.close();
    };
    return { sandbox, practice, runCommand, close };
  } catch (error) {
    await sandbox.close();
    throw error;
  }
}

async function run(context: CommandContext): Promise<CommandResult> {
  const began = performance.now();
  const end = awaitEnd();
  const seconds = (): number => (performance.now() - began) / 1000;
  const json = context.format === 'json';
  const once = context.options.once === true;
  const colour = !json && !context.env.NO_COLOR && process.stderr.isTTY === true;
  const write = json ? context.note : (line: string): void => void process.stdout.write(`${line}\n`);
  const tell = storyTeller(write, seconds, colour);
  write(`三审 ${VERSION}　练习环境：只在本机运行，不连外网\n`);
  const port = portOf(context);
  const opened = await open(context, port);
  const { sandbox } = opened;
  let stays = false;
  try {
    if (sandbox.leftOvers > 0) write('上次没有正常结束，已从头准备，不影响任何数据。');
    const given = new URL(sandbox.siteUrl).port;
    if (port !== 0 && given !== String(port)) write(`${port} 端口已被占用，改用 ${given}。`);
    await signFirstSettings(sandbox, opened.runCommand);
    tell('准备', '代码托管、微信、微博、网站，四个练习服务已就绪');
    const story = await storyOf(opened.practice, sandbox, tell, end);
    if (story === null) return cutShort(once);
    if (once) return await wholeStory(sandbox, story, seconds);
    const result = await stayOpen(opened, story, port, end);
    stays = true;
    return result;
  } finally {
    if (!stays) await opened.close();
  }
}

export const command: Command = {
  summary: '练习环境：在本机走完一件信息的一生',
  usage: 'sandbox [--once] [--port 端口]',
  options: {
    once: { type: 'boolean', help: '走完就结束，不留着' },
    port: { type: 'string', help: `网站的端口（默认 ${SITE_PORT}，被占用时顺延；审核台大 ${DESK_OFFSET}；0 为任意）` },
  },
  formats: ['text', 'json'],
  run,
};
