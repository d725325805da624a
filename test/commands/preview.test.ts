import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command } from '#pipeline/commands/preview.ts';
import { firstSample } from '#pipeline/sandbox/samples.ts';
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
