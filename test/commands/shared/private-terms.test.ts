import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { command } from '#pipeline/commands/check.ts';
import { withPrivateTerms } from '#pipeline/commands/shared/settings-at.ts';
import { NO_TERMS } from '#pipeline/organisation/terms.ts';
import { ORGANISATION, textOf } from '../../check/example-item.ts';
import { folderOf } from '../../folder.ts';
import { smallJpeg } from '../../jpeg-fixture.ts';
import { commandContext } from '../context.ts';

const ITEM = 'content/items/wucheng/2026-11-23-dianpu';
const LIST = 'screen:\n  - {kind: 9, words: [示例密词], ask: 不能说的话}\n';
const files = {
  'content/organisation.yml': stringify(ORGANISATION),
  'content/policy.yml': '',
  [`${ITEM}/index.md`]: textOf({ body: '队员们说起示例密词，又说起示例密词。\n' }),
  [`${ITEM}/cover.jpg`]: smallJpeg(),
};

describe('a private list of terms', () => {
  it.each([
    ['an option', (list: string) => ({ options: { 'private-terms': list } })],
    ['the environment', (list: string) => ({ env: { SANSHEN_PRIVATE_TERMS: list } })],
  ])('named by %s gives prompts, and no word of it comes out in any format', async (_how, part) => {
    const root = folderOf(files);
    const list = join(folderOf({ 'own.yml': LIST }), 'own.yml');
    for (const format of command.formats) {
      const { json, text } = await command.run(commandContext({ root, at: '2026-11-24T12:00:00+08:00', format, ...part(list) }));
      expect(JSON.stringify(json)).toContain('prohib/screen');
      expect(JSON.stringify([json, text])).not.toMatch(/密词|不能说的话/);
    }
  });

  it('may hold back an item for a word, which comes out in no format either', async () => {
    const root = folderOf(files);
    const list = join(folderOf({ 'own.yml': LIST.replace('ask:', 'tier: 1, ask:') }), 'own.yml');
    for (const format of command.formats) {
      const context = commandContext({ root, at: '2026-11-24T12:00:00+08:00', format, options: { 'private-terms': list } });
      const { exitCode, json, text } = await command.run(context);
      expect([exitCode, JSON.stringify(json)]).toEqual([1, expect.stringContaining('prohib/banned-term')]);
      expect(JSON.stringify([json, text])).not.toMatch(/密词|不能说的话/);
    }
  });

  it('is added to the list of the repository', async () => {
    const own = { kind: 1, words: ['示例词'], allow: [], ask: '示例' };
    const list = join(folderOf({ 'own.yml': `\uFEFF${LIST}` }), 'own.yml');
    expect((await withPrivateTerms({ ...NO_TERMS, screen: [own] }, list)).screen.map(({ kind }) => kind)).toEqual([1, 9]);
  });

  it.each([undefined, '', '  '])('that isn’t named (%j) changes nothing', async (file) =>
    expect(await withPrivateTerms(NO_TERMS, file)).toBe(NO_TERMS),
  );

  it('that isn’t there is a failure of the tool', () =>
    expect(withPrivateTerms(NO_TERMS, '/nonexistent/own.yml')).rejects.toMatchObject({ code: 'terms/private', exitCode: 2 }));
});
