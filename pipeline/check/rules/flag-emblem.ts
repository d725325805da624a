import type { Rule } from '../rule.ts';

/** A picture of the flag or emblem shows the standard version whole and upright (国旗法 Art. 9, 19, 20; 国徽法 Art. 7, 13). */
export const flagEmblem: Rule = {
  id: 'img/flag-emblem',
  asks: '国旗、国徽用标准图案，完整、不倒置。',
  severity: 'info',
  article: '第六条',
  waivable: false,
  check: ({ frontMatter, locate }) =>
    Object.entries(frontMatter?.images ?? {})
      .filter(([, { kind }]) => kind === 'flag')
      .map(([name]) => ({
        span: locate(['images', name, 'kind']),
        where: '图片说明',
        words: {
          problem: `图片 ${name} 是国旗、国徽一类图案。`,
          expected: '中国人大网、中国政府网发布的标准版本，完整、不倒置，不作商业广告（国旗法、国徽法）。',
          fix: '请审核人对照标准图案看一遍。',
        },
      })),
  good: [
    { title: '普通照片', frontMatter: { images: { 'cover.jpg': { kind: 'photo' } } } },
    { title: '没有写种类', frontMatter: { images: { 'cover.jpg': { credit: '示例' } } } },
    { title: '正文写到国旗', body: '社区组织升国旗仪式。\n' },
  ],
  bad: [
    { title: '国旗图案', frontMatter: { images: { 'cover.jpg': { kind: 'flag' } } }, finds: { count: 1 } },
    { title: '带署名的国徽', frontMatter: { images: { 'cover.jpg': { kind: 'flag', credit: '示例' } } } },
    {
      title: '两张都是',
      files: { 'a.jpg': 'jpeg' },
      frontMatter: { images: { 'cover.jpg': { kind: 'flag' }, 'a.jpg': { kind: 'flag' } } },
      finds: { count: 2 },
    },
  ],
};
