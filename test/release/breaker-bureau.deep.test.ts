import { describe, expect, it } from 'vitest';
import { setHold } from '#pipeline/acts/hold.ts';
import { type Bureau, itemText, startBureau } from '../bureau.ts';
import { practice } from './practice-channel.ts';

describe('the circuit breaker of a bureau', () => {
  const OPEN = 'channels: {weibo: {mode: open}}\nbreaker: {sends: 1}';
  const folder = (name: string): string => `content/items/wucheng/2026-11-23-${name}/index.md`;

  async function two(): Promise<Bureau> {
    const bureau = await startBureau({ policy: OPEN });
    for (const name of ['one', 'two']) {
      await bureau.publish({
        [folder(name)]: itemText({ title: `示例整治 ${name}`, channels: ['website', 'weibo'], body: `示例分局整治 ${name}。` }).replace(
          '示例摘要',
          `示例摘要 ${name}`,
        ),
      });
    }
    await bureau.approve();
    return bureau;
  }

  it('is lifted by the Office alone, and the ledger verifies', async () => {
    const bureau = await two();
    const orders: Parameters<typeof practice>[1] = [];
    const adapters = { website: practice('website', []), weibo: practice('weibo', orders) };
    const first = await bureau.release(adapters);
    expect(first.alerts.map(({ code }) => code)).toEqual(['breaker']);
    expect(orders).toEqual([]);
    await expect(setHold(await bureau.publisher('fengliu'), 'resume', '')).rejects.toMatchObject({ code: 'not-entitled' });
    await setHold(await bureau.publisher('zhengsi'), 'resume', '集中发布，已核对');
    expect((await bureau.release(adapters)).alerts).toEqual([]);
    expect(orders.map(({ item }) => item)).toEqual(['wucheng/2026-11-23-one', 'wucheng/2026-11-23-two']);
    expect((await bureau.verify()).problems).toEqual([]);
  });
});
