import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command } from '#pipeline/commands/setup.ts';
import { readOrganisation, readPolicy } from '#pipeline/organisation/read-settings.ts';
import { type LetterFacts, letterDocx, letterText } from '#pipeline/setup/letter.ts';
import { commandContext } from '../commands/context.ts';
import { folderOf } from '../folder.ts';

const SETTINGS = {
  'content/organisation.yml': readFileSync('content/organisation.yml', 'utf8'),
  'content/policy.yml': readFileSync('content/policy.yml', 'utf8'),
};
const TEMPLATE = readFileSync('pipeline/setup/letter.md', 'utf8');

/** The letter of the sample settings, or of others: one replacement in the organisation, a whole policy. */
function letterOf(policy: string | null = null, organisation: [RegExp | string, string][] = [], facts: Partial<LetterFacts> = {}): string {
  const people = organisation.reduce((text, [from, to]) => text.replace(from, to), SETTINGS['content/organisation.yml']);
  return letterText(TEMPLATE, {
    organisation: readOrganisation(people, 'organisation.yml'),
    policy: readPolicy(policy ?? SETTINGS['content/policy.yml'], 'policy.yml'),
    today: '2026-11-24',
    ...{ apiUrl: null, wechatBase: null, weiboBase: null },
    ...facts,
  });
}

/** The rows of a section's table, without its head. */
function rowsOf(letter: string, heading: RegExp): string[] {
  const section = letter.split('\n## ').find((text) => heading.test(text.split('\n')[0] ?? '')) ?? '';
  return [...section.matchAll(/^\| (.*) \|$/gm)].slice(2).map(([, row = '']) => row.replaceAll(' | ', '｜'));
}

const WITHOUT: [RegExp, string] = [/(hanshiyi|wuba): \{name: (\S+), logins: \[\w+\]\}/g, '$1: {name: $2}'];

describe('the letter of requests', () => {
  it('is a plain official page with the bureau’s own name', () => {
    const text = letterOf();
    expect(text).toMatch(/^# 关于启用“三审”信息发布系统有关事项的请示\n\n局领导：\n/);
    expect(text).toMatch(/妥否，请批示。\n\n示例市综合行政执法局办公室\n2026 年 11 月 24 日\n\n（联系人：孙七）\n$/);
  });

  it('names who has no account, and neither who has left nor a head who signs outside', () => {
    expect(rowsOf(letterOf(), /账号/)[0]).toMatch(/^代码平台个人账号｜名单上 \d+ 人都已写明账号/);
    expect(rowsOf(letterOf(null, [WITHOUT]), /账号/)[0]).toContain('2 人还没有账号：吴八、韩十一；');
    const declared = letterOf(null, [WITHOUT, ['A: {level1: review}', 'A: {level1: declared}']]);
    expect(rowsOf(declared, /账号/)[0]).toContain('1 人还没有账号：韩十一；');
    expect(rowsOf(declared, /开关/)[0]).toContain('分局自行审完');
  });

  it.each([
    ['channels: {website: {mode: manual}}', []],
    ['channels: {website: {mode: manual}, wechat: {mode: draft}}', ['api.weixin.qq.com']],
    [
      'site: {url: https://www.example.gov.cn}\nchannels: {wechat: {mode: mass}, weibo: {mode: open}}',
      ['api.weixin.qq.com', 'api.weibo.com', 'www.example.gov.cn'],
    ],
  ])('asks for the addresses of the channels that are on: %s', (policy, hosts) => {
    const asked = rowsOf(letterOf(policy), /地址/).map((row) => row.split('｜')[0]);
    expect(asked).toEqual(['api.github.com、github.com', ...hosts, 'registry.npmjs.org']);
  });

  it('asks for the release’s page instead of the registry where the program lies elsewhere', () => {
    const program = `program: {repository: shili/sanshen, tag: v0.1.1, commit: '${'a'.repeat(40)}'}`;
    expect(rowsOf(letterOf(program), /地址/).at(-1)).toMatch(/^github\.com 上 shili\/sanshen 的发布页｜取程序包/);
  });

  it('asks for the addresses of this environment: its own GitHub, a relay', () => {
    const rows = rowsOf(
      letterOf(null, [], { apiUrl: 'https://git.example.gov.cn:8443/api/v3', wechatBase: 'https://relay.example.gov.cn' }),
      /地址/,
    );
    expect(rows[0]).toBe('git.example.gov.cn:8443｜代码平台：读审核记录、写台账');
    expect(rows[1]).toContain('relay.example.gov.cn｜微信：经中转');
    expect(rows.join()).not.toContain('api.weixin.qq.com');
  });

  it('takes GHE.com, whose API has a host of its own, for a place to try out', () =>
    expect(rowsOf(letterOf(null, [], { apiUrl: 'https://api.octo.ghe.com' }), /地址/)[0]).toBe(
      'api.octo.ghe.com、octo.ghe.com｜代码平台：读审核记录、写台账（试用；正式的另报）',
    ));

  it('says who signs at which level and for which unit, and who has nobody beside him', () => {
    const letter = letterOf();
    const [heads, ...others] = rowsOf(letter, /人员/);
    expect(heads).toContain('婺城分局 周一；金东分局 吴八；法制处 韩十一');
    expect(others).toEqual([
      '办公室审核｜郑四、王五',
      '分管领导签发｜冯六（分管领导）、赵十七（主要领导）',
      '保密审查｜法制处 杨十二；其他单位由负责人兼任',
      '管理员｜孙七',
    ]);
    expect(letter).toContain('请各定一名 B 角：婺城分局、金东分局、法制处、城管服务中心、站前管理中心、管理员。');
    expect(letter).toContain('签名密钥和发布令牌拟由管理员孙七保管');
  });

  it.each([
    ['', []],
    ['freshness: {days: 10}', ['七日时效的天数｜10 日｜7 日｜第九条']],
    [
      'freshness: {statutory: {bases: [{law: 条例, working_days: 20}]}}',
      ['法定公开的信息｜1 类在网站按法定期限公开，不限 7 日｜一律 7 日｜公开条例第二十、二十六条'],
    ],
    ['emergency: {enabled: true, review_hours: 12}', ['紧急发布｜分管领导先签发，其余两级 12 小时内补审｜不启用｜第八条（制度没有规定）']],
    [
      'items_per_pull_request: 5\nmerge: auto',
      ['一次报送几件｜同一单位至多 5 件｜一事一稿｜附件审核单', '审完后的合并｜由平台自动合并｜由管理员合并｜第三条'],
    ],
    ['severities: {pii/phone: info}', ['检查规则的轻重｜1 条规则与默认不同（pii/phone）｜按默认｜第五、六条']],
    ['allow: {hosts: [www.gov.cn, news.example.com]}', ['可以转发的其他网站｜news.example.com｜只转政府网站｜第四、七条']],
    ['channels: {wechat: {mode: draft}}', ['微信的发布方式｜系统建草稿，由人点“发表”｜手工发布后登记｜第二、十条']],
  ])('asks to decide on what differs from the strict default: %j', (policy, rows) =>
    expect(rowsOf(letterOf(policy), /开关/)).toEqual(rows),
  );

  it('leaves no place of the template unfilled, whatever is switched on', () => {
    const all = `site: {url: https://www.example.gov.cn}
freshness: {days: 8, from: submission, first_day: counted, holidays: extended, statutory: {bases: [{law: 条例, working_days: 20}]}}
order: any
distinct_persons: false
delegation: {enabled: true}
emergency: {enabled: true}
corrections: {resend: true}
channels: {website: {mode: package}, wechat: {mode: mass, app_id: wx1}, weibo: {mode: biz}}
`;
    const filled = letterOf(all, [WITHOUT]);
    expect(filled).not.toMatch(/[{}]|undefined|true/);
    expect(rowsOf(filled, /开关/)).toHaveLength(13);
  });

  it('takes every name as text', () => {
    const letter = letterOf(null, [['name: 孙七', "name: '<b>孙|七</b>'"]]);
    expect(letter).toContain('| 管理员 | <b>孙\\|七</b> |');
    expect(Buffer.from(letterDocx(letter)).toString('utf8')).toContain('&lt;b&gt;孙|七&lt;/b&gt;</w:t>');
  });
});

describe('setup --letter', () => {
  const run = (options: Record<string, string | boolean>, root = folderOf(SETTINGS)) =>
    command.run(commandContext({ root, at: '2026-11-24T10:00:00+08:00', format: 'text', options: { letter: true, ...options } }));

  it('needs neither token nor key, and prints the letter', async () =>
    expect(await run({})).toEqual({ exitCode: 0, text: letterOf(), json: { version: 1, letter: letterOf() } }));

  it.each([
    ['letter.docx', 'PK'],
    ['letter.MD', '# 关于启用'],
    ['letter.txt', '# 关于启用'],
  ])('writes %s', async (out, begin) => {
    const root = folderOf(SETTINGS);
    expect((await run({ out }, root)).text).toContain(join(root, out));
    expect(readFileSync(join(root, out), 'utf8').startsWith(begin)).toBe(true);
  });

  it.each([
    ['usage/out', { out: 'letter.pdf' }],
    ['letter/write', { out: 'missing/letter.docx' }],
    ['usage/setup', { apply: true }],
    ['usage/setup', { letter: false, out: 'letter.docx' }],
  ])('refuses with %s for %o', (code, options) =>
    expect(run(options as Record<string, string | boolean>)).rejects.toMatchObject({ code, exitCode: 2 }),
  );
});
