import { picturesShown } from '../pictures.ts';
import type { Rule } from '../rule.ts';

const CALLED = /地图|区划图|政区图/;
const NAMED = /(?:^|[-_.])(?:map|ditu)(?:[-_.0-9]|$)/;

/** What is called a map and isn't declared to be one: the reviewer decides. */
export const mapUndeclared: Rule = {
  id: 'img/map-undeclared',
  asks: '看起来是地图的图片，写明是不是地图。',
  severity: 'warning',
  article: '第六条',
  waivable: true,
  check: (subject) => {
    const declared = subject.frontMatter?.images ?? {};
    const doubtful = picturesShown(subject).filter(
      ({ name, alt }) => declared[name]?.kind === undefined && (CALLED.test(alt.normalize('NFKC')) || NAMED.test(name)),
    );
    return doubtful.map(({ name, span }) => ({
      flagged: name,
      span,
      where: '图片说明',
      words: {
        problem: `图片 ${name} 看起来是地图，没有写明种类。`,
        expected: '地图写 kind: map 和审图号；不是地图的写 kind: photo。',
        fix: `在文首写 images: {${name}: {kind: map, review_no: 浙S(2026)1号}}，换成真的审图号。`,
      },
    }));
  },
  good: [
    { title: '普通照片', body: '![执法队员在人民东路](street.jpg)\n', files: { 'street.jpg': 'jpeg' } },
    {
      title: '写明是照片',
      body: '![市民查看地图](street.jpg)\n',
      files: { 'street.jpg': 'jpeg' },
      frontMatter: { images: { 'street.jpg': { kind: 'photo' } } },
    },
    {
      title: '写明是地图',
      body: '![金华市地图](map.jpg)\n',
      files: { 'map.jpg': 'jpeg' },
      frontMatter: { images: { 'map.jpg': { kind: 'map', review_no: '浙S(2026)1号' } } },
    },
    { title: '文件名里碰巧有这三个字母', body: '![路面修补](mapai.jpg)\n', files: { 'mapai.jpg': 'jpeg' } },
  ],
  bad: [
    { title: '说明里有“地图”', body: '![金华市地图](a.jpg)\n', files: { 'a.jpg': 'jpeg' }, finds: { line: 13, flagged: 'a.jpg' } },
    { title: '行政区划图', body: '![婺城区行政区划图](a.jpg)\n', files: { 'a.jpg': 'jpeg' }, finds: { line: 13 } },
    { title: '文件名是 map', body: '![停车泊位分布](map-1.jpg)\n', files: { 'map-1.jpg': 'jpeg' }, finds: { flagged: 'map-1.jpg' } },
  ],
};
