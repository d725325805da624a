import { describe, expect, it } from 'vitest';
import { write } from '#pipeline/ledger/ledger.ts';
import type { StoredArticle } from '#pipeline/sandbox/wechat/state.ts';
import { ledgerOf, quiet, release, runOnce } from '../../world.ts';
import { ALL, itemOf, messageWorld, runs, statesNow, titleOf, titles } from './message-world.ts';

describe('items of a day as one WeChat message, by the engine and the adapter', () => {
  it('go out together in the order of signing; each is confirmed at its own address', async () => {
    const { world, stage } = await messageWorld();
    const run = await runOnce(world);
    expect(run?.alerts).toEqual([]);
    expect(titles(stage)).toEqual(ALL);
    expect(new Set(stage.server.articles().map(({ id }) => id)).size).toBe(1);
    expect(await statesNow(world)).toEqual(['confirmed', 'confirmed', 'confirmed']);
    await runs(world, 2);
    expect(titles(stage)).toEqual(ALL);
  });

  it('of which WeChat’s review refuses one: the next run sends the others, and a person is told of the one', async () => {
    const judge = ({ title }: StoredArticle): 0 | 4 => (title === titleOf('b') ? 4 : 0);
    const { world, stage } = await messageWorld({}, { judge });
    await runs(world, 3);
    expect(titles(stage)).toEqual([titleOf('a'), titleOf('c')]);
    expect(await statesNow(world)).toEqual(['confirmed', 'needs-human', 'confirmed']);
    expect(stage.server.drafts()).toEqual([]);
  });

  it('that WeChat refuses without naming one go out one by one in the next run', async () => {
    const judge = ({ title }: StoredArticle): 0 | 3 => (title === titleOf('b') ? 3 : 0);
    const { world, stage } = await messageWorld({}, { judge });
    await runs(world, 3);
    expect(titles(stage).sort()).toEqual([titleOf('a'), titleOf('c')]);
    expect(new Set(stage.server.articles().map(({ id }) => id)).size).toBe(2);
    expect(await statesNow(world)).toEqual(['confirmed', 'needs-human', 'confirmed']);
  });

  it('get a new draft without the one that is withdrawn while a person is to press the button', async () => {
    const { world, stage } = await messageWorld({ mode: 'draft' });
    await runOnce(world);
    expect(stage.server.drafts()).toMatchObject([{ titles: ALL }]);
    await write(
      world.store,
      await ledgerOf(world),
      [release(itemOf('b'), 'wechat', 'withdraw-intent')],
      '撤下',
      '2026-11-24T10:00:30+08:00',
    );
    const told = await runs(world, 1);
    expect(stage.server.drafts()).toMatchObject([{ titles: [titleOf('a'), titleOf('c')] }]);
    expect(await statesNow(world)).toEqual(['sent', 'withdrawn', 'sent']);
    expect(told).toEqual(expect.arrayContaining([itemOf('a'), itemOf('c')]));
  });

  it('are sent by 群发 in one message; what finds the day’s messages used up waits for the next day’s time', async () => {
    const { world, stage } = await messageWorld({ mode: 'mass' }, { massesADay: 0 });
    const first = await runOnce(world);
    expect([...new Set(first?.alerts.map(({ code }) => code))]).toEqual(['wechat/45028']);
    expect(await statesNow(world)).toEqual(['failed', 'failed', 'failed']);
    expect(titles(stage)).toEqual([]);
    const other = await messageWorld({ mode: 'mass' }, { massesADay: 1 });
    await runOnce(other.world);
    expect(titles(other.stage)).toEqual(ALL);
    expect(await statesNow(other.world)).toEqual(['sent', 'sent', 'sent']);
  });

  it('of a 群发 whose draft is ready leave out the one that is held by then: the others get a new draft, and it goes out later', async () => {
    const { world, stage } = await messageWorld({ mode: 'mass' }, { massesADay: 9 });
    let held = false;
    const { sendTogether } = world.platforms.wechat;
    world.platforms.wechat.sendTogether = async (orders) => {
      held = true;
      return (await sendTogether?.(orders)) ?? [];
    };
    world.blocked = async (_ledger, { item }) => (held && item === itemOf('b') ? quiet : null);
    await runOnce(world);
    expect(titles(stage)).toEqual([titleOf('a'), titleOf('c')]);
    world.blocked = async () => null;
    await runs(world, 2);
    expect(titles(stage).sort()).toEqual(ALL);
    expect(await statesNow(world)).toEqual(['sent', 'sent', 'sent']);
    expect(stage.server.drafts()).toEqual([]);
  });
});
