import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { groupRuns, type Program, startProgram, until } from './programs.ts';

/** The machine's temporary folder as these sandboxes see it: what lies in it is theirs alone. */
const folder = mkdtempSync(join(tmpdir(), 'sanshen-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const leftIn = (): string[] => readdirSync(folder).filter((name) => name.startsWith('sanshen-'));

function startSandbox(...args: string[]): Program {
  const program = startProgram(['sandbox', ...args], { TMPDIR: folder });
  onTestFinished(() => {
    if (groupRuns(program)) process.kill(-program.pid, 'SIGKILL');
  });
  return program;
}

async function takenPort(): Promise<number> {
  const server = await new Promise<Server>((resolve) => {
    const made = createServer().listen(0, '127.0.0.1', () => resolve(made));
  });
  onTestFinished(() => void server.close());
  return (server.address() as { port: number }).port;
}

/** Nothing of a program is left: no process of its group, however it ended. */
const gone = (program: Program): Promise<boolean> => until(() => !groupRuns(program));

describe('a sandbox that is killed', () => {
  it('leaves no process, and the next one clears its files away and walks the whole story', async () => {
    const port = await takenPort();
    const early = startSandbox('--port', '0', '--format', 'json');
    const amid = startSandbox('--port', '0', '--format', 'json');
    const ready = startSandbox('--port', String(port));
    const moments: [program: Program, moment: () => boolean][] = [
      [early, () => leftIn().some((name) => name.startsWith(`sanshen-run-${early.pid}-`))],
      [amid, () => amid.err().includes('审核  ✓ 一')],
      [ready, () => ready.out().includes('按 Ctrl+C 结束')],
    ];
    await Promise.all(
      moments.map(async ([program, moment]) => {
        await until(moment);
        program.child.kill('SIGKILL');
        expect(await program.ended).toEqual({ code: null, signal: 'SIGKILL' });
        await gone(program);
      }),
    );
    // Its port was taken: it said so and took the next free one.
    const [, given] = new RegExp(`${port} 端口已被占用，改用 (\\d+)。`).exec(ready.out()) ?? [];
    expect(Number(given)).toBeGreaterThan(port);
    expect(ready.out()).toContain(`网站    http://127.0.0.1:${given}`);
    expect(leftIn()).not.toEqual([]);
    const next = startSandbox('--once', '--port', '0');
    expect(await next.ended).toEqual({ code: 0, signal: null });
    expect(next.out()).toContain('上次没有正常结束，已从头准备，不影响任何数据。');
    expect(next.out()).toContain('全部校验通过；重复 0，遗漏 0');
    expect(leftIn()).toEqual([]);
  });
});

describe('a sandbox that is asked to end before it is ready', () => {
  it.each([
    ['right after its start', '三审'],
    ['in the middle of the story', '检查  ✗'],
  ])('ends with 0 and leaves no trace, %s', async (_, line) => {
    const program = startSandbox('--port', '0', '--format', 'json');
    await until(() => program.err().includes(line));
    // As a terminal does it: Ctrl+C goes to every process of the group.
    process.kill(-program.pid, 'SIGINT');
    expect(await program.ended).toEqual({ code: 0, signal: null });
    expect(JSON.parse(program.out())).toEqual({ version: 1, ready: false });
    await gone(program);
    expect(leftIn()).toEqual([]);
  });

  it('tells whoever asked for the whole story that it was cut short', async () => {
    const program = startSandbox('--once', '--port', '0', '--format', 'json');
    await until(() => program.err().includes('准备'));
    program.child.kill('SIGTERM');
    expect(await program.ended).toEqual({ code: 1, signal: null });
    expect(JSON.parse(program.out())).toMatchObject({ error: { code: 'E_SANDBOX_ENDED' } });
    expect(leftIn()).toEqual([]);
  });
});
