import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { endingAlerts } from '#pipeline/alerts/endings.ts';
import { CHECKS } from '#pipeline/doctor/checks.ts';
import type { DoctorFacts, ListFact } from '#pipeline/doctor/facts.ts';
import { type DoctorReport, endingsIn, examine, reportText, seesEnd } from '#pipeline/doctor/report.ts';
import { newSigningKey } from '#pipeline/setup/first-settings.ts';
import { ACCOUNTS, factsOf, KEY, LEDGER, ORGANISATION, POLICY } from './facts.ts';

type Part = Parameters<typeof factsOf>[0];

const OTHER_KEY = { ...newSigningKey().publicKey, from: '2026-11-01' };
const ONLY_2026 = { value: ['2026-10-01'] };

const look = (facts: DoctorFacts): DoctorReport => examine(facts, CHECKS);
/** `severity code` of what has to be done or kept in mind. */
const told = ({ findings }: DoctorReport): string[] =>
  findings.filter(({ severity }) => severity !== 'info').map(({ severity, code }) => `${severity} ${code}`);

const { posts, people } = ORGANISATION;
const withPost = (index: number, change: object) => posts.map((post, at) => (at === index ? { ...post, ...change } : post));
const delegation = {
  principal: 'fengliu',
  delegate: 'wangwu',
  level: 3,
  from: '2026-11-20',
  to: '2026-12-01',
  document: '示执法办〔2026〕9号',
};
const { accounts } = ORGANISATION;
/** The account of a channel (website, WeChat, Weibo) otherwise than it should be; by hand: nothing is posted by the program. */
const account = (index: number, change: object, byHand = false): Part => ({
  organisation: { ...ORGANISATION, accounts: accounts.map((one, at) => (at === index ? { ...one, ...change } : one)) },
  ...(byHand ? { policy: BY_HAND } : {}),
});
const { wechat, weibo } = POLICY.channels;
const BY_HAND = {
  ...POLICY,
  channels: { wechat: { ...wechat, mode: 'manual' }, weibo: { ...weibo, mode: 'manual' }, website: { mode: 'manual' } },
};
const entry = {
  what: '分支规则',
  before: '没有',
  after: '照 .github/rulesets/main.json',
  why: '第八条',
  page: 'https://example.com/settings',
};

const stranger = { id: '9', url: 'https://weibo.com/1000000001/P9', title: '通告', at: '2026-11-24T09:00:00+08:00', mark: null };
/** The posts of Weibo, or what became of them, otherwise than the ledger says. */
const shows = (change: object): Part => ({
  posts: { ...ACCOUNTS.posts, weibo: { value: { ...ACCOUNTS.posts.weibo.value, ...change } } },
});
const changed = (kind: 'gone' | 'differs'): Part => ({
  stillOut: {
    ...ACCOUNTS.stillOut,
    wechat: { value: { looked: 1, unread: 0, right: [], changed: [{ item: 'a/b', url: '', kind, words: '已删除' }] } },
  },
});

const list = (asOf: string | null): ListFact => ({ path: 'content/terms/phrases.yml', name: '固定说法', months: 1, asOf, own: true });
const lists = (...value: ListFact[]): Part => ({ lists: { value } });

/** What is broken, and the only thing that is then told. */
const BROKEN: [what: string, part: Part, codes: string[]][] = [
  ['a post that nobody has registered', shows({ unknown: [stranger] }), ['error posts/unknown-post']],
  ['two of them, each for itself', shows({ unknown: [stranger, stranger] }), ['error posts/unknown-post', 'error posts/unknown-post']],
  ['a post that was taken down and is back', shows({ back: [stranger] }), ['error posts/post-back']],
  ['a publication that is gone', changed('gone'), ['error posts/gone']],
  ['a publication that somebody has changed', changed('differs'), ['error posts/differs']],
  ['drafts of others, and posts that no list shows', shows({ drafts: ['草稿'], unseen: '群发的列不出。' }), []],
  ['a list of the bureau that was looked through on the last day', lists(list('2026-10-24')), []],
  ['one that should have been looked through since', lists(list('2026-10-23')), ['warning lists/own-old']],
  ['lists of which nobody knows, together', lists(list(null), list(null)), ['warning lists/own-old']],
  ['a list of the program, half a year old', lists({ ...list('2026-05-22'), own: false, months: 6 }), []],
  ['an older one', lists({ ...list('2026-05-21'), own: false, months: 6 }), ['warning lists/program-old']],
  [
    'a head of a unit without a successor',
    { organisation: { ...ORGANISATION, posts: posts.slice(2) } },
    ['error organisation/unit-without-head'],
  ],
  [
    'a reviewer without an account',
    { organisation: { ...ORGANISATION, people: { ...people, wangwu: { name: '王五' } } } },
    ['warning organisation/no-login'],
  ],
  ['no administrator', { organisation: { ...ORGANISATION, duties: [] } }, ['error organisation/no-administrator']],
  [
    'a post that ends in a week',
    { organisation: { ...ORGANISATION, posts: withPost(1, { to: '2026-12-01' }) } },
    ['warning organisation/post-ending'],
  ],
  [
    'a post that ends on the thirtieth day',
    { organisation: { ...ORGANISATION, posts: withPost(1, { to: '2026-12-24' }) } },
    ['warning organisation/post-ending'],
  ],
  ['a post that ends on the thirty-first day', { organisation: { ...ORGANISATION, posts: withPost(1, { to: '2026-12-25' }) } }, []],
  [
    'a duty that ends today',
    { organisation: { ...ORGANISATION, duties: [{ ...ORGANISATION.duties[0], to: '2026-11-24' }] } },
    ['warning organisation/duty-ending'],
  ],
  ['a delegation while delegation is off', { organisation: { ...ORGANISATION, delegations: [delegation] } }, ['warning delegation/off']],
  [
    'a delegation that ends soon',
    { organisation: { ...ORGANISATION, delegations: [delegation] }, policy: { ...POLICY, delegation: { enabled: true } } },
    ['warning delegation/ending'],
  ],
  [
    'categories of a main leader who isn’t there',
    { policy: { ...POLICY, main_leader_signs: ['重要事项公布'] } },
    ['warning organisation/no-main-leader'],
  ],
  ['no holidays of this year', { holidays: { value: ['2027-01-01'] } }, ['warning holidays/missing']],
  [
    'no holidays of this year while they count',
    { holidays: { value: ['2027-01-01'] }, policy: { ...POLICY, freshness: { holidays: 'extended' } } },
    ['error holidays/missing'],
  ],
  [
    'no holidays of this year while working days are counted',
    {
      holidays: { value: ['2027-01-01'] },
      policy: { ...POLICY, freshness: { statutory: { bases: [{ law: '示例法第一条', working_days: 20 }] } } },
    },
    ['error holidays/missing'],
  ],
  ['no holidays of next year, in November', { today: '2026-11-01', holidays: ONLY_2026 }, ['warning holidays/missing']],
  ['no holidays of next year, in October', { today: '2026-10-31', holidays: ONLY_2026 }, []],
  [
    'a pause that ends before it begins',
    { policy: { ...POLICY, pauses: [{ from: '2026-12-05', to: '2026-12-01', reason: '两会' }] } },
    ['error policy/pause-reversed'],
  ],
  ['a policy without a website', { policy: { ...POLICY, site: {} } }, ['error policy/site-url']],
  [
    'WeChat without its account',
    { policy: { ...POLICY, channels: { ...POLICY.channels, wechat: { mode: 'draft' } } } },
    ['error policy/wechat-app-id'],
  ],
  [
    'Weibo without its account',
    { policy: { ...POLICY, channels: { ...POLICY.channels, weibo: { mode: 'open' } } } },
    ['error policy/weibo-uid'],
  ],
  [
    'a mailbox of the government’s that is answered for',
    { policy: { ...POLICY, intake: { mailbox: { authenticated_by: 'mx.shili.gov.cn' } }, mail: { host: 'x', from: 'fabu@shili.gov.cn' } } },
    [],
  ],
  [
    'a mailbox elsewhere, without letters',
    { policy: { ...POLICY, intake: { mailbox: { authenticated_by: 'mx.163.com' } } } },
    ['error mailbox/no-mail', 'warning mailbox/outside'],
  ],
  [
    'a mailbox that believes everybody',
    { policy: { ...POLICY, intake: { mailbox: { authenticated_by: 'nobody' } }, mail: { host: 'x', from: 'fabu@shili.gov.cn' } } },
    ['warning mailbox/unproved'],
  ],
  [
    'an address of two people',
    {
      organisation: {
        ...ORGANISATION,
        people: { ...ORGANISATION.people, jia: { name: '甲', emails: ['a@shili.gov.cn'] }, yi: { name: '乙', emails: ['A@shili.gov.cn'] } },
      },
      policy: { ...POLICY, intake: { mailbox: { authenticated_by: 'mx.shili.gov.cn' } }, mail: { host: 'x', from: 'fabu@shili.gov.cn' } },
    },
    ['warning mailbox/shared'],
  ],
  ['a demo', { policy: { ...POLICY, demo: true } }, ['warning policy/demo']],
  [
    'two files that somebody changed',
    { generated: { value: ['.github/CODEOWNERS', '.github/labels.yml'] } },
    ['error drift/generated', 'error drift/generated'],
  ],
  [
    'settings that can’t be written down',
    { generated: { problem: { code: 'policy/team-not-numeric', message: '……', place: null } } },
    ['error policy/team-not-numeric'],
  ],
  ['a policy without a signing key', { policy: { ...POLICY, signing_keys: [] } }, ['error keys/none', 'error keys/not-listed']],
  [
    'a listed key that can’t be read',
    { policy: { ...POLICY, signing_keys: [...POLICY.signing_keys, { id: 'x', public_key: 'x', from: '2026-01-01' }] } },
    ['error policy/signing-key'],
  ],
  ['a private key that isn’t listed', { signingKey: { value: newSigningKey().publicKey } }, ['error keys/not-listed']],
  [
    'a private key whose id is listed with another key',
    { policy: { ...POLICY, signing_keys: [{ id: KEY.id, public_key: newSigningKey().publicKey.public_key, from: '2026-01-01' }] } },
    ['error keys/not-listed'],
  ],
  [
    'a key that ended yesterday',
    { policy: { ...POLICY, signing_keys: [{ ...KEY, from: '2026-01-01', to: '2026-11-23' }] } },
    ['error policy/last-key-ends', 'error keys/none', 'error keys/not-listed'],
  ],
  [
    'a key that ends soon',
    { policy: { ...POLICY, signing_keys: [{ ...KEY, from: '2026-01-01', to: '2026-12-20' }] } },
    ['error policy/last-key-ends', 'warning keys/ending'],
  ],
  [
    'a key that ends soon, with another after it',
    { policy: { ...POLICY, signing_keys: [{ ...KEY, from: '2026-01-01', to: '2026-12-20' }, OTHER_KEY] } },
    ['warning keys/ending'],
  ],
  ['accounts that nobody has written down', { organisation: { ...ORGANISATION, accounts: undefined } }, ['error accounts/missing']],
  [
    'the same where people post by hand',
    { organisation: { ...ORGANISATION, accounts: undefined }, policy: BY_HAND },
    ['warning accounts/missing'],
  ],
  [
    'an account without 备案, 保管人 and phone',
    account(1, { filing: undefined, custodian: undefined, phone: undefined }),
    ['error accounts/incomplete'],
  ],
  ['the same where people post by hand', account(1, { filing: undefined }, true), ['warning accounts/incomplete']],
  ['a website without its certificate', account(0, { certificate_until: undefined }), ['error accounts/incomplete']],
  ['an account kept by a head of a unit', account(2, { custodian: 'zhouyi' }), ['error accounts/custodian']],
  ['an account kept by the administrator', account(2, { custodian: 'sunqi' }), []],
  [
    'outside staff as 公众号 administrator',
    {
      organisation: {
        ...ORGANISATION,
        people: { ...people, lisi: { ...people.lisi, outside: true } },
        accounts: accounts.map((one) => ({ ...one, ...('administrators' in one ? { administrators: ['lisi'] } : {}) })),
      },
    },
    ['error accounts/outside'],
  ],
  ['another account than the policy posts through', account(1, { id: 'wx1111111111111111' }), ['error accounts/other-account']],
  ['a certification that ends on the thirtieth day', account(1, { certified_until: '2026-12-24' }), ['warning accounts/ending']],
  ['a certification that ends on the thirty-first day', account(1, { certified_until: '2026-12-25' }), []],
  ['a certification that ended yesterday', account(1, { certified_until: '2026-11-23' }), ['error accounts/ended']],
  ['the same where people post by hand', account(1, { certified_until: '2026-11-23' }, true), ['warning accounts/ended']],
  [
    'an authorisation of a third party that ends today',
    account(2, { authorisations: [{ name: '示例平台', until: '2026-11-24' }] }),
    ['warning accounts/ending'],
  ],
  [
    'a certificate and 等保 that end soon',
    account(0, { certificate_until: '2026-12-01', protection: { level: '二级', number: '1', until: '2026-12-02' } }),
    ['warning accounts/ending', 'warning accounts/ending'],
  ],
  ['Node 18', { node: 'v18.20.0' }, ['error tools/node']],
  ['Node 20.18', { node: 'v20.18.3' }, ['error tools/node']],
  ['Node 23', { node: 'v23.9.0' }, ['error tools/node']],
  ['an old git', { git: { value: '2.37.9' } }, ['error tools/git']],
  ['a public repository', { github: { repository: { value: { name: 'shili/xinxi', private: false } } } }, ['error repository/public']],
  ['a clock one minute and one second fast', { github: { clock: { value: 61 } } }, ['warning clock/off']],
  ['a clock one minute slow', { github: { clock: { value: -60 } } }, []],
  ['a clock six minutes slow', { github: { clock: { value: -360 } } }, ['error clock/wrong']],
  ['few requests left', { github: { rate: { value: { left: 12, of: 5000 } } } }, ['warning github/rate-low']],
  ['no requests left', { github: { rate: { value: { left: 0, of: 5000 } } } }, ['error github/rate-limit']],
  ['a token that ends soon', { github: { expires: { value: '2026-12-01T00:00:00Z' } } }, ['warning github/token-ending']],
  ['a ledger token that ends soon', { github: { ledgerExpires: { value: '2026-12-01T00:00:00Z' } } }, ['warning ledger/token-ending']],
  ['an intake token that ends soon', { github: { intakeExpires: { value: '2026-12-01T00:00:00Z' } } }, ['warning intake/token-ending']],
  [
    'a publisher that hasn’t begun for two hours',
    { github: { publishBegan: { value: '2026-11-24T00:00:00Z' } } },
    ['error runs/publish-stopped'],
  ],
  ['a publisher that began a minute less than two hours ago', { github: { publishBegan: { value: '2026-11-24T00:01:00Z' } } }, []],
  [
    'one group of runners for everything',
    { github: { runnerGroups: { value: { secrets: 'Default', site: 'Default', pullRequests: 'Default' } } } },
    ['warning runs/shared-runners', 'warning runs/shared-runners'],
  ],
  [
    'a website that is made where pull requests are checked',
    { github: { runnerGroups: { value: { secrets: '密钥', site: 'Default', pullRequests: 'Default' } } } },
    ['warning runs/shared-runners'],
  ],
  ['groups of runners apart', { github: { runnerGroups: { value: { secrets: '密钥', site: '密钥', pullRequests: 'Default' } } } }, []],
  ['alerts that nobody closed', { github: { alerts: { value: 2 } } }, ['warning alerts/open']],
  ['no publication since yesterday', { github: { publishRun: { value: '2026-11-23T01:00:00Z' } } }, ['warning runs/publish-quiet']],
  ['a gate that never ran', { github: { gateRun: { value: null } } }, ['warning runs/gate-never']],
  [
    'a ruleset that isn’t there',
    { github: { plan: { value: { entries: [{ ...entry, id: 'ruleset/main', action: 'create' }], hints: [] } } } },
    ['error drift/github'],
  ],
  [
    'a label that differs',
    { github: { plan: { value: { entries: [{ ...entry, id: 'label/x', action: 'update' }], hints: [] } } } },
    ['warning drift/github'],
  ],
  [
    'a ledger that doesn’t verify',
    { ledger: { value: { ...LEDGER, problems: [{ code: 'gap', message: '……', event: 'x.json' }] } } },
    ['error ledger/unverified'],
  ],
  ['no ledger yet', { ledger: { value: { ...LEDGER, head: null, settings: 'none' } } }, ['error settings/unsigned']],
  ['settings that nobody has registered', { ledger: { value: { ...LEDGER, settings: 'changed' } } }, ['warning settings/unverified']],
  [
    'a release that waits for a person',
    { ledger: { value: { ...LEDGER, needsHuman: ['wucheng/2026-11-23-x weibo'] } } },
    ['error releases/needs-human'],
  ],
  ['a release in doubt', { ledger: { value: { ...LEDGER, unknown: ['wucheng/2026-11-23-x wechat'] } } }, ['warning releases/unknown']],
  ['a hold', { ledger: { value: { ...LEDGER, held: '突发情况' } } }, ['warning releases/held']],
  ['little left of WeChat’s day', { wechatQuota: { value: { left: 3, of: 100 } } }, ['warning wechat/quota-low']],
  ['another Weibo account', { weibo: { value: { uid: '2', secondsLeft: null } } }, ['error weibo/wrong-account']],
  [
    'a Weibo authorisation that ends soon',
    { weibo: { value: { uid: '1000000001', secondsLeft: 86_400 * 30 } } },
    ['warning weibo/token-ending'],
  ],
];

describe('what ends', () => {
  const told = (part: Part): string[] => {
    const facts = factsOf(part);
    return endingAlerts(endingsIn(look(facts)), facts.today).map(({ code, channel }) => `${code} ${channel ?? 'bureau'}`);
  };

  it.each<[string, Part, string[]]>([
    ['nothing soon', {}, []],
    ['a certification in 30 days', account(1, { certified_until: '2026-12-24' }), ['certification-30 wechat']],
    ['in 8 days', account(1, { certified_until: '2026-12-02' }), ['certification-30 wechat']],
    ['in 7 days', account(1, { certified_until: '2026-12-01' }), ['certification-7 wechat']],
    ['yesterday', account(1, { certified_until: '2026-11-23' }), ['certification-7 wechat']],
    [
      'two authorisations, as near as the nearer',
      account(2, {
        authorisations: [
          { name: '甲', until: '2026-12-24' },
          { name: '乙', until: '2026-11-30' },
        ],
      }),
      ['authorisation-7 weibo'],
    ],
    [
      'certificate and 等保',
      account(0, { certificate_until: '2026-12-20', protection: { level: '二级', number: '1', until: '2026-11-30' } }),
      ['certificate-30 website', 'protection-7 website'],
    ],
    [
      'the last signing key',
      { policy: { ...POLICY, signing_keys: [{ ...KEY, from: '2026-01-01', to: '2026-12-20' }] } },
      ['signing-key-30 bureau'],
    ],
    [
      'tokens',
      {
        github: {
          expires: { value: '2026-12-01T00:00:00Z' },
          intakeExpires: { value: '2026-12-20T00:00:00Z' },
          ledgerExpires: { value: '2026-12-01T00:00:00Z' },
        },
      },
      ['github-token-7 bureau', 'intake-token-30 bureau'],
    ],
    ['Weibo’s authorisation', { weibo: { value: { uid: '1000000001', secondsLeft: 86_400 * 7 } } }, ['weibo-token-7 weibo']],
  ])('is told at night: %s', (_what, part, codes) => expect(told(part)).toEqual(codes));

  it('is over only where somebody has looked', () => {
    const report = look(factsOf({ weibo: { unknown: '没有密钥' } }));
    const seen = ['certification-7', 'signing-key-30', 'weibo-token-7', 'ledger-token-7', 'unknown-post'].map((code) =>
      seesEnd(report, code),
    );
    expect(seen).toEqual([true, true, false, false, null]);
  });
});

describe('doctor', () => {
  it('finds nothing where nothing is wrong', () => {
    const report = look(factsOf());
    expect(told(report)).toEqual([]);
    expect(report.checked).toHaveLength(CHECKS.length - report.skipped.length);
    expect(report.skipped.map(({ check }) => check)).toEqual(['right-write']);
  });

  it.each(BROKEN)('tells of %s, and of nothing else', (_, part, codes) => expect(told(look(factsOf(part)))).toEqual(codes));

  it.each([
    ['activity', 'error', 'Contents（内容）：只读', 'contents: read'],
    ['pulls', 'error', 'Pull requests（合并请求）：只读', 'pull-requests: read'],
    ['statuses', 'error', 'Commit statuses（提交状态）：读写', 'statuses: write'],
    ['issues', 'warning', 'Issues（议题）：读写', 'issues: write'],
  ] as const)('names the permission that reading %s needs', (name, severity, permission, workflow) => {
    const facts = factsOf();
    facts.github.rights[name] = { value: 'something=read' };
    const report = look(facts);
    expect(told(report)).toEqual([`${severity} github/${name}`]);
    const { message } = report.findings.find(({ code }) => code === `github/${name}`) ?? { message: '' };
    for (const part of [permission, workflow, 'something=read']) expect(message).toContain(part);
  });

  it('says who takes over a post that ends, and where nobody does', () => {
    const message = (index: number): string =>
      look(factsOf({ organisation: { ...ORGANISATION, posts: withPost(index, { to: '2026-12-01' }) } })).findings.find(
        ({ code }) => code === 'organisation/post-ending',
      )?.message ?? '';
    expect(message(1)).toContain('之后由周一办理');
    expect(message(4)).toContain('之后没有人接任');
  });

  it('says what no list shows, whose drafts lie there, and what of the newest could not be read', () => {
    const again = { value: { changed: [], looked: 3, unread: 2, right: [] } };
    const stillOut = { ...ACCOUNTS.stillOut, wechat: again };
    const text = reportText(look(factsOf({ ...shows({ drafts: ['<b>草稿'], unseen: '群发的列不出。' }), stillOut })));
    for (const part of ['群发的列不出。', '1 篇不是本系统建的：《\\<b\\>草稿》', '微信最近发布的 3 条又看了一遍，其中 2 条读不到，没有查'])
      expect(text).toContain(part);
  });

  it('never takes for fine what it could not look at', () => {
    const unknown = { unknown: '没有设置' };
    const report = look(factsOf({ signingKey: unknown, ledger: unknown, wechat: unknown, weibo: unknown, git: unknown }));
    const names = ['signing-key', 'git', 'settings-lock', 'ledger', 'releases', 'hold', 'wechat', 'weibo'];
    expect(report.skipped.map(({ check }) => check)).toEqual(expect.arrayContaining(names));
    expect(report.checked.filter(({ check }) => names.includes(check))).toEqual([]);
    expect(reportText(report)).toContain('没有查：签名私钥；git 的版本；名单与规则是否已登记');
  });

  it('tells once of a ledger that can’t be read', () => {
    const report = look(factsOf({ ledger: { problem: { code: 'git/failed', message: '……', place: null } } }));
    expect(told(report)).toEqual(['error git/failed']);
  });

  it('tells what the token couldn’t read of GitHub’s settings as not looked at, never as drift', () => {
    const plan = { entries: [{ ...entry, id: 'unreadable/rulesets', action: 'person-must-do' as const }], hints: [] };
    const report = look(factsOf({ github: { plan: { value: plan } } }));
    expect(told(report)).toEqual([]);
    expect(report.skipped).toContainEqual(
      expect.objectContaining({ check: 'github-settings-unread', reason: expect.stringContaining('分支规则') }),
    );
  });

  it('tells what differs once a page and reason, and of what a person has to do never that setup would', () => {
    const label = (name: string, action: 'create' | 'update') => ({
      ...{ ...entry, id: `label/${name}`, what: `标签 ${name}`, action, page: 'https://example.com/labels', why: '队列' },
      ...{ before: action === 'create' ? null : '白', after: '红' },
    });
    const stranger = { ...entry, id: 'access/mallory', what: '账号 mallory 对本仓库的权限', action: 'person-must-do' as const };
    const ruleset = { ...entry, id: 'ruleset/sanshen main', what: '分支规则 sanshen main', action: 'update' as const };
    const parts = [
      { what: '状态', before: 'disabled', after: 'active' },
      { what: '不许强推', before: null, after: '有' },
    ];
    const entries = [
      { ...stranger, before: '能写，不在名单上', after: '请撤销他的权限' },
      { ...entry, id: 'team/office/member/x', what: '办公室团队的成员 x', action: 'remove' as const, before: '在团队里', why: '团队' },
      label('退回', 'create'),
      label('超期', 'update'),
      { ...ruleset, parts },
    ];
    const { findings } = look(factsOf({ github: { plan: { value: { entries, hints: [] } } } }));
    const end = '；请管理员运行 sanshen setup 核对，再用 sanshen setup --apply 改正。';
    const begin = '平台的设置与名单、规则不一致：';
    expect(findings.filter(({ code }) => code === 'drift/github').map(({ severity, message }) => `${severity} ${message}`)).toEqual([
      'error 平台上的账号 mallory 对本仓库的权限：能写，不在名单上；请撤销他的权限（第八条）。',
      `error ${begin}多出办公室团队的成员 x（在团队里）；两处应一致（团队）${end}`,
      `warning ${begin}缺标签 退回；标签 超期现在是“白”，应为“红”；两处应一致（队列）${end}`,
      `error ${begin}分支规则 sanshen main：状态现在是disabled，应为active；不许强推现在是没有，应为有；两处应一致（第八条）${end}`,
    ]);
  });

  it('supports the same Node as package.json', () => {
    const engines = JSON.parse(readFileSync('package.json', 'utf8')).engines.node;
    expect(engines).toBe('^20.19.0 || ^22.18.0 || >=24.0.0');
    for (const node of ['v20.19.0', 'v22.18.0', 'v24.0.0', 'v26.1.0']) expect(told(look(factsOf({ node })))).toEqual([]);
    for (const node of ['v21.9.0', 'v22.17.9']) expect(told(look(factsOf({ node })))).toEqual(['error tools/node']);
  });

  it('puts what has to be done first, with code and place, and ends with the count', () => {
    const text = reportText(look(factsOf({ policy: { ...POLICY, demo: true }, node: 'v18.0.0' })));
    expect(text.indexOf('须办　1 项')).toBe(0);
    expect(text).toMatch(/\n {2}- Node 是 v18\.0\.0；应为[^\n]*；请升级。（tools\/node，node）\n/);
    expect(text.indexOf('提醒　1 项')).toBeGreaterThan(0);
    expect(text).toMatch(/合计　查了 \d+ 项：须办 1　提醒 1；没有查 1 项$/);
  });
});
