import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type Command, parseOptions } from '#pipeline/commands/shared/command.ts';
import { COMMANDS } from '#pipeline/commands/table.ts';
import { Problem } from '#pipeline/problem.ts';
import type { Grants } from '#pipeline/sandbox/github/permissions.ts';
import { FOLDER, ITEM, itemText, ORGANISATION, SITE } from '../bureau.ts';
import { commandContext } from '../commands/context.ts';
import { type Ended, sanshen } from '../contracts/program.ts';
import { folderOf } from '../folder.ts';
import { PUBLISHER, startWorld, type World } from '../sandbox/github-world.ts';

const AT = '2026-11-24T09:00:00+08:00';
const POLICY = `channels: {website: {mode: manual}, wechat: {mode: manual}, weibo: {mode: manual}}
github: {integration_id: 15368, teams: {office: '11', leaders: '12', publisher: '13'}}
machines: [sanshen-publisher]
# 审核单签名的公钥
signing_keys: []
`;
const HOLIDAYS = 'holidays: [{name: 元旦, from: 2026-01-01, to: 2026-01-01}]\n';

/** What a command said: its text and document, or its refusal. */
interface Said {
  code: number;
  text: string;
  json: unknown;
  refusal: Problem | null;
}

async function runHere(root: string, words: string, env: Record<string, string>): Promise<Said> {
  const [name = '', ...args] = words.split(' ');
  const command = (await COMMANDS[name]?.load()) as Command;
  const { values, positionals } = parseArgs({ args, options: parseOptions(command), allowPositionals: true, strict: true });
  const options = values as Record<string, string | boolean>;
  try {
    const { exitCode, text, json } = await command.run(commandContext({ root, at: AT, env, options, operands: positionals }));
    return { code: exitCode, text, json, refusal: null };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { code: error.exitCode, text: '', json: null, refusal: error };
  }
}

/** An administrator at his desk: a repository on a GitHub, a clone of it, and the commands as he types them. */
interface Desk {
  world: World;
  clone: string;
  env: Record<string, string>;
  /** Runs a command in this process. */
  run(words: string, change?: Record<string, string>): Promise<Said>;
  /** Runs the program, as it is typed. */
  type(words: string, change?: Record<string, string>): Promise<Ended>;
  /** Commits everything of the clone and pushes it to main. */
  push(message: string): Promise<void>;
}

/** What an administrator's token is given by the handbook's table (先备好), and nothing else. */
const HANDBOOK: Grants = {
  ...{ administration: 'write', contents: 'write', issues: 'write', pages: 'write', statuses: 'write', members: 'write' },
  ...{ actions: 'read', 'pull-requests': 'read' },
};

async function takeSeat(): Promise<Desk> {
  const files = { 'content/organisation.yml': ORGANISATION, 'content/policy.yml': POLICY, 'content/terms/holidays.yml': HOLIDAYS };
  const teams = [
    { id: 11, slug: 'office' },
    { id: 12, slug: 'leaders' },
    { id: 13, slug: 'publisher', members: [PUBLISHER] },
  ];
  const world = await startWorld(files, { teams, rulesets: [], publisher: true });
  const { github } = world;
  const clone = join(folderOf({}), 'clone');
  const password = Buffer.from(`x-access-token:${github.tokenOf('wangwu')}`).toString('base64');
  const git = (...words: string[]) =>
    promisify(execFile)('git', [
      '-c',
      `http.extraHeader=Authorization: Basic ${password}`,
      '-c',
      'user.name=王五',
      '-c',
      'user.email=wangwu@example.com',
      ...words,
    ]);
  await git('clone', '--quiet', github.gitUrl, clone);
  const env: Record<string, string> = {
    GITHUB_API_URL: github.url,
    GITHUB_REPOSITORY: github.repository,
    GITHUB_TOKEN: github.limitedToken('wangwu', HANDBOOK),
    SANSHEN_LEDGER_TOKEN: github.tokenOf(PUBLISHER),
  };
  return {
    ...{ world, clone, env },
    run: (words, change = {}) => runHere(clone, words, { ...env, ...change }),
    type: (words, change = {}) => sanshen([...words.split(' '), '--at', AT], { cwd: clone, env: { ...env, ...change } }),
    async push(message) {
      await git('-C', clone, 'add', '--all');
      await git('-C', clone, 'commit', '--quiet', '--message', message);
      await git('-C', clone, 'push', '--quiet', 'origin', 'main');
    },
  };
}

/** Takes the printed line of a new key over into policy.yml, as the text beside it says. */
function listKey({ clone }: Desk, printed: string): void {
  const line = printed.split('\n').find((one) => one.startsWith('  - {id:'));
  const file = join(clone, 'content/policy.yml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('signing_keys: []', `signing_keys:\n${line}`));
}

/** What GitHub has of us: rulesets, labels, members of the Office's team, branches. */
async function has({ world }: Desk): Promise<string> {
  const admin = world.as('wangwu');
  const { of } = world;
  const members = await admin.teams.listMembersInOrg({ org: of.owner, team_slug: 'office' });
  const [rulesets, labels] = [(await admin.repos.getRepoRulesets(of)).data, (await admin.issues.listLabelsForRepo(of)).data];
  const names = (list: readonly { name: string }[]): string => list.map(({ name }) => name).join(',');
  const branches = spawnSync('git', ['-C', world.github.repositoryDir, 'for-each-ref', '--format=%(refname)'], { encoding: 'utf8' }).stdout;
  return [names(rulesets), names(labels), members.data.map(({ login }) => login).join(','), branches.trim().replaceAll('\n', ',')].join(
    ' | ',
  );
}

const NOTHING = ' |  |  | refs/heads/main';

/** Everything that comes before `setup --apply`; gives the private key. */
async function prepared(desk: Desk): Promise<string> {
  await desk.run('generate');
  listKey(desk, (await desk.run('setup --new-key ../key.pem')).text);
  await desk.push('名单、规则和公钥');
  return readFileSync(join(desk.clone, '../key.pem'), 'utf8');
}

/** A bureau that has adopted it. */
async function started(): Promise<Desk> {
  const desk = await takeSeat();
  expect((await desk.run('setup --apply', { SANSHEN_SIGNING_KEY: await prepared(desk) })).code).toBe(0);
  return desk;
}

describe('a bureau adopts it', () => {
  it('from generate to the first publication', async () => {
    const desk = await takeSeat();
    const { world, run, type } = desk;
    const admin = world.as('wangwu');

    expect(await run('generate')).toMatchObject({ code: 0, text: expect.stringContaining('请与名单、规则一起提交') });
    expect((await run('generate --check')).code).toBe(0);
    expect((await run('check')).code).toBe(0);
    await desk.push('名单和规则');
    expect((await run('generate --check --rev HEAD')).code).toBe(0);

    const plan = await type('setup');
    expect(plan.code).toBe(1);
    expect(plan.stdout).toMatch(/^台账里还没有名单与规则；.*\n\n要建（\d+）\n {2}办公室团队的成员 郑四（zhengsi）：加入\n/);
    expect(plan.stdout).toMatch(/\n核对无误后，运行 sanshen setup --apply。\n$/);
    const unsigned = await type('setup --apply');
    expect([unsigned.code, unsigned.stderr]).toEqual([
      2,
      expect.stringMatching(/^✗ [^\n]*sanshen setup --new-key[^\n]*（setup\/no-key，SANSHEN_SIGNING_KEY）\n$/),
    ]);
    expect(await has(desk)).toBe(NOTHING);

    const key = await type('setup --new-key ../key.pem');
    const SANSHEN_SIGNING_KEY = readFileSync(join(desk.clone, '../key.pem'), 'utf8');
    expect(key.stdout + key.stderr).not.toContain(SANSHEN_SIGNING_KEY.split('\n')[1]);
    const { code, refusal } = await run('setup --apply', { SANSHEN_SIGNING_KEY });
    expect([code, refusal?.code, refusal?.message]).toEqual([
      2,
      'form/key-not-listed',
      expect.stringContaining('应先列在 signing_keys 里'),
    ]);
    expect(await has(desk)).toBe(NOTHING);
    listKey(desk, key.stdout);
    expect((await run('generate --check')).code).toBe(0);
    await desk.push('签名公钥');

    const applied = await type('setup --apply', { SANSHEN_SIGNING_KEY });
    expect([applied.code, applied.stderr]).toEqual([0, '']);
    expect(applied.stdout).toMatch(/^已把第一版名单与规则签名登记到台账；/);
    expect(applied.stdout).toMatch(/\n平台上的设置与名单、规则一致，没有要改的。\n$/);
    expect(await run('setup')).toMatchObject({ code: 0, json: { settings: { state: 'already' }, plan: [], hints: [] } });
    expect(await run('doctor', { SANSHEN_SIGNING_KEY })).toMatchObject({ code: 0, text: expect.not.stringContaining('须办　') });

    const counted = await admin.repos.listCommitStatusesForRef({ ...world.of, ref: 'main' });
    expect(counted.data.map(({ context }) => context)).toEqual(['sanshen/ledger']);

    const { number, head } = await world.submit('lisi', 'lisi/1', { [`${FOLDER}/index.md`]: itemText() });
    for (const login of ['zhouyi', 'zhengsi', 'fengliu']) await world.review(login, number);
    await world.pass(head);
    await admin.pulls.merge({ ...world.of, pull_number: number, merge_method: 'squash' });
    const machine = { SANSHEN_SIGNING_KEY, GITHUB_TOKEN: world.github.tokenOf('sanshen-bot') };
    expect((await type('publish --format json', machine)).json()).toMatchObject({ approved: [ITEM] });
    expect((await run('verify')).json).toMatchObject({ verified: true, items: 1, problems: [] });
    expect((await run(`form ${ITEM}`)).code).toBe(0);
  });

  it('sees what drifts, in plan and doctor, and mends it', async () => {
    const desk = await started();
    const { world, run } = desk;
    const admin = world.as('wangwu');
    const { of } = world;
    const ruleset = (await admin.repos.getRepoRulesets(of)).data.find(({ name }) => name === 'sanshen main')?.id ?? 0;
    const anybody = [{ actor_id: 5, actor_type: 'RepositoryRole' as const, bypass_mode: 'always' as const }];
    await admin.repos.updateRepoRuleset({ ...of, ruleset_id: ruleset, bypass_actors: anybody });
    await admin.issues.deleteLabel({ ...of, name: '退回' });
    const drifted = await run('setup');
    expect([drifted.code, drifted.text]).toEqual([
      1,
      expect.stringContaining('\n    可以绕过的人（bypass_actors）：RepositoryRole 5 → 无\n'),
    ]);
    const seen = await run('doctor');
    expect([seen.code, seen.text]).toEqual([
      1,
      expect.stringMatching(/可以绕过的人（bypass_actors）现在是RepositoryRole 5，应为无.*（drift\/github，/),
    ]);
    expect(seen.text).toMatch(/缺标签 退回；.*（drift\/github，/);
    const mended = await run('setup --apply');
    expect([mended.code, mended.text]).toEqual([0, expect.stringContaining('\n做好了（2）\n')]);
    expect(await run('doctor')).toMatchObject({ code: 0, text: expect.not.stringContaining('drift/') });
  });

  it('isn’t half done by a mistake: each is one Chinese sentence with its code, and nothing has changed', async () => {
    const desk = await takeSeat();
    const { world, run, type } = desk;
    const SANSHEN_SIGNING_KEY = await prepared(desk);
    const cases: [number, string, Record<string, string>][] = [
      [2, 'github/token', { GITHUB_TOKEN: 'wrong' }],
      [2, 'environment/missing', { GITHUB_TOKEN: '' }],
      [2, 'environment/malformed', { GITHUB_TOKEN: '令牌' }],
      [1, 'setup/not-administrator', { GITHUB_TOKEN: world.github.tokenOf('lisi') }],
      [2, 'git/other-repository', { GITHUB_REPOSITORY: 'jinhua/other' }],
      [2, 'environment/malformed', { GITHUB_REPOSITORY: 'jinhua' }],
      [2, 'github/unreachable', { GITHUB_API_URL: SITE }],
      [2, 'environment/malformed', { GITHUB_API_URL: 'github' }],
      [2, 'git/token', { SANSHEN_LEDGER_TOKEN: 'wrong' }],
      [2, 'form/signing-key', { SANSHEN_SIGNING_KEY: 'wrong' }],
    ];
    for (const [exitCode, code, change] of cases) {
      const { refusal } = await run('setup --apply', { SANSHEN_SIGNING_KEY, ...change });
      const message = expect.stringMatching(/^[^\n]*\p{Script=Han}[^\n]*$/u);
      expect(refusal).toMatchObject({ code, exitCode, message, place: expect.any(String) });
      expect(await has(desk)).toBe(NOTHING);
    }
    const wrong = await type('setup --apply --format json', { SANSHEN_SIGNING_KEY, GITHUB_TOKEN: 'wrong' });
    expect([wrong.code, wrong.error().code, wrong.stderr.trim().split('\n').length]).toEqual([2, 'github/token', 1]);
    expect((await run('setup --apply', { SANSHEN_SIGNING_KEY })).code).toBe(0);
  });

  it('keeps the reviewers: more than a quarter of them go only by their number', async () => {
    const desk = await started();
    const { world, run } = desk;
    const admin = world.as('wangwu');
    await admin.teams.addOrUpdateMembershipForUserInOrg({ org: world.of.owner, team_slug: 'office', username: 'lisi' });
    await admin.issues.deleteLabel({ ...world.of, name: '退回' });
    const before = await has(desk);
    const held = await run('setup --apply');
    expect([held.code, held.refusal?.code, held.refusal?.message]).toEqual([
      1,
      'setup/too-many-removals',
      expect.stringMatching(/^一次要把 3 位审核人中的 1 位移出团队（lisi）；一次最多移出四分之一；.*--confirm-removals 1。什么也没有改。$/),
    ]);
    expect((await run('setup --apply --confirm-removals 2')).refusal?.code).toBe('setup/removals-differ');
    expect(await has(desk)).toBe(before);
    const done = await run('setup --apply --confirm-removals 1');
    expect([done.code, done.text]).toEqual([0, expect.stringContaining('  ✓ 办公室团队的成员 lisi：已移除\n')]);
    expect(await has(desk)).toMatch(/ \| zhengsi \| /);
  });

  it('never overwrites a private key, and keeps it out of the repository', async () => {
    const { run, clone } = await takeSeat();
    expect((await run('setup --new-key key.pem')).refusal).toMatchObject({ code: 'setup/key-place', exitCode: 2 });
    expect(existsSync(join(clone, 'key.pem'))).toBe(false);
    expect((await run('setup --new-key ../key.pem')).code).toBe(0);
    const before = readFileSync(join(clone, '../key.pem'), 'utf8');
    expect((await run('setup --new-key ../key.pem')).refusal).toMatchObject({ code: 'setup/key-exists', exitCode: 2 });
    expect(readFileSync(join(clone, '../key.pem'), 'utf8')).toBe(before);
    expect((await run('setup --new-key ../none/key.pem')).refusal).toMatchObject({ code: 'setup/key-write', exitCode: 2 });
  });

  it.skipIf(spawnSync('openssl', ['version']).status !== 0)('takes a key that openssl made, and says which line lists it', async () => {
    const { run } = await takeSeat();
    const { stdout: pem } = spawnSync('openssl', ['genpkey', '-algorithm', 'ed25519'], { encoding: 'utf8' });
    const { stdout: der } = spawnSync('openssl', ['pkey', '-pubout', '-outform', 'DER'], { input: pem });
    const { refusal } = await run('setup --apply', { SANSHEN_SIGNING_KEY: pem });
    expect(refusal).toMatchObject({ code: 'form/key-not-listed', message: expect.stringContaining(der.toString('base64')) });
  });
});
