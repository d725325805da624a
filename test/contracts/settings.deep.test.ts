import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answered, sanshen } from './program.ts';
import { contentFolder, ITEM, indexMd, NOW, settings } from './repository.ts';

const words = (root: string): string[] => ['check', '--at', NOW, '--root', root];
const check = (root: string) => answered(words(root));

/** policy.yml with every key of contracts.md 3 as it stands when it is left out. */
const DEFAULTS = `branch: main
demo: false
freshness: {days: 7, from: information, first_day: excluded, holidays: counted, remind: [3, 1], statutory: {channels: [website], bases: []}}
order: strict
distinct_persons: true
items_per_pull_request: 1
files_per_pull_request: 200
forks: false
machines: []
delegation: {enabled: false}
emergency: {enabled: false, review_hours: 24}
merge: administrator
corrections: {resend: false}
breaker: {sends: 10, withdrawals: 3}
pauses: []
sending_hours: {}
columns: []
site: {}
channels: {website: {mode: build}, wechat: {mode: manual}, weibo: {mode: manual}}
severities: {}
allow: {hosts: [], phones: []}
links: {nightly: false}
signing_keys: []
github: {teams: {}}
`;

/** An item of the week before, which says something else. */
const OLDER = indexMd(
  { title: '婺城分局检查餐饮油烟净化设备', event_date: '2026-11-16', summary: '婺城分局检查餐饮店12家。' },
  '11月16日，婺城分局在八一南街检查餐饮店12家，其中3家的油烟净化设备没有按时清洗，队员当场指出并约定了复查的日子，店主都表示照办。\n',
);

describe('policy.yml', () => {
  it.each([
    ['is missing', null],
    ['is empty', ''],
    ['holds a comment alone', '# 以后再写\n'],
    ['writes out every default', DEFAULTS],
    ['leaves every key without a value', DEFAULTS.replace(/: .*/g, ':')],
  ])('is valid and means the same where it %s', async (_, policy) => {
    const stale = 'wucheng/2026-11-16-street';
    const files = { 'content/policy.yml': policy, [`content/items/${stale}/index.md`]: OLDER };
    const ended = await check(contentFolder(files));
    expect(ended.json()).toMatchObject({
      version: 1,
      items: [
        { id: stale, path: `content/items/${stale}`, findings: [{ rule: 'time/seven-days', code: 'E_STALE' }] },
        { id: ITEM, path: `content/items/${ITEM}`, findings: [] },
      ],
      errors: 1,
      warnings: 0,
      infos: 0,
      waived: 0,
    });
  });
});

describe('settings that cannot be read end the command with 2, by name and line', () => {
  const gbk = Uint8Array.from([
    0x73, 0x69, 0x74, 0x65, 0x3a, 0x20, 0x7b, 0x6e, 0x61, 0x6d, 0x65, 0x3a, 0x20, 0xca, 0xbe, 0xc0, 0xfd, 0x7d, 0x0a,
  ]);
  it.each<[string, string | Uint8Array, string, string]>([
    ['an unknown key', 'order: any\nspeed: 1\n', 'policy/malformed', 'content/policy.yml:2:1'],
    ['a value that is none', 'order: none\n', 'policy/malformed', 'content/policy.yml:1:1'],
    ['a key twice', 'order: any\norder: any\n', 'settings/yaml', 'content/policy.yml:2:1'],
    ['an anchor', 'order: &a any\n', 'settings/yaml', 'content/policy.yml:1:11'],
    ['a tag', 'order: !!str any\n', 'settings/yaml', 'content/policy.yml:1:14'],
    ['a day that is none', 'signing_keys: [{id: a, public_key: b, from: 2026-02-30}]\n', 'policy/malformed', 'content/policy.yml:1:39'],
    ['Chinese that is not UTF-8', gbk, 'settings/yaml', 'content/policy.yml:1'],
    ['bytes of any kind', Uint8Array.from({ length: 300 }, (_, index) => index % 256), 'settings/yaml', 'content/policy.yml:2'],
  ])('%s', async (_, policy, code, place) => {
    const ended = await check(contentFolder({ 'content/policy.yml': policy }));
    expect([ended.code, ended.error()]).toMatchObject([2, { code, place }]);
  });

  it('a missing organisation.yml, for every command that needs one', async () => {
    const root = contentFolder({ 'content/organisation.yml': null });
    for (const words of [['check'], ['generate'], ['render', ITEM, '--channel', 'weibo'], ['preview', ITEM], ['build', '--unreviewed']]) {
      const ended = await answered([...words, '--root', root]);
      expect([words, ended.code, ended.error().code]).toEqual([words, 2, 'organisation/missing']);
    }
  });

  it('as the program itself says, to the letter', async () => {
    for (const policy of ['order: none\n', '']) {
      const root = contentFolder({ 'content/policy.yml': policy });
      const [ended, here] = [await sanshen([...words(root), '--format', 'json']), await check(root)];
      expect([ended.code, ended.json()]).toEqual([here.code, here.json()]);
    }
  });
});

describe('items that cannot be read are never passed over', () => {
  it('a link in the place of content/items is an error', async () => {
    const root = contentFolder();
    rmSync(join(root, 'content/items'), { recursive: true });
    symlinkSync('..', join(root, 'content/items'));
    const ended = await check(root);
    expect([ended.code, ended.error().code]).toEqual([2, 'file/unreadable']);
  });

  it('no items at all are fine', async () => {
    const ended = await check(contentFolder({ [`content/items/${ITEM}/index.md`]: null }));
    expect([ended.code, ended.json()]).toMatchObject([0, { items: [] }]);
  });
});

describe('front matter', () => {
  it.each([
    ['a joint unit named twice', { joint_units: '[jindong, jindong]' }, undefined, 'E_VALUE'],
    ['a channel named twice', { channels: '[website, website]' }, undefined, 'E_VALUE'],
    ['nothing after it', {}, '\n\n', 'E_BODY_EMPTY'],
  ])('%s is an error', async (_, fields, text, code) => {
    const ended = await check(contentFolder({ [`content/items/${ITEM}/index.md`]: indexMd(fields, text) }));
    expect([ended.code, ended.json()]).toMatchObject([1, { items: [{ findings: [{ rule: 'meta/schema', code, severity: 'error' }] }] }]);
  });
});

it('an organisation whose head signs outside needs no login on a declared route', async () => {
  const organisation = settings('organisation.yml')
    .replace('zhouyi: {name: 周一, logins: [zhouyi]}', 'zhouyi: {name: 周一}')
    .replace('A: {level1: review}', 'A: {level1: declared}');
  expect(organisation).toContain('zhouyi: {name: 周一}');
  expect((await check(contentFolder({ 'content/organisation.yml': organisation }))).code).toBe(0);
});
