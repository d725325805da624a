import { join } from 'node:path';
import { remark } from 'remark';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { check } from '#pipeline/commands/check.ts';
import { sanshenRules } from '#pipeline/commands/remark-plugin.ts';
import { folderFor, ORGANISATION, textOf } from '../check/example-item.ts';
import { folderOf } from '../folder.ts';

const at = '2026-11-24T12:00:00+08:00';
const ITEM = 'content/items/wucheng/2026-11-23-dianpu';

function repository(example: Parameters<typeof folderFor>[0]): string {
  const { path, files } = folderFor(example);
  return folderOf({
    'content/organisation.yml': stringify(ORGANISATION),
    ...Object.fromEntries(files.map((file) => [`${path}/${file.path}`, file.bytes])),
  });
}

/** What an editor shows for a file whose window holds `value`. */
async function shown(root: string, value: string, path = `${ITEM}/index.md`) {
  const { messages } = await remark()
    .use(sanshenRules, { root, now: () => at })
    .process({ cwd: root, path: join(root, path), value });
  return messages;
}

describe('the rules in an editor', () => {
  it('find what `sanshen check` finds, at the same places', async () => {
    const example = { body: '联系电话：13800138000，<b>请注意。\n', files: { 'street.jpg': 'jpeg-gps' } } as const;
    const root = repository(example);
    const { result } = await check({ root, items: [], at });
    const told = await shown(root, textOf(example));
    expect(told.map(({ ruleId, line, column }) => [ruleId, line, column])).toEqual(
      result.items[0]?.findings.map(({ rule, line, column }) => [rule, line, column]),
    );
    expect(told.find(({ ruleId }) => ruleId === 'pii/phone')).toMatchObject({ source: 'sanshen', fatal: true, line: 13, note: '第五条' });
    expect(told.find(({ ruleId }) => ruleId === 'img/exif-gps')?.reason).toMatch(/^（street\.jpg）/);
  });

  it('look at the window, saved or not', async () => {
    const root = repository({});
    expect(await shown(root, textOf({}))).toEqual([]);
    expect((await shown(root, textOf({ body: '联系电话：13800138000，请市民朋友拨打。\n' }))).map(({ ruleId }) => ruleId)).toContain(
      'pii/phone',
    );
  });

  it('say nothing of what is waived, and nothing of other files', async () => {
    const waivers = [{ rule: 'pii/phone', match: '13800138000', reason: '本人书面同意公开此号码' }];
    const body = '联系电话：13800138000，请市民朋友拨打。\n';
    const root = repository({});
    expect((await shown(root, textOf({ body, frontMatter: { waivers } }))).map(({ ruleId }) => ruleId)).not.toContain('pii/phone');
    expect(await shown(root, body, 'README.md')).toEqual([]);
    expect(await shown(root, body, `${ITEM}/notes.md`)).toEqual([]);
  });
});
