import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ItemFolder } from '../item/item.ts';
import { checkItem } from './engine.ts';
import type { ItemFindings } from './finding.ts';
import { type Fixed, fixItem } from './fix.ts';
import type { CheckContext } from './rule.ts';
import { type Undecided, undecided } from './undecided.ts';

/** How much one item may cost; milliseconds of processor time, so that a busy machine makes nothing wrong. */
export interface CheckLimits {
  milliseconds: number;
  megabytes: number;
  /** A text of more bytes is checked in a thread of its own. Shorter ones can't take long: what is parsed is capped (item/markdown.ts). */
  inThread: number;
  /** So is an item with more pictures, or more bytes in them: each is walked through to its end. */
  pictures: number;
  pictureBytes: number;
  /** The thread's program; tests give one that never ends. */
  program: URL;
}

export const CHECK_LIMITS: CheckLimits = {
  // With the thread's start and its end, five seconds.
  milliseconds: 4200,
  megabytes: 256,
  inThread: 32 * 1024,
  pictures: 20,
  pictureBytes: 16 * 1024 * 1024,
  program: new URL('./limited-thread.js', import.meta.url),
};

/** What the program itself takes besides what the thread's long-lived values may, in megabytes. */
const REST = 160;
/** How often the thread's processor time is looked at. */
const LOOK = 100;
/** A thread that gets no processor at all is given up too. */
const WALL = 12;

export interface LimitedCheck {
  /** Like `checkItem`, but any item is decided: one that reaches a limit has an error that says so, and the next is checked. */
  check: (folder: ItemFolder, part: Partial<CheckContext>) => Promise<ItemFindings>;
  /** Like `fixItem`; which limit was reached where an item reaches one, and then nothing is mended. */
  fix: (folder: ItemFolder, part: Partial<CheckContext>) => Promise<Fixed | null | Undecided>;
  close: () => Promise<void>;
}

/** What the thread can do for an item. */
const WORK = { check: checkItem, fix: fixItem };
type Work = keyof typeof WORK;

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Waits for the thread's answer, at most until a limit is reached. This thread does nothing meanwhile, so the process's time is its. */
function answerOf<Answer>(worker: Worker, { milliseconds }: CheckLimits): Promise<Answer | Undecided> {
  const [processor, wall] = [processorTime(), performance.now()];
  return new Promise((resolve, reject) => {
    const timer = setInterval(() => {
      if (processorTime() - processor > milliseconds || performance.now() - wall > milliseconds * WALL) done(() => resolve('E_TIMEOUT'));
    }, LOOK);
    const answered = (answer: Answer) => done(() => resolve(answer));
    const failed = (error: NodeJS.ErrnoException) =>
      done(() => (error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? resolve('E_MEMORY') : reject(error)));
    const done = (then: () => void): void => {
      clearInterval(timer);
      worker.off('message', answered);
      worker.off('error', failed);
      then();
    };
    worker.on('message', answered);
    worker.on('error', failed);
  });
}

function isLarge({ files }: ItemFolder, { inThread, pictures, pictureBytes }: CheckLimits): boolean {
  const text = files.find(({ path }) => path === 'index.md')?.bytes.length ?? 0;
  const pictured = files.filter(({ path }) => /\.jpe?g$/i.test(path));
  return text > inThread || pictured.length > pictures || pictured.reduce((sum, { bytes }) => sum + bytes.length, 0) > pictureBytes;
}

/** Checks items within limits. The thread is started when a large item first needs it, and again after one that had to be ended. */
export function limitedCheck(context: CheckContext, limits: CheckLimits = CHECK_LIMITS): LimitedCheck {
  let worker: Worker | null = null;
  const close = async (): Promise<void> => {
    await worker?.terminate();
    worker = null;
  };
  const started = async (): Promise<Worker> => {
    const resourceLimits = { maxOldGenerationSizeMb: limits.megabytes - REST, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 };
    const thread = new Worker(limits.program, { workerData: context, execArgv: [], resourceLimits });
    // One that is being ended may still run out of memory.
    thread.on('error', () => undefined);
    await once(thread, 'message');
    return thread;
  };
  const done = async <Name extends Work>(work: Name, folder: ItemFolder, part: Partial<CheckContext>) => {
    type Answer = ReturnType<(typeof WORK)[Name]>;
    if (!isLarge(folder, limits)) return WORK[work](folder, { ...context, ...part }) as Answer;
    worker ??= await started();
    worker.postMessage({ work, folder, context: part });
    const answer = await answerOf<Answer>(worker, limits).catch(async (error: unknown) => {
      await close();
      throw error;
    });
    if (typeof answer === 'string') await close();
    return answer;
  };
  const check: LimitedCheck['check'] = async (folder, part) => {
    const answer = await done('check', folder, part);
    return typeof answer === 'string' ? undecided(folder.path, answer) : answer;
  };
  return { check, fix: (folder, part) => done('fix', folder, part), close };
}
