import { UNFILLED } from '../../item/front-matter/front-matter-schema.ts';
import { findIn } from '../find.ts';
import type { Report, Rule } from '../rule.ts';

/** What stands where something is still to be written. */
const PLACEHOLDER = /TODO|(?<![城区圈园])TBD|FIXME|lorem ipsum|[X×]{3,20}|待(?:补充|核实|填写?)|某某某|此处(?:插入|填写|补充)|\?{3}/giu;
const LATIN = /^[A-Za-z]$/;
const CROSS = /[X×]/i;
/** 浙G·×××××: a number plate that is told as one, not what is still to be written. */
const PLATE = /\p{Script=Han}[A-Za-z][·.\s]?$/u;
/** 有待核实, 待核实44条 and the like are words of the text. */
const YET = /^[有尚仍还均亟]$/u;

/** True where nothing beside it makes it a part of another word, such as the size XXXL. */
function standsAlone({ 0: found, index, input }: RegExpExecArray): boolean {
  const before = input[index - 1] ?? '';
  const after = input[index + found.length] ?? '';
  // Digits of a code that are left out: 91330800MA2XXXXX1T.
  if (CROSS.test(found.charAt(0)) && (CROSS.test(before) || /\d/.test(before + after))) return false;
  if (PLATE.test(input.slice(Math.max(0, index - 3), index))) return false;
  if (found.startsWith('?')) return before !== '?';
  if (found.startsWith('待')) return !YET.test(before) && !/^[\p{Script=Han}\d]$/u.test(after);
  return !LATIN.test(found[0] as string) || !(LATIN.test(before) || LATIN.test(after));
}

/** In a title or in words that are quoted, crosses may stand for anybody's name: 《关于对×××的处理决定》. */
const isQuoted = ({ 0: found, index, input }: RegExpExecArray): boolean =>
  CROSS.test(found.charAt(0)) &&
  (/[《“][^《》“”]*$/.test(input.slice(0, index)) || /^[(（][^()（）]{0,12}(?:名称|方向|机关)/.test(input.slice(index + found.length)));

/** What of some words is still to be written. */
export const unfinishedIn = (folded: string): string[] => [...folded.matchAll(PLACEHOLDER)].filter(standsAlone).map(([found]) => found);

/** Nothing is left to be filled in. */
export const placeholder: Rule = {
  id: 'text/placeholder',
  asks: '没有待补充、待核实等未写完的地方。',
  severity: 'error',
  article: '第五条',
  group: '文字',
  waivable: true,
  check: ({ blocks, bodyLine }) => {
    // A field that stands as 待填 is told by meta/schema.
    const filled = blocks.filter(({ text, span }) => text !== UNFILLED || span(0, 1).line >= bodyLine);
    return [false, true].flatMap((quoted) =>
      findIn(filled, PLACEHOLDER, (match) => standsAlone(match) && isQuoted(match) === quoted).map(
        (match): Report => ({
          ...match,
          ...(quoted ? { severity: 'warning' as const } : {}),
          words: {
            problem: `“${match.flagged}”像是还没有写完。`,
            expected: '发布的文字是完整的。',
            fix: '补上内容或删去。样表里确需留空的，写豁免并说明理由（8 字以上）。',
          },
        }),
      ),
    );
  },
  good: [
    { title: '有待核实是正文的话', body: '有关线索尚待核实，材料有待补充；收到线索286条，已核实242条，待核实44条。\n' },
    { title: '隐去的姓名', body: '当事人王某某、李××均已改正。\n' },
    { title: '隐去的号牌', body: '车牌为浙G·XXXXX和浙G×××××的车辆。\n' },
    { title: '隐去的代码', body: '统一社会信用代码91330800MA2XXXXX1T的企业已完成整改。\n' },
    { title: '外文单词和尺码', body: '工作服有 XXL 码和 XXXL 码，参观 EXXXPO 展。\n' },
    { title: '文首的待填另有规则', frontMatter: { title: '待填' } },
    { title: '城区的简称', body: '科学城TBD及创新谷开工建设。\n' },
    { title: '一个问号', body: '垃圾分类怎么分？看这里！\n' },
    {
      title: '样表写明理由的豁免',
      body: '样表：姓名 XXX。\n',
      frontMatter: { waivers: [{ rule: 'text/placeholder', match: 'XXX', reason: '样表里供群众填写的空' }] },
    },
  ],
  bad: [
    { title: '待补充', body: '共劝导占道经营（待补充）起。\n', finds: { line: 13, flagged: '待补充' } },
    { title: '叉叉叉', body: '共出动执法队员XXX人次。\n', finds: { line: 13, column: 8, flagged: 'XXX' } },
    { title: '全角和乘号', body: '由×××负责，ＸＸＸ配合。\n', finds: { count: 2 } },
    {
      title: '文书名里的',
      body: '可以作出《关于对×××享受的待遇予以调整的决定》。\n',
      finds: { severity: 'warning', flagged: '×××', count: 1 },
    },
    { title: '某某某', body: '分管领导某某某到场指导。\n', finds: { flagged: '某某某' } },
    { title: '一串问号', body: '共劝导？？？？？？？起。\n', finds: { flagged: '？？？', count: 1 } },
    { title: '图片说明待填', body: '![待填](cover.jpg)\n', finds: { line: 13, flagged: '待填', count: 1 } },
    { title: '标题里的 TODO', frontMatter: { title: '婺城分局专项整治 TODO' }, finds: { line: 2 } },
  ],
};
