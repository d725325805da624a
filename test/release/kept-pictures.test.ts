import { describe, expect, it } from 'vitest';
import { readLedger, write } from '#pipeline/ledger/ledger.ts';
import { mediaPath, parseLedgerPath } from '#pipeline/ledger/ledger-path.ts';
import type { Upload } from '#pipeline/release/channels/channel.ts';
import { keptUploads, MOST_TIMES, pictureRecord, placeFor } from '#pipeline/release/kept-pictures.ts';
import { memoryLedger } from '../ledger/ledger-memory.ts';
import { orderOf } from './channels/orders.ts';
import { approval, ITEM } from './world.ts';

const AT = '2026-11-24T10:00:00+08:00';
const { payload } = orderOf('wechat', 'https://www.example.cn');
const CONTENT = payload.images[0]?.sha256 ?? '';
const upload = (mediaId: string, use: Upload['use'] = 'cover'): Upload => ({ sha256: CONTENT, use, url: '', mediaId });

/** A ledger of one account that learns of uploads, one after the other. */
function account(name = 'wx01') {
  const store = memoryLedger();
  return {
    async learn(one: Upload): Promise<string | null> {
      const ledger = await readLedger(store);
      const path = await placeFor(store, ledger, (again) => mediaPath(name, one.sha256, one.use, again), one);
      const records = path === null ? [] : [{ path, value: pictureRecord(one, AT) }];
      await write(store, ledger, [approval(ITEM, 1)], '登记', AT, records);
      return path;
    },
    kept: async (of = name) => keptUploads(store, of, await readLedger(store), payload),
  };
}

describe('pictures that WeChat holds', () => {
  it('are remembered once, by content and use', async () => {
    const { learn, kept } = account();
    expect(await kept()).toEqual([]);
    expect(await learn(upload('', 'body'))).toBe(`media/wechat/wx01/${CONTENT}.json`);
    expect(await learn(upload('m1'))).toBe(`media/wechat/wx01/${CONTENT}-cover.json`);
    expect(await learn(upload('m1'))).toBeNull();
    expect(await kept()).toMatchObject([{ use: 'body' }, { use: 'cover', mediaId: 'm1' }]);
  });

  it('are remembered anew when WeChat had lost one, and nothing in the ledger is changed', async () => {
    const { learn, kept } = account();
    for (let time = 1; time <= MOST_TIMES; time += 1) {
      const path = await learn(upload(`m${time}`));
      expect(path).toBe(`media/wechat/wx01/${CONTENT}-cover${time === 1 ? '' : `-${time}`}.json`);
      expect(parseLedgerPath(path ?? '')).toEqual({ type: 'media', account: 'wx01', sha256: CONTENT, use: 'cover' });
      expect(await kept()).toMatchObject([{ use: 'cover', mediaId: `m${time}` }]);
    }
    expect(await learn(upload('one more'))).toBeNull();
  });

  it('are those of the account that the policy names: another one holds none of them', async () => {
    const { learn, kept } = account();
    await learn(upload('m1'));
    expect(await kept('wx02')).toEqual([]);
  });
});
