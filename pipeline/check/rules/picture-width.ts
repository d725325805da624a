import { scansOf } from '../../item/front-matter/front-matter-schema.ts';
import { factsOf, pictureFiles } from '../pictures.ts';
import type { Rule } from '../rule.ts';

const MAX_WIDTH = 1920;

/** Wider pictures only make pages slow: no channel shows more. */
export const pictureWidth: Rule = {
  id: 'img/width',
  asks: `图片宽度不超过 ${MAX_WIDTH} 像素。`,
  severity: 'info',
  article: '第五条',
  waivable: false,
  check: (subject) =>
    pictureFiles(subject).flatMap((file) => {
      const { problem, width, height, orientation } = factsOf(file);
      const wide = orientation >= 5 ? height : width;
      const scans = subject.frontMatter ? scansOf(subject.frontMatter) : [];
      if (problem !== null || wide <= MAX_WIDTH || scans.includes(file.path)) return [];
      const words = { problem: `图片宽 ${wide} 像素，打开慢。`, expected: `宽 ${MAX_WIDTH} 像素以内。`, fix: '缩小后再放入。' };
      return [{ file: file.path, words }];
    }),
  good: [
    { title: '小图', files: { 'street.jpg': 'jpeg' } },
    { title: '正好 1920 像素', files: { 'street.jpg': 'jpeg-1920' } },
    { title: '高而不宽的图', files: { 'street.jpg': 'jpeg-tall' } },
    { title: '横存竖看的照片', files: { 'street.jpg': 'jpeg-wide-turned' } },
  ],
  bad: [
    { title: '宽 4000 像素', files: { 'street.jpg': 'jpeg-wide' }, finds: { count: 1 } },
    { title: '正文里用到的宽图', body: '![执法现场](street.jpg)\n', files: { 'street.jpg': 'jpeg-wide' }, finds: { count: 1 } },
    { title: '竖存横看的照片', files: { 'street.jpg': 'jpeg-tall-turned' }, finds: { count: 1 } },
  ],
};
