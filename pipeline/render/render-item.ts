import { digestOf } from '../canonical-json.ts';
import type { Channel, FrontMatter } from '../item/front-matter-schema.ts';
import type { Item } from '../item/item.ts';
import type { Organisation } from '../organisation/organisation.ts';
import type { Policy } from '../organisation/policy.ts';
import { type Article, articleOf } from './article.ts';
import { pageAddress } from './links.ts';
import type { Payload } from './payload.ts';
import { type ItemPictures, MACHINE_MADE, pictureAt, picturesOf } from './pictures.ts';
import { excerpt, oneLine } from './reading.ts';
import { websiteHtml } from './website.ts';
import { type Lead, wechatText } from './wechat.ts';
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
  unit: string;
  summary: string;
}

/** Why an item was taken back, in the words that readers see; the words typed in may name what had to go. */
const WITHDRAWAL_REASONS: Record<NonNullable<FrontMatter['withdraw']>['kind'], string> = {
  error: '内容有误',
  outdated: '内容已过时',
  privacy: '涉及个人信息',
  secrecy: '按有关规定撤回',
  other: '按有关规定撤回',
};

/** The public reason of a withdrawal; of a penalty notice, what became of its decision (行政处罚法 Art. 48). */
export function withdrawalReason({ kind, decision }: NonNullable<FrontMatter['withdraw']>): string {
  return decision === undefined ? WITHDRAWAL_REASONS[kind] : `行政处罚决定已被依法${decision}`;
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
function isMachineMadeCover(item: Item, { cover, body }: ItemPictures): boolean {
  return cover !== null && !body.includes(cover) && pictureAt(item, cover.path)?.kind === 'ai';
}

/** What the website's page shows around the text, and a WeChat article has no place for. */
function leadsOf(item: Item, pictures: ItemPictures): Lead[] {
  const { correction, source } = item.frontMatter;
  const leads: Lead[] = [
    ...(correction ? [{ text: `更正：${correction.note}` }] : []),
    ...(isMachineMadeCover(item, pictures) ? [{ text: `封面图片：${MACHINE_MADE}` }] : []),
  ];
  if (!source) return leads;
  const text = ['来源：', source.name, source.published_at ? `　${source.published_at}` : ''].join('');
  return [...leads, source.url === undefined ? { text } : { text, link: { text: '原文', url: source.url } }];
}

const AUTHOR_MAX = 16;

/** WeChat takes 16 characters: the person and the unit, else the unit, else the person. */
function wechatAuthor({ author, unit, item }: Material, organisation: Organisation): { author: string; changes: string[] } {
  const person = organisation.people[item.frontMatter.submitter]?.name ?? item.frontMatter.submitter;
  const fits = [author, unit, person].find((name) => [...name].length <= AUTHOR_MAX) ?? author;
  return { author: fits, changes: fits === author ? [] : [`作者超过 ${AUTHOR_MAX} 字，只写“${fits}”`] };
}

function wechat(material: Material, { organisation }: RenderContext): Rendered {
  const { item, article, pictures, address } = material;
  const { html, notes, changes } = wechatText(article, address, leadsOf(item, pictures));
  const { author, changes: authorChanges } = wechatAuthor(material, organisation);
  const links = notes.filter(({ url }) => url !== '').map(({ n, text, url }) => ({ n, text: text || url, url }));
  const cover = pictures.cover?.path ?? null;
  return { author, content: html, links, images: pictures.all, cover, changes: [...changes, ...authorChanges, ...sharedChanges(article)] };
}

/** The cover first, then the others as they stand in the text. */
function weiboPictures({ all, cover }: ItemPictures, most: number): ItemPictures['all'] {
  return cover === null ? [] : [cover, ...all.filter((picture) => picture !== cover)].slice(0, most);
}

function weibo({ item, pictures, address }: Material, { policy }: RenderContext): Rendered {
  const { title, summary, correction } = item.frontMatter;
  const words = oneLine(summary ?? title);
  const images = weiboPictures(pictures, WEIBO_PICTURES[policy.channels.weibo.mode]);
  const made = images.some(({ path }) => pictureAt(item, path)?.kind === 'ai') ? `（图片：${MACHINE_MADE}）` : '';
  const text = `${correction ? '【更正】' : ''}${words}${made}`;
  const changes = [
    summary === undefined ? '没有摘要，只发标题和网页地址' : '只发摘要和网页地址，不发全文',
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
  const content = { website: `<p>${sentence}</p>`, wechat: `<p>${sentence}</p>`, weibo: weiboText(sentence, address) }[channel];
  return { summary: sentence, content, links: [], images: [], cover: null, changes: ['已撤回：正文和图片都不再显示'] };
}

/**
 * Exactly what would be sent to a channel, whether the item asks for the channel or not. The same item and settings give the same digest.
 * Limits are told, not enforced: rules and senders refuse what is over.
 */
export function renderItem(item: Item, channel: Channel, context: RenderContext): Payload {
  const { frontMatter } = item;
  const { people, units } = context.organisation;
  const unit = units[item.unit]?.name ?? item.unit;
  const author = `${unit} ${people[frontMatter.submitter]?.name ?? frontMatter.submitter}`;
  const summary = oneLine(frontMatter.summary ?? excerpt(item.tree));
  const address = context.address ?? pageAddress(item.id, context.policy);
  const rendered = frontMatter.withdraw
    ? withdrawn(frontMatter.withdraw, channel, address)
    : CHANNELS[channel]({ item, article: articleOf(item), pictures: picturesOf(item), address, author, unit, summary }, context);
  const title = frontMatter.title;
  const sent = { version: 1 as const, item: item.id, channel, title, author, summary, ...rendered, sourceUrl: address };
  const payload = { ...sent, limits: LIMITS[channel](sent, context.policy) };
  return { ...payload, digest: digestOf(payload) };
}
