import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256 } from '#pipeline/canonical-json.ts';
import { openKeptPages } from '#pipeline/published/kept-pages.ts';
import type { SiteItem } from '#pipeline/render/site-data.ts';
import { folderOf } from '../folder.ts';
import { sampleData } from '../site/sample-data.ts';

const [first, second] = sampleData().items as [SiteItem, SiteItem];
const PICTURES = [{ path: `${second.path}cover.jpg`, id: 'b'.repeat(40) }];

/** A folder in which two pages were kept, and that an item has none. */
function keptIn(folder: string, version = '1'): string {
  const kept = openKeptPages(folder, version);
  kept.keep(first.id, 'one', { item: first, pictures: [] });
  kept.keep(second.id, 'two', { item: second, pictures: PICTURES });
  kept.keep('wucheng/2026-11-20-none', 'three', null);
  kept.save();
  return folder;
}

/** Does something with the files of the months' pages or texts. */
function each(folder: string, what: 'pages' | 'texts', act: (file: string) => unknown): string {
  const names = readdirSync(folder).filter((name) => name.endsWith(`-${what}.json`));
  expect(names).not.toEqual([]);
  return names.map((name) => String(act(join(folder, name)) ?? '')).join('');
}

const digest = expect.stringMatching(/^[0-9a-f]{64}$/);

describe('pages kept from the last build', () => {
  it('are found by their chain, with pictures and text', () => {
    const kept = openKeptPages(keptIn(folderOf({})), '1');
    const page = kept.find(second.id, 'two');
    expect(page?.pictures).toEqual(PICTURES);
    expect({ ...page?.item, html: page?.item.html }).toEqual({ ...second, htmlDigest: digest, name: digest });
    expect(kept.find('wucheng/2026-11-20-none', 'three')).toBeNull();
  });

  it('are given back as they will be found, known in JSON by a name of their own', () => {
    const folder = folderOf({});
    const kept = openKeptPages(folder, '1');
    const made = kept.keep(first.id, 'one', { item: first, pictures: [] });
    const other = kept.keep(first.id, 'one', { item: { ...first, title: '另一个标题' }, pictures: [] });
    kept.keep(first.id, 'one', { item: first, pictures: [] });
    kept.save();
    const found = openKeptPages(folder, '1').find(first.id, 'one');
    expect(found).toEqual(made);
    const [name, another, again] = [made, other, found].map((page) => JSON.stringify(page?.item));
    expect(name).toMatch(/^"[0-9a-f]{64}"$/);
    expect([another === name, again === name]).toEqual([false, true]);
    expect(JSON.parse(JSON.stringify({ ...found?.item, title: '改过' }))).toMatchObject({ id: first.id, title: '改过' });
  });

  it.each<[string, (folder: string) => string | undefined, string]>([
    ['another chain', () => undefined, 'one of later'],
    ['another version of what they hang on', () => '2', 'one'],
    ['a list that was cut off', (folder) => void each(folder, 'pages', cut), 'one'],
    ['a list in which a letter was changed', (folder) => void each(folder, 'pages', change), 'one'],
  ])('are not used after %s', (_, spoil, chain) => {
    const folder = keptIn(folderOf({}));
    const version = spoil(folder) ?? '1';
    expect(openKeptPages(folder, version).find(first.id, chain)).toBeUndefined();
  });

  it('give no text that isn’t the one that was kept', () => {
    const folder = keptIn(folderOf({}));
    each(folder, 'texts', change);
    const page = openKeptPages(folder, '1').find(first.id, 'one');
    expect(() => page?.item.html).toThrow(/--no-cache/);
  });

  it('are forgotten when the item has changed, and its text with them', () => {
    const folder = keptIn(folderOf({}));
    const kept = openKeptPages(folder, '1');
    kept.find(second.id, 'two');
    kept.keep(first.id, 'one of later', { item: { ...first, html: '<p>改过的正文。</p>' }, pictures: [] });
    kept.save();
    const again = openKeptPages(folder, '1');
    expect([again.find(first.id, 'one'), again.find(first.id, 'one of later')?.item.html]).toEqual([undefined, '<p>改过的正文。</p>']);
    expect(again.find(second.id, 'two')?.item.title).toBe(second.title);
    const texts = each(folder, 'texts', (file) => readFileSync(file, 'utf8'));
    expect([first.html, second.html].map((html) => texts.includes(sha256(html)))).toEqual([false, true]);
  });

  it('are written a month at a time, and only where something has changed', () => {
    const folder = folderOf({});
    const months = ['2026-09', '2026-10', '2026-11'].map((month) => ({ ...first, id: `wucheng/${month}-01-x` }));
    const kept = openKeptPages(folder, '1');
    for (const item of months) kept.keep(item.id, 'one', { item, pictures: [] });
    kept.save();
    for (const name of readdirSync(folder)) utimesSync(join(folder, name), 1, 1);
    const again = openKeptPages(folder, '1');
    for (const { id } of months.slice(0, 2)) again.find(id, 'one');
    again.keep('wucheng/2026-11-01-x', 'two', { item: { ...first, id: 'wucheng/2026-11-01-x' }, pictures: [] });
    again.save();
    const written = readdirSync(folder).filter((name) => statSync(join(folder, name)).mtimeMs > 1000);
    expect(written.toSorted()).toEqual(['2026-11-pages.json', '2026-11-texts.json']);
    expect(months.map(({ id }) => openKeptPages(folder, '1').find(id, 'one')?.item.html)).toEqual([first.html, first.html, undefined]);
  });

  it('are taken away where nobody asks for them any more, with whatever else lies there', () => {
    const folder = keptIn(folderOf({ '2026-09.json': '{}' }));
    const item = { ...first, id: 'wucheng/2026-10-01-x' };
    const kept = openKeptPages(folder, '1');
    kept.keep(item.id, 'one', { item, pictures: [] });
    kept.once('rules', () => []);
    kept.save();
    expect(readdirSync(folder).toSorted()).toEqual(['2026-10-pages.json', '2026-10-texts.json', 'rules.json']);
  });

  it('give each text, however many months and texts there are', () => {
    const kept = openKeptPages(folderOf({}), '1');
    const items = Array.from({ length: 1200 }, (_, n) => {
      const item = { ...first, id: `wucheng/2026-0${1 + (n % 7)}-01-${n}`, html: `<p>第${n}条。</p>` };
      return kept.keep(item.id, 'one', { item, pictures: [] })?.item;
    });
    const texts = () => items.map((item) => item?.html);
    const all = items.map((_, n) => `<p>第${n}条。</p>`);
    expect(texts()).toEqual(all);
    kept.save();
    expect(texts().toReversed()).toEqual(all.toReversed());
  });

  it('work what hangs on the version alone out once', () => {
    const folder = folderOf({});
    let times = 0;
    const rules = (version: string) => openKeptPages(folder, version).once('rules', () => [`规则${++times}`]);
    expect(['1', '1', '2', '1'].map(rules)).toEqual([['规则1'], ['规则1'], ['规则2'], ['规则3']]);
  });
});

function cut(file: string): void {
  writeFileSync(file, readFileSync(file).subarray(0, -20));
}

function change(file: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replace(/[一-龥]/u, '某'));
}
