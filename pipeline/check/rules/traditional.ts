import { SIMPLIFIED } from '../../item/markdown/simplified.ts';
import { NO_TERMS } from '../../organisation/terms.ts';
import { placeAt } from '../find.ts';
import { joinedOf } from '../joined-blocks.ts';
import type { CheckContext, Report, Rule } from '../rule.ts';

/** Characters of OpenCC's pairs that stay: the Table of General Standard Chinese Characters (2013) has them (乾隆, 徵羽, 昇), or a term of science (二噁英). */
const STANDARD = '乾剋劄吒夥徵扞於昇氾祕脩苧蒐薳薹袷谿釐陞麽噁';

/** The simplified form of each UTF-16 unit that is a traditional one; 0 for all others. */
const simplified = new Uint16Array(0x10000);
for (let pair = 0; pair < SIMPLIFIED.length; pair += 2) simplified[SIMPLIFIED.charCodeAt(pair)] = SIMPLIFIED.charCodeAt(pair + 1);
for (const character of STANDARD) simplified[character.charCodeAt(0)] = 0;

const MAX_RUN = 20;

/** Where traditional characters stand together, and what they are in simplified ones. */
function runsIn(text: string): { start: number; end: number; right: string }[] {
  const runs: { start: number; end: number; right: string }[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const right = simplified[text.charCodeAt(at)] as number;
    if (right === 0) continue;
    const last = runs.at(-1);
    if (last?.end === at && at - last.start < MAX_RUN) Object.assign(last, { end: at + 1, right: last.right + String.fromCharCode(right) });
    else runs.push({ start: at, end: at + 1, right: String.fromCharCode(right) });
  }
  return runs;
}

/** Surnames and given names stay as they are (国家通用语言文字法 Art. 17). */
function namesOf({ organisation, terms = NO_TERMS }: CheckContext): string[] {
  const names = [...Object.values(organisation.people), ...terms.holders].map(({ name }) => name);
  return names.filter((name) => runsIn(name).length > 0);
}

function inName(text: string, start: number, end: number, names: readonly string[]): boolean {
  return names.some((name) => {
    const at = text.lastIndexOf(name, start);
    return at >= 0 && end <= at + name.length;
  });
}

/** Standard characters only; names and the characters that the standard itself keeps are none. */
export const traditional: Rule = {
  id: 'text/traditional',
  asks: '用规范汉字，不用繁体字和异体字。',
  severity: 'warning',
  article: '第四条',
  group: '文字',
  waivable: true,
  check: ({ blocks }, context) => {
    if (runsIn(joinedOf(blocks).raw).length === 0) return [];
    let names: string[] | null = null;
    return blocks.flatMap((block) =>
      runsIn(block.text).flatMap(({ start, end, right }): Report[] => {
        names ??= namesOf(context);
        if (inName(block.text, start, end, names)) return [];
        const flagged = block.text.slice(start, end);
        return [
          {
            flagged,
            span: block.span(start, end),
            where: placeAt(block, start),
            words: {
              problem: `“${flagged}”是繁体字或异体字。`,
              expected: `规范汉字“${right}”。`,
              fix: `改为“${right}”。人名、文物和书法等法律允许的，写豁免并说明理由（8 字以上）。`,
            },
            ...(block.paragraph === 0 ? {} : { replacement: right }),
          },
        ];
      }),
    );
  },
  good: [
    { title: '规范汉字', body: '城市管理后勤保障。\n' },
    { title: '规范字表里本来就有的字', body: '乾隆年间的石碑，徵羽二音，赵昇题写，焚烧产生二噁英。\n' },
    { title: '部首和全角字母不是繁体字', body: '按ＡＢＣ分类。\n' },
    {
      title: '领导名单里的姓名',
      terms: { holders: [{ name: '示例淼鑾', title: '局长', from: '2024-01-01', wrong: [] }] },
      body: '局长示例淼鑾讲话。\n',
    },
    {
      title: '写明理由的豁免',
      body: '门楼题“積善”二字。\n',
      frontMatter: { waivers: [{ rule: 'text/traditional', match: '積', reason: '文物上原有的题字，照录' }] },
    },
  ],
  bad: [
    { title: '繁体字', body: '城市管理綜合執法。\n', finds: { line: 13, column: 5, count: 2 } },
    { title: '连着的繁体字一起报', body: '開門納諫。\n', finds: { flagged: '開門納諫' } },
    { title: '异体字', body: '在公園裏巡查。\n', finds: { count: 1, line: 13, column: 3 } },
    { title: '标题里的繁体字', frontMatter: { title: '婺城分局開展专项整治' }, finds: { line: 2, flagged: '開' } },
    {
      title: '名单之外的地方',
      terms: { holders: [{ name: '示例淼鑾', title: '局长', from: '2024-01-01', wrong: [] }] },
      body: '金鑾殿旧址。\n',
      finds: { flagged: '鑾' },
    },
  ],
};
