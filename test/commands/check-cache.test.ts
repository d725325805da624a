import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { beijingDate } from '#pipeline/beijing-time.ts';
import { checkItem } from '#pipeline/check/engine.ts';
import type { ItemFindings } from '#pipeline/check/finding.ts';
import type { CheckContext } from '#pipeline/check/rule.ts';
import { RULES } from '#pipeline/check/rules.ts';
import { openCheckCache } from '#pipeline/commands/check-cache.ts';
import { workTreeSource } from '#pipeline/forge/content-source.ts';
import type { ItemFolder } from '#pipeline/item/item.ts';
import { contextFor, folderFor, textOf } from '../check/example-item.ts';
import { folderOf } from '../folder.ts';
import { smallJpeg } from '../jpeg-fixture.ts';

const ONE = 'content/items/wucheng/2026-11-23-dianpu';
const TWO = 'content/items/wucheng/2026-11-22-other';
const context = contextFor({});
const files = () => ({
  [`${ONE}/index.md`]: textOf({}),
  [`${ONE}/cover.jpg`]: smallJpeg(),
  [`${TWO}/index.md`]: `${textOf({})}\n电话13800138000。\n`,
  [`${TWO}/cover.jpg`]: smallJpeg(),
});
/** Long enough after the files were written. */
const later = () => Date.now() + 60_000;

/** A run over both items: what is found, and which had to be read. */
async function run(root: string, given: CheckContext = context, now = later()): Promise<{ results: ItemFindings[]; read: string[] }> {
  const cache = openCheckCache(root, given, now);
  const read: string[] = [];
  const results: ItemFindings[] = [];
  for (const path of [ONE, TWO]) {
    const known = cache.find(path)?.result ?? null;
    const result = known ?? checkItem((await workTreeSource(root).folder(path)) as ItemFolder, given);
    if (known === null) {
      read.push(path);
      cache.keep(path, { tree: '', released: false, result });
    }
    results.push(result);
  }
  cache.save();
  return { results, read };
}

/** A repository whose items were all checked once. */
async function checked(): Promise<string> {
  const root = folderOf(files());
  await run(root);
  return root;
}

const fresh = async (root: string, given = context) => {
  rmSync(join(root, '.cache'), { recursive: true, force: true });
  return (await run(root, given)).results;
};

const change = (file: string, to: (text: string) => string) => (root: string) =>
  writeFileSync(join(root, file), to(readFileSync(join(root, file), 'latin1')), 'latin1');

describe('the cache of check', () => {
  it('reads nothing again where nothing has changed, and finds the same', async () => {
    const root = folderOf(files());
    const first = await run(root);
    expect(first.read).toEqual([ONE, TWO]);
    expect(await run(root)).toEqual({ results: first.results, read: [] });
    expect(first.results[1]?.findings).toMatchObject([{ rule: 'pii/phone' }]);
  });

  it.each<[string, (root: string) => void]>([
    ['a byte of its text', change(`${ONE}/index.md`, (text) => text.replace('20', '21'))],
    ['a byte of its picture', change(`${ONE}/cover.jpg`, (text) => `${text.slice(0, 30)}x${text.slice(31)}`)],
    ['nothing but its times', change(`${ONE}/index.md`, (text) => text)],
    ['the name of a file', (root) => renameSync(join(root, ONE, 'cover.jpg'), join(root, ONE, 'other.jpg'))],
    ['a file more', (root) => writeFileSync(join(root, ONE, 'more.txt'), '')],
    ['a file less', (root) => rmSync(join(root, ONE, 'cover.jpg'))],
    ['a file in a folder below', (root) => mkdirSync(join(root, ONE, 'below'))],
    [
      'a link in place of a file',
      (root) => {
        rmSync(join(root, ONE, 'cover.jpg'));
        symlinkSync('../../x', join(root, ONE, 'cover.jpg'));
      },
    ],
  ])('reads an item again after a change of %s, and no other', async (_, act) => {
    const root = await checked();
    act(root);
    const { results, read } = await run(root);
    expect(read).toEqual([ONE]);
    expect(results).toEqual(await fresh(root));
  });

  it.each<[string, CheckContext]>([
    ['a setting', contextFor({ policy: { freshness: { days: 1 } } })],
    [
      'a list of terms',
      {
        ...context,
        terms: {
          official: [],
          holders: [],
          prompts: [],
          laws: [],
          idioms: [],
          screen: [{ kind: 1, words: ['店铺'], allow: [], ask: '看' }],
        },
      },
    ],
    ['the day', { ...context, now: '2026-12-20T10:00:00+08:00' }],
  ])('reads everything again after a change of %s', async (_, given) => {
    const root = await checked();
    const { results, read } = await run(root, given);
    expect(read).toEqual([ONE, TWO]);
    expect(results).toEqual(await fresh(root, given));
  });

  it('holds for all hours of a day', async () => {
    const root = folderOf(files());
    await run(root, { ...context, now: '2026-11-24T00:00:00+08:00' });
    expect((await run(root, { ...context, now: '2026-11-24T23:59:59+08:00' })).read).toEqual([]);
  });

  it.each(RULES.map((rule) => [rule.id, rule] as const))('may keep what %s says for a day', (_, rule) => {
    for (const example of [...rule.good, ...rule.bad]) {
      const given = contextFor(example);
      const day = beijingDate(given.now);
      const at = (time: string) => checkItem(folderFor(example), { ...given, now: `${day}T${time}+08:00` });
      expect(at('00:00:00')).toEqual(at('23:59:59'));
    }
  });

  it('keeps nothing of files that were changed a moment ago: they could change again without a trace', async () => {
    const root = folderOf(files());
    await run(root, context, Date.now());
    expect((await run(root)).read).toEqual([ONE, TWO]);
  });

  it('believes no cache that comes along with the files', async () => {
    const root = folderOf({});
    cpSync(await checked(), root, { recursive: true, preserveTimestamps: true });
    expect((await run(root)).read).toEqual([ONE, TWO]);
  });

  it('reads everything where the cache is broken or can’t be written', async () => {
    const root = await checked();
    writeFileSync(join(root, '.cache/sanshen/check.json'), '{"version":');
    expect((await run(root)).read).toEqual([ONE, TWO]);
    rmSync(join(root, '.cache'), { recursive: true });
    writeFileSync(join(root, '.cache'), '');
    expect((await run(root)).read).toEqual([ONE, TWO]);
    expect((await run(root)).read).toEqual([ONE, TWO]);
  });
});
