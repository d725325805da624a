import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command, previewSummary } from '#pipeline/commands/preview.ts';
import { readItem } from '#pipeline/item/item.ts';
import { readOrganisation, readPolicy } from '#pipeline/organisation/read-settings.ts';
import { firstSample } from '#pipeline/sandbox/samples.ts';
import { git } from '../contracts/repository.ts';
import { folderOf } from '../folder.ts';
import { smallJpeg } from '../jpeg-fixture.ts';
import { commandContext } from './context.ts';

const sample = firstSample('2026-11-24T10:00:00+08:00');

function repository(): string {
  return folderOf({
    'content/organisation.yml': readFileSync('content/organisation.yml', 'utf8'),
    [`${sample.path}/index.md`]: sample.versions.at(-1)?.text ?? '',
    [`${sample.path}/street.jpg`]: smallJpeg(),
  });
}

describe('preview', () => {
  it('writes one page beside the content, or wherever it is told', async () => {
    const root = repository();
    const elsewhere = join(folderOf({}), 'page.html');
    const beside = await command.run(commandContext({ root, operands: [sample.path] }));
    expect(beside).toMatchObject({ exitCode: 0, json: { version: 1, file: join(root, 'preview.html') } });
    const told = await command.run(commandContext({ root, operands: [sample.path], options: { out: elsewhere } }));
    expect(told).toMatchObject({ exitCode: 0, json: { file: elsewhere } });
    expect(readFileSync(elsewhere, 'utf8')).toBe(readFileSync(join(root, 'preview.html'), 'utf8'));
  });

  it('says in one sentence that it can’t write there', async () => {
    const root = repository();
    const out = join(root, 'nowhere', 'page.html');
    await expect(command.run(commandContext({ root, operands: [sample.path], options: { out } }))).rejects.toMatchObject({
      code: 'preview/write',
      exitCode: 2,
    });
    expect(existsSync(out)).toBe(false);
  });
});

describe('preview of what a commit changes', () => {
  const other = 'content/items/jindong/2026-11-22-other';
  const broken = 'content/items/jindong/2026-11-21-broken';
  const text = sample.versions.at(-1)?.text ?? '';
  const hostile = text
    .replace(/^title: .*$/m, 'title: "<img src=x> [x](javascript:1) | ``` 标题"')
    .replace(/^---\n([\s\S]*?)\n---\n/m, '$&\n段落 ````\n\n');

  function changedRepository(): { root: string; head: string; summary: string } {
    const root = repository();
    git(root, 'init', '--quiet', '--initial-branch', 'main');
    git(root, 'add', '--all');
    git(root, 'commit', '--quiet', '--message', '示例');
    git(root, 'checkout', '--quiet', '-b', 'submit');
    for (const [path, bytes] of [
      [`${other}/index.md`, hostile],
      [`${other}/street.jpg`, smallJpeg()],
      [`${broken}/index.md`, '不是信息'],
    ] as const) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), bytes);
    }
    git(root, 'add', '--all');
    git(root, 'commit', '--quiet', '--message', '报送');
    return { root, head: git(root, 'rev-parse', 'HEAD'), summary: join(folderOf({}), 'summary.md') };
  }

  it('is one page an item in a folder, and the same as text on the page of the run', async () => {
    const { root, head, summary } = changedRepository();
    const output = join(dirname(summary), 'output');
    const env = { GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: output };
    const shown = await command.run(commandContext({ root, env, options: { base: 'main', rev: head } }));
    const file = join(root, 'preview', 'jindong_2026-11-22-other.html');
    expect(shown).toMatchObject({
      exitCode: 0,
      json: { version: 1, items: [{ item: 'jindong/2026-11-22-other', file }], unreadable: [broken] },
      text: expect.stringContaining(`${broken}　还看不了`),
    });
    expect(readFileSync(file, 'utf8')).toContain('预览 · 未发布');
    expect(readFileSync(output, 'utf8')).toBe(`page=${file}\n`);
    const told = readFileSync(summary, 'utf8');
    for (const face of ['### 网站', '### 微信', '### 微博']) expect(told).toContain(face);
    expect(told).toContain('| 微信标题 | 38 | 32 | ✗ 超出 |');
    expect(told).not.toMatch(/(?<!\\)<img|(?<!\\)\]\(javascript/);
    const seen = async (operand: string) => {
      const out = join(root, 'seen.html');
      await command.run(commandContext({ root, operands: [operand], options: { rev: head, seen: 'main', out } }));
      return readFileSync(out, 'utf8');
    };
    expect(await seen(sample.path)).toContain('与您上次看过的版本相同');
    expect(await seen(other)).toContain('与您上次看过的版本：改了 2 处');
    // Marks of the text close no fence.
    expect(told.match(/^`{3,}(?=text$)/gm)).toEqual(['`````', '`````', '```']);
    expect(told.match(/^`{3,}$/gm)).toEqual(['`````', '`````', '```']);
  });

  it('asks for both versions and no item, and shows nothing where nothing changed', async () => {
    const { root, head, summary } = changedRepository();
    const env = { GITHUB_STEP_SUMMARY: summary };
    for (const [operands, options] of [
      [[], { base: 'main' }],
      [[sample.path], { base: 'main', rev: head }],
      [[], { base: 'main', rev: head, seen: 'main' }],
    ] as const)
      await expect(command.run(commandContext({ root, env, operands: [...operands], options }))).rejects.toMatchObject({
        code: 'usage/preview',
        exitCode: 2,
      });
    expect(await command.run(commandContext({ root, env, options: { base: 'submit', rev: head } }))).toMatchObject({
      exitCode: 0,
      text: '没有改动信息。',
    });
    expect(existsSync(summary)).toBe(false);
    writeFileSync(join(root, 'taken'), '');
    await expect(command.run(commandContext({ root, options: { base: 'main', rev: head, out: 'taken' } }))).rejects.toMatchObject({
      code: 'preview/write',
    });
  });

  it('keeps the run’s page below one MiB, however much there is', () => {
    const file = (path: string, bytes: Uint8Array) => ({ path, mode: '100644', id: '0'.repeat(40), bytes });
    const { item } = readItem({
      path: sample.path,
      files: [file('index.md', Buffer.from(`${text}\n${'很长的正文。'.repeat(12_000)}\n`)), file('street.jpg', smallJpeg())],
    });
    const settings = { organisation: readOrganisation(readFileSync('content/organisation.yml', 'utf8'), 'x'), policy: readPolicy('', 'x') };
    expect(item).not.toBeNull();
    if (item) expect(Buffer.byteLength(previewSummary(item, settings))).toBeLessThan(900_000);
  });
});
