import type { Span } from '../../item/content-problem.ts';
import { fold } from '../../item/markdown/folded-text.ts';
import { nodesOf, spanOf } from '../../item/markdown/markdown.ts';
import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { findIn, type Match } from '../find.ts';
import { decoded, seen } from '../links.ts';
import { hidden, maskMobile } from '../personal/number-masks.ts';
import { digitsOf, HAN_MOBILE, hasNumeral, MOBILE, masked } from '../personal/personal-data.ts';
import type { Report, Rule, Subject } from '../rule.ts';
import { inTextAndNames } from '../sightings.ts';

const digits = (text: string) => digitsOf(text).replace(/^(?:00)?86(?=1\d{10}$)/, '');

function reportOf(flagged: string, span: Span, where: string): Report {
  return {
    flagged,
    span,
    where,
    words: {
      problem: `出现手机号 ${masked(flagged)}。`,
      expected: '不公开个人通信方式；对外联系用 12345 或单位座机。',
      fix: '换成单位电话。确需公开本人同意的号码，写豁免并说明理由（8 字以上）。',
    },
  };
}

/** A hotline's number is nobody's, and an order's or a standard's none to be called. */
const OF_NOBODY = /(?:热线|订单号|短信举报号码)[:为是(]?$|短信:$|GB(?:\/T)?\s?$/;

const isSomebodys = ({ input, index }: RegExpExecArray): boolean => !OF_NOBODY.test(input.slice(Math.max(0, index - 8), index));

const numbersIn = (blocks: readonly TextBlock[]): Match[] => [
  ...findIn(blocks, MOBILE, isSomebodys),
  ...findIn(blocks, HAN_MOBILE, (match) => hasNumeral(match[0]) && isSomebodys(match)),
];

/** Numbers in `tel:` links, which readers see only when they press them. */
function inLinks({ tree }: Subject): { number: string; report: Report }[] {
  const found: { number: string; report: Report }[] = [];
  nodesOf(tree).forEach((node) => {
    if ((node.type !== 'link' && node.type !== 'definition') || !/^(tel|sms):/i.test(seen(node.url)) || !node.position) return;
    for (const [number] of fold(decoded(node.url)).text.matchAll(MOBILE))
      found.push({ number, report: reportOf(number, spanOf(node), '链接') });
  });
  return found;
}

/** No private telephone numbers; the bureau's own numbers and what the policy allows are no private ones. */
export const phone: Rule = {
  id: 'pii/phone',
  asks: '不公开个人手机号。',
  severity: 'error',
  article: '第五条',
  group: '个人信息',
  waivable: true,
  check: (subject, { policy }) => {
    const allowed = new Set(policy.allow.phones.map(digits));
    const inText = inTextAndNames(subject, numbersIn).map(({ file, folded, flagged, span, where }) => ({
      number: folded,
      report: { ...reportOf(flagged, span, where), ...hidden(subject, { file, flagged, span }, maskMobile), file },
    }));
    return [...inText, ...inLinks(subject)].filter(({ number }) => !allowed.has(digits(number))).map(({ report }) => report);
  },
  good: [
    { title: '12345 热线', body: '如有意见建议，可拨打12345热线反映。\n' },
    { title: '座机', body: '联系电话：0579-82400000。\n' },
    { title: '热线和订单号', body: '监督热线：13800138000，订单号13800138000，手机短信：13800138000。\n' },
    { title: '网址里的数字', body: '见 <https://www.zj.gov.cn/art/13800138000.html>。\n' },
    { title: '更长的编号', body: '单号213800138000123。\n' },
    { title: '小数', body: '系数0.13800138000。\n' },
    { title: '汉字写的年份和数', body: '一九九〇年至一九九三年，共一三八件；编号一三八〇〇一三八〇〇〇一。\n' },
    { title: '名单里允许的号码，汉字写的', policy: { allow: { phones: ['13800138000'] } }, body: '电话一三八〇〇一三八〇〇〇。\n' },
    { title: '名单里允许的号码', policy: { allow: { phones: ['138-0013-8000'] } }, body: '值班手机13800138000。\n' },
    {
      title: '写明理由的豁免',
      body: '联系电话：13800138000。\n',
      frontMatter: { waivers: [{ rule: 'pii/phone', match: '13800138000', reason: '本人书面同意公开此号码' }] },
    },
  ],
  bad: [
    { title: '叫作举报电话的手机号', body: '举报电话：13800138000，或发短信13800138000。\n', finds: { count: 2 } },
    { title: '正文里的手机号', body: '市民可拨打13800138000反映。\n', finds: { flagged: '13800138000', line: 13, column: 6 } },
    { title: '三四四分段', body: '联系电话：138 0013 8000。\n', finds: { flagged: '138 0013 8000' } },
    { title: '四三四分段', body: '联系电话：1380-013-8000。\n', finds: { flagged: '1380-013-8000' } },
    { title: '用点隔开', body: '联系电话：138.0013.8000。\n' },
    { title: '一字一空', body: '联系电话：1 3 8 0 0 1 3 8 0 0 0。\n' },
    { title: '汉字写的', body: '电话一三八〇〇一三八〇〇〇。\n', finds: { flagged: '一三八〇〇一三八〇〇〇', count: 1 } },
    { title: '汉字分段写', body: '电话幺三八 零零幺三 八零零零。\n', finds: { count: 1 } },
    { title: '图片的文件名', files: { 'wang-13800138000.jpg': 'jpeg' }, finds: { count: 1 } },
    { title: '带区号', body: '联系电话：+86-13800138000。\n' },
    { title: '全角数字', body: '联系电话：１３８００１３８０００。\n', finds: { flagged: '１３８００１３８０００' } },
    { title: '零宽字符隔开', body: '联系电话：138\u200B00138000。\n', finds: { flagged: '138\u200B00138000' } },
    { title: '加粗拆开', body: '联系电话：138**0013**8000。\n', finds: { flagged: '13800138000', line: 13, column: 6 } },
    { title: '摘要里的手机号', frontMatter: { summary: '请拨打13800138000' }, finds: { line: 8, column: 13 } },
    { title: '电话链接', body: '请[来电](tel:13800138000)。\n' },
    {
      title: '豁免写的是另一个号码',
      body: '电话13800138000。\n',
      frontMatter: { waivers: [{ rule: 'pii/phone', match: '13900139000', reason: '本人书面同意公开此号码' }] },
    },
  ],
};
