import { fold } from '../../item/markdown/folded-text.ts';
import { paragraphsOf, stretchOf } from '../find.ts';
import { joinedOf } from '../joined-blocks.ts';
import type { Report, Rule, Subject } from '../rule.ts';

/** In characters. A government site's title has 19 in the middle and 32 at most. A sentence above 120 is hard to read on a telephone. */
const TITLE = { least: 8, most: 32 };
const SENTENCE = 120;
const BODY = 50;
const STOP = /[。！？；\n]/;

function length(unfolded: string): number {
  const { text, even } = fold(unfolded);
  const written = text.replace(/\s/g, '');
  return even ? written.length : [...written].length;
}

function titleReports({ title, frontMatter, locate }: Subject): Report[] {
  if (title === null) return [];
  const place = () => ({ span: locate(['title']), where: '标题' });
  const count = length(title);
  const reports: Report[] = [];
  if (count < TITLE.least) {
    const words = { problem: `标题只有 ${count} 字。`, expected: `${TITLE.least} 字以上，说清谁做了什么。`, fix: '补上单位和事情。' };
    reports.push({ ...place(), words });
  }
  // What WeChat refuses is chan/wechat-limits' to say.
  if (count > TITLE.most && !frontMatter?.channels.includes('wechat')) {
    const words = { problem: `标题有 ${count} 字，偏长。`, expected: `${TITLE.most} 字以内。`, fix: '删去修饰语，细节写进正文。' };
    reports.push({ ...place(), words });
  }
  if (/[。；，、]\s*$/u.test(title)) {
    const words = { problem: '标题以句号、逗号一类的标点结尾。', expected: '标题末尾不用这些标点。', fix: '删去末尾的标点。' };
    reports.push({ ...place(), words });
  }
  return reports;
}

function longSentences(subject: Subject): Report[] {
  const { even } = joinedOf(subject.blocks);
  return paragraphsOf(subject).flatMap((block) => {
    // Folding makes more characters of one now and then, in no even text.
    if (even && !block.text.split(STOP).some((part) => part.length > SENTENCE)) return [];
    return [...block.text.matchAll(/[^。！？；\n]+/gu)].flatMap(({ 0: sentence, index }): Report[] => {
      if (even && sentence.length <= SENTENCE) return [];
      const count = length(sentence);
      if (count <= SENTENCE) return [];
      const { span, where } = stretchOf(block, index, index + sentence.length);
      const words = {
        problem: `这句话有 ${count} 字，读起来吃力。`,
        expected: `一句话不超过 ${SENTENCE} 字。`,
        fix: '分成几句，或改成分条。',
      };
      return [{ span, where, words }];
    });
  });
}

function shortBody(subject: Subject): Report[] {
  const { frontMatter, bodyLine } = subject;
  let count = 0;
  for (const { text } of paragraphsOf(subject)) {
    count += length(text);
    if (count >= BODY) return [];
  }
  if (frontMatter === null || frontMatter.withdraw || frontMatter.category === '转发' || count === 0) return [];
  return [
    {
      span: { line: bodyLine, column: 1, endLine: bodyLine, endColumn: 1 },
      where: '正文',
      words: {
        problem: `正文只有 ${count} 字。`,
        expected: `${BODY} 字以上，写清时间、地点、做法和结果。`,
        fix: '补充具体情况；只有一句话的，考虑是否需要单独发布。',
      },
    },
  ];
}

const LONG = `${'婺城分局组织执法队员巡查沿街店铺，'.repeat(8)}成效明显。\n`;
const ENOUGH = '11月23日上午，婺城分局组织执法队员36人次巡查示例街沿街店铺，劝导占道经营86起，清理乱堆放41处，回访商户120家。\n';

/** 文字精练 (Art. 5): the length of title, sentences and body, and a title without a mark at its end. Hints for the reviewer, never a bar. */
export const concise: Rule = {
  id: 'text/concise',
  asks: '文字精练：标题 8 到 32 字，句子不超过 120 字，正文不少于 50 字。',
  severity: 'info',
  article: '第五条',
  group: '文字',
  waivable: false,
  check: (subject) => [...titleReports(subject), ...longSentences(subject), ...shortBody(subject)],
  good: [
    { title: '长短合适', body: ENOUGH },
    { title: '用分号隔开的长列举', body: `${'一是组织执法队员巡查示例街的沿街店铺并逐家登记；'.repeat(6)}二是回访。\n` },
    { title: '转发可以只有一句', frontMatter: { category: '转发' }, body: '转发示例通知。\n' },
    { title: '疑问句作标题', frontMatter: { title: '生活垃圾怎样分类？一图看懂' }, body: ENOUGH },
  ],
  bad: [
    { title: '标题太短', frontMatter: { title: '专项整治' }, body: ENOUGH, finds: { line: 2, column: 8, count: 1 } },
    { title: '标题太长', frontMatter: { title: '婺'.repeat(33), channels: ['website'] }, body: ENOUGH, finds: { line: 2, count: 1 } },
    { title: '标题末尾有句号', frontMatter: { title: '婺城分局开展冬季专项整治。' }, body: ENOUGH, finds: { line: 2, count: 1 } },
    { title: '一句话太长', body: LONG, finds: { line: 13, column: 1, count: 1 } },
    { title: '正文太短', body: '今天开展了整治。\n', finds: { line: 13, count: 1 } },
  ],
};
