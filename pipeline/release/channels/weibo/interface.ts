import type { JsonObject } from '../call.ts';

/** How one of Weibo's two interfaces is spoken to. */
export interface WeiboInterface {
  /** Where it is, unless `WEIBO_API_BASE` says otherwise. */
  base: string;
  /** Where authorisations are asked about; another host than `base`, unless `WEIBO_API_BASE` is set. */
  authorisation: string;
  /** The account's own posts, newest first, and how many of them one look shows at most. */
  timeline: string;
  window: number;
  /** One post by its number: the path, and what the number is called there. */
  show: { path: string; id: string };
  destroy: string;
  /** Pictures that a post may have. */
  pictures: number;
}

/**
 * - `open`: statuses/share, for every audited app (open.weibo.com 2/statuses/share).
 * - `biz`: the commercial interface (open.weibo.com C/2/statuses/…): text by update/biz, with pictures upload_pic/biz and
 *   upload_url_text/biz; read by user_timeline/biz (100 a page) and show_batch/biz.
 */
export const INTERFACES: Record<'open' | 'biz', WeiboInterface> = {
  open: {
    base: 'https://api.weibo.com',
    authorisation: 'https://api.weibo.com',
    timeline: '/2/statuses/user_timeline.json',
    window: 5,
    show: { path: '/2/statuses/show.json', id: 'id' },
    destroy: '/2/statuses/destroy.json',
    pictures: 1,
  },
  biz: {
    base: 'https://c.api.weibo.com',
    authorisation: 'https://api.weibo.com',
    timeline: '/2/statuses/user_timeline/biz.json',
    window: 100,
    show: { path: '/2/statuses/show_batch/biz.json', id: 'ids' },
    destroy: '/2/statuses/destroy/biz.json',
    pictures: 9,
  },
};

/** The name under which a post's `annotations` hold the release's key. */
const NAME = 'sanshen';

/** A post's own metadata (biz only, at most 512 characters): the release's key, by which it is found again whatever became of its text. */
export function annotationsOf(key: string): string {
  return JSON.stringify([{ [NAME]: key }]);
}

/** The release's key that a post carries; `null` if it shows none, as the open interface's never do. */
export function keyOf({ annotations }: JsonObject): string | null {
  for (const one of Array.isArray(annotations) ? (annotations as unknown[]) : []) {
    const key = one !== null && typeof one === 'object' ? (one as JsonObject)[NAME] : undefined;
    if (typeof key === 'string' && key !== '') return key;
  }
  return null;
}
