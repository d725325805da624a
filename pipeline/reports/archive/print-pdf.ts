import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import type { Instant } from '../../beijing-time.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
/** It reaches nothing: no name resolves, and what needs none goes to a proxy that nobody runs. */
const ARGUMENTS = [
  '--headless',
  '--remote-debugging-pipe',
  '--no-first-run',
  '--disable-gpu',
  '--disable-extensions',
  '--disable-sync',
  '--disable-background-networking',
  '--disable-component-update',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--proxy-server=127.0.0.1:9',
];
const PATIENCE = 60_000;

/** Where a browser is; `null` where none is. */
export function browserIn(env: Environment): string | null {
  const places = (env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const there = (path: string): boolean => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  };
  return [...(env.CHROME_PATH ? [env.CHROME_PATH] : []), ...places].find(there) ?? null;
}

/** Prints pages until it is closed. */
export interface Printer {
  print(html: string, at: Instant): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** A PDF with the time of what it shows in the place of the time of printing, so that the same page gives the same bytes. */
function dated(pdf: Buffer, at: Instant): Buffer {
  const digits = new Date(at).toISOString().replace(/\D/g, '').slice(0, 14);
  return Buffer.from(pdf.toString('latin1').replace(/(\/(?:Creation|Mod)Date \(D:)\d{14}/g, `$1${digits}`), 'latin1');
}

interface Told {
  id?: number;
  method?: string;
  result?: Record<string, unknown>;
  error?: { message: string };
}

/**
 * Starts a browser of its own that shows the forms' pages and nothing else: its own profile, scripts off, no network. It is spoken to through
 * a pipe (Chrome DevTools Protocol).
 * @throws Error where it doesn't start or stops
 */
export async function startPrinter(program: string, env: Environment): Promise<Printer> {
  const folder = await mkdtemp(join(tmpdir(), 'sanshen-pdf-'));
  // Root may not start it with its own sandbox.
  const own = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const kept = ['PATH', 'LD_LIBRARY_PATH', 'FONTCONFIG_PATH', 'LANG', 'SystemRoot'].flatMap((name) =>
    env[name] ? [[name, env[name]]] : [],
  );
  const child = spawn(program, [...ARGUMENTS, ...own, `--user-data-dir=${folder}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    env: { ...Object.fromEntries(kept), HOME: folder, TMPDIR: folder, TZ: 'UTC' },
  });
  const [input, output] = [child.stdio[3] as Writable, child.stdio[4] as Readable];
  const waiting = new Map<string, { done: (told: Told) => void; failed: (error: Error) => void }>();
  const ended = (error: Error): void => {
    for (const { failed } of waiting.values()) failed(error);
    waiting.clear();
  };
  child.on('error', ended);
  child.on('exit', () => ended(new Error('the browser has stopped')));
  input.on('error', ended);
  let pending: Buffer[] = [];
  output.on('data', (data: Buffer) => {
    let rest = data;
    for (let end = rest.indexOf(0); end !== -1; end = rest.indexOf(0)) {
      const told = JSON.parse(Buffer.concat([...pending, rest.subarray(0, end)]).toString('utf8')) as Told;
      pending = [];
      rest = rest.subarray(end + 1);
      const name = told.id === undefined ? (told.method as string) : String(told.id);
      waiting.get(name)?.done(told);
      waiting.delete(name);
    }
    pending.push(rest);
  });
  const answer = (name: string): Promise<Told> =>
    new Promise((done, failed) => {
      const timer = setTimeout(() => failed(new Error(`the browser doesn't answer: ${name}`)), PATIENCE);
      const then =
        <Value>(use: (value: Value) => void) =>
        (value: Value): void => {
          clearTimeout(timer);
          use(value);
        };
      waiting.set(name, { done: then(done), failed: then(failed) });
    });
  let count = 0;
  let sessionId: string | undefined;
  const call = async (method: string, params: Record<string, unknown> = {}): Promise<Record<string, unknown>> => {
    count += 1;
    const answered = answer(String(count));
    input.write(`${JSON.stringify({ id: count, method, params, ...(sessionId ? { sessionId } : {}) })}\0`);
    const { result = {}, error } = await answered;
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  };
  const close = async (): Promise<void> => {
    const gone = child.exitCode !== null || child.pid === undefined ? null : new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await gone;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const { targetId } = await call('Target.createTarget', { url: 'about:blank' });
    sessionId = (await call('Target.attachToTarget', { targetId, flatten: true })).sessionId as string;
    await call('Page.enable');
    await call('Emulation.setScriptExecutionDisabled', { value: true });
  } catch (error) {
    await close();
    throw error;
  }
  return {
    close,
    async print(html, at) {
      const file = join(folder, 'page.html');
      await writeFile(file, html);
      const loaded = answer('Page.loadEventFired');
      loaded.catch(() => undefined);
      await call('Page.navigate', { url: pathToFileURL(file).href });
      await loaded;
      const { data } = await call('Page.printToPDF', { preferCSSPageSize: true, printBackground: true });
      return dated(Buffer.from(data as string, 'base64'), at);
    },
  };
}
