import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReleaseOrder } from '#pipeline/release/channels/channel.ts';
import type { Fault } from '#pipeline/sandbox/platform/faults.ts';
import type { WechatSandboxOptions } from '#pipeline/sandbox/wechat/server.ts';
import { Crash, ledgerOf, runOnce, statesOf, type World } from '../../world.ts';
import { type Clock, type Stage, wechatStage } from '../stage.ts';
import { watchCalls } from '../watch-calls.ts';
import { wechatWorld } from './wechat-world.ts';

const SEND = '/cgi-bin/message/mass/sendall';
const MINUTES = 60;
const HOURS = 3600;

type MassStage = Awaited<ReturnType<typeof wechatStage>>;

const massStage = (platform: Partial<WechatSandboxOptions> = {}, options = {}): Promise<MassStage> =>
  wechatStage({ mode: 'mass', ...options }, { massesADay: 9, ...platform });

/** An order as it is once its draft lies in the ledger and the next call may send it. */
async function ready(stage: Stage, item = 'shili/2026-11-23-yanjie'): Promise<ReleaseOrder> {
  const order = stage.order({}, { item });
  const first = await stage.adapter.send(order);
  expect(first).toMatchObject({ kind: 'ready', steps: { draft: expect.any(String) } });
  const found = await stage.adapter.readBack({ ...order, steps: first.steps ?? {} });
  expect(found).toMatchObject({ kind: 'absent', steps: { ...first.steps, mass: 'asked' } });
  return { ...order, steps: 'steps' in found ? found.steps : {}, uploads: first.uploads ?? [] };
}

/** The same order later: the steps that a call or a look has left, and the time of the platform. */
function later(order: ReleaseOrder, clock: Clock, left: object): ReleaseOrder {
  const steps = 'steps' in left ? (left.steps as Record<string, string>) : {};
  return { ...order, now: clock.now.toISOString(), steps: { ...order.steps, ...steps } };
}

describe('群发', () => {
  it('sends in a second call, when the draft lies in the ledger; WeChat then gives no address, so a person registers it', async () => {
    const stage = await massStage();
    const order = await ready(stage);
    expect(stage.server.articles()).toEqual([]);
    const sent = await stage.adapter.send(order);
    expect(sent).toMatchObject({
      kind: 'sent',
      remote: { url: '' },
      message: expect.stringMatching(/不会重发.*请管理员今天.*record 登记/),
    });
    expect(stage.server.articles()).toMatchObject([{ mass: true, title: order.payload.title }]);
    const found = await stage.adapter.readBack(later(order, stage.clock, sent));
    expect(found).toMatchObject({ kind: 'pending', message: expect.stringContaining('record 登记') });
    expect(await stage.adapter.send(later(order, stage.clock, sent))).toMatchObject({ kind: 'sent' });
    expect(stage.server.articles()).toHaveLength(1);
  });

  it('goes to everybody, or to the followers of the tag that the policy names', async () => {
    for (const [tagId, filter] of [
      [undefined, { is_to_all: true }],
      [7, { is_to_all: false, tag_id: 7 }],
    ] as const) {
      const stage = await massStage({}, tagId === undefined ? {} : { tagId });
      const order = await ready(stage);
      const calls = watchCalls();
      await stage.adapter.send(order);
      expect(calls.bodies(SEND)).toEqual([
        { filter, mpnews: { media_id: order.steps.draft }, msgtype: 'mpnews', send_ignore_reprint: 0, clientmsgid: order.key },
      ]);
      expect(order.key).toHaveLength(32);
    }
  });

  it.each(['drop-after', 'truncate'] as const)(
    'whose answer is lost (%s) is found again by its number, and not sent again',
    async (kind) => {
      for (const massDraftFirst of [false, true]) {
        const stage = await massStage({ massDraftFirst });
        const order = await ready(stage);
        stage.faults.add({ path: SEND, kind });
        expect(await stage.adapter.send(order)).toMatchObject({ kind: 'unknown' });
        stage.clock.pass(20 * MINUTES);
        expect(stage.server.articles()).toHaveLength(1);
        const found = await stage.adapter.readBack(later(order, stage.clock, {}));
        // Where WeChat looks at the draft first, it doesn't tell the number, and only a person can look.
        if (massDraftFirst) expect(found).toMatchObject({ kind: 'unreadable', code: 'wechat/mass-unknown' });
        else expect(found).toMatchObject({ kind: 'pending', steps: { mass: expect.stringMatching(/^\d+$/), massStatus: 'SEND_SUCCESS' } });
        if (massDraftFirst) expect(found).not.toHaveProperty('later');
        await stage.adapter.send(later(order, stage.clock, found));
        expect(stage.server.articles()).toHaveLength(1);
      }
    },
  );

  it('may still come while its draft is there and the administrator’s half hour isn’t over', async () => {
    const stage = await massStage({ massConfirm: true });
    const order = await ready(stage);
    stage.faults.add({ path: SEND, kind: 'drop-after' });
    await stage.adapter.send(order);
    stage.clock.pass(44 * MINUTES);
    expect(await stage.adapter.readBack(later(order, stage.clock, {}))).toMatchObject({ kind: 'pending' });
    stage.clock.pass(MINUTES);
    const found = await stage.adapter.readBack(later(order, stage.clock, {}));
    expect(found.kind).toBe('absent');
    // Asked again, WeChat names the message that nobody confirmed.
    expect(await stage.adapter.send(later(order, stage.clock, found))).toMatchObject({ kind: 'failed', code: 'wechat/mass-failed' });
    expect(stage.server.articles()).toEqual([]);
  });

  it('that nobody can tell of for a day is left to a person', async () => {
    const stage = await massStage();
    const order = await ready(stage);
    stage.faults.add({ path: SEND, kind: 'drop-after' });
    await stage.adapter.send(order);
    stage.clock.pass(23 * HOURS);
    expect(await stage.adapter.readBack(later(order, stage.clock, {}))).toMatchObject({
      kind: 'unreadable',
      code: 'wechat/mass-unknown',
      message: expect.stringContaining('发表记录'),
    });
    stage.clock.pass(2 * HOURS);
    await stage.adapter.readBack(later(order, stage.clock, {}));
    expect(stage.server.articles()).toHaveLength(1);
  });

  it.each([
    ['confirms', true],
    ['refuses', false],
    ['forgets', null],
  ])('waits for the administrator, who %s it', async (_what, answer) => {
    const stage = await massStage({ massConfirm: true });
    const order = await ready(stage);
    const sent = await stage.adapter.send(order);
    expect(sent).toMatchObject({ kind: 'sent', message: expect.stringContaining('请管理员在 30 分钟内在手机微信里确认') });
    if (answer !== null) stage.server.confirmMass(answer);
    stage.clock.pass(31 * MINUTES);
    const found = await stage.adapter.readBack(later(order, stage.clock, sent));
    expect(found.kind).toBe(answer ? 'pending' : 'absent');
    if (answer) return;
    const failed = await stage.adapter.send(later(later(order, stage.clock, sent), stage.clock, found));
    expect(failed).toMatchObject({ kind: 'failed', code: 'wechat/mass-failed', retry: false, steps: { mass: '', massTry: '2' } });
    // A person has decided that it is to be tried again: WeChat needs another number for it.
    const again = later(later(order, stage.clock, sent), stage.clock, failed);
    const look = await stage.adapter.readBack(again);
    expect(look).toMatchObject({ kind: 'absent', steps: { mass: 'asked' } });
    expect(await stage.adapter.send(later(again, stage.clock, look))).toMatchObject({ kind: 'sent' });
    stage.server.confirmMass(true);
    expect(stage.server.articles()).toHaveLength(1);
  });

  it('waits for the next day when the day’s messages are used up, and says what to do if that is too late', async () => {
    const stage = await massStage({ massesADay: 1 });
    await stage.adapter.send(await ready(stage, 'shili/2026-11-23-other'));
    const order = await ready(stage);
    const refused = await stage.adapter.send(order);
    expect(refused).toMatchObject({
      kind: 'failed',
      code: 'wechat/45028',
      retry: true,
      free: true,
      message: expect.stringMatching(/明天会自动再试.*24:00 前.*手工/),
      steps: { mass: '' },
    });
    stage.clock.pass(24 * HOURS);
    const found = await stage.adapter.readBack(later(order, stage.clock, refused));
    expect(await stage.adapter.send(later(order, stage.clock, found))).toMatchObject({ kind: 'sent' });
    expect(stage.server.articles()).toHaveLength(2);
  });

  it('asked for again within a minute is in doubt, not failed', async () => {
    const stage = await massStage();
    const order = await ready(stage);
    stage.faults.add({ path: SEND, kind: 'errcode', value: 45066 });
    expect(await stage.adapter.send(order)).toMatchObject({ kind: 'unknown', code: 'wechat/45066' });
  });

  it('is deleted by its number, and the words say what stays on the telephones', async () => {
    const stage = await massStage();
    const order = await ready(stage);
    const sent = await stage.adapter.send(order);
    const registered = { ...later(order, stage.clock, sent) };
    for (let time = 0; time < 2; time += 1) {
      expect(await stage.adapter.withdraw(registered, { id: '', url: 'https://mp.weixin.qq.com/s/x' })).toMatchObject({
        kind: 'confirmed',
        message: expect.stringMatching(/粉丝已收到的消息卡片.*收不回.*请办公室今天/),
      });
      expect(stage.server.articles()).toEqual([]);
    }
  });

  it('can’t be deleted while it is under way: the administrator is asked not to confirm it', async () => {
    const stage = await massStage({ massConfirm: true });
    const order = await ready(stage);
    const sent = await stage.adapter.send(order);
    const under = later(order, stage.clock, sent);
    expect(await stage.adapter.withdraw(under, { id: '', url: '' })).toMatchObject({
      kind: 'failed',
      code: 'wechat/under-way',
      retry: true,
      message: expect.stringContaining('不要点“确认”'),
    });
    stage.clock.pass(31 * MINUTES);
    expect(await stage.adapter.withdraw({ ...under, now: stage.clock.now.toISOString() }, { id: '', url: '' })).toMatchObject({
      kind: 'confirmed',
    });
    expect(stage.server.drafts()).toEqual([]);
  });
});

/** The process ends with the n-th request from now on: it arrives or not, and nothing follows. */
function dieAt(stage: MassStage, world: World, request: number, kind: Fault['kind']): void {
  let count = 0;
  const hear = (): void =>
    stage.faults.onCall('/', () => {
      count += 1;
      if (count === request) {
        stage.faults.add({ path: '/', kind });
        stage.faults.add({ path: '/', kind: 'drop-before', times: 1000 });
      } else hear();
    });
  hear();
  const { wechat } = world.platforms;
  for (const name of ['send', 'readBack'] as const) {
    const whole = wechat[name] as (order: ReleaseOrder) => Promise<never>;
    Object.assign(wechat, {
      [name]: async (order: ReleaseOrder) => {
        const value = await whole(order);
        if (count < request) return value;
        world.dead = true;
        throw new Crash();
      },
    });
  }
}

describe('群发 by the engine', () => {
  it('makes a draft, keeps it in the ledger, sends it, and asks a person for the address', async () => {
    const { world, stage } = await wechatWorld({ mode: 'mass' }, { massesADay: 9 });
    const run = await runOnce(world);
    expect(await statesOf(world)).toEqual({ wechat: 'sent' });
    expect(run?.alerts).toMatchObject([{ code: 'person-publishes', task: true, message: expect.stringContaining('record 登记') }]);
    expect(stage.server.articles()).toHaveLength(1);
    await runOnce(world);
    expect(stage.server.articles()).toHaveLength(1);
    const kinds = [...(await ledgerOf(world)).chains.values()].flatMap((chain) => chain.map(({ event }) => event.kind));
    expect(kinds.filter((kind) => kind === 'intent')).toHaveLength(2);
  });

  it.each([
    ['soon', 20 * MINUTES],
    ['only the day after the next', 30 * HOURS],
  ])('whatever request the process dies at, one message goes out or a person was told (the next run comes %s)', async (_when, pause) => {
    for (const kind of ['drop-before', 'drop-after'] as const) {
      for (let request = 1; request <= 14; request += 1) {
        const { world, stage } = await wechatWorld({ mode: 'mass' }, { massesADay: 9 });
        const whole = { ...world.platforms.wechat };
        dieAt(stage, world, request, kind);
        await runOnce(world);
        Object.assign(world.platforms.wechat, { send: whole.send, readBack: whole.readBack });
        stage.faults.clear();
        let told = 0;
        for (let run = 0; run < 8; run += 1) {
          world.time += pause * 1000;
          told += (await runOnce(world))?.alerts.length ?? 0;
        }
        const { wechat = '' } = await statesOf(world);
        const place = `request ${request}, ${kind}: ${wechat}`;
        expect(stage.server.articles().length, place).toBeLessThanOrEqual(1);
        if (stage.server.articles().length === 1) expect(['sent', 'needs-human'], place).toContain(wechat);
        else expect(wechat, place).toBe('needs-human');
        expect(told, place).toBeGreaterThan(0);
        await stage.stop();
      }
    }
  });

  it('whatever breaks, however long the runs are apart and whoever confirms, never goes out twice, and ends out or with a person', async () => {
    const fault = fc.record({
      path: fc.constantFrom('/', '/cgi-bin/draft', '/cgi-bin/message/mass', SEND, '/cgi-bin/freepublish'),
      kind: fc.constantFrom<Fault['kind'][]>('drop-before', 'drop-after', 'status', 'truncate', 'errcode'),
      times: fc.integer({ min: 1, max: 3 }),
      value: fc.constantFrom(-1, 45011, 45009, 45066, 12_345),
    });
    const run = fc.record({
      faults: fc.array(fault, { maxLength: 2 }),
      pause: fc.constantFrom(2, 20 * MINUTES, 50 * MINUTES, 25 * HOURS),
      answer: fc.constantFrom(true, false, null),
    });
    const platform = fc.record({ massConfirm: fc.boolean(), massDraftFirst: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(platform, fc.array(run, { maxLength: 4 }), async (options, runs) => {
        const { world, stage } = await wechatWorld({ mode: 'mass' }, { massesADay: 9, ...options });
        for (const { faults, pause, answer } of runs) {
          for (const { kind, value, ...one } of faults) stage.faults.add({ ...one, kind, ...(kind === 'errcode' ? { value } : {}) });
          await runOnce(world);
          if (answer !== null) stage.server.confirmMass(answer);
          world.time += pause * 1000;
        }
        stage.faults.clear();
        let told: string[] = [];
        for (let quiet = 0; quiet < 8; quiet += 1) {
          told = (await runOnce(world))?.alerts.map(({ code }) => code) ?? [];
          if (quiet < 2) stage.server.confirmMass(true);
          world.time += 50 * MINUTES * 1000;
        }
        const live = stage.server.articles().length;
        const { wechat } = await statesOf(world);
        expect({ live: live <= 1, ended: wechat === 'needs-human' || (wechat === 'sent' && live === 1), told: told.length }).toEqual({
          live: true,
          ended: true,
          told: 1,
        });
        await stage.stop();
      }),
      { numRuns: 40 },
    );
  });
});
