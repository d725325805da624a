import { Hono } from 'hono';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ReleaseOrder, Upload } from '#pipeline/release/channels/channel.ts';
import type { Reply } from '#pipeline/release/channels/wechat/api.ts';
import { sourceAddress } from '#pipeline/release/channels/wechat/article.ts';
import { followed } from '#pipeline/release/channels/wechat/publication.ts';
import { wechatChannel } from '#pipeline/release/channels/wechat/wechat.ts';
import { listen } from '#pipeline/sandbox/platform/listener.ts';
import { jpeg } from '../orders.ts';
import { APP_ID, byHand, SECRETS, SITE, wechatStage } from '../stage.ts';
import { watchCalls } from '../watch-calls.ts';

const CHINESE = /[\u4e00-\u9fff].*[。）]$/;

describe('an article on WeChat', () => {
  it('carries title, author, digest, the page as 阅读原文 with the key of the release, and its uploaded pictures', async () => {
    const { adapter, server, order } = await wechatStage();
    const sent = order();
    const outcome = await adapter.send(sent);
    const [article] = server.articles();
    expect(article).toMatchObject({
      title: sent.payload.title,
      author: '李四',
      digest: '连续两天劝导店铺 86 家。',
      sourceUrl: `${SITE}/shili/2026-11-23-yanjie/?pub=${sent.key.slice(0, 8)}`,
    });
    expect(article?.content).toMatch(new RegExp(`<img src="${server.url}/mmbiz/[0-9a-f]{64}\\.jpg"`));
    expect(article?.content).not.toContain('sanshen-image');
    expect((await fetch(article?.cover ?? '')).headers.get('content-type')).toBe('image/jpeg');
    expect(outcome.steps).toEqual({ draft: expect.any(String), publish: expect.any(String), article: article?.id });
    expect(server.drafts()).toEqual([]);
  });

  it('keeps the key in an address that has a query already', () =>
    expect(sourceAddress('https://www.example.cn/a?b=1', '0123456789abcdef')).toBe('https://www.example.cn/a?b=1&pub=01234567'));

  it('is followed by later runs when publishing takes long, and is never submitted again', async () => {
    const { adapter, server, order, clock } = await wechatStage({}, { publishPolls: 99, publishSeconds: 900 });
    const first = order();
    const outcome = await adapter.send(first);
    expect(outcome).toMatchObject({ kind: 'sent', steps: { publish: expect.any(String) } });
    const later = { ...first, steps: outcome.steps ?? {} };
    expect(await adapter.readBack(later)).toMatchObject({ kind: 'pending' });
    expect(await adapter.send(later)).toMatchObject({ kind: 'sent' });
    clock.pass(900);
    expect(await adapter.send(later)).toMatchObject({ kind: 'confirmed' });
    expect(server.articles()).toHaveLength(1);
  });

  it('asks few times while it waits, because a day has only 100 questions', async () => {
    const waits: number[] = [];
    const sleep = async (milliseconds: number): Promise<void> => void waits.push(milliseconds);
    const { adapter, order } = await wechatStage({ sleep }, { publishPolls: 99, publishSeconds: 900 });
    await adapter.send(order());
    expect(waits).toEqual([300, 600, 1200, 2400, 4800, 9600]);
  });

  it('that was never begun is looked for in the newest pages, read once a run for all; what they don’t reach is untold', async () => {
    const { adapter, order } = await wechatStage();
    const numbers = Array.from({ length: 20 }, (_, index) => ({ item: `shili/2026-11-23-n${index}` }));
    for (const rest of numbers) expect(await adapter.send(order({}, rest))).toMatchObject({ kind: 'confirmed' });
    const calls = watchCalls();
    for (const rest of numbers) {
      expect(await adapter.readBack(order({}, { ...rest, newestPage: true }))).toMatchObject({ kind: 'present', differences: [] });
    }
    const other = { item: 'shili/2026-11-10-other', intentAt: '2026-11-10T00:00:00+08:00' };
    expect(await adapter.readBack(order({}, { ...other, newestPage: true }))).toMatchObject({
      kind: 'unreadable',
      code: 'wechat/list-too-long',
      later: false,
    });
    expect(calls.to('/cgi-bin/freepublish/batchget')).toBe(1);
    expect(await adapter.readBack(order({}, other))).toEqual({ kind: 'absent', steps: {} });
    expect(calls.to('/cgi-bin/freepublish/batchget')).toBe(3);
  });

  it('of another revision of the item is there, where the ledger knows of none', async () => {
    const { adapter, order, server } = await wechatStage();
    await adapter.send(order({}, { revision: 2 }));
    const found = { kind: 'present', remote: { id: server.articles()[0]?.id }, differences: ['平台上的是这条信息的另一稿'] };
    for (const newestPage of [true, false])
      expect(await adapter.readBack(order({}, { newestPage, anyRevision: true }))).toMatchObject(found);
    expect(await adapter.readBack(order({}, { newestPage: true }))).toEqual({ kind: 'absent', steps: {} });
    expect(await adapter.readBack(order({}, { item: 'shili/2026-11-24-other', anyRevision: true }))).toEqual({ kind: 'absent', steps: {} });
  });

  it('asks no more than a part of the day’s questions when many are under way, and loses none of them', async () => {
    const { adapter, order, server, clock } = await wechatStage({}, { publishPolls: 99, publishSeconds: 30 });
    const calls = watchCalls();
    const sent: ReleaseOrder[] = [];
    for (let n = 0; n < 30; n += 1) {
      const one = order({}, { item: `shili/2026-11-23-many-${n}` });
      sent.push({ ...one, steps: (await adapter.send(one)).steps ?? {} });
    }
    for (const path of ['get', 'batchget', 'submit']) expect(calls.to(`/cgi-bin/freepublish/${path}`)).toBeLessThanOrEqual(40);
    clock.pass(60);
    expect(server.articles()).toHaveLength(30);
    const later = wechatChannel({ apiBase: server.url, appId: APP_ID, secret: SECRETS[0], mode: 'publish' });
    for (const one of sent) expect(await later.readBack(one)).toMatchObject({ kind: 'present', differences: [] });
    expect(calls.to('/cgi-bin/freepublish/submit')).toBe(30);
  });

  it('is told live by a list that all share once the run has no question left for each', async () => {
    const { adapter, order, server, clock } = await wechatStage({}, { publishPolls: 99, publishSeconds: 30 });
    const spent = order({}, { item: 'shili/2026-11-23-slow' });
    const slow = { ...spent, steps: (await adapter.send(spent)).steps ?? {} };
    for (let n = 0; n < 40; n += 1) await adapter.readBack(slow);
    const one = order();
    const calls = watchCalls();
    const sending = adapter.send(one);
    await expect.poll(() => calls.to('/cgi-bin/freepublish/batchget')).toBeGreaterThan(0);
    clock.pass(60);
    const outcome = await sending;
    // It may have given up just before; then the next look finds it.
    if (outcome.kind !== 'confirmed')
      expect(await adapter.readBack({ ...one, steps: outcome.steps ?? {} })).toMatchObject({ kind: 'present' });
    expect(calls.to('/cgi-bin/freepublish/get')).toBe(0);
    expect(server.articles()).toHaveLength(2);
  });

  it.each([2, 3, 4] as const)(
    'that WeChat does not publish (status %i) fails for good, with a sentence, and is not submitted again',
    async (status) => {
      const { adapter, server, order } = await wechatStage({}, { judge: () => status });
      const first = order();
      const refused = { kind: 'failed', code: `wechat/publish-${status}`, retry: false, message: expect.stringMatching(CHINESE) };
      const outcome = await adapter.send(first);
      expect(outcome).toMatchObject(refused);
      const later = { ...first, steps: outcome.steps ?? {} };
      expect(await adapter.readBack(later)).toMatchObject({ kind: 'absent', steps: outcome.steps });
      expect(await adapter.send(later)).toMatchObject({ ...refused, steps: outcome.steps });
      expect(server.articles()).toEqual([]);
    },
  );

  it('goes on from the draft that a crashed run left', async () => {
    const { adapter, server, order, faults } = await wechatStage();
    faults.add({ path: '/cgi-bin/draft/add', kind: 'drop-after' });
    expect(await adapter.send(order())).toMatchObject({ kind: 'unknown', code: 'wechat/unclear' });
    const [draft] = server.drafts();
    const found = await adapter.readBack(order());
    expect(found).toEqual({ kind: 'absent', steps: { draft: draft?.mediaId } });
    expect(await adapter.send(order({}, { steps: { draft: draft?.mediaId ?? '' } }))).toMatchObject({ kind: 'confirmed' });
    expect(server.drafts()).toEqual([]);
  });

  it('is not submitted if the draft that WeChat kept is not what was approved', async () => {
    const { adapter, server, order } = await wechatStage();
    const content = `${order().payload.content}<img src="https://elsewhere.example.cn/a.jpg">`;
    const outcome = await adapter.send(order({ content }));
    expect(outcome).toMatchObject({
      kind: 'needs-human',
      code: 'wechat/draft-differs',
      message: expect.stringContaining('图片应为 2 张，读回 1 张'),
    });
    expect(server.articles()).toEqual([]);
  });

  it('is made anew once a person has deleted the draft that differed and says that it is to be tried again', async () => {
    const { adapter, server, order } = await wechatStage();
    const content = `${order().payload.content}<img src="https://elsewhere.example.cn/a.jpg">`;
    const differs = order({ content });
    const outcome = await adapter.send(differs);
    const later = { ...differs, steps: outcome.steps ?? {} };
    // Not deleted yet: it is found again, and told again.
    expect(await adapter.readBack(later)).toMatchObject({ kind: 'absent', steps: { draft: server.drafts()[0]?.mediaId } });
    await byHand(server.url, '/cgi-bin/draft/delete', { media_id: server.drafts()[0]?.mediaId });
    expect(await adapter.readBack(later)).toEqual({ kind: 'absent', steps: {} });
    expect(await adapter.send({ ...order(), steps: later.steps })).toMatchObject({ kind: 'confirmed' });
  });

  it('that reads differently once it is live is left to a person, with the address', async () => {
    const judge = (article: { content: string }): 0 => {
      article.content = article.content.replace('86', '68');
      return 0;
    };
    const { adapter, order, server } = await wechatStage({}, { judge });
    const outcome = await adapter.send(order());
    expect(outcome).toMatchObject({
      kind: 'needs-human',
      code: 'wechat/read-back-differs',
      message: expect.not.stringContaining('读回“'),
      told: expect.stringContaining('正文文字不一致，第一处：应为“'),
    });
    expect('message' in outcome && outcome.message).toContain('正文文字不一致；应完全一致');
    expect('message' in outcome && outcome.message).toContain(server.articles()[0]?.url);
  });

  it('is still under way while WeChat says published but names no article', async () => {
    const post = async (): Promise<Reply> => ({ kind: 'ok', body: { publish_status: 0 } });
    expect(await followed({ post }, '1')).toEqual({ kind: 'publishing' });
  });

  it('is not gone because WeChat says so, but because it was seen gone', async () => {
    const { adapter, order, faults } = await wechatStage();
    const sent = await adapter.send(order());
    faults.add({ path: '/cgi-bin/freepublish/delete', kind: 'errcode', value: 0 });
    const remote = { id: sent.steps?.article ?? '', url: '' };
    expect(await adapter.withdraw(order(), remote)).toMatchObject({
      kind: 'unknown',
      code: 'wechat/still-there',
      message: expect.stringMatching(CHINESE),
    });
  });

  it('whose draft has vanished without being listed is left to a person', async () => {
    const { adapter, server, order, faults } = await wechatStage();
    faults.add({ path: '/cgi-bin/freepublish/submit', kind: 'drop-before' });
    const outcome = await adapter.send(order());
    await byHand(server.url, '/cgi-bin/draft/delete', { media_id: outcome.steps?.draft });
    const later = order({}, { steps: outcome.steps ?? {} });
    expect(await adapter.readBack(later)).toMatchObject({ kind: 'unreadable', code: 'wechat/draft-gone' });
    expect(await adapter.send(later)).toMatchObject({ kind: 'unknown', code: 'wechat/40007' });
  });

  it('is found among the newest of many, and two of them are told', async () => {
    const { adapter, server, order, clock } = await wechatStage({}, { publishPolls: 0 });
    await adapter.send(order());
    await adapter.send(order());
    clock.pass(60);
    for (let n = 0; n < 25; n += 1) await adapter.send(order({}, { item: `shili/2026-11-23-other-${n}`, key: `${n}`.padStart(32, '0') }));
    expect(server.articles()).toHaveLength(27);
    expect(await adapter.readBack(order())).toMatchObject({ kind: 'present', differences: ['同一信息在微信上有 2 篇'] });
  });

  it.each([
    ['title', { title: '字'.repeat(33) }, '请报送人删去 1 字'],
    ['author', { author: '字'.repeat(17) }, '应在 16 字以内'],
    ['digest', { summary: '字'.repeat(130) }, '请报送人删去 2 字'],
    ['content', { content: '字'.repeat(20_000) }, '应在 19999 字以内'],
  ])('with too long a %s is refused before anything is asked', async (field, change, words) => {
    const { adapter, order, stop } = await wechatStage();
    await stop();
    const outcome = await adapter.send(order(change));
    expect(outcome).toMatchObject({
      kind: 'failed',
      code: `wechat/${field}-too-long`,
      retry: false,
      message: expect.stringContaining(words),
    });
  });

  it('with a title of 32 characters beyond the BMP is sent', async () => {
    const { adapter, order } = await wechatStage();
    expect(await adapter.send(order({ title: '𠮷'.repeat(32) }))).toMatchObject({ kind: 'confirmed' });
  });
});

describe('pictures', () => {
  it('are uploaded once by content, whatever the release', async () => {
    const { adapter, order, faults } = await wechatStage();
    const { uploads = [] } = await adapter.send(order());
    expect(uploads.map(({ use }) => use)).toEqual(['body', 'cover']);
    faults.add({ path: '/cgi-bin/media/uploadimg', kind: 'errcode', value: 45009, times: 9 });
    faults.add({ path: '/cgi-bin/material/add_material', kind: 'errcode', value: 45009, times: 9 });
    expect(await adapter.send(order({}, { uploads, revision: 2 }))).toMatchObject({ kind: 'confirmed', uploads: [] });
    expect(await adapter.send(order({}, { revision: 3 }))).toMatchObject({ kind: 'failed', code: 'wechat/45009', free: true });
  });

  it('that are kept even if the send fails later', async () => {
    const { adapter, order, faults } = await wechatStage();
    faults.add({ path: '/cgi-bin/draft/add', kind: 'status', value: 502 });
    expect((await adapter.send(order())).uploads).toHaveLength(2);
  });

  it('that were removed from the library are uploaded anew', async () => {
    const { adapter, order } = await wechatStage();
    const [image] = order().payload.images;
    const uploads: Upload[] = [{ sha256: image?.sha256 ?? '', use: 'cover', url: '', mediaId: 'long-gone' }];
    const outcome = await adapter.send(order({}, { uploads }));
    expect(outcome).toMatchObject({ kind: 'confirmed', uploads: [{ use: 'body' }, { use: 'cover' }] });
  });

  it('are uploaded once even if WeChat then refuses the cover that it has just taken', async () => {
    const { adapter, order, faults } = await wechatStage();
    faults.add({ path: '/cgi-bin/draft/add', kind: 'errcode', value: 40007 });
    expect(await adapter.send(order())).toMatchObject({ kind: 'unknown', uploads: [{ use: 'body' }, { use: 'cover' }] });
  });

  it.each([
    ['another picture than the approved one', async () => jpeg('other'), 'wechat/picture-changed'],
    ['a picture that is missing from the payload', undefined, 'wechat/picture-missing'],
  ])('never go out as %s', async (_what, image, code) => {
    const { adapter, order } = await wechatStage();
    const outcome = await adapter.send(image ? order({}, { image }) : order({ content: '<p>字<img src="sanshen-image:none.jpg"></p>' }));
    expect(outcome).toMatchObject({ kind: 'failed', code, retry: false });
  });

  it('are needed as cover', async () => {
    const { adapter, order } = await wechatStage();
    expect(await adapter.send(order({ cover: null }))).toMatchObject({ kind: 'failed', code: 'wechat/no-cover' });
  });
});

describe('the account', () => {
  it.each(['42001', '40001', '40014', '41001'])('gets a new token once when the old one is refused (%s)', async (code) => {
    const { adapter, order, server, faults } = await wechatStage();
    await adapter.send(order({}, { revision: 9 }));
    if (code === '42001') server.expireToken();
    else faults.add({ path: '/cgi-bin/draft/add', kind: 'errcode', value: Number(code) });
    expect(await adapter.send(order())).toMatchObject({ kind: 'confirmed' });
    faults.add({ path: '/cgi-bin/draft/add', kind: 'errcode', value: Number(code), times: 2 });
    expect(await adapter.send(order({}, { revision: 2 }))).toMatchObject({
      kind: 'failed',
      code: `wechat/${code}`,
      retry: true,
      free: true,
    });
  });

  it.each(['drop-after', 'status', 'truncate'] as const)('has sent nothing while it gets no token (%s)', async (kind) => {
    const { adapter, order, faults } = await wechatStage();
    faults.add({ path: '/cgi-bin/stable_token', kind, times: 2 });
    const { sha256 = '' } = order().payload.images[0] ?? {};
    const uploads: Upload[] = (['body', 'cover'] as const).map((use) => ({
      sha256,
      use,
      url: 'https://www.example.cn/a.jpg',
      mediaId: 'm',
    }));
    for (const rest of [{}, { uploads }]) {
      expect(await adapter.send(order({}, rest))).toMatchObject({ kind: 'failed', code: 'wechat/not-sent', retry: true, free: true });
    }
    expect(await adapter.send(order())).toMatchObject({ kind: 'confirmed' });
  });

  it('is reached by way of a relay below a path, and never where a relay would lead on to', async () => {
    const { server, order } = await wechatStage();
    const relay = new Hono();
    relay.post('/weixin/*', async (context) => {
      const { pathname, search } = new URL(context.req.url);
      const type = context.req.header('content-type') ?? '';
      const body = await context.req.arrayBuffer();
      return fetch(`${server.url}${pathname.replace('/weixin', '')}${search}`, { method: 'POST', headers: { 'content-type': type }, body });
    });
    relay.post('/elsewhere/*', (context) => context.redirect(`${server.url}${context.req.path.replace('/elsewhere', '')}`, 307));
    const front = await listen(relay);
    onTestFinished(() => front.stop());
    const by = (path: string) => wechatChannel({ apiBase: front.url + path, appId: APP_ID, secret: SECRETS[0], mode: 'publish' });
    expect(await by('/elsewhere').send(order())).toMatchObject({ kind: 'failed', code: 'wechat/not-sent', free: true });
    expect(server.drafts()).toEqual([]);
    expect(await by('/weixin/').send(order())).toMatchObject({ kind: 'confirmed' });
  });

  it('says which IP address must be allowed, and keeps the rid', async () => {
    const { adapter, order } = await wechatStage({}, { allowedIps: ['192.0.2.7'] });
    const outcome = await adapter.send(order());
    expect(outcome).toMatchObject({ kind: 'failed', code: 'wechat/40164', retry: true, free: true });
    expect('message' in outcome && outcome.message).toMatch(/请管理员.*把 127\.0\.0\.1 加入 IP 白名单.*rid [0-9a-f-]{26}/);
  });

  it.each([
    ['a wrong secret', { secret: 'wrong' }, 'failed', 'wechat/40125'],
    ['a wrong AppID', { appId: 'wx0000000000000002' }, 'failed', 'wechat/40013'],
    ['another account than the policy names', { policyAppId: 'wx0000000000000002' }, 'failed', 'wechat/wrong-account'],
    ['an account that the policy doesn’t name', { policyAppId: null }, 'failed', 'wechat/account-not-named'],
    ['no secret', { secret: '' }, 'failed', 'wechat/not-configured'],
    ['plain http to another machine', { apiBase: 'http://192.0.2.1' }, 'failed', 'wechat/not-configured'],
    ['an address with a password', { apiBase: 'https://a:b@www.example.cn' }, 'failed', 'wechat/not-configured'],
    ['a host that no policy names', { apiBase: 'https://www.example.cn' }, 'failed', 'wechat/unknown-host'],
    ['a relay beside the one named', { apiBase: 'https://www.example.cn:8443', relay: 'www.example.cn' }, 'failed', 'wechat/unknown-host'],
    ['publishing by hand', { mode: 'manual' as const }, 'needs-human', 'wechat/manual'],
  ])('sends nothing with %s', async (_what, options, kind, code) => {
    const { adapter, order, server } = await wechatStage(options);
    expect(await adapter.send(order())).toMatchObject({ kind, code, message: expect.stringMatching(CHINESE) });
    expect(server.drafts()).toEqual([]);
  });

  it.each([
    [45011, 'failed', true, true],
    [45009, 'failed', true, true],
    [48001, 'failed', true, true],
    [45166, 'failed', false, false],
    [53503, 'failed', false, false],
    [53504, 'needs-human', undefined, undefined],
    [-1, 'unknown', undefined, undefined],
    [12345, 'unknown', undefined, undefined],
  ])('turns errcode %i of submitting into %s', async (value, kind, retry, free) => {
    const { adapter, order, faults } = await wechatStage();
    faults.add({ path: '/cgi-bin/freepublish/submit', kind: 'errcode', value });
    const outcome = await adapter.send(order());
    const expected = {
      kind,
      code: `wechat/${value}`,
      message: expect.stringMatching(CHINESE),
      ...(retry === undefined ? {} : { retry, free }),
    };
    expect(outcome).toMatchObject(expected);
  });

  it.each([
    [45009, 'the account', 1],
    [40164, 'the account', 1],
    [45011, 'the account', 1],
    [45166, 'one text', 3],
    [88000, 'one text', 3],
    [-1, 'one text', 3],
  ])('with errcode %i speaks of %s: of three sends of a round %i begin', async (value, _what, begun) => {
    const { adapter, order, faults } = await wechatStage();
    faults.add({ path: '/cgi-bin/draft/add', kind: 'errcode', value, times: 9 });
    const outcomes = [];
    for (const revision of [1, 2, 3]) outcomes.push(await adapter.send(order({}, { revision, key: String(revision).repeat(32) })));
    expect(faults.list().map(({ times }) => times)).toEqual([9 - begun]);
    expect(outcomes.map((outcome) => 'code' in outcome && outcome.code)).toEqual(Array(3).fill(`wechat/${value}`));
    // What they leave behind is their own: nothing was uploaded for whoever didn't begin.
    expect(outcomes.map(({ uploads }) => uploads?.length)).toEqual([1, 2, 3].map((one) => (one <= begun ? 2 : 0)));
    faults.clear();
    expect(await adapter.send(order({}, { now: '2026-11-24T10:05:00+08:00' }))).toMatchObject({ kind: 'confirmed' });
  });

  it('of the account stops nobody whom WeChat has accepted before', async () => {
    const { adapter, order, faults } = await wechatStage();
    faults.add({ path: '/cgi-bin/freepublish/get', kind: 'errcode', value: -1, times: 99 });
    const { steps = {} } = await adapter.send(order());
    faults.clear();
    faults.add({ path: '/cgi-bin/draft/add', kind: 'errcode', value: 45009 });
    expect(await adapter.send(order({}, { revision: 2, key: '2'.repeat(32) }))).toMatchObject({ kind: 'failed' });
    expect(await adapter.send(order({}, { steps }))).toMatchObject({ kind: 'confirmed' });
  });
});

describe('mode draft', () => {
  const mode = 'draft';

  it('stops at the draft and says which button a person must press', async () => {
    const { adapter, order, server } = await wechatStage({ mode });
    const outcome = await adapter.send(order());
    expect(outcome).toMatchObject({ kind: 'sent', message: expect.stringMatching(/点“发表”，再用 record 登记/) });
    expect(server.articles()).toEqual([]);
    expect(server.drafts()).toHaveLength(1);
    const later = order({}, { steps: outcome.steps ?? {} });
    expect(await adapter.readBack(later)).toMatchObject({ kind: 'pending' });
    expect(await adapter.send(later)).toMatchObject({ kind: 'sent' });
    expect(server.drafts()).toHaveLength(1);
  });

  it('finds the article once the person has published it', async () => {
    const { adapter, order, server, clock } = await wechatStage({ mode });
    const outcome = await adapter.send(order());
    await byHand(server.url, '/cgi-bin/freepublish/submit', { media_id: outcome.steps?.draft });
    clock.pass(60);
    const found = await adapter.readBack(order({}, { steps: outcome.steps ?? {} }));
    expect(found).toMatchObject({ kind: 'present', remote: { url: server.articles()[0]?.url }, differences: [] });
  });
});
