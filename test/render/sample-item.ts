import { stringify } from 'yaml';
import type { FrontMatter } from '#pipeline/item/front-matter/front-matter-schema.ts';
import { blobId } from '#pipeline/item/git-ids.ts';
import { type Item, readItem } from '#pipeline/item/item.ts';
import { organisationSchema } from '#pipeline/organisation/organisation.ts';
import { policySchema } from '#pipeline/organisation/policy.ts';
import { articleOf } from '#pipeline/render/article.ts';
import type { RenderContext } from '#pipeline/render/render-item.ts';
import { websiteHtml } from '#pipeline/render/website.ts';
import { wechatText } from '#pipeline/render/wechat/wechat.ts';
import { smallJpeg } from '../jpeg-fixture.ts';

export const ITEM = 'wucheng/2026-11-23-street';
export const PAGE = `https://xzzfj.example.gov.cn/${ITEM}/`;

/** Settings of an invented bureau. */
export const CONTEXT: RenderContext = {
  organisation: organisationSchema.parse({
    people: { lisi: { name: '李四' }, zhouyi: { name: '周一' } },
    units: { wucheng: { name: '婺城分局', kind: 'county', route: 'A' } },
    posts: [],
  }),
  policy: policySchema.parse({ site: { url: 'https://xzzfj.example.gov.cn' } }),
};

const FRONT_MATTER = {
  title: '婺城分局开展冬季沿街店铺专项整治',
  submitter: 'lisi',
  submitted_at: '2026-11-24 09:30',
  event_date: '2026-11-23',
  category: '工作动态',
  channels: ['website', 'wechat', 'weibo'],
  secrecy_review: { by: 'zhouyi', date: '2026-11-23', conclusion: '可公开' },
};

/** An item read from its files as the program reads it; each name of `pictures` is a JPEG of 8 × 8 pixels. */
export function itemOf(body: string, more: Partial<FrontMatter> = {}, pictures: Record<string, Uint8Array> = {}): Item {
  const index = `---\n${stringify({ ...FRONT_MATTER, ...more })}---\n${body}`;
  const bytes = Object.entries({ 'index.md': Buffer.from(index), ...pictures });
  const files = bytes.map(([path, content]) => ({ path, mode: '100644', id: blobId(content), bytes: content }));
  const { item, problems } = readItem({ path: `content/items/${ITEM}`, files });
  if (!item) throw new Error(problems.map(({ message }) => message).join('\n'));
  return item;
}

export const website = (body: string, ...rest: [more?: Partial<FrontMatter>, pictures?: Record<string, Uint8Array>]): string =>
  websiteHtml(articleOf(itemOf(body, ...rest)), PAGE);

export const wechat = (body: string, ...rest: [more?: Partial<FrontMatter>, pictures?: Record<string, Uint8Array>]) =>
  wechatText(articleOf(itemOf(body, ...rest)), PAGE);

export const PICTURE = { 'street.jpg': smallJpeg() };
