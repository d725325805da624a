import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Person, personAt } from './people.ts';
import { articlesOn, postsOn } from './platforms.ts';
import { BEGIN, until } from './programs.ts';
import { type SandboxProcess, startSandboxProcess } from './sandbox-process.ts';
import { submission } from './submission.ts';

const TITLE = '法制处开展行政执法案卷评查，三十件案卷逐件讲评';
const faulty = submission('pingcha', TITLE, { words: '意见建议可拨打13800138000反映。', gps: true, secrecy: 'yangshier' });
const mended = submission('pingcha', TITLE, { secrecy: 'yangshier' });
const edited = submission('pingcha', TITLE, { words: '意见建议请拨打12345热线反映。', secrecy: 'yangshier' });
const PLACE = `content/items/${mended.id}`;

interface Level {
  level: number;
  state: string;
  person: string | null;
}
interface GateDocument {
  verdict: string;
  items: { levels: Level[]; blockers: { code: string }[]; next: { person: string; action: string }[] }[];
}

let sandbox: SandboxProcess;
let people: (login: string) => Person;
let number = 0;

beforeAll(async () => {
  sandbox = await startSandboxProcess(['--at', BEGIN]);
  const { env, tokens } = sandbox;
  people = (login) => personAt({ apiUrl: env.GITHUB_API_URL ?? '', repository: env.GITHUB_REPOSITORY ?? '', tokens }, login);
});
afterAll(() => sandbox.stop());

/** Waits until a status of a commit is as it should be. */
function status(sha: string, context: string, state: string, says = ''): Promise<{ description: string | null }> {
  const { octokit, of } = people('shenshi');
  return until(async () => {
    const { data } = await octokit.repos.getCombinedStatusForRef({ ...of, ref: sha });
    return data.statuses.find((one) => one.context === context && one.state === state && one.description?.includes(says));
  });
}

async function gate(): Promise<{ code: number | null; verdict: string; levels: string[]; blockers: string[]; next: string[] }> {
  const given = await sandbox.sanshen('gate', '--pr', String(number), '--format', 'json');
  const { verdict, items } = given.json() as GateDocument;
  const [item] = items;
  return {
    code: given.code,
    verdict,
    levels: (item?.levels ?? []).map(({ level, state, person }) => `${level} ${state} ${person}`),
    blockers: (item?.blockers ?? []).map(({ code }) => code),
    next: (item?.next ?? []).map(({ person, action }) => `${person} ${action}`),
  };
}

describe('an item of a division, from the first push to three channels', () => {
  let head = '';

  it('is sent back by the check, which names each place', async () => {
    const shenshi = people('shenshi');
    head = await shenshi.push({ from: 'main', to: faulty.branch, files: faulty.files, message: '报送' });
    number = await shenshi.open(faulty.branch, TITLE);
    expect((await status(head, 'sanshen/check', 'failure')).description).toContain('须改 2 处');
    const check = await sandbox.sanshen('check', '--rev', head, '--base', 'origin/main', '--at', BEGIN, '--format', 'json');
    const { items, errors } = check.json() as {
      items: { findings: { rule: string; severity: string; file: string; line: number }[] }[];
      errors: number;
    };
    const found = items.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'error');
    expect(check.code).toBe(1);
    expect(errors).toBe(2);
    expect(found.map(({ rule, file, line }) => `${rule} ${file}:${line}`).sort()).toEqual([
      `img/exif-gps ${PLACE}/cover.jpg:1`,
      `pii/phone ${PLACE}/index.md:17`,
    ]);
  });

  it('cannot be merged as it is, even by the administrator', () =>
    expect(people('sunqi').merge(number)).rejects.toMatchObject({ status: 405 }));

  it('passes the check once it is mended', async () => {
    head = await people('shenshi').push({ from: mended.branch, to: mended.branch, files: mended.files, message: '改正' });
    await status(head, 'sanshen/check', 'success');
  });

  it('does not count a leader who signs before the others', async () => {
    await people('fengliu').review(number, 'APPROVE');
    expect(await gate()).toMatchObject({
      code: 1,
      verdict: 'waiting',
      levels: ['1 waiting null', '2 waiting null', '3 out-of-order fengliu'],
      next: ['hanshiyi approve'],
    });
  });

  it('takes the signature back when a word is changed afterwards', async () => {
    await people('hanshiyi').review(number, 'APPROVE', '同意报送。');
    await status(head, 'sanshen/gate', 'pending', '郑四');
    head = await people('shenshi').push({ from: edited.branch, to: edited.branch, files: edited.files, message: '改一个词' });
    expect((await gate()).levels[0]).toBe('1 stale hanshiyi');
  });

  it('is not signed by its own submitter', () =>
    expect(people('shenshi').review(number, 'APPROVE')).rejects.toMatchObject({ status: 422 }));

  it('waits for the secrecy reviewer that it names, whoever has signed', async () => {
    for (const login of ['hanshiyi', 'zhengsi', 'fengliu']) await people(login).review(number, 'APPROVE');
    expect(await gate()).toMatchObject({ code: 1, verdict: 'waiting', blockers: ['secrecy-review'] });
    await people('yangshier').review(number, 'APPROVE', '保密审查：可公开。');
    expect(await gate()).toMatchObject({
      code: 0,
      verdict: 'passed',
      levels: ['1 approved hanshiyi', '2 approved zhengsi', '3 approved fengliu'],
    });
  });

  it('has told where it stands in one comment, with the page of its three faces to open, and the gate is green', async () => {
    const { octokit, of } = people('shenshi');
    expect((await status(head, 'sanshen/gate', 'success')).description).not.toBe('');
    const { data } = await octokit.issues.listComments({ ...of, issue_number: number });
    const [told, ...others] = data.filter(({ body }) => body?.includes('<!-- sanshen -->'));
    expect(others).toEqual([]);
    const [, preview] = /\[三面预览\]\((\S+\/actions\/runs\/\d+\/artifacts\/\d+)\)/.exec(told?.body ?? '') ?? [];
    const page = await fetch(preview ?? '');
    const html = await page.text();
    expect([page.status, html.includes('<h1>三面预览</h1>'), html.includes(TITLE)]).toEqual([200, true, true]);
  });

  it('goes out once, although two publishers run at the same time', async () => {
    await people('sunqi').merge(number);
    const [first, second] = await Promise.all([
      sandbox.sanshen('publish', '--format', 'json'),
      sandbox.sanshen('publish', '--format', 'json'),
    ]);
    for (const { json } of [first, second]) expect(json()).toMatchObject({ version: 1 });
    await until(async () => {
      const given = (await sandbox.sanshen('status', mended.id, '--format', 'json')).json() as {
        items: { releases: { state: string }[] }[];
      };
      const states = given.items.flatMap(({ releases }) => releases.map(({ state }) => state));
      return states.length === 3 && states.every((state) => state === 'confirmed');
    });
    const again = await sandbox.sanshen('publish', '--format', 'json');
    expect(again).toMatchObject({ code: 0 });
    expect(again.json()).toMatchObject({ approved: [], releases: [], alerts: [] });
    expect((await articlesOn(sandbox.env)).filter(({ title }) => title === TITLE)).toHaveLength(1);
    expect((await postsOn(sandbox.env)).filter((text) => text.includes(TITLE))).toHaveLength(1);
  });

  it('tells whoever reported it, in the same comment, the three addresses and the number of the form', async () => {
    const given = (await sandbox.sanshen('status', mended.id, '--format', 'json')).json() as { items: { releases: { url: string }[] }[] };
    const addresses = given.items.flatMap(({ releases }) => releases.map(({ url }) => url));
    const { octokit, of } = people('shenshi');
    const comments = async () =>
      (await octokit.issues.listComments({ ...of, issue_number: number })).data.flatMap(({ body }) =>
        body?.includes('<!-- sanshen -->') ? [body] : [],
      );
    const told = await until(async () => (await comments()).find((body) => body.includes('### 已发布') && !body.includes('还没有发完')));
    for (const address of addresses) expect(told.split('\n')[1]).toContain(`](${address})`);
    expect(told.split('\n')[1]).toMatch(
      /^### 已发布：\[网站\].*　\[微信\].*　\[微博\].*。编号 2026-0002，\[审核单\]\(.*\/blob\/ledger\/2026\/.*-approval-/,
    );
    expect(told).toContain('<summary>审核单 2026-0002</summary>');
    expect((await sandbox.sanshen('gate', '--pr', String(number), '--post')).code).toBe(0);
    expect((await comments()).map((body) => body.split('\n')[1])).toEqual([told.split('\n')[1]]);
  });

  it('has a page with its title, beside the one of the first item', async () => {
    const page = await fetch(`${sandbox.site}/${mended.id}/`);
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(html.replace(/[\s\S]*<h1[^>]*>([\s\S]*?)<\/h1>[\s\S]*/, '$1').replace(/<[^>]*>/g, '')).toBe(TITLE);
    expect(html).toContain('请拨打12345热线');
    const home = await (await fetch(sandbox.site)).text();
    expect(home).toContain(TITLE);
    expect(home).toContain('三天劝导占道经营八十六起');
  });

  it('has one signed form, found by the id and by each published address', async () => {
    const given = (await sandbox.sanshen('status', mended.id, '--format', 'json')).json() as { items: { releases: { url: string }[] }[] };
    const addresses = given.items.flatMap(({ releases }) => releases.map(({ url }) => url));
    expect(addresses).toHaveLength(3);
    const forms = await Promise.all([mended.id, ...addresses].map((name) => sandbox.sanshen('form', name, '--format', 'json')));
    const [form] = forms.map(({ json }) => json());
    expect(form).toMatchObject({ number: '2026-0002', title: TITLE, pullRequest: number });
    for (const { code, json } of forms) expect([code, json()]).toEqual([0, form]);
    const { code, out } = await sandbox.sanshen('form', mended.id, '--format', 'html');
    expect(code).toBe(0);
    for (const words of [TITLE, '2026-0002', '韩十一', '郑四', '冯六', '沈十']) expect(out).toContain(words);
  });

  it('leaves a ledger that verifies, and a website that can be built from it anywhere', async () => {
    const [verify, build] = await Promise.all([
      sandbox.sanshen('verify', '--format', 'json'),
      sandbox.sanshen('build', '--out', `${sandbox.root}/../elsewhere`, '--format', 'json'),
    ]);
    expect(verify).toMatchObject({ code: 0 });
    expect(verify.json()).toMatchObject({ verified: true, problems: [] });
    expect(build).toMatchObject({ code: 0 });
    expect(build.json()).toMatchObject({ items: 2, empty: false });
  });
});
