import { describe, expect, it } from 'vitest';
import { organisationOf, policyOf, readOrganisation } from '#pipeline/organisation/read-settings.ts';
import { changeLine } from '#pipeline/organisation/settings-change.ts';
import { settingsChanges } from '#pipeline/organisation/settings-changes.ts';

const HEAD = 'people: {sunqi: {name: 孙七}, zhengsi: {name: 郑四}}\nunits: {}\nposts: []\naccounts:';
const read = (...lines: string[]) =>
  readOrganisation(
    `${HEAD}${lines.length === 0 ? ' []' : ''}\n${lines.map((line) => `  - ${line}\n`).join('')}`,
    'content/organisation.yml',
  );

describe('the accounts of organisation.yml', () => {
  it('may be left out', () => expect(organisationOf({ people: {}, units: {}, posts: [] }).accounts).toBeUndefined());

  it.each([
    '办公室保密柜',
    '办公室 3 号楼 A-101-3 保险箱',
    '机要室密码本（红色封皮）',
    '密码管理软件 Bitwarden 的“办公室”保险库',
    '由孙七保管，副本在档案室',
  ])('name a place for the password: %s', (place) =>
    expect(read(`{channel: wechat, name: 示例, password_kept: ${place}}`).accounts?.[0]?.password_kept).toBe(place),
  );

  it.each([
    'Shili@2026',
    'abcdefgh',
    "'12345678'",
    '办公室 Shili2026x',
    '密码是 bangongshi',
    '口令：bangong',
    '办公室电脑上，密码 abc#123',
    '密码改为上次的',
  ])('refuse what looks like a password, and never repeat it: %s', (secret) => {
    const attempt = () => read(`{channel: wechat, name: 示例, password_kept: ${secret}}`);
    expect(attempt).toThrow(/accounts\[0\]\.password_kept 写得不对；应为保管密码的地方（如 办公室保密柜），不是密码；请改正。/);
    expect(attempt).not.toThrow(secret);
  });

  it.each([
    ['{channel: website, name: 示例, certified_until: 2027-01-01}', /certified_until 写得不对；应为不写（网站账号没有认证有效期）/],
    ['{channel: wechat, name: 示例, domain: example.gov.cn}', /domain 写得不对；应为不写（微信账号没有域名）/],
    ['{channel: weibo, name: 示例, administrators: [sunqi]}', /administrators 写得不对/],
    ['{channel: weibo, name: 示例, password: x}', /不认识的键 password/],
    ['{channel: weibo, name: 示例, certified_until: 2027-02-30}', /不是存在的日期/],
    ['{channel: qq, name: 示例}', /channel 写得不对/],
  ])('are read strictly: %s', (line, sentence) => expect(() => read(line)).toThrow(sentence));
});

describe('a change of accounts, as those who sign it read it', () => {
  const OLD = "{channel: wechat, name: 示例发布, id: wx01, custodian: sunqi, phone: '13800000000', certified_until: 2026-12-31}";
  const policy = policyOf({});
  const lines = (before: string[], after: string[]): string[] =>
    settingsChanges({ organisation: read(...before), policy, terms: {} }, { organisation: read(...after), policy, terms: {} }).map(
      changeLine,
    );

  it.each<[string, string[], string[]]>([
    ['nothing', [OLD], []],
    [
      'a handover',
      [OLD.replace('custodian: sunqi', 'custodian: zhengsi, handovers: [{date: 2026-11-20, to: zhengsi, document: 交接单 3 号}]')],
      ['▲ 微信“示例发布”的保管人：孙七 → 郑四', '▲ 新增 微信“示例发布”的交接：2026-11-20 交给 郑四（交接单 3 号）'],
    ],
    ['another phone, masked', [OLD.replace('13800000000', '13912341234')], ['▲ 微信“示例发布”的绑定手机：138****0000 → 139****1234']],
    [
      'another phone that looks the same once it is masked',
      [OLD.replace('13800000000', '13811110000')],
      ['▲ 微信“示例发布”的绑定手机：原来的号码 → 另一个号码（只显示头尾，两个看起来一样）'],
    ],
    ['a certification that goes on', [OLD.replace('2026-12-31', '2027-12-31')], ['微信“示例发布”的认证有效期：2026-12-31 → 2027-12-31']],
    [
      'a third party that may post',
      [OLD.replace('}', ', authorisations: [{name: 示例平台, until: 2027-01-31}]}')],
      ['▲ 新增 微信“示例发布”的第三方授权：示例平台 到 2027-01-31'],
    ],
    ['an account that is gone', [], ['删去 微信“示例发布”：编号 wx01；保管人 孙七；绑定手机 138****0000；认证有效期 2026-12-31']],
    [
      'a new one',
      [OLD, '{channel: website, name: 示例网站, protection: {level: 三级, number: 示例 1 号, until: 2027-06-30}}'],
      ['▲ 新增 网站“示例网站”：等级保护 三级，备案证明 示例 1 号，测评有效到 2027-06-30'],
    ],
  ])('is told: %s', (_what, after, expected) => expect(lines([OLD], after)).toEqual(expected));
});
