import { z } from 'zod';
import type { BeijingDate, Instant } from '../../beijing-time.ts';
import { digestOf, sha256 } from '../../canonical-json.ts';
import type { RecentText } from '../../forge/evidence/recent-texts.ts';
import { readFrontMatter } from '../../item/front-matter/front-matter.ts';
import { CHANNELS, type Channel, type FrontMatter, scansOf } from '../../item/front-matter/front-matter-schema.ts';
import type { ItemFolder } from '../../item/item.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import type { Policy } from '../../organisation/policy.ts';
import type { Terms } from '../../organisation/terms.ts';
import { Problem } from '../../problem.ts';
import { authorOf, wechatAuthor, weiboWords } from '../../render/around-text.ts';
import { pageAddress } from '../../render/links.ts';
import type { Payload } from '../../render/payload.ts';
import { oneLine } from '../../render/reading.ts';
import { weiboText } from '../../render/weibo.ts';
import type { Publisher } from '../../verify/publisher.ts';
import { decodeEntities } from '../channels/text-compare.ts';
import type { HandCorrection } from '../release-round.ts';

/** What texts are rendered and checked under: one object for all texts of a run. */
export interface RenderSettings {
  organisation: Organisation;
  policy: Policy;
  /** With a private list added, where the run has one. */
  terms: Terms;
  now: Instant;
  /** Other items of lately; `open`: never out. Empty where no rule is asked. */
  others: readonly (RecentText & { open: boolean })[];
}

/** One approved text, and what is wanted of it. */
export interface RenderRequest {
  folder: ItemFolder;
  /** What the rules have to know, where they are asked; `null`: they aren't. */
  check: { released: boolean; dateOut?: BeijingDate | null } | null;
  payloads: readonly WantedPayload[];
}

export interface WantedPayload {
  channel: Channel;
  /** Where the page is registered on a platform of others, if it is. */
  address: string | undefined;
  /** The text of the post that is out and becomes this one by hand; `edited`: it has been changed by hand once already. */
  older: { folder: ItemFolder; edited: boolean } | null;
}

/** What became of one approved text. */
export interface Rendered {
  /** Errors and warnings that nobody has waived, as `rule：sentence`; the seven days are left to the moment of the call. */
  errors: string[];
  /** As asked for, in the same order; none where the text can't be read as an item. */
  payloads: { payload: Payload; correction: HandCorrection | null }[];
  /** Why it can't be read. */
  unreadable: { code: string; message: string } | null;
}

/** Makes payloads of approved texts. Production has one, in a process without secrets; tests another, in their own process. */
export interface Renderer {
  /** Whether what renders can read nothing but the program, by Node's permission model. */
  fenced: boolean;
  /** @throws Problem `render-failed` where a text exhausts what one text may take; the next one is rendered all the same */
  render(settings: RenderSettings, request: RenderRequest): Promise<unknown>;
  close(): Promise<void>;
}

/** A publisher that makes what is sent, too. */
export interface RenderingPublisher extends Publisher {
  renderer: Renderer;
}

const text = z.string().max(1_000_000);
const line = z.string().max(2000);
const payloadSchema = z.strictObject({
  version: z.literal(1),
  item: line,
  channel: z.enum(CHANNELS),
  ...{ title: line, author: line, summary: text, content: text, sourceUrl: line },
  links: z.array(z.strictObject({ n: z.int(), text, url: text })),
  images: z.array(z.strictObject({ path: line, sha256: line, bytes: z.int(), blob: line, alt: text.optional() })),
  cover: line.nullable(),
  limits: z.array(z.strictObject({ name: line, used: z.number(), max: z.number() })),
  changes: z.array(text),
  digest: line,
});
const renderedSchema = z.strictObject({
  errors: z.array(text),
  payloads: z.array(
    z.strictObject({
      payload: payloadSchema,
      correction: z.strictObject({ unchanged: z.boolean(), steps: z.array(line).max(50) }).nullable(),
    }),
  ),
  unreadable: z.strictObject({ code: line, message: text }).nullable(),
});

/** White space, and the signs that Markdown is written with. */
const MARKS = /[\s*_~`[\]()<>\\!^]/gu;
const IMAGE = /<img src="sanshen-image:([^"]*)" alt="([^"]*)" style="[^"]*">/g;

/** An element that loads something from an address, as it begins; or one whose style does. */
const LOADING = /<\s*(?:im|svg|video|audio|iframe|object|embed|source|input|link|style|script)|<[^<>]*\burl\s*\(/gi;

const described = (words: string): string => decodeEntities(words).replace(MARKS, '');
/** Words between marks, as they stand; once more without addresses of links and numbers of notes, which no description shows. */
const saidIn = (text: string): string => `${described(text)}\n${described(text.replace(/\]\([^()\s]*\)|\[\^[^[\]\s]*\]/g, ''))}`;

/** What of a payload's pictures isn't of the approved tree, in Chinese. */
function pictureFault(
  { channel, content, images, cover }: Payload,
  { files }: ItemFolder,
  said: string,
  scans: readonly string[],
): string | null {
  const isSaid = (alt: string): boolean => said.includes(described(alt));
  for (const { path, blob, sha256: digest, bytes, alt = '' } of images) {
    const file = files.find((one) => one.path === path);
    const same = file?.id === blob && file.bytes.length === bytes && sha256(file.bytes) === digest;
    if (!same || scans.includes(path) || path === 'index.md') return `图片“${path.slice(0, 40)}”`;
    if (!isSaid(alt)) return `图片说明“${alt.slice(0, 20)}”`;
  }
  const paths = images.map(({ path }) => path);
  if (cover !== null && !paths.includes(cover)) return '封面图片';
  if (channel !== 'wechat') return null;
  const shown = [...content.matchAll(IMAGE)];
  if (shown.length !== (content.match(LOADING) ?? []).length) return '图片的写法';
  const strange = shown.find(([, path = '', alt = '']) => !paths.includes(path) || !isSaid(alt));
  return strange ? `图片“${(strange[1] ?? '').slice(0, 40)}”` : null;
}

/** What follows from the front matter and the settings alone: a post on Weibo is nothing else. */
function wordsFault(payload: Payload, frontMatter: FrontMatter, organisation: Organisation): string | null {
  const { item, channel, author, summary, content, images, sourceUrl } = payload;
  if (frontMatter.withdraw) return null;
  if (author !== (channel === 'wechat' ? wechatAuthor : authorOf)(item, frontMatter, organisation)) return '作者';
  if (frontMatter.summary !== undefined && summary !== oneLine(frontMatter.summary)) return '摘要';
  if (channel !== 'weibo') return null;
  const shown = images.map(({ path }) => path);
  return content === weiboText(weiboWords(frontMatter, shown), sourceUrl) ? null : '微博文字';
}

/**
 * What of a payload isn't that of the approved text, in Chinese; `null` if nothing is. It compares with the tree what binds a text to its
 * place: item, title, author, a written summary, the page's address, a post on Weibo, and each picture with its alt text.
 */
export function payloadFault(
  payload: Payload,
  folder: ItemFolder,
  { channel, address }: WantedPayload,
  { organisation, policy }: Pick<RenderSettings, 'organisation' | 'policy'>,
): string | null {
  const index = folder.files.find(({ path }) => path === 'index.md');
  const { frontMatter, body } = readFrontMatter(index?.bytes ?? new Uint8Array());
  if (frontMatter === null) return '文首';
  const { digest, ...rest } = payload;
  const item = folder.path.split('/').slice(-2).join('/');
  if (payload.item !== item || payload.channel !== channel || digestOf(rest) !== digest) return '所属的信息或渠道';
  if (payload.title !== frontMatter.title) return '标题';
  if (payload.sourceUrl !== (address ?? pageAddress(item, policy))) return '网页地址';
  const words = wordsFault(payload, frontMatter, organisation);
  return words ?? pictureFault(payload, folder, saidIn(`${frontMatter.title}\n${body}`), scansOf(frontMatter));
}

const differs = (item: string, where: string): Problem =>
  new Problem('render-differs', `排版出来的内容与审定的那一稿不同（${where}），没有采用；应完全一致；请管理员查明。`, { place: item });

/**
 * Renders an approved text and believes of the answer only what fits the approved tree.
 * @throws Problem `render-failed`, `render-differs`
 */
export async function renderApproved(renderer: Renderer, settings: RenderSettings, request: RenderRequest): Promise<Rendered> {
  const { folder, payloads } = request;
  const parsed = renderedSchema.safeParse(await renderer.render(settings, request));
  if (!parsed.success) throw differs(folder.path, '格式');
  const rendered = parsed.data as Rendered;
  if (rendered.unreadable !== null) return { ...rendered, payloads: [] };
  if (rendered.payloads.length !== payloads.length) throw differs(folder.path, '渠道');
  for (const [index, wanted] of payloads.entries()) {
    const fault = payloadFault((rendered.payloads[index] as Rendered['payloads'][number]).payload, folder, wanted, settings);
    if (fault !== null) throw differs(folder.path, fault);
  }
  return rendered;
}
