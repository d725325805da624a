import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Alert, alertKey, alertText } from '#pipeline/alerts/alert.ts';
import { COMMANDS } from '#pipeline/commands/table.ts';
import { gitEnvironment, gitText } from '#pipeline/forge/git/git-process.ts';
import { tokenSettings } from '#pipeline/forge/git/git-remote.ts';
import { octokitFor } from '#pipeline/forge/github/github.ts';
import { readFrontMatter } from '#pipeline/item/front-matter/front-matter.ts';
import { startDesk } from '#pipeline/sandbox/desk/desk.ts';
import type { RunCommand } from '#pipeline/sandbox/follow-events.ts';
import { type Account, openPullRequestAs } from '#pipeline/sandbox/people.ts';
import { openPractice, type Practice } from '#pipeline/sandbox/practice.ts';
import { type Sandbox, startSandbox } from '#pipeline/sandbox/sandbox.ts';
import { submitAnother } from '#pipeline/sandbox/story.ts';
import { folderOf } from '../folder.ts';
import { withMainUnlocked } from './github-world.ts';

const AT = '2026-11-24T10:00:00+08:00';
const PRODUCT = join(import.meta.dirname, '../..');
/** The submission that waits for its first signature. */
const WAITING = 1;

let sandbox: Sandbox;
let practice: Practice;
let desk: { url: string; close: () => Promise<void> };
const told: string[] = [];

const runCommand: RunCommand = async (name, operands, options) => {
  const command = await COMMANDS[name]?.load();
  if (!command) throw new Error(`no command ${name}`);
  const env = name === 'setup' ? { ...sandbox.env, GITHUB_TOKEN: sandbox.administrator.token } : sandbox.env;
  const context = { root: sandbox.root, at: name === 'check' ? sandbox.github.clock.now() : null, operands, options, env };
  const format = (options.format as string | undefined) ?? 'json';
  return command.run({ ...context, format, note: () => undefined, call: () => Promise.reject(new Error('no calls')) });
};

beforeAll(async () => {
  sandbox = await startSandbox({ productRoot: PRODUCT, port: 0, at: AT, env: {} });
  practice = await openPractice(sandbox, runCommand, PRODUCT, (line) => told.push(line));
  await runCommand('setup', [], { apply: true });
  await submitAnother(practice);
  desk = await startDesk(practice, 0);
});
afterAll(async () => {
  await desk?.close();
  await practice?.close();
  await sandbox?.close();
});

interface Answer {
  status: number;
  text: string;
  location: string;
  /** What the desk says on this page or its next one. */
  notice: string;
}

/** A request as a browser, or somebody else, sends it. */
function ask(
  method: string,
  path: string,
  { as = 'lisi', form, headers = {} }: { as?: string; form?: Record<string, string>; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const { port } = new URL(desk.url);
  const own = { host: `127.0.0.1:${port}`, origin: desk.url, 'content-type': 'application/x-www-form-urlencoded', cookie: `acting=${as}` };
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers: { ...own, ...headers } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        const cookies = (response.headers['set-cookie'] ?? []).join(';');
        const kept = decodeURIComponent(/notice=([^;]*)/.exec(cookies)?.[1] ?? '');
        const notice = kept || (/<p class="notice"[^>]*>([^<]*)/.exec(text)?.[1] ?? '');
        resolve({ status: response.statusCode ?? 0, text, location: response.headers.location ?? '', notice });
      });
    });
    sent.on('error', reject).end(form ? new URLSearchParams(form).toString() : '');
  });
}

/** Pushes a branch that holds what no form would make, and opens its pull request. */
async function pushed(login: string, branch: string, put: (clone: string) => void): Promise<number> {
  const account = sandbox.accounts.find((one) => one.login === login) as Account;
  const clone = mkdtempSync(join(sandbox.folder, 'test-'));
  const identity: [string, string][] = [
    ['user.name', account.name],
    ['user.email', account.email],
  ];
  const env = gitEnvironment([...tokenSettings(sandbox.workplace.gitUrl, account.token), ...identity]);
  const git = (...args: string[]) => gitText(clone, args, { env });
  await git('clone', '--quiet', '--', sandbox.workplace.gitUrl, '.');
  put(clone);
  await git('add', '--all', '--force', '--', 'content');
  await git('commit', '--quiet', '--message', 'strange');
  await git('push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`);
  const number = await openPullRequestAs(sandbox.workplace, account, { branch, base: 'main', title: branch, body: '', draft: false });
  await practice.settled();
  return number;
}

function writeAll(folder: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

const GOOD = {
  title: '示例稿件',
  event_date: '2026-11-24',
  category: '工作动态',
  summary: '摘要。（示例）',
  text: '正文。',
  channels: 'website',
  secrecy: 'wucheng/zhouyi',
};

describe('the desk lets nobody act from elsewhere', () => {
  it.each([
    ['a page of another site', { origin: 'https://evil.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['a request of another kind', { origin: 'https://evil.example', 'content-type': 'application/json' }],
    ['a name that leads here', { host: 'evil.example', origin: 'http://evil.example' }],
  ])('%s', async (_, headers) => {
    for (const path of ['/publish', '/services/wechat', '/acting', '/new', `/pr/${WAITING}/review`, `/pr/${WAITING}/merge`]) {
      expect((await ask('POST', path, { form: GOOD, headers })).status, path).toBe(403);
    }
    expect(practice.services().every(({ on }) => on)).toBe(true);
  });

  it('nor reads to a name that leads here', async () =>
    expect((await ask('GET', '/', { headers: { host: 'evil.example' } })).status).toBe(403));

  it.each([
    '//evil.example/',
    '/\\evil.example/',
    'https://evil.example/',
    '\\\\evil.example',
    'http:',
    'javascript:alert(1)',
    'http://desk.invalid//evil.example/',
    '/..//evil.example/',
    '',
  ])('changing the person never leads away: %s', async (back) => {
    const { status, location } = await ask('POST', '/acting', { form: { login: 'zhouyi', back } });
    expect(status).toBe(303);
    expect(new URL(location, desk.url).origin).toBe(desk.url);
  });

  it('takes a known account for the acting one, and no other', async () => {
    const { text } = await ask('GET', '/', { as: 'nobody' });
    expect(/<option value="([^"]+)" selected>/.exec(text)?.[1]).toBe(practice.accounts[0]?.login);
  });

  it('turns away an enormous text before reading it', async () => {
    const { port, host } = new URL(desk.url);
    const headers = { host, origin: desk.url, 'content-type': 'application/x-www-form-urlencoded', 'content-length': '50000000' };
    const status = await new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, method: 'POST', path: `/pr/${WAITING}/edit`, headers }, (response) => {
        resolve(response.statusCode);
        sent.destroy();
      });
      sent.on('error', reject).flushHeaders();
    });
    expect(status).toBe(413);
  });
});

describe('the contributor’s form', () => {
  it.each([
    ['a unit that leads out of the folder', { secrecy: '../zhouyi' }, '报送单位'],
    ['a unit that nobody knows', { secrecy: 'nowhere/zhouyi' }, '报送单位'],
    ['a word that git would take for an option', { secrecy: '--upload-pack=x/zhouyi' }, '报送单位'],
    ['the contributor as reviewer of secrecy', { secrecy: 'wucheng/lisi' }, '保密审查人'],
    ['a date that leads out of the folder', { event_date: '2026-11-24/../../../../../x' }, '信息日期'],
    ['a date that does not exist', { event_date: '2026-02-30' }, '信息日期'],
    ['a kind that nobody knows', { category: '!!js/function x' }, '类别'],
    ['a channel that nobody knows', { channels: 'evil' }, '拟发布渠道'],
    ['no title', { title: ' ' }, '标题'],
    ['no text', { text: '' }, '信息内容'],
    ['nothing at all', Object.fromEntries(Object.keys(GOOD).map((key) => [key, ''])), '报送单位'],
  ])('refuses %s in words, and pushes nothing', async (_, change, words) => {
    const before = (await practice.github.openPullRequests()).length;
    const { status, notice } = await ask('POST', '/new', { form: { ...GOOD, ...change } });
    expect(status).toBe(422);
    expect(notice).toContain(words);
    expect((await practice.github.openPullRequests()).length).toBe(before);
  });

  it('comes back as it was filled in, with all that is missing', async () => {
    const typed = {
      ...GOOD,
      title: '岁末检查',
      summary: '',
      text: '\n<b>正文。',
      category: '业务宣传',
      channels: '',
      secrecy: 'fazhi/hanshiyi',
    };
    const { notice, text } = await ask('POST', '/new', { form: typed });
    expect(notice).toBe('还没有报送：没有写摘要，请补上。没有选拟发布渠道，请至少选一个。');
    expect(text).toContain('value="岁末检查"');
    // A browser drops the first line end of a text field.
    expect(text).toContain('placeholder="正文，空一行分段">\n\n&lt;b&gt;正文。</textarea>');
    expect(text).toContain('<option selected>业务宣传</option>');
    expect(text).toContain('value="fazhi/hanshiyi" selected');
    expect(text).toContain('value="2026-11-24" max=');
    expect(text).not.toContain(' checked');
    expect((await ask('GET', '/new')).text.split(' checked').length).toBe(4);
  });

  it('writes what looks like code as plain values', async () => {
    const form = { ...GOOD, title: 'a: b\n---js\n{}', summary: '!!js/function x', text: '---js\n{}\n---\n正文。' };
    const { location } = await ask('POST', '/new', { form });
    const number = Number(/^\/pr\/(\d+)\?tab=check$/.exec(location)?.[1]);
    const { text } = await ask('GET', `/pr/${number}?tab=check`);
    expect(text).toContain('正文里又出现了文首标记');
    const { head } = await practice.github.pullRequest(number);
    const [path = ''] = (await practice.git.list(head.sha, 'content/items/wucheng'))
      .map((entry) => entry.path)
      .filter((one) => /item-.*index\.md$/.test(one));
    const { raw } = readFrontMatter((await practice.git.readAt(head.sha, path)) as Buffer);
    expect(raw).toMatchObject({ title: 'a: b\n---js\n{}', summary: '!!js/function x' });
  });

  it('is the contributor’s to mend where the check finds something, and whoever reviews is told before he signs', async () => {
    const { location } = await ask('POST', '/new', { form: { ...GOOD, title: '有手机号的一件', text: '可拨打13800138000反映。' } });
    const [page = ''] = location.split('?');
    expect((await ask('GET', page)).text).toContain('下一步：请您（李四）修改');
    expect((await ask('GET', '/')).text).toMatch(/待我改.*有手机号的一件/s);
    const { text } = await ask('GET', page, { as: 'zhouyi' });
    expect(text).toContain('下一步：请 李四 修改');
    expect(text).toContain('○ 改好后请 周一');
    expect(text).toContain('检查还有 1 处须改（见“检查”）：现在批准，稿件一改就要重新审核；可以先退回修改。');
  });
});

describe('a submission that no form would make', () => {
  const folder = 'content/items/wucheng/2026-11-24-link';

  it('whose text is a link to somewhere else is never written through', async () => {
    const outside = join(folderOf({ victim: 'as it was' }), 'victim');
    const number = await pushed('lisi', 'wucheng/link', (clone) => {
      writeAll(clone, { [`${folder}/note.md`]: 'x' });
      symlinkSync(outside, join(clone, folder, 'index.md'));
    });
    const { notice } = await ask('POST', `/pr/${number}/edit`, { form: { text: 'overwritten\n' } });
    expect(notice).toContain('已保存为新的一版');
    expect(readFileSync(outside, 'utf8')).toBe('as it was');
    const [entry] = (await practice.git.list((await practice.github.pullRequest(number)).head.sha, `${folder}/index.md`)) ?? [];
    expect(entry?.mode).toBe('100644');
  });

  it('whose folder is a link to somewhere else is never written through', async () => {
    const outside = folderOf({});
    const number = await pushed('lisi', 'wucheng/folder-link', (clone) => {
      writeAll(clone, { 'content/items/wucheng/keep.md': 'x' });
      symlinkSync(outside, join(clone, `${folder}-2`));
    });
    const { notice } = await ask('POST', `/pr/${number}/edit`, { form: { text: 'overwritten\n' } });
    expect(notice).toContain('没有保存');
    expect(notice).not.toContain(sandbox.folder);
    expect(readdirSync(outside)).toEqual([]);
  });

  it('is shown, with what is wrong, on every page', async () => {
    const number = await pushed('lisi', 'wucheng/broken', (clone) => writeAll(clone, { [`${folder}-3/index.md`]: '没有文首\n' }));
    for (const tab of ['preview', 'check', 'changes', 'form', 'history']) {
      expect((await ask('GET', `/pr/${number}?tab=${tab}`)).status, tab).toBe(200);
    }
    expect((await ask('GET', `/pr/${number}/form`)).text).toContain('还没有审核单');
    expect((await ask('GET', `/pr/${number}/preview`)).text).toContain('改好后才能预览');
    const { text } = await ask('GET', '/');
    expect(text).toContain('wucheng/broken');
    expect(text, 'nobody can say how long there is').not.toContain('已过');
  });

  it('that breaks the settings says so in its status, and leaves the desk as it is', async () => {
    const number = await pushed('sunqi', 'rules/broken', (clone) => writeAll(clone, { 'content/organisation.yml': 'people: [\n' }));
    const { head } = await practice.github.pullRequest(number);
    const answer = await fetch(`${sandbox.github.url}/repos/${sandbox.github.repository}/commits/${head.sha}/statuses`, {
      headers: { authorization: `token ${sandbox.administrator.token}` },
    });
    const statuses = (await answer.json()) as { context: string; state: string; description: string }[];
    expect(statuses.find(({ context }) => context === 'sanshen/check')).toMatchObject({
      state: 'error',
      description: expect.stringContaining('请对照样例改正'),
    });
    expect((await ask('GET', '/')).status).toBe(200);
    expect((await ask('GET', `/pr/${number}`)).status).toBe(200);
    expect((await ask('POST', `/pr/${number}/edit`, { as: 'zhengsi', form: { text: 'x' } })).notice).toContain('不是一条信息');
  });
});

describe('what was merged past the reviews', () => {
  it('stands apart from what was published, and the desk says which it is', async () => {
    const folder = 'content/items/wucheng/2026-11-24-forced';
    const number = await pushed('lisi', 'wucheng/forced', (clone) => writeAll(clone, { [`${folder}/index.md`]: '没有文首\n' }));
    const { head } = await practice.github.pullRequest(number);
    for (const context of ['sanshen/gate', 'sanshen/check']) await practice.github.setStatus(head.sha, context, 'success', 'forged');
    expect((await ask('POST', `/pr/${number}/merge`, { as: 'sunqi' })).notice).toContain('现在还不能合并');
    const { github, administrator } = sandbox;
    const [owner = '', repo = ''] = github.repository.split('/');
    const octokit = octokitFor({ apiUrl: github.url, token: administrator.token, repository: github.repository });
    await withMainUnlocked(octokit, { owner, repo }, async () => {
      expect((await ask('POST', `/pr/${number}/merge`, { as: 'sunqi' })).notice).toContain('已合并');
    });
    const { text } = await ask('GET', '/');
    expect(text).toMatch(/已合并，还没有发布.*wucheng\/forced/s);
    expect(text).not.toContain('刚发布');
    expect(text).toMatch(/<b>[^<]+<\/b>　wucheng\/2026-11-24-forced<p class="help">报送单位/);
  });

  it('stands beside every other open alert, in the catalogue’s words, whichever run has told it', async () => {
    const alert: Alert = { item: 'run', code: 'breaker', message: '一次要发 12 条。', due: '2026-11-25 18:00' };
    const { title, body } = alertText(alert, 'release');
    await practice.github.upsertAlert(alertKey(alert), title, body);
    const { text } = await ask('GET', '/');
    expect(text).toContain('<b>一次要发得太多，全部发布自动停下了</b>　发布运行<p class="help">办公室审核人逐条核对');
    expect(text).toContain('时间：2026-11-25 18:00 前。');
    expect(text).not.toContain('一次要发 12 条');
  });
});

describe('whoever asks for what isn’t there', () => {
  it.each(['/nope', '/pr/999', '/pr/abc', '/pr/0x1', '/form/2026-9999', '/form/..%2f..%2fetc', '/pr/999/form', '/pr/999/preview'])(
    'is told so: %s',
    async (path) => {
      const { status, text } = await ask('GET', path);
      expect(status).toBe(404);
      expect(text).toContain('没有这个页面');
      expect(text).toContain('href="/"');
    },
  );

  it('gets an act’s refusal in Chinese, with nothing said of the program', async () => {
    for (const [path, form] of [
      ['/pr/999/review', { event: 'APPROVE', head: 'x' }],
      ['/pr/999/edit', { text: 'x' }],
      [`/pr/${WAITING}/review`, { event: 'APPROVE', head: '--x' }],
      [`/pr/${WAITING}/merge`, {}],
    ] as const) {
      const { notice } = await ask('POST', path, { as: 'hanshiyi', form });
      expect(notice).toMatch(/\p{Script=Han}{6}/u);
      expect(notice).not.toMatch(/Unprocessable|docs\.github\.com|GITHUB_|at .*\.ts|hint:/);
    }
    expect((await ask('GET', '/', { headers: { cookie: 'notice=%ZZ' } })).status).toBe(200);
    expect(told).toEqual([]);
  });

  it('is asked for a sentence where something is returned without one, with openings to start it', async () => {
    const form = { event: 'REQUEST_CHANGES', head: 'x', opinion: ' \r\n ' };
    const { notice, location } = await ask('POST', `/pr/${WAITING}/review`, { as: 'hanshiyi', form });
    expect([notice, location]).toEqual([expect.stringMatching(/^还没有退回：.*数据与…不一致；缺少…；/), `/pr/${WAITING}`]);
    expect((await practice.evidenceOf(WAITING)).reviews).toEqual([]);
    expect((await ask('GET', `/pr/${WAITING}`, { as: 'hanshiyi' })).text).toContain('<li data-opening>数据与…不一致</li>');
  });

  it('is told where nothing was changed', async () => {
    const { text } = await ask('GET', `/pr/${WAITING}?tab=changes`, { as: 'shenshi' });
    const present = /<textarea id="text"[^>]*>([\s\S]*?)<\/textarea>/.exec(text)?.[1] ?? '';
    const decoded = present
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
    const { notice, text: again } = await ask('POST', `/pr/${WAITING}/edit`, { as: 'shenshi', form: { text: decoded } });
    expect(notice).toContain('没有可保存的改动');
    expect(again, 'nothing that was typed is lost').toContain(present);
  });
});

describe('whoever has signed', () => {
  const sign = async (login: string): Promise<string> => {
    const { head } = await practice.github.pullRequest(WAITING);
    return (await ask('POST', `/pr/${WAITING}/review`, { as: login, form: { event: 'APPROVE', head: head.sha, opinion: '' } })).notice;
  };
  const card = async (login: string): Promise<string> => (await ask('GET', `/pr/${WAITING}`, { as: login })).text;

  it('is told which signature isn’t counted and why, and is asked neither early nor again', async () => {
    expect(await card('fengliu')).toMatch(/还没有轮到您：法制处审核以后再请您签发。.*退回修改/s);
    expect(await card('sunqi')).toContain('<p class="barred">这件稿件的三级审核人里没有您。</p>');
    for (const login of ['fengliu', 'sunqi']) expect(await card(login)).not.toContain('value="APPROVE"');
    expect(await card('hanshiyi')).toContain('value="APPROVE"');
    const why = /您的同意没有计入。冯六 11-24 \d\d:\d\d 同意：先于上一级，未计入；请 韩十一 先审，审完会再请本人点一次。/;
    expect(await sign('fengliu')).toMatch(why);
    expect(await card('fengliu')).toMatch(why);
    expect(await card('fengliu')).not.toContain('value="APPROVE"');
    expect(await sign('hanshiyi')).toBe('已记下您的同意。');
    expect(await card('hanshiyi')).toMatch(/您已在 今天 \d\d:\d\d 同意，不用再点。.*发现问题，要退回/s);
    expect(await card('hanshiyi')).not.toContain('value="APPROVE"');
  });

  it('keeps an opinion that couldn’t be given', async () => {
    const form = { event: 'APPROVE', head: 'f'.repeat(40), opinion: '数据已核。' };
    const { status, text } = await ask('POST', `/pr/${WAITING}/review`, { as: 'zhengsi', form });
    expect(status).toBe(422);
    expect(text).toContain('>数据已核。</textarea>');
  });
});
