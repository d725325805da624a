import { beijingIso } from '../../../beijing-time.ts';
import type { JsonObject } from '../call.ts';
import type { Listing, Post } from '../posts.ts';
import { objects } from './account.ts';
import { looked, type WechatApi } from './api.ts';

const PAGE = 20;
/** A list costs one of a hundred calls a day. */
const PAGES = 2;

const UNSEEN = '微信的接口列不出群发的文章，只查了“发布”的；群发的请管理员每周在公众平台“发表记录”里核对。';

/** What of a source address is the mark that our drafts carry (`?pub=…`). */
function markOf(address: unknown): string | null {
  return typeof address === 'string' && URL.canParse(address) ? new URL(address).searchParams.get('pub') : null;
}

/** The articles of one message. Where it holds several, the message's number is none of theirs: each gets its place beside it. */
function postsOf(item: JsonObject, idName: string): Post[] {
  const at = Number(item.update_time ?? Number.NaN);
  const articles = objects((item.content as JsonObject | undefined)?.news_item);
  const posts = articles.map(({ title, url, content_source_url: source, is_deleted }, index) => ({
    id: `${item[idName] ?? ''}${articles.length > 1 ? `#${index + 1}` : ''}`,
    url: String(url ?? ''),
    title: String(title ?? ''),
    at: Number.isNaN(at) ? null : beijingIso(new Date(at * 1000)),
    mark: markOf(source),
    deleted: is_deleted === true,
  }));
  return posts.flatMap(({ deleted, ...post }) => (deleted ? [] : [post]));
}

async function listed(api: WechatApi, path: string, idName: string, pages: number): Promise<Post[]> {
  const found: Post[] = [];
  for (let page = 0; page < pages; page += 1) {
    const body = looked('查看最近发布的内容', await api.post(path, { offset: page * PAGE, count: PAGE, no_content: 1 }));
    const items = objects(body.item);
    found.push(...items.flatMap((item) => postsOf(item, idName)));
    if (items.length < PAGE) break;
  }
  return found;
}

/** The newest articles of 发布 and the newest drafts. Asks three times at most and changes nothing; throws `Halt` where it isn't answered. */
export async function wechatPosts(api: WechatApi): Promise<Listing> {
  const posts = await listed(api, '/cgi-bin/freepublish/batchget', 'article_id', PAGES);
  const drafts = await listed(api, '/cgi-bin/draft/batchget', 'media_id', 1);
  return { posts, drafts: drafts.map(({ title, mark }) => ({ title, mark })), unseen: UNSEEN };
}
