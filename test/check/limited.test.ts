import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { checkItem } from '#pipeline/check/engine.ts';
import { CHECK_LIMITS, type LimitedCheck, limitedCheck } from '#pipeline/check/limited.ts';
import { folderOf } from '../folder.ts';
import { contextFor, folderFor } from './example-item.ts';

const long = folderFor({ body: `${'婺城分局组织执法队员巡查沿街店铺，电话13800138000。\n\n'.repeat(900)}` });
const short = folderFor({});
const context = contextFor({});
let open: LimitedCheck | null = null;

afterEach(async () => open?.close());

/** A thread that answers as the given lines of JavaScript say. */
function program(lines: string): URL {
  const file = join(folderOf({}), 'thread.mjs');
  writeFileSync(
    file,
    `import { parentPort } from 'node:worker_threads';\nparentPort.on('message', () => { ${lines} });\nparentPort.postMessage('ready');\n`,
  );
  return pathToFileURL(file);
}

describe('checking within limits', () => {
  it('finds in a long text what it finds without limits', async () => {
    open = limitedCheck(context);
    const { findings } = await open.check(long, {});
    expect(findings).toEqual(checkItem(long, context).findings);
    expect(findings.length).toBeGreaterThan(800);
  });

  it.each([
    ['never comes to an end', 'for (;;);', 'E_TIMEOUT'],
    ['sleeps for ever', 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);', 'E_TIMEOUT'],
    ['takes ever more memory', 'const all = []; for (;;) all.push(new Array(1e5).fill(all.length).map(String));', 'E_MEMORY'],
  ])('says so of an item that %s, and checks the next', async (_, lines, code) => {
    open = limitedCheck(context, {
      ...CHECK_LIMITS,
      milliseconds: code === 'E_MEMORY' ? 60_000 : 200,
      megabytes: 200,
      program: program(lines),
    });
    for (const folder of [long, long]) {
      const { findings } = await open.check(folder, {});
      expect(findings).toMatchObject([{ rule: 'meta/schema', severity: 'error', code, waivable: false }]);
    }
    expect((await open.check(short, {})).findings).toEqual([]);
  });

  it('lets a fault of the program itself through', async () => {
    open = limitedCheck(context, { ...CHECK_LIMITS, program: program("throw new Error('fault')") });
    await expect(open.check(long, {})).rejects.toThrow('fault');
  });
});
