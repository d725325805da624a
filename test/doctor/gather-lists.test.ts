import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { gatherLists } from '#pipeline/doctor/gather-lists.ts';
import { readTerms } from '#pipeline/organisation/read-terms.ts';
import { folderOf } from '../folder.ts';

const texts: Record<string, string> = {
  'content/terms/laws.yml': '# as_of 是核对日期。\nas_of: 2026-11-01\nlaws: []\n',
  'content/terms/phrases.yml': '# as_of: 2026-11-01\nphrases: []\n',
  'content/terms/idioms.yml': 'as_of: 2026-11-01\nidioms: []\n',
};
const head = (name: string, ...lines: string[]): string => ['', name, ...lines].join('\n# ').slice(1);

it('the bureau’s lists and the program’s are found with the day that each says', async () => {
  const folder = folderOf({
    'places.txt': head('地名：全国县级以上', 'as_of: 2026-02-30', 'interval: 12 months'),
    'laws.txt': head('法律、法规的名称，最后一条的序号', 'as_of: 2026-11-28', 'interval: 6 months'),
    'plain.txt': head('没有期限的'),
    'README.md': head('说明', 'as_of: 2026-11-28', 'interval: 6 months'),
  });
  const lists = await gatherLists(async (path) => texts[path] ?? null, folder);
  expect(lists.map(({ path, name, months, asOf, own }) => [path, name, months, asOf, own])).toEqual([
    ['content/terms/phrases.yml', '固定说法', 1, null, true],
    ['content/terms/laws.yml', '法律清单', 6, '2026-11-01', true],
    ['laws.txt', '法律、法规的名称', 6, '2026-11-28', false],
    ['places.txt', '地名', 12, null, false],
  ]);
});

it('every list that comes with the program says when it was true, and for how long', async () => {
  const lists = await gatherLists(async () => null);
  expect(lists.length).toBeGreaterThan(3);
  for (const { path, asOf, months } of lists) expect([path, asOf === null, months > 0]).toEqual([path, false, true]);
});

it('the handbook’s monthly page says of each of the bureau’s lists where to look, and its lines can be read', async () => {
  const page = /\n## 每月核对清单\n([\s\S]*?)\n## /.exec(readFileSync('.github/管理员手册.md', 'utf8'))?.[1] ?? '';
  const own = (await gatherLists(async () => '')).filter((list) => list.own);
  expect(own.filter(({ path }) => !page.includes(`\`${path.split('/').at(-1)}\``)).map(({ path }) => path)).toEqual([]);
  const lines = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  expect(readTerms({ 'content/terms/phrases.yml': lines }).phrases.map(({ successor }) => successor)).toContain('示例市综合行政执法局');
});
