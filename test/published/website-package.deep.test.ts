import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hono } from 'hono';
import { describe, expect, it, onTestFinished } from 'vitest';
import { beginWithdrawal } from '#pipeline/acts/withdraw.ts';
import { command as buildCommand } from '#pipeline/commands/build.ts';
import { command as recordCommand } from '#pipeline/commands/record.ts';
import type { Channel } from '#pipeline/item/front-matter/front-matter-schema.ts';
import { siteData } from '#pipeline/published/site-data.ts';
import { type PackageInput, plainHtml, sitePackage, sitePackages } from '#pipeline/published/site-packages.ts';
import { openChannels } from '#pipeline/release/adapters.ts';
import type { ReleaseOrder } from '#pipeline/release/channels/channel.ts';
import type { ReleaseReport } from '#pipeline/release/release.ts';
import type { SiteItem } from '#pipeline/render/site-data.ts';
import { listen } from '#pipeline/sandbox/platform/listener.ts';
import { newestMain } from '#pipeline/verify/publisher.ts';
import { lockedSettings } from '#pipeline/verify/settings-lock.ts';
import { type Bureau, environmentOf, FOLDER, ITEM, itemText, startBureau } from '../bureau.ts';
import { commandContext } from '../commands/context.ts';
import { folderOf } from '../folder.ts';
import { smallJpeg } from '../jpeg-fixture.ts';
import { practice } from '../release/practice-channel.ts';

const INDEX = `${FOLDER}/index.md`;
const PAGE = '<h1>示例街道整治</h1><div><p>连续两天劝导沿街店铺。</p></div>';
const BODY = '连续两天劝导沿街店铺。\n\n![街道](street.jpg)';

/** The files of a stored ZIP archive by name. */
function filesOf(zip: Uint8Array): Record<string, Uint8Array> {
  const bytes = Buffer.from(zip);
  const files: Record<string, Uint8Array> = {};
  for (let at = 0; bytes.readUInt32LE(at) === 0x04034b50; ) {
    const size = bytes.readUInt32LE(at + 18);
    const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    files[bytes.toString('utf8', at + 30, at + 30 + bytes.readUInt16LE(at + 26))] = bytes.subarray(start, start + size);
    at = start + size;
  }
  return files;
}

const textOf = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('utf8');

const ITEM_OF_SITE: SiteItem = {
  id: ITEM,
  path: `/${ITEM}/`,
  title: '示例街道整治 <A&B>',
  summary: '示例摘要。',
  category: '工作动态',
  columns: ['dongtai'],
  unit: { id: 'wucheng', name: '婺城分局' },
  source: { name: '婺城分局', url: '', publishedAt: '' },
  author: '李四',
  editor: '郑四',
  publishedAt: '2026-11-24 09:00',
  eventDate: '2026-11-23',
  readingMinutes: 1,
  keywords: '工作动态,婺城分局',
  html: '<p>正文一段。</p>',
  images: [{ name: 'street.jpg', alt: '街道', credit: '李四', width: 40, height: 30 }],
  cover: { name: 'street.jpg', alt: '街道', credit: '李四', width: 40, height: 30 },
  correction: null,
  withdrawal: null,
  links: { wechat: '', weibo: '' },
  formNumber: '2026-0001',
  digest: 'sha256:00',
};

function input(more: Partial<PackageInput> = {}): PackageInput {
  const pictures = new Map([['street.jpg', smallJpeg()]]);
  return { item: ITEM_OF_SITE, revision: 1, columns: ['工作动态'], pictures, lastDay: '2026-11-30', address: null, ...more };
}

describe('a package for a platform of others', () => {
  it('holds what to do, the text, its facts and its pictures, and is the same bytes every time', () => {
    const zip = sitePackage(input());
    expect(Buffer.from(sitePackage(input())).equals(zip)).toBe(true);
    const files = filesOf(zip);
    expect(Object.keys(files)).toEqual(['说明.txt', '正文.html', 'manifest.json', 'street.jpg']);
    expect(Buffer.from(files['street.jpg'] ?? []).equals(smallJpeg())).toBe(true);
    expect(JSON.parse(textOf(files['manifest.json']))).toMatchObject({
      version: 1,
      id: ITEM,
      title: ITEM_OF_SITE.title,
      source: { name: '婺城分局' },
      publishedAt: '2026-11-24 09:00',
      lastDay: '2026-11-30',
      html: '<p>正文一段。</p>',
      pictures: [{ file: 'street.jpg', alt: '街道', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    });
    expect(textOf(files['正文.html'])).toContain('<title>示例街道整治 &lt;A&amp;B&gt;</title>');
  });

  it('says in Chinese, for any Windows editor, what to enter, by when, and what to do afterwards', () => {
    const words = textOf(filesOf(sitePackage(input()))['说明.txt']);
    expect(words.startsWith('\ufeff《示例街道整治 <A&B>》录入说明\r\n')).toBe(true);
    expect(words.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const needed of [
      '审核单 2026-0001',
      '新建一条',
      '2026-11-30 24:00 以前',
      '来源：婺城分局',
      'street.jpg：封面，说明“街道”，来源“李四”',
    ]) {
      expect(words).toContain(needed);
    }
    expect(words).toContain(`sanshen record ${ITEM} --channel website --url`);
    expect(words).toContain('作者：李四');
    const source = { name: '示例市人民政府网', url: 'https://www.example.gov.cn/a.html', publishedAt: '2026-11-22' };
    const repost = filesOf(sitePackage(input({ item: { ...ITEM_OF_SITE, source } })));
    expect(textOf(repost['说明.txt'])).toContain('报送：婺城分局');
    expect(textOf(repost['说明.txt'])).not.toContain('作者');
    expect(JSON.parse(textOf(repost['manifest.json'])).author).toBe('');
  });

  it('replaces the old text where it is a correction, shows its note to readers, and needs no registration where its place is known', () => {
    const correction = { kind: '文字', note: '“86起”误写为“68起”', at: '2026-11-25 10:00' };
    const address = 'https://www.example.gov.cn/xwdt/1.html';
    const files = filesOf(sitePackage(input({ item: { ...ITEM_OF_SITE, correction }, revision: 2, lastDay: null, address })));
    expect(textOf(files['说明.txt'])).toMatch(
      /打开这一条.*整个替换[\s\S]*尽快[\s\S]*页面地址应为 https:\/\/www\.example\.gov\.cn\/xwdt\/1\.html [\s\S]*不用登记/,
    );
    expect(textOf(files['正文.html'])).toContain('<p>更正说明（2026-11-25 10:00）：“86起”误写为“68起”</p>');
  });

  it.each([
    ['<p class="x" data-a="1" id="y">字</p>', '<p>字</p>'],
    [
      '<a href="https://a.example/?b=1&#x26;c" class="leaving" rel="noopener" data-leaving="a.example">站</a>',
      '<a href="https://a.example/?b=1&#x26;c">站</a>',
    ],
    [
      '<img src="street.jpg" alt="a > b" width="40" height="30" loading="lazy" decoding="async">',
      '<img src="street.jpg" alt="a > b" width="40" height="30">',
    ],
    [
      '<div class="table-scroll" role="group" aria-label="表格" tabindex="0"><table><tr><td class="align-right">1</td></tr></table></div>',
      '<div><table><tr><td>1</td></tr></table></div>',
    ],
    ['<ol start="3"><li>三</li></ol>', '<ol start="3"><li>三</li></ol>'],
    ['<p>1 &#x3C; 2 &#x26; onload="x"</p>', '<p>1 &#x3C; 2 &#x26; onload="x"</p>'],
  ])('has the text without what only our own pages use: %s', (html, plain) => expect(plainHtml(html)).toBe(plain));
});

/** A platform of others, where a person puts pages. */
async function platform(): Promise<{ url: string; pages: Map<string, string> }> {
  const pages = new Map<string, string>();
  const app = new Hono();
  app.get('*', (context) => {
    const page = pages.get(context.req.path);
    return page === undefined ? context.text('没有', 404) : context.html(page);
  });
  const server = await listen(app);
  onTestFinished(() => server.stop());
  return { url: server.url, pages };
}

const bureauOf = async (site: string, website: string): Promise<Bureau> =>
  startBureau({ policy: `demo: true\nchannels: {website: ${website}, weibo: {mode: open}}`, site });

/** Files of an approved item. */
const item = (channels: Channel[], lines: string[] = []): Record<string, string | Uint8Array> => ({
  [INDEX]: itemText({ channels, body: BODY, lines }),
  [`${FOLDER}/street.jpg`]: smallJpeg(),
});

async function packages(bureau: Bureau): Promise<Record<string, Record<string, Uint8Array>>> {
  const publisher = await bureau.publisher();
  const ledger = await publisher.ledgers.load();
  const { organisation, policy, terms } = await lockedSettings(publisher, ledger);
  const { commit: main } = await newestMain(publisher.git, { fetch: true });
  const all = { git: publisher.git, ledger, main, organisation, policy, terms, now: await publisher.now() };
  return Object.fromEntries((await sitePackages(all, await siteData(all))).map(({ path, bytes }) => [path, filesOf(bytes)]));
}

/** A run with the website's own adapter and a Weibo that takes everything. */
async function run(bureau: Bureau, posts: ReleaseOrder[] = []): Promise<ReleaseReport> {
  const publisher = await bureau.publisher();
  const { settings } = await newestMain(publisher.git, { fetch: true });
  const { website } = openChannels(settings.policy, {});
  return bureau.release({ ...(website ? { website } : {}), weibo: practice('weibo', posts) });
}

async function record(bureau: Bureau, url: string): Promise<number> {
  const env = environmentOf(bureau, 'wangwu');
  return (await recordCommand.run(commandContext({ root: bureau.root, operands: [ITEM], options: { channel: 'website', url }, env })))
    .exitCode;
}

const codes = (report: ReleaseReport): string[] => report.alerts.map(({ code }) => code);

describe('a website that a person enters packages into', () => {
  it('is asked for by name, registered by its address, and only then printed by the other channels', async () => {
    const { url, pages } = await platform();
    const bureau = await bureauOf(url, '{mode: package}');
    await bureau.publish(item(['website', 'weibo']));
    await bureau.approve();
    expect(Object.keys(await packages(bureau))).toEqual([`${ITEM}.zip`]);
    expect(textOf((await packages(bureau))[`${ITEM}.zip`]?.['说明.txt'])).toContain('2026-11-30 24:00 以前');
    const posts: ReleaseOrder[] = [];
    const asked = await run(bureau, posts);
    expect(asked.alerts).toEqual([expect.objectContaining({ code: 'person-publishes', channel: 'website', task: true })]);
    expect(asked.alerts[0]?.message).toContain(`${ITEM}.zip`);
    expect(posts).toEqual([]);
    pages.set('/art/2026/1.html', PAGE);
    expect(await record(bureau, `${url}/art/2026/1.html`)).toBe(0);
    expect(await packages(bureau)).toEqual({});
    await run(bureau, posts);
    expect(posts.map(({ payload }) => payload.sourceUrl)).toEqual([`${url}/art/2026/1.html`]);
    expect(posts[0]?.payload.content).toContain(` ${url}/art/2026/1.html `);
    expect(await bureau.states()).toEqual(['website 1 confirmed', 'weibo 1 confirmed']);
    expect((await bureau.verify()).problems).toEqual([]);
  });

  it('is written by build into the folder named, which loses the packages of before and nothing else', async () => {
    const { url, pages } = await platform();
    const bureau = await bureauOf(url, '{mode: package}');
    await bureau.publish(item(['website']));
    await bureau.approve();
    const folder = folderOf({ 'wucheng/2026-11-01-old.zip': 'x', 'mine.zip': 'x', 'wucheng/note.txt': 'x' });
    const output = join(folderOf({ output: '' }), 'output');
    const build = async (): Promise<unknown> => {
      const options = { packages: folder };
      const context = commandContext({ root: bureau.root, options, env: { GITHUB_OUTPUT: output }, at: '2026-11-24T12:00:00+08:00' });
      return (await buildCommand.run(context)).json;
    };
    expect(await build()).toMatchObject({ website: 'package', packages: [`${ITEM}.zip`] });
    const names = (): string[] =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.includes('.'))
        .sort();
    expect(names()).toEqual(['mine.zip', `${ITEM}.zip`, 'wucheng/note.txt']);
    expect(Object.keys(filesOf(readFileSync(join(folder, `${ITEM}.zip`))))).toContain('说明.txt');
    expect(readFileSync(output, 'utf8')).toMatch(/^website=package\ndigest=[0-9a-f]{64}\n$/);
    pages.set('/a.html', PAGE);
    await record(bureau, `${url}/a.html`);
    expect(await build()).toMatchObject({ packages: [] });
    expect(names()).toEqual(['mine.zip', 'wucheng/note.txt']);
  });

  it('is no package where the site is made here: it goes into the web server’s folder, or to the server that the policy names', async () => {
    const { url } = await platform();
    const served = join(folderOf({}), 'www');
    const rsync = { to: 'fabu@web.example.gov.cn:/srv/site/', host_key: `ssh-ed25519 ${'A'.repeat(68)}` };
    for (const [website, out, said] of [
      [{ folder: served }, served, 'website=folder'],
      [{ rsync }, 'elsewhere', `website=rsync;to=${rsync.to};host_key=${rsync.host_key}`],
    ] as const) {
      const bureau = await bureauOf(url, JSON.stringify(website));
      const output = join(folderOf({ output: '' }), 'output');
      const options = { out: 'elsewhere', served: true };
      const context = commandContext({ root: bureau.root, options, env: { GITHUB_OUTPUT: output }, at: '2026-11-24T12:00:00+08:00' });
      const { json } = await buildCommand.run(context);
      const { digest } = json as { digest: string };
      const wrote = out === served ? served : join(bureau.root, out);
      expect(json).toMatchObject({ out: wrote, website: 'build' });
      expect(readdirSync(wrote)).toContain('index.html');
      expect(
        readFileSync(output, 'utf8')
          .trim()
          .split('\n')
          .filter((line) => line !== `digest=${digest}`),
      ).toEqual(said.split(';'));
      expect((await buildCommand.run(context)).json).toMatchObject({ digest });
    }
  });

  it('keeps the address that the other channels print, though a page is registered anew later', async () => {
    const { url, pages } = await platform();
    const bureau = await bureauOf(url, '{mode: package}');
    await bureau.publish(item(['website', 'weibo']));
    await bureau.approve();
    for (const path of ['/a.html', '/b.html']) {
      pages.set(path, PAGE);
      expect(await record(bureau, `${url}${path}`)).toBe(0);
    }
    const posts: ReleaseOrder[] = [];
    await run(bureau, posts);
    expect(posts.map(({ payload }) => payload.sourceUrl)).toEqual([`${url}/a.html`]);
  });

  it('confirms a correction by itself once the page that it knows shows it', async () => {
    const { url, pages } = await platform();
    const bureau = await bureauOf(url, '{mode: package}');
    await bureau.publish(item(['website']));
    await bureau.approve();
    pages.set('/a.html', PAGE);
    await record(bureau, `${url}/a.html`);
    await bureau.publish({
      [INDEX]: itemText({
        body: '连续三天劝导沿街店铺。\n\n![街道](street.jpg)',
        lines: ['correction: {kind: 文字, note: 三天误写为两天}'],
      }),
    });
    await bureau.approve();
    expect(textOf((await packages(bureau))[`${ITEM}.zip`]?.['说明.txt'])).toContain(`页面地址应为 ${url}/a.html `);
    expect((await run(bureau)).alerts).toMatchObject([
      { code: 'person-publishes', message: expect.stringContaining('1 段在页面上找不到') },
    ]);
    pages.set('/a.html', PAGE.replace('两天', '三天'));
    expect(codes(await run(bureau))).toEqual([]);
    expect(await bureau.states()).toEqual(['website 1 superseded', 'website 2 confirmed']);
    expect((await bureau.verify()).problems).toEqual([]);
  });

  it.each(['package', 'manual'])('needs no registration where the policy says where pages are (%s)', async (mode) => {
    const { url, pages } = await platform();
    const bureau = await bureauOf(url, `{mode: ${mode}, address: '${url}/{unit}/{year}{month}/{day}/{slug}.html'}`);
    await bureau.publish(item(['website', 'weibo']));
    await bureau.approve();
    const posts: ReleaseOrder[] = [];
    await run(bureau, posts);
    pages.set('/wucheng/202611/23/street.html', PAGE);
    await run(bureau, posts);
    await run(bureau, posts);
    expect(await bureau.states()).toEqual(['website 1 confirmed', 'weibo 1 confirmed']);
    expect(posts.map(({ payload }) => payload.sourceUrl)).toEqual([`${url}/wucheng/202611/23/street.html`]);
  });

  it('may not be entered once the seven days are over, but what was entered in time can still be registered', async () => {
    const { url, pages } = await platform();
    const bureau = await bureauOf(url, '{mode: package}');
    await bureau.publish(item(['website']));
    await bureau.approve();
    bureau.world.github.clock.advance(7 * 86_400);
    const late = await run(bureau);
    expect(late.alerts).toMatchObject([
      { code: 'website/too-late', message: expect.stringMatching(/第九条.*record.*不得再上线.*abandoned/) },
    ]);
    expect(await bureau.states()).toEqual(['website 1 needs-human']);
    expect(await packages(bureau)).toEqual({});
    pages.set('/a.html', PAGE);
    expect(await record(bureau, `${url}/a.html`)).toBe(0);
    expect(await bureau.states()).toEqual(['website 1 confirmed']);
  });

  it('is taken back by a person with exact steps, and by nobody’s word: the page must no longer show the text', async () => {
    const { url, pages } = await platform();
    const bureau = await bureauOf(url, '{mode: package}');
    await bureau.publish(item(['website']));
    await bureau.approve();
    pages.set('/a.html', PAGE);
    await record(bureau, `${url}/a.html`);
    await beginWithdrawal(await bureau.publisher('fengliu'), { item: ITEM, kind: 'privacy', reason: '示例' });
    const asked = await run(bureau);
    expect(asked.alerts).toMatchObject([
      { code: 'website/withdraw-by-hand', message: expect.stringContaining(`${url}/a.html 还显示正文`) },
    ]);
    expect(await bureau.states()).toEqual(['website 1 withdraw-intent']);
    pages.set('/a.html', '<h1>示例街道整治</h1><p>本信息已撤回。</p>');
    await run(bureau);
    expect(await bureau.states()).toEqual(['website 1 withdrawn']);
  });
});
