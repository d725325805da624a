import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check } from '#pipeline/commands/check.ts';
import { command } from '#pipeline/commands/new.ts';
import { folderOf } from '../folder.ts';
import { smallJpeg } from '../jpeg-fixture.ts';
import { commandContext } from './context.ts';

const SETTINGS = {
  'content/organisation.yml': readFileSync(join(import.meta.dirname, '../../content/organisation.yml'), 'utf8'),
  'content/policy.yml': readFileSync(join(import.meta.dirname, '../../content/policy.yml'), 'utf8'),
};
const AT = '2026-11-24T10:00:00+08:00';
const BODY =
  '11月23日上午，婺城分局组织执法队员开展沿街店铺专项整治，劝导占道经营86起，清理乱堆放41处，回访商户120家，发放告知书120份，商户普遍表示理解和支持。';

/** Answers in their order; the end of the list is the end of the input. */
function answering(answers: readonly string[]): { ask: (question: string) => Promise<string | null>; asked: string[]; told: string[] } {
  const [rest, asked, told]: [string[], string[], string[]] = [[...answers], [], []];
  return {
    asked,
    told,
    ask: async (question) => {
      asked.push(question);
      return rest.shift() ?? null;
    },
  };
}

const head = (template: string): string[] => [template, 'wucheng', '李四', '婺城分局开展沿街店铺专项整治'];
const tail = (...more: string[]): string[] => ['2026-11-23', '网站 微博', '婺城分局劝导占道经营86起。', '周一', ...more, '', BODY, ''];

async function made(answers: readonly string[], files: Record<string, string | Uint8Array> = {}) {
  const root = folderOf({ ...SETTINGS, ...files });
  const { ask, told } = answering(answers);
  const context = commandContext({ root, at: AT, ask, note: (line) => told.push(line) });
  const result = (await command.run(context)).json as { item: { id: string; path: string; missing: string[] } };
  return { ...result.item, root, told };
}

async function findings(root: string, id: string): Promise<string[]> {
  const { result } = await check({ root, items: [id], at: AT });
  return result.items.flatMap((item) =>
    item.findings.filter(({ severity }) => severity !== 'info').map(({ rule, message }) => `${rule} ${message}`),
  );
}

describe('new', () => {
  it.each([
    ['动态', []],
    ['通告', []],
    ['处罚公开', ['1']],
    ['转发', ['示例市人民政府', 'https://www.example.gov.cn/1.html', '2026-11-23']],
  ])('makes an item of the template %s that the checks accept', async (template, more) => {
    const { root, id, missing } = await made([...head(template), ...tail(...more)]);
    expect([missing, await findings(root, id)]).toEqual([[], []]);
  });

  it('asks for a picture and what it shows where the item goes to WeChat', async () => {
    const answers = [
      ...head('1'),
      '2026-11-23',
      '微信、网站',
      '婺城分局劝导占道经营86起。',
      '周一',
      '',
      'a.png',
      'street.jpg',
      '执法队员向店主讲解',
      '',
      BODY,
      '',
    ];
    const { root, id, told, path } = await made(answers, { 'street.jpg': smallJpeg() });
    expect(await findings(root, id)).toEqual([]);
    expect(told).toHaveLength(2);
    expect(readFileSync(join(root, path, 'index.md'), 'utf8')).toContain('![执法队员向店主讲解](picture-1.jpg)');
  });

  it('asks again until an answer will do, and never takes the submitter for the secrecy reviewer', async () => {
    const wrong = [
      '没有',
      '动态',
      '没有',
      'wucheng',
      '没有',
      '李四',
      '',
      '标题',
      '明天',
      '2026-12-01',
      '2026-11-23',
      '抖音',
      '网站',
      '摘要一句。',
      '李四',
      '周一',
    ];
    const { told } = await made([...wrong, '', '', BODY, '']);
    expect(told).toHaveLength(9);
  });

  it('writes nothing where the answers end early', async () => {
    const root = folderOf(SETTINGS);
    const { ask } = answering(head('动态'));
    await expect(command.run(commandContext({ root, at: AT, ask }))).rejects.toMatchObject({ code: 'usage/ended', exitCode: 2 });
  });

  it('says what to do where there is no terminal', async () => {
    const run = command.run(commandContext({ root: folderOf(SETTINGS), at: AT }));
    await expect(run).rejects.toMatchObject({ code: 'usage/terminal', exitCode: 2 });
  });
});
