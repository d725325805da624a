import { describe, expect, it } from 'vitest';
import { type Alert, alertText, perAccount, printed, subjectOf } from '#pipeline/alerts/alert.ts';

const refused = (item: string, more: Partial<Alert> = {}): Alert => ({
  ...{ item, channel: 'wechat', code: 'wechat/40164', message: '白名单。（错误码 40164）', account: true },
  ...more,
});
const DAY = '2026-11-30 24:00';

describe('trouble with an account', () => {
  it('is one alert, which names the texts that wait and has the earliest last moment', () => {
    const own: Alert = { item: 'a/1', channel: 'weibo', code: 'weibo/10016', message: '参数不对。' };
    const all = [refused('a/1', { due: DAY }), own, refused('a/2', { due: '2026-11-27 24:00' }), refused('a/3')];
    const [first, ...others] = perAccount(all);
    expect(others).toEqual([own]);
    expect(first).toMatchObject({ item: 'run', channel: 'wechat', code: 'wechat/40164', due: '2026-11-27 24:00' });
    expect(first?.message).toBe('白名单。（错误码 40164）因此没有发出的有 3 条：a/1、a/2、a/3。');
  });

  it('is the same alert for one text as for many, so that it is updated and not doubled', () => {
    const keys = [[refused('a/1')], [refused('a/1'), refused('a/2')]].map((alerts) =>
      perAccount(alerts).map(({ item, code, channel }) => [item, code, channel]),
    );
    expect(keys[0]).toEqual(keys[1]);
  });

  it('names five texts and counts the others; another reason or network is another alert', () => {
    const many = Array.from({ length: 7 }, (_, index) => refused(`a/${index}`));
    const found = perAccount([...many, refused('a/8', { code: 'wechat/48001' }), refused('a/8', { channel: 'weibo' })]);
    expect(found.length).toBe(3);
    expect(found[0]?.message).toMatch(/7 条：a\/0、a\/1、a\/2、a\/3、a\/4 等。$/);
  });

  it('is called by the account’s name, and printed as JSON text by text without a word more', () => {
    const [alert] = perAccount([refused('a/1')]) as [Alert];
    expect(subjectOf(alert)).toBe('微信账号');
    expect(alertText(alert, 'release').title).toBe('发布提醒：微信账号');
    expect(alertText(alert, 'release').body).toMatch(/谁来做什么\*\*　管理员照提醒写的处理平台账号和授权/);
    expect(Object.keys(printed([refused('a/1')])[0] ?? {}).sort()).toEqual(['channel', 'code', 'item', 'message']);
  });

  it.each([
    [{ item: 'run' }, '发布运行'],
    [{ item: 'settings' }, '名单与规则'],
    [{ item: 'a/1', channel: 'weibo' as const }, 'a/1（微博）'],
  ])('what an alert is about is said in words: %j', (of, words) => expect(subjectOf(of)).toBe(words));
});

describe('an alert’s issue', () => {
  it('quotes a title in which nobody is mentioned, and that is no HTML, link or picture', () => {
    const message =
      '请到草稿箱打开《@fengliu <img src=x> ![a](https://example.test/a) [b][c]》，核对后点“发表”。\n1. 见 https://example.test/a_b';
    const { body } = alertText({ item: 'wucheng/2026-11-23-street', code: 'person-publishes', message }, 'release');
    expect(body).toContain(
      '《@\u200bfengliu \\<img src=x> ![a\\](https://example.test/a) [b\\][c]》，核对后点“发表”。\n1. 见 https://example.test/a_b\n',
    );
  });
});
