import { Hono } from 'hono';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Decision, decisionKinds } from '#pipeline/acts/by-hand.ts';
import { command as recordCommand } from '#pipeline/commands/record.ts';
import { command as resolveCommand } from '#pipeline/commands/resolve.ts';
import type { Channel } from '#pipeline/item/front-matter/front-matter-schema.ts';
import { planned, step } from '#pipeline/ledger/fold.ts';
import { eventsOf } from '#pipeline/ledger/ledger.ts';
import { type ReleaseState, TRANSITIONS } from '#pipeline/ledger/transitions.ts';
import { policySchema } from '#pipeline/organisation/policy.ts';
import { foreignAddress, postNumber } from '#pipeline/release/channels/addresses.ts';
import { comparePage, readPage } from '#pipeline/release/channels/website/page-text.ts';
import { shortId } from '#pipeline/release/channels/weibo/text.ts';
import { listen } from '#pipeline/sandbox/platform/listener.ts';
import { startWeibo } from '#pipeline/sandbox/weibo/server.ts';
import { type Bureau, environmentOf, FOLDER, ITEM, itemText, startBureau } from '../bureau.ts';
import { commandContext } from '../commands/context.ts';
import { payloadOf } from '../release/world.ts';

const INDEX = `${FOLDER}/index.md`;
const UID = '1000000001';
const PAGE = '<title>x</title><h1>示例街道整治</h1><div><p>正文一段。</p></div>';

/** Pages by path; a test changes them. */
async function pages(): Promise<{ url: string; put(path: string, page: string): void }> {
  const known = new Map<string, string>();
  const app = new Hono();
  app.get('/moved', (context) => context.redirect('/a'));
  app.get('*', (context) => {
    const page = known.get(context.req.path);
    return page === undefined ? context.text('没有', 404) : context.html(page);
  });
  const server = await listen(app);
  onTestFinished(() => server.stop());
  return { url: server.url, put: (path, page) => void known.set(path, page) };
}

/** A bureau where everything is published by hand, with an approved item for some channels. */
async function byHand(channels: Channel[], more: { site?: string; policy?: string } = {}): Promise<Bureau> {
  const policy = `demo: true\n${more.policy ?? 'channels: {website: {mode: manual}}'}`;
  const bureau = await startBureau({ policy, ...(more.site ? { site: more.site } : {}) });
  await bureau.publish({ [INDEX]: itemText({ channels }) });
  await bureau.approve();
  return bureau;
}

interface Done {
  exitCode: number;
  text: string;
  json: { seen: string; releases: { state: string; url: string }[]; alerts: { code: string; message: string }[] };
}

async function record(
  bureau: Bureau,
  channel: Channel,
  url: string,
  actor = 'wangwu',
  env: Record<string, string> = {},
  { item = ITEM, ...more }: { plan?: string; item?: string } = {},
): Promise<Done> {
  const options = { channel, url, ...more };
  const context = commandContext({ root: bureau.root, operands: [item], options, env: { ...environmentOf(bureau, actor), ...env } });
  return (await recordCommand.run(context)) as Done;
}

const newest = async (bureau: Bureau): Promise<Record<string, unknown>> =>
  eventsOf(await bureau.ledger(), ITEM).at(-1) as unknown as Record<string, unknown>;

describe('record', () => {
  it('opens the page of the website and registers what it saw, who did so and when, once', async () => {
    const { url, put } = await pages();
    const bureau = await byHand(['website'], { site: url });
    put('/art/1.html', PAGE);
    const before = eventsOf(await bureau.ledger(), ITEM).length;
    expect(await record(bureau, 'website', `${url}/art/1.html`)).toMatchObject({
      exitCode: 0,
      json: { seen: 'by-hand', releases: [{ state: 'confirmed', url: `${url}/art/1.html` }], alerts: [] },
      text: expect.stringContaining('王五登记：人工发布或修改，已读回，与审定稿一致。'),
    });
    expect(await newest(bureau)).toMatchObject({ kind: 'confirmed', code: 'by-hand', actor: 'wangwu', channel: 'website' });
    expect((await record(bureau, 'website', `${url}/art/1.html `, 'fengliu')).json.seen).toBe('by-hand');
    expect(eventsOf(await bureau.ledger(), ITEM).length).toBe(before + 1);
    expect((await bureau.verify()).problems).toEqual([]);
  });

  it('tells what differs by paragraph, opens an issue, and takes it back once it is mended; the ledger holds no word of the text', async () => {
    const { url, put } = await pages();
    const bureau = await byHand(['website'], { site: url });
    put('/art/1.html', PAGE.replace('正文一段', '正文二段'));
    const first = await record(bureau, 'website', `${url}/art/1.html`);
    expect(first).toMatchObject({ exitCode: 1, json: { seen: 'differs', alerts: [{ code: 'differs' }] } });
    expect(first.json.alerts[0]?.message).toMatch(/第 1 段.*不会自动改，也不会重发/);
    const event = await newest(bureau);
    expect(event).toMatchObject({ kind: 'confirmed', code: 'differs' });
    expect(JSON.stringify(event)).not.toMatch(/正文[一二]段/);
    put('/art/1.html', PAGE);
    expect((await record(bureau, 'website', `${url}/art/1.html`)).json).toMatchObject({ seen: 'by-hand', alerts: [] });
    expect((await newest(bureau)).code).toBe('by-hand');
  });

  it.each([
    ['a page that isn’t there', '/none', 'record/not-there'],
    ['a page of something else', '/other', 'record/not-there'],
  ])('registers nothing for %s', async (_, path, code) => {
    const { url, put } = await pages();
    const bureau = await byHand(['website'], { site: url });
    put('/other', '<h1>别的</h1><p>别的正文。</p>');
    const { head } = await bureau.ledger();
    await expect(record(bureau, 'website', url + path)).rejects.toMatchObject({ code, exitCode: 1 });
    expect((await bureau.ledger()).head).toBe(head);
  });

  it('is for the administrator and levels 2 and 3, and for the first attempt of a run', async () => {
    const { url, put } = await pages();
    const bureau = await byHand(['website', 'weibo'], { site: url });
    put('/a', PAGE);
    for (const actor of ['lisi', 'zhouyi', 'sanshen-bot']) {
      await expect(record(bureau, 'website', `${url}/a`, actor)).rejects.toMatchObject({ code: 'not-entitled', exitCode: 1 });
    }
    const again = { GITHUB_RUN_ID: '77', GITHUB_RUN_ATTEMPT: '2' };
    await expect(record(bureau, 'website', `${url}/a`, 'wangwu', again)).rejects.toMatchObject({ code: 'act/again', exitCode: 1 });
    for (const actor of ['wangwu', 'zhengsi', 'fengliu']) expect((await record(bureau, 'website', `${url}/a`, actor)).exitCode).toBe(0);
    const weibo = await record(bureau, 'weibo', 'https://weibo.com/1000000001/P1a2b3c4D');
    expect(weibo).toMatchObject({ exitCode: 0, json: { seen: 'not-read' }, text: expect.stringContaining('没有读回') });
    expect(await newest(bureau)).toMatchObject({ code: 'not-read' });
  });

  it('refuses a post that the ledger confirms for another item, under whichever of its addresses', async () => {
    const { url: site } = await pages();
    const folder = `${FOLDER}-other`;
    const bureau = await startBureau({ policy: 'demo: true\nchannels: {website: {mode: manual}}', site });
    for (const place of [FOLDER, folder]) {
      await bureau.publish({ [`${place}/index.md`]: itemText({ channels: ['weibo'] }) });
      await bureau.approve();
    }
    const address = `https://weibo.com/${UID}/P1a2b3c4D`;
    await record(bureau, 'weibo', address);
    const other = { item: `${ITEM}-other` };
    for (const url of [address, `https://m.weibo.cn/status/${postNumber(new URL(address))}`]) {
      await expect(record(bureau, 'weibo', url, 'wangwu', {}, other)).rejects.toMatchObject({
        code: 'record/other-item',
        exitCode: 1,
        message: expect.stringContaining(ITEM),
      });
    }
    expect((await record(bureau, 'weibo', `https://weibo.com/${UID}/P1a2b3c4E`, 'wangwu', {}, other)).exitCode).toBe(0);
    expect((await record(bureau, 'weibo', address)).exitCode).toBe(0);
  });

  it('reads a WeChat article by its page, and takes a page that asks for a check as one that nobody has read', async () => {
    const { url: site } = await pages();
    const bureau = await byHand(['wechat'], { site });
    const { url: fake, put } = await pages();
    put('/s/abc', PAGE);
    put('/s/check', '<title>验证</title><p>环境异常</p>');
    const env = { WECHAT_API_BASE: fake };
    expect((await record(bureau, 'wechat', `${fake}/s/check`, 'wangwu', env)).json.seen).toBe('not-read');
    expect((await record(bureau, 'wechat', `${fake}/s/abc`, 'wangwu', env)).json.seen).toBe('by-hand');
    await expect(record(bureau, 'wechat', 'https://mp.weixin.qq.com.example.cn/s/abc')).rejects.toMatchObject({
      code: 'record/other-host',
    });
  });

  it('reads a post on Weibo by its number, and refuses one that is gone or of another account', async () => {
    const { url: site } = await pages();
    const server = await startWeibo({ accessToken: 'canary-access-token-2', uid: UID, domains: [new URL(site).host] });
    onTestFinished(() => server.close());
    const policy = `channels: {website: {mode: manual}, weibo: {mode: open, uid: '${UID}'}}`;
    const bureau = await byHand(['weibo'], { site, policy });
    const env = { WEIBO_API_BASE: server.url, WEIBO_ACCESS_TOKEN: 'canary-access-token-2', WEIBO_RIP: '192.0.2.1' };
    const share = async (status: string): Promise<void> => {
      const body = new URLSearchParams({ access_token: 'canary-access-token-2', rip: '192.0.2.1', status });
      expect((await fetch(`${server.url}/2/statuses/share.json`, { method: 'POST', body })).status).toBe(200);
    };
    await share(`示例摘要。 ${site}/${ITEM}/ `);
    const [post] = server.posts();
    const wrong = `${server.url}/2000000002/${shortId(String(post?.id))}`;
    await expect(record(bureau, 'weibo', wrong, 'wangwu', env)).rejects.toMatchObject({ code: 'record/other-host' });
    await expect(record(bureau, 'weibo', `${server.url}/${UID}/P1a2b3c4D`, 'wangwu', env)).rejects.toMatchObject({
      code: 'record/not-there',
    });
    const done = await record(bureau, 'weibo', String(post?.url), 'wangwu', env);
    expect(done.json).toMatchObject({ seen: 'by-hand', releases: [{ state: 'confirmed', url: post?.url }] });
    expect((await newest(bureau)).remote).toEqual({ id: post?.id, url: post?.url });
  });
});

describe('a page compared with an approved text', () => {
  const payload = { ...payloadOf(ITEM, 'website', '<p>第一段。</p><ul><li>甲 乙</li><li>丙&amp;丁</li></ul>'), title: '示例 “标题”' };

  it.each<[string, string, object]>([
    ['as it is', '<h1>示例“标题”</h1><p>第一段。<p>甲乙<p>丙&#38;丁', { kind: 'read', differences: [] }],
    ['in another frame', '<nav>首页</nav><b>示例 “标题”</b><div>第一段。甲 乙 丙&amp;丁</div>', { kind: 'read', differences: [] }],
    ['without its title', '<p>第一段。<p>甲乙<p>丙&amp;丁', { kind: 'read', differences: ['标题不一致'] }],
    [
      'with a changed paragraph',
      '<h1>示例“标题”</h1><p>第一段。<p>甲乙<p>丙丁',
      { kind: 'read', differences: ['正文 3 段里有 1 段在页面上找不到（第 3 段）'] },
    ],
    ['whose text stands in a script only', '<script>示例“标题”第一段。甲乙丙&丁</script><p>请稍候</p>', { kind: 'other' }],
    ['whose script never ends', '<script>示例“标题”', { kind: 'other' }],
  ])('%s', (_, html, found) => expect(comparePage(payload, html)).toEqual(found));

  it('is opened without following anything, and never over plain http elsewhere', async () => {
    const { url, put } = await pages();
    put('/a', '<h1>示例“标题”</h1><p>第一段。甲乙丙&amp;丁');
    expect(await readPage(new URL(`${url}/a`), payload)).toEqual({ kind: 'read', differences: [] });
    expect(await readPage(new URL(`${url}/moved`), payload)).toMatchObject({ kind: 'not-read' });
    expect(await readPage(new URL('http://www.example.cn/'), payload)).toMatchObject({
      kind: 'not-read',
      why: expect.stringContaining('https'),
    });
  });
});

describe('an address', () => {
  const policy = policySchema.parse({
    site: { url: 'https://www.example.gov.cn/xzzf/', domain: 'news.example.cn' },
    channels: { weibo: { uid: UID } },
  });

  it.each<[Channel, string, boolean]>([
    ['website', 'https://www.example.gov.cn/col/1.html', true],
    ['website', 'https://a.www.example.gov.cn/', true],
    ['website', 'https://news.example.cn/1', true],
    ['website', 'https://m.news.example.cn/1', true],
    ['website', 'https://example.gov.cn/', false],
    ['website', 'https://wwww.example.gov.cn/', false],
    ['website', 'https://www.example.gov.cn.example.com/', false],
    ['website', 'https://www.example.gov.cn:8443/', false],
    ['wechat', 'https://mp.weixin.qq.com/s/abc', true],
    ['wechat', 'https://weixin.qq.com/s/abc', false],
    ['wechat', 'http://127.0.0.1:1/s/abc', false],
    ['weibo', `https://weibo.com/${UID}/P1a2b3c4D`, true],
    ['weibo', 'https://m.weibo.cn/status/5100000000000003', true],
    ['weibo', 'https://weibo.com/1000000002/P1a2b3c4D', false],
    ['weibo', 'https://weibo.com.example.cn/1/2', false],
  ])('of %s may be %s: %s', (channel, address, may) =>
    expect(foreignAddress(channel, new URL(address), policy, { wechat: 'https://relay.example.cn', weibo: undefined }) === null).toBe(may),
  );

  it('of a practice platform counts only where the interface is called on this machine', () => {
    const at = (base: string) => foreignAddress('wechat', new URL('http://127.0.0.1:4100/s/a'), policy, { wechat: base });
    expect([at('http://127.0.0.1:4100'), at('http://127.0.0.1:4101')]).toEqual([null, expect.any(String)]);
    expect(foreignAddress('wechat', new URL('https://relay.example.cn/s/a'), policy, { wechat: 'https://relay.example.cn' })).not.toBe(
      null,
    );
  });

  it('of Weibo names its post', () => {
    for (const id of ['5100000000000003', '51000000000000051', '4999999999999999', '3000000010000001']) {
      for (const address of [
        `https://weibo.com/${UID}/${shortId(id)}`,
        `https://m.weibo.cn/status/${id}`,
        `https://m.weibo.cn/detail/${id}`,
      ]) {
        expect([address, postNumber(new URL(address))]).toEqual([address, id]);
      }
    }
    for (const path of ['/', '/u/1000000001', '/1000000001', '/1000000001/', '/a/b/c']) {
      expect(postNumber(new URL(`https://weibo.com${path}`))).toBe(null);
    }
  });
});

describe('resolve', () => {
  const DECISIONS: Decision[] = ['confirmed', 'failed', 'abandoned'];

  it('writes only steps that the table of states allows, from every state and for every decision', () => {
    const told: string[] = [];
    for (const state of Object.keys(TRANSITIONS) as ReleaseState[]) {
      for (const as of DECISIONS) {
        let release = { ...planned(ITEM, 'weibo', 1), state };
        try {
          for (const kind of decisionKinds(release, as)) {
            expect(TRANSITIONS[release.state], `${state} ${as}`).toContain(kind);
            release = { ...step(release, { kind } as never) };
          }
          told.push(`${state} → ${release.state}`);
        } catch (error) {
          expect(error).toMatchObject({ code: expect.stringMatching(/^resolve\//), exitCode: 1 });
        }
      }
    }
    const settled = ['confirmed', 'failed', 'abandoned'];
    expect(told).toEqual([
      // Only the reviews confirm what was signed on paper.
      ...['failed', 'abandoned'].map((as) => `offline → ${as}`),
      ...['sent', 'unknown', 'needs-human'].flatMap((state) => settled.map((end) => `${state} → ${end}`)),
      'withdraw-intent → withdrawn',
      'withdraw-intent → abandoned',
    ]);
  });

  it('takes only an address of the channel, and asks for one where none is known', async () => {
    const bureau = await byHand(['weibo']);
    await bureau.release({});
    const context = (options: Record<string, string>) =>
      commandContext({
        root: bureau.root,
        operands: [ITEM],
        options: { channel: 'weibo', reason: '已核对', ...options },
        env: environmentOf(bureau, 'fengliu'),
      });
    const run = (options: Record<string, string>) => resolveCommand.run(context(options)) as Promise<Done>;
    if (!(await bureau.states()).includes('weibo 1 needs-human')) throw new Error('the release should wait for a person');
    await expect(run({ as: 'confirmed' })).rejects.toMatchObject({ code: 'resolve/no-url' });
    await expect(run({ as: 'confirmed', url: 'https://www.example.cn/1' })).rejects.toMatchObject({ code: 'record/other-host' });
    expect((await run({ as: 'confirmed', url: 'https://weibo.com/1000000001/P1a2b3c4D' })).json.releases).toMatchObject([
      { state: 'confirmed' },
    ]);
    await expect(run({ as: 'failed' })).rejects.toMatchObject({ code: 'resolve/nothing' });
  });
});
