import type { TextBlock } from '../../item/markdown/readable-text.ts';
import { findIn, foldedStretch, type Match, matchesOf, toldOnce } from '../find.ts';
import { blockAt, joinedOf } from '../joined-blocks.ts';
import { shippedLexicon } from '../lexicon/lexicon.ts';
import { REPEATED } from '../lexicon/pattern-tables.ts';
import { patternReports } from '../lexicon/patterns.ts';
import type { Report, Rule, Severity } from '../rule.ts';

/** Two of a character, the same with what stands around, so that a waiver names one place. */
const PAIR = /([\u4e00-\u9fff])\1/g;
const PAIRS = /[\u4e00-\u9fff]?([\u4e00-\u9fff])\1[\u4e00-\u9fff]?/g;
/** Words of one character, of which the second of two is one too many. */
const ALONE = '的了在对由为将和与是把被就也及向从并们已更共又近再都还而或均仍即则能要应得着过使让于以其该各此这那经据因同跟到自';
const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '));
/** Words that official prose has nowhere twice, nor their first or last character. */
const NEVER_TWICE = setOf(
  '通过 根据 按照 并且 而且 或者 如果 虽然 随着 截至 此外 同时 为了 对此 已经 日前 昨日 上午 当日 当晚 正在 仍然 依然 继续 持续 不断 有效 积极 全面 深入 坚决 坚持 大力 着力 立即 迅速 随即 当场 现场 共同 必须 应当 严格 依法 依规 更加 进一步 下一步 第一时间 进行 开展 发现 完成 实施 推进 加强 加大 确保 提升 召开 举行 举办 指出 做好 责令 主持 参加 得到 取得 达到 受到 收到 接到 出动 排查 巡查 发放 建成 拆除 设置 设立 完善 优化 强化 深化 回访 听取 征求 受理 印发 贯彻 履行 率领 带队 出席 签订 签署 投入 启动 竣工 交付 运行 停放 清运 打造 查处 查获 没收 移送 移交 告知 荣获 获得 赢得 坚守 守护 帮扶 促进 推动 带动 增强 增加 增长 减少 下降 避免 防止 防范 导致 造成 引起 产生 形成 发生 呈现 表明 覆盖 涉及 包括 围绕 聚焦 压实 筑牢 夯实 拓展 延伸 推行 采取 采用 运用 依托 满足 重视 预计 人员 队员 商户 摊贩 摊点 市民 专家 问题 情况 能力 成效 环境 秩序 隐患 设施 社区 小区 停车场 资料 材料 部门 管网 上半年 下半年 机关 措施 任务 平台 治理 城乡 民生 需求 目标 方案 意见 效率 水平 意识 作用 氛围 渠道 窗口 联动 线索 施工 工地 辖区 停车 儿童 负责 成为 保持 实现 制定 加快 拥有 取证 形象 面貌 夜间 周末 假期 国庆 春节 缴纳 备案 排放 占用 维持 营造 凝聚 引领 示范 延长 缩短 减轻 缓解 化解 消除 制止 预案 应急',
);
/** Of others only the first or last character: people say them twice (清理清理). */
const NEVER_IN_PART = setOf(
  '检查组 督查组 工作组 沦为 强调 清理 检查 整治 反映 解决 处置 修复 安装 引导 劝导 督促 配合 联合 宣传 走访 慰问 收集 审核 登记 公示 发布 疏导 疏通 清除 清扫 打扫 打击 处罚 调查 表扬 保护 维护 养护 维修 抢修 救援 救助 帮助 支持 影响 体现 计划 安排 通报 汇报 介绍 讲解 吸引 巩固 改善 学生 志愿者 车辆 渣土 垃圾 落实 通行 提高 乡镇 发展 建设 组织 管理 活动 项目 政府 企业 单位 监督 卫生 联系 调整 指导 协助 协同 投诉 举报 结合 整合 提醒 申请 普及 纠正 限制 控制 监测 监控 巡逻 排除 核实 核查 孩子 老人 审批 打通 汇聚 展示 期待 满意 支付 劝离 规劝 取缔 台账 讲座 堆放 悬挂 张贴',
);
/** What the second of two begins or is a part of, and names that end before the first (周强强调, 镇镇长). */
const NONE_TWICE =
  /^(?:以危|的[士哥姐]|把[关脉门]|除[尘湿草雪霜]|再而|和[气美睦顺]|对[碰子联冲价]|了[却断此]|在先|了[^\u4e00-\u9fff]|了一[桩件个]|行[凶贿善]|员额|其格|加倍|处级|名校|告知|当[庭众场面]|日[终末]|过[瘾嘴车清]|前[一二三四五六]|那利|经不|镇区)/;
const ENDS_NAME = '强市村队局县镇组路店办会区部校院车社联通问人有学乡能';
/** What stands behind a number, where the second of two is one too many. */
const COUNTED =
  /^(?:人(?![均家才])|件(?!均)|户(?![均主籍口])|家(?![庭长属政])|处(?![于在理罚可])|条(?![约例件款])|轮(?!空)|块(?!状)|[次台辆吨座名起项袋只米元份栋亩])/;

const LONGEST_WORD = 4;
const LENGTHS = [2, 3, 4];

/** Whether a word of the lexicon runs over a place of a text. */
function isCrossed(text: string, place: number): boolean {
  const { words } = shippedLexicon();
  for (let start = Math.max(0, place - LONGEST_WORD + 1); start < place; start += 1)
    for (let end = place + 1; end <= start + LONGEST_WORD; end += 1) if (words.has(text.slice(start, end))) return true;
  return false;
}

/** Marks of a sentence side by side. Those of programs and of times (::) have another width. */
const MARKS = /[,。、;:]{2,}/g;
/** The beginning of a sentence, said twice. */
const AGAIN = /([\u4e00-\u9fff]{4,8})(?<!长),\1(?=[,。])/g;
/** One number, about which it is said twice that it isn't exact. */
const ABOUT = /[约近]\d[\d.,]{0,9}[万亿千百]?[余多](?![\d.])|(?<!大)约\d[\d.,]{0,9}[万亿千百]?[余多]?[\u4e00-\u9fff]{1,3}?(?:左右|上下)/g;

const UNITS = /^(?:人次|万元|亿元|公里|公斤|小时|分钟|平方米|立方米|余[份次人件户家处辆起个条名吨亩])$/;
/** Words that are said twice on purpose, and numerals. */
const ON_PURPOSE =
  /^[一二三四五六七八九十零很越又半也且边忽时或不没再多真太最更可各来越慢渐]|^好(?!评|事|友|处)|^的|[的吧亿]$|^(?:如何|什么|怎样|怎么|某某|哪里|多么)$/;
/** Words of two to five characters that stand there twice; three times and more is a list, or the column of a table. */
const TWICE = /([\u4e00-\u9fff]{2,5})\1{1,20}(?!再)/g;

/** Whether no word runs over where the two that stand there begin, meet and end: 再审申请人申请人民法院 is nothing twice. */
const standsApart = (text: string, start: number, length: number): boolean =>
  ![0, length, 2 * length].some((step) => isCrossed(text, start + step));

function twiceIn(blocks: readonly TextBlock[]): (Omit<Match, 'folded'> & { severity?: Severity })[] {
  const { text, starts } = joinedOf(blocks);
  const accepts = ({ 1: word = '' }: RegExpExecArray) => new Set(word).size > 1 && !ON_PURPOSE.test(word);
  return matchesOf(text, TWICE, accepts).map(({ 0: { length }, 1: word = '', index }) => {
    const block = blockAt(starts, index);
    const start = index - (starts[block] as number);
    const isSure = UNITS.test(word) || NEVER_TWICE.has(word) || (word.length > 2 && standsApart(text, index, word.length));
    const grave = isSure && length === 2 * word.length;
    return { ...foldedStretch(blocks[block] as TextBlock, start, start + length), ...(grave ? {} : { severity: 'info' as const }) };
  });
}

/** Two of a character of which one is certainly too many: words of one character that hardly ever follow on themselves, and what is counted. */
function isDoubled({ 0: text, 1: character = '', index, input }: RegExpExecArray): boolean {
  const at = index + text.indexOf(character + character);
  const [before, behind] = [input.slice(Math.max(0, at - 3), at), input.charAt(at + 2)];
  if (before.endsWith(character) || behind === character) return false;
  if (/\d$/.test(before)) return COUNTED.test(character + behind);
  if (NONE_TWICE.test(input.slice(at + 1, at + 4))) return false;
  const has = (start: number, end: number) => NEVER_TWICE.has(input.slice(start, end)) || NEVER_IN_PART.has(input.slice(start, end));
  const isPart = isCrossed(input, at);
  if (!isPart && LENGTHS.some((length) => has(at + 1, at + 1 + length)) && !ENDS_NAME.includes(character)) return true;
  if (isCrossed(input, at + 2)) return false;
  return (!isPart && ALONE.includes(character)) || LENGTHS.some((length) => has(at + 1 - length, at + 1));
}

const report = (match: Omit<Match, 'folded'>, problem: string, fix: string, severity?: Severity): Report => ({
  ...match,
  ...(severity === undefined ? {} : { severity }),
  words: { problem, expected: '不多字，不重复。', fix },
});

const KEEP = '本来就该这样的，写豁免并说明理由（8 字以上）。';

/** Characters, marks and words that slipped in twice (Art. 9). */
export const doubled: Rule = {
  id: 'text/doubled',
  asks: '没有多打的字、词和标点。',
  severity: 'warning',
  article: '第九条',
  group: '文字',
  waivable: true,
  check: ({ blocks }) =>
    toldOnce([
      ...findIn(blocks, PAIRS, isDoubled, PAIR).map((match) => report(match, `“${match.flagged}”像是多打了一个字。`, `删去一个。${KEEP}`)),
      ...findIn(blocks, MARKS)
        .filter(({ flagged }) => /[，。、；：]/.test(flagged))
        .map((match) => report(match, `“${match.flagged}”几个标点连在一起。`, '只留一个；省略号写“……”。')),
      ...patternReports(blocks, REPEATED),
      ...findIn(blocks, AGAIN).map((match) => report(match, `“${match.flagged}”像是写了两遍。`, `删去一遍。${KEEP}`)),
      ...twiceIn(blocks).map(({ severity, ...match }) => report(match, `“${match.flagged}”像是写了两遍。`, `删去一遍。${KEEP}`, severity)),
      ...findIn(blocks, ABOUT).map((match) =>
        report(match, `“${match.flagged}”两次说是约数。`, '“约”“近”和“余”“多”“左右”只留一个。', 'info'),
      ),
    ]),
  good: [
    { title: '前一个字属于前面的词', body: '这次行动的目的的确是方便群众，参与与会代表的讨论，植被被毁处已补种。\n' },
    { title: '后一个字属于后面的词', body: '为了了解情况，在在建工地设点，对对口帮扶单位回访，就就业问题座谈。\n' },
    {
      title: '两个字分属两个词',
      body: '海关关衔，教育局局机关，公安局局党委，机场场道，每年年初，一座座公厕，满满的收获，工作作风，市市场监管局，5年年均。\n',
    },
    { title: '叠词', body: '商户和和美美，热热闹闹，规规矩矩，队员从从容容，一步一步推进，越来越好，等等。\n' },
    { title: '词尾碰上词头', body: '控股股东变更，西长安街街道到场，大家喝喝茶、热热身，以以危险方法危害公共安全罪论处。\n' },
    { title: '名字和词尾碰上词头', body: '周强强调，我市市场繁荣，都有有效降雨，反对对方，怎样问问题。\n' },
    { title: '词尾和动词自己重叠的，分不清是不是多打的', body: '党员员工到场，围墙拆除除尘，请帮帮忙。\n' },
    { title: '年份', body: '二〇二〇年和二零二零年的一月一日。\n' },
    { title: '省略号和程序里的冒号', body: '队员说：“好……”接口写作 a::b。\n' },
  ],
  bad: [
    { title: '多了一个“的”', body: '商户的的摊位已清理。\n', finds: { flagged: '户的的摊', line: 13, column: 2, count: 1 } },
    { title: '多了一个“了”', body: '队员清理了了杂物。\n', finds: { flagged: '理了了杂', count: 1 } },
    { title: '顿号和逗号连用', body: '巡查东街、，西街。\n', finds: { flagged: '、，', count: 1 } },
    { title: '一个词写了两遍', body: '清运垃圾，综合执法综合执法大队到场。\n', finds: { flagged: '综合执法综合执法', count: 1 } },
    { title: '写了三遍的，也可能是表格的一列', body: '综合执法综合执法综合执法大队到场。\n', finds: { severity: 'info', count: 1 } },
    { title: '量词写了两遍', body: '发放材料300余份余份。\n', finds: { flagged: '余份余份', count: 1 } },
    { title: '两个字的词可能是有意重叠', body: '大家研究研究这件事。\n', finds: { severity: 'info', flagged: '研究研究', count: 1 } },
    { title: '两次说是约数', body: '清理垃圾约300余袋。\n', finds: { severity: 'info', flagged: '约300余', count: 1 } },
    { title: '多了一个“们”和“已”', body: '商户们们表示，道路已已修好。\n', finds: { count: 2 } },
    { title: '量词多了一个', body: '修好公厕86座座。\n', finds: { count: 1 } },
    { title: '句首写了两遍', body: '截至目前，截至目前，全县建成公厕42个。\n', finds: { flagged: '截至目前，截至目前', count: 1 } },
    { title: '从来不说两遍的词', body: '通过通过张贴公告，问题得到到解决，共设设置车位60个。\n', finds: { count: 3 } },
    { title: '别的多余的字', body: '商户们纷纷纷表示支持。\n', finds: { flagged: '纷纷纷', count: 1 } },
    { title: '零宽字符隔开', body: '商户的\u200B的摊位。\n', finds: { count: 1 } },
    { title: '同一处只说一次', body: '商户户立即整改，道路已经已经修好。\n', finds: { count: 2 } },
  ],
};
