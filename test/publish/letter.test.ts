import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command } from '#pipeline/commands/setup.ts';
import { readOrganisation, readPolicy } from '#pipeline/organisation/read-settings.ts';
import { type Letter, makeLetter } from '#pipeline/publish/letter/letter.ts';
import { letterDocx } from '#pipeline/publish/letter/letter-docx.ts';
import type { LetterOptions } from '#pipeline/publish/letter/letter-options.ts';
import { letterPage } from '#pipeline/publish/letter/letter-page.ts';
import { letterText } from '#pipeline/publish/letter/letter-text.ts';
import { launchBrowser } from '../browser.ts';
import { commandContext } from '../commands/context.ts';
import { folderOf } from '../folder.ts';

const SETTINGS = {
  'content/organisation.yml': readFileSync('content/organisation.yml', 'utf8'),
  'content/policy.yml': readFileSync('content/policy.yml', 'utf8'),
};
const AT = '2026-11-24T10:00:00+08:00';

interface Change {
  organisation?: [RegExp | string, string];
  policy?: string;
  options?: Partial<LetterOptions>;
}

/** The letter of the sample settings, or of others: one replacement in the organisation, a whole policy. */
function letterOf({ organisation, policy, options }: Change = {}): Letter {
  const people = organisation ? SETTINGS['content/organisation.yml'].replace(...organisation) : SETTINGS['content/organisation.yml'];
  return makeLetter({
    organisation: readOrganisation(people, 'organisation.yml'),
    policy: readPolicy(policy ?? SETTINGS['content/policy.yml'], 'policy.yml'),
    today: '2026-11-24',
    ...{ apiUrl: null, wechatBase: null, weiboBase: null },
    ...options,
  });
}

const rowsOf = (letter: Letter, heading: RegExp): string[] =>
  letter.sections.find((section) => heading.test(section.heading))?.table?.rows.map((row) => row.join('｜')) ?? [];
const textOf = (letter: Letter, heading: RegExp): string =>
  letter.sections.find((section) => heading.test(section.heading))?.paragraphs.join('\n') ?? '';

describe('the letter of requests', () => {
  it('is a plain official page with the bureau’s own name', () => {
    const text = letterText(letterOf());
    expect(text).toMatch(/^# 关于启用“三审”信息发布系统有关事项的请示\n\n局领导：\n/);
    expect(text).toMatch(/妥否，请批示。\n\n示例市综合行政执法局办公室\n2026 年 11 月 24 日\n\n（联系人：孙七）\n$/);
    expect(text.match(/^## .*$/gm)).toEqual([
      '## 一、请批准申请账号和接口权限',
      '## 二、请信息化部门放行网络地址',
      '## 三、请确定审核和管理人员（第三、五、八、十条）',
      '## 四、请决定与默认办法不同的开关',
      '## 五、办理次序和时间',
    ]);
  });

  it('names who has no account, and neither who has left nor a head who signs outside', () => {
    const without: Change = { organisation: [/(qianer|hanshiyi|wuba): \{name: (\S+), logins: \[\w+\]\}/g, '$1: {name: $2}'] };
    expect(rowsOf(letterOf(without), /账号/)[0]).toContain('2 人还没有账号：吴八、韩十一；');
    const declared = SETTINGS['content/organisation.yml'].replace('A: {level1: review}', 'A: {level1: declared}');
    const organisation = readOrganisation(declared.replace(/(hanshiyi|wuba): \{name: (\S+), logins: \[\w+\]\}/g, '$1: {name: $2}'), 'x');
    expect(rowsOf(letterOf({ options: { organisation } }), /账号/)[0]).toContain('1 人还没有账号：韩十一；');
  });

  it.each([
    [
      'only what every bureau needs where all channels are manual',
      'channels: {website: {mode: manual}}',
      ['api.github.com、github.com', 'registry.npmjs.org'],
    ],
    [
      'WeChat where it is on',
      'channels: {website: {mode: manual}, wechat: {mode: draft}}',
      ['api.github.com、github.com', 'api.weixin.qq.com', 'registry.npmjs.org'],
    ],
    [
      'all that is on',
      'site: {url: https://www.example.gov.cn}\nchannels: {wechat: {mode: mass}, weibo: {mode: open}}',
      ['api.github.com、github.com', 'api.weixin.qq.com', 'api.weibo.com', 'www.example.gov.cn', 'registry.npmjs.org'],
    ],
  ])('asks for addresses of %s', (_, policy, hosts) => {
    expect(rowsOf(letterOf({ policy }), /地址/).map((row) => row.split('｜')[0])).toEqual(hosts);
  });

  it('asks for the addresses of this environment: its own GitHub, a relay', () => {
    const options = { apiUrl: 'https://git.example.gov.cn:8443/api/v3', wechatBase: 'https://relay.example.gov.cn', weiboBase: null };
    const rows = rowsOf(letterOf({ options }), /地址/);
    expect(rows[0]).toBe('git.example.gov.cn:8443｜代码平台：读审核记录、写台账');
    expect(rows[1]).toContain('relay.example.gov.cn｜微信：经中转');
    expect(rows.join()).not.toContain('api.weixin.qq.com');
  });

  it('says who signs at which level and for which unit, and who has nobody beside him', () => {
    const letter = letterOf();
    const rows = rowsOf(letter, /人员/);
    expect(rows[0]).toContain('婺城分局 周一；金东分局 吴八；法制处 韩十一');
    expect(rows.slice(1)).toEqual([
      '办公室审核｜郑四、王五',
      '分管领导签发｜冯六（分管领导）、赵十七（主要领导）',
      '保密审查｜法制处 杨十二；其他单位由负责人兼任',
      '管理员｜孙七',
    ]);
    expect(textOf(letter, /人员/)).toContain('请各定一名 B 角：婺城分局、金东分局、法制处、城管服务中心、站前管理中心、管理员。');
    expect(textOf(letter, /人员/)).toContain('签名密钥和发布令牌拟由管理员孙七保管');
  });

  it('asks for no decision where every switch is strict', () => {
    const letter = letterOf({ policy: '' });
    expect(rowsOf(letter, /开关/)).toEqual([]);
    expect(textOf(letter, /开关/)).toMatch(/^没有。全部开关都按最严的办法/);
  });

  it.each([
    ['freshness: {days: 10}', '七日时效的天数｜10 日｜7 日｜第九条'],
    ['freshness: {from: submission}', '时效的起算｜从报送时间起算｜从信息日期起算｜第九条'],
    ['freshness: {holidays: extended}', '最后一日遇节假日｜顺延到假后第一日｜照算｜第九条，民法典第二百零三条'],
    ['order: any', '审核次序｜三级不分先后｜逐级审核｜第八条'],
    ['distinct_persons: false', '三级的审核人｜一人可审两级｜三级三人｜第八条'],
    ['emergency: {enabled: true, review_hours: 12}', '紧急发布｜分管领导先签发，其余两级 12 小时内补审｜不启用｜第八条（制度没有规定）'],
    ['delegation: {enabled: true}', '代签｜凭文件、在文件期限内可以代签｜不启用｜第八条（制度没有规定）'],
    ['items_per_pull_request: 5', '一次报送几件｜同一单位至多 5 件｜一事一稿｜附件审核单'],
    ['forks: true', '从复刻仓库报送｜接受｜不接受｜第十条'],
    ['merge: auto', '审完后的合并｜由平台自动合并｜由管理员合并｜第三条'],
    ['corrections: {resend: true}', '更正后的微信、微博｜重发更正稿｜只改网站｜第九条'],
    ['severities: {pii/phone: info}', '检查规则的轻重｜1 条规则与默认不同（pii/phone）｜按默认｜第五、六条'],
    ['allow: {hosts: [www.gov.cn, news.example.com]}', '可以转发的其他网站｜news.example.com｜只转政府网站｜第四、七条'],
    ['channels: {weibo: {mode: open}}', '微博的发布方式｜审完自动发布｜手工发布后登记｜第二、十条'],
  ])('asks to decide on %s', (policy, row) => {
    expect(rowsOf(letterOf({ policy }), /开关/)).toEqual([row]);
  });

  it('takes every name as text', () => {
    const letter = letterOf({ organisation: ['name: 孙七', "name: '<b>孙|七</b>'"] });
    expect(letterPage(letter, '')).not.toContain('<b>');
    expect(Buffer.from(letterDocx(letter)).toString('utf8')).not.toContain('<b>孙');
    expect(letterText(letter)).toContain('| 管理员 | <b>孙\\|七</b> |');
  });

  it('prints on one A4 page for the sample settings, and runs nothing', async () => {
    const css = readFileSync('site/assets/tokens.css', 'utf8');
    const file = join(folderOf({ 'letter.html': letterPage(letterOf(), css) }), 'letter.html');
    const browser = await launchBrowser();
    const tab = await browser.newPage();
    const errors: string[] = [];
    tab.on('console', (message) => errors.push(message.text()));
    await tab.goto(`file://${file}`);
    await tab.emulateMedia({ media: 'print' });
    const millimetres = (((await tab.locator('.sheet').boundingBox())?.height ?? 0) * 25.4) / 96;
    expect(millimetres).toBeGreaterThan(200);
    expect(millimetres).toBeLessThan(296);
    expect(errors).toEqual([]);
  });
});

describe('setup --letter', () => {
  const run = (options: Record<string, string | boolean>, root = folderOf(SETTINGS)) =>
    command.run(commandContext({ root, at: AT, format: 'text', options: { letter: true, ...options } }));

  it('needs neither token nor key, and prints the letter', async () => {
    const { exitCode, text, json } = await run({});
    expect(exitCode).toBe(0);
    expect(text).toBe(letterText(letterOf()));
    expect(json).toEqual({ version: 1, letter: letterOf() });
  });

  it.each([
    ['letter.html', '<!doctype html>'],
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
    ['letter/write', { out: 'missing/letter.html' }],
    ['usage/setup', { apply: true }],
    ['usage/setup', { letter: false, out: 'letter.html' }],
  ])('refuses with %s for %o', async (code, options) => {
    await expect(run(options as Record<string, string | boolean>)).rejects.toMatchObject({ code, exitCode: 2 });
  });
});
