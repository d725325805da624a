import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command, render } from '#pipeline/commands/render.ts';
import { openGit } from '#pipeline/forge/git/git.ts';
import { runGit } from '#pipeline/forge/git/git-process.ts';
import { firstSample } from '#pipeline/sandbox/samples.ts';
import { folderOf } from '../folder.ts';
import { smallJpeg } from '../jpeg-fixture.ts';

const sample = firstSample('2026-11-24T10:00:00+08:00');
const [first = '', last = ''] = sample.versions.map(({ text }) => text);
const id = 'wucheng/2026-11-23-dianpu';

function repository(text = last): { root: string; files: Record<string, string | Uint8Array> } {
  const files = {
    'content/organisation.yml': readFileSync('content/organisation.yml', 'utf8'),
    'content/policy.yml': 'site: {url: https://xzzfj.example.gov.cn}\n',
    [`${sample.path}/index.md`]: text,
    [`${sample.path}/street.jpg`]: smallJpeg(),
  };
  return { root: folderOf(files), files };
}

const neverCalled = (): never => {
  throw new Error('render calls no other command');
};

function run(root: string, operands: string[], options: Record<string, string> = {}) {
  return command.run({ root, at: null, format: 'json', operands, options, env: {}, note: () => {}, call: neverCalled });
}

describe('render', () => {
  it.each([[id], [sample.path], [`${sample.path}/`], [`./${sample.path}/index.md`]])('takes %s for the item', async (operand) => {
    const { root } = repository();
    const result = await run(root, [operand], { channel: 'weibo' });
    expect(result).toMatchObject({ exitCode: 0, json: { version: 1, item: id, channel: 'weibo' } });
    expect(await run(root, [join(root, sample.path)], { channel: 'weibo' })).toEqual(result);
  });

  it('gives people what they need to see, and what would be sent word for word', async () => {
    const { text, json } = await run(repository().root, [id], { channel: 'wechat' });
    const { content, digest } = json as { content: string; digest: string };
    expect(text).toContain('渠道　微信\n标题　婺城分局开展冬季沿街店铺专项整治，三天劝导占道经营八十六起\n作者　婺城分局\n');
    expect(text).toContain('微信标题 29 / 32');
    expect(text).toContain('变化　1 条外部链接改为文末注释〔1〕；');
    expect(text.endsWith(`校验　${digest}\n\n${content}`)).toBe(true);
  });

  it('gives the same payload from the work tree and from the commit, and keeps to the commit it is told', async () => {
    const { root, files } = repository();
    await runGit(root, ['init', '-q', '-b', 'main']);
    const git = await openGit(root);
    const list = (text: string) =>
      Object.entries({ ...files, [`${sample.path}/index.md`]: text }).map(([path, bytes]) => ({ path, bytes }));
    const before = await git.commitFiles(null, list(first), 'first', '2026-11-24T10:00:00+08:00');
    const after = await git.commitFiles(before, list(last), 'second', '2026-11-24T11:00:00+08:00');
    git.close();
    const workTree = await render({ root, item: id, channel: 'website' });
    expect(await render({ root, item: id, channel: 'website', rev: after })).toEqual(workTree);
    expect((await render({ root, item: id, channel: 'website', rev: before })).content).toContain('可拨打13800138000反映');
    await expect(render({ root, item: id, channel: 'website', rev: 'nowhere' })).rejects.toMatchObject({
      code: 'git/no-revision',
      exitCode: 2,
    });
  });

  it.each([
    [[], { channel: 'weibo' }, 'usage/item'],
    [[id, id], { channel: 'weibo' }, 'usage/item'],
    [['../../etc'], { channel: 'weibo' }, 'usage/item'],
    [[id], {}, 'usage/channel'],
    [[id], { channel: 'douyin' }, 'usage/channel'],
    [['wucheng/2026-11-23-other'], { channel: 'weibo' }, 'item/not-found'],
  ] as [string[], Record<string, string>, string][])('refuses %j %j with %s', (operands, options, code) =>
    expect(run(repository().root, operands, options)).rejects.toMatchObject({ code, exitCode: 2 }),
  );

  it('ends with 1 and the place for an item that cannot be read', async () => {
    const { root } = repository('---\ntitle: 只有标题\n---\n正文\n');
    await expect(run(root, [id], { channel: 'weibo' })).rejects.toMatchObject({
      code: 'E_KEY_MISSING',
      exitCode: 1,
      place: `${sample.path}/index.md:1`,
    });
  });

  it('says what is missing where there is no organisation', async () => {
    const root = folderOf({ [`${sample.path}/index.md`]: last });
    await expect(run(root, [id], { channel: 'weibo' })).rejects.toMatchObject({ code: 'organisation/missing', exitCode: 2 });
  });
});
