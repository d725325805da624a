import type { SiteItem, SitePicture } from '#pipeline/render/site-data.ts';

/** A picture that is shown as it was approved alone, and why it has no smaller files. */
export interface PlainPicture {
  /** On the site: `/unit/date-slug/name.jpg`. */
  path: string;
  /** `later`: it will have them when the site is built again. */
  why: 'undecodable' | 'name-taken' | 'no-encoder' | 'later';
}

/** All pictures that an item names. */
export function namedPictures({ images, cover }: Pick<SiteItem, 'images' | 'cover'>): SitePicture[] {
  return cover ? [...images, cover] : images;
}

/** An item whose pictures are what the site has of them. Its text may be read only when it is asked for, so it is copied unread. */
function marked(item: SiteItem, isPlain: (name: string) => boolean): SiteItem {
  const mark = (one: SitePicture): SitePicture => (isPlain(one.name) ? { ...one, plain: true } : one);
  const copy: SiteItem = Object.create(Object.getPrototypeOf(item), Object.getOwnPropertyDescriptors(item));
  return Object.assign(copy, { images: item.images.map(mark), cover: item.cover && mark(item.cover), toJSON: undefined });
}

/**
 * Marks the pictures that are shown as they were approved alone. Items without such a picture stay the objects that they are.
 * @param files the site's paths of all pictures that there is a file of
 * @param plain those of them that have no smaller files
 */
export function withPlainPictures(
  items: readonly SiteItem[],
  files: readonly { path: string }[],
  plain: readonly PlainPicture[],
): SiteItem[] {
  const whole = new Set(files.map(({ path }) => path));
  for (const { path } of plain) whole.delete(path);
  return items.map((item) => {
    const isPlain = (name: string): boolean => !whole.has(`${item.path}${name}`);
    return namedPictures(item).some(({ name }) => isPlain(name)) ? marked(item, isPlain) : item;
  });
}
