import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { findIn, foldedStretch, type Match } from '../find.ts';
import { foldedTexts } from '../joined-blocks.ts';
import { plainTitle } from '../lexicon/law-titles.ts';
import { type LawText, lawText, shippedLexicon } from '../lexicon/lexicon.ts';
import { numberOf } from '../numerals.ts';
import type { Rule } from '../rule.ts';

/** A law's title and the articles named right behind it. */
const CITED = /(?<![原旧]|\d年)《[^《》\n]{2,60}》第[第条款项目之、和及与至,()\d〇零一二三四五六七八九十百千\s]{2,60}/g;
/** Articles behind a title without its marks, and the words that lead to it. */
const BARE = /(?<=[法典例定])第[第条款项目之、和及与至,()\d〇零一二三四五六七八九十百千\s]{2,60}/g;
const LEADS = /(?:^|[据照反按和及与合引用犯见在依违即列了适,。;:、(])(?:我国|中华人民共和国)?$/;
const LONGEST_TITLE = 30;
const ARTICLE = /第([\d〇零一二三四五六七八九十百千]{1,8})条/g;

/** The first article behind a title that its law doesn't have. */
function beyond({ folded }: Match): { law: LawText; article: string } | null {
  const title = folded.slice(1, folded.indexOf('》'));
  const law = /[(（][^()（）]*[)）]$/.test(title) ? null : lawText(plainTitle(title));
  if (law === null || law.last === 0) return null;
  const over = [...folded.matchAll(ARTICLE)].find(([, number = '']) => numberOf(number) > law.last);
  return over === undefined ? null : { law, article: over[0] };
}

/** What a text cites of laws of the list without their marks, as if it had them. */
function bareIn(blocks: readonly TextBlock[]): Match[] {
  const { laws } = shippedLexicon();
  return foldedTexts(blocks).flatMap((text, index) =>
    [...text.matchAll(BARE)].flatMap(({ 0: articles, index: at }): Match[] => {
      const titles = Array.from({ length: LONGEST_TITLE - 1 }, (_, less) => text.slice(Math.max(0, at - LONGEST_TITLE + less), at));
      const title = titles.find((one) => laws.has(one));
      if (title === undefined || !LEADS.test(text.slice(0, at - title.length))) return [];
      return [{ folded: `《${title}》${articles}`, ...foldedStretch(blocks[index] as TextBlock, at - title.length, at + articles.length) }];
    }),
  );
}

/** Articles that are cited are there: none beyond a law's last. */
export const lawArticle: Rule = {
  id: 'fact/law-article',
  asks: '引用的条款不超出法律的最后一条。',
  severity: 'warning',
  article: '第五条',
  group: '法律名称',
  waivable: true,
  check: ({ blocks }) => {
    return [...findIn(blocks, CITED, undefined, /》第/g), ...bareIn(blocks)].flatMap((match) => {
      const found = beyond(match);
      if (found === null) return [];
      const { law, article } = found;
      return [
        {
          ...match,
          flagged: match.flagged.trimEnd(),
          words: {
            problem: `《${law.title}》没有${article}。`,
            expected: `条款在 1 至 ${law.last} 条之间（${law.year} 年的文本）。`,
            fix: '对照法律的现行文本改正条款号；法律后来改过、条数多了的，写豁免并说明理由（8 字以上）。',
          },
        },
      ];
    });
  },
  good: [
    { title: '有的条款', body: '依据《中华人民共和国行政处罚法》第八十六条、第三条第二款处理。\n' },
    { title: '写明是修改前的', body: '依据原《行政处罚法》第九十九条处理。\n' },
    { title: '清单里没有的法律', body: '依据《示例管理条例》第九百条处理。\n' },
    { title: '别处的条例', body: '根据示例市城市绿化条例第九十条处理。\n' },
    { title: '民法典有一千二百多条', body: '依据《民法典》第一千二百六十条。\n' },
  ],
  bad: [
    {
      title: '没有的条款',
      body: '依据《行政处罚法》第一百零二条处理。\n',
      finds: { flagged: '《行政处罚法》第一百零二条', line: 13, column: 3 },
    },
    { title: '没有书名号', body: '根据行政诉讼法第一百零六条，可以起诉。\n', finds: { count: 1 } },
    { title: '后一个没有', body: '依据《中华人民共和国行政处罚法》第三条、第１８６条处理。\n', finds: { count: 1 } },
  ],
};
