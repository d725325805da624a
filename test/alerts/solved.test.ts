import { describe, expect, it } from 'vitest';
import { type Alert, type AlertStep, alertIn, alertText } from '#pipeline/alerts/alert.ts';
import type { End } from '#pipeline/alerts/catalogue/row.ts';
import { type AlertCode, CATALOGUE, NUMBERED } from '#pipeline/alerts/catalogue.ts';
import { type Known, rightKey, solvedBy } from '#pipeline/alerts/solved.ts';
import type { LedgerEvent } from '#pipeline/ledger/event.ts';
import { foldItem } from '#pipeline/ledger/fold.ts';

const ITEM = 'wucheng/2026-11-23-street';
const at = (minute: number): string => `2026-11-24T10:${String(minute).padStart(2, '0')}:00+08:00`;

/** An item's chain: an approval for one channel, then what is given. */
function stateOf(...events: Partial<LedgerEvent>[]): NonNullable<Known['state']> {
  const approval: Partial<LedgerEvent> = { kind: 'approval', channels: ['weibo'], number: '2026-0001', tree: 'a' };
  const chain = [approval, ...events.map((event) => ({ channel: 'weibo' as const, ...event }))];
  return foldItem(
    ITEM,
    chain.map((event, index) => ({ item: ITEM, revision: 1, seq: index + 1, at: at(index), ...event }) as LedgerEvent),
  );
}

const URL_OF_POST = 'https://weibo.com/1/abc';
const OUT: Partial<LedgerEvent>[] = [{ kind: 'intent' }, { kind: 'confirmed', remote: { id: '1', url: URL_OF_POST } }];
const TAKEN_BACK: Partial<LedgerEvent>[] = [...OUT, { kind: 'withdraw-intent', code: 'error' }];

const post = (code: AlertCode): Alert => ({ item: ITEM, channel: 'weibo', code, message: '出了事。' });
const ofItem = (code: AlertCode): Alert => ({ item: ITEM, code, message: '出了事。' });
const ofRun = (code: AlertCode): Alert => ({ item: 'run', code, message: '出了事。' });

/** What a step says of an alert that `teller` told, by the text of its issue. */
function said(alert: Alert, known: Partial<Known>, teller: AlertStep = 'release'): string | null {
  const told = alertIn(alertText(alert, teller).body);
  if (told === null) throw new Error('the issue doesn’t say what it is about');
  return solvedBy(told, { step: 'release', stands: [], complete: () => true, state: null, refused: () => true, tripped: false, ...known });
}

describe('an alert of a channel', () => {
  it.each<[what: string, code: AlertCode, events: Partial<LedgerEvent>[], words: RegExp]>([
    ['by its publication', 'wechat/40164', OUT, /2026-11-24 10:02 已发布，读回一致：https:\/\/weibo\.com\/1\/abc/],
    [
      'by what a person registered',
      'manual',
      [{ kind: 'needs-human' }, { kind: 'confirmed', code: 'by-hand', reason: '王五登记' }],
      /已登记（王五登记）/,
    ],
    ['by a person who gave it up', 'attempts', [{ kind: 'needs-human' }, { kind: 'abandoned', reason: '不发了' }], /不再发（不发了）/],
    ['by its being taken down', 'withdraw-by-hand', [...TAKEN_BACK, { kind: 'withdrawn' }], /10:04 已撤下/],
    ['by the end of its time, which has an alert of its own', 'weibo/10023', [{ kind: 'expired' }], /已过时效，不再发布（另有一条提醒）/],
    [
      'by a second look that finds the approved text',
      'differs',
      [...OUT, { kind: 'confirmed', code: 'differs' }, { kind: 'confirmed', code: 'by-hand' }],
      /已登记/,
    ],
  ])('is solved %s', (_, code, events, words) => expect(said(post(code), { state: stateOf(...events) })).toMatch(words));

  it.each<[what: string, code: AlertCode, events: Partial<LedgerEvent>[]]>([
    ['the channel waits', 'manual', []],
    ['a person has to act', 'manual', [{ kind: 'needs-human' }]],
    ['it is tried again', 'weibo/10023', [{ kind: 'failed' }]],
    ['it is being taken down', 'withdraw-unfinished', TAKEN_BACK],
    ['what is out differs', 'differs', [...OUT, { kind: 'confirmed', code: 'differs' }]],
    ['its seven days are over: that is told once and holds for good', 'expired', [{ kind: 'expired' }]],
    ['only a person can see it', 'withdraw-remains', [...TAKEN_BACK, { kind: 'withdrawn' }]],
  ])('stands while %s', (_, code, events) => expect(said(post(code), { state: stateOf(...events) })).toBeNull());

  it('stands where the ledger doesn’t know the item, and while it is told', () => {
    expect(said(post('manual'), { state: null })).toBeNull();
    expect(said(post('manual'), { state: stateOf(...OUT), stands: [post('manual')] })).toBeNull();
  });
});

describe('an alert of an account that refuses everything', () => {
  const account: Alert = { ...ofRun('wechat/40164'), channel: 'wechat' };

  it.each<[what: string, known: Partial<Known>, words: RegExp | null]>([
    ['a text waits for that reason, though this run tried none', { refused: () => true }, null],
    ['the step that asks doesn’t read what waits', { refused: () => false, step: 'act' }, null],
    ['none waits for it any more', { refused: (channel, code) => `${channel} ${code}` !== 'wechat wechat/40164' }, /已经发出，或不再因为/],
  ])('when %s', (_, known, words) => {
    const found = said(account, known);
    if (words === null) expect(found).toBeNull();
    else expect(found).toMatch(words);
  });

  it('takes the place of what was told of each text', () => {
    const failed = stateOf({ kind: 'intent' }, { kind: 'failed', code: 'weibo/21327' });
    const stands = [{ ...ofRun('weibo/21327'), channel: 'weibo' as const }];
    expect(said(post('weibo/10023'), { state: failed, stands })).toBe('现在的情况见另一条提醒');
    expect(said(post('weibo/21327'), { state: failed, stands })).toBe('现在的情况见另一条提醒');
    expect(said(post('weibo/10023'), { state: failed })).toBeNull();
    expect(said(post('person-publishes'), { state: failed, stands })).toBeNull();
    expect(said(post('weibo/10023'), { state: stateOf({ kind: 'intent' }, { kind: 'unknown', code: 'weibo/21327' }), stands })).toBeNull();
  });
});

describe('an alert that a step tells as long as it is so', () => {
  it('is solved once the same step has gone over everything and tells it no more', () => {
    expect(said(ofRun('many-withdrawals'), {})).toBe('再次核对，问题已经没有了');
    const state = stateOf();
    expect(said(ofItem('no-pull-request'), { step: 'approve', state }, 'approve')).toMatch(/没有了；最近一次审定是审核单 2026-0001/);
  });

  it.each<[what: string, known: Partial<Known>]>([
    ['another step asks', { step: 'approve' }],
    ['the step left something out', { complete: () => false }],
    ['what it is about couldn’t be read', { stands: [ofRun('evidence-unreadable')] }],
  ])('stands where %s', (_, known) => expect(said(ofRun('many-withdrawals'), known)).toBeNull());

  it('makes way for another of the same thing', () =>
    expect(said(ofItem('check-failed'), { stands: [ofItem('E_SIZE')] })).toBe('情况有变，见新的一条提醒'));
});

describe('alerts with a solution of their own', () => {
  const removed = stateOf(...TAKEN_BACK, { kind: 'withdrawn' }, { kind: 'approval', removal: true, number: '2026-0002' });

  it.each<[what: string, alert: Alert, teller: AlertStep, known: Partial<Known>, words: string | null]>([
    ['the breaker holds', ofRun('breaker'), 'release', { tripped: true }, null],
    ['the breaker was lifted', ofRun('breaker'), 'release', { step: 'act', tripped: false }, '办公室审核人已核对并恢复发布'],
    ['a removal is unconfirmed', ofItem('withdrawal-unconfirmed'), 'approve', { state: stateOf(...TAKEN_BACK) }, null],
    ['it was confirmed', ofItem('withdrawal-unconfirmed'), 'approve', { state: removed }, '撤稿已补办确认（审核单 2026-0002）'],
    ['a penalty notice is still out', ofItem('penalty-withdrawal'), 'approve', { state: stateOf(...TAKEN_BACK) }, null],
    ['it is gone everywhere', ofItem('penalty-withdrawal'), 'approve', { state: removed }, '各渠道都已撤下'],
    ['an approved text waits', ofItem('days-left-3'), 'approve', { state: stateOf() }, null],
    ['it is out', ofItem('days-left-3'), 'approve', { state: stateOf(...OUT) }, `2026-11-24 10:02 已发布，读回一致：${URL_OF_POST}`],
    [
      'fewer days are left',
      ofItem('days-left-3'),
      'approve',
      { state: stateOf(), stands: [ofItem('days-left-1')] },
      '还剩的日数有变，见新的一条提醒',
    ],
    ['an emergency is to be reviewed', ofItem('emergency-review'), 'approve', { step: 'approve' }, null],
    [
      'an emergency was reviewed',
      ofItem('emergency-review'),
      'approve',
      { step: 'approve', right: new Map([[rightKey('reviewed', ofItem('emergency-review')), '补审齐了']]) },
      '补审齐了',
    ],
    [
      'an emergency is taken back',
      ofItem('emergency-review'),
      'approve',
      { step: 'act', state: removed },
      '撤稿已审定（审核单 2026-0002），不用再补审',
    ],
    ['settings hold again', { ...ofRun('settings-unverified'), item: 'settings' }, 'approve', {}, '名单与规则已登记为有效的一版'],
    ['settings don’t hold', { ...ofRun('settings-unverified'), item: 'settings' }, 'approve', { complete: () => false }, null],
  ])('when %s', (_, alert, teller, known, words) => expect(said(alert, known, teller)).toBe(words));
});

describe('every kind of end', () => {
  const removed = stateOf(...TAKEN_BACK, { kind: 'withdrawn' }, { kind: 'approval', removal: true, number: '2026-0002' });
  const reached: Record<Exclude<End, 'person'>, Partial<Known>> = {
    done: { state: stateOf(...OUT) },
    refusal: { state: stateOf(...OUT) },
    removed: { state: removed },
    'removed-everywhere': { state: removed },
    'removal-confirmed': { state: removed },
    reviewed: { state: removed },
    'nothing-waits': { state: stateOf(...OUT) },
    registered: { state: stateOf(...OUT) },
    resumed: { tripped: false },
    running: { step: 'approve' },
    compared: { state: stateOf(...OUT) },
    listed: { right: new Map([[rightKey('listed', post('unknown-post')), '已登记']]) },
    'folder-empty': { right: new Map([[rightKey('folder-empty', post('mail-quarantined')), '没有邮件了']]) },
    expired: { state: stateOf({ kind: 'intent' }, { kind: 'confirmed', code: 'by-hand' }) },
  };
  const all = Object.entries({ ...CATALOGUE, ...NUMBERED });

  it('is that of a row, and every row’s end can be reached but for what only a person sees', () => {
    for (const [code, { end }] of all) {
      const words = said(post(code as AlertCode), end === 'person' ? { state: removed } : reached[end]);
      if (end === 'person') expect(words, code).toBeNull();
      else expect(words, code).toEqual(expect.any(String));
    }
    const ends = new Set(all.map(([, { end }]) => end));
    expect([...ends].sort()).toEqual([...Object.keys(reached), 'person'].sort());
  });
});

describe('what was found on an account at night', () => {
  const found: Alert = { item: 'weibo.com/1/abc', channel: 'weibo', code: 'unknown-post', message: '没有登记。' };

  it('is solved by nothing but a night that sees it right', () => {
    const right = new Map([[rightKey('listed', found), '已登记']]);
    expect(said(found, { step: 'watch' }, 'watch')).toBeNull();
    expect(said(found, { step: 'watch', right }, 'watch')).toBe('已登记');
  });

  it('isn’t taken for solved because the ledger says that it is out: that is what it contradicts', () => {
    expect(said(post('gone'), { state: stateOf(...OUT) }, 'watch')).toBeNull();
    expect(said(post('gone'), { state: stateOf(...TAKEN_BACK, { kind: 'withdrawn' }) }, 'watch')).toMatch(/已撤下/);
  });

  it('of an account’s credentials is solved once all of it was examined', () => {
    const account: Alert = { item: 'run', channel: 'weibo', code: 'weibo-token-30', message: '快到期。' };
    expect(said(account, { step: 'watch', complete: () => false }, 'watch')).toBeNull();
    expect(said(account, { step: 'watch' }, 'watch')).toBe('再次核对，问题已经没有了');
  });
});

describe('the text of an alert', () => {
  it('answers for every code what happened, whether it is sent again, who does what, until when, and how it ends', () => {
    for (const code of Object.keys(CATALOGUE) as AlertCode[])
      for (const alert of [post(code), ofItem(code), { ...ofRun(code), channel: 'wechat' as const }]) {
        expect(alertText(alert, 'release').body).toMatch(
          /^\*\*出了什么\*\*　.+\n\n\*\*会不会重发\*\*　(不会|不会重发)：.+。\n\n\*\*谁来做什么\*\*　\p{Script=Han}.+。\n\n\*\*几点前\*\*　.+\n\n.+\n\n.*关闭.*。\n/u,
        );
      }
  });

  it.each<[AlertCode, string]>([
    ['manual', '核对到了就自动关闭本条'],
    ['withdraw-remains', '系统看不到办没办，办好请自己关闭本条，关了不会再打开。'],
    ['expired', '看过以后请自己关闭本条'],
    ['unknown-post', '删好请自己关闭'],
  ])('of %s says one thing about closing it', (code, words) => {
    const { body } = alertText(post(code), 'release');
    expect(body).toContain(words);
    expect(body.split('关闭本条').length).toBe(2);
  });

  it('says the last moment where it is known', () =>
    expect(alertText({ ...post('manual'), due: '2026-11-30 24:00' }, 'release').body).toContain('**几点前**　2026-11-30 24:00 前\n'));

  it.each<[Alert]>([
    [post('weibo/10016')],
    [ofRun('breaker')],
    [{ ...post('unknown-post'), item: 'mp.weixin.qq.com/s?__biz=a&mid=1#:wechat' }],
  ])('says what it is about so that it is read again: %o', (alert) => {
    const { message: _, ...key } = alert;
    expect(alertIn(alertText(alert, 'watch').body)).toEqual({ ...key, step: 'watch' });
  });

  it('is told from an issue that somebody else wrote', () => {
    expect(alertIn('请看一下 sanshen:manual:x')).toBeNull();
    expect(alertIn('<!-- sanshen:manual:x/y:weibo -->')).toEqual({ code: 'manual', item: 'x/y', channel: 'weibo', step: null });
  });
});
