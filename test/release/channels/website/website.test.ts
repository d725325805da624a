import { describe, expect, it } from 'vitest';
import { websiteChannel } from '#pipeline/release/channels/website/website.ts';
import { orderOf } from '../orders.ts';
import { websiteStage } from '../stage.ts';

const sleep = async (): Promise<void> => {};

describe('the website', () => {
  it.each([
    ['no page', null, '还没有（404）'],
    [
      'an older text',
      '<meta name="ArticleTitle" content="示例分局开展冬季沿街店铺专项整治"><meta name="sanshen-digest" content="sha256:00">',
      '还是别的内容',
    ],
    ['the right text under another title', 'TITLE', '还是别的内容'],
  ])('is not confirmed by %s', async (_what, page, words) => {
    const { url, put } = await websiteStage();
    const order = orderOf('website', url);
    const other = `<meta name="ArticleTitle" content="别的标题"><meta name="sanshen-digest" content="${order.payload.digest}">`;
    if (page !== null) put('/shili/2026-11-23-yanjie/', page === 'TITLE' ? other : page);
    const adapter = websiteChannel({ siteUrl: url, sleep });
    const outcome = await adapter.send(order);
    expect(outcome).toMatchObject({
      kind: 'failed',
      code: 'website/not-live-yet',
      retry: true,
      free: true,
      message: expect.stringContaining(words),
    });
    expect(await adapter.readBack(order)).toEqual({ kind: 'absent', steps: {} });
  });

  it('gives a deployment some seconds to appear', async () => {
    const { url, put } = await websiteStage();
    const order = orderOf('website', url);
    const waits: number[] = [];
    const adapter = websiteChannel({
      siteUrl: url,
      sleep: async (milliseconds) => {
        waits.push(milliseconds);
        put(
          '/shili/2026-11-23-yanjie/',
          `<meta name="ArticleTitle" content="${order.payload.title}"><meta name="sanshen-digest" content="${order.payload.digest}">`,
        );
      },
    });
    expect(await adapter.send(order)).toMatchObject({ kind: 'confirmed' });
    expect(waits).toEqual([1000]);
  });

  it.each(['http://127.0.0.1:1', 'https://www.example.cn', 'http://user:word@127.0.0.1:1'])(
    'asks no other place than the site of the policy (%s)',
    async (elsewhere) => {
      const { url } = await websiteStage();
      const order = orderOf('website', elsewhere);
      const adapter = websiteChannel({ siteUrl: url, sleep });
      expect(await adapter.send(order)).toMatchObject({ kind: 'failed', code: 'website/wrong-address', retry: false });
      expect(await adapter.readBack(order)).toMatchObject({ kind: 'unreadable' });
    },
  );

  it('asks nothing outside the folder that the site lies in', async () => {
    const { url } = await websiteStage();
    const adapter = websiteChannel({ siteUrl: `${url}/news`, sleep });
    expect(await adapter.send(orderOf('website', url))).toMatchObject({ code: 'website/wrong-address' });
    expect(await adapter.send(orderOf('website', `${url}/news`))).toMatchObject({ code: 'website/not-live-yet' });
  });

  it('is not withdrawn because nobody can see it just now', async () => {
    const { url, stop } = await websiteStage();
    const order = orderOf('website', url);
    await stop();
    const adapter = websiteChannel({ siteUrl: url, sleep });
    expect(await adapter.withdraw(order, { id: order.item, url })).toMatchObject({ kind: 'failed', retry: true, free: true });
  });

  it('is not withdrawn while the page shows another revision, even on a site that hides all its pages', async () => {
    const { url, put } = await websiteStage();
    const order = orderOf('website', url);
    put('/shili/2026-11-23-yanjie/', '<meta name="robots" content="noindex"><meta name="sanshen-digest" content="sha256:00">');
    const adapter = websiteChannel({ siteUrl: url, sleep });
    expect(await adapter.withdraw(order, { id: order.item, url: order.payload.sourceUrl })).toMatchObject({ kind: 'failed', retry: true });
  });
});
