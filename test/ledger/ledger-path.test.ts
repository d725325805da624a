import { describe, expect, it } from 'vitest';
import type { LedgerEvent } from '#pipeline/ledger/event.ts';
import { chainFolder, eventPath, evidencePath, figuresPath, mediaPath, parseLedgerPath, sealPath } from '#pipeline/ledger/ledger-path.ts';

const ITEM = 'wucheng/2026-11-23-street';
const FOLDER = `2026/11/${ITEM}`;
const TREE = 'a'.repeat(40);
const DIGEST = 'b'.repeat(64);

type Named = Pick<LedgerEvent, 'item' | 'seq' | 'kind' | 'channel' | 'tree'>;
const event = (more: Partial<Named>): Named => ({ item: ITEM, seq: 3, kind: 'intent', channel: 'weibo', tree: TREE, ...more });

/** An event of a chain as a whole. */
function whole(more: Partial<Named>): Named {
  const { channel: _, ...rest } = event(more);
  return rest;
}

describe('where an event lies', () => {
  it.each([
    [event({}), `${FOLDER}/0003-intent-weibo.json`],
    [event({ seq: 12345 }), `${FOLDER}/12345-intent-weibo.json`],
    [whole({ kind: 'approval', seq: 1 }), `${FOLDER}/0001-approval-${TREE}.json`],
    [whole({ kind: 'settings', item: 'settings', tree: DIGEST }), `settings/0003-settings-${DIGEST}.json`],
    [whole({ kind: 'hold', item: 'settings' }), 'settings/0003-hold.json'],
    [event({ item: 'strange' }), '//strange/0003-intent-weibo.json'],
  ])('%j', (named, path) => expect(eventPath(named)).toBe(path));

  it('is beside its evidence', () => {
    expect([evidencePath(ITEM, 1), evidencePath('settings', 12)]).toEqual([`${FOLDER}/0001-evidence.json`, 'settings/0012-evidence.json']);
    expect([chainFolder(ITEM), chainFolder('settings')]).toEqual([FOLDER, 'settings']);
  });
});

describe('where other files lie', () => {
  it('says what they are', () => {
    expect([
      mediaPath('wx1', DIGEST, 'body'),
      mediaPath('wx1', DIGEST, 'cover'),
      mediaPath('wx1', DIGEST, 'body', 2),
      mediaPath('wx1', DIGEST, 'cover', 9),
      sealPath('2026', 7),
      figuresPath('2026-10'),
    ]).toEqual([
      `media/wechat/wx1/${DIGEST}.json`,
      `media/wechat/wx1/${DIGEST}-cover.json`,
      `media/wechat/wx1/${DIGEST}-2.json`,
      `media/wechat/wx1/${DIGEST}-cover-9.json`,
      'seals/2026/0007.json',
      'figures/2026-10.json',
    ]);
  });
});

describe('a name of the ledger', () => {
  it.each([
    [`${FOLDER}/0003-intent-weibo.json`, { type: 'event', chain: ITEM, seq: 3, kind: 'intent', channel: 'weibo', tree: null }],
    [
      `${FOLDER}/0003-withdraw-intent-wechat.json`,
      { type: 'event', chain: ITEM, seq: 3, kind: 'withdraw-intent', channel: 'wechat', tree: null },
    ],
    [`${FOLDER}/0001-approval-${TREE}.json`, { type: 'event', chain: ITEM, seq: 1, kind: 'approval', channel: null, tree: TREE }],
    [`settings/0002-settings-${DIGEST}.json`, { type: 'event', chain: 'settings', seq: 2, kind: 'settings', channel: null, tree: DIGEST }],
    ['settings/0003-resume.json', { type: 'event', chain: 'settings', seq: 3, kind: 'resume', channel: null, tree: null }],
    ['settings/0003-purge.json', { type: 'event', chain: 'settings', seq: 3, kind: 'purge', channel: null, tree: null }],
    ['settings/0002-evidence.json', { type: 'evidence', chain: 'settings', seq: 2 }],
    [`${FOLDER}/0001-evidence.json`, { type: 'evidence', chain: ITEM, seq: 1 }],
    ['2026/11/a-1/2026-11-23-bb-22-c/0001-evidence.json', { type: 'evidence', chain: 'a-1/2026-11-23-bb-22-c', seq: 1 }],
    [`2026/11/${'a'.repeat(40)}/2026-11-23-b/0001-evidence.json`, { type: 'evidence', chain: `${'a'.repeat(40)}/2026-11-23-b`, seq: 1 }],
    [`media/wechat/wx_1-A/${DIGEST}.json`, { type: 'media', account: 'wx_1-A', sha256: DIGEST, use: 'body' }],
    [`media/wechat/wx/${DIGEST}-cover-2.json`, { type: 'media', account: 'wx', sha256: DIGEST, use: 'cover' }],
    [`media/wechat/wx/${DIGEST}-9.json`, { type: 'media', account: 'wx', sha256: DIGEST, use: 'body' }],
    [`media/wechat/${'w'.repeat(64)}/${DIGEST}.json`, { type: 'media', account: 'w'.repeat(64), sha256: DIGEST, use: 'body' }],
    ['seals/2026/0001.json', { type: 'seal', year: '2026', seq: 1 }],
    ['seals/2026/12345.json', { type: 'seal', year: '2026', seq: 12345 }],
    ['figures/2026-01.json', { type: 'figures', month: '2026-01' }],
    ['figures/2026-12.json', { type: 'figures', month: '2026-12' }],
  ])('%s', (path, name) => expect(parseLedgerPath(path)).toEqual(name));

  it.each([
    'notes.txt',
    '0001-intent-weibo.json',
    `x/${FOLDER}/0003-intent-weibo.json`,
    `${FOLDER}/0003-intent-weibo.json/x`,
    `${FOLDER}/notes/0003-intent-weibo.json`,
    `${FOLDER}/x0003-intent-weibo.json`,
    `${FOLDER}/003-intent-weibo.json`,
    `${FOLDER}/0003-intent-weibo.json.bak`,
    `${FOLDER}/0003-intent-weibo-json`,
    `${FOLDER}/0003-published-weibo.json`,
    `${FOLDER}/0003-intent-forum.json`,
    `${FOLDER}/0003-intent.json`,
    `${FOLDER}/0003-intent-weibo-${TREE}.json`,
    `${FOLDER}/0003-approval.json`,
    `${FOLDER}/0003-approval-${TREE.slice(1)}.json`,
    `${FOLDER}/0003-approval-${DIGEST}a.json`,
    `${FOLDER}/0003-approval-weibo-${TREE}.json`,
    'settings/0003-hold-weibo.json',
    `settings/0003-hold-${TREE}.json`,
    'settingsx/0003-hold.json',
    'x/settings/0003-hold.json',
    `2026/12/${ITEM}/0003-intent-weibo.json`,
    `2025/11/${ITEM}/0003-intent-weibo.json`,
    `02026/11/${ITEM}/0003-intent-weibo.json`,
    `2026/11/1wucheng/2026-11-23-street/0003-intent-weibo.json`,
    `2026/11/${'a'.repeat(41)}/2026-11-23-b/0001-evidence.json`,
    `2026/11/Wucheng/2026-11-23-street/0003-intent-weibo.json`,
    `2026/11/wucheng/2026-11-23/0003-intent-weibo.json`,
    `2026/11/wucheng/2026-11-3-street/0003-intent-weibo.json`,
    `2026/11/wucheng/2026-1-23-street/0003-intent-weibo.json`,
    `2026/11/wucheng/2026-11-23-Street/0003-intent-weibo.json`,
    `2026/11/wucheng/2026-11-23-street-/0003-intent-weibo.json`,
    `2026/11/wucheng/2026-11-23-a--b/0003-intent-weibo.json`,
    `x/media/wechat/wx/${DIGEST}.json`,
    `media/wechat/${DIGEST}.json`,
    `media/wechat/w.x/${DIGEST}.json`,
    `media/wechat/${'w'.repeat(65)}/${DIGEST}.json`,
    `media/wechat/wx/${DIGEST.slice(1)}.json`,
    `media/wechat/wx/${DIGEST}-1.json`,
    `media/wechat/wx/${DIGEST}-10.json`,
    `media/wechat/wx/${DIGEST}-thumb.json`,
    `media/wechat/wx/${DIGEST}.json.bak`,
    `media/wechat/wx/${DIGEST}xjson`,
    'seals/2026/001.json',
    'seals/26/0001.json',
    'seals/2026/0001.json.bak',
    'x/seals/2026/0001.json',
    'seals/2026/a0001.json',
    'seals/2026/0001xjson',
    'seals/2026/000a.json',
    'seals/202a/0001.json',
    ...['2026-00', '2026-13', '6-01', '202a-01', '2026-1', '2026-011', '2026'].map((month) => `figures/${month}.json`),
    'x/figures/2026-01.json',
    'figures/2026-01.json.bak',
    'figures/2026-01xjson',
  ])('isn’t %s', (path) => expect(parseLedgerPath(path)).toBeNull());
});
