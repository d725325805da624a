import { readJpeg } from '../../item/jpeg.ts';
import type { Rule } from '../rule.ts';

const FIX = '运行 npx --no-install sanshen check --fix，画面不变；不会用的请回复邮件，由办公室代清。';

/** Pictures don't tell where they were taken (个人信息保护法 Art. 28, 行踪轨迹) and carry nothing behind their end. */
export const exifGps: Rule = {
  id: 'img/exif-gps',
  asks: '图片不带拍摄地点等个人和敏感信息。',
  severity: 'error',
  article: '第五条',
  waivable: false,
  check: ({ files }) =>
    files.flatMap(({ path, bytes }) => {
      const { problem, gps, trailing } = readJpeg(bytes);
      if (problem === 'magic') return [];
      const expected = '图片不带位置等个人和敏感信息。';
      const place = { code: 'E_EXIF_GPS', file: path, words: { problem: '照片里带有拍摄地点的经纬度。', expected, fix: FIX } };
      const more = {
        code: 'E_IMAGE_TRAILING',
        file: path,
        words: { problem: '照片后面还带着别的内容（如动态照片的视频）。', expected, fix: FIX },
      };
      return [...(gps ? [place] : []), ...(trailing > 0 ? [more] : [])];
    }),
  good: [{ title: '没有拍摄信息的照片', files: { 'street.jpg': 'jpeg' } }],
  bad: [
    { title: '带经纬度', files: { 'street.jpg': 'jpeg-gps' }, finds: { code: 'E_EXIF_GPS', count: 1 } },
    { title: '动态照片', files: { 'street.jpg': 'jpeg-motion' }, finds: { code: 'E_IMAGE_TRAILING', count: 1 } },
  ],
};
