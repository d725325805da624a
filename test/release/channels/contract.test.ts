import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome, ReleaseOrder } from '#pipeline/release/channels/channel.ts';
import type { Fault } from '#pipeline/sandbox/platform/faults.ts';
import { SECRETS, type Stage, websiteStage, wechatStage, weiboBizStage, weiboStage } from './stage.ts';

const CHANNELS: [string, () => Promise<Stage & { withdrawOn?: () => void }>][] = [
  ['website', websiteStage],
  ['wechat', wechatStage],
  ['weibo', weiboStage],
  ['weibo, the commercial interface', weiboBizStage],
];

const CHINESE = /[\u4e00-\u9fff].*[。）]$/;

/** What the state machine does between two tries: it waits until things have settled, and goes on from the steps that it was given. */
const goOn = (order: ReleaseOrder, outcome: Outcome): ReleaseOrder => ({
  ...order,
  steps: { ...order.steps, ...outcome.steps },
  uploads: [...order.uploads, ...(outcome.uploads ?? [])],
});

/** Sends like the state machine: after anything but `confirmed` it reads back first, and sends again only what is proved absent. */
async function sendUntilLive(stage: Stage, first: ReleaseOrder, rounds: number): Promise<boolean> {
  let order = first;
  for (let round = 0; round < rounds; round += 1) {
    const outcome = await stage.adapter.send(order);
    if (outcome.kind === 'confirmed') return true;
    order = goOn(order, outcome);
    for (let reads = 0; reads < rounds; reads += 1) {
      stage.clock.pass(660);
      const found = await stage.adapter.readBack(order);
      if (found.kind === 'present') return true;
      if (found.kind === 'gone') return false;
      if ('steps' in found) order = { ...order, steps: { ...order.steps, ...found.steps } };
      if (found.kind === 'absent') break;
    }
  }
  return false;
}

describe.each(CHANNELS)('the channel %s', (_name, open) => {
  it('sends once, reads back what was approved, and gives an address that opens', async () => {
    const stage = await open();
    const outcome = await stage.adapter.send(stage.order());
    expect(outcome).toMatchObject({ kind: 'confirmed', remote: { url: stage.live()[0] } });
    expect(stage.live()).toHaveLength(1);
    const page = await fetch(stage.live()[0] ?? '');
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('劝导');
    expect(await stage.adapter.readBack(stage.order())).toMatchObject({ kind: 'present', differences: [] });
  });

  it('has sent nothing when the connection is refused, says so, and may freely try again', async () => {
    const stage = await open();
    await stage.stop();
    const outcome = await stage.adapter.send(stage.order());
    expect(outcome).toMatchObject({ kind: 'failed', retry: true, free: true, message: expect.stringMatching(CHINESE) });
    expect(await stage.adapter.readBack(stage.order())).toMatchObject({
      kind: 'unreadable',
      later: true,
      message: expect.stringMatching(CHINESE),
    });
    await stage.start();
    expect(stage.live()).toEqual([]);
    expect(await stage.adapter.send(stage.order())).toMatchObject({ kind: 'confirmed' });
  });

  it.each(['drop-after', 'truncate'] as const)('finds by reading back what went out although the answer was lost (%s)', async (kind) => {
    const stage = await open();
    const order = stage.order();
    stage.faults.add({ path: stage.sendPath, kind });
    const outcome = await stage.adapter.send(order);
    if (outcome.kind !== 'confirmed') expect(['unknown', 'failed']).toContain(outcome.kind);
    stage.clock.pass(660);
    expect(await stage.adapter.readBack(goOn(order, outcome))).toMatchObject({ kind: 'present', differences: [] });
    expect(stage.live()).toHaveLength(1);
  });

  it.each(['drop-before', 'status'] as const)(
    'finds nothing when the call broke before it was done (%s), and then sends once',
    async (kind) => {
      const stage = await open();
      const order = stage.order();
      stage.faults.add({ path: stage.sendPath, kind });
      const outcome = await stage.adapter.send(order);
      expect(['unknown', 'failed']).toContain(outcome.kind);
      stage.clock.pass(660);
      const found = await stage.adapter.readBack(goOn(order, outcome));
      expect(found.kind).toBe('absent');
      expect(stage.live()).toEqual([]);
      const steps = found.kind === 'absent' ? found.steps : {};
      expect(await stage.adapter.send({ ...goOn(order, outcome), steps })).toMatchObject({ kind: 'confirmed' });
      expect(stage.live()).toHaveLength(1);
    },
  );

  it('never shows a release twice, whatever breaks, when the sender reads back first; and shows it in the end', async () => {
    const fault = fc.record({
      path: fc.constantFrom('/', '/cgi-bin/draft', '/cgi-bin/freepublish', '/cgi-bin/freepublish/submit', '/2/statuses', '/deploy'),
      kind: fc.constantFrom<Fault['kind'][]>('drop-before', 'drop-after', 'status', 'truncate'),
      times: fc.integer({ min: 1, max: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fault, { maxLength: 4 }), async (faults) => {
        const stage = await open();
        for (const one of faults) stage.faults.add(one);
        const done = await sendUntilLive(stage, stage.order(), 12);
        expect({ done, live: stage.live().length }).toEqual({ done: true, live: 1 });
        await stage.stop();
      }),
      { numRuns: 30 },
    );
  });

  it('takes a release down, has seen it gone, and may be told twice', async () => {
    const stage = await open();
    const order = stage.order();
    const sent = await stage.adapter.send(order);
    if (sent.kind !== 'confirmed') throw new Error(`not sent: ${sent.kind}`);
    stage.withdrawOn?.();
    for (let time = 0; time < 2; time += 1) {
      expect(await stage.adapter.withdraw(order, sent.remote)).toMatchObject({ kind: 'confirmed' });
      expect(stage.live()).toEqual([]);
    }
    expect((await stage.adapter.readBack(goOn(order, sent))).kind).toMatch(/^(gone|absent)$/);
    await stage.stop();
    expect(await stage.adapter.withdraw(order, sent.remote)).toMatchObject({ kind: 'failed', retry: true, free: true });
  });

  it.each(['drop-before', 'status', 'truncate', 'errcode'] as const)('never tells a secret (%s)', async (kind) => {
    const stage = await open();
    for (let skip = 0; skip < 4; skip += 1) {
      stage.faults.add({ path: '/', kind, times: 3 });
      const told = JSON.stringify([await stage.adapter.send(stage.order()), await stage.adapter.readBack(stage.order())]);
      for (const secret of [...SECRETS, 'access_token', '88_']) expect(told).not.toContain(secret);
    }
  });
});

it('the practice platforms let a sender who does not read back publish twice, so the sentences above can fail', async () => {
  for (const stage of [await wechatStage(), await weiboStage()]) {
    stage.faults.add({ path: stage.sendPath, kind: 'drop-after' });
    await stage.adapter.send(stage.order());
    // Weibo refuses the same text only right after itself.
    if (stage.channel === 'weibo')
      await stage.adapter.send(stage.order({ content: `另一条 ${stage.order().payload.sourceUrl} ` }, { revision: 2 }));
    await stage.adapter.send(stage.order());
    stage.clock.pass(660);
    expect(stage.live().length).toBe(stage.channel === 'weibo' ? 3 : 2);
  }
});
