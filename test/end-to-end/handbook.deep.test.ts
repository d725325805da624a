import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandResult, parseOptions } from '#pipeline/commands/shared/command.ts';
import { COMMANDS } from '#pipeline/commands/table.ts';
import { gitEnvironment, gitText } from '#pipeline/forge/git/git-process.ts';
import { tokenSettings } from '#pipeline/forge/git/git-remote.ts';
import { commandContext } from '../commands/context.ts';
import { toCome, wordsOf } from '../github/handbook-commands.ts';
import { ANSWERS, ARCHIVE_RULES, ELSEWHERE, isElsewhere, page } from './handbook-lines.ts';
import { type House, openHouse } from './house.ts';
import { articlesOn } from './platforms.ts';
import { BEGIN } from './programs.ts';
import { submission } from './submission.ts';

/** What stands on the page in Chinese, in the practice bureau. */
let meant: Record<string, string>;
let house: House;
let folder: string;
const first = submission('shouce', '法制处评查案卷三十件');
const third = submission('zhishangqianpi', '纸上签批的停水通告一件');
const second = submission('chufajueding', '行政处罚决定公示三件');

/** When somebody counts and looks: what is told must not depend on the day of the test. */
const THE_DAY_AFTER = '2026-11-25T09:00:00+08:00';
const RELEASE = { repository: 'shili/sanshen', commit: '0123456789'.repeat(4), checksums: 'ab'.repeat(32) };

/** Runs a line of the handbook as somebody types it. `more`: what the program of a bundle knows of itself. */
async function typed(line: string, login?: string, more: Record<string, string> = {}): Promise<CommandResult> {
  const [name = '', ...words] = wordsOf(line).map((word) => meant[word] ?? word);
  const command = await (COMMANDS[name] as (typeof COMMANDS)[string]).load();
  const { values, positionals } = parseArgs({ args: words, options: parseOptions(command), allowPositionals: true, strict: true });
  const { sandbox } = house;
  const token = login === undefined ? {} : { GITHUB_TOKEN: sandbox.github.tokenOf(login) };
  const answers = [...(ANSWERS[name] ?? [])];
  return command.run(
    commandContext({
      root: sandbox.root,
      at: name === 'init' ? BEGIN : name === 'report' ? THE_DAY_AFTER : null,
      env: name === 'setup' ? { ...sandbox.env, GITHUB_TOKEN: sandbox.administrator.token } : { ...sandbox.env, ...token },
      options: { ...(values as Record<string, string | boolean>), ...more },
      operands: positionals,
      format: String(values.format ?? command.formats[0]),
      ask: async () => answers.shift() ?? null,
    }),
  );
}

/** What has been run. */
const ran = new Set<string>();

/** Runs a line; it has to end as it should and to say so. */
async function ends(code: 0 | 1 | 2, line: string, said: RegExp, login?: string, more?: Record<string, string>): Promise<void> {
  ran.add(line);
  const { exitCode, text, bytes } = await typed(line, login, more);
  const words = text === '' && bytes ? `${bytes.length} bytes` : text;
  expect.soft([line, exitCode, words]).toEqual([line, code, expect.stringMatching(said)]);
}

/** Runs a line in a shell, as somebody pastes it; gives what it says. */
async function pasted(line: string, cwd = house.sandbox.root): Promise<string> {
  ran.add(line);
  const text = Object.entries(meant).reduce((all, [word, is]) => all.replaceAll(word, is), line);
  const env = { ...process.env, ...gitEnvironment(tokenSettings(house.sandbox.workplace.gitUrl, house.sandbox.env.GITHUB_TOKEN ?? '')) };
  return (await promisify(execFile)('bash', ['-c', text], { cwd, env })).stdout;
}

const works = (line: string, said: RegExp, login?: string, more?: Record<string, string>) => ends(0, line, said, login, more);

/** Brings the clone's files to what main says. */
const update = async (): Promise<void> => {
  await gitText(house.sandbox.root, ['checkout', '--quiet', '--', '.']);
  await gitText(house.sandbox.root, ['merge', '--quiet', '--ff-only', 'origin/main']);
};

const headOfLedger = async (): Promise<string> => (await gitText(house.sandbox.root, ['rev-parse', 'origin/ledger'])).trim();

/** A bureau that has asked its archivist. */
async function withArchiveRules({ root, workplace, administrator }: House['sandbox']): Promise<void> {
  const env = gitEnvironment([
    ...tokenSettings(workplace.gitUrl, administrator.token),
    ['user.name', administrator.name],
    ['user.email', administrator.email],
  ]);
  appendFileSync(join(root, 'content/policy.yml'), ARCHIVE_RULES);
  await gitText(root, ['commit', '--quiet', '--all', '--message', '归档的规则'], { env });
  await gitText(root, ['push', '--quiet', 'origin', 'HEAD:main'], { env });
}

beforeAll(async () => {
  house = await openHouse(withArchiveRules);
  folder = mkdtempSync(join(tmpdir(), 'sanshen-test-handbook-'));
  for (const one of [first, second]) await house.land(one);
  await house.run('publish');
  await update();
  meant = {
    文件夹: join(folder, '信息'),
    '审核单.jpg': join(folder, '审核单.jpg'),
    DIR: join(folder, 'english'),
    '../请示.docx': join(folder, '请示.docx'),
    'letter.docx': join(folder, 'letter.docx'),
    '../sanshen-signing-key.pem': join(folder, 'one.pem'),
    '../new-signing-key.pem': join(folder, 'another.pem'),
    旧网站: join(folder, '旧网站'),
    信息: first.id,
    发布地址: `${house.sandbox.siteUrl}/${first.id}/`,
    上次的提交: await headOfLedger(),
    '../2026归档包': join(folder, '2026归档包'),
    '审核记录.json': join(folder, '审核记录.json'),
    '检查报告.html': join(folder, '检查报告.html'),
    单位代号: 'fazhi',
    报送人: 'shenshi',
    'wucheng/2026-11-23-street': first.id,
    'wucheng/2026-11-23-street/map.jpg': `${first.id}/cover.jpg`,
  };
});
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the handbook, typed line by line in a practice bureau', () => {
  it('the afternoon: a repository, settings, a key, the platform, a look', async () => {
    await works('setup --letter --out ../请示.docx', /请示/);
    expect(readFileSync(join(folder, '请示.docx')).subarray(0, 2).toString()).toBe('PK');
    await works('setup --letter --out letter.docx', /请示/);
    await works('init 文件夹', /setup --apply/, undefined, RELEASE);
    await works('init DIR', /setup --apply/, undefined, RELEASE);
    meant.文件夹 = join(folder, '写全');
    const whole = 'init 文件夹 --name 示例市综合行政执法局 --domain xzzfj.example.gov.cn --tag v0.1.1 --package';
    await works(whole, /示例市综合行政执法局的仓库/, undefined, RELEASE);
    await works('generate', /./);
    await works('check --all', /没有要检查的信息/);
    await works('check', /没有要检查的信息/);
    await works('setup --new-key ../sanshen-signing-key.pem', /public_key/);
    await works('setup --apply', /没有要改的/);
    await works('setup', /没有要改的/);
    // The practice's clock stands at another day than this machine's; nothing else is to be done.
    await ends(1, 'doctor', /^须办　1 项\n.*clock\/wrong/);
    await works('publish --dry-run', /./);
    for (const line of page('export ')) await pasted(line);
    expect(await pasted('openssl genpkey -algorithm ed25519')).toContain('BEGIN PRIVATE KEY');
    writeFileSync(join(folder, 'sanshen.tar.gz'), 'bytes');
    writeFileSync(join(folder, 'checksums.txt'), `${createHash('sha256').update('bytes').digest('hex')}  sanshen.tar.gz\n`);
    expect(await pasted('sha256sum --check --ignore-missing checksums.txt', folder)).toContain('OK');
  });

  it('a contributor’s: what was sent in, a new one, and the checks before a push', async () => {
    const sent = join(folder, '来稿');
    mkdirSync(sent);
    meant.文件夹 = sent;
    writeFileSync(join(sent, '文稿.txt'), '法制处清查案卷\n11月23日，法制处清查案卷三十件。\n');
    await ends(1, 'intake 文件夹 --unit 单位代号', /还缺这几项/);
    writeFileSync(join(sent, '文稿.txt'), '法制处抽查案卷\n11月23日，法制处抽查案卷二十件。\n');
    await ends(1, 'intake 文件夹 --unit 单位代号 --submitter 报送人', /还缺这几项/);
    await works('new', /index\.md/);
    await gitText(house.sandbox.root, ['clean', '--quiet', '--force', '-d', 'content/items']);
    await works('check wucheng/2026-11-23-street', /./);
    await works('check --fix', /./);
    await works('check --out 检查报告.html', /./);
    await works('check --base origin/main', /没有要检查的信息/);
    await works('check --published', /./);
    await works('hook', /推送前的检查已装好/);
    await works('hook --remove', /已取消/);
  });

  it('a day: who approved it, how far it is, what the ledger says, figures', async () => {
    await works('status', /./);
    await works('status 信息', /微信　已发布/);
    await works('status 发布地址', /微信　已发布/);
    await works('form 信息', new RegExp(first.title));
    await works('form 信息 --format html > 审核单.html', /冯六（分管领导）/);
    await works('form 发布地址 --format html > 审核单.html', /冯六（分管领导）/);
    await works('verify', /^核验通过/);
    await works('verify --since 上次的提交', /^核验通过/);
    await works('verify --online', /^核验通过/);
    await works('daily --date 2026-11-24', /2026-11-24/);
    await works('report --span 上月 --format docx > 通报.docx', /^\d+ bytes$/);
    await works('report --annual --format xlsx > 年报.xlsx', /^\d+ bytes$/);
    await works('status --all', /./);
    await works('report', /./);
    await works('report --span 上季 --format xlsx > 上季.xlsx', /^\d+ bytes$/);
    await works('report --span 本年 --format html > 本年.html', /<table/);
    await works('report --from 2026-11-01 --to 2026-11-15 --unit wucheng', /./);
    await works('report --register --format docx > 阵地台账.docx', /^\d+ bytes$/);
    await works('build', /./);
    await works('build --unreviewed', /./);
    meant.文件夹 = join(folder, '网站包');
    await works('build --packages 文件夹', /./);
    await ends(1, 'doctor --post', /clock\/wrong/);
    const { root } = house.sandbox;
    meant.旧的提交号 = (await gitText(root, ['rev-parse', 'origin/main'])).trim();
    for (const line of ['git fetch origin', 'git fetch origin ledger', 'git fetch origin 旧的提交号']) await pasted(line);
    const names = await gitText(root, ['ls-tree', '-r', '--name-only', 'origin/ledger']);
    const [evidence] = names.split('\n').filter((name) => name.includes(first.id) && name.endsWith('-evidence.json'));
    writeFileSync(meant['审核记录.json'] as string, await gitText(root, ['cat-file', 'blob', `origin/ledger:${evidence}`]));
    await works('gate --evidence 审核记录.json', /./);
  });

  it('a correction by hand is registered, and what waits for a person is settled', async () => {
    const shenshi = house.person('shenshi');
    const edit = (text: string): string =>
      text
        .replace('\n---\n', '\ncorrection: {kind: 文字, note: “三十件”更正为“三十一件”}\n---\n')
        .replaceAll('三十件', '三十一件')
        .replaceAll('逐件讲评', '逐一讲评');
    const files = { [`content/items/${first.id}/index.md`]: edit };
    const head = await shenshi.push({ from: 'main', to: `${first.branch}-gai`, files, message: '更正' });
    const number = await shenshi.open(`${first.branch}-gai`, '更正');
    for (const login of ['hanshiyi', 'zhengsi', 'fengliu']) await house.person(login).review(number, 'APPROVE');
    const { octokit, of } = house.person('github-actions[bot]');
    for (const context of ['sanshen/check', 'sanshen/gate'])
      await octokit.repos.createCommitStatus({ ...of, sha: head, context, state: 'success' });
    await house.person('sunqi').merge(number);
    await works('publish', /./);
    expect((await house.states(first.id)).slice(3)).toEqual(['website confirmed', 'wechat needs-human', 'weibo needs-human']);
    const website = meant.发布地址 ?? '';
    const before = ((await house.run('status', {}, first.id)).json as { items: [{ releases: { channel: string; url: string }[] }] })
      .items[0].releases;
    const article = (await articlesOn(house.sandbox.env)).find(({ title }) => title === first.title);
    meant.发布地址 = article?.url ?? '';
    // In this practice nobody has mended the article itself, and the registration says so.
    await ends(1, 'record 信息 --channel wechat --url 发布地址', /读回与审定稿不同/, 'sunqi');
    meant.发布地址 = before.find(({ channel, url }) => channel === 'weibo' && url)?.url ?? '';
    await works('resolve 信息 --channel weibo --as confirmed --url 发布地址 --reason 已核对', /./, 'sunqi');
    meant.发布地址 = website;
    expect((await house.states(first.id)).slice(3)).toEqual(['website confirmed', 'wechat confirmed', 'weibo confirmed']);
  });

  it('emergencies: a hold, a withdrawal at once and by a pull request, a purge, a new key', async () => {
    for (const line of ['hold --reason 理由', 'hold --reason 处置', 'hold --reason 令牌泄露']) {
      await works(line, /暂停/, 'zhengsi');
      await works('resume', /恢复/, 'zhengsi');
    }
    await works('withdraw 信息 --kind error --reason 理由 --now', /1 个工作日内/, 'zhengsi');
    expect((await house.states(first.id)).slice(0, 3).map((state) => state.split(' ')[1])).not.toContain('confirmed');
    await update();
    await works('withdraw 信息 --kind error --reason 理由', /./);
    await works('withdraw 信息 --kind privacy --reason 本人要求 --now', /早已决定撤下/, 'sunqi');
    await update();
    meant.信息 = second.id;
    await works('withdraw 信息 --kind outdated --reason 决定已撤销 --since 2026-11-24 --decision 撤销', /./);
    const text = readFileSync(join(house.sandbox.root, 'content/items', second.id, 'index.md'), 'utf8');
    expect(text).toContain('since: "2026-11-24", decision: "撤销"');
    await works('withdraw 信息 --kind secrecy --reason 处置 --now', /24 小时内报保密行政管理部门/, 'fengliu');
    await works('purge 信息 --kind secrecy --decision 文号', /从历史里清除/, 'fengliu');
    for (const line of page('purge wucheng/')) await works(line, /从历史里清除/, 'fengliu');
    for (const line of page('purge --kind')) await works(line, /./, 'fengliu');
    meant.仓库地址 = house.sandbox.workplace.gitUrl;
    await pasted('git clone --mirror 仓库地址 xinxi.git && cd xinxi.git', folder);
    const mirror = join(folder, 'xinxi.git');
    for (const line of page('git rev-parse')) expect(await pasted(line, mirror)).toMatch(/^[0-9a-f]{40}$/m);
    meant.编号 = meant.旧的提交号 as string;
    await pasted('git cat-file -e 编号', mirror);
    await works('setup --new-key ../new-signing-key.pem', /public_key/);
    await works('verify', /^核验通过/);
  });

  it('an auditor’s answers, an inspection’s, and an old site’s items', async () => {
    await works('report --audit', /未经三审/);
    for (const line of page('report --audit --format html')) await works(line, /<table/);
    for (const line of page('report --audit --format xlsx')) await works(line, /^\d+ bytes$/);
    await works('report --inspection', /不合格 0 项/);
    await works('report --inspection --format html > 自查.html', /<table/);
    await works('archive --year 2026 --out ../2026归档包', /./);
    await works('verify --archive ../2026归档包', /./);
    const old = meant.旧网站 as string;
    mkdirSync(old);
    writeFileSync(
      join(old, 'zhandao.md'),
      '---\ntitle: 示例局清理占道经营\ndate: 2019-05-06\n---\n2019年5月6日，示例局在示例路清理占道经营三处，劝导商户五家。\n',
    );
    await works('import 旧网站', /^导入 1 条/);
    meant.文件夹 = old;
    await works('import 文件夹 --site https://旧网站', /^导入 1 条/);
  });

  it('what was signed on paper while the forge was down is registered, reviewed, and not posted twice', async () => {
    const path = `content/items/${third.id}`;
    const scan = third.files[`${path}/cover.jpg`] as Uint8Array;
    writeFileSync(meant['审核单.jpg'] as string, scan);
    const signed = ['hanshiyi', 'zhengsi', 'fengliu'].map((by, index) => `{level: ${index + 1}, by: ${by}, at: 2026-11-24 09:0${index}}`);
    const paper = `offline_review: {scan: paper.jpg, signed: [${signed.join(', ')}], posted: {wechat: 2026-11-24 09:30}}`;
    const text = String(third.files[`${path}/index.md`]).replace('\n---\n', `\n${paper}\n---\n`);
    const shenshi = house.person('shenshi');
    const files = { ...third.files, [`${path}/index.md`]: text, [`${path}/paper.jpg`]: scan };
    const head = await shenshi.push({ from: 'main', to: third.branch, files, message: '报送' });
    const number = await shenshi.open(third.branch, third.title);
    meant.信息 = third.id;
    meant.发布地址 = `${house.sandbox.env.WECHAT_API_BASE}/s/by-hand`;
    await works(
      'record 信息 --channel wechat --url 发布地址 --offline 审核单.jpg',
      /孙七登记：线下审签，2026-11-24 09:30 手工发布/,
      'sunqi',
    );
    await works('record 信息 --channel wechat --url 发布地址 --offline paper.jpg', /手工发布/, 'sunqi');
    await works('status 信息', /线下审签，已手工发布；由三级审核人在合并请求里补审/);
    await works('publish', /./);
    expect(await house.states(third.id)).toEqual(['wechat offline']);
    for (const login of ['hanshiyi', 'zhengsi', 'fengliu']) await house.person(login).review(number, 'APPROVE');
    const { octokit, of } = house.person('github-actions[bot]');
    for (const context of ['sanshen/check', 'sanshen/gate'])
      await octokit.repos.createCommitStatus({ ...of, sha: head, context, state: 'success' });
    await house.person('sunqi').merge(number);
    await works('publish', /./);
    expect((await house.states(third.id)).sort()).toEqual(['website confirmed', 'wechat confirmed', 'weibo confirmed']);
    expect(await house.seen(third.title)).toEqual({ articles: 0, posts: 1 });
    await works('status 信息', /微信　已发布（线下审签）/);
    await works('form 信息', /线下审签/);
    await works('verify', /^核验通过/);
  });

  it('leaves no line of any page out', () => {
    const lines = page('').filter((line) => toCome(line) === undefined);
    const elsewhere = Object.entries(ELSEWHERE);
    expect(lines.filter((line) => !ran.has(line) && !elsewhere.some((entry) => isElsewhere(line, entry)))).toEqual([]);
    expect([...ran].filter((line) => !lines.includes(line))).toEqual([]);
    expect(elsewhere.filter((entry) => !lines.some((line) => isElsewhere(line, entry)))).toEqual([]);
  });
});
