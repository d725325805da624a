import { NO_TERMS } from '../../organisation/terms.ts';
import { screenReports } from '../lexicon/screen-hits.ts';
import type { Rule } from '../rule.ts';

const screen = {
  screen: [
    { kind: 7, words: ['禁语示例'], allow: ['禁语示例集'], ask: '是否属于第六条所列的内容', tier: 1 as const },
    { kind: 6, words: ['网传'], allow: [], ask: '消息来源是否核实' },
  ],
};

/** Words that the bureau lets pass in no text at all (`tier: 1` of its list): there is nothing to weigh. The word itself is never shown. */
export const bannedTerm: Rule = {
  id: 'prohib/banned-term',
  asks: '不出现本局列为禁用的词。',
  severity: 'error',
  article: '第六条',
  group: '政治表述',
  waivable: false,
  check: ({ blocks }, { terms = NO_TERMS }) =>
    terms.screen.some(({ tier }) => tier === 1)
      ? screenReports(blocks, terms.screen, 1, (kind, ask) => ({
          problem: `这里有第六条第${kind}项的禁用词（不显示原词）。`,
          expected: '不含第六条所列的内容。',
          fix: `请看一看：${ask}；删去或改写这一句。不可豁免，误报请办公室在词表里写明无害的说法。`,
        }))
      : [],
  good: [
    { title: '没有禁用词', terms: screen, body: '队员们向商户宣传条例。\n' },
    { title: '只是提示词，不拦', terms: screen, body: '网传有人受伤。\n' },
    { title: '无害的说法里的同样几个字', terms: screen, body: '见禁语示例集第三页。\n' },
    { title: '分在两句里', terms: screen, body: '这是禁语。示例见后。\n' },
  ],
  bad: [
    { title: '禁用词', terms: screen, body: '墙上写着禁语示例四字。\n', finds: { line: 13, column: 5, count: 1 } },
    { title: '一句里两次只说一次', terms: screen, body: '禁语示例和禁语示例。\n', finds: { count: 1 } },
    { title: '符号和零宽字符隔开', terms: screen, body: '墙上写着禁*语\u200B示-例。\n', finds: { line: 13, column: 5, count: 1 } },
    { title: '标题里', terms: screen, frontMatter: { title: '清理禁语示例涂写' }, finds: { line: 2, count: 1 } },
    {
      title: '写了豁免也不行',
      terms: screen,
      body: '墙上写着禁语示例四字。\n',
      frontMatter: { waivers: [{ rule: 'prohib/banned-term', match: '禁语示例', reason: '引用当事人的原话' }] },
    },
  ],
};
