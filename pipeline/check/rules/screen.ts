import { NO_TERMS } from '../../organisation/terms.ts';
import { screenReports } from '../lexicon/screen-hits.ts';
import type { Rule } from '../rule.ts';

const screen = {
  screen: [
    { kind: 6, words: ['网传'], allow: ['网传播'], ask: '消息来源是否核实' },
    { kind: 8, words: ['SM示例'], allow: [], ask: '是否侮辱他人' },
  ],
};

/** Words that make a reviewer look twice, by the kinds of Art. 6. A prompt, never a verdict; the word itself is never shown. */
export const screenTerms: Rule = {
  id: 'prohib/screen',
  asks: '出现第六条各项的提示词时，请审核人再看一眼。',
  severity: 'info',
  article: '第六条',
  group: '政治表述',
  waivable: false,
  check: ({ blocks }, { terms = NO_TERMS }) =>
    screenReports(blocks, terms.screen, 2, (kind, ask) => ({
      problem: `这里有第六条第${kind}项的提示词（不显示原词）。`,
      expected: '不含第六条所列的内容。',
      fix: `请审核时看一看：${ask}。`,
    })),
  good: [
    { title: '没有提示词', terms: screen, body: '队员们向商户宣传条例。\n' },
    { title: '无害的说法里的同样几个字', terms: screen, body: '信息在互联网传播迅速。\n' },
    { title: '分在两句里', terms: screen, body: '视频已经上网。传者已被劝诫。\n' },
    {
      title: '列为禁用的由另一条规则查',
      terms: { screen: [{ kind: 6, words: ['网传'], allow: [], ask: '看', tier: 1 }] },
      body: '网传有人受伤。\n',
    },
    { title: '更长的英文词里的字母', terms: screen, body: '见BSM示例。\n' },
  ],
  bad: [
    { title: '提示词', terms: screen, body: '网传有人受伤。\n', finds: { line: 13, column: 1, count: 1 } },
    { title: '一句里两次只提示一次', terms: screen, body: '网传有人受伤，网传不实。\n', finds: { count: 1 } },
    { title: '符号隔开', terms: screen, body: '据网*传有人受伤。\n', finds: { line: 13, column: 2 } },
    { title: '繁体、全角和零宽字符', terms: screen, body: '經核實。網\u200B傳和ＳＭ示例均已处理。\n', finds: { count: 2 } },
  ],
};
