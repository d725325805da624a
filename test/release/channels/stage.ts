import { Hono } from 'hono';
import { onTestFinished } from 'vitest';
import type { Channel } from '#pipeline/item/front-matter/front-matter-schema.ts';
import type { ChannelAdapter, ReleaseOrder } from '#pipeline/release/channels/channel.ts';
import { websiteChannel } from '#pipeline/release/channels/website/website.ts';
import { type WechatOptions, wechatChannel } from '#pipeline/release/channels/wechat/wechat.ts';
import { type WeiboOptions, weiboChannel } from '#pipeline/release/channels/weibo/weibo.ts';
import type { Payload } from '#pipeline/render/payload.ts';
import { type Faults, injectFaults } from '#pipeline/sandbox/platform/faults.ts';
import { listen } from '#pipeline/sandbox/platform/listener.ts';
import { startWechat, type WechatSandbox, type WechatSandboxOptions } from '#pipeline/sandbox/wechat/server.ts';
import { startWeibo, type WeiboSandbox, type WeiboSandboxOptions } from '#pipeline/sandbox/weibo/server.ts';
import { orderOf } from './orders.ts';

export const SITE = 'https://www.example.cn';
export const SECRETS = ['canary-app-secret-1', 'canary-access-token-2'] as const;
export const APP_ID = 'wx0000000000000001';
export const UID = '1000000001';

/** The platform's time; tests move it. */
export interface Clock {
  now: Date;
  pass(seconds: number): void;
}

export function clockAt(instant = '2026-11-24T10:00:00+08:00'): Clock {
  return {
    now: new Date(instant),
    pass(seconds) {
      this.now = new Date(this.now.getTime() + seconds * 1000);
    },
  };
}

/** An adapter before its practice platform. */
export interface Stage {
  channel: Channel;
  adapter: ChannelAdapter;
  clock: Clock;
  faults: Faults;
  /** Path of the call that makes the release public. */
  sendPath: string;
  order(change?: Partial<Payload>, rest?: Partial<Omit<ReleaseOrder, 'payload'>>): ReleaseOrder;
  /** Addresses that a reader could open now. */
  live(): string[];
  stop(): Promise<void>;
  start(): Promise<void>;
}

/** Waiting costs no time in tests; the platform's clock doesn't move by itself. */
const sleep = async (): Promise<void> => {};

export async function wechatStage(
  options: Partial<WechatOptions> = {},
  platform: Partial<WechatSandboxOptions> = {},
): Promise<Stage & { server: WechatSandbox; fresh: () => ChannelAdapter }> {
  const clock = clockAt();
  const server = await startWechat({ appId: APP_ID, secret: SECRETS[0], clock: () => clock.now, ...platform });
  onTestFinished(() => server.close());
  return {
    channel: 'wechat',
    server,
    clock,
    adapter: wechatChannel({ apiBase: server.url, appId: APP_ID, secret: SECRETS[0], mode: 'publish', sleep, ...options }),
    /** The adapter of another run, which remembers nothing. */
    fresh: () => wechatChannel({ apiBase: server.url, appId: APP_ID, secret: SECRETS[0], mode: 'publish', sleep, ...options }),
    faults: server.faults,
    sendPath: '/cgi-bin/freepublish/submit',
    order: (change, rest) => orderOf('wechat', SITE, change, rest),
    live: () => server.articles().map(({ url }) => url),
    stop: server.stop,
    start: server.start,
  };
}

/** Calls the practice WeChat as a person with the account would. */
export async function byHand(url: string, path: string, body: object): Promise<Record<string, unknown>> {
  const post = async (to: string, json: object): Promise<Record<string, unknown>> =>
    (await (await fetch(url + to, { method: 'POST', body: JSON.stringify(json) })).json()) as Record<string, unknown>;
  const token = await post('/cgi-bin/stable_token', { grant_type: 'client_credential', appid: APP_ID, secret: SECRETS[0] });
  return post(`${path}?access_token=${String(token.access_token)}`, body);
}

export async function weiboStage(
  options: Partial<WeiboOptions> = {},
  platform: Partial<WeiboSandboxOptions> = {},
): Promise<Stage & { server: WeiboSandbox }> {
  const clock = clockAt();
  const server = await startWeibo({ accessToken: SECRETS[1], uid: UID, domains: ['www.example.cn'], clock: () => clock.now, ...platform });
  onTestFinished(() => server.close());
  return {
    channel: 'weibo',
    server,
    clock,
    adapter: weiboChannel({ apiBase: server.url, accessToken: SECRETS[1], rip: '192.0.2.1', mode: 'open', uid: UID, ...options }),
    faults: server.faults,
    sendPath: options.mode === 'biz' ? '/2/statuses/upload_url_text/biz.json' : '/2/statuses/share.json',
    order: (change, rest) => orderOf('weibo', SITE, change, rest),
    live: () => server.posts().map(({ url }) => url),
    stop: server.stop,
    start: server.start,
  };
}

/** The same account by the commercial interface. */
export function weiboBizStage(
  options: Partial<WeiboOptions> = {},
  platform: Partial<WeiboSandboxOptions> = {},
): Promise<Stage & { server: WeiboSandbox }> {
  return weiboStage({ mode: 'biz', ...options }, { biz: true, ...platform });
}

function pageOf({ title, digest, content }: Payload, withdrawn: boolean): string {
  const tags = withdrawn ? '<meta name="robots" content="noindex">' : `<meta content="${digest}" name="sanshen-digest">`;
  const escaped = title.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<!doctype html><head><title>x</title><meta name='ArticleTitle' content="${escaped}">${tags}</head>${withdrawn ? '已撤回' : content}`;
}

/** A web server whose pages are put there by a deployment over the network, so that both can fail. */
export async function websiteStage(): Promise<Stage & { url: string; put(path: string, page: string): void; withdrawOn: () => void }> {
  const pages = new Map<string, string>();
  const app = new Hono();
  const faults = injectFaults(app, { refuse: (context) => context.text('busy', 503), off: () => {} });
  app.put('/deploy/*', async (context) => {
    pages.set(context.req.path.replace('/deploy', ''), await context.req.text());
    return context.text('ok');
  });
  app.get('*', (context) => {
    const page = pages.get(context.req.path);
    return page === undefined ? context.text('没有这个页面', 404) : context.html(page);
  });
  const server = await listen(app);
  onTestFinished(() => server.stop());
  let newest: ReleaseOrder | null = null;
  let withdrawing = false;
  const deploy = async (): Promise<void> => {
    if (newest === null) return;
    const path = new URL(newest.payload.sourceUrl).pathname;
    const answer = await fetch(`${server.url}/deploy${path}`, { method: 'PUT', body: pageOf(newest.payload, withdrawing) });
    if (!answer.ok) throw new Error('not deployed');
  };
  return {
    channel: 'website',
    clock: clockAt(),
    url: server.url,
    put: (path, page) => void pages.set(path, page),
    withdrawOn: () => {
      withdrawing = true;
    },
    adapter: websiteChannel({ siteUrl: server.url, deploy, sleep }),
    faults,
    sendPath: '/deploy',
    order(change, rest) {
      newest = orderOf('website', server.url, change, rest);
      return newest;
    },
    live: () => [...pages].filter(([, page]) => page.includes('sanshen-digest')).map(([path]) => `${server.url}${path}`),
    stop: server.stop,
    start: server.start,
  };
}
