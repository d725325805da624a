import { type Context, Hono } from 'hono';
import { html, raw } from 'hono/html';
import { beijingIso, beijingMinute, type Instant } from '../../beijing-time.ts';
import { shortId } from '../../release/channels/weibo/text.ts';
import { type Faults, injectFaults, withinQuota } from '../platform/faults.ts';
import { listen } from '../platform/listener.ts';
import { openSaved } from '../platform/saved.ts';
import { bizRoutes } from './biz.ts';
import { type Account, EMPTY, type Post, refuse } from './state.ts';
import { fieldsOf, statusRoutes } from './statuses.ts';

const POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const STYLE = `
:root { color-scheme: light }
body { margin: 0; background: #f4f6f8; color: #191919; font: 17px/1.7 "PingFang SC", "Microsoft YaHei UI", "Noto Sans CJK SC", sans-serif }
.practice { margin: 0; padding: 6px 16px; font-size: 14px; color: #475467; text-align: center }
main { max-width: 600px; margin: 0 auto; padding: 16px; background: #fff; overflow-wrap: anywhere }
.who { display: flex; gap: 12px; align-items: center; margin: 0 0 12px }
.face { flex: none; width: 44px; height: 44px; border-radius: 50%; background: #e8f0f9; color: #0b4a8f; line-height: 44px; text-align: center }
.who b { display: block; font-weight: 600; line-height: 1.4 } .who small { font-size: 14px; color: #6b7280 }
p { margin: 0 0 12px } a { color: #0b4a8f } img { display: block; width: 100%; height: auto } .gone { padding: 80px 0; text-align: center; color: #6b7280 }`;

function sheet(context: Context, title: string, body: ReturnType<typeof html>, status: 200 | 404 = 200) {
  context.header('content-security-policy', POLICY);
  return context.html(
    html`<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${title}</title><style>${raw(STYLE)}</style></head><body><p class="practice">练习环境：本机收到的样子，没有发到外面</p><main>${body}</main></body></html>`,
    status,
  );
}

/** A post's address, as on the real site: author, then the short form of its number. */
function addressOf(account: Account, post: Post): string {
  return `${account.url()}/${account.uid}/${shortId(post.idstr)}`;
}

function postPage(context: Context, account: Account, post: Post) {
  const words = post.text.split(/(http:\/\/t\.cn\/[A-Za-z0-9]+)/).map((part) => {
    const long = account.saved.state.short[part.replace('http://t.cn/', '')];
    return long === undefined ? part : html`<a href="${long}" target="_blank" rel="noopener">网页链接</a>`;
  });
  const pictures = post.pictures.map((name) => html`<img src="/pictures/${name}" alt="微博配图">`);
  const who = html`<p class="who"><span class="face" aria-hidden="true">${account.name.slice(0, 1)}</span><span><b>${account.name}</b><small>${beijingMinute(new Date(post.at))}</small></span></p>`;
  return sheet(context, `${account.name}的微博`, html`${who}<p>${words}</p>${pictures}`);
}

/** What the phone opens: posts at their addresses, t.cn, and the pictures. */
function pageRoutes(app: Hono, account: Account): void {
  app.get('/pictures/:name', (context) => {
    const bytes = account.saved.picture(context.req.param('name'));
    if (bytes === null) return context.notFound();
    return context.body(new Uint8Array(bytes), 200, { 'content-type': 'image/jpeg', 'x-content-type-options': 'nosniff' });
  });
  app.get('/:uid{[0-9]+}/:post{[0-9A-Za-z]+}', (context) => {
    const found = account.saved.state.posts.find((post) => addressOf(account, post).endsWith(context.req.path));
    if (!found || found.deleted) return sheet(context, '微博不存在', html`<p class="gone">这条微博不存在或已被删除</p>`, 404);
    return postPage(context, account, found);
  });
}

export interface WeiboSandboxOptions {
  accessToken: string;
  uid: string;
  /** Approved 安全域名, e.g. `www.example.cn` or `127.0.0.1:4000`: a post must lead to one of them. */
  domains: readonly string[];
  /** 0 or left out = a free one. */
  port?: number;
  /** The platform's clock; the machine's if left out. */
  clock?: () => Date;
  /** Where its state survives a restart. */
  folder?: string;
  /** The account's name on the pages. */
  name?: string;
  /** Calls a day; 100 if left out. */
  dailyCalls?: number;
  /** Seconds that the authorisation still holds; five years if left out. */
  expiresIn?: number;
  /** True for an account that has bought the commercial interface. */
  biz?: boolean;
}

/** A post that a reader could open, newest first. */
export interface SandboxPost {
  id: string;
  /** As the interface shows it, with t.cn. */
  text: string;
  /** As it was sent. */
  original: string;
  url: string;
  picture: string | null;
  /** All its pictures. */
  pictures: string[];
  /** What it keeps for the sender, as it was sent. */
  annotations: string | null;
  at: Instant;
}

export interface WeiboSandbox {
  url: string;
  posts(): SandboxPost[];
  /** Calls that it was asked for, today and before. */
  calls(): number;
  faults: Faults;
  running(): boolean;
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Five years in seconds: what the app owner's own authorisation lasts. */
const OWN_AUTHORISATION = 157_680_000;

function buildApp(
  account: Account,
  { dailyCalls = 100, expiresIn = OWN_AUTHORISATION }: WeiboSandboxOptions,
  off: () => void,
): { app: Hono; faults: Faults } {
  const app = new Hono();
  app.on(['GET', 'POST'], ['/2/*', '/oauth2/*'], async (_context, next) => {
    account.calls += 1;
    await next();
  });
  const faults = injectFaults(app, { refuse: (context, code) => refuse(context, code), off });
  app.use('*', async (context, next) => {
    await next();
    if (context.req.method === 'POST') account.saved.save();
  });
  app.post('/oauth2/get_token_info', async (context) => {
    if ((await fieldsOf(context)).access_token !== account.accessToken) return refuse(context, 21332);
    return context.json({ uid: Number(account.uid), appkey: '1000000000', scope: null, create_at: 0, expire_in: expiresIn });
  });
  app.use('/2/*', async (context, next) => {
    const given = context.req.query('access_token') ?? (context.req.method === 'POST' ? (await fieldsOf(context)).access_token : undefined);
    if (given !== account.accessToken) return refuse(context, 21332);
    if (!withinQuota(account.saved.state.counter, account.now(), 'calls', dailyCalls)) return refuse(context, 10023);
    await next();
    return undefined;
  });
  statusRoutes(app, account);
  bizRoutes(app, account);
  pageRoutes(app, account);
  return { app, faults };
}

/**
 * A practice Weibo account on 127.0.0.1. It has the adapter's operations with t.cn, the five-post window, the daily quota and the refusal
 * of repeats. The commercial interface and the pages of posts are there too. Nothing leaves the machine.
 */
export async function startWeibo(options: WeiboSandboxOptions): Promise<WeiboSandbox> {
  const account: Account = {
    accessToken: options.accessToken,
    uid: options.uid,
    name: options.name ?? '示例政务微博',
    domains: options.domains,
    biz: options.biz ?? false,
    calls: 0,
    saved: openSaved(options.folder, 'weibo', structuredClone(EMPTY)),
    now: options.clock ?? (() => new Date()),
    url: () => listener.url,
  };
  const { app, faults } = buildApp(account, options, () => void listener.stop());
  const listener = await listen(app, options.port);
  return {
    url: listener.url,
    posts: () =>
      account.saved.state.posts
        .filter(({ deleted }) => !deleted)
        .map((post) => ({
          id: post.idstr,
          text: post.text,
          original: post.original,
          url: addressOf(account, post),
          picture: post.pictures[0] ? `${account.url()}/pictures/${post.pictures[0]}` : null,
          pictures: post.pictures.map((name) => `${account.url()}/pictures/${name}`),
          annotations: post.annotations,
          at: beijingIso(new Date(post.at)),
        })),
    calls: () => account.calls,
    faults,
    running: listener.running,
    stop: listener.stop,
    start: listener.start,
    close: listener.stop,
  };
}
