import { describe, expect, it } from 'vitest';
import type { SiteData, SiteItem } from '#pipeline/render/site-data.ts';
import { siteAudit } from '../../site/audit.ts';
import { sampleData } from './sample-data.ts';

const TODAY = '2026-11-24';
const [sample] = sampleData().items as [SiteItem];

/** A site whose columns, each with its type, were last updated on these days; `null`: never. */
function site(columns: [type: string, newest: string | null][], change: Partial<SiteData> = {}): SiteData {
  const items = columns
    .flatMap(([, day], index) => (day === null ? [] : [{ ...sample, columns: [`c${index}`], publishedAt: `${day} 09:00` }]))
    .sort((one, other) => (one.publishedAt < other.publishedAt ? 1 : -1));
  const named = columns.map(([type], index) => ({ ...sampleData().columns[0], id: `c${index}`, name: `栏目${index}`, type }));
  return sampleData({ today: TODAY, items, columns: named as SiteData['columns'], ...change });
}

const codes = (data: SiteData): string[] => siteAudit(data).map(({ code }) => code);

describe('what an inspection would find (检查指标)', () => {
  it.each<[string, SiteData, string[]]>([
    ['nothing where all is new', site([['工作动态', TODAY]]), []],
    ['news of the fourteenth day are new', site([['工作动态', '2026-11-10']]), []],
    ['a home page and news of the fifteenth day are old', site([['工作动态', '2026-11-09']]), ['site/home-stale', 'site/column-stale']],
    [
      'notices may be half a year old, news may not',
      site([
        ['通知公告', TODAY],
        ['政策文件', '2026-05-26'],
        ['要闻动态', '2026-05-26'],
      ]),
      ['site/column-stale'],
    ],
    [
      'notices older than that are old',
      site([
        ['工作动态', TODAY],
        ['政策文件', '2026-05-25'],
      ]),
      ['site/column-stale'],
    ],
    [
      'an empty column',
      site([
        ['工作动态', TODAY],
        ['政策文件', null],
      ]),
      ['site/column-empty'],
    ],
    [
      'five empty columns fail the whole site',
      site([['工作动态', TODAY], ...Array.from({ length: 5 }, (): [string, null] => ['政策文件', null])]),
      [...Array.from({ length: 5 }, () => 'site/column-empty'), 'site/columns-empty'],
    ],
    [
      'five old columns as well',
      site([['政策文件', TODAY], ...Array.from({ length: 5 }, (): [string, string] => ['动态', '2026-11-01'])]),
      [...Array.from({ length: 5 }, () => 'site/column-stale'), 'site/columns-stale'],
    ],
    ['a site that hasn’t begun isn’t judged', site([['工作动态', null]], { empty: true }), []],
  ])('%s', (_, data, expected) => expect(codes(data)).toEqual(expected));

  it('items in no column, whose pages make up what the tags say of it', () => {
    const data = site([['工作动态', TODAY]]);
    const [item] = data.items as [SiteItem];
    const others = ['转发', '其他', '转发'].map((category) => ({ ...item, category, columns: [] }));
    const [warning, ...rest] = siteAudit({ ...data, items: [item, ...others, { ...item, columns: ['gone'] }] });
    expect(rest).toEqual([]);
    expect(warning).toEqual({
      code: 'site/no-column',
      message: `有 4 条信息不在任何栏目（类别：转发、其他、${item.category}）；每一类应归一个栏目，网页才有栏目的标签；请办公室在 policy.yml 的 columns 里补上。`,
    });
  });

  it('withdrawn items are no news', () => {
    const data = site([
      ['工作动态', TODAY],
      ['通知公告', TODAY],
    ]);
    const items = data.items.map((item) =>
      item.columns[0] === 'c1' ? { ...item, withdrawal: { reason: '内容有误。', at: TODAY } } : item,
    );
    expect(siteAudit({ ...data, items })).toEqual([
      { code: 'site/column-empty', message: '栏目“栏目1”没有内容；检查指标不允许空白栏目；请报送或撤掉栏目。' },
    ]);
  });

  it('says how long and what is allowed', () => {
    expect(siteAudit(site([['工作动态', '2026-11-04']]))[0]?.message).toBe(
      '首页已 20 天没有更新（最近 2026-11-04）；检查指标要求两周内有更新，否则单项否决；请尽快报送。',
    );
  });
});
