import { Hono } from 'hono';
import { beijingIso, type Instant } from '../../beijing-time.ts';
import { type Faults, injectFaults } from '../platform/faults.ts';
import { listen } from '../platform/listener.ts';
import { withinQuota } from '../platform/quota.ts';
import { openSaved } from '../platform/saved.ts';
import { bizRoutes } from './biz.ts';
import { addressOf, pageRoutes } from './pages.ts';
import { type Account, EMPTY, refuse } from './state.ts';
import { fieldsOf, statusRoutes } from './statuses.ts';

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
 * A practice Weibo account on 127.0.0.1: the operations that the adapter uses, with t.cn, the five-post window, the daily quota and the
 * refusal of repeats, the commercial interface for those who have it, and the pages of its posts. Nothing leaves the machine.
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
