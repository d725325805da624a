import { describe, expect, it } from 'vitest';
import { postKey, shortId } from '#pipeline/publish/channels/weibo-text.ts';
import { SITE, UID, weiboStage } from './stage.ts';

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

  it('has the address that Weibo gives it', () => {
    // A published example of the scheme: groups of seven digits, base 62.
    expect(shortId('3501756485200075')).toBe('z0JH2lOMb');
  });
});

describe('the account', () => {
  it.each([
    ['a wrong token', { accessToken: 'wrong' }, 'failed', 'weibo/21332'],
    ['the token of another account', { uid: '2000000002' }, 'failed', 'weibo/wrong-account'],
    ['no IP address to report', { rip: '' }, 'failed', 'weibo/not-configured'],
    ['plain http to another machine', { apiBase: 'http://192.0.2.1' }, 'failed', 'weibo/not-configured'],
    ['publishing by hand', { mode: 'manual' as const }, 'needs-human', 'weibo/manual'],
    ['the commercial interface', { mode: 'biz' as const }, 'needs-human', 'weibo/biz'],
  ])('sends nothing with %s', async (_what, options, kind, code) => {
    const { adapter, order, server } = await weiboStage(options);
    expect(await adapter.send(order())).toMatchObject({ kind, code, message: expect.stringMatching(CHINESE) });
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
