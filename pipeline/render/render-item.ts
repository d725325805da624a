import { digestOf } from '../canonical-json.ts';
import type { Channel, FrontMatter, WithdrawKind } from '../item/front-matter/front-matter-schema.ts';
import type { Item } from '../item/item.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Policy } from '../organisation/policy.ts';
import { AUTHOR_MAX, authorOf, leadsOf, wechatAuthor, weiboWords } from './around-text.ts';
import { type Article, articleOf } from './article.ts';
import { escapeHtml } from './elements.ts';
import { pageAddress } from './links.ts';
import type { Payload } from './payload.ts';
import { type ItemPictures, picturesOf } from './pictures.ts';
import { excerpt, oneLine } from './reading.ts';
import { websiteHtml } from './website.ts';
import { wechatText } from './wechat/wechat.ts';
import { WEIBO_MAX, WEIBO_PICTURES, weiboLength, weiboText, withoutTopics } from './weibo.ts';

/** The settings that a payload depends on. */
export interface RenderContext {
  organisation: Organisation;
  policy: Policy;
  /** Where the item's page is, once it is on a platform that isn't ours and somebody has said so. */
  address?: string | undefined;
}

/** What a channel makes of an item, before the parts that all payloads share. */
type Rendered = Pick<Payload, 'content' | 'links' | 'images' | 'cover' | 'changes'> & Partial<Pick<Payload, 'author' | 'summary'>>;

interface Material {
  item: Item;
  article: Article;
  pictures: ItemPictures;
  address: string;
  author: string;
  summary: string;
}

/** Why an item was taken back, in the words that readers see; the words typed in may name what had to go. */
const WITHDRAWAL_REASONS: Record<WithdrawKind, string> = {
  error: '内容有误',
  outdated: '内容已过时',
  privacy: '涉及个人信息',
  secrecy: '按有关规定撤回',
  order: '按有关规定撤回',
  other: '按有关规定撤回',
};

/** The public reason of a withdrawal; of a penalty notice, what became of its decision (行政处罚法 Art. 48); the words typed in only where they are to be shown. */
export function withdrawalReason({ kind, decision, reason, shown }: NonNullable<FrontMatter['withdraw']>): string {
  const general = decision === undefined ? WITHDRAWAL_REASONS[kind] : `行政处罚决定已被依法${decision}`;
  if (shown !== true) return general;
  const typed = reason.replace(/。$/, '');
  return decision === undefined ? typed : `${general}：${typed}`;
}

function sharedChanges({ rawHtml, foreignPictures }: Article): string[] {
  return [
    ...(rawHtml > 0 ? ['正文里的 HTML 代码不显示'] : []),
    ...(foreignPictures > 0 ? [`${foreignPictures} 张不在本条文件夹里的图片只显示说明文字`] : []),
  ];
}

function website({ article, pictures, address }: Material): Rendered {
  const { all, cover } = pictures;
  return { content: websiteHtml(article, address), links: [], images: all, cover: cover?.path ?? null, changes: sharedChanges(article) };
}

/** A cover that a machine made and the text doesn't show: its label stands nowhere else. */
function isMachineMadeCover({ frontMatter }: Item, { cover, body }: ItemPictures): boolean {
  return cover !== null && !body.includes(cover) && frontMatter.images?.[cover.path]?.kind === 'ai';
}

function wechat(material: Material, { organisation }: RenderContext): Rendered {
  const { item, article, pictures, address } = material;
  const { html, notes, changes } = wechatText(article, address, leadsOf(item.frontMatter, isMachineMadeCover(item, pictures)));
  const author = wechatAuthor(item.id, item.frontMatter, organisation);
  const authorChanges = item.frontMatter.source
    ? [author === '' ? `来源的名称超过 ${AUTHOR_MAX} 字，作者一栏空着` : `作者一栏写来源“${author}”`]
    : author === material.author
      ? []
      : [`作者超过 ${AUTHOR_MAX} 字，只写“${author}”`];
  const links = notes.filter(({ url }) => url !== '').map(({ n, text, url }) => ({ n, text: text || url, url }));
  const cover = pictures.cover?.path ?? null;
  return { author, content: html, links, images: pictures.all, cover, changes: [...changes, ...authorChanges, ...sharedChanges(article)] };
}

/** The cover first, then the others as they stand in the text. */
function weiboPictures({ all, cover }: ItemPictures, most: number): ItemPictures['all'] {
  return cover === null ? [] : [cover, ...all.filter((picture) => picture !== cover)].slice(0, most);
}

function weibo({ item, pictures, address }: Material, { policy }: RenderContext): Rendered {
  const images = weiboPictures(pictures, WEIBO_PICTURES[policy.channels.weibo.mode]);
  const text = weiboWords(
    item.frontMatter,
    images.map(({ path }) => path),
  );
  const changes = [
    item.frontMatter.summary === undefined ? '没有摘要，只发标题和网页地址' : '只发摘要和网页地址，不发全文',
    ...(withoutTopics(text) === text ? [] : ['话题的 # 号去掉，文字保留']),
    ...(pictures.all.length > images.length ? [`${pictures.all.length} 张图片只发 ${images.length} 张`] : []),
  ];
  return { content: weiboText(text, address), links: [], images, cover: images[0]?.path ?? null, changes };
}

/** A picture's address once WeChat has it is longer than its placeholder: the text must still fit then. */
const UPLOADED_ADDRESS = 200;
const count = (text: string) => text.length - (text.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g)?.length ?? 0);

const LIMITS: Record<Channel, (payload: Omit<Payload, 'limits' | 'digest'>, policy: Policy) => Payload['limits']> = {
  website: () => [],
  wechat: ({ title, author, summary, content }) => [
    { name: '微信标题', used: count(title), max: 32 },
    { name: '微信作者', used: count(author), max: AUTHOR_MAX },
    { name: '微信摘要', used: count(summary), max: 128 },
    { name: '微信正文', used: count(content) + (content.match(/<img /g)?.length ?? 0) * UPLOADED_ADDRESS, max: 20_000 },
    { name: '微信正文字节', used: Buffer.byteLength(content), max: 1024 * 1024 },
  ],
  weibo: ({ content }, { channels }) => [{ name: '微博文字', used: weiboLength(content), max: WEIBO_MAX[channels.weibo.mode] }],
};

const CHANNELS: Record<Channel, (material: Material, context: RenderContext) => Rendered> = { website, wechat, weibo };

/** A withdrawn item has nothing left to show: no text, no picture, on no channel. */
function withdrawn(withdraw: NonNullable<FrontMatter['withdraw']>, channel: Channel, address: string): Rendered {
  const sentence = `本信息已撤回。原因：${withdrawalReason(withdraw)}。`;
  const content = {
    website: `<p>${escapeHtml(sentence)}</p>`,
    wechat: `<p>${escapeHtml(sentence)}</p>`,
    weibo: weiboText(sentence, address),
  }[channel];
  return { summary: sentence, content, links: [], images: [], cover: null, changes: ['已撤回：正文和图片都不再显示'] };
}

/**
 * Exactly what would be sent to a channel, whether the item asks for the channel or not. The same item and settings give the same digest.
 * Limits are told, not enforced: rules and senders refuse what is over.
 */
export function renderItem(item: Item, channel: Channel, context: RenderContext): Payload {
  const { frontMatter } = item;
  const author = authorOf(item.id, frontMatter, context.organisation);
  const summary = oneLine(frontMatter.summary ?? excerpt(item.tree));
  const address = context.address ?? pageAddress(item.id, context.policy);
  const rendered = frontMatter.withdraw
    ? withdrawn(frontMatter.withdraw, channel, address)
    : CHANNELS[channel]({ item, article: articleOf(item), pictures: picturesOf(item), address, author, summary }, context);
  const title = frontMatter.title;
  const sent = { version: 1 as const, item: item.id, channel, title, author, summary, ...rendered, sourceUrl: address };
  const payload = { ...sent, limits: LIMITS[channel](sent, context.policy) };
  return { ...payload, digest: digestOf(payload) };
}
