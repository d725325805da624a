import type { DoctorFacts, GithubFacts, LedgerFacts } from '#pipeline/doctor/facts.ts';
import { organisationOf, policyOf } from '#pipeline/organisation/read-settings.ts';
import { newSigningKey } from '#pipeline/setup/first-settings.ts';

export const NOW = '2026-11-24T10:00:00+08:00';
export const KEY = newSigningKey().publicKey;

/** A bureau where nothing is wrong: two units, two of everybody. */
export const ORGANISATION = {
  bureau: '示例市综合行政执法局',
  people: {
    lisi: { name: '李四', logins: ['lisi'] },
    zhouyi: { name: '周一', logins: ['zhouyi'] },
    qianer: { name: '钱二', logins: ['qianer'] },
    zhengsi: { name: '郑四', logins: ['zhengsi'] },
    wangwu: { name: '王五', logins: ['wangwu'] },
    fengliu: { name: '冯六', logins: ['fengliu'] },
    sunqi: { name: '孙七', logins: ['sunqi'] },
  },
  units: { wucheng: { name: '婺城分局', kind: 'county', route: 'A' } },
  posts: [
    { unit: 'wucheng', post: '分局负责人', level: 1, person: 'zhouyi', from: '2024-01-01' },
    { unit: 'wucheng', post: '分局副职', level: 1, person: 'qianer', from: '2024-01-01' },
    { unit: 'office', post: '办公室审核', level: 2, person: 'zhengsi', from: '2024-01-01', covers: '*' },
    { unit: 'office', post: '办公室审核', level: 2, person: 'wangwu', from: '2024-01-01', covers: '*' },
    { unit: 'leaders', post: '分管领导', level: 3, person: 'fengliu', from: '2024-01-01', covers: '*' },
  ],
  duties: [{ duty: 'administrator', person: 'sunqi', from: '2024-01-01' }],
  accounts: [
    {
      ...{ channel: 'website', name: '示例网站', custodian: 'wangwu', password_kept: '办公室保密柜', domain: 'xzzfj.example.gov.cn' },
      ...{ id: '3300000000', certificate_until: '2027-11-24', protection: { level: '二级', number: '示例 1 号', until: '2027-11-24' } },
    },
    ...[
      { channel: 'wechat', id: 'wx0000000000000000', administrators: ['sunqi'] },
      { channel: 'weibo', id: '1000000001' },
    ].map((account) => ({
      ...{ ...account, name: '示例发布', filing: { platform: '示例平台', number: '1' }, custodian: 'wangwu', phone: '13800000000' },
      ...{ password_kept: '办公室保密柜', certified_until: '2027-11-24' },
    })),
  ],
};

export const POLICY = {
  site: { url: 'https://xzzfj.example.gov.cn', name: '示例市综合行政执法局', domain: 'xzzfj.example.gov.cn' },
  channels: { wechat: { mode: 'publish', app_id: 'wx0000000000000000' }, weibo: { mode: 'open', uid: '1000000001' } },
  signing_keys: [{ ...KEY, from: '2026-01-01' }],
};

const github: GithubFacts = {
  repository: { value: { name: 'shili/xinxi', private: true } },
  clock: { value: 0.4 },
  rate: { value: { left: 4900, of: 5000 } },
  expires: { value: '2027-11-24T00:00:00+08:00' },
  ledgerExpires: { value: '2027-11-24T00:00:00+08:00' },
  intakeExpires: { value: '2027-11-24T00:00:00+08:00' },
  rights: { activity: { value: null }, pulls: { value: null }, statuses: { value: null }, issues: { value: null } },
  alerts: { value: 0 },
  publishRun: { value: '2026-11-24T01:45:00Z' },
  gateRun: { value: '2026-11-24T01:07:00Z' },
  publishBegan: { value: '2026-11-24T01:45:00Z' },
  runnerGroups: { value: { secrets: 'GitHub Actions', site: 'GitHub Actions', pullRequests: 'GitHub Actions' } },
  plan: { value: { entries: [], hints: [] } },
};

const listed = { value: { unknown: [], back: [], drafts: [], passed: 0, right: [], listed: 3, unseen: '' } };
const again = { value: { changed: [], looked: 3, unread: 0, right: [] } };
/** Every account shows what the ledger says. */
export const ACCOUNTS = {
  posts: { website: listed, wechat: listed, weibo: listed },
  stillOut: { website: again, wechat: again, weibo: again },
};

export const LEDGER: LedgerFacts = {
  head: 'a'.repeat(40),
  items: 3,
  events: 12,
  problems: [],
  settings: 'held',
  needsHuman: [],
  unknown: [],
  held: null,
};

/** Facts of a bureau where nothing is wrong, but for what a test says. Settings are given as the files would hold them. */
export function factsOf(
  part: Partial<Omit<DoctorFacts, 'organisation' | 'policy' | 'github'>> & {
    organisation?: unknown;
    policy?: unknown;
    github?: Partial<GithubFacts>;
  } = {},
): DoctorFacts {
  return {
    now: NOW,
    today: '2026-11-24',
    holidays: { value: ['2026-10-01', '2027-01-01'] },
    lists: { value: [] },
    generated: { value: [] },
    node: 'v24.1.0',
    git: { value: '2.47.3' },
    signingKey: { value: KEY },
    ledgerPush: { value: 'allowed' },
    fetched: { value: 'fetched' },
    ledger: { value: LEDGER },
    wechat: { value: 'token' },
    wechatQuota: { value: { left: 98, of: 100 } },
    weibo: { value: { uid: '1000000001', secondsLeft: 157_680_000 } },
    mail: { value: 'let in' },
    ...ACCOUNTS,
    ...part,
    organisation: organisationOf(part.organisation ?? ORGANISATION),
    policy: policyOf(part.policy ?? POLICY),
    github: structuredClone({ ...github, ...part.github }),
  };
}
