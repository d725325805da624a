import type { Words } from '../../item/content-problem.ts';
import type { ItemFile } from '../../item/item.ts';
import type { PictureFault } from '../../item/picture/decode-pictures.ts';
import { factsOf, pictureFiles } from '../pictures.ts';
import type { CheckContext, Rule, Subject } from '../rule.ts';

const MAX_PIXELS = 40_000_000;

const WHOLE = '完整的 JPG 图片。';
const AGAIN = '从原图重新拷贝或导出。';

const PLAIN = '用看图软件打开，缩小到宽 1920 像素以内，另存为普通的 JPG。';

const limit = (problem: string, expected: string) => ({ code: 'E_IMAGE_LIMIT', words: { problem, expected, fix: PLAIN } });

/** What is wrong with a picture that is a JPEG by its markers, but which nobody would see whole. */
const FAULTS: Record<PictureFault, { code: string; words: Words }> = {
  short: {
    code: 'E_IMAGE_TRUNCATED',
    words: { problem: '图片的数据不够，下面一截显示不出来。', expected: WHOLE, fix: AGAIN },
  },
  damaged: {
    code: 'E_IMAGE_DAMAGED',
    words: { problem: '图片的数据坏了，显示出来是花的或打不开。', expected: WHOLE, fix: AGAIN },
  },
  kind: {
    code: 'E_IMAGE_KIND',
    words: { problem: '这种 JPG 浏览器和手机打不开。', expected: '常见的 JPG。', fix: '用看图软件打开，另存为普通的 JPG。' },
  },
  pixels: { code: 'E_IMAGE_PIXELS', words: { problem: '图片太大。', expected: '不超过 4000 万像素。', fix: PLAIN } },
  scans: limit('图片分的层太多，打开要很久。', '常见的 JPG，不超过 100 层。'),
  memory: limit('打开这张图片用的内存超过了 512 MB。', '几十兆就够。'),
  time: limit('打开这张图片超过了 5 秒。', '不到一秒就能打开。'),
};

function problemOf(file: ItemFile, { problems }: Subject, { pictures }: CheckContext): { code: string; words: Words } | null {
  const { problem, looksLike, width, height } = factsOf(file);
  if (problem === 'magic') {
    const what = looksLike === null ? '这个文件不是 JPG 图片。' : `这个文件其实是${looksLike}，不是 JPG。`;
    return { code: 'E_IMAGE_MAGIC', words: { problem: what, expected: WHOLE, fix: '用看图软件打开，另存为 JPG；只改文件名不行。' } };
  }
  if (problem === 'truncated')
    return { code: 'E_IMAGE_TRUNCATED', words: { problem: '图片不完整，后面缺了一截。', expected: WHOLE, fix: AGAIN } };
  if (problem === 'malformed')
    return { code: 'E_IMAGE_MAGIC', words: { problem: '文件里没有能显示的图片。', expected: WHOLE, fix: '重新导出为 JPG。' } };
  if (width * height > MAX_PIXELS) {
    const words = { problem: `图片太大（${width}×${height}）。`, expected: '不超过 4000 万像素。', fix: '缩小到宽 1920 像素以内。' };
    return { code: 'E_IMAGE_PIXELS', words };
  }
  // A file that is too large is a fault of its own, and is never decoded.
  if (pictures === undefined || problems.some(({ file: at }) => at === file.path)) return null;
  const fault = pictures.get(file.path);
  return fault === null ? null : FAULTS[fault ?? 'damaged'];
}

/** Pictures are JPEGs, by their bytes and not by their names, and every reader sees the whole of them (Art. 5). */
export const jpeg: Rule = {
  id: 'img/jpeg',
  asks: '图片是完好的 JPG。',
  severity: 'error',
  article: '第五条',
  waivable: false,
  check: (subject, context) =>
    pictureFiles(subject).flatMap((file) => {
      const found = problemOf(file, subject, context);
      return found ? [{ ...found, file: file.path }] : [];
    }),
  good: [
    { title: '真正的 JPG', files: { 'street.jpg': 'jpeg' } },
    { title: '逐层显示的 JPG', files: { 'street.jpg': 'jpeg-progressive' } },
    { title: '分段编码的 JPG', files: { 'street.jpg': 'jpeg-restarts' } },
    { title: '相机在末尾补了几个字节', files: { 'street.jpg': 'jpeg-padded' } },
  ],
  bad: [
    { title: 'PNG 改名成 JPG', files: { 'street.jpg': 'png' }, finds: { code: 'E_IMAGE_MAGIC' } },
    { title: '文字改名成 JPG', files: { 'street.jpg': 'text' }, finds: { code: 'E_IMAGE_MAGIC' } },
    { title: '缺了一截', files: { 'street.jpg': 'jpeg-truncated' }, finds: { code: 'E_IMAGE_TRUNCATED' } },
    { title: '缺了下半截，又补了结尾', files: { 'street.jpg': 'jpeg-cut' }, finds: { code: 'E_IMAGE_TRUNCATED' } },
    { title: '中间的数据坏了', files: { 'street.jpg': 'jpeg-damaged' }, finds: { code: 'E_IMAGE_DAMAGED' } },
    { title: '浏览器不认的编码', files: { 'street.jpg': 'jpeg-arithmetic' }, finds: { code: 'E_IMAGE_KIND' } },
    { title: '像素太多', files: { 'street.jpg': 'jpeg-huge' }, finds: { code: 'E_IMAGE_PIXELS' } },
  ],
};
