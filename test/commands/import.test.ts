import { readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check, settingsOf } from '#pipeline/commands/check.ts';
import { command } from '#pipeline/commands/import.ts';
import { workTreeSource } from '#pipeline/forge/git/content-source.ts';
import { itemsOfFolder } from '#pipeline/intake/old-site/folder-source.ts';
import { place, takeOver } from '#pipeline/intake/old-site/take-over.ts';
import { NO_TERMS } from '#pipeline/organisation/terms.ts';
import { folderOf } from '../folder.ts';
import { smallJpeg } from '../jpeg-fixture.ts';
import { commandContext } from './context.ts';

const SETTINGS = {
  'content/organisation.yml': readFileSync(join(import.meta.dirname, '../../content/organisation.yml'), 'utf8'),
  'content/policy.yml': readFileSync(join(import.meta.dirname, '../../content/policy.yml'), 'utf8'),
};
const AT = '2026-11-24T10:00:00+08:00';
const OLD = 'https://old.example.gov.cn';
const PLAIN = '执法队员到示例路段开展巡查，劝导占道经营，逐户讲明要求。';

const page = ({ title = '示例街道整治', date = '2019-03-14 10:30', body = `<p>${PLAIN}</p>` }) =>
  `<html><head><meta name="ArticleTitle" content="${title}"><meta name="PubDate" content="${date}"><meta name="ContentSource" content="示例局"><meta name="ColumnName" content="工作动态"></head><body><div id="zoom">${body}</div></body></html>`;

interface Json {
  imported: { path: string; place: string; why: string }[];
  skipped: number;
  refused: { place: string; title: string; code: string; why: string }[];
  left: number;
  lists: string[];
}

function world(files: Record<string, string | Uint8Array>) {
  const [root, source] = [folderOf(SETTINGS), folderOf(files)];
  const run = async (operand = '.', options: Record<string, string> = { site: OLD }) => {
    const result = await command.run(commandContext({ root, at: AT, operands: [join(source, operand)], options }));
    return { ...result, json: result.json as Json };
  };
  const text = (path: string): string => readFileSync(join(root, path, 'index.md'), 'utf8');
  return { root, source, run, text };
}

const refusalsOf = ({ refused }: Json): string[] => refused.map(({ place, code, why }) => `${place}　${code}　${why}`);

describe('import of a folder', () => {
  it('makes folders of 历史信息 that pass the check, with pictures and the original dates', async () => {
    const { root, run, text } = world({
      'news/a.html': page({
        body: `<p>${PLAIN}</p><p>见<a href="/news/b.htm">另一条</a>和<a href="/no.html">没有的</a>。</p><img src="../img/a.jpg">`,
      }),
      'news/b.htm': page({ title: '示例二', date: '2018/5/2' }),
      'c.txt': `标题：示例三\n日期：2017年7月1日\n\n${PLAIN}\n第二段的文字。\n`,
      'img/a.jpg': smallJpeg(),
    });
    const { exitCode, json } = await run();
    expect(exitCode).toBe(0);
    expect(json.imported.map(({ place }) => place).sort()).toEqual(['c.txt', 'news/a.html', 'news/b.htm']);
    const [a = '', b = '', c = ''] = ['news/a.html', 'news/b.htm', 'c.txt'].map(
      (name) => json.imported.find(({ place }) => place === name)?.path,
    );
    expect(a).toMatch(/^content\/history\/2019\/2019-03-14-[a-p]{12}$/);
    expect(readdirSync(join(root, a)).sort()).toEqual(['1.jpg', 'index.md']);
    expect(text(a)).toBe(
      `---\ntitle: 示例街道整治\ndate: 2019-03-14 10:30\nold_url: ${OLD}/news/a.html\ntaken_over: 2026-11-24\nsource: 示例局\ncolumn: 工作动态\npictures:\n  - 1.jpg\n---\n\n${PLAIN}\n\n见[另一条](https://xzzfj.example.gov.cn/${b.slice('content/'.length)}/)和没有的。\n\n![示例街道整治（图1）](1.jpg)\n`,
    );
    expect(text(b)).toContain('date: 2018-05-02\n');
    expect(text(c)).toContain(`${PLAIN}\n\n第二段的文字。`);
    expect(json.imported.find(({ path }) => path === a)?.why).toContain('没有迁入：链接“没有的”的去处');
    const { result } = await check({ root, items: [a, b, c], at: AT });
    expect(result).toMatchObject({ errors: 0, warnings: 0 });
  });

  it('skips what is there at a second run, and leaves nothing half made', async () => {
    const { root, source, run } = world({ 'a.html': page({}), 'b.html': page({ title: '示例二' }) });
    await run();
    writeFileSync(join(source, 'c.html'), page({ title: '示例三' }));
    const { json } = await run();
    expect(json).toMatchObject({ skipped: 2, imported: [{ place: 'c.html' }], refused: [] });
    const names = readdirSync(join(root, 'content/history/2019'));
    expect(names.filter((name) => name.startsWith('.'))).toEqual([]);
    expect(names).toHaveLength(3);
  });

  it('leads to what an earlier run brought from another folder', async () => {
    const { root, source, run, text } = world({ 'one/a.html': page({}), 'two/b.html': page({ body: '' }) });
    const { json: first } = await run('one');
    writeFileSync(join(source, 'two/b.html'), page({ title: '示例二', body: `<p>${PLAIN}</p><p>见<a href="/a.html">另一条</a>。</p>` }));
    const { json: second } = await run('two');
    const [a = '', b = ''] = [first, second].map(({ imported }) => imported[0]?.path);
    expect(text(b)).toContain(`见[另一条](https://xzzfj.example.gov.cn/${a.slice('content/'.length)}/)。`);
    expect(readdirSync(join(root, 'content/history/2019'))).toHaveLength(2);
  });

  it('keeps its links to what comes with the next pull request, and takes them away from what then doesn’t', async () => {
    const bodies = ['b', 'c'].map((name) => `<a href="${name}.html">${name}</a>`).join('和');
    const { root, source, run, text } = world({
      'a.html': page({ body: `<p>${PLAIN}</p><p>见${bodies}。</p>` }),
      'b.html': page({ title: '示例二' }),
      'c.html': page({ title: '示例三' }),
    });
    const context = { ...(await settingsOf(workTreeSource(root), AT)), terms: NO_TERMS };
    const ground = { out: root, url: 'https://xzzfj.example.gov.cn', most: 1, importing: { base: source, site: OLD, context } };
    const { found } = await place(itemsOfFolder(source), ground);
    const first = await takeOver([...found.values()], ground, () => undefined);
    expect(first.left).toBe(2);
    expect(text(first.imported[0]?.path ?? '')).toMatch(/见\[b\]\(\S+\)和\[c\]\(\S+\)。/);
    writeFileSync(join(source, 'c.html'), page({ title: '示例三', body: '<p>联系人手机13812345678。</p>' }));
    await run();
    expect(text(first.imported[0]?.path ?? '')).toMatch(/见\[b\]\(\S+\)和c。/);
  });

  it('keeps what breaks a rule out, lists it with its place, and masks what is personal', async () => {
    const { root, run } = world({
      'a.html': page({ body: `<p>${PLAIN}</p><p>见<a href="b.html">附件</a>。</p>` }),
      'b.html': page({ title: '示例二', body: '<p>联系人手机13812345678。</p>' }),
    });
    const { exitCode, json, text } = await run();
    expect(exitCode).toBe(1);
    expect(json.imported).toHaveLength(1);
    expect(refusalsOf(json)).toEqual([expect.stringMatching(/^b\.html 第1段“联系人手机”后　pii\/phone　出现手机号/)]);
    const lists = json.lists.map((file) => readFileSync(file, 'utf8'));
    expect([text, ...lists].join()).not.toContain('13812345678');
    expect(lists[0]).toMatch(/^\uFEFF位置,标题,原日期,代码,说明\r\nb\.html /);
    // The link to it leads nowhere any more.
    expect(readFileSync(join(root, json.imported[0]?.path ?? '', 'index.md'), 'utf8')).toContain('见附件。');
  });

  it('reads what stands at the top of a text between hyphens, whatever else stands there', async () => {
    const head = 'title: "示例: 四"\ntags: [a, b]\ndate: 2019-03-14\nauthor:\n  url: /no.html\nurl: /d.html';
    const { run, text } = world({ 'd.md': `---\n${head}\n---\n\n${PLAIN}\n` });
    const { json } = await run();
    expect(text(json.imported[0]?.path ?? '')).toBe(
      `---\ntitle: "示例: 四"\ndate: 2019-03-14\nold_url: ${OLD}/d.html\ntaken_over: 2026-11-24\n---\n\n${PLAIN}\n`,
    );
  });

  it('isn’t brought down by one page that nests as deep as it likes', async () => {
    const { run } = world({ 'a.shtml': page({ body: `${'<ul><li>'.repeat(20_000)}${PLAIN}` }), 'b.html': page({ title: '示例二' }) });
    expect((await run()).json).toMatchObject({ imported: [{ place: 'b.html' }], refused: [{ code: 'E_SIZE' }] });
  });

  it('follows no link out of the source', async () => {
    const outside = folderOf({ 'a.jpg': smallJpeg(), 'x.html': page({ title: '外面' }) });
    const { source, run } = world({ 'a.html': page({ body: `<p>${PLAIN}</p><img src="out/a.jpg">` }) });
    symlinkSync(outside, join(source, 'out'));
    expect(refusalsOf((await run()).json)).toEqual([expect.stringMatching(/^a\.html　import\/picture　图片“out\/a.jpg”找不到/)]);
    rmSync(join(source, 'out'));
  });
});

const BAD: [title: string, file: string, finds: RegExp][] = [
  ['no date', page({ date: '' }), /^a\.html　import\/date　没有发布日期；/],
  [
    'a picture elsewhere',
    page({ body: `<p>${PLAIN}</p><img src="https://a.example/a.jpg">` }),
    /import\/picture　图片“https:\/\/a\.example\/a\.jpg”在别处；/,
  ],
  ['a picture that is none', page({ body: `<p>${PLAIN}</p><img src="no.jpg">` }), /import\/picture　图片“no\.jpg”打不开或不收；/],
  [
    'a path out of the folder',
    page({ body: `<p>${PLAIN}</p><img src="../../etc/passwd">` }),
    /import\/picture　图片“\.\.\/\.\.\/etc\/passwd”找不到/,
  ],
  ['no text', page({ body: '' }), /E_BODY_EMPTY/],
  ['a classification mark', page({ body: `<p>机密★10年</p><p>${PLAIN}</p>` }), /secret\/mark/],
];

describe('a page that can’t be taken over', () => {
  it.each(BAD)('for %s, is told in one row with code and place', async (_, file, finds) => {
    const { run } = world({ 'a.html': file, 'no.jpg': 'text' });
    const { json } = await run();
    expect(json.imported).toEqual([]);
    expect(refusalsOf(json)[0]).toMatch(finds);
  });
});

describe('import of a CSV', () => {
  it('takes plain text, Markdown and HTML, and pictures of a column', async () => {
    const rows = [
      '标题,日期,正文,图片,原地址,来源',
      `示例一,2020/1/5,"${PLAIN}\n第二段的文字。",a.jpg,/a.html,示例局`,
      `示例二,2020年1月6日,"<p>${PLAIN}</p>",,/b.html,`,
      `示例三,43835,正文,,/c.html,`,
      `示例四,2020/1/5,正文,,/a.html,`,
    ];
    const { run, text } = world({ 'old.csv': `\uFEFF${rows.join('\r\n')}`, 'a.jpg': smallJpeg() });
    const { json } = await run('old.csv');
    expect(json.imported.map(({ place }) => place)).toEqual(['第 2 行', '第 4 行']);
    expect(text(json.imported[0]?.path ?? '')).toContain(`${PLAIN}\n\n第二段的文字。\n\n![示例一（图1）](1.jpg)`);
    expect(refusalsOf(json)).toEqual([
      expect.stringMatching(/^第 5 行　import\/date　日期写成了序号 43835/),
      expect.stringMatching(/^第 6 行　import\/duplicate　和第 2 行的原地址相同/),
    ]);
  });

  it('reads a title that is HTML, tells of one that looks like another, and begins no formula in its lists', async () => {
    const rows = [
      '标题;日期;正文;原地址',
      `"<b>示例</b>&ldquo;一&rdquo;";2020/1/5;${PLAIN};/a.html`,
      `＝A1;2020/1/5;${PLAIN};/b.html`,
      `＝A1;2020/1/5;${PLAIN};/c.html`,
    ];
    const { run, text } = world({ 'old.csv': rows.join('\n') });
    const { json } = await run('old.csv');
    expect(text(json.imported[0]?.path ?? '')).toContain('title: 示例“一”\n');
    expect(json.imported.map(({ why }) => why)).toEqual(['', '', '标题、日期和第 3 行的相同，请核对是不是同一篇。']);
    expect(readFileSync(json.lists[1] as string, 'utf8')).toContain("第 4 行,'＝A1,2020-01-05");
  });

  it.each([
    ['nothing', undefined, /没有写明旧网站的文件夹或 CSV/],
    ['what is neither', 'a.xlsx', /不是文件夹，也不是 500 MB 以内的 CSV/],
    ['a folder without texts', 'empty', /没有可导入的文件/],
  ])('refuses %s', async (_, operand, message) => {
    const { root, source } = world({ 'a.xlsx': '', 'empty/a.jpg': '' });
    const operands = operand === undefined ? [] : [join(source, operand)];
    await expect(command.run(commandContext({ root, at: AT, operands, options: {} }))).rejects.toThrow(message);
  });

  it('refuses an address that isn’t one of the web', async () => {
    const { run } = world({ 'a.html': page({}) });
    await expect(run('.', { site: 'ftp://a.example' })).rejects.toThrow('--site 写的“ftp://a.example”不是网址');
  });
});
