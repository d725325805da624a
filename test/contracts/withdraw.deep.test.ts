import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answered, sanshen } from './program.ts';
import { contentFolder, ITEM, indexMd, NOW, repository } from './repository.ts';

const withdraw = (root: string, operand: string, reason = '涉及: "个人" 信息 #1') =>
  answered(['withdraw', operand, '--kind', 'privacy', '--reason', reason, '--root', root]);

describe('withdraw without --now', () => {
  it.each([
    ['an id', (_: string) => ITEM],
    ['a folder', (_: string) => `./content/items/${ITEM}/`],
    ['an absolute path', (root: string) => join(root, 'content/items', ITEM, 'index.md')],
  ])('writes the front matter of %s and nothing else, and the rules find nothing wrong', async (_, operand) => {
    const root = contentFolder();
    const file = join(root, 'content/items', ITEM, 'index.md');
    const ended = await withdraw(root, operand(root));
    expect([ended.code, ended.json()]).toEqual([0, { version: 1, item: ITEM, file: `content/items/${ITEM}/index.md` }]);
    expect(readFileSync(file, 'utf8')).toBe(indexMd({ withdraw: '{kind: privacy, reason: "涉及: \\"个人\\" 信息 #1"}' }));
    expect((await answered(['check', '--at', NOW, '--root', root])).code).toBe(0);
  });

  it('says in a sentence why it wrote nothing', async () => {
    const root = contentFolder();
    expect((await withdraw(root, ITEM)).code).toBe(0);
    const file = join(root, 'content/items', ITEM, 'index.md');
    const before = readFileSync(file, 'utf8');
    for (const reason of ['又一次', 'x'.repeat(1000)]) {
      const ended = await withdraw(root, ITEM, reason);
      expect([ended.code, ended.error()]).toMatchObject([
        1,
        { code: 'withdraw/front-matter', message: expect.stringContaining('已有 withdraw') },
      ]);
    }
    // Said again it is said once.
    expect((await withdraw(root, ITEM)).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  it('names what is wrong with a file that Windows wrote, and writes nothing', async () => {
    const text = indexMd().replaceAll('\n', '\r\n');
    const root = contentFolder({ [`content/items/${ITEM}/index.md`]: text });
    const ended = await withdraw(root, ITEM);
    expect([ended.code, ended.error()]).toMatchObject([1, { code: 'withdraw/front-matter', message: expect.stringContaining('Windows') }]);
    expect(readFileSync(join(root, 'content/items', ITEM, 'index.md'), 'utf8')).toBe(text);
  });

  it.each(['error', 'outdated', 'privacy', 'secrecy', 'order', 'other'])('takes the kind %s', async (kind) => {
    const ended = await answered(['withdraw', ITEM, '--kind', kind, '--reason', '上级来函', '--root', contentFolder()]);
    expect(ended.code).toBe(0);
  });

  it.each([
    ['no such item', 'wucheng/2026-11-23-none', 'item/not-found'],
    ['no item at all', '../../../etc/passwd', 'usage/item'],
  ])('ends with 2 for %s', async (_, operand, code) => {
    const ended = await withdraw(repository(), operand);
    expect([ended.code, ended.error().code]).toEqual([2, code]);
  });
});

describe('acts by hand are refused before anything is asked of GitHub', () => {
  it.each([
    [['withdraw', ITEM, '--kind', 'nope', '--reason', 'x', '--now'], 'usage/kind', '--kind'],
    [['withdraw', ITEM, '--kind', 'error', '--reason', ' ', '--now'], 'usage/reason', '--reason'],
    [['resolve', ITEM, '--channel', 'weibo', '--as', 'gone', '--reason', 'x'], 'usage/as', '--as'],
    [['resolve', ITEM, '--channel', 'tv', '--as', 'failed', '--reason', 'x'], 'usage/channel', '--channel'],
    [['resolve', ITEM, '--channel', 'weibo', '--as', 'confirmed', '--url', 'junk', '--reason', 'x'], 'usage/url', '--url'],
    [['record', ITEM, '--channel', 'weibo'], 'usage/url', '--url'],
    [['record', ITEM, '--channel', 'weibo', '--url', 'javascript:1'], 'usage/url', '--url'],
    [['hold'], 'usage/reason', '--reason'],
    [['approve', '--item', 'x'], 'usage/item', 'x'],
    [['release', '--plan', 'plan.json'], 'usage/option', '--plan'],
    [['gate'], 'usage/gate', 'gate'],
    [['gate', '--pr', '1.5'], 'usage/pr', '--pr'],
    [['evidence'], 'usage/pr', '--pr'],
  ])('%j', async (words, code, place) => {
    const env = { SANSHEN_SIGNING_KEY: 'x' };
    const all = [...words, '--root', contentFolder()];
    const isStarted = code === 'usage/option' || words[0] === 'withdraw';
    const ended = isStarted ? await sanshen([...all, '--format', 'json'], { env }) : await answered(all, env);
    expect([ended.code, ended.error()]).toMatchObject([2, { code, place }]);
  });
});
