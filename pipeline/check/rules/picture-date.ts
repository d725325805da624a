import { daysBetween, isDate } from '../../beijing-time.ts';
import { scansOf } from '../../item/front-matter/front-matter-schema.ts';
import { factsOf, pictureFiles } from '../pictures.ts';
import type { Rule } from '../rule.ts';

const DAYS = 7;

/** A picture taken long before or after the event may show another one (图文不符); a camera's clock may be wrong, so the reviewer looks. */
export const pictureDate: Rule = {
  id: 'img/date',
  asks: '照片的拍摄日期与信息日期相近。',
  severity: 'info',
  article: '第五条',
  waivable: false,
  check: (subject) => {
    const { frontMatter } = subject;
    if (!frontMatter || frontMatter.category === '转发') return [];
    return pictureFiles(subject).flatMap((file) => {
      const taken = factsOf(file).takenAt?.slice(0, 10) ?? '';
      if (scansOf(frontMatter).includes(file.path) || !isDate(taken)) return [];
      const days = Math.abs(daysBetween(frontMatter.event_date, taken));
      if (days <= DAYS) return [];
      const problem = `照片是 ${taken} 拍的，与信息日期 ${frontMatter.event_date} 相差 ${days} 天。`;
      const fix = '核对是不是这件事的照片；用资料照片的，在说明里写明“资料图”。';
      return [{ file: file.path, words: { problem, expected: `照片拍的是这件事，前后不超过 ${DAYS} 天。`, fix } }];
    });
  },
  good: [
    { title: '没有拍摄日期', files: { 'street.jpg': 'jpeg' } },
    { title: '信息日期当天拍的', files: { 'street.jpg': 'jpeg-old' }, frontMatter: { event_date: '2026-10-01' } },
    { title: '七天以前拍的', files: { 'street.jpg': 'jpeg-old' }, frontMatter: { event_date: '2026-10-08' } },
    { title: '转发的信息，照片跟着原文', files: { 'street.jpg': 'jpeg-old' }, frontMatter: { category: '转发' } },
    {
      title: '审核单的扫描件',
      files: { 'scan.jpg': 'jpeg-old' },
      frontMatter: { unit_review: { by: 'zhouyi', at: '2026-11-23 10:00', scan: 'scan.jpg' } },
    },
  ],
  bad: [
    { title: '去年的照片', files: { 'street.jpg': 'jpeg-last-year' }, finds: { count: 1 } },
    { title: '八天以前拍的', files: { 'street.jpg': 'jpeg-old' }, frontMatter: { event_date: '2026-10-09' } },
    { title: '信息日期以后很久拍的', files: { 'street.jpg': 'jpeg-old' }, frontMatter: { event_date: '2026-09-01' } },
  ],
};
