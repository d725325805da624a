import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { openTerminal } from '#pipeline/terminal.ts';
import { folderOf } from './folder.ts';

const ROOT = join(import.meta.dirname, '..');
const SCRIPT = '/usr/bin/script';

/** Runs a program that finds all of its input at once. */
function run(command: string, words: readonly string[], input: string): Promise<{ status: number | null; output: string }> {
  const child = spawn(command, words, { cwd: ROOT, env: { ...process.env, NO_COLOR: '1' } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (some) => (output += some));
  child.stdin.end(input);
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, output })));
}

describe('the terminal', () => {
  it('keeps lines that came at once for the questions that follow', async () => {
    const program = `
      import { openTerminal } from './pipeline/terminal.ts';
      const terminal = openTerminal(process.stdin, process.stderr);
      const answers = [];
      for (let asked = 0; asked < 4; asked += 1) {
        answers.push(await terminal.ask('?'));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      terminal.close();
      console.log(JSON.stringify(answers));`;
    const { output } = await run(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], '一\n二\n三\n');
    expect(output).toContain('["一","二","三",null]');
  });

  it('waits for a line that comes later', async () => {
    const input = new PassThrough();
    const terminal = openTerminal(input, new PassThrough());
    const answer = terminal.ask('?');
    input.write('一\n');
    expect(await answer).toBe('一');
    terminal.close();
    expect(await terminal.ask('?')).toBeNull();
  });

  it.runIf(existsSync(SCRIPT))('takes every paragraph that is pasted into new', async () => {
    const settings = ['content/organisation.yml', 'content/policy.yml'];
    const root = folderOf(Object.fromEntries(settings.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')])));
    const head = ['1', 'wucheng', '李四', '婺城分局开展整治', '2026-11-23', '网站', '婺城分局劝导占道经营。', '周一', ''];
    const input = [...head, '第一段。', '第二段。', '第三段。', '', ''].join('\n');
    const command = `"${process.execPath}" pipeline/sanshen.js new --root "${root}" --at 2026-11-24T10:00:00+08:00`;
    const { status, output } = await run(SCRIPT, ['-qec', command, '/dev/null'], input);
    expect([status, output]).toEqual([0, expect.stringContaining('✓')]);
    const [folder = ''] = readdirSync(join(root, 'content/items/wucheng'));
    const text = readFileSync(join(root, 'content/items/wucheng', folder, 'index.md'), 'utf8');
    for (const paragraph of ['第一段。', '第二段。', '第三段。']) expect(text).toContain(paragraph);
  });
});
