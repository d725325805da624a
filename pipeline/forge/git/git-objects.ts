import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { MOST_READ } from '../../item/folder-size.ts';
import { Problem } from '../../problem.ts';
import { gitEnvironment, notStarted } from './git-process.ts';

export interface GitObject {
  id: string;
  type: string;
  bytes: Buffer;
}

/** Reads objects by name through one long-lived `git cat-file --batch`. */
export interface ObjectReader {
  /** An object by id, `<id>^{tree}` or `<id or whole name of a reference>^{commit}`; `null` if the repository doesn't have it. */
  read(name: string): Promise<GitObject | null>;
  close(): void;
}

interface Waiting {
  resolve: (object: GitObject | null) => void;
  reject: (error: Error) => void;
}

const NEWLINE = 10;
const NAME = /^(?:[0-9a-f]{40,64}(?:\^\{(?:tree|commit)\})?|(?:HEAD|refs\/[\w./-]+)\^\{commit\})$/;

/**
 * Cuts the stream of answers (`<id> <type> <size>\n<bytes>\n`, or `<name> missing\n`) into objects. What is longer than any file of an item
 * may be (`MOST_READ`) is let pass and not kept.
 */
function answers(give: (object: GitObject | null) => void): (chunk: Buffer) => void {
  let head = Buffer.alloc(0);
  let object: GitObject | null = null;
  let kept = 0;
  /** Bytes still to come, the line's end after them among them. */
  let left = 0;
  const begin = (line: string): void => {
    const [id = '', type = '', size] = line.split(' ');
    if (size === undefined) {
      give(null);
      return;
    }
    left = Number(size) + 1;
    kept = 0;
    object = { id, type, bytes: Buffer.allocUnsafeSlow(type === 'blob' ? Math.min(left - 1, MOST_READ) : left - 1) };
  };
  return (chunk) => {
    let rest = chunk;
    while (rest.length > 0) {
      if (object === null) {
        const end = rest.indexOf(NEWLINE);
        head = Buffer.concat([head, end < 0 ? rest : rest.subarray(0, end)]);
        if (end < 0) return;
        rest = rest.subarray(end + 1);
        const line = head.toString('utf8');
        head = Buffer.alloc(0);
        begin(line);
        continue;
      }
      const part = rest.subarray(0, left);
      kept += part.copy(object.bytes, kept);
      left -= part.length;
      rest = rest.subarray(part.length);
      if (left > 0) return;
      give(object);
      object = null;
    }
  };
}

/** Starts reading the objects of a repository; the process starts with the first question and never keeps the program alive. */
export function openObjects(dir: string): ObjectReader {
  let child: ChildProcessWithoutNullStreams | null = null;
  let waiting: Waiting[] = [];
  /** Questions of this turn: they are sent together. */
  let asked = '';
  // An idle reader must not hold the event loop; one that owes an answer must.
  const hold = (on: boolean): void => {
    const pipe = child?.stdout as unknown as { ref?(): void; unref?(): void } | undefined;
    if (on) pipe?.ref?.();
    else pipe?.unref?.();
  };
  const fail = (error: Error): void => {
    const failed = waiting;
    waiting = [];
    asked = '';
    child = null;
    for (const { reject } of failed) reject(error);
  };
  const start = (): ChildProcessWithoutNullStreams => {
    const started = spawn('git', ['cat-file', '--batch'], {
      cwd: dir,
      env: gitEnvironment(),
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    started.unref();
    for (const pipe of [started.stdin, started.stdout, started.stderr]) (pipe as unknown as { unref?(): void }).unref?.();
    started.stdout.on(
      'data',
      answers((object) => {
        waiting.shift()?.resolve(object);
        if (waiting.length === 0) hold(false);
      }),
    );
    started.stderr.resume();
    started.stdin.on('error', () => undefined);
    started.on('error', (error) => started === child && fail(notStarted(error)));
    started.on(
      'close',
      () => started === child && fail(new Problem('git/failed', 'git cat-file 意外结束。请检查仓库是否完整，再重试。', { place: dir })),
    );
    return started;
  };
  const send = (): void => {
    child?.stdin.write(asked);
    asked = '';
  };
  return {
    read(name) {
      if (!NAME.test(name)) return Promise.reject(new RangeError(`not an object id: ${name}`));
      return new Promise((resolve, reject) => {
        child ??= start();
        waiting.push({ resolve, reject });
        hold(true);
        if (asked === '') queueMicrotask(send);
        asked += `${name}\n`;
      });
    },
    close() {
      const ended = child;
      child = null;
      asked = '';
      ended?.kill();
      const error = new Error('the repository was closed');
      for (const { reject } of waiting.splice(0)) reject(error);
    },
  };
}
