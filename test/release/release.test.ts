import { describe, expect, it } from 'vitest';
import { setHold } from '#pipeline/acts/hold.ts';
import { beginWithdrawal } from '#pipeline/acts/withdraw.ts';
import { digestOf } from '#pipeline/canonical-json.ts';
import type { Channel } from '#pipeline/item/front-matter/front-matter-schema.ts';
import { itemState } from '#pipeline/ledger/ledger.ts';
import { siteRelease } from '#pipeline/ledger/site-release.ts';
import { Problem } from '#pipeline/problem.ts';
import { refuseUnfenced } from '#pipeline/release/adapters.ts';
import type { ChannelAdapter, ReadBack, ReleaseOrder } from '#pipeline/release/channels/channel.ts';
import type { Rendered, Renderer } from '#pipeline/release/isolated/renderer.ts';
import { release } from '#pipeline/release/release.ts';
import type { Payload } from '#pipeline/render/payload.ts';
import { type Bureau, FOLDER, grownBureau, ITEM, itemText, SITE, startBureau } from '../bureau.ts';
import { inProcess } from './in-process.ts';
import { practice } from './practice-channel.ts';

const INDEX = `${FOLDER}/index.md`;
const OPEN = 'channels: {weibo: {mode: open}, wechat: {mode: publish}}';
const ALL: Channel[] = ['website', 'weibo'];
const codes = ({ alerts }: { alerts: { code: string }[] }): string[] => alerts.map(({ code }) => code);

async function approved(
  policy = OPEN,
): Promise<{ bureau: Bureau; number: number; orders: ReleaseOrder[]; adapters: Partial<Record<Channel, ChannelAdapter>> }> {
  const bureau = await grownBureau('approved on two channels', { policy }, async (begun) => {
    await begun.publish({ [INDEX]: itemText({ channels: ALL }) });
    await begun.approve();
  });
  const number = 1;
  const orders: ReleaseOrder[] = [];
  return { bureau, number, orders, adapters: { website: practice('website', []), weibo: practice('weibo', orders) } };
}

describe('what people are told of a run', () => {
  /** Texts of the open alerts, newest first. */
  async function told({ world }: Bureau): Promise<string[]> {
    const { data } = await world.as('lisi').issues.listForRepo({ ...world.of, labels: 'publish-alert' });
    return data.map(({ title, body }) => `${title}\n${body}`);
  }

  it.each<[what: string, answer: ReadBack, state: string, codes: string[]]>([
    [
      'is settled by its next look is nobody’s business',
      { kind: 'present', remote: { id: '1', url: 'https://weibo.com/1/a' }, differences: [] },
      'confirmed',
      [],
    ],
    [
      'stays is told',
      { kind: 'unreadable', code: 'weibo/unreadable', message: '没有连上。', later: true },
      'unknown',
      ['weibo/unclear', 'weibo/unreadable'],
    ],
  ])('a doubt about a call that %s', async (_, answer, state, expected) => {
    const { bureau, adapters } = await approved('demo: true\nchannels: {weibo: {mode: open, settle_seconds: 10}}');
    const weibo: ChannelAdapter = {
      ...(adapters.weibo as ChannelAdapter),
      send: async () => ({ kind: 'unknown', code: 'weibo/unclear', message: '没有答复，不知道是否已经生效。' }),
      // Before the call there is nothing to see.
      readBack: async ({ newestPage }) => (newestPage ? { kind: 'absent', steps: {} } : answer),
    };
    const report = await bureau.release({ ...adapters, weibo });
    expect(await bureau.states()).toEqual(['website 1 confirmed', `weibo 1 ${state}`]);
    expect(codes(report)).toEqual(expected);
    expect((await told(bureau)).length).toBe(expected.length);
  });

  it('what the account refuses is one issue for all texts, which closes once they are out', async () => {
    const { bureau, adapters } = await approved();
    const other = 'wucheng/2026-11-23-other';
    await bureau.publish({
      [`content/items/${other}/index.md`]: itemText({ title: '另一条', channels: ALL }).replace('示例摘要', '另一摘要'),
    });
    await bureau.approve();
    const weibo: ChannelAdapter = {
      ...(adapters.weibo as ChannelAdapter),
      send: async () => ({ kind: 'failed', code: 'weibo/21327', message: '授权已到期。', retry: true, free: true }),
    };
    const report = await bureau.release({ ...adapters, weibo });
    expect(report.alerts).toMatchObject([ITEM, other].sort().map((item) => ({ item, channel: 'weibo', code: 'weibo/21327' })));
    expect(await told(bureau)).toEqual([expect.stringMatching(/^发布提醒：微博账号\n[\s\S]*因此没有发出的有 2 条：/)]);
    // A run that may send nothing says nothing of it: the trouble is as it was.
    await setHold(await bureau.publisher('wangwu'), 'hold', '突发情况');
    await bureau.release({ ...adapters, weibo });
    expect(await told(bureau)).toEqual([expect.stringMatching(/微博账号/)]);
    await setHold(await bureau.publisher('zhengsi'), 'resume', '');
    await bureau.release(adapters);
    expect(await told(bureau)).toEqual([]);
  });
});

describe('a page that nobody has seen', () => {
  it('begins at its hour only while the three reviews stand, and is taken back from the site when they no longer do', async () => {
    const bureau = await startBureau({ policy: OPEN });
    const { number } = await bureau.publish({ [INDEX]: itemText({ lines: ['publish_after: 2026-11-24 18:00'] }) });
    const says = (event: 'APPROVE' | 'REQUEST_CHANGES') => bureau.world.review('fengliu', number, event);
    const page = async () => siteRelease(itemState(await bureau.ledger(), ITEM))?.revision ?? null;
    const adapters = { website: practice('website', []) };
    expect(codes(await bureau.approve())).toEqual([]);
    await says('REQUEST_CHANGES');
    bureau.world.github.clock.advance(10 * 3600);
    await bureau.approve();
    expect([await bureau.states(), await page()]).toEqual([[], null]);
    expect((await bureau.release(adapters)).alerts).toMatchObject([{ item: ITEM, channel: 'website', code: 'approval-gone' }]);
    await says('APPROVE');
    await bureau.approve();
    expect([await bureau.states(), await page()]).toEqual([['website 1 intent'], 1]);
    await says('REQUEST_CHANGES');
    await bureau.approve();
    expect([await bureau.states(), await page()]).toEqual([['website 1 failed'], null]);
    expect(codes(await bureau.release(adapters))).toEqual(['approval-gone']);
    await says('APPROVE');
    await bureau.approve();
    expect(codes(await bureau.release(adapters))).toEqual([]);
    expect([await bureau.states(), await page()]).toEqual([['website 1 confirmed'], 1]);
    expect((await bureau.verify()).problems).toEqual([]);
  });
});

describe('a release', () => {
  it('sends the approved text once, in two pushes, and the ledger verifies', async () => {
    const { bureau, orders, adapters } = await approved();
    const { store } = await bureau.publisher();
    const before = (await store.history((await store.head()) ?? '')).length;
    const report = await bureau.release(adapters);
    expect(report.alerts).toEqual([]);
    expect(report.releases.map(({ channel, state }) => `${channel} ${state}`)).toEqual(['website confirmed', 'weibo confirmed']);
    expect((await store.history((await store.head()) ?? '')).length - before).toBe(2);
    await bureau.release(adapters);
    expect(orders.length).toBe(1);
    expect(orders[0]?.payload.title).toBe('示例街道整治');
    expect((await bureau.verify()).problems).toEqual([]);
  });

  it('stops at a request for changes that came after the approval', async () => {
    const { bureau, number, orders, adapters } = await approved();
    await bureau.world.review('fengliu', number, 'REQUEST_CHANGES');
    const report = await bureau.release(adapters);
    expect(codes(report)).toEqual(['approval-gone']);
    expect(orders).toEqual([]);
    expect(await bureau.states()).toEqual(['website 1 confirmed']);
  });

  it('stops at a hold, which the Office lifts', async () => {
    const { bureau, orders, adapters } = await approved();
    await setHold(await bureau.publisher('wangwu'), 'hold', '突发情况');
    expect(codes(await bureau.release(adapters))).toEqual([]);
    expect(orders).toEqual([]);
    await expect(setHold(await bureau.publisher('wangwu'), 'resume', '')).rejects.toMatchObject({ code: 'not-entitled', exitCode: 1 });
    await expect(setHold(await bureau.publisher('lisi'), 'hold', '')).rejects.toMatchObject({ code: 'not-entitled' });
    await setHold(await bureau.publisher('zhengsi'), 'resume', '');
    await bureau.release(adapters);
    expect(orders.length).toBe(1);
    expect((await bureau.verify()).problems).toEqual([]);
  });

  it('ends what is too late', async () => {
    const { bureau, orders, adapters } = await approved();
    bureau.world.github.clock.advance(8 * 86_400);
    const report = await bureau.release(adapters);
    expect(codes(report)).toEqual(['expired']);
    expect(await bureau.states()).toEqual(['website 1 confirmed', 'weibo 1 expired']);
    expect(orders).toEqual([]);
  });

  it('sends nothing under settings that nobody approved', async () => {
    const { bureau, orders, adapters } = await approved();
    await bureau.pushToMain({ 'content/policy.yml': `order: any\n${bureau.policy}` });
    expect(codes(await bureau.release(adapters))).toContain('settings-unverified');
    expect(orders).toEqual([]);
  });

  it.each([
    { what: 'that nobody approved', code: 'settings-unverified', change: (bureau: Bureau) => `order: any\n${bureau.policy}` },
    { what: 'that can’t be read', code: 'evidence-unreadable', change: () => 'order: [' },
  ])('sends nothing once main has moved on to settings $what, in the middle of a run', async ({ code, change }) => {
    const { bureau, orders, adapters } = await approved();
    const website = practice('website', []);
    // The page is looked at after the run has begun, and before the first call.
    const moving: ChannelAdapter = {
      ...website,
      send: async (order) => {
        await bureau.pushToMain({ 'content/policy.yml': change(bureau) });
        return website.send(order);
      },
    };
    expect(codes(await bureau.release({ ...adapters, website: moving }))).toEqual([code]);
    expect(orders).toEqual([]);
    await bureau.pushToMain({ 'content/policy.yml': bureau.policy });
    expect(codes(await bureau.release(adapters))).toEqual([]);
    expect(orders.length).toBe(1);
  });

  it('sends nothing from a public repository, unless it is a demonstration', async () => {
    const { bureau, adapters } = await approved();
    const own = await bureau.publisher();
    const open = { ...own, github: { ...own.github, isPrivate: async () => false } };
    await expect(release(open, { channels: () => adapters })).rejects.toMatchObject({ code: 'repository/public', exitCode: 1 });
  });

  it('asks a person where the channel is served by hand', async () => {
    const { bureau, adapters } = await approved('');
    const report = await bureau.release(adapters);
    expect(report.alerts.map(({ code, task }) => `${code} ${task}`)).toEqual(['manual true']);
    expect(await bureau.states()).toEqual(['website 1 confirmed', 'weibo 1 needs-human']);
  });

  it('tells that person when nothing may be published now, and once it may no more', async () => {
    const { bureau, adapters } = await approved('');
    const told = async () => (await bureau.release(adapters)).alerts.map(({ code, message }) => `${code} ${message}`);
    expect(await told()).toEqual([expect.stringMatching(/^manual 本渠道由人工发布/)]);
    await setHold(await bureau.publisher('wangwu'), 'hold', '突发情况');
    expect(await told()).toEqual([
      expect.stringMatching(/^manual 现在不要发布：全部发布已暂停（突发情况）.*可以发布以后再办：本渠道由人工发布/),
    ]);
    bureau.world.github.clock.advance(8 * 86_400);
    expect(await told()).toEqual([
      expect.stringMatching(
        /^manual .*已于 2026-11-30 24:00 满 7 日.*；按时发布了的，请管理员今天用 record 登记地址；没有发布的不得再发布/,
      ),
    ]);
    expect(await bureau.states()).toEqual(['website 1 confirmed', 'weibo 1 needs-human']);
  });
});

describe('what is rendered beside no secret', () => {
  /** A renderer that somebody has taken over: its payloads are changed, with the digests of what they say then. */
  function deceiving(change: Partial<Payload>): Renderer {
    return {
      ...inProcess,
      async render(...of) {
        const { payloads, ...rendered } = (await inProcess.render(...of)) as Rendered;
        const changed = payloads.map(({ payload: { digest: _, ...rest }, correction }) => {
          const said = { ...rest, ...change };
          return { payload: { ...said, digest: digestOf(said) }, correction };
        });
        return { ...rendered, payloads: changed };
      },
    };
  }
  const exhausted: Renderer = {
    ...inProcess,
    render: async ({ now }, { folder }) => {
      throw new Problem('render-failed', `排版没有做成（${now}）。`, { place: folder.path });
    },
  };
  const sent = async (bureau: Bureau, renderer: Renderer, adapters: Partial<Record<Channel, ChannelAdapter>>) =>
    release({ ...(await bureau.publisher()), renderer }, { channels: () => adapters });

  it.each<[what: string, change: Partial<Payload>]>([
    ['another title', { title: '另一个标题' }],
    ['another item', { item: 'wucheng/2026-11-23-other' }],
    ['another address', { sourceUrl: 'https://evil.example/' }],
    ['another picture', { images: [{ path: 'a.jpg', sha256: '0'.repeat(64), bytes: 1, blob: 'f'.repeat(40) }] }],
  ])('is not sent when it shows %s, even with the digest of that; as it was approved, it is', async (_, change) => {
    const { bureau, orders, adapters } = await approved();
    expect(codes(await sent(bureau, deceiving(change), adapters))).toEqual(['render-differs']);
    expect(orders).toEqual([]);
    expect(codes(await bureau.release(adapters))).toEqual([]);
    expect(orders.length).toBe(1);
  });

  it('is told where a text exhausts it, and stops no other', async () => {
    const { bureau, orders, adapters } = await approved();
    const other = 'wucheng/2026-11-23-other';
    await bureau.publish({
      [`content/items/${other}/index.md`]: itemText({ title: '另一条', channels: ALL }).replace('示例摘要', '另一摘要'),
    });
    await bureau.approve();
    const costly: Renderer = {
      ...inProcess,
      render: (settings, request) => (request.folder.path === FOLDER ? exhausted : inProcess).render(settings, request),
    };
    expect((await sent(bureau, costly, adapters)).alerts).toMatchObject([{ item: ITEM, code: 'render-failed' }]);
    expect(orders.map(({ item }) => item)).toEqual([other]);
  });

  it.each([
    ['fails', exhausted],
    ['says something else', deceiving({ title: '另一个标题', sourceUrl: 'https://evil.example/' })],
  ])('holds no withdrawal up where it %s: what is taken back is known by the ledger', async (_, renderer) => {
    const { bureau, adapters } = await approved();
    await bureau.release(adapters);
    await beginWithdrawal(await bureau.publisher('fengliu'), { item: ITEM, kind: 'error', reason: '数据有误' });
    const looked: string[] = [];
    const weibo: ChannelAdapter = {
      ...practice('weibo', []),
      withdraw: async ({ payload }, remote) => {
        looked.push(`${payload.title}|${payload.sourceUrl}`);
        return { kind: 'confirmed', remote };
      },
    };
    // The website isn't connected here, and that is told.
    expect(codes(await sent(bureau, renderer, { weibo }))).toEqual(['withdraw-unfinished']);
    expect(looked).toEqual([`示例街道整治|${SITE}/${ITEM}/`]);
    expect(await bureau.states()).toEqual(['website 1 withdraw-intent', 'weibo 1 withdrawn']);
  });

  it('goes to this machine alone where Node can’t keep it from the rest', async () => {
    const { bureau, orders, adapters } = await approved();
    const unfenced: Renderer = { ...inProcess, fenced: false };
    const to = async (env: Record<string, string>) =>
      release(
        { ...(await bureau.publisher()), renderer: unfenced },
        {
          channels: ({ settings: { policy } }, fenced) => {
            refuseUnfenced(policy, env, fenced);
            return adapters;
          },
        },
      );
    const here = { WECHAT_API_BASE: 'http://127.0.0.1:9', WEIBO_API_BASE: 'http://localhost:9' };
    for (const env of [{}, { ...here, WEIBO_API_BASE: 'https://api.weibo.com' }, { ...here, WECHAT_API_BASE: 'https://relay.example.cn' }])
      await expect(to(env)).rejects.toMatchObject({ code: 'release/node-20', message: expect.stringContaining('Node 24') });
    expect(orders).toEqual([]);
    expect(codes(await to(here))).toEqual([]);
    expect(orders.length).toBe(1);
  });

  it.each([
    ['an error', OPEN],
    ['a warning that nobody waived', `${OPEN}\nseverities: {pii/phone: warning}`],
  ])('is not sent when the rules find %s that the review let pass', async (_, policy) => {
    const bureau = await startBureau({ policy });
    await bureau.publish({ [INDEX]: itemText({ channels: ALL, body: '请拨打 13812345678 联系。' }) });
    await bureau.approve();
    const report = await bureau.release({ website: practice('website', []) });
    expect(codes(report)).toEqual(['check-failed']);
    expect(report.releases).toEqual([]);
  });
});
