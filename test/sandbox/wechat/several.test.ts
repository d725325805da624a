import { describe, expect, it } from 'vitest';
import type { StoredArticle } from '#pipeline/sandbox/wechat/state.ts';
import { articleOn, ask, type Body, open } from './account.ts';

type Server = Awaited<ReturnType<typeof open>>;

const TITLES = ['第一篇', '第二篇', '第三篇'];

async function draftOf(server: Server, changes: Body[]): Promise<Body> {
  const articles: Body[] = [];
  for (const change of changes) articles.push(await articleOn(server, change));
  return ask(server, 'draft/add', { articles });
}

async function published(server: Server, media_id: unknown): Promise<Body> {
  const { publish_id } = await ask(server, 'freepublish/submit', { media_id });
  let state: Body;
  do state = await ask(server, 'freepublish/get', { publish_id });
  while (state.publish_status === 1);
  return state;
}

const three = TITLES.map((title, index) => ({ title, content_source_url: `https://www.example.cn/${index + 1}` }));

describe('several articles in one message of the practice WeChat', () => {
  it('lie in one draft, in their order, and go out together, each at its own address', async () => {
    const server = await open();
    const { media_id } = await draftOf(server, three);
    expect(server.drafts()).toMatchObject([{ mediaId: media_id, titles: TITLES }]);
    const draft = await ask(server, 'draft/get', { media_id });
    expect(draft).toMatchObject({ news_item: three });
    for (const [index, { url }] of (draft.news_item as { url: string }[]).entries()) {
      expect(await (await fetch(url)).text()).toContain(TITLES[index]);
    }
    const { article_id, article_detail } = await published(server, media_id);
    const { count, item } = article_detail as { count: number; item: { idx: number; article_url: string }[] };
    expect(count).toBe(3);
    for (const { idx, article_url } of item) expect(await (await fetch(article_url)).text()).toContain(TITLES[idx - 1]);
    expect(new Set(item.map(({ article_url }) => article_url)).size).toBe(3);
    expect(await ask(server, 'freepublish/getarticle', { article_id })).toMatchObject({ news_item: three });
    expect(await ask(server, 'freepublish/batchget', { offset: 0, count: 20, no_content: 1 })).toMatchObject({
      total_count: 1,
      item: [{ article_id, content: { news_item: three } }],
    });
    expect(server.drafts()).toEqual([]);
    expect(server.articles().map(({ place, title }) => [place, title])).toEqual(TITLES.map((title, index) => [index + 1, title]));
  });

  it('lose their digests; the one of a single article stays', async () => {
    const server = await open();
    const digests = async (changes: Body[]): Promise<unknown> => {
      const { media_id } = await draftOf(server, changes);
      return ((await ask(server, 'draft/get', { media_id })).news_item as Body[]).map(({ digest }) => digest);
    };
    expect(await digests([{ digest: '甲' }])).toEqual(['甲']);
    expect(await digests([{ digest: '甲' }, { digest: '乙' }])).toEqual(['', '']);
  });

  it('are refused together for one of them, without a word about which, and leave no draft', async () => {
    const server = await open();
    const answer = await draftOf(server, [{}, { content: '<a href="https://elsewhere.example.cn">看</a>' }, {}]);
    expect(answer).toMatchObject({ errcode: 45166, errmsg: expect.not.stringMatching(/[123] /) });
    expect(server.drafts()).toEqual([]);
  });

  it('are eight at most', async () => {
    const server = await open();
    const many = (count: number): Body[] => Array.from({ length: count }, (_, index) => ({ title: `第 ${index + 1} 篇` }));
    expect(await draftOf(server, many(8))).toMatchObject({ media_id: expect.any(String) });
    expect(await draftOf(server, many(9))).toMatchObject({ errcode: 45008 });
    expect(await draftOf(server, [])).toMatchObject({ errcode: 44003 });
  });

  it.each([
    [2, [2]],
    [3, []],
    [4, [2]],
  ] as const)('are all not published when one is refused (status %i), which names the places %j', async (status, places) => {
    const judge = ({ title }: StoredArticle): 0 | 2 | 3 | 4 => (title === TITLES[1] ? status : 0);
    const server = await open({ judge });
    const { media_id } = await draftOf(server, three);
    expect(await published(server, media_id)).toMatchObject({ publish_status: status, fail_idx: places });
    expect(server.articles()).toEqual([]);
    expect(server.drafts()).toHaveLength(1);
  });

  it('are deleted one by one by their places, or all at once', async () => {
    const server = await open();
    const { media_id } = await draftOf(server, three);
    const { publish_id } = await ask(server, 'freepublish/submit', { media_id });
    const status = async (): Promise<unknown> => (await ask(server, 'freepublish/get', { publish_id })).publish_status;
    while ((await status()) === 1);
    const article_id = server.articles()[0]?.id;
    await ask(server, 'freepublish/delete', { article_id, index: 2 });
    expect(server.articles().map(({ title }) => title)).toEqual(['第一篇', '第三篇']);
    expect(await ask(server, 'freepublish/getarticle', { article_id })).toMatchObject({
      news_item: [{ is_deleted: false }, { is_deleted: true }, { is_deleted: false }],
    });
    expect(await status()).toBe(0);
    expect(await ask(server, 'freepublish/delete', { article_id, index: 2 })).toMatchObject({ errcode: 53600 });
    await ask(server, 'freepublish/delete', { article_id, index: 0 });
    expect(server.articles()).toEqual([]);
    expect(await status()).toBe(5);
  });
});
