import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { Writable } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Problem } from '../../problem.ts';
import { frameReader, writeFrame } from './frames.ts';
import type { Renderer, RenderRequest, RenderSettings } from './renderer.ts';
import { sentOf } from './sent.ts';

/** What one text may take, and what the process may. */
export interface IsolatedLimits {
  /** Milliseconds of processor time for one text, so that a busy machine makes nothing wrong. */
  text: number;
  /** Milliseconds by the clock, for one text and until it is ready: what gets no processor at all is given up, too. */
  clock: number;
  megabytes: number;
  /** Bytes of one answer. */
  answer: number;
  /** What is started; tests have others. */
  program: URL;
}

export const LIMITS: IsolatedLimits = {
  text: 10_000,
  clock: 120_000,
  megabytes: 256,
  answer: 16 * 1024 * 1024,
  program: new URL('./child.ts', import.meta.url),
};

const require = createRequire(import.meta.url);
const PIPELINE = fileURLToPath(new URL('../..', import.meta.url));
/** Node 20 has no permission model that could be used; below `node_modules` Node strips no types, and tsx starts processes for it. */
const FENCED = process.allowedNodeEnvironmentFlags.has('--permission') && !PIPELINE.includes('/node_modules/');

/** The program and nothing else: its own files, and the packages beside them, which may be a link to another folder. */
function readable(program: string): string[] {
  return [
    PIPELINE,
    fileURLToPath(new URL('../../../package.json', import.meta.url)),
    fileURLToPath(new URL('../../../node_modules', import.meta.url)),
    dirname(dirname(require.resolve('zod/package.json'))),
    program,
  ];
}

/** Options of Node for the process: it may read the program, write nothing, start nothing and load no native code. */
function optionsFor(program: string, { megabytes }: IsolatedLimits): string[] {
  const options = [`--max-old-space-size=${megabytes}`, '--disallow-code-generation-from-strings'];
  // Types are stripped by Node itself wherever it has the permission model.
  if (!FENCED) return [...options, '--import', pathToFileURL(require.resolve('tsx/esm')).href, program];
  return [...options, '--permission', ...readable(program).map((path) => `--allow-fs-read=${path}`), program];
}

interface Running {
  process: ChildProcess;
  input: Writable;
  next: ReturnType<typeof frameReader>;
  /** What it knows already. */
  settings: RenderSettings | null;
}

const failed = (place: string, why: string): Problem =>
  new Problem('render-failed', `排版没有做成：${why}；应在限度以内；请报送单位把正文写得简单些，重新送审；仍这样提示的请管理员查明。`, {
    place,
  });

/** How often the process's time is looked at, in milliseconds. */
const LOOK = 250;

/** Processor time that a process has had, in milliseconds; 0 where the system doesn't tell: then the clock decides alone. */
function processorTime(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return 0;
  }
}

/** The next answer; whatever takes longer than it may is ended. @throws Problem `render-failed` */
async function answered({ process, next }: Running, place: string, limits: IsolatedLimits): Promise<unknown> {
  const [processor, began] = [processorTime(process.pid), performance.now()];
  let late = false;
  const timer = setInterval(() => {
    late ||= processorTime(process.pid) - processor > limits.text || performance.now() - began > limits.clock;
    if (late) process.kill('SIGKILL');
  }, LOOK);
  try {
    const frame = await next().catch(() => null);
    if (frame === null) throw failed(place, late ? `超过了 ${limits.text / 1000} 秒` : '用的内存太多，或意外中断');
    return frame.value;
  } finally {
    clearInterval(timer);
  }
}

async function started(limits: IsolatedLimits): Promise<Running> {
  const program = fileURLToPath(limits.program);
  const child = spawn(process.execPath, optionsFor(program, limits), { cwd: '/', env: {}, stdio: ['pipe', 'pipe', 'ignore'] });
  // Its end is seen where its answer is waited for.
  for (const each of [child, child.stdin, child.stdout]) each?.on('error', () => undefined);
  // It has no file to hand over.
  const next = frameReader(child.stdout, { bytes: limits.answer, files: 0 });
  const running: Running = { process: child, input: child.stdin, next, settings: null };
  // Loading the program may take what it takes.
  const ready = await answered(running, '排版', { ...limits, text: limits.clock }).catch(() => null);
  if (ready === 'ready') return running;
  child.kill('SIGKILL');
  const message = '排版的进程没有启动，没有排版；应能启动；请管理员查明（Node 的版本，程序和 node_modules 的文件夹）。';
  throw new Problem('fault', message, { place: '排版' });
}

/**
 * Renders in a process of its own that holds no secret (design.md 3). The first text starts it, one a run, and a text that exhausts it
 * has it started again.
 */
export function isolatedRenderer(limits: IsolatedLimits = LIMITS): Renderer {
  let running: Promise<Running> | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let closed = false;
  const stop = async (): Promise<void> => {
    const child = await running?.catch(() => null);
    running = null;
    child?.process.kill('SIGKILL');
  };
  const render = async (settings: RenderSettings, request: RenderRequest): Promise<unknown> => {
    if (closed) throw failed(request.folder.path, '这次运行已经结束');
    try {
      running ??= started(limits);
      const child = await running;
      const { sent, parts } = sentOf(request);
      writeFrame(child.input, child.settings === settings ? sent : { ...sent, settings }, parts);
      child.settings = settings;
      const { rendered, fault } = ((await answered(child, request.folder.path, limits)) ?? {}) as Record<string, unknown>;
      if (rendered !== undefined) return rendered;
      throw failed(request.folder.path, `程序出错（${typeof fault === 'string' ? fault.slice(0, 200) : '没有说明'}）`);
    } catch (error) {
      await stop();
      throw error;
    }
  };
  return {
    fenced: FENCED,
    // One text after the other: the limits are one text's.
    render: (settings, request) => {
      const mine = turn.then(() => render(settings, request));
      turn = mine.catch(() => undefined);
      return mine;
    },
    // What still waits its turn starts no process any more.
    close: () => {
      closed = true;
      return stop();
    },
  };
}
