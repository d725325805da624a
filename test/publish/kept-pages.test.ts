import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openKeptPages } from '#pipeline/publish/kept-pages.ts';
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

const shards = (folder: string) => readdirSync(folder).filter((name) => name !== 'pages.json');

describe('pages kept from the last build', () => {
  it('are found by their chain, with pictures and text', () => {
    const kept = openKeptPages(keptIn(folderOf({})), '1');
    const page = kept.find(second.id, 'two');
    expect(page?.pictures).toEqual(PICTURES);
    const item = page ? kept.itemOf(page) : null;
    expect({ ...item, html: item?.html }).toEqual({ ...second, htmlDigest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(kept.find('wucheng/2026-11-20-none', 'three')).toBeNull();
  });

  it.each<[string, (folder: string) => string | undefined, string]>([
    ['another chain', () => undefined, 'one of later'],
    ['another version of what they hang on', () => '2', 'one'],
    ['a list that was cut off', (folder) => void cut(join(folder, 'pages.json')), 'one'],
    ['a list in which a letter was changed', (folder) => void change(join(folder, 'pages.json')), 'one'],
  ])('are not used after %s', (_, spoil, chain) => {
    const folder = keptIn(folderOf({}));
    const version = spoil(folder) ?? '1';
    expect(openKeptPages(folder, version).find(first.id, chain)).toBeUndefined();
  });

  it('give no text that isn’t the one that was kept', () => {
    const folder = keptIn(folderOf({}));
    for (const name of shards(folder)) change(join(folder, name));
    const kept = openKeptPages(folder, '1');
    const page = kept.find(first.id, 'one');
    expect(() => page && kept.itemOf(page).html).toThrow(/--no-cache/);
  });

  it('are forgotten when the item has changed, and its text with them', () => {
    const folder = keptIn(folderOf({}));
    const kept = openKeptPages(folder, '1');
    kept.find(second.id, 'two');
    kept.keep(first.id, 'one of later', { item: { ...first, html: '<p>改过的正文。</p>' }, pictures: [] });
    kept.save();
    const again = openKeptPages(folder, '1');
    const page = again.find(first.id, 'one of later');
    expect([again.find(first.id, 'one'), page && again.itemOf(page).html]).toEqual([undefined, '<p>改过的正文。</p>']);
    expect(again.find(second.id, 'two')?.item.title).toBe(second.title);
  });
});

function cut(file: string): void {
  writeFileSync(file, readFileSync(file).subarray(0, -20));
}

function change(file: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replace(/[一-龥]/u, '某'));
}
