import { readJpeg } from '../../../item/picture/jpeg.ts';
import type { WechatArticle } from './article.ts';

const WIDE = 2.35;
const SQUARE = 1;

/** At most six digits, as the interface takes them. */
function part(value: number): string {
  return String(Number(value.toFixed(6)));
}

/**
 * The largest middle part of a picture with a given shape, as WeChat takes it: `X1_Y1_X2_Y2`, the picture being 1 wide and 1 high.
 * @param shape width through height
 */
export function middle(width: number, height: number, shape: number): string {
  const across = Math.min(1, (shape * height) / width);
  const down = Math.min(1, width / height / shape);
  const [x, y] = [(1 - across) / 2, (1 - down) / 2];
  return [x, y, 1 - x, 1 - y].map(part).join('_');
}

/**
 * How a cover is cut for the list (2.35:1) and for sharing (1:1): in the middle. Nothing for a picture whose size can't be read, or that is
 * turned by its EXIF: nobody says whether WeChat counts before or after turning.
 */
export function coverCrops(bytes: Uint8Array): Pick<WechatArticle, 'pic_crop_235_1' | 'pic_crop_1_1'> {
  const { problem, width, height, orientation } = readJpeg(bytes);
  if (problem !== null || width === 0 || height === 0 || (orientation ?? 1) !== 1) return {};
  return { pic_crop_235_1: middle(width, height, WIDE), pic_crop_1_1: middle(width, height, SQUARE) };
}
