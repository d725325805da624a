import { canonicalJson } from '../../canonical-json.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import type { Policy } from '../../organisation/policy.ts';
import { policyOf } from '../../organisation/read-settings.ts';

/** A switch that leaders should know of when it isn't as the strict default has it. */
interface Decision {
  what: string;
  /** The part of the policy that is compared with the default. */
  part: (policy: Policy) => unknown;
  /** What it is set to, in words. */
  now: (policy: Policy) => string;
  /** What holds otherwise. */
  strict: string;
  basis: string;
}

const WECHAT_MODES: Record<Policy['channels']['wechat']['mode'], string> = {
  manual: '手工发布后登记',
  draft: '系统建草稿，由人点“发表”',
  publish: '审完自动发布',
  mass: '审完自动群发给粉丝',
};
const WEBSITE_MODES: Record<Policy['channels']['website']['mode'], string> = {
  build: '由本系统生成网站',
  package: '打包交集约化平台',
  manual: '手工发布后登记',
};

/** In the order in which they matter to whoever decides. */
const DECISIONS: readonly Decision[] = [
  {
    what: '七日时效的天数',
    part: ({ freshness }) => freshness.days,
    now: ({ freshness }) => `${freshness.days} 日`,
    strict: '7 日',
    basis: '第九条',
  },
  {
    what: '时效的起算',
    part: ({ freshness }) => freshness.from,
    now: () => '从报送时间起算',
    strict: '从信息日期起算',
    basis: '第九条',
  },
  {
    what: '当天算不算',
    part: ({ freshness }) => freshness.first_day,
    now: () => '当天算第 1 日（更严）',
    strict: '当天不算',
    basis: '第九条，民法典第二百零一条',
  },
  {
    what: '最后一日遇节假日',
    part: ({ freshness }) => freshness.holidays,
    now: () => '顺延到假后第一日',
    strict: '照算',
    basis: '第九条，民法典第二百零三条',
  },
  {
    what: '法定公开的信息',
    part: ({ freshness }) => (freshness.statutory.channels.length === 0 ? [] : freshness.statutory.bases),
    now: ({ freshness }) => `${freshness.statutory.bases.length} 类在网站按法定期限公开，不限 7 日`,
    strict: '一律 7 日',
    basis: '公开条例第二十、二十六条',
  },
  {
    what: '审核次序',
    part: ({ order }) => order,
    now: () => '三级不分先后',
    strict: '逐级审核',
    basis: '第八条',
  },
  {
    what: '三级的审核人',
    part: ({ distinct_persons }) => distinct_persons,
    now: () => '一人可审两级',
    strict: '三级三人',
    basis: '第八条',
  },
  {
    what: '紧急发布',
    part: ({ emergency }) => emergency.enabled,
    now: ({ emergency }) => `分管领导先签发，其余两级 ${emergency.review_hours} 小时内补审`,
    strict: '不启用',
    basis: '第八条（制度没有规定）',
  },
  {
    what: '代签',
    part: ({ delegation }) => delegation.enabled,
    now: () => '凭文件、在文件期限内可以代签',
    strict: '不启用',
    basis: '第八条（制度没有规定）',
  },
  {
    what: '一次报送几件',
    part: (policy) => policy.items_per_pull_request,
    now: (policy) => `同一单位至多 ${policy.items_per_pull_request} 件`,
    strict: '一事一稿',
    basis: '附件审核单',
  },
  {
    what: '从复刻仓库报送',
    part: ({ forks }) => forks,
    now: () => '接受',
    strict: '不接受',
    basis: '第十条',
  },
  {
    what: '审完后的合并',
    part: ({ merge }) => merge,
    now: () => '由平台自动合并',
    strict: '由管理员合并',
    basis: '第三条',
  },
  {
    what: '微信的发布方式',
    part: ({ channels }) => channels.wechat.mode,
    now: ({ channels }) => WECHAT_MODES[channels.wechat.mode],
    strict: '手工发布后登记',
    basis: '第二、十条',
  },
  {
    what: '微博的发布方式',
    part: ({ channels }) => channels.weibo.mode,
    now: () => '审完自动发布',
    strict: '手工发布后登记',
    basis: '第二、十条',
  },
  {
    what: '网站的发布方式',
    part: ({ channels }) => channels.website.mode,
    now: ({ channels }) => WEBSITE_MODES[channels.website.mode],
    strict: '由本系统生成网站',
    basis: '第二条',
  },
  {
    what: '更正后的微信、微博',
    part: ({ corrections }) => corrections.resend,
    now: () => '重发更正稿',
    strict: '只改网站',
    basis: '第九条',
  },
  {
    what: '检查规则的轻重',
    part: ({ severities }) => severities,
    now: ({ severities }) => `${Object.keys(severities).length} 条规则与默认不同（${Object.keys(severities).join('、')}）`,
    strict: '按默认',
    basis: '第五、六条',
  },
  {
    what: '可以转发的其他网站',
    part: ({ allow }) => allow.hosts.filter((host) => !/(^|\.)gov\.cn$/.test(host)),
    now: ({ allow }) => allow.hosts.filter((host) => !/(^|\.)gov\.cn$/.test(host)).join('、'),
    strict: '只转政府网站',
    basis: '第四、七条',
  },
];

/** Every switch that differs from the strict default: what, as it is set, what holds otherwise, by which article. */
export function decisionRows(organisation: Organisation, policy: Policy): string[][] {
  const strict = policyOf({});
  const rows = DECISIONS.filter(({ part }) => canonicalJson(part(policy)) !== canonicalJson(part(strict)));
  const declared =
    organisation.routes.A.level1 === 'declared'
      ? [['县（市、区）局、分局的第一级', '分局自行审完，上报时写明审核人并附扫描件', '在系统里审核', '第八条']]
      : [];
  return [...declared, ...rows.map(({ what, now, strict: otherwise, basis }) => [what, now(policy), otherwise, basis])];
}
