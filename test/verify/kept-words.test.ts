import { describe, expect, it } from 'vitest';
import { itemState } from '#pipeline/ledger/ledger.ts';
import type { ReadBack } from '#pipeline/release/channels/channel.ts';
import { differing } from '#pipeline/release/channels/outcome.ts';
import { ITEM, ledgerOf, oneItem, runOnce, statesOf, type World } from '../release/world.ts';

const QUOTES = [
  '正文文字不一致，第一处：应为“某人的住址。”，读回“别人的住址。”',
  '摘要不一致：应为“某人的摘要”，读回没有',
  '图片应为 2 张，读回 1 张',
];
const SHOWN = /某人|别人/;

const wordsOf = async (world: World): Promise<string> =>
  JSON.stringify(itemState(await ledgerOf(world), ITEM).releases.map(({ last }) => last));

describe('what differs from the approved text', () => {
  it('is quoted to people where a call has seen it, and named without a word of the text in the ledger', async () => {
    const world = await oneItem();
    world.platforms.wechat.send = async () => differing('wechat/draft-differs', QUOTES, (what) => `草稿与审定稿不同：${what}；请核对。`);
    const run = await runOnce(world);
    expect((await statesOf(world)).wechat).toBe('needs-human');
    expect(run?.alerts.find(({ channel }) => channel === 'wechat')?.message).toMatch(SHOWN);
    expect(await wordsOf(world)).toContain('草稿与审定稿不同：正文文字不一致；摘要不一致；图片应为 2 张，读回 1 张；请核对。');
    expect(await wordsOf(world)).not.toMatch(SHOWN);
  });

  it('is quoted by every run that reads it back, and never written down', async () => {
    const world = await oneItem();
    const found: ReadBack = { kind: 'present', remote: { id: 'A1', url: 'https://mp.weixin.qq.com/s/a' }, differences: QUOTES };
    world.platforms.wechat.troubles.push('lost-answer');
    world.platforms.wechat.readBack = async () => found;
    await runOnce(world);
    for (const again of [false, true]) {
      if (again) world.time += 600_000;
      const run = await runOnce(world);
      expect(run?.alerts.find(({ channel }) => channel === 'wechat')).toMatchObject({
        code: 'differs',
        message: expect.stringMatching(SHOWN),
      });
    }
    expect((await statesOf(world)).wechat).toBe('needs-human');
    expect(await wordsOf(world)).toContain('正文文字不一致；摘要不一致；图片应为 2 张，读回 1 张');
    expect(await wordsOf(world)).not.toMatch(SHOWN);
  });
});
