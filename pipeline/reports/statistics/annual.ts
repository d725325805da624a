import { CHANNELS, type FrontMatter } from '../../item/front-matter/front-matter-schema.ts';
import { CHANNEL_NAMES } from '../../item/front-matter/front-matter-words.ts';
import type { Policy } from '../../organisation/policy.ts';
import type { Sheet } from '../sheets/sheet.ts';
import type { Figures } from './count.ts';
import { firstOut } from './count.ts';
import { type Span, within } from './span.ts';
import type { SubmissionRecord } from './submission.ts';

/** What stands in place of what no machine here can know, with who knows it. */
const toFill = (who: string): string => `待填（${who}）`;
const OFFICE = '办公室';
const ADMINISTRATOR = '管理员';

/** How much of what was first out in a span is of a column of the site. */
function inColumn(records: readonly SubmissionRecord[], span: Span, categories: readonly FrontMatter['category'][]): number {
  return records.filter(
    (record) =>
      record.category !== null &&
      categories.includes(record.category) &&
      record.adopted.website !== undefined &&
      within(span, record.adopted.website),
  ).length;
}

type Row = [part: string, field: string, value: string | number, source: string];

function siteRows(records: readonly SubmissionRecord[], span: Span, { adopted }: Figures, { site, columns }: Policy): Row[] {
  const given = (value: string | undefined, who: string): string => value ?? toFill(who);
  return [
    ['网站', '名称', given(site.name, ADMINISTRATOR), 'policy.yml site.name'],
    ['网站', '首页网址', given(site.url, ADMINISTRATOR), 'policy.yml site.url'],
    ['网站', '网站标识码', given(site.id_code, ADMINISTRATOR), 'policy.yml site.id_code'],
    ['网站', 'ICP 备案号', given(site.icp, ADMINISTRATOR), 'policy.yml site.icp'],
    ['网站', '公安机关备案号', given(site.police, ADMINISTRATOR), 'policy.yml site.police'],
    ['独立用户访问总量', '访问量', toFill('网站统计，集约化平台或服务器管理员'), ''],
    ['信息发布', '总数', adopted.website ?? 0, '台账：本年第一次在网站发出的'],
    ...columns.map((column): Row => ['信息发布', column.name, inColumn(records, span, column.categories), '台账，按栏目的信息类别']),
    ['信息发布', '概况类信息更新量', toFill(OFFICE), ''],
    ['信息发布', '信息公开目录信息更新量', toFill(OFFICE), ''],
    ['专栏专题', '维护数量、新开设数量', toFill(OFFICE), ''],
    ['解读回应', '解读信息、回应公众关注热点数量', toFill(OFFICE), ''],
    ['办事服务', '注册用户、事项、办件量', toFill('政务服务窗口'), ''],
    ['互动交流', '留言办理、征集调查、在线访谈', toFill('信访和办公室'), ''],
    ['安全防护', '检测评估次数、问题整改、预案和演练', toFill('信息化人员'), ''],
    ['移动新媒体', '微信：名称', given(site.wechat?.name, ADMINISTRATOR), 'policy.yml site.wechat'],
    ['移动新媒体', '微信：信息发布量', adopted.wechat ?? 0, '台账'],
    ['移动新媒体', '微信：订阅数', toFill('公众号管理员'), ''],
    ['移动新媒体', '微博：名称', given(site.weibo?.name, ADMINISTRATOR), 'policy.yml site.weibo'],
    ['移动新媒体', '微博：信息发布量', adopted.weibo ?? 0, '台账'],
    ['移动新媒体', '微博：关注量', toFill('微博管理员'), ''],
    ['创新发展', '搜索、无障碍、个性化等', toFill('信息化人员'), ''],
  ];
}

function opennessRows(records: readonly SubmissionRecord[], span: Span, { published, corrected, withdrawn, adopted }: Figures): Row[] {
  const channels = CHANNELS.map((channel) => `${CHANNEL_NAMES[channel]} ${adopted[channel] ?? 0}`).join('、');
  const categories = new Map<string, number>();
  for (const record of records) {
    if (within(span, firstOut(record)) && record.category !== null)
      categories.set(record.category, (categories.get(record.category) ?? 0) + 1);
  }
  return [
    ['总体情况', '主动公开信息', published, `台账：至少一个渠道发出的（${channels}）`],
    ...[...categories].map(([category, count]): Row => ['总体情况', `其中：${category}`, count, '台账']),
    ['总体情况', '更正、撤稿', `${corrected}、${withdrawn}`, '台账'],
    ['主动公开政府信息情况', '规章、规范性文件、行政许可、处罚、强制等件数', toFill('法制和业务部门'), ''],
    ['收到和处理政府信息公开申请情况', '全部', toFill('信息公开机构'), ''],
    ['行政复议、行政诉讼情况', '全部', toFill('法制部门'), ''],
    ['存在的主要问题及改进情况', '文字', toFill(OFFICE), ''],
    ['其他需要报告的事项', '文字', toFill(OFFICE), ''],
  ];
}

const COLUMNS = ['部分', '项目', '数据', '来源'].map((title) => ({ title, kind: 'text' as const }));

/** What the ledger knows of the two yearly reports (国办函〔2018〕12号; 国办公开办函〔2021〕30号); the rest stands as 待填 with who knows it. */
export function annualSheets(records: readonly SubmissionRecord[], span: Span, figures: Figures, policy: Policy): Sheet[] {
  return [
    { name: '政府网站工作年度报表', columns: COLUMNS, rows: siteRows(records, span, figures, policy) },
    { name: '信息公开工作年度报告', columns: COLUMNS, rows: opennessRows(records, span, figures) },
  ];
}
