import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '#pipeline/canonical-json.ts';
import { organisationSchema } from '#pipeline/organisation/organisation.ts';
import { policySchema } from '#pipeline/organisation/policy.ts';
import { POLICY_WORDS } from '#pipeline/organisation/policy-changes.ts';
import { changeLine } from '#pipeline/organisation/settings-change.ts';
import { settingsChanges } from '#pipeline/organisation/settings-changes.ts';

/** Settings as somebody writes them: plain data that the schemas read. */
interface Written {
  // biome-ignore lint/suspicious/noExplicitAny: the tests write into settings of every shape
  organisation: any;
  // biome-ignore lint/suspicious/noExplicitAny: the tests write into settings of every shape
  policy: any;
  terms: Record<string, unknown>;
}

const KEY = { id: 'key-2026', public_key: 'MCowBQYDK2Vw', from: '2026-01-01', to: '2027-12-31' };
const PAUSE = { from: '2026-12-13 00:00', to: '2026-12-14 00:00', channels: ['wechat', 'weibo'], reason: '示例活动' };

/** Every member that the schemas know, with a value. */
function sample(): Written {
  return structuredClone({
    organisation: {
      bureau: '示例市综合行政执法局',
      people: {
        lisi: { name: '李四', logins: ['lisi'], ids: [11], emails: ['lisi@example.gov.cn'] },
        zhouyi: { name: '周一', logins: ['zhouyi'] },
        zhengsi: { name: '郑四', logins: ['zhengsi'] },
        wangwu: { name: '王五', logins: ['wangwu'] },
        fengliu: { name: '冯六', logins: ['fengliu'] },
        sunqi: { name: '孙七', logins: ['sunqi'] },
      },
      units: {
        wucheng: { name: '婺城分局', kind: 'county', route: 'A' },
        fazhi: { name: '法制处', kind: 'department', route: 'B' },
      },
      posts: [
        { unit: 'wucheng', post: '分局负责人', level: 1, person: 'zhouyi', from: '2024-01-01' },
        { unit: 'office', post: '办公室审核', level: 2, person: 'zhengsi', from: '2024-01-01', covers: '*' },
        { unit: 'office', post: '办公室审核', level: 2, person: 'wangwu', from: '2024-01-01', covers: ['wucheng'] },
        { unit: 'leaders', post: '分管领导', level: 3, person: 'fengliu', from: '2024-01-01', to: '2028-12-31', covers: '*' },
      ],
      duties: [
        { duty: 'administrator', person: 'sunqi', from: '2024-01-01', to: '2028-06-30' },
        { duty: 'secrecy', person: 'zhouyi', unit: 'wucheng', from: '2024-01-01' },
      ],
      routes: { A: { level1: 'review' }, B: { level1: 'review' } },
      delegations: [
        { principal: 'fengliu', delegate: 'zhengsi', level: 3, from: '2026-12-01', to: '2026-12-07', document: '示执法办〔2026〕9号' },
      ],
    },
    policy: {
      branch: 'main',
      demo: true,
      freshness: {
        days: 7,
        from: 'information',
        first_day: 'counted',
        holidays: 'counted',
        remind: [3, 1],
        submit_within: 3,
        statutory: {
          channels: ['website'],
          bases: [{ law: '示例条例第二十条', working_days: 20, id: 'tl-20', name: '行政处罚', late: 'refused' }],
        },
      },
      order: 'strict',
      distinct_persons: true,
      main_leader_signs: ['重要事项公布'],
      items_per_pull_request: 1,
      files_per_pull_request: 200,
      machines: ['robot-a'],
      delegation: { enabled: false },
      emergency: { enabled: false, review_hours: 24 },
      merge: 'administrator',
      corrections: { resend: false },
      links: { nightly: false },
      breaker: { sends: 10, withdrawals: 3 },
      pauses: [PAUSE],
      sending_hours: { wechat: { from: '08:00', to: '20:00' } },
      columns: [
        { id: 'dongtai', name: '工作动态', type: '动态', description: '各单位的动态。', keywords: '执法,管理', categories: ['工作动态'] },
      ],
      site: {
        url: 'https://old.example.gov.cn',
        name: '旧名',
        domain: 'old.example.gov.cn',
        id_code: '3300000000',
        icp: '示例ICP备1号',
        police: '示例公网安备1号',
        contact: '0000-12345',
        address: '示例市示例路 1 号',
        organ_mark: 'https://example.gov.cn/mark',
        editor: 'shown',
        wechat: { name: '示例公众号', code: 'https://example.gov.cn/wechat' },
        weibo: { name: '示例微博', url: 'https://weibo.example/u/1' },
        mourning: [{ from: '2026-12-13', to: '2026-12-13' }],
      },
      channels: {
        website: { mode: 'build' },
        wechat: {
          app_id: 'wx01',
          mode: 'manual',
          settle_seconds: 900,
          comments: 'off',
          mass: { tag_id: 2 },
          preview: { towxname: ['shili-a'] },
        },
        weibo: { mode: 'manual', uid: '100', settle_seconds: 600 },
      },
      severities: { 'pii/phone': 'error' },
      allow: { hosts: ['old.example.gov.cn'], phones: ['12345'] },
      archive: {
        fonds: 'X001',
        number: '{fonds}-WS·{year}-{period}-{unit}-{count}',
        retention: [{ categories: ['工作动态'], period: '10年', clause: '示例 8.3' }],
      },
      signing_keys: [KEY],
      github: { integration_id: 15368, teams: { office: '501', leaders: '502' } },
    },
    terms: {
      'content/terms/official-terms.yml': {
        terms: [
          { right: '秸秆', wrong: ['秸杆'] },
          { right: '政府', wrong: ['攻府'] },
        ],
      },
    },
  });
}

const read = ({ organisation, policy, terms }: Written) => ({
  organisation: organisationSchema.parse(organisation),
  policy: policySchema.parse(policy),
  terms,
});

/** The lines of a change, as one reads them. */
function lines(change: (settings: Written) => void): string[] {
  const after = sample();
  change(after);
  return settingsChanges(read(sample()), read(after)).map(changeLine);
}

const post = (person: string, level: number) => ({
  ...{ unit: level === 1 ? 'wucheng' : level === 2 ? 'office' : 'leaders', post: level === 1 ? '分局负责人' : '副职' },
  ...{ level, person, from: '2026-12-01' },
});

describe('what a change of the settings changes for whom', () => {
  it.each<[string, (settings: Written) => void, string[]]>([
    ['nothing', () => undefined, []],
    [
      'a post that ends',
      ({ organisation }) => Object.assign(organisation.posts[2], { to: '2026-11-23' }),
      ['王五：办公室审核，可二级审核，兼管 婺城分局，2024-01-01 起 → 2026-11-24 起不再担任'],
    ],
    [
      'a post that is gone without an end',
      ({ organisation }) => organisation.posts.splice(2, 1),
      ['删去 王五：办公室审核，可二级审核，兼管 婺城分局，2024-01-01 起'],
    ],
    [
      'a new person with a post of level 1',
      ({ organisation }) => {
        organisation.people.zhaoliu = { name: '赵六', logins: ['zhaoliu'] };
        organisation.posts.push(post('zhaoliu', 1));
      },
      ['新增 赵六：代号 zhaoliu；账号 zhaoliu', '新增 赵六：婺城分局 分局负责人，可一级审核，2026-12-01 起'],
    ],
    [
      'somebody gains level 2, another level 3',
      ({ organisation }) => organisation.posts.push(post('lisi', 2), post('sunqi', 3)),
      ['▲ 新增 李四：副职，可二级审核，2026-12-01 起', '▲ 新增 孙七：副职，可三级签发，2026-12-01 起'],
    ],
    [
      'a longer term, a wider field, another post of the same level',
      ({ organisation }) => {
        organisation.posts[1].from = '2023-01-01';
        organisation.posts[2].covers = ['wucheng', 'fazhi'];
        organisation.posts[3].post = '主要领导';
      },
      [
        '▲ 郑四：办公室审核，可二级审核，管全部单位，2024-01-01 起 → 办公室审核，可二级审核，管全部单位，2023-01-01 起',
        '▲ 王五：办公室审核，可二级审核，兼管 婺城分局，2024-01-01 起 → 办公室审核，可二级审核，兼管 婺城分局、法制处，2024-01-01 起',
        '▲ 冯六：分管领导，可三级签发，管全部单位，2024-01-01 至 2028-12-31 → 主要领导，可三级签发，管全部单位，2024-01-01 至 2028-12-31',
      ],
    ],
    [
      'a narrower field and a later start',
      ({ organisation }) => {
        organisation.posts[1].covers = [];
        organisation.posts[3].from = '2025-01-01';
      },
      [
        '郑四：办公室审核，可二级审核，管全部单位，2024-01-01 起 → 办公室审核，可二级审核，兼管 （无），2024-01-01 起',
        '冯六：分管领导，可三级签发，管全部单位，2024-01-01 至 2028-12-31 → 分管领导，可三级签发，管全部单位，2025-01-01 至 2028-12-31',
      ],
    ],
    [
      'an end that is put off, or taken away',
      ({ organisation }) => {
        organisation.posts[3].to = '2029-12-31';
        delete organisation.duties[0].to;
      },
      [
        '▲ 冯六：分管领导，可三级签发，管全部单位，2024-01-01 至 2028-12-31 → 分管领导，可三级签发，管全部单位，2024-01-01 至 2029-12-31',
        '▲ 孙七：平台管理员，2024-01-01 至 2028-06-30 → 平台管理员，2024-01-01 起',
      ],
    ],
    [
      'new duties',
      ({ organisation }) =>
        organisation.duties.push(
          { duty: 'administrator', person: 'lisi', from: '2026-12-01' },
          { duty: 'secrecy', person: 'lisi', unit: 'fazhi', from: '2026-12-01' },
        ),
      ['▲ 新增 李四：平台管理员，2026-12-01 起', '新增 李四：法制处保密审查人，2026-12-01 起'],
    ],
    [
      'accounts of who signs and of who doesn’t',
      ({ organisation }) => {
        organisation.people.lisi.logins.push('lisi2');
        organisation.people.lisi.emails = ['l4@example.gov.cn'];
        organisation.people.zhengsi.logins = ['zheng-new'];
        organisation.people.fengliu.ids = [12];
      },
      [
        '李四 的账号：lisi → lisi、lisi2',
        '李四 的邮箱：lisi@example.gov.cn → l4@example.gov.cn',
        '▲ 郑四 的账号：zhengsi → zheng-new',
        '▲ 新增 冯六 的账号编号：12',
      ],
    ],
    [
      'names: a person, the bureau, a unit',
      ({ organisation }) => {
        organisation.people.lisi.name = '周一';
        organisation.bureau = '示例县综合行政执法局';
        organisation.units.fazhi = { name: '法规处', kind: 'center', route: 'A' };
      },
      [
        '本局全称：示例市综合行政执法局 → 示例县综合行政执法局',
        'lisi 的姓名：李四 → 周一',
        '单位 法规处（fazhi）：法制处，处（室），路径 B → 法规处，中心，路径 A',
      ],
    ],
    [
      'a unit that may publish only on two channels',
      ({ organisation }) => {
        organisation.units.fazhi.channels = ['website', 'weibo'];
      },
      ['单位 法制处（fazhi）：法制处，处（室），路径 B → 法制处，处（室），路径 B，只发 网站、微博'],
    ],
    [
      'two persons of one name, told apart',
      ({ organisation }) => {
        organisation.people.lisi2 = { name: '李四', logins: [] };
        organisation.posts.push(post('lisi2', 2));
      },
      ['▲ 新增 李四（lisi2）：代号 lisi2', '▲ 新增 李四（lisi2）：副职，可二级审核，2026-12-01 起'],
    ],
    [
      'a delegation that is new, one that is longer, one that is gone',
      ({ organisation }) => {
        organisation.delegations[0].to = '2026-12-31';
        organisation.delegations.push({ ...organisation.delegations[0], principal: 'zhengsi', delegate: 'wangwu', level: 2 });
      },
      [
        '▲ 冯六：委托 郑四 代签（可三级签发），2026-12-01 至 2026-12-07，示执法办〔2026〕9号 → 委托 郑四 代签（可三级签发），2026-12-01 至 2026-12-31，示执法办〔2026〕9号',
        '▲ 新增 郑四：委托 王五 代签（可二级审核），2026-12-01 至 2026-12-31，示执法办〔2026〕9号',
      ],
    ],
    [
      'a delegation that is taken back',
      ({ organisation }) => void organisation.delegations.pop(),
      ['删去 冯六：委托 郑四 代签（可三级签发），2026-12-01 至 2026-12-07，示执法办〔2026〕9号'],
    ],
    [
      'level 1 outside',
      ({ organisation }) => Object.assign(organisation.routes.A, { level1: 'declared' }),
      ['▲ 分局的第一级审核：在平台上审核 → 单位自审后声明'],
    ],
    [
      'freshness, loosened in every way',
      ({ policy }) => {
        Object.assign(policy.freshness, { days: 10, from: 'submission', first_day: 'excluded', holidays: 'extended' });
        policy.freshness.statutory.channels.push('wechat');
        policy.freshness.statutory.bases.push({ law: '示例办法第三条', working_days: 5 });
      },
      [
        '▲ 七日时效：天数：7 → 10',
        '▲ 七日时效：起算：从信息日期 → 从报送时间',
        '▲ 七日时效：当天：算第 1 天 → 不算',
        '▲ 七日时效：节假日：照算 → 顺延',
        '▲ 法定公开：渠道：网站 → 网站、微信',
        '▲ 新增 法定公开：依据 示例办法第三条：工作日数 5',
      ],
    ],
    [
      'freshness, stricter',
      ({ policy }) => {
        policy.freshness.days = 5;
        policy.freshness.remind = [];
        policy.freshness.statutory = { channels: [], bases: [] };
      },
      [
        '七日时效：天数：7 → 5',
        '删去 七日时效：还剩几天时提醒：3、1',
        '删去 法定公开：渠道：网站',
        '删去 法定公开：依据 示例条例第二十条：工作日数 20；代号 tl-20；名称 行政处罚；超过法定期限 不再发布',
      ],
    ],
    [
      'a channel that sends by itself',
      ({ policy }) => Object.assign(policy.channels.wechat, { mode: 'publish' }),
      ['渠道 微信：手工 → 自动发布'],
    ],
    [
      'a pause that is gone, and one that is new',
      ({ policy }) => Object.assign(policy, { pauses: [{ ...PAUSE, to: '2026-12-13 12:00' }] }),
      [
        '▲ 删去 暂停发布 2026-12-13 00:00 至 2026-12-14 00:00：渠道 微信、微博；原因 示例活动',
        '新增 暂停发布 2026-12-13 00:00 至 2026-12-13 12:00：渠道 微信、微博；原因 示例活动',
      ],
    ],
    [
      'a pause that leaves a channel out',
      ({ policy }) => Object.assign(policy, { pauses: [{ ...PAUSE, channels: ['weibo'] }] }),
      ['▲ 暂停发布 2026-12-13 00:00 至 2026-12-14 00:00：渠道 微信、微博；原因 示例活动 → 渠道 微博；原因 示例活动'],
    ],
    [
      'keys: another, and an old one that ends',
      ({ policy }) =>
        Object.assign(policy, {
          signing_keys: [
            { ...KEY, to: '2026-11-30' },
            { id: 'key-2', public_key: 'AAAA', from: '2026-12-01' },
          ],
        }),
      [
        '▲ 签名公钥 key-2026：公钥 MCowBQYDK2Vw；从 2026-01-01；到 2027-12-31 → 公钥 MCowBQYDK2Vw；从 2026-01-01；到 2026-11-30',
        '▲ 新增 签名公钥 key-2：公钥 AAAA；从 2026-12-01',
      ],
    ],
    [
      'the switches that let more through',
      ({ policy }) => {
        Object.assign(policy, {
          demo: false,
          order: 'any',
          distinct_persons: false,
          merge: 'auto',
          machines: ['robot-a', 'robot-b'],
        });
        policy.delegation.enabled = true;
        policy.emergency.enabled = true;
        policy.severities = { 'pii/phone': 'off', 'img/exif-gps': 'error' };
      },
      [
        '▲ 演示标记：开 → 关',
        '▲ 审核次序：逐级审核 → 不分先后',
        '▲ 三级由三个不同的人审：是 → 否',
        '▲ 系统账号：robot-a → robot-a、robot-b',
        '▲ 代签：关 → 开',
        '▲ 紧急发布：关 → 开',
        '▲ 审完后合并：由管理员 → 由平台自动',
        '▲ 检查规则 pii/phone：须改 → 关闭',
        '新增 检查规则 img/exif-gps：须改',
      ],
    ],
    [
      'what has no value any more, or a first one',
      ({ policy }) => {
        delete policy.site.icp;
        policy.sending_hours = { weibo: { from: '09:00', to: '24:00' } };
        policy.site.mourning = [];
      },
      [
        '删去 发送时段 微信：从 08:00；到 20:00',
        '新增 发送时段 微博：从 09:00；到 24:00',
        '删去 网站：ICP备案号：示例ICP备1号',
        '删去 网站：哀悼日 2026-12-13 至 2026-12-13：有',
      ],
    ],
    [
      'long lists, by what is new and what is gone',
      ({ policy }) => Object.assign(policy.allow, { hosts: Array.from({ length: 7 }, (_, index) => `h${index}.example.gov.cn`) }),
      [
        '可以转发的网站：共 1 个，去掉 old.example.gov.cn → 共 7 个，加上 h0.example.gov.cn、h1.example.gov.cn、h2.example.gov.cn、h3.example.gov.cn、h4.example.gov.cn、h5.example.gov.cn、h6.example.gov.cn',
      ],
    ],
    [
      'the order of the columns',
      ({ policy }) => void policy.columns.unshift({ ...policy.columns[0], id: 'gonggao' }),
      ['新增 网站栏目 gonggao：名称 工作动态；类别 动态；说明 各单位的动态。；关键词 执法,管理；收哪些信息 工作动态'],
    ],
    [
      'terms, counted',
      ({ terms }) => {
        terms['content/terms/official-terms.yml'] = { terms: [{ right: '秸秆', wrong: ['秸杆'] }, 1, 2, 2] };
        terms['content/terms/holidays.yml'] = { holidays: [{ name: '元旦' }] };
        terms['content/terms/own.yml'] = { note: '示例', of: '办公室' };
      },
      ['新增 节假日：1 条（增 1 条）', '规范用语：2 条 → 4 条（增 3 条　删 1 条）', '新增 content/terms/own.yml：2 条（增 2 条）'],
    ],
    ['terms that are gone', (settings) => Object.assign(settings, { terms: {} }), ['删去 规范用语：2 条']],
  ])('tells of %s', (_, change, told) => expect(lines(change)).toEqual(told));

  it('says that columns have changed places', () => {
    const two = sample();
    two.policy.columns.push({ ...two.policy.columns[0], id: 'gonggao' });
    const turned = structuredClone(two);
    turned.policy.columns.reverse();
    expect(settingsChanges(read(two), read(turned)).map(changeLine)).toEqual(['网站栏目：次序：dongtai、gonggao → gonggao、dongtai']);
  });

  it('tells entries of one name apart', () => {
    const two = sample();
    two.policy.pauses.push({ ...two.policy.pauses[0], reason: '又一个' });
    expect(settingsChanges(read(sample()), read(two)).map(({ what }) => what)).toEqual([
      '暂停发布 2026-12-13 00:00 至 2026-12-14 00:00（第 2 条）',
    ]);
  });
});

type Path = (string | number)[];

/** Every leaf of plain data with its path. */
function leavesOf(value: unknown, path: Path = []): { path: Path; value: unknown }[] {
  if (value === null || typeof value !== 'object') return [{ path, value }];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, Array.isArray(value) ? Number(key) : key]));
}

function put(root: unknown, path: Path, value: unknown): void {
  const parent = path.slice(0, -1).reduce((inner, step) => (inner as Record<string | number, unknown>)[step], root);
  (parent as Record<string | number, unknown>)[path.at(-1) as string] = value;
}

/** Other values that a leaf may have, with the words that must be read for them. The first that the schema takes is used. */
function others(path: Path, value: unknown): [unknown, string][] {
  const name = path.at(-1);
  if (typeof value === 'boolean') return [[!value, !value ? '(是|开)' : '(否|关)']];
  if (value === '*') return [[['fazhi'], '法制处']];
  if (name === 'level') return [[value === 3 ? 2 : 3, value === 3 ? '可二级审核' : '可三级签发']];
  if (typeof value === 'number')
    return [
      [value + 1, String(value + 1)],
      [value - 1, String(value - 1)],
    ];
  return [
    ...(['person', 'principal', 'delegate'].includes(String(name)) ? [['lisi', '李四'] as [unknown, string]] : []),
    ...(name === 'unit' || path.includes('covers') ? [['fazhi', '法制处'] as [unknown, string]] : []),
    ...(name === 'number' ? [['{year}-{count}', '\\{year\\}-\\{count\\}'] as [unknown, string]] : []),
    ...(name === 'period' ? [['永久', '永久'] as [unknown, string]] : []),
    ...(name === 'to' && path[0] === 'organisation' ? [['2026-12-05', '2026-12-0[56]'] as [unknown, string]] : []),
    ['2026-01-02', '2026-01-02'],
    ['07:00', '07:00'],
    ['declared', '声明|declared'],
    ['secrecy', '保密审查人'],
    ['administrator', '平台管理员'],
    ['submission', '从报送时间'],
    ['excluded', '不算'],
    ['extended', '顺延'],
    ['hidden', '不显示'],
    ['any', '不分先后'],
    ['auto', '由平台自动'],
    ['package', '打包'],
    ['mass', '自动群发'],
    ['fans', '粉丝可以留言'],
    ['allowed', '仍公开'],
    ['open', '自动发布'],
    ['website', '网站'],
    ['weibo', '微博'],
    ['转发', '转发'],
    ['info', '供参考'],
    ['center', '中心'],
    ['B', '路径 B'],
    ['A', '路径 A'],
    ['https://new.example.gov.cn', 'https://new.example.gov.cn'],
    ['新的文字', '新的文字'],
  ];
}

describe('no change of the settings is passed over', () => {
  const all = leavesOf({ organisation: sample().organisation, policy: sample().policy });
  // Route B has one way only.
  const fixed = new Set(['organisation.routes.B.level1']);

  it.each(all.filter(({ path }) => !fixed.has(path.join('.'))).map(({ path, value }) => [path.join('.'), path, value] as const))(
    '%s',
    (_, path, value) => {
      const tried = others(path, value).flatMap(([other, words]) => {
        const after = sample();
        put(after, path, other);
        const [organisation, policy] = [organisationSchema.safeParse(after.organisation), policySchema.safeParse(after.policy)];
        if (other === value || !organisation.success || !policy.success) return [];
        return [
          {
            words,
            changes: settingsChanges(read(sample()), { organisation: organisation.data, policy: policy.data, terms: sample().terms }),
          },
        ];
      });
      const [first] = tried;
      expect(first).toBeDefined();
      expect(first?.changes.map(changeLine).join('\n')).toMatch(new RegExp(first?.words ?? '$^'));
    },
  );

  it('every switch of the policy has a name of its own', () => {
    const paths = leavesOf(policySchema.parse(sample().policy)).map(({ path }) =>
      path.filter((step) => typeof step === 'string').join('.'),
    );
    const known = Object.keys(POLICY_WORDS);
    const unnamed = paths.filter((path) => !known.some((name) => path === name || path.startsWith(`${name}.`)));
    expect(unnamed).toEqual([]);
    expect(new Set(Object.values(POLICY_WORDS).map(({ name }) => name)).size).toBe(known.length);
  });

  const anyPolicy = fc.record(
    {
      demo: fc.boolean(),
      freshness: fc.record(
        { days: fc.nat(9), holidays: fc.constantFrom('counted', 'extended'), remind: fc.array(fc.nat(3), { maxLength: 9 }) },
        { requiredKeys: [] },
      ),
      machines: fc.array(fc.constantFrom('a', 'b', 'c')),
      severities: fc.dictionary(fc.constantFrom('pii/phone', 'constructor', '__proto__', ''), fc.constantFrom('off', 'error')),
      pauses: fc.array(
        fc.record({
          from: fc.constantFrom('2026-12-01', '2026-12-02'),
          to: fc.constant('2026-12-03'),
          reason: fc.constantFrom('甲', '乙'),
        }),
        { maxLength: 3 },
      ),
      signing_keys: fc.array(
        fc.record({ id: fc.constantFrom('k', 'l'), public_key: fc.constantFrom('A', 'B'), from: fc.constant('2026-01-01') }),
        { maxLength: 3 },
      ),
    },
    { requiredKeys: [] },
  );
  const anyPost = fc.record(
    {
      unit: fc.constantFrom('office', 'wucheng'),
      post: fc.constantFrom('审核', '签发'),
      level: fc.constantFrom(1, 2, 3),
      person: fc.constantFrom('lisi', 'wangwu'),
      from: fc.constantFrom('2024-01-01', '2025-01-01'),
      to: fc.constantFrom('2026-01-01', '2027-01-01'),
      covers: fc.constantFrom('*', [], ['wucheng']),
    },
    { requiredKeys: ['unit', 'post', 'level', 'person', 'from'] },
  );
  const anySettings = fc.record({
    policy: anyPolicy,
    posts: fc.array(anyPost, { maxLength: 4 }),
    terms: fc.dictionary(fc.constantFrom('a', 'b'), fc.anything()),
  });
  const settled = ({ policy, posts, terms }: { policy: unknown; posts: unknown[]; terms: Record<string, unknown> }) =>
    read({ organisation: { ...sample().organisation, posts }, policy, terms });

  it('equal settings give no row, and different ones always some', () => {
    fc.assert(
      fc.property(anySettings, anySettings, (one, other) => {
        expect(settingsChanges(settled(one), settled(structuredClone(one)))).toEqual([]);
        const [before, after] = [settled(one), settled({ ...other, terms: one.terms })];
        // The order of posts says nothing.
        const plain = ({ organisation, policy }: typeof before) => canonicalJson([organisation.posts.map(canonicalJson).sort(), policy]);
        expect(settingsChanges(before, after).length > 0).toBe(plain(before) !== plain(after));
      }),
      { numRuns: 300 },
    );
  });
});
