import { beijingIso } from '../../beijing-time.ts';
import { parseItemId } from '../../item/item-path.ts';
import { call, callable } from './call.ts';
import { Halt, notRead } from './outcome.ts';
import type { Listing, Post } from './posts.ts';
import { decodeEntities } from './text-compare.ts';

const ENTRY = /<loc>([^<>]*)<\/loc>(?:\s*<lastmod>([^<>]*)<\/lastmod>)?/g;

function postOf(site: URL, written: string, changed: string): Post[] {
  const text = decodeEntities(written.trim());
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.origin !== site.origin) return [];
  const id = parseItemId(url.pathname.split('/').filter(Boolean).slice(-2).join('/'))?.id ?? null;
  const at = Date.parse(changed);
  return id === null ? [] : [{ id, url: url.href, title: id, at: Number.isNaN(at) ? null : beijingIso(new Date(at)), mark: null }];
}

/**
 * The items' pages that the deployed site itself lists (`sitemap.xml`). A page that nobody put into the list isn't seen. Throws `Halt`
 * where the site doesn't answer.
 */
export async function websitePosts(siteUrl: string): Promise<Listing> {
  const site = callable(siteUrl);
  if (site === null) throw new Halt(notRead('website', '网站', 'INSECURE_ADDRESS'));
  const answer = await call({ method: 'GET', url: new URL('sitemap.xml', `${site.href.replace(/(?<!\/)\/+$/, '')}/`) }, 'application/xml');
  if (answer.kind !== 'answer') throw new Halt(notRead('website', '网站', answer.code));
  if (answer.status !== 200) throw new Halt(notRead('website', '网站', `HTTP_${answer.status}`));
  const posts = [...answer.body.matchAll(ENTRY)].flatMap(([, loc = '', changed = '']) => postOf(site, loc, changed));
  return { posts, drafts: [], unseen: '' };
}
