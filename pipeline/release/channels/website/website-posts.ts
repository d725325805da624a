import { beijingIso } from '../../../beijing-time.ts';
import { parseItemId } from '../../../item/item-path.ts';
import { call, callable } from '../call.ts';
import { Halt, notRead } from '../outcome.ts';
import type { Listing, Post } from '../posts.ts';
import { decodeEntities } from '../text-compare.ts';

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
