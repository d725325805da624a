import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check } from '#pipeline/commands/check.ts';
import { generate } from '#pipeline/commands/generate.ts';
import { command } from '#pipeline/commands/init.ts';
import { readOrganisation, readPolicy } from '#pipeline/organisation/read-settings.ts';
import { entriesToFill } from '#pipeline/organisation/to-fill.ts';
import { validatePolicy } from '#pipeline/organisation/validate-policy.ts';
import { VERSION } from '#pipeline/version.ts';
import { folderOf } from '../folder.ts';
import { commandContext } from './context.ts';

const AT = '2026-11-24T10:00:00+08:00';
const TAG = `v${VERSION}`;
const RELEASE = { repository: 'shili/sanshen', commit: '0123456789'.repeat(4), checksums: 'ab'.repeat(32) };
const OPTIONS = { name: '示例市住房和城乡建设局', domain: 'zjj.example.gov.cn', tag: TAG, ...RELEASE };

interface Made {
  version: 1;
  directory: string;
  files: string[];
  tag: string;
  next: string[];
}

async function begun(
  root: string,
  options: Record<string, string | boolean> = OPTIONS,
  answers?: readonly (string | null)[],
): Promise<Made> {
  const rest = [...(answers ?? [])];
  const ask = answers && { ask: async () => rest.shift() ?? null };
  return (await command.run(commandContext({ root, at: AT, options, operands: ['bureau'], ...ask }))).json as Made;
}

const policyOf = (root: string) => {
  const text = readFileSync(join(root, 'bureau/content/policy.yml'), 'utf8');
  return readPolicy(text, 'content/policy.yml');
};

describe('init', () => {
  it('makes settings, lists, calling workflows and pages, and nothing of the program', async () => {
    const root = folderOf({});
    const { version, directory, files, tag, next } = await begun(root);
    expect([version, directory, tag, next.length]).toEqual([1, join(root, 'bureau'), TAG, 4]);
    const there = readdirSync(directory, { recursive: true, withFileTypes: true }).flatMap((entry) => {
      const path = join(entry.parentPath, entry.name).slice(directory.length + 1);
      return entry.isFile() && !path.startsWith('.git/') ? [path] : [];
    });
    expect(files).toEqual(there.sort());
    expect(files.filter((path) => /^(pipeline|site|test)\/|package/.test(path))).toEqual([]);
    for (const name of ['act', 'check', 'gate', 'intake', 'publish', 'watch']) {
      const text = readFileSync(join(directory, `.github/workflows/${name}.yml`), 'utf8');
      expect(text).toContain(`uses: shili/sanshen/.github/workflows/${name}.yml@${RELEASE.commit} # ${TAG}\n`);
    }
    for (const page of ['稿件怎样写', '检查规则', '怎样自己验一遍'].map((name) => `.github/${name}.md`)) {
      expect(readFileSync(join(directory, page), 'utf8')).toBe(readFileSync(page, 'utf8'));
      // What an earlier program had is told, and mended by what everybody runs after an upgrade.
      writeFileSync(join(directory, page), '以前的一版\n');
      expect((await generate({ root: directory, check: true, today: '2026-11-24' })).differing).toEqual([page]);
      expect((await generate({ root: directory, check: false, today: '2026-11-24' })).written).toEqual([page]);
    }
    for (const path of files) expect(readFileSync(join(directory, path), 'utf8')).not.toMatch(/\{\{\w+\}\}/);
  });

  it('makes settings that hold together, are checked and generated without a change, and say what is still to fill in', async () => {
    const root = folderOf({});
    const { directory } = await begun(root);
    const notes: string[] = [];
    const { exitCode } = await check({ root: directory, items: [], all: true, at: AT, note: (line) => notes.push(line) });
    expect([exitCode, notes.join('\n')]).toEqual([0, expect.stringContaining('名单还没有填好')]);
    expect((await generate({ root: directory, check: true, today: '2026-11-24' })).differing).toEqual([]);
    const policy = policyOf(root);
    expect([validatePolicy(policy), policy.program]).toEqual([[], { tag: TAG, ...RELEASE }]);
    const organisation = readOrganisation(readFileSync(join(directory, 'content/organisation.yml'), 'utf8'), 'content/organisation.yml');
    expect(organisation.bureau).toBe(OPTIONS.name);
    expect(entriesToFill(organisation, policy)).toHaveLength(7);
  });

  it.each(['示例局: 第一', "示例'局", '示例"局, {二}', '#示例局', '2026'])('takes the name %j as it is', async (name) => {
    const root = folderOf({});
    await begun(root, { ...OPTIONS, name });
    const { site, columns } = policyOf(root);
    expect([site.name, columns[0]?.description]).toEqual([name, `${name}的工作动态。`]);
  });

  it('begins a repository with the branch that policy.yml names and leaves the first commit to the person; an empty one that is there will do', async () => {
    const root = folderOf({});
    execFileSync('git', ['init', '--quiet', '--initial-branch=zhu', join(root, 'bureau')]);
    const { directory } = await begun(root);
    const git = (...words: string[]): string => execFileSync('git', words, { cwd: directory, encoding: 'utf8' }).trim();
    expect(git('symbolic-ref', '--short', 'HEAD')).toBe(policyOf(root).branch);
    expect(git('rev-list', '--all', '--count')).toBe('0');
  });

  it('overwrites nothing: a folder with anything in it is refused, a second time too', async () => {
    const root = folderOf({ 'bureau/note.txt': '留着' });
    await expect(begun(root)).rejects.toMatchObject({ code: 'init/not-empty', exitCode: 2 });
    expect(readdirSync(join(root, 'bureau'))).toEqual(['note.txt']);
    const other = folderOf({});
    await begun(other);
    await expect(begun(other)).rejects.toMatchObject({ code: 'init/not-empty' });
  });

  it.each(['name', 'domain', 'tag'])('without a terminal a missing --%s is named, and nothing is made', async (option) => {
    const root = folderOf({});
    const { [option]: _, ...rest } = OPTIONS as Record<string, string>;
    await expect(begun(root, rest)).rejects.toMatchObject({ code: `usage/${option}`, place: `--${option}`, exitCode: 2 });
    expect(existsSync(join(root, 'bureau'))).toBe(false);
  });

  it.each([
    ['name', '一'],
    ['domain', 'https://zjj.example.gov.cn/'],
    ['tag', 'main'],
  ])('refuses --%s %j', async (option, value) => {
    await expect(begun(folderOf({}), { ...OPTIONS, [option]: value })).rejects.toMatchObject({ code: `usage/${option}`, exitCode: 2 });
  });

  it.each([
    ['commit', 'main'],
    ['checksums', 'abc'],
    ['repository', 'https://github.com/shili/sanshen'],
  ])('refuses a release that can’t be pinned, and names what is wrong: --%s %s', async (option, wrong) => {
    const refused = { code: 'init/release', exitCode: 2, place: `--${option}` };
    await expect(begun(folderOf({}), { ...OPTIONS, [option]: wrong })).rejects.toMatchObject(refused);
  });

  it('puts no name of its own for a product’s repository that nobody has named: it stands to be filled in', async () => {
    const root = folderOf({});
    const { repository: _, ...rest } = OPTIONS;
    const { next, directory } = await begun(root, rest);
    const policy = policyOf(root);
    const organisation = readOrganisation(readFileSync(join(directory, 'content/organisation.yml'), 'utf8'), 'content/organisation.yml');
    expect(entriesToFill(organisation, policy).at(-1)).toBe('policy.yml program');
    expect(next.filter((line) => line.includes(`program 里的 ${policy.program?.repository}`))).toHaveLength(1);
  });

  it('leaves nobody’s name of the samples in the lists', async () => {
    const { directory } = await begun(folderOf({}));
    const names = readdirSync(join(directory, 'content/terms'));
    expect(names).toHaveLength(8);
    for (const name of names)
      expect(readFileSync(join(directory, 'content/terms', name), 'utf8')).not.toMatch(/示例市|赵十七|城管服务中心/);
  });

  it('does not guess the commit of a version that it isn’t', async () => {
    const { name, domain } = OPTIONS;
    await expect(begun(folderOf({}), { name, domain, tag: 'v999.0.0' })).rejects.toMatchObject({ code: 'init/release' });
  });

  it('asks first whether the website stands on a platform of others, then for what is missing', async () => {
    const root = folderOf({});
    const asked: string[] = [];
    const answers = ['大概吧', '是', '示', OPTIONS.name, 'https://a.example', OPTIONS.domain, TAG];
    const ask = async (question: string): Promise<string | null> => {
      asked.push(question);
      return answers.shift() ?? null;
    };
    await command.run(commandContext({ root, at: AT, options: RELEASE, operands: ['bureau'], ask }));
    const words = ['网站是不', '网站是不', '单位名称', '单位名称', '网站域名', '网站域名', '程序的版'];
    expect(asked.map((question) => question.slice(0, 4))).toEqual(words);
    expect(policyOf(root).channels.website.mode).toBe('package');
  });

  it('makes nothing where the answers end too soon', async () => {
    const root = folderOf({});
    await expect(begun(root, RELEASE, ['否', OPTIONS.name])).rejects.toMatchObject({ code: 'usage/ended' });
    expect(existsSync(join(root, 'bureau'))).toBe(false);
  });
});
