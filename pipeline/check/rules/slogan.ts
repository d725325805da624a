import { withoutNearMisses } from '../lexicon/near-miss-hits.ts';
import { sloganReports } from '../lexicon/patterns.ts';
import type { Rule } from '../rule.ts';

/** No slogans against Party, state and system, not even quoted. The rows are in lexicon/, their examples in test/. */
export const slogan: Rule = {
  id: 'prohib/slogan',
  asks: '不出现反动、煽动性的口号，引用也不出现。',
  severity: 'error',
  article: '第六条',
  group: '政治表述',
  waivable: true,
  check: (subject, context) => withoutNearMisses(sloganReports(subject.blocks), subject, context),
  good: [
    { title: '不引用原文', body: '队员清除了墙上的违法标语。\n' },
    { title: '同样的字，别的意思', body: '新时代革命军人到场授课，球队主教练下台阶时扭伤。\n' },
    { title: '说明是禁止的', body: '不得煽动他人打倒某某，违者依法处理。\n' },
  ],
  bad: [
    { title: '墙上的字样', body: '墙上涂有“打倒某某”字样。\n', finds: { flagged: '打倒某某', line: 13, column: 6, count: 1 } },
    { title: '口号的另一种写法', body: '有人高呼某某滚蛋。\n', finds: { flagged: '某某滚蛋', count: 1, severity: 'warning' } },
    { title: '繁体、零宽字符隔开', body: '墙上涂有打\u200B倒某某。\n', finds: { count: 1 } },
  ],
};
