import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { tellOne } from '#pipeline/alerts/tell.ts';
import { command } from '#pipeline/commands/doctor.ts';
import { generate } from '#pipeline/commands/generate.ts';
import type { DoctorReport } from '#pipeline/doctor/report.ts';
import { gitText } from '#pipeline/forge/git/git-process.ts';
import { startWechat } from '#pipeline/sandbox/wechat/server.ts';
import { startWeibo } from '#pipeline/sandbox/weibo/server.ts';
import { newSigningKey } from '#pipeline/setup/first-settings.ts';
import { type Bureau, environmentOf, FOLDER, itemText, SITE, startBureau } from '../bureau.ts';
import { folderOf } from '../folder.ts';
import { reset } from '../ledger/set-back.ts';
import { commandContext } from './context.ts';
import { type Front, type Said, startFront } from './front.ts';

type Env = Record<string, string | undefined>;

const AT = '2026-11-24T09:00:00+08:00';
const APP = 'wx0000000000000000';
const UID = '1000000001';
const ACCOUNTS = `channels: {wechat: {mode: publish, app_id: ${APP}}, weibo: {mode: open, uid: '${UID}'}}`;
/** What a bureau writes down of its accounts. */
const KEPT = 'custodian: wangwu, password_kept: 办公室保密柜';
const MEDIA = `name: 示例发布, ${KEPT}, filing: {platform: 示例平台, number: '1'}, phone: '13800000000', certified_until: 2027-12-31`;
const PLATFORM_ACCOUNTS = `
accounts:
  - {channel: website, name: 示例网站, id: '3300000000', ${KEPT}, domain: example.gov.cn, certificate_until: 2027-12-31, protection: {level: 二级, number: '1', until: 2027-12-31}}
  - {channel: wechat, id: ${APP}, administrators: [wangwu], ${MEDIA}}
  - {channel: weibo, id: '${UID}', ${MEDIA}}
`;
const REPOSITORY = '/repos/jinhua/news';

async function doctor(root: string, env: Env, at = AT): Promise<DoctorReport & { exitCode: number; text: string }> {
  const { json, exitCode, text } = await command.run(commandContext({ root, env, at }));
  return { ...(json as DoctorReport), exitCode, text };
}

/** Told by every doctor here: a fresh repository lacks what `setup` makes, and the program's lists are as old as their sources. Tests of their own tell. */
const toldAnyway = (code: string): boolean => code.startsWith('drift/') || code === 'lists/program-old';

/** Codes of what has to be done or kept in mind. */
const codes = ({ findings }: DoctorReport): string[] =>
  findings.filter(({ severity, code }) => severity !== 'info' && !toldAnyway(code)).map(({ code }) => code);

/** The bureau's settings in its work tree, with the files that are made from them. */
async function settled(bureau: Bureau): Promise<Bureau> {
  mkdirSync(join(bureau.root, 'content'));
  writeFileSync(join(bureau.root, 'content/organisation.yml'), bureau.organisation + PLATFORM_ACCOUNTS);
  writeFileSync(join(bureau.root, 'content/policy.yml'), bureau.policy);
  mkdirSync(join(bureau.root, 'content/terms'));
  writeFileSync(
    join(bureau.root, 'content/terms/holidays.yml'),
    'holidays: [{name: 元旦, from: 2026-01-01, to: 2026-01-01}, {name: 元旦, from: 2027-01-01, to: 2027-01-01}]\n',
  );
  await generate({ root: bureau.root, check: false, today: '2026-11-24' });
  return bureau;
}

async function withFront(options: Parameters<typeof startBureau>[0] = {}): Promise<{ bureau: Bureau; front: Front; env: Env }> {
  const bureau = await settled(await startBureau(options));
  // The ledger’s token is tried by a push, which asks for one by HTTP alone.
  await gitText(bureau.root, ['remote', 'set-url', 'origin', bureau.world.github.gitUrl]);
  const front = await startFront(bureau.world.github.url);
  const env = {
    ...environmentOf(bureau, 'wangwu'),
    GITHUB_API_URL: front.url,
    SANSHEN_LEDGER_TOKEN: bureau.world.github.tokenOf('sanshen-bot'),
  };
  return { bureau, front, env };
}

/** Says something about one path. */
const about =
  (path: string, said: Said | ((body: unknown) => Said)): Front['say'] =>
  (asked, body) =>
    asked === `${REPOSITORY}${path}` ? (typeof said === 'function' ? said(body) : said) : null;

const DENIED = { status: 403, body: { message: 'Resource not accessible by integration' } };

describe('doctor before a GitHub', () => {
  it('finds nothing where all is well, reads only, and leaves the ledger as it is', async () => {
    const { bureau, front, env } = await withFront();
    const { head } = await bureau.ledger();
    const report = await doctor(bureau.root, env);
    expect(codes(report)).toEqual([]);
    expect(front.asked.length).toBeGreaterThan(5);
    expect(front.asked.filter((line) => !line.startsWith('GET '))).toEqual([]);
    expect((await bureau.ledger()).head).toBe(head);
    expect(report.findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['keys/valid', 'github/repository', 'ledger/push', 'ledger/verified']),
    );
    expect(report.skipped.map(({ check }) => check)).toEqual(expect.arrayContaining(['wechat', 'weibo', 'rate']));
  });

  /** Breaks one thing after the other; each gives its own code and no other. */
  async function breaking(
    cases: readonly (readonly [code: string, change: { env?: Env; say?: Front['say']; at?: string }])[],
  ): Promise<void> {
    const { bureau, front, env } = await withFront();
    const found: [string, string[]][] = [];
    for (const [code, change] of cases) {
      front.say = change.say ?? (() => null);
      found.push([code, codes(await doctor(bureau.root, { ...env, ...change.env }, change.at))]);
    }
    expect(found).toEqual(cases.map(([code]) => [code, [code]]));
  }

  it('tells of a token or an address that is wrong', async () =>
    breaking([
      ['github/token', { env: { GITHUB_TOKEN: 'wrong' } }],
      ['github/unreachable', { env: { GITHUB_API_URL: SITE } }],
      ['github/not-found', { env: { GITHUB_REPOSITORY: 'jinhua/other' } }],
      ['environment/malformed', { env: { GITHUB_REPOSITORY: 'jinhua' } }],
      ['environment/missing', { env: { GITHUB_REPOSITORY: '' } }],
      ['ledger/token', { env: { SANSHEN_LEDGER_TOKEN: 'wrong' } }],
      ['keys/not-listed', { env: { SANSHEN_SIGNING_KEY: newSigningKey().privateKeyPem } }],
      ['form/signing-key', { env: { SANSHEN_SIGNING_KEY: 'wrong' } }],
    ]));

  it('tells of each right that is missing', () =>
    breaking([
      ['github/activity', { say: about('/activity', DENIED) }],
      ['github/activity', { say: about('/activity', { status: 404, body: { message: 'Not Found' } }) }],
      ['github/pulls', { say: about('/pulls', DENIED) }],
      ['github/statuses', { say: about('/commits/main/statuses', DENIED) }],
      ['github/issues', { say: about('/issues', DENIED) }],
    ]));

  it('tells of clock, quota, the token’s end, a repository that others see and runs that don’t come', () => {
    const runs = (name: string, ended: readonly string[]) =>
      about(`/actions/workflows/${name}.yml/runs`, {
        status: 200,
        body: { total_count: ended.length, workflow_runs: ended.map((at) => ({ created_at: at, updated_at: at })) },
      });
    const headers = (said: Record<string, string>) => about('', { headers: said });
    return breaking([
      ['repository/public', { say: about('', (body) => ({ body: { ...(body as object), private: true, visibility: 'internal' } })) }],
      ['github/rate-low', { say: headers({ 'x-ratelimit-remaining': '3', 'x-ratelimit-limit': '5000' }) }],
      [
        'github/token-ending',
        { env: { SANSHEN_LEDGER_TOKEN: '' }, say: headers({ 'github-authentication-token-expiration': '2026-12-01 00:00:00 UTC' }) },
      ],
      ['clock/off', { at: '2026-11-24T09:02:00+08:00' }],
      ['clock/wrong', { at: '2026-11-24T09:10:00+08:00' }],
      ['runs/publish-stopped', { say: runs('publish', ['2026-11-22T00:00:00Z']) }],
      ['runs/gate-never', { say: runs('gate', []) }],
    ]);
  });

  it('names the permission that the server asks for', async () => {
    const { bureau, front, env } = await withFront();
    front.say = about('/activity', { ...DENIED, headers: { 'x-accepted-github-permissions': 'contents=read' } });
    const { findings, exitCode } = await doctor(bureau.root, env);
    expect(exitCode).toBe(1);
    expect(findings.find(({ code }) => code === 'github/activity')).toMatchObject({
      severity: 'error',
      place: 'GITHUB_TOKEN',
      message: expect.stringMatching(
        /GET \/repos\/\{owner\}\/\{repo\}\/activity.*Contents（内容）：只读（平台说要 contents=read）.*contents: read/,
      ),
    });
  });

  it('tells what a fresh repository lacks, place by place', async () => {
    const { bureau, env } = await withFront();
    const { findings } = await doctor(bureau.root, env);
    const drift = findings.filter(({ code }) => code === 'drift/github');
    expect(drift.length).toBeGreaterThan(0);
    for (const { message, place } of drift) {
      expect(message).toMatch(
        /^平台的设置与名单、规则不一致：.+；两处应一致（.+）；请管理员运行 sanshen setup 核对，再用 sanshen setup --apply 改正。$/,
      );
      expect(place).toMatch(/^http/);
    }
  });

  it('tells of an origin that is another repository', async () => {
    const { bureau, env } = await withFront();
    await gitText(bureau.root, ['remote', 'set-url', 'origin', 'https://git.example.gov.cn/shili/other.git']);
    const report = await doctor(bureau.root, env);
    expect(codes(report)).toContain('git/other-repository');
    expect(report.exitCode).toBe(1);
  });

  it('counts the alerts that are open', async () => {
    const { bureau, env } = await withFront();
    for (const title of ['一', '二'])
      await bureau.world.as('sanshen-bot').issues.create({ ...bureau.world.of, title, labels: ['publish-alert'] });
    expect(codes(await doctor(bureau.root, env))).toEqual(['alerts/open']);
  });

  it('tells of settings that were pushed past the lock, and of a ledger that isn’t there', async () => {
    const { bureau, env } = await withFront();
    await bureau.pushToMain({ 'content/policy.yml': `${bureau.policy}files_per_pull_request: 100\n` });
    expect(codes(await doctor(bureau.root, env))).toEqual(['settings/unverified']);
    const fresh = await withFront({ setup: false });
    expect(codes(await doctor(fresh.bureau.root, fresh.env))).toEqual(['settings/unsigned']);
  });
});

describe('doctor before the platforms', () => {
  it('tells of each thing that is broken by its code', async () => {
    const bureau = await settled(await startBureau({ policy: ACCOUNTS }));
    const clock = (): Date => new Date(AT);
    const wechat = await startWechat({ appId: APP, secret: 'secret', clock });
    const closed = await startWechat({ appId: APP, secret: 'secret', clock, allowedIps: ['10.0.0.1'] });
    const tired = await startWechat({ appId: APP, secret: 'secret', clock, quotas: { '/cgi-bin/freepublish/submit': 0 } });
    const other = await startWechat({ appId: 'wx1111111111111111', secret: 'secret', clock });
    const weibo = await startWeibo({ accessToken: 'token', uid: UID, domains: ['127.0.0.1'], clock });
    const stranger = await startWeibo({ accessToken: 'token', uid: '2', domains: ['127.0.0.1'], clock });
    onTestFinished(async () => void (await Promise.all([wechat, closed, tired, other, weibo, stranger].map((each) => each.close()))));
    const good: Env = {
      WECHAT_API_BASE: wechat.url,
      WECHAT_APP_ID: APP,
      WECHAT_APP_SECRET: 'secret',
      WEIBO_API_BASE: weibo.url,
      WEIBO_ACCESS_TOKEN: 'token',
      WEIBO_RIP: '127.0.0.1',
    };
    const cases: [codes: string[], env: Env][] = [
      [[], {}],
      [['wechat/40125'], { WECHAT_APP_SECRET: 'wrong' }],
      [['wechat/40164'], { WECHAT_API_BASE: closed.url }],
      [['wechat/quota-low'], { WECHAT_API_BASE: tired.url }],
      [['wechat/unreadable'], { WECHAT_API_BASE: SITE }],
      [['wechat/base'], { WECHAT_API_BASE: 'http://192.0.2.1' }],
      [['wechat/credentials'], { WECHAT_APP_SECRET: '' }],
      [['wechat/wrong-account'], { WECHAT_API_BASE: other.url, WECHAT_APP_ID: 'wx1111111111111111' }],
      [['weibo/21332'], { WEIBO_ACCESS_TOKEN: 'wrong' }],
      [['weibo/wrong-account'], { WEIBO_API_BASE: stranger.url }],
      [['weibo/unreadable'], { WEIBO_API_BASE: SITE }],
      [['weibo/credentials'], { WEIBO_RIP: '' }],
    ];
    const found: string[][] = [];
    for (const [, env] of cases) found.push(codes(await doctor(bureau.root, { ...good, ...env })));
    expect(found).toEqual(cases.map(([expected]) => expected));
    const { text } = await doctor(bureau.root, { ...good, WECHAT_APP_SECRET: 'canary-secret-1', WEIBO_ACCESS_TOKEN: 'canary-secret-2' });
    expect(text).not.toContain('canary-secret');
  });

  it('tells in the nightly run that an authorisation ends soon or is refused, each in one alert that says who must do what by when', async () => {
    const bureau = await settled(await startBureau({ policy: ACCOUNTS.replace('wechat: {mode: publish', 'wechat: {mode: manual') }));
    const ending = await startWeibo({
      accessToken: 'token',
      uid: UID,
      domains: ['127.0.0.1'],
      expiresIn: 5 * 86_400,
      clock: () => new Date(AT),
    });
    onTestFinished(() => ending.close());
    const env = {
      ...environmentOf(bureau, 'sanshen-bot'),
      WEIBO_API_BASE: ending.url,
      WEIBO_ACCESS_TOKEN: 'token',
      WEIBO_RIP: '127.0.0.1',
    };
    const posted = async (token: string): Promise<(string | null | undefined)[]> => {
      const context = commandContext({ root: bureau.root, env: { ...env, WEIBO_ACCESS_TOKEN: token }, at: AT, options: { post: true } });
      await command.run(context);
      const { data } = await bureau.world
        .as('sanshen-bot')
        .issues.listForRepo({ ...bureau.world.of, labels: 'publish-alert', state: 'open' });
      return data.map(({ body }) => body).filter((body) => body?.includes('sanshen:weibo'));
    };
    for (let night = 0; night < 2; night += 1) {
      expect(await posted('token')).toEqual([
        expect.stringMatching(/微博授权还有 5 天到期[\s\S]*请管理员用本局账号重新授权[\s\S]*不会重发[\s\S]*weibo-token-7/),
      ]);
    }
    expect((await posted('wrong')).join()).toMatch(/微博授权无效或已到期.*请管理员重新授权/);
  });

  it('tells at night that the publisher has stopped, where no pull request lets the gate see it', async () => {
    const bureau = await settled(await startBureau());
    const { github, of } = bureau.world;
    github.startRun({ workflow: 'publish' });
    github.clock.advance(3 * 3600);
    await command.run(commandContext({ root: bureau.root, env: environmentOf(bureau, 'sanshen-bot'), at: AT, options: { post: true } }));
    const { data } = await bureau.world.as('sanshen-bot').issues.listForRepo({ ...of, labels: 'publish-alert', state: 'open' });
    expect(data.map(({ body }) => body)).toContainEqual(expect.stringMatching(/发布已有 3 小时没有运行/));
  });

  it('closes what is as it should be, and nothing beside a ledger that was set back', async () => {
    const bureau = await settled(await startBureau());
    const { github, of } = bureau.world;
    await bureau.publish({ [`${FOLDER}/index.md`]: itemText() });
    const tip = (): Promise<string> => gitText(github.repositoryDir, ['rev-parse', 'refs/heads/ledger']);
    const before = await tip();
    await bureau.approve();
    const after = await tip();
    const alert = { item: 'run', code: 'signing-key-30', message: '签名密钥还有 30 天到期。' } as const;
    await tellOne(await bureau.publisher(), 'watch', alert);
    const openAfter = async (ledger: string): Promise<number> => {
      await reset(bureau, ledger);
      await command.run(
        commandContext({
          root: bureau.root,
          env: environmentOf(bureau, 'sanshen-bot'),
          at: AT,
          options: { post: true },
          sleep: async () => undefined,
        }),
      );
      const { data } = await bureau.world.as('sanshen-bot').issues.listForRepo({ ...of, labels: 'publish-alert', state: 'open' });
      return data.filter(({ body }) => body?.includes(alert.code)).length;
    };
    expect([await openAfter(before), await openAfter(after)]).toEqual([1, 0]);
  });

  it('asks no platform whose channel is manual, and asks for no secret where there are none', async () => {
    const bureau = await settled(await startBureau());
    const manual = await doctor(bureau.root, { WECHAT_API_BASE: SITE, WEIBO_API_BASE: SITE, WECHAT_APP_SECRET: 'x' });
    expect(codes(manual)).toEqual([]);
    const elsewhere = await settled(await startBureau({ policy: ACCOUNTS }));
    const { skipped, ...report } = await doctor(elsewhere.root, {});
    expect(codes({ ...report, skipped })).toEqual([]);
    expect(skipped.find(({ check }) => check === 'wechat')?.reason).toContain('没有设置 WECHAT_APP_ID、WECHAT_APP_SECRET');
  });
});

describe('doctor without a network', () => {
  it('looks at the settings, and says of everything else why not', async () => {
    const { bureau, front } = await withFront();
    const report = await doctor(bureau.root, {});
    expect(report.exitCode).toBe(0);
    expect(front.asked).toEqual([]);
    expect(report.skipped.find(({ check }) => check === 'right-activity')?.reason).toContain('没有设置 GITHUB_TOKEN');
    expect(report.checked.map(({ check }) => check)).toEqual(expect.arrayContaining(['organisation', 'generated', 'ledger']));
  });

  it('names the file that somebody changed, and ends with 1', async () => {
    const { bureau } = await withFront();
    writeFileSync(join(bureau.root, '.github/CODEOWNERS'), '* @stranger\n');
    expect(await doctor(bureau.root, {})).toMatchObject({
      exitCode: 1,
      findings: expect.arrayContaining([expect.objectContaining({ code: 'drift/generated', place: '.github/CODEOWNERS' })]),
    });
  });

  it('works in a folder that is no repository', async () => {
    const { organisation, policy } = await startBureau({ setup: false });
    const root = folderOf({ 'content/organisation.yml': organisation, 'content/policy.yml': policy });
    const { skipped } = await doctor(root, { SANSHEN_LEDGER_TOKEN: 'x' });
    expect(skipped.find(({ check }) => check === 'ledger')?.reason).toBe('这里不是 Git 仓库');
  });

  it('ends with 2 where the settings can’t be read', async () => {
    const root = folderOf({ 'content/organisation.yml': 'people: {}\nunits: {}\nposts: []\n', 'content/policy.yml': 'speed: fast\n' });
    await expect(doctor(root, {})).rejects.toMatchObject({ code: 'policy/malformed', exitCode: 2 });
  });
});
