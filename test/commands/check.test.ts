import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { check, command } from '#pipeline/commands/check.ts';
import { openGit } from '#pipeline/forge/git/git.ts';
import { treeId } from '#pipeline/item/git-ids.ts';
import { readJpeg } from '#pipeline/item/picture/jpeg.ts';
import { andMore, folderFor, itemFile, ORGANISATION, textOf } from '../check/example-item.ts';
import { folderOf } from '../folder.ts';
import { smallJpeg, withExif } from '../jpeg-fixture.ts';
import { commandContext } from './context.ts';

const at = '2026-11-24T12:00:00+08:00';
const ITEM = 'content/items/wucheng/2026-11-23-dianpu';
const OTHER = 'content/items/jindong/2026-11-22-other';
const settings = { 'content/organisation.yml': stringify(ORGANISATION), 'content/policy.yml': '' };
const otherText = textOf({
  frontMatter: {
    title: '金东分局整治二环东路夜市',
    summary: '金东分局三天劝导夜市流动摊贩。',
    secrecy_review: { by: 'wuba', date: '2026-11-23', conclusion: '可公开' },
  },
  body: '婺城分局组织各中队对二环东路夜市流动摊贩进行劝导，三天清理占道桌椅40套，并逐户告知经营时间、油烟排放和门前卫生的要求。\n',
});

const good = { [`${ITEM}/index.md`]: textOf({}), [`${ITEM}/cover.jpg`]: smallJpeg() };
const bad = { [`${OTHER}/index.md`]: otherText.replace('婺城分局组织', '电话13800138000'), [`${OTHER}/cover.jpg`]: withExif(smallJpeg()) };

const git = (root: string, ...args: string[]): string =>
  execFileSync('git', ['-C', root, '-c', 'user.name=x', '-c', 'user.email=x@example.com', ...args], { encoding: 'utf8' }).trim();

function repositoryOf(files: Record<string, string | Uint8Array>): string {
  const root = folderOf(files);
  git(root, 'init', '-q', '-b', 'main');
  git(root, 'add', '-A');
  git(root, 'commit', '-qm', 'first');
  return root;
}

const rulesIn = async (options: Parameters<typeof check>[0]) => {
  const { exitCode, result } = await check(options);
  return { exitCode, items: Object.fromEntries(result.items.map(({ path, findings }) => [path, findings.map(({ rule }) => rule)])) };
};

/** Gives a repository a ledger of this one name. */
async function recordOut(root: string, path: string): Promise<void> {
  const opened = await openGit(root);
  await opened.advance('ledger', null, await opened.commitFiles(null, [{ path, bytes: '{}\n' }], 'ledger', at));
  opened.close();
}

describe('check of the work tree', () => {
  it('looks at all items, committed or not, a repository or not', async () => {
    const root = folderOf({ ...settings, ...good, ...bad });
    expect(await rulesIn({ root, items: [], at })).toEqual({
      exitCode: 1,
      items: { [OTHER]: ['pii/phone', 'img/exif-gps'], [ITEM]: [] },
    });
  });

  it('points out an item that tells what another one tells, committed or not a repository', async () => {
    const copy = {
      [`${OTHER}/index.md`]: textOf({
        frontMatter: { channels: ['website', 'wechat'], secrecy_review: { by: 'wuba', date: '2026-11-23', conclusion: '可公开' } },
      }),
    };
    const files = { ...settings, ...good, ...copy, [`${OTHER}/cover.jpg`]: withExif(smallJpeg(), { orientation: 6 }) };
    const items = { [OTHER]: ['text/duplicate'], [ITEM]: ['text/duplicate'] };
    expect(await rulesIn({ root: folderOf(files), items: [], at })).toEqual({ exitCode: 0, items });
    expect(await rulesIn({ root: repositoryOf(files), items: [], at })).toEqual({ exitCode: 0, items });
  });

  it('points out a picture that another item shows', async () => {
    const root = repositoryOf({ ...settings, ...good, [`${OTHER}/index.md`]: otherText, [`${OTHER}/cover.jpg`]: smallJpeg() });
    expect((await rulesIn({ root, items: [ITEM], at })).items).toEqual({ [ITEM]: ['img/reused'] });
  });

  it.each([
    ['in the same words', true, (text: string) => text, ['chan/weibo-limits']],
    ['with its words in several lines', true, (text: string) => text.replace('summary: ', 'summary: >-\n  '), ['chan/weibo-limits']],
    ['under review like itself', false, (text: string) => text, []],
    ['on other channels', true, (text: string) => text.replace('wechat, weibo', 'wechat'), []],
    ['taken back', true, (text: string) => text.replace('title:', 'withdraw: {kind: error, reason: 有误}\ntitle:'), []],
    ['that nobody can read', true, (text: string) => text.replace('title:', 'title'), []],
  ])('refuses words for Weibo that another item has posted: %s', async (_, out, change, found) => {
    const summary = '婺城分局三天劝导占道经营86起。';
    const other = change(otherText.replace('金东分局三天劝导夜市流动摊贩。', summary));
    const root = repositoryOf({ ...settings, ...good, [`${OTHER}/index.md`]: other });
    if (out) await recordOut(root, '2026/11/jindong/2026-11-22-other/0004-confirmed-website.json');
    expect((await rulesIn({ root, items: [ITEM], at })).items).toEqual({ [ITEM]: found });
  });

  it('knows no others of more than thirty days ago', async () => {
    const old = 'content/items/jindong/2026-10-24-other';
    const root = repositoryOf({ ...settings, ...good, [`${old}/index.md`]: otherText, [`${old}/cover.jpg`]: smallJpeg() });
    expect((await rulesIn({ root, items: [ITEM], at })).items).toEqual({ [ITEM]: [] });
  });

  it.each([ITEM, `${ITEM}/`, `./${ITEM}`, `${ITEM}/index.md`, 'wucheng/2026-11-23-dianpu'])('takes an item as %s', async (operand) => {
    const root = folderOf({ ...settings, ...good, ...bad });
    expect(await rulesIn({ root, items: [operand], at })).toEqual({ exitCode: 0, items: { [ITEM]: [] } });
  });

  it('ends with 0 where there is no item', async () =>
    expect(await rulesIn({ root: folderOf(settings), items: [], at })).toEqual({ exitCode: 0, items: {} }));

  it.each([
    ['no such item', settings, ['wucheng/2026-11-23-absent'], 'item/not-found'],
    ['a name that isn’t an item’s', settings, ['../secret'], 'usage/item'],
    ['a way out of the items', settings, ['content/items/../x'], 'usage/item'],
    ['no settings', good, [], 'organisation/missing'],
    ['broken settings', { ...settings, 'content/policy.yml': 'freshnes: {}\n' }, [], 'policy/malformed'],
    [
      'settings nobody can sign under',
      { 'content/organisation.yml': stringify({ ...ORGANISATION, posts: [] }) },
      [],
      'organisation/unit-without-head',
    ],
  ])('is a failure of the tool, not a finding: %s', (_, files, items, code) =>
    expect(check({ root: folderOf(files as Record<string, string>), items, at })).rejects.toMatchObject({ code, exitCode: 2 }),
  );

  it('never follows a link, neither to a file nor to a folder', async () => {
    const root = folderOf({ ...settings, ...good, 'secret.md': textOf({ body: '电话13800138000。\n' }) });
    rmSync(join(root, ITEM, 'index.md'));
    symlinkSync('../../../../secret.md', join(root, ITEM, 'index.md'));
    mkdirSync(join(root, 'elsewhere'));
    symlinkSync('../../../elsewhere', join(root, 'content/items/wucheng/2026-11-23-linked'));
    const { items } = await rulesIn({ root, items: [], at });
    expect(items).toEqual({ [ITEM]: ['meta/files', 'meta/files'] });
    await expect(check({ root, items: ['wucheng/2026-11-23-linked'], at })).rejects.toMatchObject({ code: 'item/not-found' });
  });

  it('sees the mark of a program, and what lies in folders below', async () => {
    const root = folderOf({ ...settings, ...good, [`${ITEM}/more/a.jpg`]: smallJpeg() });
    chmodSync(join(root, ITEM, 'cover.jpg'), 0o755);
    const { result } = await check({ root, items: [], at });
    expect(result.items[0]?.findings.map(({ code, file }) => [code, file])).toEqual([
      ['E_MODE', `${ITEM}/cover.jpg`],
      ['E_PATH', `${ITEM}/more/a.jpg`],
    ]);
  });
});

describe('check of a repository', () => {
  it('reads a commit and not the work tree, whatever .gitattributes says', async () => {
    const root = repositoryOf({
      ...settings,
      ...good,
      '.gitattributes': '*.md -diff linguist-generated ident\n',
    });
    writeFileSync(join(root, ITEM, 'index.md'), 'broken');
    expect(await rulesIn({ root, items: [], rev: 'HEAD', at })).toEqual({ exitCode: 0, items: { [ITEM]: [] } });
    expect((await rulesIn({ root, items: [], at })).items).toEqual({ [ITEM]: ['meta/schema'] });
  });

  it('takes the settings of that commit, too', async () => {
    const root = repositoryOf({ ...settings, ...good });
    writeFileSync(join(root, 'content/organisation.yml'), 'people: [');
    expect((await rulesIn({ root, items: [], rev: 'HEAD', at })).exitCode).toBe(0);
  });

  it('looks only at items changed since the merge base', async () => {
    const root = repositoryOf({ ...settings, ...bad });
    git(root, 'checkout', '-qb', 'submit');
    for (const [path, bytes] of Object.entries(good)) {
      mkdirSync(join(root, ITEM), { recursive: true });
      writeFileSync(join(root, path), bytes);
    }
    expect(await rulesIn({ root, items: [], base: 'main', at })).toEqual({ exitCode: 0, items: { [ITEM]: [] } });
    git(root, 'add', '-A');
    git(root, 'commit', '-qm', 'item');
    git(root, 'checkout', '-q', 'main');
    writeFileSync(join(root, OTHER, 'index.md'), otherText);
    git(root, 'commit', '-qam', 'main goes on');
    expect(await rulesIn({ root, items: [], base: 'main', rev: 'submit', at })).toEqual({ exitCode: 0, items: { [ITEM]: [] } });
  });

  it('compares with the remote’s publishing branch where nothing else is said, work tree and commit alike', async () => {
    const root = repositoryOf({ ...settings, 'content/policy.yml': 'branch: news\n', ...bad });
    expect((await rulesIn({ root, items: [], at })).items).toEqual({ [OTHER]: ['pii/phone', 'img/exif-gps'] });
    git(root, 'update-ref', 'refs/remotes/origin/news', 'HEAD');
    const notes: string[] = [];
    const note = (line: string) => void notes.push(line);
    expect(await rulesIn({ root, items: [], at, note })).toEqual({ exitCode: 0, items: {} });
    expect(notes).toEqual([expect.stringMatching(/^和 origin\/news 相比没有改动过的信息；全部检查请加 --all/)]);
    for (const [path, bytes] of Object.entries(good)) {
      mkdirSync(join(root, ITEM), { recursive: true });
      writeFileSync(join(root, path), bytes);
    }
    expect((await rulesIn({ root, items: [], at })).items).toEqual({ [ITEM]: [] });
    git(root, 'add', '-A');
    git(root, 'commit', '-qm', 'item');
    for (const rev of [undefined, 'HEAD']) {
      expect((await rulesIn({ root, items: [], rev, at })).items).toEqual({ [ITEM]: [] });
      expect((await rulesIn({ root, items: [], all: true, rev, at })).items).toEqual({
        [OTHER]: ['pii/phone', 'img/exif-gps'],
        [ITEM]: [],
      });
    }
  });

  it.each([
    ['an item', { items: [ITEM], all: true }],
    ['a base', { items: [], all: true, base: 'main' }],
  ])('asks what is meant where all are asked for and %s', async (_, options) => {
    const root = repositoryOf({ ...settings, ...good });
    await expect(check({ root, at, ...options })).rejects.toMatchObject({ code: 'usage/all', exitCode: 2 });
  });

  it('looks for no item that the change takes away, and follows no link that takes its place', async () => {
    const root = repositoryOf({ ...settings, ...good, ...bad, 'elsewhere/index.md': otherText });
    rmSync(join(root, OTHER), { recursive: true });
    rmSync(join(root, ITEM, 'cover.jpg'));
    const left = { exitCode: 1, items: { [ITEM]: ['link/internal'] } };
    expect(await rulesIn({ root, items: [], base: 'main', at })).toEqual(left);
    symlinkSync('../../../elsewhere', join(root, OTHER));
    expect(await rulesIn({ root, items: [], base: 'main', at })).toEqual(left);
    git(root, 'checkout', '-qb', 'submit');
    git(root, 'add', '-A');
    git(root, 'commit', '-qm', 'less');
    expect(await rulesIn({ root, items: [], base: 'main', rev: 'submit', at })).toEqual(left);
    expect(await rulesIn({ root, items: [], base: 'main', at })).toEqual(left);
    rmSync(join(root, 'content/items'), { recursive: true });
    symlinkSync('../elsewhere', join(root, 'content/items'));
    await expect(check({ root, items: [], base: 'main', at })).rejects.toMatchObject({ code: 'file/unreadable' });
  });

  it('leaves out items whose very text the ledger holds as approved', async () => {
    const root = repositoryOf({ ...settings, ...good, ...bad });
    const tree = git(root, 'rev-parse', `HEAD:${OTHER}`);
    const opened = await openGit(root);
    const path = `2026/11/jindong/2026-11-22-other/0001-approval-${tree}.json`;
    await opened.advance('ledger', null, await opened.commitFiles(null, [{ path, bytes: '{}\n' }], 'ledger', at));
    opened.close();
    expect((await rulesIn({ root, items: [], at })).items).toEqual({ [ITEM]: [] });
    expect((await rulesIn({ root, items: [], rev: 'HEAD', at })).items).toEqual({ [ITEM]: [] });
    writeFileSync(join(root, OTHER, 'index.md'), `${otherText}\n又。\n`);
    expect((await rulesIn({ root, items: [], at })).items).toEqual({ [OTHER]: ['img/exif-gps'], [ITEM]: [] });
  });

  it('knows from the ledger that a correction is of something released', async () => {
    const text = textOf({ frontMatter: { correction: { kind: '文字', note: '改一字' } } });
    const root = repositoryOf({ ...settings, ...good, [`${ITEM}/index.md`]: text });
    const late = '2026-12-20T10:00:00+08:00';
    expect((await rulesIn({ root, items: [], at: late })).items).toEqual({ [ITEM]: ['time/seven-days'] });
    await recordOut(root, '2026/11/wucheng/2026-11-23-dianpu/0004-confirmed-website.json');
    expect((await rulesIn({ root, items: [], at: late })).items).toEqual({ [ITEM]: [] });
  });

  it.each([
    ['as it was', '2026-11-23', true, []],
    ['another', '2026-11-22', true, ['time/no-forged-date']],
    ['the same, but this repository can’t read it', '2026-11-23', false, ['time/no-forged-date']],
  ])('holds the day of a correction against that of the text that is out: %s', async (_, day, there, found) => {
    const was = folderOf({ 'index.md': textOf({ frontMatter: { event_date: day, submitted_at: '2026-11-24 09:30' } }) });
    const correction = { correction: { kind: '文字', note: '改一字' } };
    const root = repositoryOf({ ...settings, ...good, [`${ITEM}/index.md`]: textOf({ frontMatter: correction }) });
    const opened = await openGit(root);
    const files = [{ path: 'index.md', bytes: readFileSync(join(was, 'index.md'), 'utf8') }];
    const tree = there ? git(root, 'rev-parse', `${await opened.commitFiles(null, files, 'published', at)}^{tree}`) : 'a'.repeat(40);
    const names = [`0001-approval-${tree}`, '0003-intent-website', '0004-confirmed-website', `0005-approval-${'b'.repeat(40)}`];
    const events = names.map((name) => ({ path: `2026/11/wucheng/2026-11-23-dianpu/${name}.json`, bytes: '{}\n' }));
    await opened.advance('ledger', null, await opened.commitFiles(null, events, 'ledger', at));
    opened.close();
    expect((await rulesIn({ root, items: [], at })).items).toEqual({ [ITEM]: found });
  });

  it('compares with the branch of origin, whatever a tag of the same name says', async () => {
    const root = repositoryOf(settings);
    git(root, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
    for (const [path, bytes] of Object.entries(bad)) {
      mkdirSync(join(root, OTHER), { recursive: true });
      writeFileSync(join(root, path), bytes);
    }
    git(root, 'add', '-A');
    git(root, 'commit', '-qm', 'a submission');
    git(root, 'update-ref', 'refs/tags/origin/main', 'HEAD');
    for (const base of ['origin/main', 'refs/remotes/origin/main'])
      expect((await rulesIn({ root, items: [], rev: 'HEAD', base, at })).items).toEqual({ [OTHER]: ['pii/phone', 'img/exif-gps'] });
  });

  it.each([
    [{ rev: 'absent' }, 'git/no-revision'],
    [{ base: 'absent' }, 'git/no-revision'],
    [{ base: '--output=x' }, 'git/no-revision'],
  ])('ends with 2 for %j', async (options, code) => {
    const root = repositoryOf({ ...settings, ...good });
    await expect(check({ root, items: [], at, ...options })).rejects.toMatchObject({ code, exitCode: 2 });
  });

  it('counts a tree’s id as Git does', () => {
    const root = repositoryOf(good);
    const files = [itemFile('index.md', textOf({})), itemFile('cover.jpg', smallJpeg())];
    expect(treeId(files)).toBe(git(root, 'rev-parse', `HEAD:${ITEM}`));
    expect(folderFor({}).files.map(({ id }) => id)).toContain(git(root, 'rev-parse', `HEAD:${ITEM}/index.md`));
  });
});

describe('check --fix', () => {
  it('clears the pictures, says which, and leaves nothing else behind', async () => {
    const root = folderOf({ ...settings, ...good, [`${ITEM}/cover.jpg`]: withExif(smallJpeg(), { gps: true, orientation: 6 }) });
    const notes: string[] = [];
    const { exitCode } = await check({ root, items: [], at, fix: true, note: (line) => notes.push(line) });
    expect([exitCode, notes]).toEqual([0, [`已清除拍摄信息，画面不变：${ITEM}/cover.jpg`]]);
    expect(readJpeg(readFileSync(join(root, ITEM, 'cover.jpg')))).toMatchObject({ gps: false, orientation: 6 });
    expect(readdirSync(join(root, ITEM)).sort()).toEqual(['cover.jpg', 'index.md']);
  });

  it('changes no picture that carries nothing, and none that is broken', async () => {
    const broken = withExif(smallJpeg()).subarray(0, -5);
    const root = folderOf({ ...settings, ...good, [`${ITEM}/broken.jpg`]: broken });
    const notes: string[] = [];
    await check({ root, items: [], at, fix: true, note: (line) => notes.push(line) });
    expect(notes).toEqual([]);
    expect(readFileSync(join(root, ITEM, 'broken.jpg')).equals(broken)).toBe(true);
  });

  it('mends the text, says what and where, and nothing else of it changes', async () => {
    const text = textOf({ body: '婺城分局开展整治,成效明显，劝导占道经营86起；依据金综执[2026]03号文件，联系电话：13800138000。\n' });
    const root = folderOf({ ...settings, ...good, [`${ITEM}/index.md`]: text });
    const notes: string[] = [];
    const { result } = await check({ root, items: [], at, fix: true, note: (line) => notes.push(line) });
    expect(notes).toEqual([
      `已改正：${ITEM}/index.md 第 13 行第 8 列，原来中文里用了半角的“,”。`,
      `已改正：${ITEM}/index.md 第 13 行第 30 列，原来发文字号写成了“[2026]03号”。`,
      `已改正：${ITEM}/index.md 第 13 行第 47 列，原来出现手机号 138…（共 11 位）。`,
    ]);
    const mended = text.replace('整治,成效', '整治，成效').replace('[2026]03号', '〔2026〕3号').replace('13800138000', '138****8000');
    expect(readFileSync(join(root, ITEM, 'index.md'), 'utf8')).toBe(mended);
    expect(readdirSync(join(root, ITEM)).sort()).toEqual(['cover.jpg', 'index.md']);
    expect(result.items[0]?.findings.filter(({ severity }) => severity !== 'info').map(({ rule }) => rule)).toEqual([]);
  });

  it('asks before each change of 政治表述, and makes those that a person says yes to', async () => {
    const phrases = 'phrases:\n  - {phrase: 示例江堤巡查, group: 提法}\n';
    const text = textOf({ body: andMore('甲示例江堤查巡，乙示例江堤巡巡查，丙示例例江堤巡查。\n') });
    const root = folderOf({ ...settings, 'content/terms/phrases.yml': phrases, ...good, [`${ITEM}/index.md`]: text });
    const [notes, asked]: [string[], string[]] = [[], []];
    const options = { root, items: [], at, fix: true, note: (line: string) => notes.push(line) };
    await check(options);
    expect(notes).toEqual([`${ITEM}/index.md 有 3 处政治表述要逐条确认后改：请在终端里运行 check --fix，或照检查结果自己改。`]);
    await check({ ...options, confirm: async (question) => asked.push(question) !== 2 });
    expect(asked.map((question) => /第 (\d+) 行第 (\d+) 列：.*把“(.*)”改为“示例江堤巡查”吗？$/.exec(question)?.slice(1))).toEqual([
      ['13', '2', '示例江堤查巡'],
      ['13', '10', '示例江堤巡巡查'],
      ['13', '19', '示例例江堤巡查'],
    ]);
    const mended = text.replace('示例江堤查巡', '示例江堤巡查').replace('示例例江堤巡查', '示例江堤巡查');
    expect(readFileSync(join(root, ITEM, 'index.md'), 'utf8')).toBe(mended);
  });

  it('writes no text through a link', async () => {
    const text = textOf({ body: '开展整治,成效明显。\n' });
    const root = folderOf({ ...settings, ...good, 'outside.md': text });
    rmSync(join(root, ITEM, 'index.md'));
    symlinkSync('../../../../outside.md', join(root, ITEM, 'index.md'));
    await check({ root, items: [], at, fix: true });
    expect(readFileSync(join(root, 'outside.md'), 'utf8')).toBe(text);
  });

  it('writes through no link', async () => {
    const root = folderOf({ ...settings, ...good, 'outside.jpg': withExif(smallJpeg()) });
    symlinkSync('../../../../outside.jpg', join(root, ITEM, 'street.jpg'));
    await check({ root, items: [], at, fix: true });
    expect(readJpeg(readFileSync(join(root, 'outside.jpg'))).gps).toBe(true);
    expect(existsSync(join(root, ITEM, 'street.jpg'))).toBe(true);
  });

  it('isn’t for commits', async () => {
    const root = repositoryOf({ ...settings, ...good });
    await expect(check({ root, items: [], rev: 'HEAD', fix: true, at })).rejects.toMatchObject({ code: 'usage/fix', exitCode: 2 });
  });
});

describe('the command', () => {
  it('gives one document for programs and a text for people', async () => {
    const root = folderOf({ ...settings, ...good });
    const context = commandContext({ root, at });
    const forPeople = await command.run({ ...context, format: 'text' });
    expect(forPeople).toMatchObject({ exitCode: 0, json: { version: 1, errors: 0 }, text: expect.stringContaining('可以送审') });
  });

  it('says which severities are of no rule, and goes on', async () => {
    const notes: string[] = [];
    const policy = 'severities: {pii/phon: off, pii/phone: warning}\n';
    const root = folderOf({ ...settings, ...good, 'content/policy.yml': policy });
    expect(await command.run(commandContext({ root, at, note: (line) => notes.push(line) }))).toMatchObject({ exitCode: 0 });
    expect(notes).toEqual([expect.stringMatching(/severities 写了没有的规则 pii\/phon，不起作用/)]);
  });
});
