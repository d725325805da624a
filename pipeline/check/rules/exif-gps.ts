import type { JpegFacts } from '../../item/picture/jpeg.ts';
import { factsOf, pictureFiles } from '../pictures.ts';
import type { Rule } from '../rule.ts';

const FIX = '运行 npx --no-install sanshen check --fix，画面不变；不会用的请回复邮件，由办公室代清。';

/** What a picture must not carry, in the order that it is told. */
const PRIVATE: [fact: 'gps' | 'place' | 'owner' | 'serial' | 'thumbnail', words: string][] = [
  ['gps', '拍摄地点的经纬度'],
  ['place', '拍摄地点的名称'],
  ['owner', '作者或机主的姓名'],
  ['serial', '相机、镜头的编号或厂商备注'],
  ['thumbnail', '另一张小图（可能是裁剪、遮挡以前的画面）'],
];

/** What a picture tells of people and places, in words; empty where it tells nothing of them. */
export function privateParts(facts: JpegFacts): string[] {
  return PRIVATE.filter(([fact]) => facts[fact]).map(([, words]) => words);
}

/**
 * Pictures don't tell where (个人信息保护法 Art. 28, 行踪轨迹), by whom or with which device they were taken, or what was cut away. They carry
 * nothing behind their end, and nothing that isn't known within.
 */
export const exifGps: Rule = {
  id: 'img/exif-gps',
  asks: '图片不带拍摄地点等个人和敏感信息。',
  severity: 'error',
  article: '第五条',
  waivable: false,
  check: (subject) =>
    pictureFiles(subject).flatMap((file) => {
      const facts = factsOf(file);
      if (facts.problem === 'magic') return [];
      const expected = '图片不带位置等个人和敏感信息。';
      const parts = privateParts(facts);
      const told = { code: 'E_EXIF_GPS', file: file.path, words: { problem: `照片里带有${parts.join('、')}。`, expected, fix: FIX } };
      const more = {
        code: 'E_IMAGE_TRAILING',
        file: file.path,
        words: { problem: '照片后面还带着别的内容（如动态照片的视频）。', expected, fix: FIX },
      };
      const within = {
        code: 'E_IMAGE_SEGMENT',
        file: file.path,
        words: { problem: '照片里夹带着画面以外的内容（批注、厂商数据、写了字的颜色配置等）。', expected, fix: FIX },
      };
      return [...(parts.length > 0 ? [told] : []), ...(facts.trailing > 0 ? [more] : []), ...(facts.foreign ? [within] : [])];
    }),
  good: [
    { title: '没有拍摄信息的照片', files: { 'street.jpg': 'jpeg' } },
    { title: '相机没有定位，只写了版本号', files: { 'street.jpg': 'jpeg-no-fix' } },
    { title: '机主姓名一栏是空的', files: { 'street.jpg': 'jpeg-blank-owner' } },
    { title: '只有照片的方向', files: { 'street.jpg': 'jpeg-turned' } },
    { title: '只有拍摄时间，另作提示', files: { 'street.jpg': 'jpeg-old' } },
  ],
  bad: [
    { title: '带经纬度', files: { 'street.jpg': 'jpeg-gps' }, finds: { code: 'E_EXIF_GPS', count: 1 } },
    { title: '带机主姓名', files: { 'street.jpg': 'jpeg-owner' }, finds: { code: 'E_EXIF_GPS', count: 1 } },
    { title: '带相机编号', files: { 'street.jpg': 'jpeg-serial' }, finds: { code: 'E_EXIF_GPS', count: 1 } },
    { title: '带裁剪前的小图', files: { 'street.jpg': 'jpeg-thumbnail' }, finds: { code: 'E_EXIF_GPS', count: 1 } },
    { title: '修图软件写进了人名和地名', files: { 'street.jpg': 'jpeg-named' }, finds: { code: 'E_EXIF_GPS', count: 1 } },
    { title: '带文字批注', files: { 'street.jpg': 'jpeg-comment' }, finds: { code: 'E_IMAGE_SEGMENT', count: 1 } },
    { title: '动态照片', files: { 'street.jpg': 'jpeg-motion' }, finds: { code: 'E_IMAGE_TRAILING', count: 1 } },
  ],
};
