import { nearMissReports } from '../lexicon/near-miss-hits.ts';
import type { Rule } from '../rule.ts';

const laws = {
  laws: [
    { title: '中华人民共和国示例处罚法' },
    { title: '示例市市容管理条例' },
    { title: '示例绿化条例' },
    { title: '示例市市容管理办法' },
  ],
};

/** Titles of laws are written as they were passed: what differs from one by a single slip is told. */
export const lawTitle: Rule = {
  id: 'fact/law-title',
  asks: '引用的法律法规，名称不错一个字、漏一个字、多一个字或颠倒两个字。',
  severity: 'error',
  article: '第九条',
  group: '法律名称',
  waivable: true,
  check: (subject, context) => nearMissReports(subject, context, (group) => group === '法律'),
  good: [
    { title: '全称和省去国名的名称', terms: laws, body: '依据《中华人民共和国示例处罚法》和《示例处罚法》第五条。\n' },
    { title: '一条和办法', terms: laws, body: '《示例市市容管理条例》和《示例市市容管理办法》同时施行。\n' },
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
    { title: '书名号外', terms: laws, body: '宣传示例市市容管理例条。\n', finds: { flagged: '示例市市容管理例条' } },
  ],
};
