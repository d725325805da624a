import type { Report, Rule } from '../rule.ts';

/** Weibo takes 140; ten are kept back, for it counts addresses in its own way. */
const MAX = 130;
/** As long as a bureau's address usually is, where the policy names none yet. */
const USUAL_SITE = 'https://zfj.jinhua.gov.cn';

/** Weibo's length: two half-width characters count as one. */
export function weiboLength(text: string): number {
  let half = 0;
  for (const character of text) half += (character.codePointAt(0) ?? 0) < 0x80 ? 1 : 2;
  return Math.ceil(half / 2);
}

/** What Weibo's statuses/share takes: 130 weighted characters with the page's address, and no topics. */
export const weiboLimits: Rule = {
  id: 'chan/weibo-limits',
  severity: 'error',
  article: '微博接口规定',
  waivable: false,
  check: ({ frontMatter, locate, place }, { policy }) => {
    if (!frontMatter?.channels.includes('weibo') || frontMatter.withdraw) return [];
    const report = (place: string[], problem: string, expected: string, fix: string): Report[] => [
      { span: locate(place), where: '摘要', words: { problem, expected, fix } },
    ];
    const { summary } = frontMatter;
    if (summary === undefined)
      return report(['channels'], '没有摘要，微博没有可发的文字。', '写明摘要。', '补上 summary；或去掉渠道“微博”。');
    const topic = /[#＃][^#＃]+[#＃]/u.test(summary);
    if (topic) return report(['summary'], '摘要里有 #话题#，接口发布时会被滤掉。', '不写话题。', '删去两个 # 号。');
    const link = `${policy.site.url ?? USUAL_SITE}/${place?.id ?? ''}/`;
    const over = weiboLength(`${summary} ${link}`) - MAX;
    if (over <= 0) return [];
    return report(
      ['summary'],
      `摘要连同网址折合 ${over + MAX} 字，微博最多 ${MAX} 字。`,
      `${MAX} 字以内（汉字算 1 字，字母和数字算半字，网址占 ${weiboLength(link)} 字）。`,
      `删去 ${over} 字；或去掉渠道“微博”。`,
    );
  },
  good: [
    { title: '短摘要' },
    {
      title: '正好 130 字',
      policy: { site: { url: 'https://a.example' } },
      frontMatter: { channels: ['weibo'], summary: '摘'.repeat(130 - 26) },
    },
    { title: '不发微博，可以没有摘要', frontMatter: { channels: ['website', 'wechat'], summary: undefined } },
  ],
  bad: [
    { title: '没有摘要', frontMatter: { summary: undefined }, finds: { line: 7 } },
    { title: '摘要太长', frontMatter: { summary: '摘'.repeat(120) }, finds: { line: 8, column: 10 } },
    { title: '有话题', frontMatter: { summary: '#整治#开始了' } },
  ],
};
