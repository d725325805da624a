import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check } from '#pipeline/commands/check.ts';
import { command } from '#pipeline/commands/intake.ts';
import { folderOf } from '../folder.ts';
import { par, run, wordFile } from '../intake/word/word-file.ts';
import { smallJpeg } from '../jpeg-fixture.ts';
import { commandContext } from './context.ts';

const SETTINGS = {
  'content/organisation.yml': readFileSync(join(import.meta.dirname, '../../content/organisation.yml'), 'utf8'),
  'content/policy.yml': readFileSync(join(import.meta.dirname, '../../content/policy.yml'), 'utf8'),
};
const AT = '2026-11-24T10:00:00+08:00';
const STORY = '婺城分局开展沿街店铺专项整治\n11月23日上午，婺城分局组织执法队员开展专项整治，劝导占道经营86起，清理乱堆放41处。\n';

interface Json {
  items: { id: string; path: string; missing: string[]; report: { kind: string }[] }[];
  refused: { file: string; code: string; message: string }[];
  error?: { code: string };
}

async function taken(
  files: Record<string, string | Uint8Array>,
  operands: string[],
  options: Record<string, string> = { unit: 'wucheng' },
) {
  const [root, sent] = [folderOf(SETTINGS), folderOf(files)];
  const run = () => command.run(commandContext({ root, at: AT, operands: operands.map((name) => join(sent, name)), options }));
  const { exitCode, json, text } = await run();
  return { root, exitCode, text, json: json as Json, again: run };
}

const itemsIn = (root: string): string[] => {
  const units = join(root, 'content/items');
  return existsSync(units) ? readdirSync(units, { recursive: true, encoding: 'utf8' }).sort() : [];
};

describe('intake', () => {
  it('takes over what a later file of the same text settles, and keeps what was filled in meanwhile', async () => {
    const word = (look: string) =>
      wordFile({
        body: STORY.trim()
          .split('\n')
          .map((line) => par(run(line, look)))
          .join(''),
      });
    const { root, json } = await taken({ 'a.docx': word('<w:b/><w:rPrChange w:id="1"/>') }, ['a.docx']);
    const path = join(root, json.items[0]?.path ?? '', 'index.md');
    expect(readFileSync(path, 'utf8')).toContain('unsettled');
    writeFileSync(path, readFileSync(path, 'utf8').replace('category: 待填', 'category: 工作动态'));
    const accepted = join(folderOf({ 'a.docx': word('<w:b/>') }), 'a.docx');
    const again = () => command.run(commandContext({ root, at: AT, operands: [accepted], options: { unit: 'wucheng' } }));
    expect((await again()).exitCode).toBe(1);
    expect(readFileSync(path, 'utf8')).toContain('category: 工作动态');
    expect(readFileSync(path, 'utf8')).not.toContain('unsettled');
    expect((await again()).json).toMatchObject({ refused: [{ code: 'intake/exists' }] });
  });

  it('makes an item’s folder of a text and its pictures, says what is missing, and ends with 1', async () => {
    const { root, exitCode, json, text } = await taken({ 'in/稿.txt': STORY, 'in/街面.jpg': smallJpeg() }, ['in'], {
      unit: 'wucheng',
      submitter: '李四',
    });
    expect(exitCode).toBe(1);
    expect(json.items).toEqual([
      {
        id: expect.stringMatching(/^wucheng\/2026-11-23-[0-9a-f]{8}$/),
        path: expect.stringMatching(/^content\/items\/wucheng\/2026-11-23-/),
        missing: ['category', 'caption:picture-1.jpg', 'channels', 'secrecy_review'],
        report: [],
      },
    ]);
    expect(readdirSync(join(root, json.items[0]?.path ?? '')).sort()).toEqual(['index.md', 'picture-1.jpg']);
    expect(text).toContain('1. 信息类别（category）：业务宣传');
    expect(itemsIn(root).filter((name) => name.includes('.intake'))).toEqual([]);
  });

  it('makes what the checks refuse for nothing but what is to be filled in', async () => {
    const { root, json } = await taken({ 'a.txt': STORY }, ['a.txt']);
    const { result } = await check({ root, items: [json.items[0]?.id ?? ''], at: AT });
    const told = result.items.flatMap(({ findings }) =>
      findings.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    );
    expect(told.every((message) => message.startsWith('还没有填'))).toBe(true);
    expect(told.length).toBeGreaterThan(0);
  });

  it('never writes over a folder that is there', async () => {
    const { root, json, again } = await taken({ 'a.txt': STORY }, ['a.txt']);
    const before = readFileSync(join(root, json.items[0]?.path ?? '', 'index.md'), 'utf8');
    const { exitCode, json: second } = (await again()) as { exitCode: number; json: Json };
    expect([exitCode, second.items, second.refused.map(({ code }) => code), second.error?.code]).toEqual([
      2,
      [],
      ['intake/exists'],
      'intake/exists',
    ]);
    expect(readFileSync(join(root, json.items[0]?.path ?? '', 'index.md'), 'utf8')).toBe(before);
  });

  it('writes below another folder where one is named', async () => {
    const out = folderOf({});
    const { root, json } = await taken({ 'a.txt': STORY }, ['a.txt'], { unit: 'wucheng', out });
    expect([itemsIn(root), existsSync(join(json.items[0]?.path ?? '', 'index.md'))]).toEqual([[], true]);
  });

  it('says what it can’t write, and what it has written beside', async () => {
    const out = folderOf({ 'content/items/wucheng/2026-11-23-62562ab4': 'a file in its place' });
    const { json } = await taken({ 'a.txt': STORY }, ['a.txt'], {
      unit: 'wucheng',
      out: join(out, 'content/items/wucheng/2026-11-23-62562ab4'),
    });
    expect([json.items, json.error?.code]).toEqual([[], 'intake/unwritable']);
  });

  it('leaves nothing of an item behind that is broken off while it is written', () => {
    const out = folderOf({});
    const program = `import { writeItem } from ${JSON.stringify(join(import.meta.dirname, '../../pipeline/intake/write-item.ts'))};
      const late = { path: 'b', get bytes() { process.kill(process.pid, 'SIGINT'); return Buffer.alloc(1e7); } };
      await writeItem(${JSON.stringify(out)}, 'content/items/wucheng/x', [{ path: 'a', bytes: Buffer.from('a') }, late, late]);`;
    const { signal } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program]);
    expect([signal, readdirSync(join(out, 'content/items/wucheng'))]).toEqual(['SIGINT', []]);
  });

  it('ends with 2 and leaves nothing behind where nothing could be taken', async () => {
    const { root, exitCode, json } = await taken({ 'a.txt': `秘密★1年\n${STORY}` }, ['a.txt']);
    expect([exitCode, json.items, json.error?.code, itemsIn(root)]).toEqual([2, [], 'intake/secret', []]);
  });

  it('takes what it can, tells the rest, and ends with 1', async () => {
    const { exitCode, json } = await taken({ 'in/a.txt': STORY, 'in/~$a.docx': 'x' }, ['in']);
    expect([exitCode, json.items.length, json.refused.map(({ code }) => code)]).toEqual([1, 1, ['intake/lock-file']]);
  });

  it.each([
    ['usage/file', [], { unit: 'wucheng' }],
    ['usage/file', ['nothing.txt'], { unit: 'wucheng' }],
    ['usage/unit', ['a.txt'], { unit: 'nowhere' }],
    ['usage/submitter', ['a.txt'], { unit: 'wucheng', submitter: '没有' }],
  ])('says what is wrong with its words: %s', async (code, operands, options) => {
    await expect(taken({ 'a.txt': STORY }, operands, options)).rejects.toMatchObject({ code, exitCode: 2 });
  });
});
