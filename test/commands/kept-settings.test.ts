import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { keptSettings } from '#pipeline/commands/kept-settings.ts';
import { allSettingsAt } from '#pipeline/commands/settings-at.ts';
import { workTreeSource } from '#pipeline/forge/content-source.ts';
import { ORGANISATION } from '../check/example-item.ts';
import { folderOf } from '../folder.ts';

const POLICY = 'freshness: {holidays: extended}\nseverities: {text/concise: off}\n';
const files = () => ({
  '.git/HEAD': 'ref: refs/heads/main\n',
  'content/organisation.yml': stringify(ORGANISATION),
  'content/policy.yml': POLICY,
  'content/terms/holidays.yml': 'holidays:\n  - {name: 国庆节, from: 2026-10-01, to: 2026-10-07, workdays: [2026-10-10]}\n',
  'content/terms/laws.yml': 'as_of: 2026-11-01\nlaws:\n  - {title: 中华人民共和国示例法, from: 2020-01-01}\n',
});
const KEPT = '.git/sanshen-settings.json';

/** The settings of a folder, and whether they had to be read. */
async function settingsOf(root: string) {
  const kept = keptSettings(root);
  let read = false;
  const settings = await allSettingsAt(workTreeSource(root), {
    of: (texts, reader) =>
      kept.of(texts, (given) => {
        read = true;
        return reader(given);
      }),
  });
  return { settings, read };
}

describe('settings kept in a clone', () => {
  it('are read once, and say the same afterwards', async () => {
    const root = folderOf(files());
    const plain = await allSettingsAt(workTreeSource(root));
    expect(plain.holidays).toContain('2026-10-07');
    expect(await settingsOf(root)).toStrictEqual({ settings: plain, read: true });
    expect(await settingsOf(root)).toStrictEqual({ settings: plain, read: false });
  });

  it.each<[string, string, string]>([
    ['a word of the policy', 'content/policy.yml', POLICY.replace('off', 'info')],
    ['a list that was empty', 'content/terms/screen.yml', 'screen: []\n'],
    ['a comment', 'content/organisation.yml', `# 说明\n${stringify(ORGANISATION)}`],
    ['what is kept of them', KEPT, '{"key":"0","settings":{}}'],
    ['what is kept of them, so that nothing can be read', KEPT, '{"key":'],
  ])('are read again after a change of %s', async (_, file, text) => {
    const root = folderOf(files());
    await settingsOf(root);
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), text);
    expect(await settingsOf(root)).toStrictEqual({ settings: await allSettingsAt(workTreeSource(root)), read: true });
  });

  it('are never kept when something is wrong with them, nor outside a clone', async () => {
    const wrong = folderOf({ ...files(), 'content/policy.yml': 'branch: 7\n' });
    await expect(settingsOf(wrong)).rejects.toMatchObject({ code: 'policy/malformed' });
    expect(existsSync(join(wrong, KEPT))).toBe(false);
    const { '.git/HEAD': _, ...plain } = files();
    const linked = folderOf({ ...plain, '.git': 'gitdir: ../other/.git/worktrees/one\n' });
    expect((await settingsOf(linked)).read).toBe(true);
    expect(readFileSync(join(linked, '.git'), 'utf8')).toMatch(/^gitdir/);
  });
});
