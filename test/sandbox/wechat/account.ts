import { onTestFinished } from 'vitest';
import { startWechat, type WechatSandbox, type WechatSandboxOptions } from '#pipeline/sandbox/wechat/server.ts';
import { jpeg } from '../../release/channels/orders.ts';

const APP = { appId: 'wx0000000000000001', secret: 'practice-secret' };
export type Body = Record<string, unknown>;

/** A practice account that goes away with the test. */
export async function open(options: Partial<WechatSandboxOptions> = {}): Promise<WechatSandbox> {
  const server = await startWechat({ ...APP, ...options });
  onTestFinished(() => server.close());
  return server;
}

async function post(address: string, body: string | Body | FormData): Promise<Body> {
  const sent = typeof body === 'string' || body instanceof FormData ? body : JSON.stringify(body);
  return (await (await fetch(address, { method: 'POST', headers: { connection: 'close' }, body: sent })).json()) as Body;
}

/** Its token, as whoever knows the secret gets it. */
export async function tokenOf({ url }: WechatSandbox, more: Body = {}): Promise<string> {
  const body = await post(`${url}/cgi-bin/stable_token`, {
    grant_type: 'client_credential',
    appid: APP.appId,
    secret: APP.secret,
    ...more,
  });
  return String(body.access_token);
}

/** Asks `/cgi-bin/<path>` with a token. */
export const ask = async (server: WechatSandbox, path: string, body: string | Body): Promise<Body> =>
  post(`${server.url}/cgi-bin/${path}?access_token=${await tokenOf(server)}`, body);

/** Uploads a file. */
export async function upload(server: WechatSandbox, path: string, bytes: Uint8Array): Promise<Body> {
  const form = new FormData();
  form.set('media', new Blob([new Uint8Array(bytes)]), 'a.jpg');
  const address = `${server.url}/cgi-bin/${path}${path.includes('?') ? '&' : '?'}access_token=${await tokenOf(server)}`;
  return post(address, form);
}

/** An article of one paragraph, with a cover that is in the library. */
export async function articleOn(server: WechatSandbox, change: Body = {}): Promise<Body> {
  const cover = await upload(server, 'material/add_material?type=image', jpeg('cover'));
  return {
    title: '标题',
    author: '',
    content: '<p>正文</p>',
    content_source_url: 'https://www.example.cn/a',
    thumb_media_id: cover.media_id,
    ...change,
  };
}
