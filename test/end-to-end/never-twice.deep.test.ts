import { describe, expect, it, type TestContext } from 'vitest';
import { type House, openHouse } from './house.ts';
import { until } from './programs.ts';
import { type Submission, submission } from './submission.ts';

const ONCE = { articles: 1, posts: 1 };
const CONFIRMED = ['website confirmed', 'wechat confirmed', 'weibo confirmed'];

/** A house that goes away with the test. */
async function newHouse({ onTestFinished }: TestContext): Promise<House> {
  const house = await openHouse();
  onTestFinished(() => house.close());
  return house;
}

/** Both practice platforms. */
function platformsOf({ sandbox: { wechat, weibo } }: House) {
  if (!wechat || !weibo) throw new Error('this sandbox runs no platforms of its own');
  return { wechat, weibo };
}

/** Publishes again and again until every channel of an item is confirmed; gives how many runs it took. */
async function publishUntilConfirmed(house: House, { id }: Submission): Promise<number> {
  for (let runs = 1; runs <= 4; runs += 1) {
    await house.run('publish');
    if ((await house.states(id)).every((state) => state.endsWith('confirmed'))) return runs;
  }
  throw new Error(`not confirmed: ${(await house.states(id)).join('、')}`);
}

/** One article and one post, no draft left over, a ledger that verifies, and nothing more to do. */
async function expectOnce(house: House, one: Submission): Promise<void> {
  expect(await house.states(one.id)).toEqual(CONFIRMED);
  expect(await house.seen(one.title)).toEqual(ONCE);
  expect(platformsOf(house).wechat.drafts()).toEqual([]);
  expect((await house.run('verify')).json).toMatchObject({ verified: true, problems: [] });
  expect(await house.run('publish')).toMatchObject({ code: 0, json: { approved: [], releases: [], alerts: [] } });
  expect(await house.seen(one.title)).toEqual(ONCE);
}

describe.concurrent('WeChat and Weibo turned off in the middle of a release, then publishing again, and again once they are back', () => {
  it.for([
    ['before a draft is made and before the post is there', '/cgi-bin/draft/add', 'not done'],
    ['once the publication is accepted and the post is there, before they could say so', '/cgi-bin/freepublish/submit', 'done'],
    ['while WeChat is asked what became of it', '/cgi-bin/freepublish/get', 'not done'],
  ] as const)('%s', async ([, path, when], context) => {
    const house = await newHouse(context);
    const { wechat, weibo } = platformsOf(house);
    const one = submission('guandiao', '法制处集中培训执法文书制作，四十名队员参加');
    await house.land(one);
    for (const [platform, called] of [[wechat, path] as const, [weibo, '/2/statuses/share.json'] as const]) {
      platform.faults.onCall(called, () => void platform.stop());
      if (when === 'not done') platform.faults.add({ path: called, kind: 'drop-before' });
    }
    const first = await house.run('publish');
    expect(first.code).toBe(1);
    expect([wechat.running(), weibo.running()]).toEqual([false, false]);
    expect(await house.states(one.id)).not.toEqual(CONFIRMED);
    const second = await house.run('publish');
    expect(second.code).toBe(1);
    expect(second.json).toMatchObject({ alerts: expect.arrayContaining([expect.objectContaining({ item: one.id, channel: 'wechat' })]) });
    await wechat.start();
    await weibo.start();
    await publishUntilConfirmed(house, one);
    await expectOnce(house, one);
  });
});

describe.concurrent('requests and answers that are lost on the way', () => {
  it('leave every item of the run with one article and one post', async (context) => {
    const house = await newHouse(context);
    const { wechat, weibo } = platformsOf(house);
    const items = ['a', 'b', 'c'].map((slug, index) => submission(`dishi-${slug}`, `法制处第${'一二三'[index]}批案卷评查结果，逐件讲评`));
    for (const one of items) await house.land(one);
    for (const kind of ['drop-before', 'drop-after', 'truncate'] as const) {
      wechat.faults.add({ path: '/cgi-bin/draft/add', kind });
      wechat.faults.add({ path: '/cgi-bin/freepublish/submit', kind });
      weibo.faults.add({ path: '/2/statuses/share.json', kind });
    }
    for (const one of items) await publishUntilConfirmed(house, one);
    expect([wechat.faults.list(), weibo.faults.list()]).toEqual([[], []]);
    for (const one of items) expect([await house.states(one.id), await house.seen(one.title)]).toEqual([CONFIRMED, ONCE]);
    await expectOnce(house, items[0] as Submission);
  });
});

describe.concurrent('a publisher that is killed', () => {
  it('at one point after the other leaves one article and one post', async (context) => {
    const house = await newHouse(context);
    const { wechat, weibo } = platformsOf(house);
    const one = submission('shamie', '法制处公布年度执法案卷评查结果，优秀案卷十件');
    await house.land(one);
    const ledgerPush = (told: () => void): void => {
      const stop = house.sandbox.github.onEvent((event) => {
        if (event.kind !== 'push' || event.branch !== 'ledger') return;
        stop();
        told();
      });
    };
    const moments: [name: string, at: (told: () => void) => void][] = [
      ['the approval lies in the ledger', ledgerPush],
      ['the intents lie in the ledger', ledgerPush],
      ['the draft is being made', (told) => wechat.faults.onCall('/cgi-bin/draft/add', told)],
      ['the publication is being accepted', (told) => wechat.faults.onCall('/cgi-bin/freepublish/submit', told)],
      ['the post is being made', (told) => weibo.faults.onCall('/2/statuses/share.json', told)],
      ['the results lie in the ledger', ledgerPush],
    ];
    for (const [name, at] of moments) {
      const publish = house.startPublish();
      context.onTestFinished(() => void publish.child.kill('SIGKILL'));
      at(() => void publish.child.kill('SIGKILL'));
      expect([name, await publish.ended]).toEqual([name, { code: null, signal: 'SIGKILL' }]);
    }
    await publishUntilConfirmed(house, one);
    await until(() => wechat.faults.list().length === 0);
    await expectOnce(house, one);
  });
});
