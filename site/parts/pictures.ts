import type { SitePicture } from '#pipeline/render/site-data.ts';
import { type Html, html, raw } from '../html.ts';
import { type PictureFormat, smallerFiles } from '../picture-sizes.ts';
import type { SiteFrame } from '../site-frame.ts';

/** How wide pictures stand on the page (`site.css`), in the words of `sizes`: browsers choose by it before any style has come. */
const STANDS = {
  text: '(min-width: 768px) 720px, calc(100vw - 32px)',
  lead: '(min-width: 1248px) 644px, (min-width: 901px) 54vw, calc(100vw - 32px)',
  thumb: '160px',
  card: '(min-width: 1248px) 270px, (min-width: 901px) 23vw, calc(50vw - 28px)',
} as const;

type Stands = keyof typeof STANDS;

/** An `<img>` with the picture's smaller files around it: WebP for browsers that know it, JPEG for all; the browser takes what it needs. */
function withSmaller(img: Html, picture: SitePicture, { folder, stands }: { folder: string; stands: Stands }): Html {
  const files = smallerFiles(picture);
  if (files.length === 0) return img;
  const set = (format: PictureFormat): string[] =>
    files.filter((file) => file.format === format).map(({ name, width }) => `${folder}${encodeURIComponent(name)} ${width}w`);
  const jpegs = [...set('jpeg'), `${folder}${encodeURIComponent(picture.name)} ${picture.width}w`];
  const source = (type: string, files: string[]): Html =>
    html`<source type="image/${type}" srcset="${files.join(', ')}" sizes="${STANDS[stands]}">`;
  return html`<picture>${source('webp', set('webp'))}${jpegs.length > 1 && source('jpeg', jpegs)}${img}</picture>`;
}

/**
 * A picture of an item with its size, so that nothing moves when it comes.
 * @param options.early it stands where readers look first: it is asked for before the others, and not only once it is scrolled to
 */
export function picture(
  site: SiteFrame,
  item: { path: string },
  shown: SitePicture,
  { stands, early = false }: { stands: Stands; early?: boolean },
): Html {
  const { name, alt, width, height } = shown;
  const folder = `${site.base}${item.path}`;
  const when = early ? html` fetchpriority="high"` : html` loading="lazy"`;
  const img = html`<img src="${folder}${encodeURIComponent(name)}" alt="${alt}" width="${width}" height="${height}" decoding="async"${when}>`;
  return withSmaller(img, shown, { folder, stands });
}

const IN_TEXT = /<img src="([\w.-]{1,255})"(?: [a-z]{1,20}="[^"]*")*>/g;

/** An item's text, with the smaller files around its pictures; the rest of it stays to the letter. */
export function textWithPictures(text: string, images: readonly SitePicture[]): Html {
  const byName = new Map(images.map((image) => [image.name, image]));
  const around = (img: string, name: string): string => {
    const image = byName.get(name);
    return image ? withSmaller(raw(img), image, { folder: '', stands: 'text' }).text : img;
  };
  return raw(images.length === 0 ? text : text.replace(IN_TEXT, around));
}
