import { describe, expect, it } from 'vitest';
import { freshnessWatch, type Shown } from '#pipeline/alerts/freshness-watch.ts';
import { policySchema } from '#pipeline/organisation/policy.ts';

const column = (id: string, name: string, category: string) => ({
  id,
  name,
  type: name,
  description: '示例',
  keywords: '示例',
  categories: [category],
});
const columnsOf = (...columns: object[]) => policySchema.parse({ columns }).columns;
const news = column('dongtai', '工作动态', '工作动态');
const notices = column('gonggao', '通知公告', '转发');
const about = column('xuanchuan', '业务宣传', '业务宣传');

const now = '2026-11-24T12:00:00+08:00';
const out = (since: string, part: Partial<Shown> = {}): Shown => ({ channel: 'website', category: '工作动态', since, ...part });
const told = (shown: Shown[], columns: object[] = []) =>
  freshnessWatch(shown, columnsOf(...columns), now).map(({ words }) => words.problem);

describe('what inspections would mark as not kept up', () => {
  it.each<[string, Shown[], object[], string[]]>([
    ['news of two weeks ago is still fresh', [out('2026-11-10T00:10:00+08:00')], [news], []],
    [
      'news of fifteen days ago is not, on the website as a whole either',
      [out('2026-11-09T23:50:00+08:00')],
      [news],
      ['网站自 2026-11-09 起没有更新。', '栏目“工作动态”自 2026-11-09 起没有更新。'],
    ],
    ['a day counts in Beijing, whatever the offset', [out('2026-11-09T16:10:00Z')], [news], []],
    [
      'notices may stand for six months',
      [out('2026-11-20T10:00:00+08:00'), out('2026-06-01T10:00:00+08:00', { category: '转发' })],
      [notices],
      [],
    ],
    [
      'and no longer',
      [out('2026-11-20T10:00:00+08:00'), out('2026-05-01T10:00:00+08:00', { category: '转发' })],
      [notices],
      ['栏目“通知公告”自 2026-05-01 起没有更新。'],
    ],
    [
      'a column of another kind may be as old as it is',
      [out('2026-11-20T10:00:00+08:00'), out('2020-01-01T10:00:00+08:00', { category: '业务宣传' })],
      [about],
      [],
    ],
    [
      'a channel in use is watched, the newest post counts',
      [
        out('2026-11-20T10:00:00+08:00'),
        out('2026-10-01T10:00:00+08:00', { channel: 'weibo' }),
        out('2026-10-03T10:00:00+08:00', { channel: 'weibo' }),
      ],
      [],
      ['微博自 2026-10-03 起没有更新。'],
    ],
    ['a channel that was never used is not', [out('2026-11-20T10:00:00+08:00')], [], []],
    ['nothing is out at all', [], [news, notices], []],
    [
      'a post on another channel keeps no column of the website fresh',
      [out('2026-11-20T10:00:00+08:00', { channel: 'wechat' }), out('2026-10-01T10:00:00+08:00')],
      [news],
      ['网站自 2026-10-01 起没有更新。', '栏目“工作动态”自 2026-10-01 起没有更新。'],
    ],
  ])('%s', (_, shown, columns, problems) => expect(told(shown, columns)).toEqual(problems));

  it('names empty columns from the fifth on', () => {
    const empty = ['一', '二', '三', '四', '五'].map((name, index) => column(`c${index}`, name, '其他'));
    expect(told([], empty.slice(0, 4))).toEqual([]);
    expect(told([], empty)).toEqual(['有 5 个栏目没有内容（一、二、三、四、五）。']);
  });

  it('is a prompt that keeps nothing from going out', () => {
    const [finding] = freshnessWatch([out('2026-10-01T10:00:00+08:00')], [], now);
    expect(finding).toMatchObject({ rule: 'site/freshness-watch', severity: 'info', file: 'content/policy.yml', waivable: false });
  });
});
