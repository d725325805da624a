import type { AlertCode } from '../../../alerts/catalogue.ts';
import { beijingIso } from '../../../beijing-time.ts';
import { parseItemId } from '../../../item/item-path.ts';
import { call, callable } from '../call.ts';
import type { ChannelAdapter, Outcome, ReadBack, ReleaseOrder } from '../channel.ts';
import { Halt, notRead } from '../outcome.ts';
import type { Listing, Post } from '../posts.ts';
import { attributeOf, decodeEntities, tagsOf, textKey } from '../text-compare.ts';

const ENTRY = /<loc>([^<>]*)<\/loc>(?:\s*<lastmod>([^<>]*)<\/lastmod>)?/g;

function postOf(site: URL, written: string, changed: string): Post[] {
  const text = decodeEntities(written.trim());
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.origin !== site.origin) return [];
  const id = parseItemId(url.pathname.split('/').filter(Boolean).slice(-2).join('/'))?.id ?? null;
  const at = Date.parse(changed);
  return id === null ? [] : [{ id, url: url.href, title: id, at: Number.isNaN(at) ? null : beijingIso(new Date(at)), mark: null }];
}

/** An index of lists, where the site has one for each year. */
const INDEX = /<sitemapindex[\s>]/;
/** Lists that an index may name: beside it, and no more than this many. */
const PART = /^sitemap-[\w-]{1,40}\.xml$/;
const PARTS = 200;

async function listAt(url: URL): Promise<string> {
  const answer = await call({ method: 'GET', url }, 'application/xml');
  if (answer.kind !== 'answer') throw new Halt(notRead('website', '网站', answer.code));
  if (answer.status !== 200) throw new Halt(notRead('website', '网站', `HTTP_${answer.status}`));
  return answer.body;
}

function partsOf(index: string, base: string): URL[] {
  const names = [...index.matchAll(ENTRY)].flatMap(([, loc = '']) => {
    const address = decodeEntities(loc.trim());
    const name = address.startsWith(base) ? address.slice(base.length) : '';
    return PART.test(name) ? [name] : [];
  });
  return [...new Set(names)].slice(0, PARTS).map((name) => new URL(name, base));
}

/**
 * The items' pages that the deployed site itself lists: `sitemap.xml`, or the lists beside it that it names. A page that nobody put into a
 * list isn't seen. Throws `Halt` where the site doesn't answer.
 */
export async function websitePosts(siteUrl: string): Promise<Listing> {
  const site = callable(siteUrl);
  if (site === null) throw new Halt(notRead('website', '网站', 'INSECURE_ADDRESS'));
  const base = `${site.href.replace(/(?<!\/)\/+$/, '')}/`;
  const lists = [await listAt(new URL('sitemap.xml', base))];
  for (const part of INDEX.test(lists[0] as string) ? partsOf(lists[0] as string, base) : []) lists.push(await listAt(part));
  const posts = lists.flatMap((list) => [...list.matchAll(ENTRY)].flatMap(([, loc = '', changed = '']) => postOf(site, loc, changed)));
  return { posts, drafts: [], unseen: '' };
}

export interface WebsiteOptions {
  /** `policy.site.url`: the only place that is ever asked. */
  siteUrl: string;
  /** Puts the built site in place; the pipeline's own deployment step does it where this is left out. */
  deploy?: () => Promise<void>;
  sleep?: (milliseconds: number) => Promise<void>;
}

/** Waits between looks at a page that a fresh deployment may not show yet, in milliseconds. */
const WAITS = [0, 1000, 3000];

type Page = { kind: 'page'; status: number; digest: string; title: string; hidden: boolean } | { kind: 'unreadable'; code: string };

function metaOf(html: string, name: string): string {
  const tag = tagsOf(html, 'meta').find((candidate) => attributeOf(candidate, 'name').toLowerCase() === name.toLowerCase());
  return tag === undefined ? '' : attributeOf(tag, 'content');
}

/** The page's address, if it lies on the site of the policy. */
function addressOf(order: ReleaseOrder, siteUrl: string): URL | null {
  const site = callable(siteUrl);
  const page = callable(order.payload.sourceUrl);
  if (site === null || page === null || page.origin !== site.origin) return null;
  return page.pathname.startsWith(site.pathname.replace(/\/?$/, '/')) ? page : null;
}

async function look(url: URL): Promise<Page> {
  const answer = await call({ method: 'GET', url }, 'text/html');
  if (answer.kind !== 'answer') return { kind: 'unreadable', code: answer.code };
  if (answer.status !== 200 && answer.status !== 404 && answer.status !== 410) return { kind: 'unreadable', code: `HTTP_${answer.status}` };
  const html = answer.status === 200 ? answer.body : '';
  const hidden = /\bnoindex\b/i.test(metaOf(html, 'robots'));
  return { kind: 'page', status: answer.status, digest: metaOf(html, 'sanshen-digest'), title: metaOf(html, 'ArticleTitle'), hidden };
}

function holds(page: Page, { payload }: ReleaseOrder): boolean {
  return page.kind === 'page' && page.status === 200 && page.digest === payload.digest && textKey(page.title) === textKey(payload.title);
}

/** No page, or the page that a withdrawal leaves: it names no text any more and is not to be indexed. */
function withdrawn(page: Page): boolean {
  return page.kind === 'page' && (page.status !== 200 || (page.hidden && page.digest === ''));
}

function wrongAddress(order: ReleaseOrder): Outcome {
  const message = `页面地址 ${order.payload.sourceUrl} 不在网站之内；应在 policy.yml 的 site.url 之下；请管理员核对 site.url。`;
  return { kind: 'failed', code: 'website/wrong-address', message, retry: false, free: false };
}

async function deployed(deploy: WebsiteOptions['deploy']): Promise<Outcome | null> {
  try {
    await deploy?.();
    return null;
  } catch {
    const message = '网站没有部署成功；应能写入网站目录；请管理员查看部署步骤，下次运行会自动再试。';
    return { kind: 'failed', code: 'website/deploy-failed', message, retry: true, free: true };
  }
}

/** What a page has to be, and what is told while it isn't. */
interface Wish {
  wish: string;
  code: AlertCode;
}

const SHOWN: Wish = { wish: '显示审定的标题和正文', code: 'website/not-live-yet' };
const TAKEN_DOWN: Wish = { wish: '只剩撤回说明', code: 'website/still-there' };

function notThere(page: Page, url: URL, { wish, code }: Wish): Outcome {
  const seen = page.kind === 'unreadable' ? `打不开（${page.code}）` : page.status === 200 ? '还是别的内容' : `还没有（${page.status}）`;
  const message = `网站页面 ${url.origin}${url.pathname} ${seen}；应${wish}；请管理员查看网站部署，下次运行会自动再核对。`;
  return { kind: 'failed', code, message, retry: true, free: true };
}

/**
 * The website that the pipeline builds as a whole from the ledger. Sent means that it is deployed and the item's address shows the
 * approved text (`sanshen-digest`, `ArticleTitle`). Looking again is always harmless.
 */
export function websiteChannel(options: WebsiteOptions): ChannelAdapter {
  const sleep = options.sleep ?? ((milliseconds) => new Promise((done) => setTimeout(done, milliseconds)));

  async function lookUntil(url: URL, fits: (page: Page) => boolean): Promise<Page> {
    let page: Page = { kind: 'unreadable', code: 'NOT_ASKED' };
    for (const wait of WAITS) {
      if (wait > 0) await sleep(wait);
      page = await look(url);
      if (fits(page)) break;
    }
    return page;
  }

  async function put(order: ReleaseOrder, wish: Wish, fits: (page: Page) => boolean): Promise<Outcome> {
    const url = addressOf(order, options.siteUrl);
    if (url === null) return wrongAddress(order);
    const failure = await deployed(options.deploy);
    if (failure) return failure;
    const page = await lookUntil(url, fits);
    const remote = { id: order.item, url: url.href };
    return fits(page) ? { kind: 'confirmed', remote } : notThere(page, url, wish);
  }

  return {
    channel: 'website',
    send: (order) => put(order, SHOWN, (page) => holds(page, order)),
    async readBack(order): Promise<ReadBack> {
      const url = addressOf(order, options.siteUrl);
      if (url === null)
        return { kind: 'unreadable', code: 'website/wrong-address', message: '页面地址不在网站之内；请管理员核对 site.url。' };
      const page = await look(url);
      if (holds(page, order)) return { kind: 'present', remote: { id: order.item, url: url.href }, differences: [] };
      if (page.kind === 'unreadable')
        return {
          kind: 'unreadable',
          code: 'website/unreadable',
          message: `网站页面打不开（${page.code}）；请管理员检查网站。`,
          later: true,
        };
      return { kind: 'absent', steps: {} };
    },
    withdraw: (order) => put(order, TAKEN_DOWN, withdrawn),
  };
}
