import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SiteData, SiteItem } from '#pipeline/render/site-data.ts';
import { contextOf, marked } from '../../site/assets/search-context.js';
import { fold, type Segment, search, textOf, wordsOf } from '../../site/assets/search-index.js';
import { indexFiles } from '../../site/search/index-files.ts';
import { siteView } from '../../site/site-view.ts';
import { sampleData } from './sample-data.ts';

/** An item of the sample with other words. */
function item(number: number, change: Partial<SiteItem> = {}): SiteItem {
  const [sample] = sampleData().items;
  return { ...(sample as SiteItem), id: `fazhi/${number}`, path: `/fazhi/2026-11-24-${number}/`, ...change };
}

/** The index of a site: its files, what they were made from, and how it is searched. */
function indexOf(items: SiteItem[], change: Partial<SiteData> = {}) {
  const view = siteView(sampleData({ items, ...change }));
  const files = new Map(indexFiles(view));
  const content = async (file: string): Promise<Uint8Array> => {
    const made = await files.get(`/search/index/${file}`)?.content();
    if (made === undefined) throw new Error(`no file ${file}`);
    return typeof made === 'string' ? Buffer.from(made) : made;
  };
  const json = async (file: string) => JSON.parse(Buffer.from(await content(file)).toString());
  const hits = async (query: string) => search((await json('segments.json')) as Segment[], wordsOf(query), content);
  const titles = async (query: string): Promise<string[]> =>
    Promise.all(
      (await hits(query)).map(async ({ segment, item }) => {
        return (await json(`${segment.name}/rows-${Math.floor(item / 16)}.json`))[item % 16][1] as string;
      }),
    );
  return { view, files, hits, titles };
}

/** What a search has to find: each word in the title, the text or the unit, as they are folded. */
function oracle(items: readonly SiteItem[], query: string): string[] {
  const words = wordsOf(query);
  if (words.length === 0) return [];
  const places = ({ title, unit, html }: SiteItem) => [title, unit.name, textOf(html)].map(fold);
  return items.filter((one) => words.every((word) => places(one).some((place) => place.includes(word)))).map(({ title }) => title);
}

describe('a search', () => {
  /** Few characters, so that they meet often: wide and narrow ones, large and small ones, what folds to two, to a space, to nothing alone. */
  const character = fc.constantFrom(
    ...'泊位收费的AaｂB1１，,。 　《é㈱ﬁΣςİ¨',
    'e\u0301',
    '😀',
    '\u0301',
    '\ud83d',
    '\n',
    '\u0000',
    '\u{2f800}',
  );
  const text = fc.string({ unit: character, maxLength: 14 });
  const day = fc.constantFrom('2026-11-24', '2026-11-02', '2026-08-01', '2025-03-03', '2024-01-01');
  const made = fc.record({ title: text, body: fc.array(text, { maxLength: 3 }), unit: text, day });
  /** A piece of a text: whose, where, how long. */
  const piece = fc.record({
    of: fc.nat(11),
    part: fc.constantFrom('title', 'unit', 'body'),
    at: fc.nat(10),
    length: fc.integer({ min: 1, max: 5 }),
  });

  it('finds what includes finds, no more and no less, in any text', async () => {
    const some = fc.array(made, { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(some, fc.array(fc.oneof(text, piece, piece), { minLength: 12, maxLength: 16 }), async (all, queries) => {
        const newestFirst = all.toSorted((a, b) => (a.day < b.day ? 1 : -1));
        const items = newestFirst.map(({ title, body, unit, day }, index) => {
          const html = body.map((one) => `<p>${one}</p>`).join('');
          return item(index, { title: `${index}\t${title}`, html, unit: { id: 'x', name: unit }, publishedAt: `${day} 10:00` });
        });
        const { titles } = indexOf(items);
        for (const query of queries) {
          const from = typeof query === 'string' ? null : newestFirst[query.of % all.length];
          const texts = from && { ...from, body: from.body.join('') };
          const words = typeof query === 'string' ? query : (texts?.[query.part as 'title'].slice(query.at).slice(0, query.length) ?? '');
          expect((await titles(words)).toSorted(), words).toEqual(oracle(items, words).toSorted());
        }
      }),
      { numRuns: 40 },
    );
  });

  it('finds the same where a pair stands hundreds of times', async () => {
    const few = fc.string({ unit: fc.constantFrom('泊', '位', '费', '，'), minLength: 250, maxLength: 400 });
    const word = fc.string({ unit: fc.constantFrom('泊', '位', '费'), minLength: 1, maxLength: 6 });
    const many = fc.array(fc.record({ body: few, title: word }), { minLength: 2, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(many, fc.array(word, { minLength: 4, maxLength: 6 }), async (all, queries) => {
        const items = all.map(({ body, title }, index) => item(index, { title: `${index}${title}`, html: `<p>${body}</p>` }));
        const { titles } = indexOf(items);
        for (const query of [...queries, '泊位', '泊位费泊'])
          expect((await titles(query)).toSorted(), query).toEqual(oracle(items, query).toSorted());
      }),
      { numRuns: 30 },
    );
  });

  const items = [
    item(1, { title: '泊位收费通告', html: '<p>路边车位。</p>', publishedAt: '2026-11-24 10:00' }),
    item(2, { title: '收费的说明', html: '<p>停车<b>泊</b>位，ＡＢＣ&amp;D</p><p>末尾</p>', publishedAt: '2026-11-20 10:00' }),
    item(3, { title: '公告', html: '<table><tr><td>末</td><td>尾</td></tr></table>', publishedAt: '2026-08-20 10:00' }),
    item(4, { title: '新泊位', html: '', columns: ['news'], unit: { id: 'x', name: '站前中心' }, publishedAt: '2024-05-01 10:00' }),
    item(6, { title: 'cafe\u0301', html: '', publishedAt: '2024-04-02 10:00' }),
    item(5, { title: '撤回的泊位', withdrawal: { reason: '内容有误。', at: '2026-11-25 16:02' }, publishedAt: '2024-04-01 10:00' }),
  ];
  const index = indexOf(items);
  const cases: [query: string, found: string[]][] = [
    ['泊位', ['泊位收费通告', '新泊位', '收费的说明']],
    ['泊', ['泊位收费通告', '新泊位', '收费的说明']],
    ['收费　泊位', ['泊位收费通告', '收费的说明']],
    ['abc＆d', ['收费的说明']],
    ['末尾', ['收费的说明']],
    ['CAF\u00c9', ['cafe\u0301']],
    ['站前', ['新泊位']],
    ['泊味', []],
    ['路边车位。停车', []],
    [' ', []],
  ];
  it.each(cases)('for “%s” finds titles first, then the newest first', async (query, found) =>
    expect(await index.titles(query)).toEqual(found),
  );

  it('knows of each whether its title has every word', async () =>
    expect((await index.hits('收费 泊位')).map(({ inTitle }) => inTitle)).toEqual([true, false]));

  it('knows by what the items found can be narrowed', async () => {
    expect((await index.hits('站前')).map(({ unit, column, segment }) => [unit, column, segment.period])).toEqual([
      ['站前中心', '工作动态', '2024'],
    ]);
  });

  it('has a segment for each month of the newest quarter, each quarter of the newest year, and each older year', () => {
    const days = ['2026-11-24', '2026-10-02', '2026-08-01', '2026-07-09', '2026-03-03', '2025-11-01', '2025-01-01'];
    const { files } = indexOf(days.map((day, number) => item(number, { publishedAt: `${day} 10:00` })));
    const periods = [...files.keys()].map((file) => /index\/(.*)-[0-9a-f]{16}\//.exec(file)?.[1]).filter((one) => one !== undefined);
    expect([...new Set(periods)]).toEqual(['2026-11', '2026-10', '2026-q3', '2026-q1', '2025']);
  });
});

describe('the index', () => {
  const many = Array.from({ length: 40 }, (_, number) => {
    const month = number < 20 ? '11' : '10';
    return item(number, { publishedAt: `2026-${month}-10 10:00`, html: `<p>第${number}条的正文</p>`, htmlDigest: `${number}` });
  });

  it('reads no text of an item until it is written, and keeps the files of a month in which nothing changed', async () => {
    const read: number[] = [];
    const watched = many.map((one, number) =>
      Object.defineProperty({ ...one }, 'html', { enumerable: false, get: () => (read.push(number) > 0 ? one.html : '') }),
    );
    const before = indexOf(watched).files;
    const changed = watched.with(3, item(3, { ...many[3], title: '改过的标题', publishedAt: '2026-11-10 10:00' }));
    const after = indexOf(changed).files;
    expect(read).toEqual([]);
    const other = [...after].filter(([file, { key }]) => before.get(file)?.key !== key);
    expect(new Set(other.map(([file]) => file.split('/')[3]?.slice(0, 7)))).toEqual(new Set(['segment', '2026-11']));
    for (const [, { content }] of other) await content();
    expect(read.filter((number) => number >= 20)).toEqual([]);
  });

  it('has the same bytes in whatever order its files are made', async () => {
    const bytes = async (order: (files: string[]) => string[]) => {
      const { files } = indexOf(many);
      const made = new Map<string, string>();
      for (const file of order([...files.keys()])) made.set(file, Buffer.from((await files.get(file)?.content()) ?? '').toString('hex'));
      return Object.fromEntries([...made].sort());
    };
    expect(await bytes((files) => files.toReversed())).toEqual(await bytes((files) => files));
  });

  it('says so when one of its files is cut off', async () => {
    const { view, files } = indexOf(many);
    const segments = JSON.parse(String(await files.get('/search/index/segments.json')?.content()));
    expect(view.items).toHaveLength(40);
    await expect(search(segments, ['正文'], async () => Uint8Array.of(128))).rejects.toThrow('cut off');
  });
});

describe('what a reader sees of a text', () => {
  const shown = (pieces: { text: string; hit: boolean }[]) => pieces.map(({ text, hit }) => (hit ? `[${text}]` : text)).join('');

  it.each([
    ['停车泊位收费', ['泊位'], '停车[泊位]收费'],
    ['ＡＢＣ与abc', ['abc'], '[ＡＢＣ]与[abc]'],
    ['㈱和ﬁ', ['株', 'i'], '[㈱]和[ﬁ]'],
    ['泊位泊位', ['泊位', '位泊'], '[泊位泊位]'],
    ['😀泊', ['泊'], '😀[泊]'],
    ['没有', ['泊位'], '没有'],
    ['', ['泊位'], ''],
  ])('in “%s” %j is marked: %s', (text, words, wanted) => expect(shown(marked(text, words))).toBe(wanted));

  it('is a stretch around the first word, or the beginning', () => {
    const text = `${'前'.repeat(30)}泊位${'后'.repeat(30)}`;
    expect(shown(contextOf(text, ['泊位'], 20))).toBe(`…${'前'.repeat(12)}[泊位]${'后'.repeat(6)}…`);
    expect(shown(contextOf(text, ['没有'], 10))).toBe(`${'前'.repeat(10)}…`);
    expect(shown(contextOf(text, ['后'], 100))).toBe(`${'前'.repeat(30)}泊位[${'后'.repeat(30)}]`);
  });
});
