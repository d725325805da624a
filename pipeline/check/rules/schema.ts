import type { Rule } from '../rule.ts';
import { isAboutFiles } from './files.ts';
import { isResultKey } from './no-self-approval.ts';

/** The front matter is exactly what contracts.md 2 says, and the text can be read: the annex's form has these fields and no others. */
export const schema: Rule = {
  id: 'meta/schema',
  asks: '文首各项齐全、写法正确，正文读得出来。',
  severity: 'error',
  article: '附件审核单',
  waivable: false,
  check: ({ problems }) =>
    problems
      .filter((problem) => !isAboutFiles(problem) && !isResultKey(problem))
      .map((problem) => ({ words: problem.words, code: problem.code, file: problem.file, span: problem })),
  good: [
    { title: '各项都按样稿填写' },
    { title: '正文中间可以有分隔线', body: '上文。\n\n---\n\n下文。\n' },
    { title: '摘要可以分行', frontMatter: { summary: '第一行\n第二行' } },
  ],
  bad: [
    { title: '多了一项 permalink', frontMatter: { permalink: '../../x' }, finds: { code: 'E_KEY_UNKNOWN', count: 1 } },
    { title: '缺少标题', frontMatter: { title: undefined }, finds: { code: 'E_KEY_MISSING', line: 1 } },
    { title: '标题待填', frontMatter: { title: '待填' }, finds: { code: 'E_KEY_MISSING', line: 2, count: 1 } },
    { title: '日期待填', frontMatter: { event_date: '待填' }, finds: { code: 'E_KEY_MISSING', line: 5, column: 13 } },
    { title: '日期不存在', frontMatter: { event_date: '2026-02-30' }, finds: { code: 'E_DATE', line: 5, column: 13 } },
    { title: '月份不存在', frontMatter: { event_date: '2026-13-01' }, finds: { code: 'E_DATE' } },
    { title: '没有写发布渠道', frontMatter: { channels: [] }, finds: { code: 'E_VALUE' } },
    { title: '三个渠道以外的', frontMatter: { channels: ['website', 'douyin'] }, finds: { code: 'E_VALUE' } },
    { title: '渠道写了两次', frontMatter: { channels: ['website', 'website'] }, finds: { code: 'E_VALUE' } },
    {
      title: '豁免理由不足八字',
      frontMatter: { waivers: [{ rule: 'pii/phone', match: 'x', reason: '需要' }] },
      finds: { code: 'E_VALUE' },
    },
    {
      title: '收稿时没有办完的事',
      frontMatter: { unsettled: ['第2段：修订：有格式改动，还没有接受'] },
      finds: { code: 'E_UNSETTLED', count: 1 },
    },
    { title: '正文里藏着第二个文首', body: '上文。\n\n---js\nx\n---\n', finds: { code: 'E_FM_SECOND' } },
    { title: '引用套了四十层', body: `${'>'.repeat(40)} 文\n`, finds: { code: 'E_MARKDOWN_DEPTH' } },
  ],
};
