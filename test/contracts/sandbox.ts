import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { PROGRAM } from './program.ts';

/** The document of `sandbox --port 0 --format json` at readiness (contracts.md 1). */
export interface Ready {
  version: 1;
  ready: true;
  root: string;
  env: Record<string, string>;
  tokens: Record<string, string>;
  site: string;
  desk: string;
  wechat: string;
  weibo: string;
}

/** Starts the sandbox as a script would: waits for its one document, ends it politely. */
export async function startSandbox(): Promise<Ready & { stop: () => Promise<void> }> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [PROGRAM, 'sandbox', '--port', '0', '--format', 'json'], {
    env: { PATH, HOME },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  let said = '';
  child.stderr.resume();
  for await (const part of child.stdout.setEncoding('utf8')) {
    said += part;
    if (said.endsWith('\n')) break;
  }
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  return { ...(JSON.parse(said) as Ready), stop };
}
