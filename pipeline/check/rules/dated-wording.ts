import { addDays, beijingDate } from '../../beijing-time.ts';
import { onceFor } from '../../once-for.ts';
import { NO_TERMS, type Terms } from '../../organisation/terms.ts';
import { isWithin } from '../find.ts';
import { type DatedWording, shippedLexicon } from '../lexicon/lexicon.ts';
import { nearMissReports } from '../lexicon/near-miss-hits.ts';
import { type FoundTerm, findTerms } from '../lexicon/term-hits.ts';
import type { Report, Rule } from '../rule.ts';
import { isSetBefore, YEAR } from '../told-years.ts';

/** Words that say of an older name that it is one. */
const ONCE =
  /(?:[原旧]|(?<![目当日站门店房])前(?![往来期台去述])|时任|前身(?:是|为)?|(?:撤销|更名前|改名前|整合|划入|组建|废止|不再保留)了?|曾经?(?:任|在|是|为))[^。；，]{0,12}$/;
const BECAME = /^原(?!则)|^[（(]现|^[^。；，]{0,4}(?:取消|废止|更名|改名|改称|改制|撤销|并入|合并|组建为|调整为|转隶)/;
/** Decades and collections, of which old names are told. */
const THEN =
  /上(?:个)?世纪|[二三四五六七八九][十〇]年代|\d0年代|收藏了|老照片|旧址|疫情期间|抗疫|那时|当年|彼时|当时|历史上|沿革|以前|改革前|成为历史|取代|初期|相继成立|回忆|出生于|旧[称影名]|撤[市县]设|授予的|字样|变居住证|新中国成立后|大会上的重要讲话/;
/** Words that say of a sentence that it speaks of today, and those by which it looks back all the same. */
const NOW =
  /今[年天日]|本[年月周季]|近[日期]|日前|昨[日天]|当前|目前|正[在值处]|现[任行]|将于|下[周月]|下一步|明年|即日起|年底前|第[一二三四]季度|^【|中心任务|再立新功|(?<![申邀聘敬提])请(?![求示假教愿])|[仍还均并]须|须[防查凭持]|谨防|提醒|地址[在为：]/;
const LOOKS_BACK = /周年|期间|以来|成果|胜利|成就|经验|曾|回顾|总结|完成了|[之以]后|历[届次史]|至今|影响|过渡期|缩影|奇迹/;
const STOP = /[。！？]/;
/** What makes another word of a ministry's name: 农业部门, 国防部长. */
const ENDS_OTHERWISE = /^[门署分属件位队长]/;
/** How a country ends, as far as its bodies are told right behind: 西班牙国家旅游局. */
const ABROAD = /(?:[亚兰牙坡坦廷汗]|泊尔|埃及|印度|越南|缅甸|日本|巴西|朝鲜|老挝|百余国家|[法德美英泰韩]国)(?:的|[^。；，]{0,6}和)?$/;
const STANDS_ALONE = /(?:^|\P{Script=Han}|[的由向经据在按到受对从将被与和及同]|[我中]国)$/u;

/** Whether it is part of another word, or another country's: 农业部门, 美国农业部. */
const isOtherBody = ({ entry: { old }, block, start, flagged }: FoundTerm<DatedWording>): boolean => {
  const before = block.text.slice(0, start);
  if (/^(?:国家.+[局会]|..部|食品药品监督管理局)$/.test(old) && ABROAD.test(before)) return true;
  if (old.endsWith('部') && ENDS_OTHERWISE.test(block.text.slice(start + flagged.length))) return true;
  return /^..部$|^.{3,}[源护业障]部$/.test(old) && !STANDS_ALONE.test(before);
};

/** The text around says that it speaks of the past, or quotes what was written then. */
function isOfThePast({ entry, block, start, flagged }: FoundTerm<DatedWording>): boolean {
  const before = block.text.slice(0, start);
  const after = block.text.slice(start + flagged.length);
  const sentence = `${before.split(STOP).at(-1)}${after.split(STOP, 1)[0]}`;
  const years = [...sentence.matchAll(YEAR)].map(([year]) => year);
  const isToday = () => (NOW.test(sentence) || years.length > 0) && !LOOKS_BACK.test(sentence);
  return (
    before.lastIndexOf('《') > before.lastIndexOf('》') ||
    ONCE.test(before) ||
    BECAME.test(after) ||
    THEN.test(sentence) ||
    years.some((year) => year <= entry.since.slice(0, 4)) ||
    (entry.today && !isToday()) ||
    isSetBefore(entry.since, block.text, start)
  );
}

/** Older wording that the program knows, and the bureau's own with what is written since. */
const datedOf = onceFor(({ phrases }: Terms): readonly DatedWording[] => [
  ...shippedLexicon().dated,
  ...phrases.flatMap(({ phrase: old, until, successor: right }) =>
    until === undefined || right === undefined ? [] : { old, right, since: addDays(until, 1), note: '', today: false },
  ),
]);

/** What is reported of older wording, and what it isn't a part of. */
const formsOf = ({ old, right }: DatedWording) => ({ found: [old], allowed: [right] });

/** How the name of a body ends; anything else is wording. */
const BODY = /[局部委会署院办室厅组队所]$|(?<!为)中心$/;

const renamed = (until: string) => ({
  phrases: [{ phrase: '示例江堤管理所', group: '机构' as const, until, successor: '示例江堤服务中心' }],
});

/** Bodies and wording bear the name that they have on the information date. */
export const datedWording: Rule = {
  id: 'prohib/dated-wording',
  asks: '机构名称和提法用信息日期那天的。',
  severity: 'warning',
  article: '第九条',
  group: '单位名称',
  waivable: true,
  check: (subject, context) => {
    const { blocks, frontMatter } = subject;
    const day = frontMatter?.event_date ?? beijingDate(context.now);
    const slips = nearMissReports(subject, context, () => true).flatMap(({ span, severity }) => (severity === 'info' ? [] : [span]));
    return findTerms(blocks, datedOf(context.terms ?? NO_TERMS), formsOf).flatMap((found): Report[] => {
      const { entry, flagged, span, where } = found;
      if (day < entry.since || isOtherBody(found) || isOfThePast(found) || slips.some((slip) => slip && isWithin(span, slip))) return [];
      const isBody = BODY.test(entry.right);
      return [
        {
          flagged,
          span,
          where,
          ...(isBody ? {} : { group: '政治表述' as const }),
          words: {
            problem: `“${flagged}”从 ${entry.since} 起不再这样写。`,
            expected: `“${entry.right}”${entry.note === '' ? '' : `（${entry.note}）`}。`,
            fix: `改为“${entry.right}”；说的是以前的事，${isBody ? `写明“原${entry.old}”，或` : ''}写豁免并说明理由（8 字以上）。`,
          },
        },
      ];
    });
  },
  good: [
    { title: '最后一天的信息', terms: renamed('2026-11-23'), body: '示例江堤管理所组织巡查。\n' },
    { title: '现在的名称', body: '会同自然资源和规划局联合检查。\n' },
    { title: '写明是以前的', body: '原中国银保监会印发通知。\n' },
    { title: '说它改了名', body: '中国银保监会更名为国家金融监督管理总局。\n' },
    { title: '说的是那一年', body: '2022年中国银保监会印发通知。\n' },
    { title: '更长的说法里写错的，同一处已经另有一条', body: '推进法制政府建设。\n' },
    { title: '那一段说的是那时', body: '2019年，该公司被查处。中国银保监会随后通报。\n' },
    { title: '文件名里的', body: '《中国银保监会关于加强管理的通知》。\n' },
    {
      title: '别国的',
      body: '西班牙国家旅游局局长和埃及文化部部长到会，马来西亚旅游、艺术和文化部介绍，百余国家的农业部长参加，美国食品药品监督管理局批准，外经贸部门会签。\n',
    },
    { title: '大会的名称', body: '学习在庆祝中国共产党成立100周年大会上的重要讲话精神，做好今年的工作。\n' },
    { title: '说它没有了', body: '废止了劳动教养制度。暂住证取消后，统一申领居住证。农业部、铁道部相继成立，市国税局原副局长被判刑。\n' },
    { title: '回顾往年', body: '今年是打赢脱贫攻坚战五周年。第十三届全国人民代表大会的议案已归档。\n' },
    { title: '那时的信息', frontMatter: { event_date: '2022-11-23', submitted_at: '2022-11-24 09:30' }, body: '中国银保监会印发通知。\n' },
  ],
  bad: [
    { title: '办公室登记的旧名称', terms: renamed('2026-11-22'), body: '示例江堤管理所组织巡查。\n', finds: { flagged: '示例江堤管理所' } },
    { title: '已经改了的名称', body: '中国银保监会印发通知。\n', finds: { flagged: '中国银保监会', line: 13, column: 1 } },
    { title: '说今天的句子里的', body: '我局今年投身脱贫攻坚战。\n', finds: { flagged: '脱贫攻坚战', count: 1 } },
    { title: '电话号码不是年份', body: '（咨询电话：82001999）中国银保监会印发通知。\n', finds: { flagged: '中国银保监会' } },
    { title: '请人办事的句子里的', body: '请前往县工商局窗口。\n', finds: { flagged: '工商局' } },
    { title: '已经改了的说法', body: '服务一带一路战略。\n', finds: { flagged: '一带一路战略' } },
  ],
};
