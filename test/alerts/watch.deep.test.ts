import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Hono } from 'hono';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readByMachine } from '#pipeline/acts/read-by-hand.ts';
import { command as doctorCommand } from '#pipeline/commands/doctor.ts';
import { command as recordCommand } from '#pipeline/commands/record.ts';
import { unknownAlert } from '#pipeline/doctor/posts-checks.ts';
import type { DoctorReport } from '#pipeline/doctor/report.ts';
import { watchPosts } from '#pipeline/doctor/unknown-posts.ts';
import type { Channel } from '#pipeline/item/front-matter/front-matter-schema.ts';
import type { LedgerEvent } from '#pipeline/ledger/event.ts';
import { foldItem, type ItemState, planned, releaseKey } from '#pipeline/ledger/fold.ts';
import { itemState } from '#pipeline/ledger/ledger.ts';
import { policySchema } from '#pipeline/organisation/policy.ts';
import { openChannels } from '#pipeline/release/adapters.ts';
import type { ChannelAdapter, ReadBack } from '#pipeline/release/channels/channel.ts';
import type { Listing, Post } from '#pipeline/release/channels/posts.ts';
import { websitePosts } from '#pipeline/release/channels/website/website.ts';
import { type WechatApi, wechatApi } from '#pipeline/release/channels/wechat/api.ts';
import { listen } from '#pipeline/sandbox/platform/listener.ts';
import { startWechat } from '#pipeline/sandbox/wechat/server.ts';
import { startWeibo } from '#pipeline/sandbox/weibo/server.ts';
import { newestMain } from '#pipeline/verify/publisher.ts';
import { type Bureau, environmentOf, FOLDER, ITEM, itemText, startBureau } from '../bureau.ts';
import { commandContext } from '../commands/context.ts';
import { smallJpeg } from '../jpeg-fixture.ts';
import { deployedBureau } from '../release/deployed-site.ts';
import { inProcess } from '../release/in-process.ts';

const AT = '2026-11-24T10:00:00+08:00';
const KEY = releaseKey(ITEM, 'wechat', 1);

function event(kind: LedgerEvent['kind'], part: Partial<LedgerEvent> = {}): LedgerEvent {
  const of = { version: 1 as const, seq: 1, prev: null, tree: 'a'.repeat(40), digest: '', pullRequest: 1, mergeSha: null, runId: '1' };
  return { ...of, kind, at: AT, item: ITEM, channel: 'wechat', revision: 1, attempt: 1, actor: 'x', ...part };
}

const stateOf = (...events: LedgerEvent[]): ItemState => foldItem(ITEM, events);
const remote = { id: 'A1', url: 'http://mp.weixin.qq.com/s?__biz=B&mid=1&idx=1&sn=aa&chksm=c#rd' };
const post = (part: Partial<Post> = {}): Post => ({
  ...{ id: 'X9', url: 'http://mp.weixin.qq.com/s?__biz=B&mid=9&idx=1&sn=ff', title: '通告', at: '2026-11-24T09:00:00+08:00', mark: null },
  ...part,
});

function compared(
  states: ItemState[],
  posts: Post[],
  more: { policy?: object; since?: string; drafts?: Listing['drafts']; channel?: Channel } = {},
) {
  const watch = watchPosts(more.channel ?? 'wechat', { posts, drafts: more.drafts ?? [], unseen: '' });
  for (const state of states) watch.see(state);
  return watch.compared(more.since ?? '2026-11-01', policySchema.parse(more.policy ?? {}));
}

/** What becomes of one post beside one item. */
function judged(states: ItemState[], one: Post, more: Parameters<typeof compared>[2] = {}): string {
  const { unknown, back, passed } = compared(states, [one], more);
  return unknown.length > 0 ? 'unknown' : back.length > 0 ? 'back' : passed > 0 ? 'passed' : 'known';
}

describe('a post beside the ledger', () => {
  const out = stateOf(event('intent'), event('confirmed', { remote }));
  const byHand = stateOf(event('confirmed', { remote: { id: '', url: remote.url }, code: 'not-read' }));
  const doubtful = stateOf(event('intent', { at: '2026-11-24T08:55:00+08:00' }), event('unknown'));
  const drafted = stateOf(event('intent', { at: '2026-11-24T08:00:00+08:00' }), event('sent', { remote: { id: 'D1', url: '' } }));
  const withdrawn = stateOf(event('intent'), event('confirmed', { remote }), event('withdraw-intent'), event('withdrawn'));

  const onPaper = (...then: LedgerEvent['kind'][]): ItemState =>
    stateOf(event('offline', { remote: { id: '', url: remote.url } }), ...then.map((kind) => event(kind, { code: 'resolved' })));

  it.each<[string, ItemState[], Post, string, Parameters<typeof compared>[2]?]>([
    ['that nobody knows', [out], post(), 'unknown'],
    ['with a release’s number', [out], post({ id: 'A1' }), 'known'],
    ['at a release’s address, whatever was added to it', [out], post({ url: `${remote.url.replace('#rd', '')}&scene=126` }), 'known'],
    ['at another article’s address of the same account', [out], post({ url: remote.url.replace('mid=1', 'mid=2') }), 'unknown'],
    ['registered by hand, by its address', [byHand], post({ url: remote.url }), 'known'],
    ['with the mark of a release that a person put out', [byHand], post({ mark: KEY.slice(0, 8) }), 'known'],
    ['with the mark of a release that is out as another post: sent twice', [out], post({ mark: KEY.slice(0, 8) }), 'unknown'],
    ['that may be the outcome of a call under way', [doubtful], post(), 'known'],
    ['while a draft waits for a person, without its mark', [drafted], post(), 'unknown'],
    ['while a draft waits for a person, with its mark', [drafted], post({ mark: KEY.slice(0, 8) }), 'known'],
    ['older than the call under way', [doubtful], post({ at: '2026-11-24T08:40:00+08:00' }), 'unknown'],
    ['that the ledger says is taken down', [withdrawn], post({ id: 'A1' }), 'back'],
    ['signed on paper and registered', [onPaper()], post({ url: remote.url }), 'known'],
    ['signed on paper, of which a person says that he deleted it', [onPaper('abandoned')], post({ url: remote.url }), 'back'],
    ['signed on paper, of which a person says that it never was', [onPaper('failed')], post({ url: remote.url }), 'back'],
    ['from before the ledger began', [out], post({ at: '2026-10-31T23:59:59+08:00' }), 'passed'],
    ['of the day on which it began', [out], post({ at: '2026-11-01T00:00:00+08:00' }), 'unknown'],
    ['whose day nobody told', [out], post({ at: null }), 'unknown'],
    [
      'that a reviewed policy lets stand',
      [out],
      post(),
      'passed',
      { policy: { watch: { known: [{ url: `${post().url}&scene=1`, reason: '启用以前的简介' }] } } },
    ],
    ['of another channel’s release', [out], post({ id: 'A1', url: 'https://weibo.com/1/x' }), 'unknown', { channel: 'weibo' }],
  ])('%s', (_, states, one, verdict, more) => expect(judged(states, one, more)).toBe(verdict));

  it('with several articles is judged article by article', () => {
    const articles = [post({ id: 'A1#1', mark: KEY.slice(0, 8) }), post({ id: 'A1#2' })];
    expect(compared([out], articles).unknown).toEqual([articles[1]]);
  });

  it('on Weibo is known by its number, whatever form of the address was registered', () => {
    const state = stateOf(event('confirmed', { channel: 'weibo', remote: { id: '', url: 'https://m.weibo.cn/status/5100000000000003' } }));
    const one = post({ id: '5100000000000003', url: 'https://weibo.com/1/x' });
    expect(judged([state], one, { channel: 'weibo' })).toBe('known');
    expect(judged([state], { ...one, id: '5100000000000004' }, { channel: 'weibo' })).toBe('unknown');
  });

  it('names drafts that aren’t ours', () => {
    const drafts = [
      { title: '本系统的', mark: KEY.slice(0, 8) },
      { title: '别人的', mark: null },
      { title: '假的', mark: '00000000' },
    ];
    expect(compared([out], [], { drafts }).drafts).toEqual(['别人的', '假的']);
  });

  it('is told by title, time and address, with who must do what until when, and its title stays text', () => {
    const { message, item } = unknownAlert('wechat', post({ title: '通告 @office <img src=x> [x](http://y)', id: 'a --> b' }));
    expect(message).toMatch(/2026-11-24 09:00.*台账里没有.*不会删它，也不会重发.*请管理员今天/);
    expect(message).not.toMatch(/@office|[^\\]<img|[^\\]\]\(/);
    expect(item).not.toContain('>');
  });
});

describe('the list of a site', () => {
  it('names the items that it shows and nothing else', async () => {
    const app = new Hono();
    app.get('/sitemap.xml', (context) => {
      const { origin } = new URL(context.req.url);
      const place = (path: string): string => `<url><loc>${origin}${path}</loc><lastmod>2026-11-24T10:00:00+08:00</lastmod></url>`;
      const others = '<url><loc>https://www.example.cn/wucheng/2026-11-23-x/</loc></url><url><loc>junk</loc></url>';
      return context.body(`<urlset>${place('/')}${place('/columns/a/')}${place(`/${ITEM}/`)}${others}</urlset>`);
    });
    const server = await listen(app);
    onTestFinished(() => server.stop());
    expect((await websitePosts(server.url)).posts).toEqual([{ id: ITEM, url: `${server.url}/${ITEM}/`, title: ITEM, at: AT, mark: null }]);
  });

  it('is read to its end where it is one list for each year, and no list of anybody else is asked', async () => {
    const app = new Hono();
    const asked: string[] = [];
    app.get('*', (context) => {
      const { origin, pathname } = new URL(context.req.url);
      asked.push(pathname);
      const index = ['/sitemap-2026.xml', '/sitemap-2025.xml', '/elsewhere/sitemap-2024.xml', '/sitemap-2026.xml', '/feed.xml']
        .map((path) => `<sitemap><loc>${origin}${path}</loc></sitemap>`)
        .join('');
      const others = '<sitemap><loc>https://www.example.cn/sitemap-2023.xml</loc></sitemap>';
      if (pathname === '/sitemap.xml') return context.body(`<sitemapindex>${index}${others}</sitemapindex>`);
      if (pathname === '/sitemap-2025.xml') return context.body('<urlset></urlset>');
      return context.body(`<urlset><url><loc>${origin}/${ITEM}/</loc><lastmod>2026-11-24T10:00:00+08:00</lastmod></url></urlset>`);
    });
    const server = await listen(app);
    onTestFinished(() => server.stop());
    expect((await websitePosts(server.url)).posts.map(({ id }) => id)).toEqual([ITEM]);
    expect(asked).toEqual(['/sitemap.xml', '/sitemap-2026.xml', '/sitemap-2025.xml']);
  });
});

const APP = 'wx0000000000000000';
const UID = '1000000001';

describe('doctor and the nightly run', () => {
  it('tell of what the accounts show and the ledger doesn’t know, of what is gone, and no more once it is registered', async () => {
    const bureau = await startBureau({
      policy: `demo: true\nchannels: {website: {mode: manual}, wechat: {mode: publish, app_id: ${APP}}, weibo: {mode: open, uid: '${UID}'}}`,
      site: 'https://xzzfj.example.gov.cn',
    });
    const clock = (): Date => new Date(bureau.world.github.clock.now());
    const wechat = await startWechat({ appId: APP, secret: 'secret', clock });
    const weibo = await startWeibo({ accessToken: 'token', uid: UID, domains: ['xzzfj.example.gov.cn'], clock });
    onTestFinished(async () => void (await Promise.all([wechat.close(), weibo.close()])));
    const env = {
      ...environmentOf(bureau, 'wangwu'),
      WECHAT_API_BASE: wechat.url,
      WECHAT_APP_ID: APP,
      WECHAT_APP_SECRET: 'secret',
      WEIBO_API_BASE: weibo.url,
      WEIBO_ACCESS_TOKEN: 'token',
      WEIBO_RIP: '192.0.2.1',
    };
    await published(bureau, env);
    expect(await bureau.states()).toEqual(['wechat 1 confirmed', 'weibo 1 confirmed']);
    expect(told(await doctor(bureau, env))).toEqual([]);

    const api = wechatApi({ base: new URL(wechat.url), appId: APP, secret: 'secret' });
    const article = await strangersArticle(api);
    const seen = await doctor(bureau, env);
    expect(told(seen)).toEqual(['posts/unknown-post']);
    expect(seen.findings.map(({ message }) => message).join('\n')).toMatch(
      /《没有审过的文章》[\s\S]*草稿箱里有 1 篇不是本系统建的：《别人的草稿》/,
    );
    await api.post('/cgi-bin/freepublish/delete', { article_id: article });
    expect(told(await doctor(bureau, env))).toEqual([]);

    const stranger = await share(weibo.url, `没有审过的。 https://xzzfj.example.gov.cn/ `);
    for (const post of [true, true]) {
      const report = await doctor(bureau, env, post);
      expect(told(report)).toEqual(['posts/unknown-post']);
    }
    expect(await issues(bureau)).toEqual([expect.stringMatching(/没有审过的[\s\S]*是否经过三级审核/)]);

    const [ours] = weibo.posts().filter(({ id }) => id !== stranger);
    await destroy(weibo.url, ours?.id ?? '');
    expect(told(await doctor(bureau, env, true))).toEqual(['posts/gone', 'posts/unknown-post']);
    expect(await issues(bureau)).toHaveLength(2);

    const other = await bureau.publish({ [`${FOLDER}-2/index.md`]: itemText({ title: '示例二', channels: ['weibo'] }) });
    expect(other.number).toBeGreaterThan(0);
    await bureau.approve();
    const url = weibo.posts().find(({ id }) => id === stranger)?.url ?? '';
    const options = { channel: 'weibo', url };
    const done = await recordCommand.run(commandContext({ root: bureau.root, operands: [`${ITEM}-2`], options, env }));
    expect(done.json).toMatchObject({ seen: 'differs' });
    expect(told(await doctor(bureau, env))).toEqual(['posts/differs', 'posts/gone']);
  });
});

describe('doctor before a site of ours', () => {
  it('tells of a page that the ledger doesn’t know, of one that somebody changed, and of one that is gone', async () => {
    const { bureau, shown, publish } = await deployedBureau();
    const env = environmentOf(bureau, 'wangwu');
    await bureau.publish({ [`${FOLDER}/index.md`]: itemText() });
    await publish();
    expect(await bureau.states()).toEqual(['website 1 confirmed']);
    const first = await doctor(bureau, env);
    expect(told(first)).toEqual([]);
    expect(first.findings.map(({ message }) => message)).toEqual(
      expect.arrayContaining(['网站列出的 1 条里，1 条在台账里。', '网站最近发布的 1 条又看了一遍。']),
    );
    const change = (path: string, from: string | RegExp, to: string): void => {
      const file = join(shown, path);
      writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
    };
    const place = readFileSync(join(shown, 'sitemap.xml'), 'utf8').match(/<url><loc>[^<]*street[^<]*<\/loc>[\s\S]*?<\/url>/)?.[0] ?? '';
    change('sitemap.xml', '</urlset>', `${place.replace('street', 'stranger')}</urlset>`);
    expect(told(await doctor(bureau, env))).toEqual(['posts/unknown-post']);
    change(`${ITEM}/index.html`, /<meta[^>]*sanshen-digest[^>]*>/, '');
    expect(told(await doctor(bureau, env))).toEqual(['posts/gone', 'posts/unknown-post']);
    rmSync(join(shown, ITEM), { recursive: true });
    expect(told(await doctor(bureau, env))).toEqual(['posts/gone', 'posts/unknown-post']);
    // The next run of publishing puts everything in its place.
    await publish();
    expect(told(await doctor(bureau, env))).toEqual([]);
  });
});

describe('looking again', () => {
  it('hands no step to a channel by which it would call instead of look, and names as gone only what is proved to be', async () => {
    const bureau = await startBureau({ policy: 'demo: true' });
    await bureau.publish({ [`${FOLDER}/index.md`]: itemText({ channels: ['wechat'] }) });
    await bureau.approve();
    const { git, now } = await bureau.publisher();
    const { settings } = await newestMain(git, { fetch: true });
    const approval = itemState(await bureau.ledger(), ITEM).approval as LedgerEvent;
    const handed: Record<string, string>[] = [];
    const adapter = (found: ReadBack): ChannelAdapter => ({
      channel: 'wechat',
      send: () => Promise.reject(new Error('nothing is sent here')),
      withdraw: () => Promise.reject(new Error('nothing is taken down here')),
      readBack: async ({ steps }) => {
        handed.push(steps);
        return found;
      },
    });
    const look = async (found: ReadBack, steps: Record<string, string>): Promise<string> =>
      (
        await readByMachine(
          { git, settings, adapter: adapter(found), renderer: inProcess, now: await now() },
          { release: { ...planned(ITEM, 'wechat', 1), state: 'confirmed', steps }, approval, page: undefined },
        )
      ).kind;
    expect(await look({ kind: 'gone', message: '已删除' }, { draft: 'd', mass: 'asked' })).toBe('elsewhere');
    expect(await look({ kind: 'absent', steps: {} }, { draft: 'd', mass: '77' })).toBe('not-read');
    expect(await look({ kind: 'pending', steps: {} }, { article: 'a' })).toBe('not-read');
    expect(await look({ kind: 'present', remote: { id: 'a', url: '' }, differences: [] }, { article: 'a' })).toBe('read');
    expect(handed).toEqual([{ draft: 'd' }, { draft: 'd', mass: '77' }, { article: 'a' }, { article: 'a' }]);
  });
});

/** Publishes one item by the real channels, as a run does. */
async function published(bureau: Bureau, env: Record<string, string>): Promise<void> {
  const lines = ['cover: street.jpg'];
  const text = itemText({ channels: ['wechat', 'weibo'], lines, body: '正文一段。\n\n![街面整洁](street.jpg)' });
  await bureau.publish({ [`${FOLDER}/index.md`]: text, [`${FOLDER}/street.jpg`]: smallJpeg() });
  await bureau.approve();
  const { settings } = await newestMain((await bureau.publisher()).git, { fetch: true });
  const report = await bureau.release(openChannels(settings.policy, env));
  if (report.alerts.length > 0) throw new Error(JSON.stringify(report.alerts));
}

async function doctor(bureau: Bureau, env: Record<string, string>, post = false, more: { plan?: string } = {}): Promise<DoctorReport> {
  mkdirSync(join(bureau.root, 'content'), { recursive: true });
  writeFileSync(join(bureau.root, 'content/organisation.yml'), bureau.organisation);
  writeFileSync(join(bureau.root, 'content/policy.yml'), bureau.policy);
  const { json } = await doctorCommand.run(commandContext({ root: bureau.root, env, options: { post, ...more } }));
  return json as DoctorReport;
}

/** Codes about posts that have to be dealt with. */
const told = ({ findings }: DoctorReport): string[] =>
  findings
    .filter(({ code, severity }) => code.startsWith('posts/') && severity === 'error')
    .map(({ code }) => code)
    .sort();

async function issues({ world }: Bureau): Promise<string[]> {
  const found = await world.as('wangwu').issues.listForRepo({ ...world.of, labels: 'publish-alert', state: 'open' });
  return found.data.map(({ body }) => body ?? '');
}

async function share(base: string, status: string): Promise<string> {
  const body = new URLSearchParams({ access_token: 'token', rip: '192.0.2.1', status });
  return String(((await (await fetch(`${base}/2/statuses/share.json`, { method: 'POST', body })).json()) as { idstr: string }).idstr);
}

/** Somebody publishes an article past the pipeline, and leaves a draft. */
async function strangersArticle(api: WechatApi): Promise<string> {
  const body = async (path: string, fields: Record<string, unknown>): Promise<Record<string, unknown>> => {
    const reply = await api.post(path, fields);
    if (reply.kind !== 'ok') throw new Error(JSON.stringify(reply));
    return reply.body;
  };
  const upload = await api.upload('/cgi-bin/material/add_material', { type: 'image' }, 'a.jpg', smallJpeg());
  const thumb_media_id = upload.kind === 'ok' ? upload.body.media_id : '';
  const add = async (title: string): Promise<unknown> => {
    const one = { article_type: 'news', title, author: '', digest: '', content: '<p>内容</p>', content_source_url: '', thumb_media_id };
    return (await body('/cgi-bin/draft/add', { articles: [one] })).media_id;
  };
  const { publish_id } = await body('/cgi-bin/freepublish/submit', { media_id: await add('没有审过的文章') });
  await add('别人的草稿');
  for (let asked = 0; asked < 10; asked += 1) {
    const { article_id } = await body('/cgi-bin/freepublish/get', { publish_id });
    if (typeof article_id === 'string') return article_id;
  }
  throw new Error('not published');
}

async function destroy(base: string, id: string): Promise<void> {
  await fetch(`${base}/2/statuses/destroy.json`, { method: 'POST', body: new URLSearchParams({ access_token: 'token', id }) });
}
