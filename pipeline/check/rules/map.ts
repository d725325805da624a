import { beijingDate } from '../../beijing-time.ts';
import type { CheckContext, Report, Rule, Subject } from '../rule.ts';

/** 审图号: GS(2019)1822号 of the state, GS京(2022)1061号 and 浙S(2026)1号 of a province, 浙金S(2026)12号 of a city. */
const REVIEW_NUMBER = /^(?:GS\p{Script=Han}{0,2}|\p{Script=Han}{1,3}S)[(〔[](\d{4})[)〕\]]\d{1,5}号$/u;
const FIRST_YEAR = 1995;

function problemOf(number: string | undefined, { now }: CheckContext): string | null {
  if (number === undefined) return '没有写审图号。';
  const folded = number
    .normalize('NFKC')

    .replace(/\s/g, '');
  const year = Number(REVIEW_NUMBER.exec(folded)?.[1] ?? 0);
  if (year === 0) return `审图号“${number}”写法不对。`;
  return year < FIRST_YEAR || year > Number(beijingDate(now).slice(0, 4)) ? `审图号“${number}”的年份不对。` : null;
}

function unnumbered({ frontMatter, locate }: Subject, context: CheckContext): Report[] {
  return Object.entries(frontMatter?.images ?? {}).flatMap(([name, { kind, review_no }]) => {
    const problem = kind === 'map' ? problemOf(review_no, context) : null;
    if (problem === null) return [];
    const span = review_no === undefined ? locate(['images', name, 'kind']) : locate(['images', name, 'review_no']);
    const words = {
      problem: `地图 ${name} ${problem}`,
      expected: '公开的地图有审图号，如 浙S(2026)1号（地图管理条例第十五条、第二十二条）。',
      fix: '补上 review_no；没有审图号的地图，到标准地图服务网站下载。景区图、街区图、地铁线路图可以写豁免，match 写文件名。',
    };
    return [{ flagged: name, span, where: '图片说明', words }];
  });
}

/** Maps shown to the public have been reviewed, and say so (地图管理条例 Art. 15, 22): every channel writes the number under the picture. */
export const map: Rule = {
  id: 'img/map',
  asks: '地图写明审图号。',
  severity: 'error',
  article: '第六条',
  waivable: true,
  check: unnumbered,
  good: [
    { title: '省里的审图号', frontMatter: { images: { 'cover.jpg': { kind: 'map', review_no: '浙S(2026)1号' } } } },
    { title: '国家的审图号，全角括号', frontMatter: { images: { 'cover.jpg': { kind: 'map', review_no: 'GS（2019）1822号' } } } },
    { title: '新式的审图号', frontMatter: { images: { 'cover.jpg': { kind: 'map', review_no: 'GS京(2022)1061号' } } } },
    { title: '中间有空格', frontMatter: { images: { 'cover.jpg': { kind: 'map', review_no: 'GS (2023) 4421 号' } } } },
    { title: '普通照片', frontMatter: { images: { 'cover.jpg': { kind: 'photo' } } } },
    {
      title: '写明理由的豁免',
      frontMatter: {
        images: { 'cover.jpg': { kind: 'map' } },
        waivers: [{ rule: 'img/map', match: 'cover.jpg', reason: '街区示意图，依法不需要审图号' }],
      },
    },
  ],
  bad: [
    { title: '没有审图号', frontMatter: { images: { 'cover.jpg': { kind: 'map' } } }, finds: { flagged: 'cover.jpg', count: 1 } },
    { title: '没有“号”字', frontMatter: { images: { 'cover.jpg': { kind: 'map', review_no: '浙S(2026)1' } } } },
    { title: '只有数字', frontMatter: { images: { 'cover.jpg': { kind: 'map', review_no: '2026-1' } } } },
    { title: '多写了“审图号”三字', frontMatter: { images: { 'cover.jpg': { kind: 'map', review_no: '审图号：浙S(2026)1号' } } } },
    { title: '明年的审图号', frontMatter: { images: { 'cover.jpg': { kind: 'map', review_no: '浙S(2027)1号' } } } },
  ],
};
