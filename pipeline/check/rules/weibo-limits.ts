import { renderItem } from '../../render/render-item.ts';
import { WEIBO_MAX, weiboLength } from '../../render/weibo.ts';
import { gramsOf } from '../likeness.ts';
import { alsoPosted, postOf } from '../others.ts';
import type { CheckContext, OtherItem, Report, Rule, Subject } from '../rule.ts';

/** As long as a bureau's address usually is, where the policy names none yet. */
const USUAL_SITE = 'https://zfj.example.gov.cn';

/** Room for 【更正】, the label of what a machine made, and the spaces around the address. */
const AROUND = 24;

/** True for a text that needs no counting: a character weighs at most one, one of a plain address a half. */
function surelyFits(summary: string, address: string, most: number): boolean {
  return /^[\w:/.~-]*$/.test(address) && AROUND + summary.length + address.length / 2 <= most;
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
  const most = WEIBO_MAX[policy.channels.weibo.mode];
  if (surelyFits(summary, `${policy.site.url ?? USUAL_SITE}/${item.id}/`, most)) return [];
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

/** Weibo refuses words that were posted a short while ago; the page's address, which is another one, doesn't count. */
function repeated({ frontMatter, locate, place }: Subject, { others = [] }: CheckContext): Report[] {
  const post = others.length === 0 ? null : postOf(frontMatter ?? {});
  const other = post === null ? null : alsoPosted(post, place?.id, others);
  if (other === null) return [];
  const words = {
    problem: `摘要和近期的《${other.title}》（${other.id}）一样，微博不收重复的内容。`,
    expected: '和近期别的微博不同的文字。',
    fix: '在摘要里写明本条的时间、地点或数字；或去掉渠道“微博”。不可豁免。',
  };
  return [{ span: locate(['summary']), where: '摘要', words }];
}

const OTHER: OtherItem = {
  id: 'jindong/2026-11-20-yeshi',
  title: '金东分局整治二环东路夜市',
  date: '2026-11-20',
  grams: gramsOf('金东分局整治二环东路夜市'),
  pictures: [],
  post: postOf({ channels: ['weibo'], summary: '婺城分局三天劝导占道经营86起。' }),
  open: false,
};

/** What Weibo takes: 130 weighted characters together with the page's address (the commercial interface 2,000), no topics, and nothing twice. */
export const weiboLimits: Rule = {
  id: 'chan/weibo-limits',
  asks: '不超过微博的字数限额，不和近期的微博重复。',
  severity: 'error',
  article: '微博接口规定',
  waivable: false,
  check: (subject, context) => {
    const { frontMatter } = subject;
    if (!frontMatter?.channels.includes('weibo') || frontMatter.withdraw) return [];
    return [...reportsOf(subject, context), ...repeated(subject, context)];
  },
  good: [
    { title: '短摘要' },
    {
      title: '正好 130 字',
      policy: { site: { url: 'https://a.example' } },
      frontMatter: { channels: ['weibo'], summary: '摘'.repeat(107) },
    },
    {
      title: '商业接口可以发长文',
      policy: { channels: { weibo: { mode: 'biz' } } },
      frontMatter: { channels: ['weibo'], summary: '摘'.repeat(300) },
    },
    { title: '不发微博，可以没有摘要', frontMatter: { channels: ['website', 'wechat'], summary: undefined } },
    { title: '同样的摘要，这一条不发微博', others: [OTHER], frontMatter: { channels: ['website'] } },
    { title: '同样的摘要，那一条不发微博', others: [{ ...OTHER, post: null }] },
    { title: '同一条信息的旧版本', others: [{ ...OTHER, id: 'wucheng/2026-11-23-dianpu' }] },
    { title: '和待审的一条一样，哪条先发还不知道', others: [{ ...OTHER, open: true }] },
    { title: '数字不同', others: [OTHER], frontMatter: { summary: '婺城分局三天劝导占道经营68起。' } },
    { title: '更正，微博写明【更正】', others: [OTHER], frontMatter: { correction: { kind: '文字', note: '“86起”误写为“68起”' } } },
    { title: '撤稿', others: [OTHER], frontMatter: { withdraw: { kind: 'other', reason: '重复' } } },
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
    { title: '摘要和近期的一条一样', others: [OTHER], finds: { line: 8, column: 10, count: 1 } },
    {
      title: '只有标点、空格和全角数字不同',
      others: [OTHER],
      frontMatter: { summary: '婺城分局三天，劝导占道经营 ８６ 起！' },
      finds: { line: 8, count: 1 },
    },
    { title: '有话题', frontMatter: { summary: '#整治#开始了' } },
  ],
};
