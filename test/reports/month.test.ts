import { expect, it } from 'vitest';
import { gatherRecords } from '#pipeline/reports/statistics/gather.ts';
import { keepMonth } from '#pipeline/reports/statistics/month.ts';
import { FOLDER, itemText, startBureau } from '../bureau.ts';

const DECEMBER = '2026-12-01T00:30:00+08:00';
const NOVEMBER = { from: '2026-11-01', to: '2026-11-30' };
const OTHER = 'content/items/wucheng/2026-11-23-other/index.md';

it('what nobody approved is kept once a month, signed and without its name, and counts when the forge has forgotten it', async () => {
  const bureau = await startBureau();
  await bureau.publish({ [`${FOLDER}/index.md`]: itemText() });
  await bureau.approve();
  const returned = await bureau.publish({ [OTHER]: itemText({ title: '退回的一条' }) }, { reviewers: [], merge: false });
  await bureau.world.review('zhengsi', returned.number, 'REQUEST_CHANGES');
  const publisher = { ...(await bureau.publisher()), now: async () => DECEMBER };
  expect([await keepMonth(publisher), await keepMonth(publisher)]).toEqual(['2026-11', null]);
  expect((await bureau.verify()).problems).toEqual([]);

  const head = (await publisher.store.head()) as string;
  const kept = Buffer.from((await publisher.store.readAt(head, 'figures/2026-11.json')) ?? []).toString('utf8');
  expect(kept).not.toMatch(/退回的一条|2026-11-23-other/);
  const { records, missing } = await gatherRecords(
    { store: publisher.store, head, forge: null, now: DECEMBER, note: () => undefined },
    NOVEMBER,
  );
  expect(missing).toBeNull();
  expect(records.map(({ item, outcome, returned: by }) => [item, outcome, by.map(({ level, person }) => `${level} ${person}`)])).toEqual([
    ['wucheng/2026-11-23-street', 'open', []],
    [null, 'returned', ['2 zhengsi']],
  ]);
});

it('a month’s file that was altered, or put in another month’s place, is found', async () => {
  const bureau = await startBureau();
  const publisher = { ...(await bureau.publisher()), now: async () => DECEMBER };
  await keepMonth(publisher);
  const head = (await publisher.store.head()) as string;
  const bytes = (await publisher.store.readAt(head, 'figures/2026-11.json')) as Uint8Array;
  const altered = Buffer.from(Buffer.from(bytes).toString('utf8').replace('"submissions":[]', '"submissions":[1]'));
  const files = [
    { path: 'figures/2026-10.json', bytes },
    { path: 'figures/2026-09.json', bytes: altered },
  ];
  await publisher.store.append(head, files, '改过的', DECEMBER);
  const { problems } = await bureau.verify();
  expect(problems.map(({ event }) => event)).toEqual(['figures/2026-09.json', 'figures/2026-10.json']);
});
