import type { Words } from '../../item/content-problem.ts';
import { readJpeg } from '../../item/jpeg.ts';
import type { Rule } from '../rule.ts';

const MAX_PIXELS = 40_000_000;

function problemOf(bytes: Uint8Array): { code: string; words: Words } | null {
  const { problem, looksLike, width, height } = readJpeg(bytes);
  const expected = '完整的 JPG 图片。';
  if (problem === 'magic') {
    const what = looksLike === null ? '这个文件不是 JPG 图片。' : `这个文件其实是${looksLike}，不是 JPG。`;
    return { code: 'E_IMAGE_MAGIC', words: { problem: what, expected, fix: '用看图软件打开，另存为 JPG；只改文件名不行。' } };
  }
  if (problem === 'truncated')
    return { code: 'E_IMAGE_TRUNCATED', words: { problem: '图片不完整，后面缺了一截。', expected, fix: '重新拷贝或导出。' } };
  if (problem === 'malformed')
    return { code: 'E_IMAGE_MAGIC', words: { problem: '文件里没有能显示的图片。', expected, fix: '重新导出为 JPG。' } };
  if (width * height <= MAX_PIXELS) return null;
  return {
    code: 'E_IMAGE_PIXELS',
    words: { problem: `图片太大（${width}×${height}）。`, expected: '不超过 4000 万像素。', fix: '缩小到宽 1920 像素以内。' },
  };
}

/** Pictures are JPEGs, by their bytes and not by their names (Art. 5). */
export const jpeg: Rule = {
  id: 'img/jpeg',
  asks: '图片是完好的 JPG。',
  severity: 'error',
  article: '第五条',
  waivable: false,
  check: ({ files }) =>
    files
      .filter(({ path, mode }) => /\.jpe?g$/i.test(path) && mode !== '120000' && mode !== '160000')
      .flatMap(({ path, bytes }) => {
        const found = problemOf(bytes);
        return found ? [{ ...found, file: path }] : [];
      }),
  good: [{ title: '真正的 JPG', files: { 'street.jpg': 'jpeg' } }],
  bad: [
    { title: 'PNG 改名成 JPG', files: { 'street.jpg': 'png' }, finds: { code: 'E_IMAGE_MAGIC' } },
    { title: '文字改名成 JPG', files: { 'street.jpg': 'text' }, finds: { code: 'E_IMAGE_MAGIC' } },
    { title: '缺了一截', files: { 'street.jpg': 'jpeg-truncated' }, finds: { code: 'E_IMAGE_TRUNCATED' } },
    { title: '像素太多', files: { 'street.jpg': 'jpeg-huge' }, finds: { code: 'E_IMAGE_PIXELS' } },
  ],
};
