import { describe, expect, it, onTestFinished } from 'vitest';
import { startWeibo, type WeiboSandbox, type WeiboSandboxOptions } from '#pipeline/sandbox/weibo/server.ts';
import { folderOf } from '../../folder.ts';

const TOKEN = 'practice-token';
const ADDRESS = 'https://www.example.cn/a/';
type Body = Record<string, unknown>;

async function open(options: Partial<WeiboSandboxOptions> = {}): Promise<WeiboSandbox> {
  const server = await startWeibo({ accessToken: TOKEN, uid: '1000000001', domains: ['example.cn'], ...options });
  onTestFinished(() => server.close());
  return server;
}

async function share({ url }: WeiboSandbox, fields: Record<string, string>): Promise<{ status: number; body: Body }> {
  const form = new URLSearchParams({ access_token: TOKEN, rip: '192.0.2.1', ...fields });
  const answer = await fetch(`${url}/2/statuses/share.json`, { method: 'POST', body: form });
  return { status: answer.status, body: (await answer.json()) as Body };
}

const get = async ({ url }: WeiboSandbox, path: string, query: Record<string, string> = {}): Promise<Body> =>
  (await (await fetch(`${url}/2/${path}?${new URLSearchParams({ access_token: TOKEN, ...query })}`)).json()) as Body;

describe('the practice Weibo', () => {
  it.each([
    ['no text', { status: ' ' }, 20008],
    ['more than 140 characters', { status: `${'字'.repeat(140)} ${ADDRESS}` }, 20012],
    ['no address', { status: '字' }, 10017],
    ['an address of another domain', { status: '字 https://www.example.com/' }, 10017],
    ['a domain that only ends alike', { status: '字 https://badexample.cn/' }, 10017],
    ['no IP', { status: `字 ${ADDRESS}`, rip: '' }, 10017],
    ['another token', { status: `字 ${ADDRESS}`, access_token: 'x' }, 21332],
  ])('refuses a post with %s', async (_what, fields, code) => {
    const { status, body } = await share(await open(), fields);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body).toEqual({ request: '/2/statuses/share.json', error_code: code, error: expect.any(String) });
  });

  it('shortens addresses, drops topic marks, and gives numbers that a JavaScript number cannot hold', async () => {
    const server = await open({ clock: () => new Date('2026-11-24T02:00:00Z') });
    const { body } = await share(server, { status: `#城管# 劝导 ${ADDRESS} ` });
    expect(body).toMatchObject({
      text: expect.stringMatching(/^城管 劝导 http:\/\/t\.cn\/A6[0-9a-z]+ $/),
      created_at: 'Tue Nov 24 10:00:00 +0800 2026',
    });
    expect(String(body.id)).not.toBe(body.idstr);
    const short = /http:\S+/.exec(String(body.text))?.[0] ?? '';
    expect(await get(server, 'short_url/expand.json', { url_short: short })).toMatchObject({ urls: [{ url_long: ADDRESS }] });
  });

  it('refuses the same post right after itself, but not after another one', async () => {
    const server = await open();
    const one = { status: `一 ${ADDRESS}` };
    await share(server, one);
    expect((await share(server, one)).body).toMatchObject({ error_code: 20019 });
    await share(server, { status: `二 ${ADDRESS}` });
    expect((await share(server, one)).status).toBe(200);
  });

  it('shows the newest five only, and a deleted one nowhere', async () => {
    const server = await open();
    for (const name of ['一', '二', '三', '四', '五', '六']) await share(server, { status: `${name} ${ADDRESS}` });
    const { statuses } = (await get(server, 'statuses/user_timeline.json')) as { statuses: Body[] };
    expect(statuses.map(({ text }) => String(text).charAt(0))).toEqual(['六', '五', '四', '三', '二']);
    const [newest] = server.posts();
    expect((await fetch(newest?.url ?? '')).status).toBe(200);
    const destroy = (): Promise<Response> =>
      fetch(`${server.url}/2/statuses/destroy.json`, {
        method: 'POST',
        body: new URLSearchParams({ access_token: TOKEN, id: newest?.id ?? '' }),
      });
    expect((await destroy()).status).toBe(200);
    expect(await (await destroy()).json()).toMatchObject({ error_code: 20101 });
    expect(await get(server, 'statuses/show.json', { id: newest?.id ?? '' })).toMatchObject({ error_code: 20101 });
    expect((await fetch(newest?.url ?? '')).status).toBe(404);
    expect(server.posts()).toHaveLength(5);
  });

  it('takes 100 calls a day', async () => {
    const server = await open({ dailyCalls: 2 });
    for (let n = 0; n < 2; n += 1) await get(server, 'statuses/user_timeline.json');
    expect(await get(server, 'statuses/user_timeline.json')).toMatchObject({ error_code: 10023 });
  });

  it('shows a post with a link to the page, and never as anything but text', async () => {
    const server = await open();
    await share(server, { status: `<script>x()</script> 劝导 ${ADDRESS} ` });
    const page = await (await fetch(server.posts()[0]?.url ?? '')).text();
    expect(page).toContain('&lt;script&gt;x()&lt;/script&gt; 劝导 <a href="https://www.example.cn/a/"');
  });

  it('remembers everything in its folder, also after it was off', async () => {
    const folder = folderOf({});
    const server = await open({ folder });
    await share(server, { status: `一 ${ADDRESS}` });
    await server.stop();
    await expect(fetch(server.url)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    await server.start();
    expect(await get(server, 'statuses/user_timeline.json')).toMatchObject({ total_number: 1 });
    await server.close();
    expect((await open({ folder })).posts()).toMatchObject([{ original: `一 ${ADDRESS}` }]);
  });
});
