import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command, generate } from '#pipeline/commands/generate.ts';
import { folderOf } from '../folder.ts';
import { commandContext } from './context.ts';

const today = '2026-11-24';
const settings = {
  'content/organisation.yml': readFileSync('content/organisation.yml', 'utf8'),
  'content/policy.yml': readFileSync('content/policy.yml', 'utf8'),
};

describe('generate', () => {
  it('writes the files, and then finds nothing to do', async () => {
    const root = folderOf(settings);
    const first = await generate({ root, check: false, today });
    expect(first.written).toContain('.github/CODEOWNERS');
    const second = await generate({ root, check: false, today });
    expect(second).toMatchObject({ differing: [], written: [] });
    expect(second.unchanged).toHaveLength(first.written.length);
    expect(readdirSync(join(root, '.github'), { recursive: true }).filter((name) => String(name).endsWith('.tmp'))).toEqual([]);
  });

  it('with --check names what somebody changed by hand, ends with 1 and changes nothing', async () => {
    const root = folderOf(settings);
    await generate({ root, check: false, today });
    const file = join(root, '.github/CODEOWNERS');
    const edited = `${readFileSync(file, 'utf8')}/content/items/wucheng/ @stranger\n`;
    writeFileSync(file, edited);
    const result = await command.run(commandContext({ root, at: '2026-11-24T10:00:00+08:00', format: 'text', options: { check: true } }));
    expect(result.exitCode).toBe(1);
    expect(result.text).toBe('1 个文件与名单、规则不一致：\n  .github/CODEOWNERS\n应由程序生成，不手改；请运行 sanshen generate 并提交。');
    expect(result.json).toMatchObject({ version: 1, differing: ['.github/CODEOWNERS'], written: [] });
    expect(readFileSync(file, 'utf8')).toBe(edited);
  });

  it('with --check --rev compares a commit with its own settings, whatever lies in the work tree', async () => {
    const root = folderOf(settings);
    await generate({ root, check: false, today });
    const git = (...words: string[]) =>
      execFileSync('git', ['-C', root, '-c', 'user.name=x', '-c', 'user.email=x@example.com', ...words], { encoding: 'utf8' }).trim();
    git('init', '--quiet');
    const commit = (message: string): string => {
      git('add', '--all');
      git('commit', '--quiet', '--message', message);
      return git('rev-parse', 'HEAD');
    };
    const compare = (rev: string) => command.run(commandContext({ root, at: '2026-11-24T10:00:00+08:00', options: { check: true, rev } }));
    const good = commit('一');
    const organisation = join(root, 'content/organisation.yml');
    writeFileSync(organisation, readFileSync(organisation, 'utf8').replace('logins: [zhouyi]', 'logins: [zhouyi-2]'));
    const forgotten = commit('二');
    await generate({ root, check: false, today });
    expect(await compare(good)).toMatchObject({ exitCode: 0, json: { differing: [] } });
    expect(await compare(forgotten)).toMatchObject({ exitCode: 1, json: { differing: ['.github/CODEOWNERS'], written: [] } });
    expect(await compare(commit('三'))).toMatchObject({ exitCode: 0 });
    await expect(compare('nowhere')).rejects.toMatchObject({ code: 'git/no-revision', exitCode: 2 });
    const writing = commandContext({ root, options: { rev: good } });
    await expect(command.run(writing)).rejects.toMatchObject({ code: 'usage/generate', exitCode: 2 });
  });

  it('reads a checkout with Windows line ends as the same files', async () => {
    const root = folderOf(settings);
    const { written } = await generate({ root, check: false, today });
    for (const path of written) writeFileSync(join(root, path), readFileSync(join(root, path), 'utf8').replaceAll('\n', '\r\n'));
    expect((await generate({ root, check: true, today })).differing).toEqual([]);
  });

  it.each([
    ['a key nobody knows', { 'content/policy.yml': 'speed: fast\n' }, 'policy/malformed'],
    ['a missing organisation', { 'content/organisation.yml': null }, 'organisation/missing'],
    [
      'a unit without a head',
      {
        'content/organisation.yml': settings['content/organisation.yml'].replace(/^.*level: 1, person: hanshiyi.*$/m, ''),
      },
      'organisation/unit-without-head',
    ],
  ])('refuses %s as a mistake of the settings (exit 2) and writes nothing', async (_, change, code) => {
    const files = Object.fromEntries(Object.entries({ ...settings, ...change }).filter(([, text]) => text !== null)) as Record<
      string,
      string
    >;
    const root = folderOf(files);
    await expect(generate({ root, check: false, today })).rejects.toMatchObject({ code, exitCode: 2 });
    expect(readdirSync(root)).toEqual(['content']);
  });

  it("finds the repository's own files up to date", async () =>
    expect((await generate({ root: process.cwd(), check: true, today })).differing).toEqual([]));
});
