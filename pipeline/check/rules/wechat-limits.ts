import { pageAddress } from '../../render/links.ts';
import { renderItem } from '../../render/render-item.ts';
import { wechatLengthBound } from '../../render/wechat/wechat-length.ts';
import type { CheckContext, Report, Rule, Subject } from '../rule.ts';

const TITLE = 32;
const DIGEST = 128;
/** Of the rendered text; a shorter one can't have too many bytes either. */
const TEXT = 20_000;

const length = (text: string) => [...text].length;

/** What is known only after rendering: the text's length with all its marks, as WeChat counts it. */
function renderedReports({ item }: Subject, context: CheckContext): Report[] {
  if (!item || wechatLengthBound(item, pageAddress(item.id, context.policy)) <= TEXT) return [];
  const over = renderItem(item, 'wechat', context).limits.filter(({ name, used, max }) => name.startsWith('微信正文') && used > max);
  return over.slice(0, 1).map(({ used, max }) => ({
    span: { line: item.bodyLine, column: 1, endLine: item.bodyLine, endColumn: 1 },
    where: '正文',
    words: {
      problem: `正文排版后有 ${used} 个字符，微信最多 ${max} 个。`,
      expected: `${max} 个以内（版式符号也算）。`,
      fix: '删减正文，表格改成文字；或去掉渠道“微信”。',
    },
  }));
}

/** What WeChat's draft/add takes: title ≤ 32 characters, digest ≤ 128, a cover, the rendered text < 20,000 and < 1 MB. */
export const wechatLimits: Rule = {
  id: 'chan/wechat-limits',
  asks: '不超过微信的字数限额。',
  severity: 'error',
  article: '微信接口规定',
  waivable: false,
  check: (subject, context) => {
    const { frontMatter, locate } = subject;
    if (!frontMatter?.channels.includes('wechat') || frontMatter.withdraw) return [];
    const tooLong = (what: string, key: string, text: string, max: number): Report[] => {
      // There are at least as many units as characters.
      if (text.length <= max) return [];
      const over = length(text) - max;
      if (over <= 0) return [];
      const problem = `${what} ${length(text)} 字，微信最多 ${max} 字，超出会被拒收。`;
      return [
        { span: locate([key]), where: what, words: { problem, expected: `${max} 字以内。`, fix: `删去 ${over} 字；或去掉渠道“微信”。` } },
      ];
    };
    const cover = (): Report => ({
      span: locate(['channels']),
      where: '封面',
      words: {
        problem: '没有封面，微信不收。',
        expected: '写明一张本文件夹里的 JPG 图片作封面。',
        fix: '补上 cover: 文件名；或去掉渠道“微信”。',
      },
    });
    return [
      ...tooLong('标题', 'title', frontMatter.title, TITLE),
      ...tooLong('摘要', 'summary', frontMatter.summary ?? '', DIGEST),
      ...(frontMatter.cover === undefined ? [cover()] : []),
      ...renderedReports(subject, context),
    ];
  },
  good: [
    { title: '标题正好 32 字', frontMatter: { title: '婺'.repeat(32) } },
    { title: '摘要正好 128 字', frontMatter: { channels: ['wechat'], summary: '摘'.repeat(128) } },
    { title: '不发微信，标题可以长', frontMatter: { channels: ['website'], title: '婺'.repeat(60), cover: undefined } },
    { title: '按字数而不按编码单元算', frontMatter: { title: `${'𠮷'.repeat(16)}${'婺'.repeat(16)}` } },
    { title: '正文一万字', body: `${'文'.repeat(10_000)}\n` },
  ],
  bad: [
    { title: '标题 37 字', frontMatter: { title: '婺'.repeat(37) }, finds: { line: 2, column: 8, count: 1 } },
    { title: '摘要 129 字', frontMatter: { channels: ['wechat'], summary: '摘'.repeat(129) }, finds: { line: 8 } },
    { title: '没有封面', frontMatter: { cover: undefined }, finds: { line: 7 } },
    { title: '正文两万字', body: `${'文'.repeat(20_000)}\n`, finds: { line: 13, count: 1 } },
  ],
};
