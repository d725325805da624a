import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { frameReader, writeFrame } from '../../../pipeline/release/isolated/frames.ts';
import { renderText } from '../../../pipeline/release/isolated/render-text.ts';
import type { RenderSettings } from '../../../pipeline/release/isolated/renderer.ts';
import { requestOf, type Sent } from '../../../pipeline/release/isolated/sent.ts';

/*
 * What a text would do that has taken over the process which renders: started in its place by the tests. A body of the text names what it does;
 * any other text is rendered.
 */

const root = join(import.meta.dirname, '../../..');

/** `done`, or the code that it was refused with. */
function tried(what: () => unknown): string {
  try {
    what();
    return 'done';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

function spawned(): void {
  const { error } = spawnSync(process.execPath, ['--version'], { env: {} });
  if (error) throw error;
}

/** What it can get hold of. @param folder one that anybody may write to */
function reach(folder: string): Record<string, string> {
  return {
    environment: Object.keys(process.env).join(),
    'the environment of whoever started it': tried(() => readFileSync(`/proc/${process.ppid}/environ`)),
    'its own memory': tried(() => readFileSync('/proc/self/maps')),
    'a file of the machine': tried(() => readFileSync('/etc/hostname')),
    'a file of the repository': tried(() => readFileSync(join(root, 'README.md'))),
    'the settings of Git': tried(() => readFileSync(join(folder, 'config'))),
    'the program': tried(() => readFileSync(join(root, 'pipeline/cli.ts'))),
    'writing a file': tried(() => writeFileSync(join(folder, 'written'), '')),
    'writing into the program': tried(() => writeFileSync(join(root, 'pipeline/version.ts'), '', { flag: 'r+' })),
    'a process': tried(spawned),
    'native code': tried(() => process.dlopen({ exports: {} }, join(root, 'pipeline/none.node'))),
    'a thread': tried(() => new Worker('', { eval: true }).terminate()),
    'a program made of a text': tried(() => new Function('return 1')()),
  };
}

const deeds: Record<string, () => unknown> = {
  spin: () => {
    for (;;);
  },
  grow: () => {
    const kept: string[][] = [];
    for (;;) kept.push(Array.from({ length: 100_000 }, (_, index) => `${kept.length} ${index}`));
  },
  exit: () => process.exit(0),
  flood: () => '长'.repeat(2_000_000),
  files: () => writeFrame(process.stdout, { rendered: {} }, [new Uint8Array(10)]),
  nothing: () => writeFrame(process.stdout, null),
  deep: () => write(`{"value":{"rendered":${'['.repeat(200_000)}${']'.repeat(200_000)}},"sizes":[]}`),
  negative: () => write('{"value":{"rendered":{}},"sizes":[-5]}'),
  fractional: () => write('{"value":{"rendered":{}},"sizes":[0.5]}'),
  many: () => write(`{"value":{"rendered":{}},"sizes":[${'0,'.repeat(400_000)}0]}`),
  unlike: () => write('{"value":{"rendered":{}},"sizes":{}}'),
  unreadable: () => write('{"value":'),
  torn: () => writeSync(1, Buffer.from([0, 0, 1, 0, 0x7b])) && process.exit(0),
};

/** A message as it may not be. */
function write(text: string): void {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(text));
  for (const bytes of [length, Buffer.from(text)]) process.stdout.write(bytes);
}

let settings: RenderSettings | null = null;
const next = frameReader(process.stdin);
writeFrame(process.stdout, 'ready');
for (let frame = await next(); frame !== null; frame = await next()) {
  const sent = frame.value as Sent;
  settings = sent.settings ?? settings;
  const request = requestOf(sent, frame.parts);
  const body = Buffer.from(request.folder.files[0]?.bytes ?? []).toString();
  const [, deed = ''] = /deed: (\w+)/.exec(body) ?? [];
  const rendered = deed === 'reach' ? reach(request.folder.path) : (deeds[deed]?.() ?? renderText(settings as RenderSettings, request));
  writeFrame(process.stdout, { rendered });
}
process.exit();
