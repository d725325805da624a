import { type Context, Hono } from 'hono';
import { beijingIso, type Instant } from '../../beijing-time.ts';
import { type Faults, injectFaults, usedToday, withinQuota } from '../platform/faults.ts';
import { listen } from '../platform/listener.ts';
import { openSaved } from '../platform/saved.ts';
import { draftRoutes } from './draft.ts';
import { confirmMass, massRoutes, settleMass } from './mass.ts';
import { pageRoutes } from './pages.ts';
import { publicationRoutes, settle } from './publication.ts';
import { type Account, EMPTY, newId, refuse, type StoredArticle } from './state.ts';
import { needsToken, tokenRoutes } from './token.ts';

const MB = 1024 * 1024;

async function upload(account: Account, context: Context, max: number): Promise<Uint8Array | Response> {
  const media = await context.req.parseBody().then(
    (body) => body.media,
    () => null,
  );
  if (!(media instanceof File) || media.size === 0) return refuse(account, context, 41005);
  if (media.size >= max) return refuse(account, context, max === MB ? 40009 : 45001);
  const bytes = new Uint8Array(await media.arrayBuffer());
  const jpeg = bytes[0] === 0xff && bytes[1] === 0xd8;
  const png = bytes[0] === 0x89 && bytes[1] === 0x50;
  return jpeg || png ? bytes : refuse(account, context, 40004);
}

/** Uploads: `media/uploadimg` for the text (JPG or PNG under 1 MB, no media id) and `material/add_material` for the library (10 MB). */
function mediaRoutes(app: Hono, account: Account): void {
  app.post('/cgi-bin/media/uploadimg', async (context) => {
    const bytes = await upload(account, context, MB);
    if (bytes instanceof Response) return bytes;
    return context.json({ url: `${account.url()}/mmbiz/${account.saved.keep(bytes)}` });
  });
  app.post('/cgi-bin/material/add_material', async (context) => {
    if (context.req.query('type') !== 'image') return refuse(account, context, 40004);
    const bytes = await upload(account, context, 10 * MB);
    if (bytes instanceof Response) return bytes;
    const picture = account.saved.keep(bytes);
    const mediaId = newId(account, 'material');
    account.saved.state.library.push({ mediaId, picture });
    return context.json({ media_id: mediaId, url: `${account.url()}/mmbiz/${picture}` });
  });
}

export interface WechatSandboxOptions {
  appId: string;
  secret: string;
  /** 0 or left out = a free one. */
  port?: number;
  /** The platform's clock; the machine's if left out. */
  clock?: () => Date;
  /** Where its state survives a restart. */
  folder?: string;
  /** The account's name on the article page. */
  name?: string;
  externalLinks?: 'refuse' | 'drop';
  /** How often freepublish/get still says "publishing" before it is done; 1 if left out. */
  publishPolls?: number;
  /** After how many seconds a publication is done without being asked for; 2 if left out. */
  publishSeconds?: number;
  /** The IP addresses that may call; every one if left out. Callers here come from 127.0.0.1. */
  allowedIps?: readonly string[];
  /** Daily quotas by path that differ from a new account's. */
  quotas?: Readonly<Record<string, number>>;
  judge?: (article: StoredArticle) => 0 | 2 | 3 | 4;
  /** Whether the account may have comments; yes if left out. */
  comments?: boolean;
  /** Mass messages of a day, 1 if left out (订阅号). */
  massesADay?: number;
  /** True if the administrator has to confirm each mass message (API 群发保护). */
  massConfirm?: boolean;
  /** True if a missing draft is refused before the `clientmsgid` is looked at: nobody says which comes first. */
  massDraftFirst?: boolean;
  /** WeChat names that may get a preview; everybody if left out. */
  followers?: readonly string[];
}

/** An article that a reader could open, newest first. */
export interface SandboxArticle {
  /** The message's, shared by its articles, and the place in it, from 1. */
  id: string;
  place: number;
  title: string;
  author: string;
  digest: string;
  content: string;
  sourceUrl: string;
  url: string;
  /** Address of the cover, and what of it is shown in the list, `X1_Y1_X2_Y2`. */
  cover: string;
  crop: string;
  /** How comments are set. */
  comments: 'off' | 'all' | 'fans';
  /** True if it went to the followers (群发). */
  mass: boolean;
  at: Instant;
}

export interface WechatSandbox {
  url: string;
  articles(): SandboxArticle[];
  /** What lies in the draft box, newest first: its first article, and the titles of all. */
  drafts(): { mediaId: string; title: string; sourceUrl: string; titles: string[] }[];
  /** Previews that went to somebody's telephone, oldest first. */
  previews(): { to: string; title: string }[];
  /** The administrator's answer to the mass message that waits. */
  confirmMass(yes: boolean): void;
  faults: Faults;
  running(): boolean;
  /** Makes the present token one that has expired. */
  expireToken(): void;
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Daily quotas of a new account (API_Call_Limits). */
const QUOTAS: Readonly<Record<string, number>> = {
  '/cgi-bin/media/uploadimg': 1000,
  '/cgi-bin/material/add_material': 1000,
  '/cgi-bin/draft/add': 1000,
  '/cgi-bin/draft/get': 500,
  '/cgi-bin/draft/batchget': 1000,
  '/cgi-bin/draft/delete': 1000,
  '/cgi-bin/draft/count': 1000,
  '/cgi-bin/freepublish/submit': 100,
  '/cgi-bin/freepublish/get': 100,
  '/cgi-bin/freepublish/getarticle': 100,
  '/cgi-bin/freepublish/batchget': 100,
  '/cgi-bin/freepublish/delete': 10,
  '/cgi-bin/message/mass/sendall': 100,
  '/cgi-bin/message/mass/get': 1000,
  '/cgi-bin/message/mass/delete': 10,
  '/cgi-bin/message/mass/preview': 100,
  '/cgi-bin/openapi/quota/get': 1000,
};

/** `POST /cgi-bin/openapi/quota/get`: what is left of today's calls of an operation; 76021 for one that isn't known. */
function quotaRoute(app: Hono, account: Account, quotas: WechatSandboxOptions['quotas']): void {
  app.post('/cgi-bin/openapi/quota/get', async (context) => {
    const { cgi_path: path = '' } = (await context.req.json<{ cgi_path?: string }>().catch(() => null)) ?? {};
    const daily = quotas?.[path] ?? QUOTAS[path];
    if (daily === undefined) return refuse(account, context, 76021);
    const used = usedToday(account.saved.state.counter, account.now(), path);
    return context.json({ errcode: 0, errmsg: 'ok', quota: { daily_limit: daily, used, remain: daily - used } });
  });
}

function articlesOf(account: Account): SandboxArticle[] {
  settle(account);
  settleMass(account);
  const { published, library } = account.saved.state;
  return published
    .filter(({ deleted }) => !deleted)
    .map(({ articleId, place, page, article, at, massId }) => ({
      id: articleId,
      place,
      title: article.title,
      author: article.author,
      digest: article.digest,
      content: article.content,
      sourceUrl: article.content_source_url,
      url: `${account.url()}/s/${page}`,
      cover: `${account.url()}/mmbiz/${library.find(({ mediaId }) => mediaId === article.thumb_media_id)?.picture ?? ''}`,
      crop: article.pic_crop_235_1,
      comments: article.need_open_comment === 0 ? 'off' : article.only_fans_can_comment === 1 ? 'fans' : 'all',
      mass: massId !== undefined,
      at: beijingIso(new Date(at * 1000)),
    }));
}

function buildApp(account: Account, options: WechatSandboxOptions, off: () => void): { app: Hono; faults: Faults } {
  const app = new Hono();
  const ipAllowed = (): boolean => options.allowedIps?.includes('127.0.0.1') ?? true;
  const faults = injectFaults(app, { refuse: (context, code) => refuse(account, context, code), off });
  app.use('*', async (context, next) => {
    await next();
    if (context.req.method === 'POST') account.saved.save();
  });
  tokenRoutes(app, account, ipAllowed);
  app.use('/cgi-bin/*', needsToken(account, ipAllowed), async (context, next) => {
    const quota = options.quotas?.[context.req.path] ?? QUOTAS[context.req.path] ?? 0;
    if (!withinQuota(account.saved.state.counter, account.now(), context.req.path, quota)) return refuse(account, context, 45009);
    // What was accepted goes on whether or not anybody asks for it.
    settle(account);
    settleMass(account);
    await next();
    return undefined;
  });
  quotaRoute(app, account, options.quotas);
  mediaRoutes(app, account);
  draftRoutes(app, account);
  publicationRoutes(app, account);
  massRoutes(app, account);
  pageRoutes(app, account);
  return { app, faults };
}

/**
 * A practice WeChat official account on 127.0.0.1. It has the operations that the adapter uses, with the platform's limits, stripping,
 * errors and slowness, and the article pages. Nothing leaves the machine.
 */
export async function startWechat(options: WechatSandboxOptions): Promise<WechatSandbox> {
  const account: Account = {
    appId: options.appId,
    secret: options.secret,
    name: options.name ?? '示例政务号',
    saved: openSaved(options.folder, 'wechat', structuredClone(EMPTY)),
    now: options.clock ?? (() => new Date()),
    url: () => listener.url,
    externalLinks: options.externalLinks ?? 'refuse',
    publishPolls: options.publishPolls ?? 1,
    publishSeconds: options.publishSeconds ?? 2,
    judge: options.judge ?? (() => 0),
    comments: options.comments ?? true,
    massesADay: options.massesADay ?? 1,
    massConfirm: options.massConfirm ?? false,
    massDraftFirst: options.massDraftFirst ?? false,
    followers: options.followers ?? null,
  };
  const { app, faults } = buildApp(account, options, () => void listener.stop());
  const listener = await listen(app, options.port);
  const { state } = account.saved;
  // A folder of an older program knows less.
  Object.assign(state, { ...structuredClone(EMPTY), ...state });
  return {
    url: listener.url,
    articles: () => articlesOf(account),
    drafts: () =>
      state.drafts.map(({ mediaId, articles }) => ({
        mediaId,
        title: articles[0]?.title ?? '',
        sourceUrl: articles[0]?.content_source_url ?? '',
        titles: articles.map(({ title }) => title),
      })),
    previews: () => state.previews.map(({ to, title }) => ({ to, title })),
    confirmMass: (yes) => confirmMass(account, yes),
    faults,
    running: listener.running,
    expireToken() {
      if (state.token) state.token.until = 0;
    },
    stop: listener.stop,
    start: listener.start,
    close: listener.stop,
  };
}
