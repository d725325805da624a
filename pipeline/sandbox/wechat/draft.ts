import type { Context, Hono } from 'hono';
import { type Account, type Draft, newId, refuse, type StoredArticle, seconds } from './state.ts';

/** What WeChat makes of an article's HTML (facts A2, A7: real accounts observed; there is no official list). */
export interface Sanitised {
  content: string;
  /** Links to other places than published articles. */
  externalLinks: number;
}

const GONE_WITH_CONTENT = new Set(['script', 'style', 'iframe', 'form', 'object', 'embed', 'template', 'title']);
const GONE = new Set(['html', 'head', 'body', 'link', 'meta', 'base', 'input', 'button', 'textarea', 'select', 'option']);
const KEPT_ATTRIBUTES = new Set(['style', 'src', 'href', 'alt', 'colspan', 'rowspan', 'width', 'height', 'data-src', 'start']);

interface Tag {
  whole: string;
  closing: boolean;
  name: string;
  attributes: Map<string, string>;
}

const TOKEN = /<!--[\s\S]*?-->|<\/?[a-z](?:[^"'<>]|"[^"]*"|'[^']*')*>|[^<]+|</gi;
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?/g;

function tagOf(whole: string): Tag | null {
  const match = /^<(\/?)([a-z][a-z0-9-]*)(?![a-z0-9-])([\s\S]*)>$/i.exec(whole);
  if (!match) return null;
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single, bare] of (match[3] ?? '').matchAll(ATTRIBUTE)) {
    attributes.set(name.toLowerCase(), double ?? single ?? bare ?? '');
  }
  return { whole, closing: match[1] === '/', name: (match[2] ?? '').toLowerCase(), attributes };
}

function styleOf(style: string): string {
  return style
    .split(';')
    .filter((rule) => rule.trim() !== '' && !/^\s*(position|z-index)\s*:|url\s*\(|expression|javascript:/i.test(rule))
    .join(';');
}

function written(tag: Tag): string {
  if (tag.closing) return `</${tag.name}>`;
  const kept = [...tag.attributes]
    .filter(([name]) => KEPT_ATTRIBUTES.has(name))
    .map(([name, value]): [string, string] => [name, name === 'style' ? styleOf(value) : value])
    .filter(([name, value]) => name !== 'style' || value !== '');
  return `<${tag.name}${kept.map(([name, value]) => ` ${name}="${value.replaceAll('"', '&quot;')}"`).join('')}>`;
}

function startsWithAny(address: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => address.startsWith(prefix));
}

/**
 * Strips what WeChat drops: scripts, styles and forms with their content, class, id, handlers and `position`, foreign pictures. Links
 * that lead elsewhere go, and their text stays.
 * @param own addresses of the platform itself: where pictures and articles may lie
 */
export function sanitise(html: string, own: { pictures: readonly string[]; articles: readonly string[] }): Sanitised {
  const out: string[] = [];
  const openLinks: boolean[] = [];
  let skipping: string | null = null;
  let externalLinks = 0;
  for (const [token] of html.matchAll(TOKEN)) {
    const tag = token.startsWith('<') ? tagOf(token) : null;
    if (skipping !== null) {
      if (tag?.closing && tag.name === skipping) skipping = null;
    } else if (tag === null) {
      if (!token.startsWith('<!--')) out.push(token === '<' ? '&lt;' : token);
    } else if (GONE_WITH_CONTENT.has(tag.name)) {
      if (!tag.closing) skipping = tag.name;
    } else if (tag.name === 'a') {
      const keeps: boolean = tag.closing ? (openLinks.pop() ?? false) : startsWithAny(tag.attributes.get('href') ?? '', own.articles);
      if (!tag.closing) openLinks.push(keeps);
      if (!tag.closing && !keeps) externalLinks += 1;
      if (keeps) out.push(written(tag));
    } else if (tag.name === 'img') {
      if (startsWithAny(tag.attributes.get('src') ?? '', own.pictures)) out.push(written(tag));
    } else if (!GONE.has(tag.name)) out.push(written(tag));
  }
  return { content: out.join(''), externalLinks };
}

type Fields = Record<string, unknown>;

/** Limits of `draft/add`, in characters: the field, its errcode, its most. */
const LIMITS: [field: string, errcode: number, max: number][] = [
  ['title', 45003, 32],
  ['author', 45110, 16],
  ['digest', 45004, 128],
  ['content', 45002, 19_999],
];

/** Articles of one message at most. */
const MOST = 8;

/** The JSON object of a request; 40033 for `\uXXXX` escapes, 47001 for anything that isn't JSON. */
export async function fieldsOf(context: Context): Promise<Fields | number> {
  const text = await context.req.text();
  if (/\\u[0-9a-f]{4}/i.test(text.replaceAll('\\\\', ''))) return 40033;
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Fields) : 47001;
  } catch {
    return 47001;
  }
}

function textOf(fields: Fields, name: string): string {
  return typeof fields[name] === 'string' ? fields[name] : '';
}

/** Left out, or `X1_Y1_X2_Y2`: two corners in parts of the picture, of at most six digits. */
function isCrop(text: string): boolean {
  if (text === '') return true;
  if (!/^(?:(?:0(?:\.\d{1,6})?|1(?:\.0{1,6})?)(?:_|$)){4}$/.test(text) || text.endsWith('_')) return false;
  const [left = 0, top = 0, right = 0, bottom = 0] = text.split('_').map(Number);
  return left < right && top < bottom;
}

/** The article as WeChat would keep it, or the errcode of its refusal. */
function accepted(account: Account, fields: Fields): StoredArticle | number {
  const over = LIMITS.find(([field, , max]) => [...textOf(fields, field)].length > max);
  if (over) return over[1];
  if (textOf(fields, 'title').trim() === '') return 45003;
  if (textOf(fields, 'content') === '') return 44003;
  if (Buffer.byteLength(textOf(fields, 'content')) >= 1024 * 1024) return 45002;
  if (Buffer.byteLength(textOf(fields, 'content_source_url')) > 1024) return 45005;
  if (['pic_crop_235_1', 'pic_crop_1_1'].some((name) => !isCrop(textOf(fields, name)))) return 40097;
  if (Number(fields.need_open_comment ?? 0) === 1 && !account.comments) return 88000;
  if (!account.saved.state.library.some(({ mediaId }) => mediaId === fields.thumb_media_id)) return 40007;
  const { content, externalLinks } = sanitise(textOf(fields, 'content'), {
    pictures: [`${account.url()}/mmbiz/`],
    articles: [`${account.url()}/s/`, 'https://mp.weixin.qq.com/'],
  });
  if (externalLinks > 0 && account.externalLinks === 'refuse') return 45166;
  const plain = content.replace(/<[^<>]*>/g, '').trim();
  return {
    article_type: 'news',
    title: textOf(fields, 'title'),
    author: textOf(fields, 'author'),
    digest: textOf(fields, 'digest') || [...plain].slice(0, 54).join(''),
    content,
    content_source_url: textOf(fields, 'content_source_url'),
    thumb_media_id: textOf(fields, 'thumb_media_id'),
    need_open_comment: Number(fields.need_open_comment ?? 0),
    only_fans_can_comment: Number(fields.only_fans_can_comment ?? 0),
    pic_crop_235_1: textOf(fields, 'pic_crop_235_1'),
    pic_crop_1_1: textOf(fields, 'pic_crop_1_1'),
  };
}

/** A page of a list, newest first, as both `batchget` give it; `null` for impossible numbers. */
export function page<Entry>(all: readonly Entry[], fields: Fields): Entry[] | null {
  const { offset, count } = fields;
  const fits = Number.isInteger(offset) && Number(offset) >= 0 && Number.isInteger(count) && Number(count) >= 1 && Number(count) <= 20;
  return fits ? all.slice(Number(offset), Number(offset) + Number(count)) : null;
}

/** An article as the interface gives it; `no_content` leaves only the text out. */
export function newsItem(account: Account, article: StoredArticle, url: string, extra: Fields = {}, noContent = false): Fields {
  const picture = account.saved.state.library.find(({ mediaId }) => mediaId === article.thumb_media_id)?.picture;
  const { content, ...rest } = article;
  return { ...rest, ...(noContent ? {} : { content }), thumb_url: picture ? `${account.url()}/mmbiz/${picture}` : '', url, ...extra };
}

function articlesIn(account: Account, { mediaId, articles }: Draft, noContent = false): Fields[] {
  return articles.map((article, index) => newsItem(account, article, `${account.url()}/draft/${mediaId}/${index + 1}`, {}, noContent));
}

function draftEntry(account: Account, draft: Draft, noContent: boolean): Fields {
  const { mediaId, updateTime } = draft;
  return { media_id: mediaId, content: { news_item: articlesIn(account, draft, noContent) }, update_time: updateTime };
}

/** The draft box: add, get, batchget, delete, count. */
export function draftRoutes(app: Hono, account: Account): void {
  const { state } = account.saved;
  const on = (path: string, answer: (fields: Fields, context: Context) => Response): void => {
    app.post(path, async (context) => {
      const fields = await fieldsOf(context);
      return typeof fields === 'number' ? refuse(account, context, fields) : answer(fields, context);
    });
  };
  const find = (fields: Fields): Draft | undefined => state.drafts.find(({ mediaId }) => mediaId === fields.media_id);

  on('/cgi-bin/draft/add', (fields, context) => {
    const given = Array.isArray(fields.articles) ? (fields.articles as Fields[]) : [];
    if (given.length === 0) return refuse(account, context, 44003);
    if (given.length > MOST) return refuse(account, context, 45008);
    const judged = given.map((article) => accepted(account, article));
    // One article that isn't accepted refuses the whole draft, and nobody says which one it is.
    const refusal = judged.find((article) => typeof article === 'number');
    if (refusal !== undefined) return refuse(account, context, refusal);
    const articles = judged.filter((article) => typeof article !== 'number');
    // Only the digest of a message of one article is used (draft/add).
    if (articles.length > 1) for (const article of articles) article.digest = '';
    const mediaId = newId(account, 'draft');
    state.drafts.unshift({ mediaId, articles, updateTime: seconds(account.now()) });
    return context.json({ media_id: mediaId });
  });
  on('/cgi-bin/draft/get', (fields, context) => {
    const draft = find(fields);
    if (!draft) return refuse(account, context, 40007);
    return context.json({ news_item: articlesIn(account, draft) });
  });
  on('/cgi-bin/draft/batchget', (fields, context) => {
    const drafts = page(state.drafts, fields);
    if (drafts === null) return refuse(account, context, 40097);
    const item = drafts.map((draft) => draftEntry(account, draft, fields.no_content === 1));
    return context.json({ total_count: state.drafts.length, item_count: item.length, item });
  });
  on('/cgi-bin/draft/delete', (fields, context) => {
    const draft = find(fields);
    if (!draft) return refuse(account, context, 40007);
    state.drafts = state.drafts.filter((candidate) => candidate !== draft);
    return context.json({ errcode: 0, errmsg: 'ok' });
  });
  app.get('/cgi-bin/draft/count', (context) => context.json({ total_count: state.drafts.length }));
}
