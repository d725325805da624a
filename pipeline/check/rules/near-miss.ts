import { beijingDate } from '../../beijing-time.ts';
import type { FixedPhrase } from '../../organisation/terms.ts';
import { isApart, isWithin, toldOnce } from '../find.ts';
import { brokenLists } from '../lexicon/fixed-lists.ts';
import { shippedLexicon } from '../lexicon/lexicon.ts';
import { wrongDays } from '../lexicon/memorial-days.ts';
import { nearMissReports } from '../lexicon/near-miss-hits.ts';
import { OFFICES } from '../lexicon/pattern-tables.ts';
import { patternReports, sloganReports } from '../lexicon/patterns.ts';
import { wrongPosts } from '../lexicon/posts.ts';
import { findTerms } from '../lexicon/term-hits.ts';
import type { Report, Rule, Subject } from '../rule.ts';

const phrases = { phrases: [{ phrase: '示例综合行政执法' }, { phrase: '示例江堤巡查' }, { phrase: '占道经营' }] };

const formsOf = ({ phrase }: FixedPhrase) => ({ found: [phrase], allowed: [] });

/** What the bureau lists as right is right, although the program's lists of posts and bodies don't know it yet. */
function unlisted(reports: readonly Report[], { blocks }: Subject, own: readonly FixedPhrase[] = []): Report[] {
  const right = reports.length === 0 ? [] : findTerms(blocks, own, formsOf);
  return reports.filter(({ span }) => !right.some((one) => span !== undefined && isWithin(span, one.span)));
}

/** Fixed names and phrases stand as they are: what differs from one by a single slip is told (检查指标: 严重表述错误). */
export const nearMiss: Rule = {
  id: 'prohib/near-miss',
  asks: '国家机构、领导人、规范提法、地名和城市管理用语，不错一个字、漏一个字、多一个字或颠倒两个字。',
  severity: 'error',
  article: '第九条',
  group: '政治表述',
  waivable: true,
  check: (subject, context) => {
    const { blocks, frontMatter } = subject;
    const day = frontMatter?.event_date ?? beijingDate(context.now);
    const wrong = [
      ...wrongPosts(blocks, shippedLexicon().posts, frontMatter?.event_date),
      ...wrongDays(blocks, day),
      ...patternReports(blocks, OFFICES),
    ];
    const misses = nearMissReports(subject, context, (group) => group !== '法律');
    const slogans = sloganReports(blocks);
    const graver = slogans.filter(({ severity }) => severity === undefined);
    // A near miss shows what belongs there, a slogan is told by its own rule.
    const told = [...misses.filter(({ severity }) => severity !== 'info'), ...slogans];
    const others = toldOnce([...unlisted(wrong, subject, context.terms?.phrases), ...brokenLists(blocks)], told);
    return [...misses.filter(({ span }) => graver.every((one) => isApart(one.span, span))), ...others];
  },
  good: [
    { title: '写对的', terms: phrases, body: '示例综合行政执法和示例江堤巡查，劝导占道经营。\n' },
    { title: '加了引号', terms: phrases, body: '开展“示例江堤”巡查。\n' },
    { title: '标点隔开的不是一个词', terms: phrases, body: '示例江堤、查巡。\n' },
    { title: '日期在用这个说法之前', terms: { phrases: [{ phrase: '示例江堤巡查', since: '2026-11-24' }] }, body: '示例江堤查巡。\n' },
    { title: '办公室登记了的职务', terms: { phrases: [{ phrase: '示例县委县长' }] }, body: '示例县委县长到场。\n' },
    {
      title: '写明理由的豁免',
      terms: phrases,
      body: '原文误作“示例江堤查巡”，已更正。\n',
      frontMatter: { waivers: [{ rule: 'prohib/near-miss', match: '示例江堤查巡', reason: '更正说明里引用原来的错字' }] },
    },
  ],
  bad: [
    {
      title: '颠倒了两个字',
      terms: phrases,
      body: '开展示例江堤查巡。\n',
      finds: { flagged: '示例江堤查巡', line: 13, column: 3 },
    },
    { title: '多了一个字', terms: phrases, body: '开展示例江江堤巡查。\n', finds: { flagged: '示例江江堤巡查' } },
    { title: '漏了一个字', terms: phrases, body: '示例综行政执法。\n', finds: { flagged: '示例综行政执法', severity: 'warning' } },
    {
      title: '加粗和引号拆开的',
      terms: phrases,
      body: '示例**综合**“行政”法执。\n',
      finds: { flagged: '示例综合“行政”法执' },
    },
    { title: '繁体的', terms: phrases, body: '示例江堤查巡和示例綜合行政法執。\n', finds: { count: 2 } },
    {
      title: '单位的别的叫法',
      units: { wucheng: { aliases: ['示例江堤分局'] } },
      body: '示例江提分局组织巡查。\n',
      finds: { flagged: '示例江提分局', severity: 'error' },
    },
    { title: '机构没有的职务', terms: phrases, body: '示例县委县长到场。\n', finds: { flagged: '县委县长', severity: 'warning' } },
    { title: '标题里的', terms: phrases, frontMatter: { title: '婺城分局开展示例江堤查巡' }, finds: { line: 2 } },
    { title: '列举里换了一项', body: '坚定道路自信、理论自信、体制自信、文化自信。\n', finds: { severity: 'warning' } },
  ],
};
