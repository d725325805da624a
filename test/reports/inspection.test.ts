import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { alertIn, alertText } from '#pipeline/alerts/alert.ts';
import { limitOf, type Shown, TWO_WEEKS } from '#pipeline/alerts/freshness-watch.ts';
import { beijingDate } from '#pipeline/beijing-time.ts';
import { pagesIn } from '#pipeline/commands/shared/inspection.ts';
import { policySchema } from '#pipeline/organisation/policy.ts';
import { INDICATORS, type InspectionFacts } from '#pipeline/reports/inspection/indicators.ts';
import { fails, type InspectionRow, inspect, inspectionAlert, inspectionSheet, summaryOf } from '#pipeline/reports/inspection/inspect.ts';
import { textOf } from '#pipeline/reports/sheets/sheet.ts';
import { built } from '../site/built-site.ts';
import { sampleData } from '../site/sample-data.ts';

const data = sampleData();
const policy = policySchema.parse({
  columns: data.columns,
  site: { id_code: data.site.idCode, icp: data.site.icp, police: data.site.police },
});
const published = new Map(data.items.map(({ path, publishedAt }) => [path, publishedAt]));
const shown: Shown[] = data.items
  .filter(({ withdrawal }) => withdrawal === null)
  .map(({ category, publishedAt }) => ({
    channel: 'website',
    category: category as Shown['category'],
    since: `${publishedAt.replace(' ', 'T')}:00+08:00`,
  }));

const UNSEEN = { unseen: '这次没有看' };
const factsOf = (part: Partial<InspectionFacts> = {}): InspectionFacts => ({
  ...{ today: '2026-11-24', columns: policy.columns, site: policy.site, shown, published, pages: UNSEEN, links: UNSEEN },
  ...part,
});
const found = (facts: InspectionFacts, name: string): InspectionRow[] => inspect(facts).filter((row) => row.name === name);
const results = (facts: InspectionFacts, name: string): string[] => found(facts, name).map(({ result }) => result);

const column = (type: string, name = type) => ({
  ...{ id: 'one', name, type, description: '示例', keywords: '示例', categories: ['工作动态'] as ['工作动态'] },
});
const updated = (since: string, channel: Shown['channel'] = 'website'): Shown[] => [{ channel, category: '工作动态', since }];

/** A column or channel on a moment: before, at and after its limits, as Beijing counts days. */
const MOMENTS: [what: string, name: string, type: string, since: string, now: string, result: string, by: string | null][] = [
  ['four days ahead', '栏目不更新', '工作动态', '2026-11-10T23:59:00+08:00', '2026-11-20T12:00:00+08:00', '好', '2026-11-24 24:00'],
  [
    'three days ahead',
    '栏目不更新',
    '工作动态',
    '2026-11-10T23:59:00+08:00',
    '2026-11-21T00:00:00+08:00',
    '三天内到期',
    '2026-11-24 24:00',
  ],
  ['its last day', '栏目不更新', '要闻', '2026-11-10T00:01:00+08:00', '2026-11-24T23:59:59+08:00', '三天内到期', '2026-11-24 24:00'],
  ['the day after', '栏目不更新', '要闻', '2026-11-10T23:59:00+08:00', '2026-11-25T00:00:00+08:00', '不合格', '今天'],
  ['the same in another offset', '栏目不更新', '动态', '2026-11-09T16:00:00Z', '2026-11-24T15:59:59Z', '三天内到期', '2026-11-24 24:00'],
  ['and a second later', '栏目不更新', '动态', '2026-11-09T16:00:00Z', '2026-11-24T16:00:00Z', '不合格', '今天'],
  [
    'six months less four days',
    '栏目不更新',
    '通知公告',
    '2026-05-24T10:00:00+08:00',
    '2026-11-20T10:00:00+08:00',
    '好',
    '2026-11-24 24:00',
  ],
  [
    'six months less three days',
    '栏目不更新',
    '政策文件',
    '2026-05-24T10:00:00+08:00',
    '2026-11-21T10:00:00+08:00',
    '三天内到期',
    '2026-11-24 24:00',
  ],
  [
    'six months to the day',
    '栏目不更新',
    '政策文件',
    '2026-05-24T10:00:00+08:00',
    '2026-11-24T10:00:00+08:00',
    '三天内到期',
    '2026-11-24 24:00',
  ],
  ['six months and a day', '栏目不更新', '政策文件', '2026-05-24T10:00:00+08:00', '2026-11-25T10:00:00+08:00', '不合格', '今天'],
  [
    'six months that end in February',
    '栏目不更新',
    '政策文件',
    '2026-08-31T10:00:00+08:00',
    '2027-02-28T10:00:00+08:00',
    '三天内到期',
    '2027-02-28 24:00',
  ],
  [
    'the home page on its last day',
    '首页不更新',
    '机构职能',
    '2026-11-10T10:00:00+08:00',
    '2026-11-24T10:00:00+08:00',
    '三天内到期',
    '2026-11-24 24:00',
  ],
  ['the home page too late', '首页不更新', '机构职能', '2026-11-09T10:00:00+08:00', '2026-11-24T10:00:00+08:00', '不合格', '今天'],
];

describe('update intervals', () => {
  it.each(MOMENTS)('%s: %s of %s', (_, name, type, since, now, result, by) => {
    const facts = factsOf({ today: beijingDate(now), columns: [column(type)], shown: updated(since) });
    expect(found(facts, name)).toMatchObject([{ result, by }]);
  });

  it.each<[string, string, string | undefined]>([
    ['工作动态', '栏目', '两周'],
    ['政策文件', '动态', '六个月'],
    ['其他', '要闻', '两周'],
    ['机构职能', '机构', undefined],
  ])('the limit goes by the column’s type (%s), then by its name (%s)', (type, name, limit) =>
    expect(limitOf(column(type, name))?.name).toBe(limit),
  );

  it('channels have two weeks each; one that the ledger knows nothing of was not looked at', () => {
    expect(TWO_WEEKS.lastDay('2026-12-25')).toBe('2027-01-08');
    const facts = factsOf({ shown: [...shown, ...updated('2026-11-09T10:00:00+08:00', 'wechat')] });
    expect(results(facts, '微信不更新')).toEqual(['不合格']);
    expect(results(facts, '微博不更新')).toEqual(['没有看']);
  });

  it('each column has a row of its own, and says how near to the veto the site is', () => {
    const columns = ['工作动态', '要闻'].map((type, index) => ({ ...column(type), id: `c${index}` }));
    const rows = found(factsOf({ columns, shown: updated('2026-11-01T10:00:00+08:00') }), '栏目不更新');
    expect(rows.map(({ what }) => what)).toEqual([
      '栏目“工作动态”最近更新 2026-11-01，应两周内有更新',
      '栏目“要闻”最近更新 2026-11-01，应两周内有更新',
    ]);
    expect(rows[0]?.todo).toContain('没有更新的共 2 个，满 5 个即单项否决');
  });

  it('a column of another kind is for people to judge', () => {
    const facts = factsOf({ columns: [column('机构职能')], shown: updated('2020-01-01T10:00:00+08:00') });
    expect(found(facts, '栏目长期未更新')).toMatchObject([
      { result: '没有看', what: '检查表没有写多久算长期：机构职能（最近 2020-01-01）' },
    ]);
  });

  it('an empty column fails, unless the site hasn’t begun', () => {
    const empty = { ...column('数据发布'), categories: ['其他'] as ['其他'] };
    expect(found(factsOf({ columns: [empty] }), '空白栏目')).toMatchObject([{ result: '不合格', what: '空白栏目 1 个：数据发布' }]);
    expect(results(factsOf({ columns: [empty], shown: [] }), '空白栏目')).toEqual(['没有看']);
  });
});

const OF_PAGES = ['伪造发稿日期', '信息没有来源', '网页标签', '网站标识码', 'ICP备案号', '公安备案号', '我为政府网站找错'];
const folder = await built(data);
const [item] = data.items;
const page = item?.path ?? '';
const seen = () => factsOf({ pages: pagesIn(folder, policy.columns, published.keys()) });

/** What the rows of pages say after one file was changed; it is put back. */
function changed(address: string, from: string | RegExp, to: string): string[] {
  const file = join(folder, address, 'index.html');
  const before = readFileSync(file, 'utf8');
  const after = before.replaceAll(from instanceof RegExp ? new RegExp(from, 'g') : from, to);
  expect(after).not.toBe(before);
  writeFileSync(file, after);
  try {
    return inspect(seen()).flatMap(({ name, result, what }) => (OF_PAGES.includes(name) && result === '不合格' ? [`${name} ${what}`] : []));
  } finally {
    writeFileSync(file, before);
  }
}

describe('a built site', () => {
  it('has every tag, date, source and number', () => {
    for (const name of OF_PAGES) expect(results(seen(), name), name).toEqual(['好']);
  });

  const count = pagesIn(folder, policy.columns, published.keys()).length;
  const wrong = `${count} 个网页里有 1 个不对：`;
  const items = `${published.size} 个网页里有 1 个不对：`;
  it.each<[string, string, string | RegExp, string, string[]]>([
    ['a tag of the site', '/about/', /<meta name="SiteDomain"[^>]*>/, '', [`网页标签 ${wrong}/about/ 缺 SiteDomain`]],
    ['a tag of a column', '/columns/news/', /<meta name="ColumnType"[^>]*>/, '', [`网页标签 ${wrong}/columns/news/ 缺 ColumnType`]],
    [
      'an item’s source',
      page,
      /(<meta name="ContentSource" content=")[^"]*/,
      '$1',
      [`信息没有来源 ${items}${page}`, `网页标签 ${wrong}${page} 缺 ContentSource`],
    ],
    [
      'another date',
      page,
      '2026-11-24 10:32',
      '2026-11-30 10:32',
      [`伪造发稿日期 ${items}${page} 写 2026-11-30 10:32，台账 2026-11-24 10:32`],
    ],
    ['the number at the foot', '/about/', 'ICP备00000000号', '', [`ICP备案号 ${wrong}/about/`]],
    ['the entry for faults', '/', 'jiucuo.html', '', [`我为政府网站找错 ${wrong}/`]],
  ])('one page lacks %s', (_, address, from, to, expected) => expect(changed(address, from, to)).toEqual(expected));

  it('a page of an item that the ledger doesn’t know bears a date of nobody’s', () => {
    const pages = pagesIn(folder, policy.columns, published.keys());
    const facts = factsOf({ pages, published: new Map([...published].slice(1)) });
    expect(found(facts, '伪造发稿日期')[0]?.what).toContain(`${page} 写 2026-11-24 10:32，台账 没有这一条`);
  });

  it('a number that the policy doesn’t say fails; where no page is seen nothing is said of it', () => {
    expect(results({ ...seen(), site: policySchema.parse({}).site }, '网站标识码')).toEqual(['不合格']);
    expect(results(factsOf({ site: policySchema.parse({}).site }), '网站标识码')).toEqual(['没有看']);
  });
});

describe('links', () => {
  it.each<[string, InspectionFacts['links'], string]>([
    ['that all lead somewhere', { followed: 3, dead: [] }, '好'],
    ['of which one doesn’t', { followed: 3, dead: ['a：链接打不开'] }, '不合格'],
    ['that weren’t followed', UNSEEN, '没有看'],
  ])('%s', (_, links, result) => expect(results(factsOf({ links }), '打不开的链接')).toEqual([result]));
});

describe('the table', () => {
  const late = factsOf({ today: '2026-12-20' });

  it('has every indicator at least once, each with who and, unless it is good, what to do', () => {
    const rows = inspect(factsOf());
    expect(new Set(rows.map(({ number, name }) => `${number} ${name}`)).size).toBe(INDICATORS.length);
    for (const { who, todo, result } of rows) expect([who !== '', todo !== null]).toEqual([true, result !== '好']);
    expect(inspectionSheet(rows, '2026-11-24').rows.at(-1)?.slice(0, 3)).toEqual(['47号文', '我为政府网站找错', '规范要求']);
    expect(inspectionSheet(inspect(late), '2026-12-20').rows[0]?.slice(0, 5)).toContain('不合格');
    expect(textOf(inspectionSheet(rows, '2026-11-24'))).toContain('检查指标自查（2026-11-24）');
  });

  it('counts what fails, is due, is good and was not looked at, and fails as a whole where one does', () => {
    expect(fails(inspect(factsOf()))).toBe(false);
    expect(fails(inspect(late))).toBe(true);
    expect(summaryOf(inspect(late))[0]).toMatch(/^不合格 2 项，三天内到期 0 项，好 2 项，没有看 22 项。/);
  });
});

describe('the alert', () => {
  it('is none where nothing fails and nothing is due, whatever wasn’t looked at', () =>
    expect(inspectionAlert(inspect(factsOf()))).toBeNull());

  it('has a line for each that isn’t good, and the first day as its own until something fails', () => {
    const due = inspectionAlert(inspect(factsOf({ today: '2026-12-05' })));
    expect(due).toMatchObject({ item: 'inspection', code: 'inspection-due', due: '2026-12-07 24:00' });
    const late = inspectionAlert(inspect(factsOf({ today: '2026-12-20' })));
    expect(late).not.toHaveProperty('due');
    const { title, body } = alertText(late ?? (null as never), 'watch');
    expect(title).toBe('发布提醒：检查指标');
    expect(body).toContain(
      '\n- 网站 3 首页不更新：不合格。首页最近更新 2026-11-24，应两周内有更新。办公室：请马上约稿、发布；两周没有更新即单项否决。最迟今天。\n',
    );
    expect(body).not.toContain('没有看');
    expect(alertIn(body)).toMatchObject({ item: 'inspection', code: 'inspection-due', step: 'watch' });
  });
});
