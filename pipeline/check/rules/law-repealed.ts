import { beijingDate } from '../../beijing-time.ts';
import { NO_TERMS } from '../../organisation/terms.ts';
import { citationsIn, lawOf } from '../lexicon/law-titles.ts';
import type { Report, Rule } from '../rule.ts';
import { isSetBefore } from '../told-years.ts';

const laws = {
  laws: [
    { title: '中华人民共和国合同法', until: '2021-01-01', successor: '中华人民共和国民法典' },
    { title: '示例管理条例', until: '2026-11-24' },
    { title: '中华人民共和国民法典', from: '2021-01-01' },
  ],
};

/** Laws that are cited are in force on the information date. */
export const lawRepealed: Rule = {
  id: 'fact/law-repealed',
  asks: '引用的法律法规在信息日期还有效。',
  severity: 'warning',
  article: '第五条',
  group: '法律名称',
  waivable: true,
  check: ({ blocks, frontMatter }, { terms = NO_TERMS, now }) => {
    const day = frontMatter?.event_date ?? beijingDate(now);
    const citations = blocks.flatMap((block) => citationsIn([block]).map((citation) => ({ ...citation, text: block.text })));
    return citations.flatMap(({ title, past, flagged, span, where, text }): Report[] => {
      const law = past ? undefined : lawOf(terms.laws, title);
      if (law?.until === undefined || day < law.until || isSetBefore(law.until, text, text.indexOf(flagged))) return [];
      const { successor } = law;
      return [
        {
          flagged,
          span,
          where,
          words: {
            problem: `《${title}》已于 ${law.until} 废止。`,
            expected: successor === undefined ? '引用现行有效的法律法规。' : `引用现行有效的《${successor}》。`,
            fix: `${successor === undefined ? '改引现行规定' : '改正名称，并核对条款号'}；说的是过去的事，写明“原《${title}》”。`,
          },
        },
      ];
    });
  },
  good: [
    { title: '现行有效的法律', terms: laws, body: '依据《民法典》处理。\n' },
    { title: '写明是过去的', terms: laws, body: '合同订立时依据原《合同法》，当时有效的《合同法》有规定。\n' },
    { title: '说它废止', terms: laws, body: '《合同法》同时废止。《合同法》《示例管理条例》同时废止。\n' },
    { title: '说的是当年', terms: laws, body: '1999年《合同法》的制定过程。九届全国人大二次会议通过《合同法》。\n' },
    { title: '那一段说的是那时', terms: laws, body: '2018年双方签订合同。张某依据《合同法》提起诉讼。\n' },
    { title: '信息日期那天还没有废止', terms: laws, body: '依据《示例管理条例》处理。\n' },
    {
      title: '写明理由的豁免',
      terms: laws,
      body: '依据《合同法》订立的合同继续履行。\n',
      frontMatter: { waivers: [{ rule: 'fact/law-repealed', match: '《合同法》', reason: '合同订立在民法典施行之前' }] },
    },
  ],
  bad: [
    { title: '已经废止的法律', terms: laws, body: '依据《中华人民共和国合同法》处理。\n', finds: { line: 13, column: 3 } },
    { title: '省去国名的名称', terms: laws, body: '依据《合同法》处理。\n', finds: { flagged: '《合同法》' } },
    { title: '说是今天制定、修订的', terms: laws, body: '会议讨论修订《合同法》。\n', finds: { count: 1 } },
    {
      title: '废止的当天',
      terms: laws,
      frontMatter: { event_date: '2026-11-24', submitted_at: '2026-11-24 09:30' },
      body: '依据《示例管理条例》处理。\n',
      finds: { flagged: '《示例管理条例》' },
    },
  ],
};
