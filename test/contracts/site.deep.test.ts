import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answered, sanshen } from './program.ts';
import { NOW, repository } from './repository.ts';

const build = (root: string, ...words: string[]) => sanshen(['build', '--at', NOW, '--root', root, ...words, '--format', 'json']);

describe('the website takes the place of nothing but a website', () => {
  it.each([
    ['the repository itself', '.', 'content/policy.yml'],
    ['the items', 'content', 'content/policy.yml'],
    ["git's own folder", '.git', '.git/HEAD'],
    ['a folder of other things', 'mine', 'mine/keep.txt'],
    ['a file', 'notes.txt', 'notes.txt'],
    ['a link', 'link', 'link/keep.txt'],
  ])('%s stays as it is', async (_, out, kept) => {
    const root = join(repository({ 'notes.txt': 'x', 'mine/keep.txt': 'x' }));
    symlinkSync('mine', join(root, 'link'));
    const before = readFileSync(join(root, kept));
    const ended = await answered(['build', '--at', NOW, '--root', root, '--out', out]);
    expect([ended.code, ended.error().code]).toEqual([2, 'site/place-taken']);
    expect(readFileSync(join(root, kept))).toEqual(before);
    expect(readdirSync(root).filter((name) => name.startsWith('.') && name !== '.git')).toEqual([]);
  });

  it('a place that cannot be written is told in a sentence', async () => {
    const root = repository({ 'notes.txt': 'x' });
    const ended = await build(root, '--out', 'notes.txt/site');
    expect([ended.code, ended.error().code]).toEqual([2, 'site/place-unwritable']);
  });

  it('a new folder, an empty one and an older site are taken', async () => {
    const root = repository();
    mkdirSync(join(root, '_site'));
    for (const out of ['_site', '_site', 'deep/er/site']) expect((await build(root, '--out', out)).code).toBe(0);
    expect(existsSync(join(root, 'deep/er/site/index.html'))).toBe(true);
  });
});

describe('a site without a ledger', () => {
  it('is empty, says so and is fine, also with an empty policy.yml', async () => {
    const root = repository({ 'content/policy.yml': '' });
    const ended = await build(root);
    expect(ended.code).toBe(0);
    expect(ended.json()).toMatchObject({ version: 1, items: 0, empty: true });
    expect(readFileSync(join(root, '_site/index.html'), 'utf8')).toContain('暂时没有已发布的信息');
  });

  it('marks every page 预览 where it shows what nobody has reviewed', async () => {
    const root = repository();
    writeFileSync(join(root, 'content/items/README.txt'), 'x');
    expect((await build(root, '--unreviewed')).json()).toMatchObject({ version: 1, items: 1 });
    const pages = readdirSync(join(root, '_site'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'));
    expect(pages).toContain('wucheng/2026-11-23-street/index.html');
    for (const page of pages) expect(readFileSync(join(root, '_site', page), 'utf8'), page).toContain('预览');
  });
});
