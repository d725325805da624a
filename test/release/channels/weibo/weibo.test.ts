import fc from 'fast-check';
import { Hono } from 'hono';
import { describe, expect, it, onTestFinished } from 'vitest';
import { rowOf } from '#pipeline/alerts/catalogue.ts';
import { postNumber } from '#pipeline/release/channels/addresses.ts';
import type { ReleaseOrder } from '#pipeline/release/channels/channel.ts';
import { postKey, shortId } from '#pipeline/release/channels/weibo/text.ts';
import { weiboChannel } from '#pipeline/release/channels/weibo/weibo.ts';
import { listen } from '#pipeline/sandbox/platform/listener.ts';
import { orderOf } from '../orders.ts';
import { SECRETS, SITE, UID, weiboStage } from '../stage.ts';
import { watchCalls } from '../watch-calls.ts';

const CHINESE = /[\u4e00-\u9fff].*[。）]$/;
const PAGE = `${SITE}/shili/2026-11-23-yanjie/`;

describe('a post on Weibo', () => {
  it('arrives as written, with its picture, and is known by all seventeen digits of its number', async () => {
    const { adapter, order, server } = await weiboStage();
    const outcome = await adapter.send(order());
    const [post] = server.posts();
    expect(post).toMatchObject({ original: order().payload.content, text: expect.stringContaining('http://t.cn/') });
    expect(outcome).toMatchObject({
      kind: 'confirmed',
      remote: { id: post?.id, url: `${server.url}/${UID}/${shortId(post?.id ?? '')}` },
      steps: { post: post?.id },
    });
    expect(post?.id).toHaveLength(17);
    expect((await fetch(post?.picture ?? '')).headers.get('content-type')).toBe('image/jpeg');
  });

  it('needs no picture', async () => {
    const { adapter, order, server } = await weiboStage();
    expect(await adapter.send(order({ images: [], cover: null }))).toMatchObject({ kind: 'confirmed' });
    expect(server.posts()[0]?.picture).toBeNull();
  });

  it.each([20017, 20019, 20111])('that Weibo calls a repeat (%i) is adopted if it is there, else left to a person', async (value) => {
    const { adapter, order, server, faults } = await weiboStage();
    faults.add({ path: '/2/statuses/share.json', kind: 'errcode', value });
    expect(await adapter.send(order())).toMatchObject({ kind: 'needs-human', code: `weibo/${value}` });
    faults.add({ path: '/2/statuses/share.json', kind: 'drop-after' });
    expect(await adapter.send(order())).toMatchObject({ kind: 'unknown' });
    faults.add({ path: '/2/statuses/share.json', kind: 'errcode', value });
    expect(await adapter.send(order())).toMatchObject({ kind: 'confirmed', remote: { id: server.posts()[0]?.id } });
  });

  it('that Weibo took slowly (20032) is in doubt until it is read back', async () => {
    const { adapter, order, faults } = await weiboStage();
    faults.add({ path: '/2/statuses/share.json', kind: 'errcode', value: 20032 });
    expect(await adapter.send(order())).toMatchObject({ kind: 'unknown', code: 'weibo/20032', message: expect.stringMatching(CHINESE) });
    expect(await adapter.readBack(order())).toMatchObject({ kind: 'absent' });
  });

  it('that was accepted is not sent again even if reading back failed', async () => {
    const { adapter, order, faults, server } = await weiboStage();
    faults.add({ path: '/2/statuses/user_timeline.json', kind: 'status', value: 502 });
    const outcome = await adapter.send(order());
    expect(outcome).toMatchObject({ kind: 'sent', remote: { id: server.posts()[0]?.id } });
    await adapter.send(order({ content: `另一条 ${SITE}/shili/2026-11-24-n/ ` }, { item: 'shili/2026-11-24-n' }));
    expect(await adapter.send(order({}, { steps: outcome.steps ?? {} }))).toMatchObject({
      kind: 'confirmed',
      remote: { url: server.posts()[1]?.url },
    });
    expect(server.posts()).toHaveLength(2);
  });

  it('is not mistaken for another item with the same words', async () => {
    const { adapter, order } = await weiboStage();
    await adapter.send(order());
    const other = { item: 'shili/2026-11-24-other', revision: 1 };
    const content = order().payload.content.replace('2026-11-23-yanjie', '2026-11-24-other');
    expect(await adapter.readBack(order({ content }, other))).toEqual({ kind: 'absent', steps: {} });
  });

  it('of another day with the same words is another one', async () => {
    const { adapter, order } = await weiboStage();
    await adapter.send(order());
    expect(await adapter.readBack(order({}, { intentAt: '2026-11-27T10:00:00+08:00' }))).toEqual({ kind: 'absent', steps: {} });
  });

  it('is not gone because Weibo says so, but because it was seen gone', async () => {
    const { adapter, order, faults } = await weiboStage();
    const sent = await adapter.send(order());
    faults.add({ path: '/2/statuses/destroy.json', kind: 'errcode', value: 0 });
    const remote = { id: sent.steps?.post ?? '', url: '' };
    expect(await adapter.withdraw(order(), remote)).toMatchObject({
      kind: 'unknown',
      code: 'weibo/still-there',
      message: expect.stringMatching(CHINESE),
    });
  });

  it('may be hidden behind five newer ones: then a person looks, unless its number is known', async () => {
    const { adapter, order, clock } = await weiboStage();
    const first = await adapter.send(order());
    clock.pass(60);
    for (let n = 0; n < 5; n += 1) {
      await adapter.send(order({ content: `第 ${n} 条 ${SITE}/shili/2026-11-24-n${n}/ ` }, { item: `shili/2026-11-24-n${n}` }));
    }
    const known = order({}, { steps: first.steps ?? {} });
    expect(await adapter.readBack(known)).toMatchObject({ kind: 'present', differences: [] });
    expect(await adapter.readBack(order())).toMatchObject({ kind: 'unreadable', code: 'weibo/window-passed' });
    expect(await adapter.readBack(order({}, { intentAt: '2026-11-24T10:30:00+08:00' }))).toEqual({ kind: 'absent', steps: {} });
  });

  it('that was never begun is looked for among the newest that the run has read first, whichever item asks: one call', async () => {
    const { adapter, order, faults } = await weiboStage();
    expect(await adapter.readBack(order({}, { newestPage: true }))).toEqual({ kind: 'absent', steps: {} });
    faults.add({ path: '/2/statuses/user_timeline.json', kind: 'errcode', value: 10023 });
    const other = { item: 'shili/2026-11-24-other', newestPage: true };
    expect(await adapter.readBack(order({}, other))).toEqual({ kind: 'absent', steps: {} });
    expect(await adapter.readBack(order())).toMatchObject({ kind: 'unreadable', later: true });
  });

  it.each(['open', 'biz'] as const)('of another revision of the item is there, where the ledger knows of none (%s)', async (mode) => {
    const { adapter, order, server } = await weiboStage({ mode }, { biz: mode === 'biz' });
    await adapter.send(order({ content: `改前的话。 ${PAGE} ` }, { revision: 2 }));
    const calls = watchCalls();
    const first = { revision: 1, newestPage: true, anyRevision: true };
    const found = { kind: 'present', remote: { id: server.posts()[0]?.id }, differences: ['平台上的是这条信息的另一稿'] };
    expect(await adapter.readBack(order({}, first))).toMatchObject(found);
    expect(await adapter.readBack(order({}, { ...first, newestPage: false }))).toMatchObject(found);
    const other = { ...first, item: 'shili/2026-11-24-other' };
    expect(await adapter.readBack(order({}, other))).toEqual({ kind: 'absent', steps: {} });
    expect(calls.to('/2/short_url/expand.json')).toBe(mode === 'open' ? 1 : 0);
    expect(await adapter.readBack(order({}, { revision: 1 }))).toEqual({ kind: 'absent', steps: {} });
  });

  it('that was refused for certain is not in doubt because five newer ones hide what it would be', async () => {
    const { adapter, order, clock, faults } = await weiboStage();
    faults.add({ path: '/2/statuses/share.json', kind: 'errcode', value: 20016 });
    const { steps = {} } = await adapter.send(order());
    clock.pass(60);
    const now = '2026-11-24T11:00:00+08:00';
    for (let n = 0; n < 5; n += 1) {
      await adapter.send(order({ content: `第 ${n} 条 ${SITE}/shili/2026-11-24-n${n}/ ` }, { item: `shili/2026-11-24-n${n}`, now }));
    }
    expect(await adapter.readBack(order({}, { steps, now }))).toEqual({ kind: 'absent', steps: {} });
    // The next try is another intent, and what became of that nobody knows yet.
    expect(await adapter.readBack(order({}, { steps, now, intentAt: '2026-11-24T10:00:30+08:00' }))).toMatchObject({
      kind: 'unreadable',
      code: 'weibo/window-passed',
    });
  });

  it.each([
    ['too-long', `${'字'.repeat(140)} ${PAGE} `],
    ['no-address', '婺城分局连续两天劝导沿街店铺 86 家。'],
    ['topic', `#城市管理#连续两天劝导。 ${PAGE} `],
    ['empty', ` ${PAGE} `],
  ])('is refused before anything is asked if it breaks a limit (%s)', async (code, content) => {
    const { adapter, order, stop } = await weiboStage();
    await stop();
    expect(await adapter.send(order({ content }))).toMatchObject({
      kind: 'failed',
      code: `weibo/${code}`,
      retry: false,
      message: expect.stringMatching(CHINESE),
    });
  });

  it('keeps its identity through what Weibo does to text', () => {
    expect(postKey('#城管#：劝导 ８６ 家。 https://www.example.cn/a/?b=1&c ')).toBe(postKey('城管:劝导 86\u200b家。http://t.cn/A6x'));
    expect(postKey('劝导 86 家')).not.toBe(postKey('劝导 87 家'));
  });

  it('has the address that Weibo gives it, and is known by it', () => {
    // A published example of the scheme: groups of seven digits, base 62.
    expect(shortId('3501756485200075')).toBe('z0JH2lOMb');
    fc.assert(
      fc.property(
        fc.bigInt(10n ** 15n, 10n ** 18n),
        (id) => postNumber(new URL(`https://weibo.com/${UID}/${shortId(String(id))}`)) === String(id),
      ),
    );
  });

  it('is form-encoded once: what Weibo receives is what was written', async () => {
    const { adapter, order, server } = await weiboStage();
    const content = `50% 的店铺 A&B+C=“整改”；见 100%25。 ${SITE}/shili/2026-11-23-%E8%A1%97/ `;
    const change = { content, sourceUrl: `${SITE}/shili/2026-11-23-街/` };
    for (const [revision, images] of [[1, []] as const, [2, order().payload.images] as const]) {
      const text = content.replace('50%', `${revision}50%`);
      expect(await adapter.send(order({ ...change, content: text, images: [...images] }, { revision }))).toMatchObject({
        kind: 'confirmed',
      });
      expect(server.posts()[0]?.original).toBe(text);
    }
  });

  const OTHER = { item: 'shili/2026-11-24-other', revision: 1 };
  const elsewhere = (text: string): string => text.replace('2026-11-23-yanjie', OTHER.item.slice('shili/'.length));

  it.each<[what: string, sent: string | null, withdrawn: Partial<ReleaseOrder['payload']>, own: boolean, told: RegExp | null]>([
    ['the item’s own', null, {}, true, null],
    ['the item’s own with other words', '改过的话', {}, true, /文字或图片与审定稿不同，已照样删除/],
    ['the item’s own, whose text is gone', null, { content: '' }, true, null],
    ['another item’s', `另一件事。 ${SITE}/${OTHER.item}/ `, {}, false, null],
    ['another item’s with the same words', 'elsewhere', {}, false, null],
    ['somebody’s without a page of ours', `另一件事。 ${SITE}/about/ `, { content: '' }, false, null],
  ])('registered by hand is read before it is deleted: %s', async (_, sent, withdrawn, own, told) => {
    const { adapter, order, server } = await weiboStage();
    const { content } = order().payload;
    const text =
      sent === null ? content : sent === 'elsewhere' ? elsewhere(content) : sent.includes(SITE) ? sent : content.replace('连续两天', sent);
    await adapter.send(order({ content: text, sourceUrl: text.match(/https:\S+/)?.[0] ?? '' }));
    const [post] = server.posts();
    const outcome = await adapter.withdraw(order(withdrawn), { id: post?.id ?? '', url: post?.url ?? '' });
    expect(server.posts().length).toBe(own ? 0 : 1);
    expect(outcome).toMatchObject(
      own ? { kind: 'confirmed' } : { kind: 'needs-human', code: 'withdraw-mismatch', message: expect.stringMatching(CHINESE) },
    );
    const said = own && outcome.kind === 'confirmed' ? outcome.message : undefined;
    expect(said).toEqual(told === null ? undefined : expect.stringMatching(told));
  });

  it.each<[what: string, text: string, content: string, own: boolean]>([
    ['another text, where ours is gone', '另一件事。', '', false],
    ['a text that begins with the title, where ours is gone', '【示例分局开展冬季沿街店铺专项整治】记者今天看到。', '', true],
    ['a text that quotes the title', '续报《示例分局开展冬季沿街店铺专项整治》：又有 3 家。', '原文。', false],
    ['our words', '婺城分局连续两天劝导沿街店铺 86 家。', '婺城分局连续两天劝导沿街店铺 86 家。', true],
  ])('whose address nobody can tell is taken down only by its words or the title at its beginning: %s', async (_, text, content, own) => {
    const { adapter, order, server, faults } = await weiboStage();
    await adapter.send(order({ content: `${text} ${PAGE} ` }));
    faults.add({ path: '/2/short_url/expand.json', kind: 'errcode', value: 10014 });
    const [post] = server.posts();
    const outcome = await adapter.withdraw(order({ content }), { id: post?.id ?? '', url: post?.url ?? '' });
    expect([outcome.kind, server.posts().length]).toEqual(own ? ['confirmed', 0] : ['needs-human', 1]);
  });

  it('by its own number goes whatever has become of its words and address', async () => {
    const { adapter, order, server } = await weiboStage();
    const { steps = {} } = await adapter.send(order());
    const changed = order(
      { title: '改了', content: `改了。 ${SITE}/${OTHER.item}/ `, sourceUrl: `${SITE}/${OTHER.item}/` },
      { ...OTHER, steps },
    );
    expect(await adapter.withdraw(changed, { id: steps.post ?? '', url: '' })).toMatchObject({ kind: 'confirmed' });
    expect(server.posts()).toEqual([]);
  });

  it('that a person posted by hand is taken down by its address alone', async () => {
    const { adapter, order, server } = await weiboStage();
    await adapter.send(order());
    const url = server.posts()[0]?.url ?? '';
    expect(await adapter.withdraw(order(), { id: '', url: 'https://weibo.com/示例' })).toMatchObject({
      kind: 'needs-human',
      code: 'weibo/no-number',
      message: expect.stringMatching(CHINESE),
    });
    expect(await adapter.withdraw(order(), { id: '', url })).toMatchObject({ kind: 'confirmed' });
    expect(server.posts()).toEqual([]);
  });
});

describe('the account', () => {
  it.each([
    ['a wrong token', { accessToken: 'wrong' }, 'failed', 'weibo/21332'],
    ['the token of another account', { uid: '2000000002' }, 'failed', 'weibo/wrong-account'],
    ['an account that the policy doesn’t name', { uid: null }, 'failed', 'weibo/account-not-named'],
    ['no IP address to report', { rip: '' }, 'failed', 'weibo/not-configured'],
    ['plain http to another machine', { apiBase: 'http://192.0.2.1' }, 'failed', 'weibo/not-configured'],
    ['a host that no policy names', { apiBase: 'https://www.example.cn' }, 'failed', 'weibo/unknown-host'],
    ['publishing by hand', { mode: 'manual' as const }, 'needs-human', 'weibo/manual'],
    ['the commercial interface that the account has not bought', { mode: 'biz' as const }, 'failed', 'weibo/10014'],
  ])('sends nothing with %s', async (_what, options, kind, code) => {
    const { adapter, order, server } = await weiboStage(options);
    expect(await adapter.send(order())).toMatchObject({ kind, code, message: expect.stringMatching(CHINESE) });
    expect(server.posts()).toEqual([]);
  });

  it('that the policy doesn’t name any more still takes down what is out', async () => {
    const { adapter, order, server } = await weiboStage();
    const outcome = await adapter.send(order());
    const remote = 'remote' in outcome ? outcome.remote : { id: '', url: '' };
    const nameless = weiboChannel({ apiBase: server.url, accessToken: SECRETS[1], rip: '192.0.2.1', mode: 'open', uid: null });
    expect(await nameless.withdraw(order(), remote)).toMatchObject({ kind: 'confirmed' });
    expect(server.posts()).toEqual([]);
  });

  it('sends nothing that leads to a domain that is not approved', async () => {
    const { adapter, order } = await weiboStage({}, { domains: ['other.example.cn'] });
    expect(await adapter.send(order())).toMatchObject({
      kind: 'failed',
      code: 'weibo/10017',
      retry: true,
      message: expect.stringContaining('安全域名'),
    });
  });

  it('waits for the next day when the calls are used up', async () => {
    const { adapter, order, clock } = await weiboStage({}, { dailyCalls: 1 });
    await adapter.send(order());
    expect(await adapter.send(order({}, { revision: 2 }))).toMatchObject({ kind: 'failed', code: 'weibo/10023', retry: true, free: true });
    clock.pass(86_400);
    expect(await adapter.readBack(order())).toMatchObject({ kind: 'present' });
  });
});

describe('what Weibo refuses', () => {
  const WHO = /请(管理员|报送人|办公室|不要手工重发)|不用处理/;
  const retried = { kind: 'failed', retry: true, free: true };
  const never = { kind: 'failed', retry: false };
  it.each([
    ...[21301, 21314, 21315, 21316, 21317, 21321, 21325, 21327, 21332].map((code) => [code, '授权', retried] as const),
    ...[10004, 10005, 10006, 10013, 10014].map((code) => [code, '权限', retried] as const),
    ...[20015, 20022, 20031].map((code) => [code, '异常', retried] as const),
    ...[10009, 10022, 10023, 10024, 20016].map((code) => [code, '次数', retried] as const),
    ...[10016, 10017].map((code) => [code, '安全域名', retried] as const),
    ...[20017, 20019, 20111].map((code) => [code, '相同或相似', { kind: 'needs-human' }] as const),
    ...[10001, 10002, 10003, 10010, 10011].map((code) => [code, '读回', { kind: 'unknown' }] as const),
    [20032, '读回', { kind: 'unknown' }] as const,
    [29999, '没有见过', { kind: 'unknown' }] as const,
    [20012, '140', never] as const,
    [20008, '没有文字', never] as const,
    [20018, '网址', never] as const,
    [20020, '内容检查', never] as const,
    [20021, '内容检查', never] as const,
    ...[20005, 20006, 20007].map((code) => [code, '配图', never] as const),
  ])('by %i ends in a sentence about %s that says who must do what', async (value, words, expected) => {
    for (const mode of ['open', 'biz'] as const) {
      const { adapter, order, faults, server } = await weiboStage({ mode }, { biz: true });
      faults.add({ path: mode === 'open' ? '/2/statuses/share.json' : '/2/statuses/upload_url_text/biz.json', kind: 'errcode', value });
      const outcome = await adapter.send(order());
      expect(outcome).toMatchObject({ ...expected, code: `weibo/${value}`, message: expect.stringMatching(CHINESE) });
      const message = 'message' in outcome ? String(outcome.message) : '';
      expect(message).toMatch(WHO);
      expect(/请(管理员|报送人|办公室)/.exec(message)?.[1] ?? '管理员').toBe(rowOf(`weibo/${value}`).who);
      expect(message).toContain(words);
      expect(message).toContain(String(value));
      expect(server.posts()).toEqual([]);
    }
  });

  it('with HTTP 429 and no words is a quota', async () => {
    const { adapter, order, faults } = await weiboStage();
    faults.add({ path: '/2/statuses/share.json', kind: 'status', value: 429 });
    expect(await adapter.send(order())).toMatchObject({ kind: 'failed', code: 'weibo/429', retry: true, free: true });
  });

  it.each([
    [10024, 'the account', 1],
    [21327, 'the account', 1],
    [20012, 'one text', 2],
    [10017, 'one text', 2],
  ])('with code %i speaks of %s: of two sends of a round %i begin', async (value, _what, begun) => {
    const { adapter, order, faults } = await weiboStage();
    faults.add({ path: '/2/statuses/share.json', kind: 'errcode', value, times: 9 });
    const first = await adapter.send(order());
    const second = await adapter.send(order({}, { revision: 2, key: '2'.repeat(32) }));
    expect(faults.list().map(({ times }) => times)).toEqual([9 - begun]);
    expect([first, second]).toEqual(Array(2).fill(expect.objectContaining({ kind: 'failed', code: `weibo/${value}` })));
    // Nothing was posted for certain, whether or not it began.
    expect(second.steps?.refused).toBe(first.steps?.refused);
    faults.clear();
    expect(await adapter.send(order({}, { now: '2026-11-24T10:05:00+08:00' }))).toMatchObject({ kind: 'confirmed' });
  });

  it('rests, twice as long each time and four hours at most, so that one item doesn’t use up the day’s calls', async () => {
    const { adapter, order, faults, server } = await weiboStage();
    let steps: Record<string, string> = {};
    const rests: number[] = [];
    let now = Date.parse('2026-11-24T10:00:00+08:00');
    for (let tries = 0; tries < 7; tries += 1) {
      faults.add({ path: '/2/statuses/share.json', kind: 'errcode', value: 10014 });
      const outcome = await adapter.send(order({}, { steps, now: new Date(now).toISOString() }));
      steps = { ...steps, ...outcome.steps };
      rests.push((Date.parse(steps.again ?? '') - now) / 60_000);
      const before = server.calls();
      const justBefore = order({}, { steps, now: new Date(Date.parse(steps.again ?? '') - 1000).toISOString() });
      expect(await adapter.readBack(justBefore)).toMatchObject({
        kind: 'unreadable',
        later: true,
        message: expect.stringMatching(CHINESE),
      });
      expect(server.calls()).toBe(before);
      now = Date.parse(steps.again ?? '');
      expect(await adapter.readBack(order({}, { steps, now: new Date(now).toISOString() }))).toEqual({ kind: 'absent', steps: {} });
    }
    expect(rests).toEqual([10, 20, 40, 80, 160, 240, 240]);
    expect((await adapter.send(order({}, { steps, now: new Date(now).toISOString() }))).kind).toBe('confirmed');
  });
});

describe('the day’s hundred calls', () => {
  it('give three to an item that goes well, and ask whose authorisation it is once a run', async () => {
    const { adapter, order, server } = await weiboStage();
    await adapter.send(order());
    expect(server.calls()).toBe(3);
    await adapter.send(order({ content: `另一条 ${SITE}/shili/2026-11-24-n/ ` }, { item: 'shili/2026-11-24-n' }));
    expect(server.calls()).toBe(5);
  });

  it.each([
    ['drop-before', 5],
    ['drop-after', 5],
  ] as const)('give %i at most to one whose first call broke off (%s)', async (kind, most) => {
    const { adapter, order, server, faults, clock } = await weiboStage();
    faults.add({ path: '/2/statuses/share.json', kind });
    expect(await adapter.send(order())).toMatchObject({ kind: 'unknown' });
    clock.pass(660);
    if ((await adapter.readBack(order())).kind === 'absent') expect(await adapter.send(order())).toMatchObject({ kind: 'confirmed' });
    expect(server.posts()).toHaveLength(1);
    expect(server.calls()).toBeLessThanOrEqual(most);
  });
});

describe('the newest five posts', () => {
  const INTENT = Date.parse('2026-11-24T10:00:00+08:00');
  const postAt = (minutes: number): object => ({
    idstr: String(minutes + 1000),
    created_at: new Date(INTENT + minutes * 60_000).toISOString(),
    text: '别的微博',
  });

  async function lookAt(statuses: object[], total?: number) {
    const app = new Hono();
    app.get('/2/statuses/user_timeline.json', (context) =>
      context.json({ statuses, ...(total === undefined ? {} : { total_number: total }) }),
    );
    const server = await listen(app);
    onTestFinished(() => server.stop());
    const adapter = weiboChannel({ apiBase: server.url, accessToken: SECRETS[1], rip: '192.0.2.1', mode: 'open' });
    return (await adapter.readBack(orderOf('weibo', SITE))).kind;
  }

  it.each([
    ['an account without posts', [], 0, 'absent'],
    ['all that the account has', [postAt(3), postAt(2)], 2, 'absent'],
    ['all of it, as far as is told', [postAt(3), postAt(2)], undefined, 'absent'],
    ['fewer than it has, all newer: some are kept back', [postAt(3), postAt(2)], 200, 'unreadable'],
    ['fewer than it has, going back far enough', [postAt(3), postAt(-60)], 200, 'absent'],
    ['five, going back far enough', [9, 8, 7, 6, -60].map(postAt), 200, 'absent'],
    ['five newer ones', [9, 8, 7, 6, 5].map(postAt), 200, 'unreadable'],
    ['four newer ones below an old one that is pinned', [-9000, 8, 7, 6, 5].map(postAt), 200, 'unreadable'],
    ['five that are older by less than clocks may differ', [9, 8, 7, 6, -9].map(postAt), 200, 'unreadable'],
    ['posts of unknown times', Array.from({ length: 5 }, (_, n) => ({ idstr: String(n), text: '别的微博' })), 200, 'unreadable'],
  ])('%s: %j', async (_what, statuses, total, kind) => expect(await lookAt(statuses, total)).toBe(kind));
});

describe('the commercial interface', () => {
  const LONG = `婺城分局${'连续两天劝导沿街店铺，'.repeat(60)}共 86 家。`;

  it('takes long texts and up to nine pictures, the cover first, and keeps the release’s key with the post', async () => {
    const { adapter, order, server } = await weiboStage({ mode: 'biz' }, { biz: true });
    const [first] = order().payload.images;
    if (!first) throw new Error('no picture');
    const images = Array.from({ length: 11 }, (_, n) => ({ ...first, path: `${n}.jpg` }));
    const one = order({ content: `${LONG} ${PAGE} `, images, cover: '3.jpg' });
    expect(await adapter.send(one)).toMatchObject({ kind: 'confirmed' });
    expect(server.posts()[0]).toMatchObject({ original: `${LONG} ${PAGE} `, annotations: JSON.stringify([{ sanshen: one.key }]) });
    expect(server.posts()[0]?.pictures).toHaveLength(9);
    expect(one.key).toHaveLength(32);
  });

  it('posts without pictures too', async () => {
    const { adapter, order, server } = await weiboStage({ mode: 'biz' }, { biz: true });
    expect(await adapter.send(order({ images: [], cover: null }))).toMatchObject({ kind: 'confirmed' });
    expect(server.posts()[0]?.pictures).toEqual([]);
  });

  it('refuses what is longer than 2,000 characters before anything is asked', async () => {
    const { adapter, order, stop } = await weiboStage({ mode: 'biz' }, { biz: true });
    await stop();
    expect(await adapter.send(order({ content: `${'字'.repeat(2000)} ${PAGE} ` }))).toMatchObject({
      kind: 'failed',
      code: 'weibo/too-long',
    });
  });

  it('finds a post by its key, though a hundred are newer than five, and no other post with the same words', async () => {
    const { adapter, order, server, faults, clock } = await weiboStage({ mode: 'biz', uid: UID }, { biz: true });
    faults.add({ path: '/2/statuses/upload_url_text/biz.json', kind: 'drop-after' });
    await adapter.send(order());
    for (let n = 0; n < 6; n += 1) {
      clock.pass(60);
      await adapter.send(
        order({ content: `第 ${n} 条 ${SITE}/shili/2026-11-24-n${n}/ `, images: [], cover: null }, { item: `shili/2026-11-24-n${n}` }),
      );
    }
    expect(await adapter.readBack(order())).toMatchObject({ kind: 'present', remote: { id: server.posts().at(-1)?.id }, differences: [] });
    expect(await adapter.readBack(order({}, { revision: 2, intentAt: '2026-11-24T11:00:00+08:00' }))).toEqual({
      kind: 'absent',
      steps: {},
    });
  });

  it('tells a text that differs behind the right key', async () => {
    const { adapter, order } = await weiboStage({ mode: 'biz' }, { biz: true });
    await adapter.send(order());
    const other = order({ content: `劝导沿街店铺 68 家。 ${PAGE} ` });
    expect(await adapter.readBack(other)).toMatchObject({ kind: 'present', differences: ['正文文字不一致'] });
  });

  it('asks about the authorisation and posts at one address where a relay is set', async () => {
    const { adapter, order, server } = await weiboStage({ mode: 'biz' }, { biz: true });
    await adapter.send(order({ images: [], cover: null }));
    expect(server.calls()).toBe(3);
  });
});
