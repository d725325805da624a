import { gramsOf } from '../likeness.ts';
import { alsoPictured, isOfLately } from '../others.ts';
import { pictureFiles } from '../pictures.ts';
import type { OtherItem, Rule } from '../rule.ts';

/** Another item, which shows the picture that the examples have. */
const OTHER: OtherItem = {
  id: 'wucheng/2026-11-16-xunfang',
  title: '婺城分局夜间巡访',
  date: '2026-11-16',
  grams: gramsOf('婺城分局夜间巡访\n执法队员夜间巡访。'),
  pictures: ['d93ff1d03d83660995c4add3d623f970ac59c369'],
  open: false,
};

/** A picture that another item shows may belong to another event (旧图新用). */
export const pictureReused: Rule = {
  id: 'img/reused',
  asks: '照片没有在别的信息里用过。',
  severity: 'info',
  article: '第五条',
  waivable: false,
  check: (subject, { others = [], now }) => {
    if (others.length === 0 || (subject.place !== null && !isOfLately(subject.place.date, now))) return [];
    return pictureFiles(subject).flatMap(({ path, id }) => {
      const other = alsoPictured(id, subject.place?.id, others);
      if (!other) return [];
      const problem = `这张照片在《${other.title}》（${other.id}）里也用了。`;
      return [
        { file: path, words: { problem, expected: '照片拍的是这件事。', fix: '核对是不是拿错了；确是旧照的，在说明里写明“资料图”。' } },
      ];
    });
  },
  good: [
    { title: '不知道别的信息' },
    { title: '别的信息没有图片', others: [{ ...OTHER, pictures: [] }] },
    { title: '别的信息用的是另一张', others: [{ ...OTHER, pictures: ['0000000000000000000000000000000000000000'] }] },
    { title: '同一条信息的旧版本', others: [{ ...OTHER, id: 'wucheng/2026-11-23-dianpu' }] },
  ],
  bad: [
    { title: '和上周的信息是同一张', others: [OTHER], finds: { count: 1 } },
    { title: '和还在审核的信息是同一张', others: [{ ...OTHER, open: true }], finds: { count: 1 } },
    { title: '封面和正文的图片都用过', files: { 'street.jpg': 'jpeg' }, others: [OTHER], finds: { count: 2 } },
  ],
};
