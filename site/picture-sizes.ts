import type { SitePicture } from '#pipeline/render/site-data.ts';

/** Widths in pixels that pictures are made smaller to: a card or a phone, a text, a text on a fine screen. */
const WIDTHS = [480, 960, 1600];

export type PictureFormat = 'webp' | 'jpeg';

const ENDINGS: Record<PictureFormat, string> = { webp: 'webp', jpeg: 'jpg' };

/** A smaller file of a picture, beside it. */
export interface SmallerFile {
  /** `street-960.webp` beside `street.jpg`. */
  name: string;
  width: number;
  format: PictureFormat;
}

/** What tells which smaller files a picture has. */
export type Sized = Pick<SitePicture, 'name' | 'width' | 'plain'>;

/**
 * The smaller files that a picture has, as its own width says: nothing wider than itself. In JPEG the approved picture is the largest. In
 * WebP it comes in its own width too, where that isn't more than any page shows.
 */
export function smallerFiles({ name, width, plain = false }: Sized): SmallerFile[] {
  if (plain || width === 0) return [];
  const stem = name.slice(0, name.lastIndexOf('.'));
  const below = WIDTHS.filter((one) => one < width);
  const inWebp = below.length < WIDTHS.length ? [...below, width] : below;
  const file = (format: PictureFormat) => (one: number) => ({ name: `${stem}-${one}.${ENDINGS[format]}`, width: one, format });
  return [...inWebp.map(file('webp')), ...below.map(file('jpeg'))];
}
