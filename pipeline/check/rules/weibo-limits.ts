import { renderItem } from '../../render/render-item.ts';
import { WEIBO_MAX, weiboLength } from '../../render/weibo.ts';
import type { CheckContext, Report, Rule, Subject } from '../rule.ts';

/** As long as a bureau's address usually is, where the policy names none yet. */
const USUAL_SITE = 'https://zfj.example.gov.cn';

/** Room for 【更正】, the label of what a machine made, and the spaces around the address. */
const AROUND = 24;

/** True for a text that needs no counting: a character weighs at most one, one of a plain address a half. */
function surelyFits(summary: string, address: string): boolean {
  return /^[\w:/.~-]*$/.test(address) && AROUND + summary.length + address.length / 2 <= WEIBO_MAX;
}

function reportsOf({ frontMatter, locate, item }: Subject, context: CheckContext): Report[] {
  const report = (key: string, problem: string, expected: string, fix: string): Report[] => [
    { span: locate([key]), where: '摘要', words: { problem, expected, fix } },
  ];
  const { summary } = frontMatter ?? {};
  if (summary === undefined) return report('channels', '没有摘要，微博没有可发的文字。', '写明摘要。', '补上 summary；或去掉渠道“微博”。');
  if (/[#＃][^#＃]+[#＃]/u.test(summary))
    return report('summary', '摘要里有 #话题#，接口发布时会被滤掉。', '不写话题。', '删去两个 # 号。');
  if (!item) return [];
  const { policy } = context;
  if (surelyFits(summary, `${policy.site.url ?? USUAL_SITE}/${item.id}/`)) return [];
  const site = { ...policy.site, url: policy.site.url ?? USUAL_SITE };
  const { limits, sourceUrl } = renderItem(item, 'weibo', { ...context, policy: { ...policy, site } });
  return limits
    .filter(({ used, max }) => used > max)
    .flatMap(({ used, max }) =>
      report(
        'summary',
        `摘要连同网址折合 ${used} 字，微博最多 ${max} 字。`,
        `${max} 字以内（汉字算 1 字，字母和数字算半字，网址占 ${weiboLength(sourceUrl)} 字）。`,
        `删去 ${used - max} 字；或去掉渠道“微博”。`,
      ),
    );
}

/** What Weibo's statuses/share takes: 130 weighted characters together with the page's address, and no topics. */
export const weiboLimits: Rule = {
  id: 'chan/weibo-limits',
  asks: '不超过微博的字数限额。',
  severity: 'error',
  article: '微博接口规定',
  waivable: false,
  check: (subject, context) => {
    const { frontMatter } = subject;
    return frontMatter?.channels.includes('weibo') && !frontMatter.withdraw ? reportsOf(subject, context) : [];
  },
  good: [
    { title: '短摘要' },
    {
      title: '正好 130 字',
      policy: { site: { url: 'https://a.example' } },
      frontMatter: { channels: ['weibo'], summary: '摘'.repeat(107) },
    },
    { title: '不发微博，可以没有摘要', frontMatter: { channels: ['website', 'wechat'], summary: undefined } },
  ],
  bad: [
    { title: '没有摘要', frontMatter: { summary: undefined }, finds: { line: 7 } },
    {
      title: '多了一个字',
      policy: { site: { url: 'https://a.example' } },
      frontMatter: { channels: ['weibo'], summary: '摘'.repeat(108) },
      finds: { line: 8, column: 10 },
    },
    { title: '摘要太长', frontMatter: { summary: '摘'.repeat(120) }, finds: { line: 8, column: 10 } },
    { title: '有话题', frontMatter: { summary: '#整治#开始了' } },
  ],
};
