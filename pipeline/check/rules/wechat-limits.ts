import type { Report, Rule } from '../rule.ts';

const TITLE = 32;
const AUTHOR = 16;
const DIGEST = 128;

const length = (text: string) => [...text].length;

/** What WeChat's draft/add takes: title ≤ 32 characters, author ≤ 16, digest ≤ 128, a cover. The length of the text is known after rendering. */
export const wechatLimits: Rule = {
  id: 'chan/wechat-limits',
  severity: 'error',
  article: '微信接口规定',
  waivable: false,
  check: ({ frontMatter, locate, place }, { organisation }) => {
    if (!frontMatter?.channels.includes('wechat') || frontMatter.withdraw) return [];
    const reports: Report[] = [];
    const tooLong = (what: string, key: string, text: string, max: number) => {
      const over = length(text) - max;
      if (over <= 0) return;
      reports.push({
        span: locate([key]),
        where: what,
        words: {
          problem: `${what} ${length(text)} 字，微信最多 ${max} 字，超出会被拒收。`,
          expected: `${max} 字以内。`,
          fix: `删去 ${over} 字；或去掉渠道“微信”。`,
        },
      });
    };
    tooLong('标题', 'title', frontMatter.title, TITLE);
    tooLong('摘要', 'summary', frontMatter.summary ?? '', DIGEST);
    const unit = organisation.units[place?.unit ?? '']?.name ?? '';
    if (length(unit) > AUTHOR) {
      reports.push({
        words: {
          problem: `单位名称 ${length(unit)} 字，作为微信作者最多 ${AUTHOR} 字。`,
          expected: `${AUTHOR} 字以内。`,
          fix: '请办公室在名单（content/organisation.yml）里改用简称。',
        },
      });
    }
    if (frontMatter.cover === undefined) {
      const words = {
        problem: '没有封面，微信不收。',
        expected: '写明一张本文件夹里的 JPG 图片作封面。',
        fix: '补上 cover: 文件名；或去掉渠道“微信”。',
      };
      reports.push({ span: locate(['channels']), where: '封面', words });
    }
    return reports;
  },
  good: [
    { title: '标题正好 32 字', frontMatter: { title: '婺'.repeat(32) } },
    { title: '摘要正好 128 字', frontMatter: { channels: ['wechat'], summary: '摘'.repeat(128) } },
    { title: '不发微信，标题可以长', frontMatter: { channels: ['website'], title: '婺'.repeat(60), cover: undefined } },
    { title: '按字数而不按字节、编码单元算', frontMatter: { title: `${'𠮷'.repeat(16)}${'婺'.repeat(16)}` } },
  ],
  bad: [
    { title: '标题 37 字', frontMatter: { title: '婺'.repeat(37) }, finds: { line: 2, column: 8, count: 1 } },
    { title: '摘要 129 字', frontMatter: { channels: ['wechat'], summary: '摘'.repeat(129) }, finds: { line: 8 } },
    { title: '没有封面', frontMatter: { cover: undefined }, finds: { line: 7 } },
  ],
};
