import { NO_TERMS } from '../../organisation/terms.ts';
import { citationsIn, isNoLaw, lawOf, meantLaw, NAMED_AS_RULE } from '../lexicon/law-titles.ts';
import { shippedLexicon } from '../lexicon/lexicon.ts';
import { nearMissReports } from '../lexicon/near-miss-hits.ts';
import type { CheckContext, Report, Rule, Subject } from '../rule.ts';

const laws = {
  laws: [
    { title: '中华人民共和国示例处罚法' },
    { title: '示例市市容管理条例' },
    { title: '示例绿化条例' },
    { title: '示例市市容管理办法' },
  ],
};

/** What isn't a law yet has a title that no list knows. */
const DRAFT = /草案|征求意见稿|送审稿|建议稿/;
/** What came before a regulation was often called so: 商标法实施细则. */
const EARLIER = /暂行|试行|实施细则$/;

/** Titles that no law has: likely to mean one, or said to be one of the state's. */
function mixedTitles(subject: Subject, { terms = NO_TERMS }: CheckContext, slips: readonly Report[]): Report[] {
  const { laws } = shippedLexicon();
  return citationsIn(subject.blocks, NAMED_AS_RULE).flatMap(({ title, flagged, folded, span, where, past, made }): Report[] => {
    if (past || made || lawOf(terms.laws, title) !== undefined || laws.has(title) || DRAFT.test(flagged)) return [];
    const meant = meantLaw(title, laws);
    if (meant === undefined ? !isNoLaw(title, folded) : EARLIER.test(title)) return [];
    if (slips.some((slip) => slip.flagged !== undefined && flagged.includes(slip.flagged))) return [];
    const words =
      meant === undefined
        ? { problem: `没有《中华人民共和国${title}》。`, expected: '名称与公布的全称一致。', fix: '对照公布的文本改正。' }
        : { problem: `没有《${title}》，像是《${meant}》。`, expected: `《${meant}》。`, fix: `改为《${meant}》。` };
    return [
      { flagged, span, where, severity: 'warning', words: { ...words, fix: `${words.fix}没有写错的，写豁免并说明理由（8 字以上）。` } },
    ];
  });
}

/** Titles of laws are written as they were passed: what differs from one by a single slip is told. */
export const lawTitle: Rule = {
  id: 'fact/law-title',
  asks: '引用的法律法规，名称不错一个字、漏一个字、多一个字或颠倒两个字。',
  severity: 'error',
  article: '第九条',
  group: '法律名称',
  waivable: true,
  check: (subject, context) => {
    const slips = nearMissReports(subject, context, () => true).filter(({ severity }) => severity !== 'info');
    return [...nearMissReports(subject, context, (group) => group === '法律'), ...mixedTitles(subject, context, slips)];
  },
  good: [
    { title: '全称和省去国名的名称', terms: laws, body: '依据《中华人民共和国示例处罚法》和《示例处罚法》第五条。\n' },
    { title: '一条和办法', terms: laws, body: '《示例市市容管理条例》和《示例市市容管理办法》同时施行。\n' },
    {
      title: '外国的、地方的、简称和草案',
      terms: laws,
      body: '《通胀削减法》《对敌贸易法》《示例省道路交通安全条例》《选举法》《家庭促进教育法（草案）》和《中华人民共和国动物保护法》（建议稿）。\n',
    },
    { title: '地方和部门的办法，从前的名称', body: '我市制定《政府信息公开办法》《固体废物污染环境防治条例》，依据《商标法实施细则》。\n' },
    { title: '短的名称，没有书名号，是别的话', terms: laws, body: '示例绿条化例行检查。\n' },
  ],
  bad: [
    {
      title: '颠倒了两个字',
      terms: laws,
      body: '依据《示例罚处法》处理。\n',
      finds: { flagged: '示例罚处法', line: 13, column: 4, severity: 'warning' },
    },
    { title: '前面有国名', terms: laws, body: '依据《中华人民共和国示例罚处法》处理。\n', finds: { flagged: '示例罚处法' } },
    { title: '多了一个字', terms: laws, body: '依据《示例市市容管理理条例》处理。\n', finds: { flagged: '示例市市容管理理条例' } },
    { title: '漏了一个字', terms: laws, body: '依据《示例市市容管条例》处理。\n', finds: { severity: 'warning' } },
    {
      title: '词序颠倒了',
      terms: laws,
      body: '依据《交通道路安全法》处理。\n',
      finds: { severity: 'warning', flagged: '交通道路安全法' },
    },
    {
      title: '几个词的次序都乱了',
      terms: laws,
      body: '依据《安全交通道路法》处理。\n',
      finds: { severity: 'warning', flagged: '《安全交通道路法》' },
    },
    { title: '词用错了', terms: laws, body: '宣传《妇女权益保护法》。\n', finds: { severity: 'warning' } },
    { title: '多了一个词', terms: laws, body: '依据《食品安全卫生法》处理。\n', finds: { severity: 'warning' } },
    { title: '国家没有这部法律', terms: laws, body: '宣传《中华人民共和国水资源法》。\n', finds: { severity: 'warning' } },
    { title: '漏了一个词', terms: laws, body: '宣传《乡村振兴法》。\n', finds: { severity: 'warning' } },
    {
      title: '法和条例弄错了',
      terms: laws,
      body: '依据《城市道路管理法》处理。\n',
      finds: { severity: 'warning', flagged: '《城市道路管理法》' },
    },
    { title: '书名号外', terms: laws, body: '宣传示例市市容管理例条。\n', finds: { flagged: '示例市市容管理例条' } },
  ],
};
