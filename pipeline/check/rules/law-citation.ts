import { NO_TERMS } from '../../organisation/terms.ts';
import { citationsIn, isNoLaw, lawOf, meantLaw } from '../lexicon/law-titles.ts';
import { shippedLexicon } from '../lexicon/lexicon.ts';
import { nearMissReports } from '../lexicon/near-miss-hits.ts';
import type { Report, Rule } from '../rule.ts';

const laws = {
  laws: [{ title: '中华人民共和国行政处罚法', from: '2021-07-15' }, { title: '城市绿化条例' }, { title: '无证无照经营查处办法' }],
  lawsAsOf: '2026-11-01',
};

/** Laws are called by their titles: what neither list knows is looked at once more, and told once. Of near misses other rules tell. */
export const lawCitation: Rule = {
  id: 'fact/law-citation',
  asks: '引用的法律法规，名称在法律清单里找得到。',
  severity: 'info',
  article: '第五条',
  group: '法律名称',
  waivable: false,
  check: (subject, context) => {
    const { terms = NO_TERMS } = context;
    if (terms.laws.length === 0) return [];
    const slips = nearMissReports(subject, context, () => true).map(({ flagged = '' }) => flagged);
    const told = new Set<string>();
    const list = `法律清单${terms.lawsAsOf === undefined ? '' : `（截至 ${terms.lawsAsOf}）`}`;
    return citationsIn(subject.blocks).flatMap(({ title, flagged, folded, span, where }): Report[] => {
      const isKnown =
        lawOf(terms.laws, title) !== undefined ||
        shippedLexicon().laws.has(title) ||
        meantLaw(title, shippedLexicon().laws) !== undefined ||
        isNoLaw(title, folded);
      if (told.has(title) || isKnown || slips.some((slip) => flagged.includes(slip))) return [];
      told.add(title);
      return [
        {
          span,
          where,
          words: {
            problem: `《${title}》不在${list}里。`,
            expected: '名称与公布的全称一致，现行有效。',
            fix: '请核对名称；没有错的，请办公室补进 laws.yml。',
          },
        },
      ];
    });
  },
  good: [
    { title: '全称和省去国名的名称', terms: laws, body: '依据《中华人民共和国行政处罚法》和《行政处罚法》第五条。\n' },
    { title: '名称后的修正年份', terms: laws, body: '依据《城市绿化条例（2017年修订）》。\n' },
    { title: '书名和方法不是法律', terms: laws, body: '学习《孙子兵法》和《枫桥式工作法示例读本》，观看《小区的说法》。\n' },
    { title: '通知和规定不在核对之列', terms: laws, body: '印发《关于加强管理的通知》。\n' },
    { title: '差一个字的，由另一条规则指出', terms: laws, body: '依据《行政处处罚法》处理。\n' },
    { title: '程序自带的清单里有', terms: laws, body: '依据《中华人民共和国森林法》处理。\n' },
    { title: '没有清单就不核对', body: '依据《示例管理条例》。\n' },
  ],
  bad: [
    { title: '清单里没有的名称', terms: laws, body: '依据《示例管理条例》处理。\n', finds: { line: 13, column: 3, count: 1 } },
    { title: '同一名称只提示一次', terms: laws, body: '依据《示例条例》。\n\n《示例条例》第一条。\n', finds: { count: 1 } },
  ],
};
