import type { BeijingDate } from '../../beijing-time.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import { NO_TERMS, type OfficeHolder } from '../../organisation/terms.ts';
import { placeAt } from '../find.ts';
import { joinedOf } from '../joined-blocks.ts';
import { wrongForms } from '../lexicon/term-hits.ts';
import type { Report, Rule, Subject } from '../rule.ts';

const wrongForm = (right: string, wrong: string): Report['words'] => ({
  problem: `“${wrong}”不是规范写法。`,
  expected: `“${right}”。`,
  fix: `改为“${right}”。`,
});

/** Reports of wrong forms; a name of the bureau or of its units is told as one. */
function namesApart(reports: readonly Report[], { bureau, units }: Organisation): Report[] {
  const names = [bureau ?? '', ...Object.values(units).map(({ name }) => name)];
  const ofNames = new Set(names.map((name) => wrongForm(name, '').expected));
  return reports.map((report) => (ofNames.has(report.words.expected) ? { ...report, group: '单位名称' } : report));
}

/** Only where a title begins a phrase, or follows the bureau, is it surely the person's own: not 分局局长, 原局长, 任命…为局长. */
const TITLE_BEGINS = /(?:^|[^\p{Script=Han}]|[市区县]局|[我本]局|执法局)$/u;

function held(holders: readonly OfficeHolder[], name: string, day: BeijingDate): string[] {
  return holders.filter((holder) => holder.name === name && holder.from <= day && day <= (holder.to ?? day)).map(({ title }) => title);
}

/** Titles right before a leader's name that the leader doesn't have on the information date. Only titles of the list are known. */
function wrongTitles({ blocks, frontMatter }: Subject, holders: readonly OfficeHolder[]): Report[] {
  const day = frontMatter?.event_date;
  if (day === undefined) return [];
  const { raw } = joinedOf(blocks);
  const names = [...new Set(holders.map(({ name }) => name))].filter((name) => raw.includes(name));
  if (names.length === 0) return [];
  const titles = [...new Set(holders.map(({ title }) => title))].sort((a, b) => b.length - a.length);
  const reports: Report[] = [];
  for (const block of blocks) {
    for (const name of names) {
      for (let at = block.text.indexOf(name); at >= 0; at = block.text.indexOf(name, at + name.length)) {
        const title = titles.find((known) => block.text.endsWith(known, at));
        if (title === undefined || !TITLE_BEGINS.test(block.text.slice(Math.max(0, at - title.length - 4), at - title.length))) continue;
        const right = held(holders, name, day);
        if (right.includes(title)) continue;
        const start = at - title.length;
        const flagged = block.text.slice(start, at + name.length);
        const expected =
          right.length === 0 ? `${name}在信息日期 ${day} 不任名单里的职务。` : `${name}在信息日期 ${day} 的职务是${right.join('、')}。`;
        reports.push({
          flagged,
          span: block.span(start, at + name.length),
          where: placeAt(block, start),
          words: {
            problem: `“${flagged}”与领导名单不符。`,
            expected,
            fix: '改正职务或姓名；名单旧了的，请办公室更新 office-holders.yml。',
          },
        });
      }
    }
  }
  return reports;
}

const official = { official: [{ right: '秸秆', wrong: ['秸杆'], allow: [] }] };
const groups = {
  official: [
    { right: '领导小组', wrong: ['领导小姐'], allow: [] },
    { right: '政府', wrong: ['攻府'], allow: ['进攻府'] },
  ],
};
const holders = {
  holders: [
    { name: '赵十七', title: '局长', from: '2024-01-01', wrong: ['赵十柒'] },
    { name: '冯六', title: '副局长', from: '2024-01-01', to: '2026-11-22', wrong: [] },
    { name: '冯六', title: '一级调研员', from: '2026-11-23', wrong: [] },
  ],
};

/** Names of the state, of bodies and of leaders are written as they are (检查指标: 严重表述错误). */
export const officialTerms: Rule = {
  id: 'prohib/official-terms',
  asks: '国名、机构名、规范用语、领导姓名和职务不写错。',
  severity: 'error',
  article: '第九条',
  group: '政治表述',
  waivable: true,
  check: (subject, { terms = NO_TERMS, organisation }) => [
    ...namesApart(
      wrongForms(subject.blocks, terms.official, (entry) => entry, wrongForm),
      organisation,
    ),
    ...wrongForms(subject.blocks, terms.holders, ({ name, wrong }) => ({ right: name, wrong, allow: [] }), wrongForm),
    ...wrongTitles(subject, terms.holders),
  ],
  good: [
    { title: '规范写法', terms: official, body: '严禁露天焚烧秸秆。\n' },
    { title: '误写只是更长的话的一部分', terms: groups, body: '义军进攻府城的遗址已立碑保护。\n' },
    { title: '中间有标点的不是误写', terms: groups, body: '参加的有领导、小姐和先生。\n' },
    { title: '代码里的字', terms: official, body: '检索词用`秸杆`。\n' },
    { title: '职务与名单相符', terms: holders, body: '局长赵十七带队检查。\n' },
    { title: '过去的职务写明了是过去的', terms: holders, body: '原副局长冯六带队检查。\n' },
    { title: '别的单位的职务', terms: holders, body: '婺城分局局长冯六带队检查。\n' },
    { title: '名字后面的字碰巧是职务', terms: holders, body: '冯六局长期驻点帮扶。\n' },
    {
      title: '离任前的信息用当时的职务',
      terms: holders,
      frontMatter: { event_date: '2026-11-22' },
      body: '副局长冯六带队检查。\n',
    },
    {
      title: '写明理由的豁免',
      terms: official,
      body: '原文误作“秸杆”，已更正。\n',
      frontMatter: { waivers: [{ rule: 'prohib/official-terms', match: '秸杆', reason: '更正说明里引用原来的错字' }] },
    },
  ],
  bad: [
    { title: '错别字', terms: official, body: '严禁露天焚烧秸杆。\n', finds: { flagged: '秸杆', line: 13, column: 7 } },
    { title: '加粗拆开的误写', terms: groups, body: '专项整治**领导**小姐\n', finds: { flagged: '领导小姐', line: 13, column: 7 } },
    { title: '空格拆开的误写', terms: groups, body: '市攻 府发布通告。\n', finds: { flagged: '攻 府' } },
    { title: '繁体的误写', terms: groups, body: '專項整治領導小姐。\n', finds: { flagged: '領導小姐' } },
    { title: '标题里的误写', terms: official, frontMatter: { title: '婺城分局开展秸杆禁烧' }, finds: { line: 2, column: 14 } },
    { title: '领导姓名的误写', terms: holders, body: '局长赵十柒带队检查。\n', finds: { flagged: '赵十柒' } },
    { title: '职务与名单不符', terms: holders, body: '市局局长冯六带队检查。\n', finds: { flagged: '局长冯六', line: 13, column: 3 } },
    { title: '离任后还用过去的职务', terms: holders, body: '副局长冯六带队检查。\n', finds: { flagged: '副局长冯六' } },
  ],
};
