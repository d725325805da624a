import type { Rule } from '../rule.ts';

/** Pictures of cameras in public places serve public security alone (个人信息保护法 Art. 26): they don't illustrate news. */
export const surveillance: Rule = {
  id: 'img/surveillance',
  asks: '不用公共场所监控拍的画面作配图。',
  severity: 'error',
  article: '第五条',
  waivable: false,
  check: ({ frontMatter, locate }) =>
    Object.entries(frontMatter?.images ?? {})
      .filter(([, { kind }]) => kind === 'surveillance')
      .map(([name]) => ({
        span: locate(['images', name, 'kind']),
        where: '图片说明',
        words: {
          problem: `图片 ${name} 是监控画面。`,
          expected: '公共场所监控的画面只用于维护公共安全，不作配图（个人信息保护法第二十六条）。',
          fix: '换成现场拍摄的照片，或不配图。',
        },
      })),
  good: [
    { title: '现场拍的照片', frontMatter: { images: { 'cover.jpg': { kind: 'photo' } } } },
    { title: '没有写种类', frontMatter: { images: { 'cover.jpg': { credit: '示例' } } } },
    { title: '正文写到监控', body: '新增监控设备12处。\n' },
  ],
  bad: [
    { title: '监控画面', frontMatter: { images: { 'cover.jpg': { kind: 'surveillance' } } }, finds: { count: 1 } },
    { title: '写了署名的监控画面', frontMatter: { images: { 'cover.jpg': { kind: 'surveillance', credit: '示例' } } } },
    {
      title: '正文里的监控画面',
      body: '![路口画面](a.jpg)\n',
      files: { 'a.jpg': 'jpeg' },
      frontMatter: { images: { 'a.jpg': { kind: 'surveillance' } } },
      finds: { count: 1 },
    },
  ],
};
