import { findIn } from '../find.ts';
import type { Rule } from '../rule.ts';
import { anywhere } from '../sightings.ts';

/** What a document says that isn't for the public. 此件公开发布 says the contrary, and stands on half of all State Council documents. */
const NOTICE =
  /内部(?:资料|文件|材料|刊物|情况|信息|参考|使用)[\s,、·]{0,2}(?:注意保[存密]|妥善保[存管]|不得|请勿|严禁|禁止|切勿)(?:外传|外泄|翻印|转载|传播)?|(?:不得|请勿|严禁|禁止|切勿|勿)外传|仅[供限]内部[\u4E00-\u9FFF]{0,2}|仅供(?:领导|内部)参阅|此件(?:不(?:予)?公开|依申请公开|仅限|限内部)|(?:公开(?:方式|属性|形式|选项|类别|情况)|信息公开)[:\s]{1,3}(?:不予公开|不公开|依申请公开)|(?:本|该)?文件?不(?:宜|予)公开/g;

/** Nothing that says of itself that it is for inside use or for applicants only (保密法 Art. 64; 政府信息公开条例 Art. 16). */
export const internalNotice: Rule = {
  id: 'secret/internal-notice',
  asks: '不出现“内部资料”“不得外传”“此件不公开”等字样。',
  severity: 'error',
  article: '第五条',
  waivable: true,
  check: (subject) =>
    anywhere(subject, (blocks) => findIn(blocks, NOTICE), /内部|外传|公开/).map(({ file, flagged, span, where }) => ({
      file,
      flagged,
      span,
      where,
      words: {
        problem: `出现“${flagged}”。`,
        expected: '内部事务和不公开、依申请公开的文件不发布。',
        fix: '先请保密审查人核对这份材料能否公开，不能公开的不发布；只是说到这几个字的，写豁免并说明理由（8 字以上）。',
      },
    })),
  good: [
    { title: '“此件公开发布”', body: '（此件公开发布）\n' },
    { title: '主动公开', body: '公开方式：主动公开\n' },
    { title: '说到内部', body: '单位内部管理制度、内部资料室对职工开放。\n' },
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
    { title: '标题里', frontMatter: { title: '情况通报（内部资料 请勿外传）' }, finds: { line: 2, count: 1 } },
    { title: '藏在注释里', body: '正文。\n\n<!-- 此件不公开 -->\n', finds: { line: 15 } },
  ],
};
