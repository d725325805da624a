import { describe, expect, it } from 'vitest';
import { sanitise } from '#pipeline/sandbox/wechat/draft.ts';
import type { WechatSandbox } from '#pipeline/sandbox/wechat/server.ts';
import { folderOf } from '../../folder.ts';
import { jpeg } from '../../release/channels/orders.ts';
import { articleOn, ask, type Body, open, tokenOf, upload } from './account.ts';

async function publish(server: WechatSandbox, change: Body = {}): Promise<void> {
  const { media_id } = await ask(server, 'draft/add', { articles: [await articleOn(server, change)] });
  const { publish_id } = await ask(server, 'freepublish/submit', { media_id });
  let status: unknown;
  do status = (await ask(server, 'freepublish/get', { publish_id })).publish_status;
  while (status === 1);
}

describe('the practice WeChat', () => {
  it.each([
    ['a title of 33 characters', { title: '字'.repeat(33) }, 45003],
    ['no title', { title: ' ' }, 45003],
    ['an author of 17 characters', { author: '字'.repeat(17) }, 45110],
    ['a digest of 129 characters', { digest: '字'.repeat(129) }, 45004],
    ['20000 characters with the tags', { content: `<p>${'字'.repeat(19_993)}</p>` }, 45002],
    ['no content', { content: '' }, 44003],
    ['an address over 1 KB', { content_source_url: `https://www.example.cn/${'a'.repeat(1024)}` }, 45005],
    ['a cover that is not in the library', { thumb_media_id: 'unknown' }, 40007],
    ['a link to another site', { content: '<a href="https://www.example.cn">看</a>' }, 45166],
    ['a link inside the page', { content: '<a href="#note-1">1</a>' }, 45166],
  ])('refuses a draft with %s (%#)', async (_what, change, errcode) => {
    const server = await open();
    expect(await ask(server, 'draft/add', { articles: [await articleOn(server, change)] })).toMatchObject({
      errcode,
      errmsg: expect.stringMatching(/rid: [0-9a-f-]{26}$/),
    });
  });

  it('refuses JSON with escaped characters, and what is no JSON', async () => {
    const server = await open();
    expect(await ask(server, 'draft/add', '{"articles":[{"title":"\\u6807"}]}')).toMatchObject({ errcode: 40033 });
    expect(await ask(server, 'draft/add', 'title=1')).toMatchObject({ errcode: 47001 });
  });

  it.each([
    ['media/uploadimg', jpeg('a', 1024 * 1024), 40009],
    ['media/uploadimg', new TextEncoder().encode('<svg/>'), 40004],
    ['media/uploadimg', new Uint8Array(0), 41005],
    ['material/add_material', jpeg('a'), 40004],
  ])('refuses an upload to %s (%#)', async (path, bytes, errcode) =>
    expect(await upload(await open(), path, bytes)).toMatchObject({ errcode }),
  );

  it('gives everyone the same token, and a new one when forced; the old one is then spent', async () => {
    const server = await open();
    const first = await tokenOf(server);
    expect(await tokenOf(server)).toBe(first);
    expect(await tokenOf(server, { force_refresh: true })).not.toBe(first);
    const count = async (token: string): Promise<unknown> =>
      (await fetch(`${server.url}/cgi-bin/draft/count?access_token=${token}`)).json();
    expect(await count(first)).toMatchObject({ errcode: 42001 });
    expect(await count('made-up')).toMatchObject({ errcode: 40001 });
    expect(await count('')).toMatchObject({ errcode: 41001 });
  });

  it('forces at most 20 new tokens a day', async () => {
    const now = new Date('2026-11-24T23:50:00+08:00');
    const server = await open({ clock: () => now });
    for (let n = 0; n < 20; n += 1) await tokenOf(server, { force_refresh: true });
    expect(await tokenOf(server, { force_refresh: true })).toBe('undefined');
    now.setMinutes(now.getMinutes() + 20);
    expect(await tokenOf(server, { force_refresh: true })).not.toBe('undefined');
  });

  it('counts a day in Beijing for its quotas', async () => {
    const now = new Date('2026-11-24T23:59:00+08:00');
    const server = await open({ clock: () => now, quotas: { '/cgi-bin/freepublish/batchget': 1 } });
    const list = (): Promise<Body> => ask(server, 'freepublish/batchget', { offset: 0, count: 20 });
    expect(await list()).toMatchObject({ total_count: 0 });
    expect(await list()).toMatchObject({ errcode: 45009 });
    now.setMinutes(now.getMinutes() + 1);
    expect(await list()).toMatchObject({ total_count: 0 });
  });

  it('publishes later, takes the draft out of the draft box, and lists the newest first', async () => {
    const server = await open({ publishPolls: 2, publishSeconds: 900 });
    const { media_id } = await ask(server, 'draft/add', { articles: [await articleOn(server)] });
    const { publish_id } = await ask(server, 'freepublish/submit', { media_id });
    const statuses: unknown[] = [];
    for (let n = 0; n < 3; n += 1) statuses.push((await ask(server, 'freepublish/get', { publish_id })).publish_status);
    expect(statuses).toEqual([1, 1, 0]);
    expect(server.drafts()).toEqual([]);
    expect(await ask(server, 'freepublish/submit', { media_id })).toMatchObject({ errcode: 40007 });
    await publish(server, { title: '第二篇' });
    const list = await ask(server, 'freepublish/batchget', { offset: 0, count: 20, no_content: 1 });
    expect(JSON.stringify(list)).not.toContain('正文</p>');
    expect(list).toMatchObject({
      total_count: 2,
      item: [
        { content: { news_item: [{ title: '第二篇' }] } },
        { content: { news_item: [{ title: '标题', content_source_url: 'https://www.example.cn/a' }] } },
      ],
    });
    expect(await ask(server, 'freepublish/batchget', { offset: 0, count: 21 })).toMatchObject({ errcode: 40097 });
  });

  it('shows an article at its address without letting anything of it run, and says when it was deleted', async () => {
    const server = await open({ publishPolls: 0 });
    await publish(server, { content: '<p onclick="x()">正文</p><script>x()</script>' });
    const [article] = server.articles();
    const page = await fetch(article?.url ?? '');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const text = await page.text();
    expect(text).toContain('<p>正文</p>');
    expect(text).toContain('阅读原文');
    expect(text).not.toMatch(/<script|onclick/);
    await ask(server, 'freepublish/delete', { article_id: article?.id });
    expect(await (await fetch(article?.url ?? '')).text()).toContain('该内容已被发布者删除');
    expect(await ask(server, 'freepublish/getarticle', { article_id: article?.id })).toMatchObject({ news_item: [{ is_deleted: true }] });
    expect(server.articles()).toEqual([]);
  });

  it('remembers everything in its folder, pictures too', async () => {
    const folder = folderOf({});
    const server = await open({ folder, publishPolls: 0 });
    await publish(server);
    const port = Number(new URL(server.url).port);
    await server.close();
    const again = await open({ folder, port });
    expect(again.articles()).toMatchObject([{ title: '标题' }]);
    expect((await fetch(again.articles()[0]?.cover ?? '')).status).toBe(200);
  });
});

describe('faults', () => {
  it('are ordered over HTTP, in JSON only, and used up', async () => {
    const server = await open();
    const order = (body: string, type: string): Promise<Response> =>
      fetch(`${server.url}/_sandbox/faults`, { method: 'POST', headers: { 'content-type': type }, body });
    const fault = JSON.stringify({ path: '/cgi-bin/draft/add', kind: 'errcode', value: 45011, times: 2 });
    expect((await order(fault, 'text/plain')).status).toBe(400);
    expect((await order('{"path":"/","kind":"explode"}', 'application/json')).status).toBe(400);
    expect((await order(fault, 'application/json')).status).toBe(200);
    const answers = [];
    for (let n = 0; n < 3; n += 1) answers.push((await ask(server, 'draft/add', {})).errcode);
    expect(answers).toEqual([45011, 45011, 44003]);
  });

  it('can close the port for good, until it is started again in its place', async () => {
    const server = await open();
    await fetch(`${server.url}/_sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"path":"/","kind":"off"}',
    });
    await expect.poll(() => server.running()).toBe(false);
    await expect(fetch(server.url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    await server.start();
    expect((await fetch(`${server.url}/s/none`)).status).toBe(404);
  });
});

describe('what WeChat leaves of HTML', () => {
  const own = { pictures: ['https://pictures.example.cn/'], articles: ['https://mp.weixin.qq.com/'] };
  it.each([
    ['<p class="a" id="b" data-x="1" style="color:red;position:absolute">字</p>', '<p style="color:red">字</p>'],
    ['<style>p{}</style><script>alert("</p>")</script><p>字</p><!-- 注 -->', '<p>字</p>'],
    ['<a href="https://www.example.cn">看<b>这里</b></a>', '看<b>这里</b>'],
    ['<a class="x" href="https://mp.weixin.qq.com/s/1">看</a>', '<a href="https://mp.weixin.qq.com/s/1">看</a>'],
    [
      '<img src="https://www.example.cn/a.jpg"><img src="https://pictures.example.cn/a.jpg" alt="图">',
      '<img src="https://pictures.example.cn/a.jpg" alt="图">',
    ],
    ['<iframe src="x"><p>里</p></iframe>外', '外'],
    ['<p style="position:fixed">a < b</p>', '<p>a &lt; b</p>'],
    ['<meta charset="utf-8"><section><span>字</span></section>', '<section><span>字</span></section>'],
  ])('of %s is %s', (html, left) => expect(sanitise(html, own).content).toBe(left));
});
