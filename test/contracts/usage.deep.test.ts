import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { PROGRAM, sanshen } from './program.ts';
import { contentFolder, ITEM, repository } from './repository.ts';

describe('words that a command cannot use end it with 2 and one error document', () => {
  it.each([
    ['an unknown command', ['nope'], 'usage/command', 'nope'],
    ['a name that every object has', ['constructor'], 'usage/command', 'constructor'],
    ['an empty command', [''], 'usage/command', ''],
    ['an option before the command', ['--root', '.', 'check'], 'usage/command', '--root'],
    ['an unknown option', ['check', '--bogus'], 'usage/option', '--bogus'],
    ['an option without its value', ['verify', '--since'], 'usage/option', '--since'],
    ['an empty value', ['release', '--channel='], 'usage/option', '--channel'],
    ['a day for an instant', ['check', '--at', '2026-11-24'], 'usage/at', '--at'],
    ['a word too many for a command that takes none', ['generate', 'x'], 'usage/operand', 'x'],
    ['a second item', ['status', ITEM, 'x'], 'usage/operand', 'x'],
    ['a folder that is not there', ['check', '--root', '/nowhere/at/all'], 'usage/root', '--root'],
    ['a file for a folder', ['check', '--root', import.meta.filename], 'usage/root', '--root'],
    ['a form of nothing', ['form'], 'usage/item', '信息'],
    ['a form of no number', ['form', '--pr', 'x'], 'usage/pr', '--pr'],
    ['a form of two things', ['form', ITEM, '--pr', '1'], 'usage/form', '--pr'],
  ])('%s', async (_, words, code, place) => {
    const ended = await sanshen([...words, '--format', 'json'], { cwd: contentFolder() });
    expect(ended.code).toBe(2);
    expect(ended.json()).toEqual({ version: 1, error: { code, message: expect.stringMatching(/\p{Script=Han}.*。$/u), place } });
    expect(ended.stderr.trim().split('\n')).toHaveLength(1);
  });

  it('a commit that can be none is a mistake; one that is nowhere is a cut tail', async () => {
    const root = repository();
    const mistaken = await sanshen(['verify', '--since', 'junk', '--root', root, '--format', 'json']);
    expect([mistaken.code, mistaken.error().code]).toEqual([2, 'usage/since']);
    const gone = await sanshen(['verify', '--since', 'deadbeef'.repeat(5), '--root', root, '--format', 'json']);
    expect(gone.code).toBe(1);
    expect(gone.json()).toMatchObject({ version: 1, verified: false, problems: [{ item: 'ledger', code: 'tail-cut' }] });
  });
});

it.skipIf(process.features.typescript).each(['/nowhere/at/all', PROGRAM])(
  'without a temporary folder (%s) nothing starts, and that is told',
  async (place) => {
    const ended = await sanshen(['check', '--format', 'json'], { env: { TMPDIR: place } });
    expect([ended.code, ended.json()]).toMatchObject([2, { version: 1, error: { code: 'internal/start', place } }]);
  },
);

describe('the output', () => {
  it('is not JSON for an operand of that name', async () => {
    const ended = await sanshen(['check', 'json'], { cwd: contentFolder() });
    expect([ended.code, ended.stdout]).toEqual([2, '']);
  });

  it('may lose its reader without a stack trace', async () => {
    const child = spawn(process.execPath, [PROGRAM, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    const said: Buffer[] = [];
    child.stderr.on('data', (part: Buffer) => said.push(part));
    await once(child, 'close');
    expect(Buffer.concat(said).toString('utf8')).toBe('');
  });

  it.skipIf(process.platform !== 'linux')('that a full disk swallows is a failure', async () => {
    const code = execFileSync('sh', ['-c', '"$0" "$1" --help >/dev/full 2>/dev/null; echo $?', process.execPath, PROGRAM], {
      encoding: 'utf8',
    });
    expect(code.trim()).toBe('2');
  });
});

describe('a published address', () => {
  it('with half an escape is one that the ledger does not know', async () => {
    const ended = await sanshen(['status', 'http://example.com/%E0%A4%A', '--root', repository(), '--format', 'json']);
    expect([ended.code, ended.error().code]).toEqual([1, 'item/not-found']);
  });
});
