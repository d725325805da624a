import { NO_TERMS } from '../../organisation/terms.ts';
import { MIXED_UP } from '../lexicon/pattern-tables.ts';
import { patternReports } from '../lexicon/patterns.ts';
import { wrongForms } from '../lexicon/term-hits.ts';
import type { Rule } from '../rule.ts';

const idioms = {
  idioms: [
    { right: '再接再厉', wrong: ['再接再励'], allow: [] },
    { right: '走投无路', wrong: ['走头无路'], allow: [] },
    { right: '一如既往', wrong: ['一如继往'], allow: [] },
  ],
};

/** Idioms are written as they are: from a list of sure pairs, nothing is guessed. */
export const idiomTypo: Rule = {
  id: 'text/idiom-typo',
  asks: '成语和常用词没有清单里的错别字。',
  severity: 'warning',
  article: '第九条',
  group: '文字',
  waivable: true,
  check: ({ blocks }, { terms = NO_TERMS }) => [
    ...patternReports(blocks, MIXED_UP),
    ...wrongForms(
      blocks,
      terms.idioms,
      (entry) => entry,
      (right, wrong) => ({
        problem: `“${wrong}”有错别字。`,
        expected: `“${right}”。`,
        fix: `改为“${right}”。有意这样写的，写豁免并说明理由（8 字以上）。`,
      }),
      // Who took a picture: 刘震 摄.
    ).filter(({ flagged = '' }) => !/^.\s+.$/u.test(flagged)),
  ],
  good: [
    { title: '写对的成语', terms: { idioms: idioms.idioms }, body: '队员们再接再厉，一如既往。\n' },
    { title: '署名', terms: { idioms: [{ right: '震慑', wrong: ['震摄'], allow: [] }] }, body: '图为活动现场。刘震 摄\n' },
    { title: '分在两句里', terms: idioms, body: '整治工作再接。再励精图治。\n' },
    { title: '分在两行里', terms: idioms, body: '村民不再走头\\\n无路可走的地方已修通。\n' },
    {
      title: '写明理由的豁免',
      terms: idioms,
      body: '商铺“走头无路”理发店已整改。\n',
      frontMatter: { waivers: [{ rule: 'text/idiom-typo', match: '走头无路', reason: '是店铺登记的字号，不是成语' }] },
    },
  ],
  bad: [
    { title: '错别字', terms: idioms, body: '队员们再接再励。\n', finds: { flagged: '再接再励', line: 13, column: 4 } },
    { title: '链接文字里的错别字', terms: idioms, body: '[一如继往](https://www.zj.gov.cn/)。\n', finds: { flagged: '一如继往' } },
    { title: '全角空格隔开', terms: idioms, body: '走头　无路。\n', finds: { flagged: '走头　无路' } },
    { title: '摘要里的错别字', terms: idioms, frontMatter: { summary: '队员们再接再励' }, finds: { line: 8, column: 13 } },
  ],
};
