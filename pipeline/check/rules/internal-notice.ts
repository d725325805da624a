import { findIn } from '../find.ts';
import type { Rule } from '../rule.ts';
import { anywhere } from '../sightings.ts';

/** What a document says that isn't for the public. 此件公开发布 says the contrary, and stands on half of all State Council documents. */
const NOTICE =
  /内部(?:资料|文件|材料|刊物|情况|信息|参考|使用)[\s,、·]{0,2}(?:注意保[存密]|妥善保[存管]|不得|请勿|严禁|禁止|切勿)(?:外传|外泄|翻印|转载|传播)?|(?:不得|请勿|严禁|禁止|切勿|勿)外传|仅[供限]内部[\u4E00-\u9FFF]{0,2}|仅供(?:领导|内部)参阅|此件(?:不(?:予)?公开|依申请公开|仅限|限内部)|(?:公开(?:方式|属性|形式|选项|类别|情况)|信息公开)[:\s]{1,3}(?:不予公开|不公开|依申请公开)|(?:本|该)文件?不(?:宜|予)公开(?![\u4E00-\u9FFF])/g;
/** These speak of nothing but the document that they stand on. */
const OF_ITSELF = /^(?:此|本|该|公开|信息公开|仅供(?:领导|内部)参阅)/;
/** What it says it of: itself, or what it was made for. */
const ITS_NAME =
  /(?:[此本该]|本次[\u4E00-\u9FFF]{0,4}|以上|上述|文中)(?:件|文|稿|刊|函|通报|通知|简报|资料|材料|文件|报告|纪要|内容|情况|信息|数据|名单|汇编)[^。!?;“”\n]{0,16}$|供[\u4E00-\u9FFF]{0,4}(?:内部|参阅|参考|学习)[\u4E00-\u9FFF]{0,4}[,、\s]{1,2}$/;
/** A sentence that tells what others are to do. */
const TELLS = /要求|强调|规定|提醒|明确|必须|涉密|秘密/;
const BEGINS = /(?:^|[\s()[\]{<>【】〔〕。!?-]|(?:注意|提示|说明|备注|声明):|此[为系]|[系属]|属于)$/;
const ENDS = /^(?:$|[\s)\]}<>】〕。!?;,-])/;

/**
 * A notice stands on a document by itself, in brackets, or says what it is said of. A sentence on secret papers that must be kept is
 * none.
 */
function isNotice({ 0: notice, index, input }: RegExpExecArray): boolean {
  const before = input.slice(Math.max(0, index - 24), index);
  const after = input.slice(index + notice.length, index + notice.length + 1);
  if (/["“‘「『、]$/.test(before) && /["”’」』、]/.test(after)) return false;
  if (OF_ITSELF.test(notice)) return true;
  const name = ITS_NAME.exec(before)?.[0];
  if (name !== undefined && !TELLS.test(name)) return true;
  return BEGINS.test(before) && (notice.startsWith('内部') || ENDS.test(after));
}

/** None is without one of these. */
const HINT = /内部|外传|参阅|不[予宜]?公开|申请公开|此件/g;

/** Nothing that says of itself that it is for inside use or for applicants only (保密法 Art. 64; 政府信息公开条例 Art. 16). */
export const internalNotice: Rule = {
  id: 'secret/internal-notice',
  asks: '不出现“内部资料”“不得外传”“此件不公开”等字样。',
  severity: 'error',
  article: '第五条',
  waivable: true,
  check: (subject) =>
    anywhere(subject, (blocks) => findIn(blocks, NOTICE, isNotice, HINT), HINT).map((match) => ({
      ...match,
      words: {
        problem: `出现“${match.flagged}”。`,
        expected: '内部事务和不公开、依申请公开的文件不发布。',
        fix: '先请保密审查人核对这份材料能否公开，不能公开的不发布；只是说到这几个字的，写豁免并说明理由（8 字以上）。',
      },
    })),
  good: [
    { title: '“此件公开发布”', body: '（此件公开发布）\n' },
    { title: '主动公开', body: '公开方式：主动公开\n' },
    { title: '说到内部', body: '单位内部管理制度、内部资料室对职工开放。\n' },
    { title: '讲课的内容', body: '培训强调，涉密文件不得外传，内部资料妥善保管，不得外传。\n' },
    { title: '加粗的要求', body: '会议要求工作秘密**不得外传**，内部文件严禁转载。\n' },
    { title: '大家的话', body: '培训后，大家表示：严禁外传。\n' },
    { title: '提醒市民', body: '验证码切勿外传；个人信息请勿外传。\n' },
    { title: '说到这几个字', body: '文件首页应当标注“此件公开发布”或“此件不公开”，有的标“内部资料 请勿外传”。\n' },
    { title: '几种公开属性', body: '界定“此件主动公开、此件依申请公开、此件不予公开”，写明电话。\n' },
    { title: '内部用的系统', body: '该系统仅限内部使用，单位内部使用的票证仅供内部核对用。\n' },
    { title: '文件名单里的要求', body: '本通知要求涉密文件不得外传。\n' },
    { title: '说到公开', body: '依申请公开的办理流程见网站，公开方式有三种。\n' },
  ],
  bad: [
    { title: '内部资料', body: '内部资料，注意保存\n', finds: { flagged: '内部资料，注意保存', line: 13, count: 1 } },
    { title: '不得外传', body: '本通报不得外传。\n', finds: { flagged: '不得外传' } },
    { title: '此件不公开', body: '（此件不公开）\n', finds: { flagged: '此件不公开' } },
    { title: '依申请公开', body: '（此件依申请公开）\n' },
    { title: '公文的公开方式', body: '公开方式：依申请公开\n' },
    { title: '仅供内部使用', body: '仅供内部使用\n', finds: { flagged: '仅供内部使用' } },
    { title: '加粗拆开', body: '**内部文件** 不得外传\n', finds: { count: 1 } },
    { title: '说明给谁看', body: '本资料供内部学习使用，请勿外传。\n', finds: { flagged: '请勿外传', count: 1 } },
    { title: '说的是上文', body: '整治情况良好。\n\n以上内容未经批准不得外传。\n', finds: { flagged: '不得外传', line: 15 } },
    { title: '自成一段', body: '整治情况良好。\n\n**严禁外传！**\n', finds: { flagged: '严禁外传', line: 15, count: 1 } },
    { title: '自成一句', body: '整治情况良好。请勿外传。\n', finds: { flagged: '请勿外传' } },
    { title: '括号里', body: '整治情况（仅限内部掌握）良好。\n', finds: { flagged: '仅限内部掌握', count: 1 } },
    { title: '提示', body: '注意：请勿外传。\n', finds: { flagged: '请勿外传' } },
    { title: '括号后面', body: '【内部】仅供内部参考\n', finds: { flagged: '仅供内部参考' } },
    { title: '说明是什么', body: '此为内部材料，注意保密。\n', finds: { flagged: '内部材料，注意保密' } },
    { title: '标题末尾', frontMatter: { title: '情况通报 不得外传' }, finds: { line: 2, count: 1 } },
    { title: '标题里', frontMatter: { title: '情况通报（内部资料 请勿外传）' }, finds: { line: 2, count: 1 } },
    { title: '藏在注释里', body: '正文。\n\n<!-- 此件不公开 -->\n', finds: { line: 15 } },
  ],
};
