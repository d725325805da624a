import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { sha256 } from '#pipeline/canonical-json.ts';
import { command as archiveCommand } from '#pipeline/commands/archive.ts';
import { command as verifyCommand } from '#pipeline/commands/verify.ts';
import { safeName } from '#pipeline/reports/archive/entries.ts';
import { newSigningKey } from '#pipeline/setup/first-settings.ts';
import { type Bureau, startBureau } from '../bureau.ts';
import { commandContext } from '../commands/context.ts';
import { folderOf } from '../folder.ts';
import { keptFolder } from '../sandbox/github-world.ts';
import { archivedBureau, OPEN_TITLE, SECRET_WORDS } from './archived-bureau.ts';

interface Told {
  exitCode: number;
  json: {
    items: number;
    withheld: string[];
    sums: string;
    verified: boolean;
    events: number;
    problems: { event: string; code: string; message: string }[];
    keysCompared: boolean;
  };
  text: string;
}

async function fetched(bureau: Bureau): Promise<Bureau> {
  const { git } = await bureau.publisher();
  await git.fetch(['+refs/heads/main:refs/remotes/origin/main', '+refs/heads/ledger:refs/remotes/origin/ledger']);
  return bureau;
}

const archive = async ({ root }: Bureau, out: string, year = '2026'): Promise<Told> =>
  (await archiveCommand.run(commandContext({ root, options: { year, out } }))) as unknown as Told;

/** Verifies a package where no repository is. */
const verify = async (out: string, options: Record<string, string> = {}): Promise<Told> =>
  (await verifyCommand.run(commandContext({ root: folderOf({}), options: { archive: out, ...options } }))) as unknown as Told;

const filesIn = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(dir.length + 1))
    .sort();

async function made(): Promise<{ bureau: Bureau; out: string; told: Told }> {
  const bureau = await fetched(await archivedBureau());
  const out = join(folderOf({}), '归档 2026');
  return { bureau, out, told: await archive(bureau, out) };
}

let kept: Promise<string> | undefined;

/** A package to do something to: made once, and copied for each test. */
async function copied(): Promise<string> {
  kept ??= made().then(({ out }) => {
    const folder = join(keptFolder(), 'package');
    cpSync(out, folder, { recursive: true });
    return folder;
  });
  const out = join(folderOf({}), '归档 2026');
  cpSync(await kept, out, { recursive: true });
  return out;
}

const find = (dir: string, part: string | RegExp): string =>
  filesIn(dir).find((path) => (typeof part === 'string' ? path.includes(part) : part.test(path))) as string;

/** The list of checksums, written anew over whatever lies there. */
function listAnew(dir: string): void {
  const lines = filesIn(dir)
    .filter((path) => path !== 'SHA256SUMS')
    .map((path) => `${sha256(readFileSync(join(dir, path)))}  ${path}\n`);
  writeFileSync(join(dir, 'SHA256SUMS'), lines.join(''));
}

function edit(path: string, change: (text: string) => string): void {
  const before = readFileSync(path, 'latin1');
  const after = change(before);
  if (after === before) throw new Error(`${path} was not changed`);
  writeFileSync(path, after, 'latin1');
}

/** Changes to a package, what must be named, and with which code once the list is written anew, too. */
const TAMPERING: { what: string; named: string; listed: string; change: (dir: string) => void }[] = [
  {
    what: 'a byte of a text',
    named: '发布/稿件/index.md',
    listed: '审核单 2026-0004',
    change: (dir) => edit(join(dir, find(dir, /发布\/稿件\/index\.md/)), (text) => text.replace('gov.cn', 'gov.cc')),
  },
  {
    what: 'a byte of a picture',
    named: 'street.jpg',
    listed: '审核单 2026-0004',
    change: (dir) => edit(join(dir, find(dir, '发布/稿件/street.jpg')), (text) => `${text}x`),
  },
  {
    what: 'a picture that is gone',
    named: 'street.jpg',
    listed: '审核单 2026-0004',
    change: (dir) => rmSync(join(dir, find(dir, '发布/稿件/street.jpg'))),
  },
  {
    what: 'a text that is gone',
    named: '发布/稿件/index.md',
    listed: '稿件不在包里',
    change: (dir) => rmSync(join(dir, dirname(find(dir, '发布/稿件/index.md'))), { recursive: true }),
  },
  {
    what: 'an event',
    named: '0002-intent-website.json',
    listed: '0002-intent-website.json',
    change: (dir) => edit(join(dir, find(dir, '0002-intent-website.json')), (text) => text.replace('"attempt":1', '"attempt":2')),
  },
  {
    what: 'an event that is gone',
    named: '0002-intent-website.json',
    listed: '序号应为 2',
    change: (dir) => rmSync(join(dir, find(dir, '0002-intent-website.json'))),
  },
  {
    what: 'evidence',
    named: '0001-evidence.json',
    listed: '0001-evidence.json',
    change: (dir) => edit(join(dir, find(dir, '0001-evidence.json')), (text) => text.replace('fengliu', 'fengliv')),
  },
  {
    what: 'an item that is gone',
    named: '0001',
    listed: '没有这一件的登记',
    change: (dir) => rmSync(join(dir, dirname(dirname(find(dir, '审核单.html')))), { recursive: true }),
  },
  { what: 'a file too many', named: '多余.txt', listed: '多余.txt', change: (dir) => writeFileSync(join(dir, '件/多余.txt'), 'x') },
  {
    what: 'a link in the place of a file',
    named: '审核单.html 不是文件',
    listed: '审核单.html 不是文件',
    change: (dir) => {
      const [path, elsewhere] = [join(dir, find(dir, '审核单.html')), join(folderOf({}), 'form.html')];
      renameSync(path, elsewhere);
      symlinkSync(elsewhere, path);
    },
  },
  { what: 'an empty folder', named: '件/空 不是文件', listed: '件/空 不是文件', change: (dir) => mkdirSync(join(dir, '件/空')) },
  {
    what: 'swapped forms',
    named: '审核单.html',
    listed: '审核单.html',
    change: (dir) => {
      const [one, two] = filesIn(dir).filter((path) => path.endsWith('审核单.html')) as [string, string];
      renameSync(join(dir, one), join(dir, 'x'));
      renameSync(join(dir, two), join(dir, one));
      renameSync(join(dir, 'x'), join(dir, two));
    },
  },
  {
    what: 'the catalogue',
    named: '归档文件目录.xml',
    listed: '归档文件目录.xml',
    change: (dir) => edit(join(dir, '归档文件目录.xml'), (text) => text.replace('X001-WS', 'X002-WS')),
  },
  {
    what: 'the workbook',
    named: '归档文件目录.xlsx',
    listed: '归档文件目录.xlsx',
    change: (dir) => edit(join(dir, '归档文件目录.xlsx'), (text) => text.replace('X001-WS', 'X002-WS')),
  },
  {
    what: 'a file of the settings',
    named: '名单与规则/',
    listed: '名单与规则',
    change: (dir) => edit(join(dir, find(dir, '名单与规则/')), (text) => `${text}\n# x\n`),
  },
  { what: 'a public key', named: '公钥/', listed: '公钥/', change: (dir) => writeFileSync(join(dir, find(dir, '公钥/')), 'x') },
  {
    what: 'the page',
    named: '怎样验这个归档包.html',
    listed: '怎样验这个归档包.html',
    change: (dir) => edit(join(dir, '怎样验这个归档包.html'), (text) => text.replace('sha256sum -c', 'sha256sum -x')),
  },
  {
    what: 'the index without its last item',
    named: '归档包.json',
    listed: '缺号',
    change: (dir) =>
      edit(join(dir, '归档包.json'), (text) => {
        const index = JSON.parse(Buffer.from(text, 'latin1').toString());
        return Buffer.from(JSON.stringify({ ...index, items: index.items.slice(1) })).toString('latin1');
      }),
  },
];

/** Elements of an XML file with their attributes, and text; what isn't well formed throws. */
function elementsOf(xml: string): { name: string; path: string; attributes: Record<string, string>; text: string }[] {
  const all: { name: string; path: string; attributes: Record<string, string>; text: string }[] = [];
  const open: typeof all = [];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    const element = {
      name,
      path: [...open.map((one) => one.name), name].join('/'),
      attributes: attributes as Record<string, string>,
      text: '',
    };
    all.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    const last = open.at(-1);
    if (last) last.text += text;
  });
  parser.on('closetag', () => void open.pop());
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
  return all;
}

describe('a year’s package', () => {
  it('holds each item with forms, text, pictures and chain, verifies by itself, and is the same to the byte when made again', async () => {
    const { bureau, out, told } = await made();
    expect(told).toMatchObject({
      exitCode: 0,
      json: { version: 1, year: '2026', items: 3, withheld: ['2026-0003', '2026-0005'], elsewhere: [], pdf: false },
    });
    const paths = filesIn(out);
    const folder = dirname(dirname(find(out, '2026-0004 发布/审核单.html')));
    expect(basename(folder)).toBe('X001-WS·2026-D10-wucheng-0002 示例 “街道”整治 a b c d e');
    const own = paths
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1).replace(/-[0-9a-f]{40}/, ''));
    const place = '台账/2026/11/wucheng/2026-11-23-street';
    const text = (name: string): string[] =>
      ['审核单.docx', '审核单.html', '稿件/index.md', '稿件/street.jpg'].map((file) => `${name}/${file}`);
    const events = [
      '0001-approval',
      '0001-evidence',
      '0002-intent-website',
      '0003-confirmed-website',
      '0004-approval',
      '0004-evidence',
      '0005-intent-website',
      '0006-confirmed-website',
    ];
    expect(own.sort()).toEqual(
      [...text('2026-0004 发布'), ...text('2026-0006 更正'), ...events.map((name) => `${place}/${name}.json`)].sort(),
    );
    const verified = await verify(out);
    expect(verified).toMatchObject({
      exitCode: 0,
      json: { verified: true, items: 3, problems: [], sums: told.json.sums, keysCompared: false },
    });
    expect(verified.text).toContain('没有与单位留存的公钥比对');
    expect(readFileSync(join(out, '怎样验这个归档包.html'), 'utf8')).toContain('迁入的历史信息没有审核单，不在包里。');
    const again = join(folderOf({}), 'again');
    expect((await archive(bureau, again)).json.sums).toBe(told.json.sums);
    expect(filesIn(again)).toEqual(paths);
  });

  it('has the approved text where it is kept, and none of what was purged; it says who decided', async () => {
    const out = await copied();
    expect(readFileSync(join(out, find(out, '2026-0006 更正/稿件/index.md')), 'utf8')).toContain('改过的正文');
    const page = readFileSync(join(out, find(out, '2026-0004 发布/审核单.html')), 'utf8');
    expect(page).toContain('正文一段');
    expect(page).not.toMatch(/<script|<link|onerror/);
    expect(
      filesIn(out)
        .filter((path) => path.includes('2026-0002'))
        .map((path) => basename(path)),
    ).toEqual(['审核单.docx', '审核单.html']);
    expect(
      elementsOf(readFileSync(join(out, '归档文件目录.xml'), 'utf8'))
        .filter(({ name }) => name === '备注')
        .map(({ text }) => text),
    ).toEqual([
      '没有发布',
      expect.stringMatching(/^发布：网站；.*稿件已登记清除，不在包里（依据 示例〔2026〕1 号，登记人 冯六，/),
      expect.stringMatching(/^发布：网站；更正（2026-0006，/),
    ]);
  });

  it('says nothing of what was withdrawn for secrecy but numbers, times and digests', async () => {
    const out = await copied();
    const told = filesIn(out).flatMap((path) => {
      const bytes = readFileSync(join(out, path)).toString('utf8');
      const payloads = [...bytes.matchAll(/"payload":"([^"]+)"/g)].map(([, payload = '']) =>
        Buffer.from(payload, 'base64').toString('utf8'),
      );
      return SECRET_WORDS.filter((word) => [path, bytes, ...payloads].some((text) => text.includes(word))).map(
        (word) => `${path}: ${word}`,
      );
    });
    expect(told).toEqual([]);
    expect(readFileSync(join(out, '不入包的登记.txt'), 'utf8')).toMatch(
      /^[0-9a-f]{64} {2}settings\/0003\n[0-9a-f]{64} {2}2026-0003\/0001 approval /,
    );
  });

  it('lists everything in a catalogue that archives can read: XML by a small schema, a workbook, every number from the first to the last', async () => {
    const out = await copied();
    const elements = elementsOf(readFileSync(join(out, '归档文件目录.xml'), 'utf8'));
    const root = elements[0];
    expect([root?.name, Object.keys(root?.attributes ?? {})]).toEqual(['归档文件目录', ['版本', '年度', '全宗号', '立档单位', '台账提交']]);
    const fields = ['档号', '文号', '责任者', '题名', '日期', '密级', '页数', '文件数', '保管期限', '保管期限条款', '备注', '文件夹'];
    const allowed = [
      '归档文件目录',
      ...['件', '编号去向', '件/审核单', ...fields.map((field) => `件/${field}`)].map((name) => `归档文件目录/${name}`),
    ];
    expect([...new Set(elements.map(({ path }) => path))].sort()).toEqual(allowed.sort());
    const of = (name: string): string[] => elements.filter((element) => element.name === name).map(({ text }) => text);
    expect(of('档号')).toEqual(['X001-WS·2026-Y-wucheng-0001', 'X001-WS·2026-D10-wucheng-0001', 'X001-WS·2026-D10-wucheng-0002']);
    expect([of('题名')[2], of('责任者')[0], of('密级'), of('保管期限'), of('保管期限条款')[0]]).toEqual([
      OPEN_TITLE,
      '婺城分局',
      ['无', '无', '无'],
      ['永久', '10年', '10年'],
      '示例表第 1.1 条',
    ]);
    expect([of('日期').every((date) => /^2026\d{4}$/.test(date)), of('页数').every((pages) => Number(pages) > 0)]).toEqual([true, true]);
    for (const folder of of('文件夹')) expect(filesIn(join(out, folder)).length).toBe(Number(of('文件数')[of('文件夹').indexOf(folder)]));
    const numbers = elements.filter(({ name }) => name === '编号去向').map(({ attributes }) => `${attributes.编号} ${attributes.去向}`);
    expect(numbers.map((line) => line.slice(0, 9))).toEqual([1, 2, 3, 4, 5, 6].map((count) => `2026-000${count}`));
    expect(numbers[2]).toBe('2026-0003 因涉密撤回，只列编号');
    // Stored as it is: the first sheet stands in the file's bytes.
    const workbook = readFileSync(join(out, '归档文件目录.xlsx'), 'utf8').replace(
      /^[\s\S]*?(?=<worksheet)|(?<=<\/worksheet>)[\s\S]*$/g,
      '',
    );
    expect(
      elementsOf(workbook)
        .filter(({ name }) => name === 't')
        .map(({ text }) => text),
    ).toEqual(expect.arrayContaining([...fields, OPEN_TITLE, ...of('档号')]));
  });

  it('has names that Windows takes', async () => {
    const out = await copied();
    const names = filesIn(out).flatMap((path) => path.split('/'));
    expect(
      names.filter((name) => /[\\:*?"<>|]|[ .]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(name) || [...name].length > 120),
    ).toEqual([]);
    const cases: [string, string][] = [
      ['a/b\\c:d*e?f"g<h>i|j', 'a b c d e f g h i j'],
      ['题名. . ', '题名'],
      ['长'.repeat(80), '长'.repeat(60)],
      ['a\u0000\u0007\n\tb', 'a b'],
      ['\ud800半', '半'],
      ['𠀀'.repeat(61), '𠀀'.repeat(60)],
    ];
    expect(cases.map(([name]) => safeName(name))).toEqual(cases.map(([, safe]) => safe));
  });

  it('names every kind of tampering, with the old list of checksums and with a new one', async () => {
    const out = await copied();
    const found: unknown[] = [];
    for (const { what, named, listed, change } of TAMPERING) {
      const dir = join(folderOf({}), 'copy');
      cpSync(out, dir, { recursive: true });
      change(dir);
      const plain = await verify(dir);
      listAnew(dir);
      const anew = await verify(dir);
      const names = ({ text }: Told, part: string): boolean => text.includes(part);
      found.push([what, plain.exitCode, names(plain, named), anew.exitCode, names(anew, listed)]);
    }
    expect(found).toEqual(TAMPERING.map(({ what }) => [what, 1, true, 1, true]));
  });

  it('names a list of checksums that was written otherwise, and a package that isn’t one', async () => {
    const out = await copied();
    edit(join(out, 'SHA256SUMS'), (text) => text.split('\n').reverse().join('\n').trimStart());
    expect((await verify(out)).text).toContain('SHA256SUMS 不是做包时的样子');
    rmSync(join(out, 'SHA256SUMS'));
    expect((await verify(out)).json.problems).toMatchObject([{ code: 'archive/missing', event: 'SHA256SUMS' }]);
    await expect(verify(folderOf({ 'a.txt': 'x' }))).rejects.toMatchObject({ code: 'archive/none', exitCode: 2 });
    await expect(verify(join(folderOf({}), 'nowhere'))).rejects.toMatchObject({ code: 'archive/none' });
  });

  it('made by another program is checked all the same, without comparing how pages are laid out; swapped forms are found', async () => {
    const out = await copied();
    edit(join(out, '归档包.json'), (text) => text.replace(/"program": "[^"]*"/, '"program": "sanshen 0.0.1"'));
    edit(join(out, find(out, '2026-0004 发布/审核单.html')), (text) => text.replace('<title>', '<title >'));
    writeFileSync(join(out, dirname(find(out, '2026-0004 发布/审核单.html')), '正文.html'), 'a page that 0.1.1 made');
    listAnew(out);
    const told = await verify(out);
    expect([told.exitCode, told.text]).toEqual([0, expect.stringContaining('另一版程序（sanshen 0.0.1）')]);
    TAMPERING.find(({ what }) => what === 'swapped forms')?.change(out);
    listAnew(out);
    expect((await verify(out)).json.problems.map(({ code }) => code)).toEqual(['archive/differs', 'archive/differs']);
  });

  it('is checked with the options of a package alone, and a ledger with its own', async () => {
    const given = (options: Record<string, string>) => verifyCommand.run(commandContext({ root: folderOf({}), options }));
    await expect(given({ archive: 'x', since: 'abcdef0' })).rejects.toMatchObject({
      code: 'usage/verify',
      message: expect.stringContaining('--since'),
    });
    await expect(given({ keys: 'x' })).rejects.toMatchObject({ code: 'usage/verify', message: expect.stringContaining('只与 --archive') });
  });

  it('compares its first key with those that the reader has', async () => {
    const { bureau, out } = await made();
    const key = basename(find(out, '公钥/'), '.pem');
    const known = [key, bureau.policy, readFileSync(join(out, find(out, '公钥/')), 'utf8')];
    for (const text of known)
      expect(await verify(out, { keys: join(folderOf({ 'keys.txt': text }), 'keys.txt') })).toMatchObject({
        exitCode: 0,
        json: { keysCompared: true },
      });
    const stranger = newSigningKey().publicKey.public_key;
    expect(await verify(out, { keys: join(folderOf({ 'keys.txt': stranger }), 'keys.txt') })).toMatchObject({
      exitCode: 1,
      json: { problems: [{ code: 'settings-not-on-main' }] },
    });
    await expect(verify(out, { keys: join(folderOf({ 'keys.txt': '没有' }), 'keys.txt') })).rejects.toMatchObject({ code: 'usage/keys' });
    const inside = (await verifyCommand.run(commandContext({ root: bureau.root, options: { archive: out } }))) as unknown as Told;
    expect(inside).toMatchObject({ exitCode: 0, json: { keysCompared: true } });
    const elsewhere = await startBureau();
    const foreign = (await verifyCommand.run(
      commandContext({ root: (await fetched(elsewhere)).root, options: { archive: out } }),
    )) as unknown as Told;
    expect(foreign).toMatchObject({ exitCode: 1, json: { problems: [{ code: 'settings-not-on-main' }] } });
  });

  it('is checked by the commands of its own page alone', async () => {
    const out = await copied();
    const commands = (dir: string): string[] => {
      const page = readFileSync(join(dir, '怎样验这个归档包.html'), 'utf8');
      const script = [...page.matchAll(/<pre[^>]*>([\s\S]*?)<\/pre>/g)].map(([, code = '']) =>
        code.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
      );
      return execFileSync('sh', ['-c', script.join('\n')], { cwd: dir, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
        .trimEnd()
        .split('\n');
    };
    const lines = commands(out);
    expect(lines.filter((line) => !line.startsWith('一致　'))).toEqual([
      `请与移交清单对照　${sha256(readFileSync(join(out, 'SHA256SUMS')))}`,
    ]);
    expect(lines.length).toBe(8);
    const wrong: [string, string, (dir: string) => void][] = [
      ['an empty folder', '没有链接和空文件夹：./空', (dir) => mkdirSync(join(dir, '空'))],
      [
        'a text',
        '2026-0004 的 index.md',
        (dir) => edit(join(dir, find(dir, '发布/稿件/index.md')), (text) => text.replace('gov.cn', 'gov.cc')),
      ],
      [
        'an event',
        '0002-intent-website.json 的签名',
        (dir) => edit(join(dir, find(dir, '0002-intent-website.json')), (text) => text.replace('"attempt":1', '"attempt":2')),
      ],
      ['a missing event', '0003-confirmed-website.json 的序号', (dir) => rmSync(join(dir, find(dir, '0002-intent-website.json')))],
      [
        'a form',
        '2026-0004 审核单上的目录树',
        (dir) => edit(join(dir, find(dir, '2026-0004 发布/审核单.html')), (text) => text.replaceAll('gitTree', 'gitTrees')),
      ],
      [
        'a file too many',
        '文件个数',
        (dir) => {
          mkdirSync(join(dir, '件/x'));
          writeFileSync(join(dir, '件/x/y'), '');
        },
      ],
    ];
    for (const [what, named, change] of wrong) {
      const dir = join(folderOf({}), 'copy');
      cpSync(out, dir, { recursive: true });
      change(dir);
      if (what !== 'a file too many') listAnew(dir);
      const told = commands(dir).filter((line) => line.startsWith('不一致'));
      expect([what, told.join('\n')]).toEqual([what, expect.stringContaining(named)]);
    }
  });
});

describe('archive', () => {
  it('asks whoever can for what has no default, and touches nothing that is there', async () => {
    const plain = await fetched(await startBureau());
    const out = join(folderOf({}), 'out');
    await expect(archive(plain, out)).rejects.toMatchObject({
      code: 'archive/rules',
      exitCode: 2,
      message: expect.stringContaining('请本单位档案员提供'),
    });
    const bureau = await fetched(await archivedBureau());
    const full = folderOf({ 'a.txt': 'x' });
    await expect(archive(bureau, full)).rejects.toMatchObject({ code: 'archive/not-empty', exitCode: 2 });
    expect(filesIn(full)).toEqual(['a.txt']);
    await expect(archive(bureau, out, '2025')).rejects.toMatchObject({ code: 'archive/empty', exitCode: 1 });
    await expect(archive(bureau, out, '26')).rejects.toMatchObject({ code: 'usage/year', exitCode: 2 });
    expect(readdirSync(dirname(out))).toEqual([]);
    expect((await archive(bureau, folderOf({}))).exitCode).toBe(0);
  });
});
