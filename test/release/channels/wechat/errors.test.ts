import { describe, expect, it } from 'vitest';
import { alertText } from '#pipeline/alerts/alert.ts';
import { CATALOGUE, rowOf } from '#pipeline/alerts/catalogue.ts';
import { wechatRefusal } from '#pipeline/release/channels/wechat/api.ts';
import { runOnce } from '../../world.ts';
import { SECRETS, wechatStage } from '../stage.ts';
import { wechatWorld } from './wechat-world.ts';

type Expected = { kind: 'failed'; retry: boolean; free: boolean } | { kind: 'unknown' | 'needs-human' };

const FREE: Expected = { kind: 'failed', retry: true, free: true };
const FOR_GOOD: Expected = { kind: 'failed', retry: false, free: false };
const READ_BACK: Expected = { kind: 'unknown' };
const BY_HAND: Expected = { kind: 'needs-human' };

/** Facts A9, class by class: the codes, what becomes of the release, who has to do something (or nobody), and by when. */
const CLASSES: [what: string, codes: number[], expected: Expected, who: RegExp][] = [
  ['the token, once renewed', [40001, 40014, 41001, 42001], FREE, /请管理员.*届满前/],
  ['the address of the server', [40164], FREE, /请管理员.*127\.0\.0\.1.*届满前/],
  ['the administrator’s confirmation', [89501, 89503], FREE, /请管理员.*当天/],
  ['the administrator’s refusal for a day', [89506], FREE, /24 小时.*请管理员 24 小时后/],
  ['the administrator’s refusal for an hour', [89507], FREE, /1 小时.*请管理员 1 小时后/],
  ['account and configuration', [40013, 40125, 40243, 48001, 48003, 88000, 45067], FREE, /请管理员.*(届满前|今天)/],
  ['a banned account', [48004, 50002, 53500], FREE, /请管理员今天/],
  ['what only the website does', [53504, 53505], BY_HAND, /请管理员.*届满前.*record 登记/],
  ['too many questions in a minute', [429, 45011, 53501], FREE, /不用处理，下次运行/],
  ['the day’s calls', [45009, 45028], FREE, /不用处理，明天.*请管理员在 24:00 前/],
  ['a text to be changed', [45166, 45002, 45003, 45004, 45110], FOR_GOOD, /请报送人.*届满前/],
  ['an address to be changed', [45005, 41039], FOR_GOOD, /请管理员.*届满前/],
  ['a form of message', [45008, 44003, 40033, 47001], FOR_GOOD, /请管理员今天/],
  ['a text that WeChat doesn’t let through', [53503, 87014], FOR_GOOD, /请办公室.*届满前/],
  ['a picture', [40004, 40005, 40006, 40009, 40113, 40137, 41005, 45001], FOR_GOOD, /请报送人.*届满前/],
  ['a draft or picture that is gone', [40007], READ_BACK, /不用处理.*下次运行会先读回/],
  ['a message that is known', [45065, 45066], READ_BACK, /不要手工重发，下次运行会先读回/],
  ['a busy system', [-1], READ_BACK, /不要手工重发，下次运行会先读回/],
  ['a code that nobody has seen', [12_345, 99_999], READ_BACK, /不要手工重发，下次运行会先读回；请管理员今天带上编号/],
];
const ROWS = CLASSES.flatMap(([what, codes, expected, who]) => codes.map((code) => [code, what, expected, who] as const));

describe('what WeChat refuses', () => {
  it.each(ROWS)('with %i (%s) says what happened, who must do what by when, and keeps the rid', async (value, _what, expected, who) => {
    for (const path of ['/cgi-bin/draft/add', '/cgi-bin/freepublish/submit']) {
      const { adapter, order, faults, server } = await wechatStage();
      faults.add({ path, kind: 'errcode', value, times: 2 });
      const outcome = await adapter.send(order());
      expect(outcome).toMatchObject({ ...expected, code: `wechat/${value}` });
      const message = 'message' in outcome ? String(outcome.message) : '';
      expect(message).toMatch(who);
      expect(message).toMatch(/^[\u4e00-\u9fff]+：.+；.+。（错误码 -?\d+，编号 rid [0-9a-f-]{26}）$/);
      expect(message).not.toMatch(/。。|；；|undefined|\{/);
      for (const secret of SECRETS) expect(message).not.toContain(secret);
      expect(server.articles()).toEqual([]);
    }
  });

  it('asks the person whom the catalogue names, of every code that it knows', () => {
    for (const [value, what] of ROWS) {
      const code = `wechat/${value}`;
      expect(Object.hasOwn(CATALOGUE, code), code).toBe(what !== 'a code that nobody has seen');
      const outcome = wechatRefusal('新建草稿', value, '');
      const asked = /请(管理员|办公室|报送人)/.exec('message' in outcome ? String(outcome.message) : '')?.[1];
      expect(asked ?? '管理员', code).toBe(rowOf(code).who);
    }
  });

  it.each([-1, 45011, 40001, 48001])('when only looking (%i) leaves the release as it is, to be looked at again', async (value) => {
    const { adapter, order, faults } = await wechatStage();
    faults.add({ path: '/cgi-bin/freepublish/batchget', kind: 'errcode', value, times: 2 });
    expect(await adapter.readBack(order())).toMatchObject({ kind: 'unreadable', later: true });
  });

  it('reaches whoever gets the alert with its rid', async () => {
    const { world, stage } = await wechatWorld();
    stage.faults.add({ path: '/cgi-bin/draft/add', kind: 'errcode', value: 48001 });
    const [alert] = (await runOnce(world))?.alerts ?? [];
    expect(alert).toMatchObject({ code: 'wechat/48001', channel: 'wechat' });
    if (alert) expect(alertText(alert, 'release').body).toMatch(/没有这个接口的权限[\s\S]*rid [0-9a-f-]{26}/);
  });

  it.each([
    ['invalid ip 192.0.2.7, not in whitelist rid: 65a1b2c3-00000001-00000002', '192.0.2.7'],
    ['invalid ip 192.0.2.7 ipv6 ::ffff:192.0.2.7, not in whitelist rid: 65a1b2c3-00000001-00000002', '192.0.2.7'],
    ['invalid ip 192.0.2.7 ipv6 2001:db8::7, not in whitelist', '192.0.2.7、2001:db8::7'],
    ['invalid ip 2001:db8::7, not in whitelist', '2001:db8::7'],
    ['invalid ip, not in whitelist', '（见微信提示）'],
    ['invalid ip $& ipv6 $1, not in whitelist', '（见微信提示）'],
  ])('of a server by “%s” names %s to be allowed', (errmsg, address) => {
    const outcome = wechatRefusal('新建草稿', 40164, errmsg);
    expect('message' in outcome && outcome.message).toContain(
      `请管理员登录公众平台，在“设置与开发”的“开发接口管理”里把 ${address} 加入 IP 白名单`,
    );
  });
});
