import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tellOne } from '#pipeline/alerts/tell.ts';
import { command as build } from '#pipeline/commands/build.ts';
import { command as plan } from '#pipeline/commands/plan.ts';
import { command as publish } from '#pipeline/commands/publish.ts';
import { command as purge } from '#pipeline/commands/purge.ts';
import { command as withdraw } from '#pipeline/commands/withdraw.ts';
import { gitText } from '#pipeline/forge/git/git-process.ts';
import type { Channel } from '#pipeline/item/front-matter/front-matter-schema.ts';
import type { ChannelAdapter, ReleaseOrder } from '#pipeline/release/channels/channel.ts';
import { release } from '#pipeline/release/release.ts';
import { actEnvironment, type Bureau, environmentOf, FOLDER, grownBureau, ITEM, itemText, startBureau } from '../bureau.ts';
import { commandContext } from '../commands/context.ts';
import { folderOf } from '../folder.ts';
import { practice } from './practice-channel.ts';

const INDEX = `${FOLDER}/index.md`;
const POLICY = 'content/policy.yml';
const CHANNELS: Channel[] = ['website', 'weibo'];
const PARK_ITEM = 'wucheng/2026-11-24-park';
const PARK = `content/items/${PARK_ITEM}/index.md`;
const PARK_TEXT = itemText({ title: '示例公园', channels: CHANNELS }).replace('示例摘要', '另一摘要');
const DAY = 86_400;
const WITHDRAWN = ['website 1 withdrawn', 'weibo 1 withdrawn'];
const codes = ({ alerts }: { alerts: { code: string }[] }): string[] => alerts.map(({ code }) => code);

interface Out {
  bureau: Bureau;
  orders: ReleaseOrder[];
  adapters: Partial<Record<Channel, ChannelAdapter>>;
}

/** A text that is out on two channels until the 26th. */
async function published(): Promise<Out> {
  const orders: ReleaseOrder[] = [];
  const adapters = { website: practice('website', []), weibo: practice('weibo', orders) };
  const bureau = await grownBureau('out on two channels', { policy: 'channels: {weibo: {mode: open}}' }, async (begun) => {
    await begun.publish({ [INDEX]: itemText({ channels: CHANNELS, lines: ['publish_until: 2026-11-26'] }) });
    await begun.approve();
    await begun.release({ website: practice('website', []), weibo: practice('weibo', []) });
  });
  return { bureau, orders, adapters };
}

async function alertsOf({ world }: Bureau): Promise<string[]> {
  const { data } = await world.as('lisi').issues.listForRepo({ ...world.of, labels: 'publish-alert' });
  return data.map(({ body }) => body ?? '');
}

/** What main holds is checked out, as every workflow does. */
async function checkOut({ root }: Bureau): Promise<void> {
  await gitText(root, ['fetch', '--quiet', 'origin']);
  await gitText(root, ['checkout', '--quiet', '--force', '-B', 'main', 'origin/main']);
}

const UNVERIFIED: [what: string, path: string, change: (bureau: Bureau) => string, told: RegExp][] = [
  ['nobody approved', POLICY, ({ policy }) => `order: any\n${policy}`, /直接改了名单与规则.*请管理员改回原样.*撤稿照常进行/],
  ['can’t be read', POLICY, () => 'order: [', /名单与规则读不出来：.*（content\/policy\.yml:1:9）；请管理员改回上一版.*撤稿照常进行/],
  ['name nobody', 'content/organisation.yml', () => 'people: [', /读不出来：.*（content\/organisation\.yml:1:10）；请管理员改回上一版/],
  ['call another branch main', POLICY, ({ policy }) => `branch: other\n${policy}`, /直接改了名单与规则.*请管理员改回原样/],
  ['name another account', POLICY, ({ policy }) => policy.replace('{mode: open}', '{mode: manual}'), /直接改了名单与规则/],
];

const spoil = async (bureau: Bureau, path: string, change: (bureau: Bureau) => string): Promise<void> => {
  await bureau.pushToMain({ [path]: change(bureau) });
  await checkOut(bureau);
};

describe('while settings lie on main that', () => {
  it.each(UNVERIFIED)(
    '%s, a 公示期 ends everywhere, nothing is sent, and an issue says who must do what',
    async (_, path, change, told) => {
      const { bureau, orders, adapters } = await published();
      await spoil(bureau, path, change);
      await bureau.publish({ [PARK]: PARK_TEXT });
      bureau.world.github.clock.advance(3 * DAY);
      expect(await bureau.approve()).toMatchObject({ approved: [], alerts: [{ code: 'settings-unverified' }], settingsUnverified: true });
      expect(codes(await bureau.release(adapters))).toEqual(['settings-unverified']);
      expect(await bureau.states()).toEqual(WITHDRAWN);
      expect(orders).toEqual([]);
      expect(await alertsOf(bureau)).toEqual([expect.stringMatching(told)]);
      expect((await bureau.verify()).problems).toEqual([]);
    },
  );

  it('nobody approved, what stopped the run before is over, though not while others can read the repository', async () => {
    const { bureau, adapters } = await published();
    const stopped = (alerts: string[]): number => alerts.filter((body) => body.includes('账号不对')).length;
    await spoil(bureau, POLICY, ({ policy }) => `order: any\n${policy}`);
    await tellOne(await bureau.publisher(), 'release', { item: 'run', code: 'publish-stopped', message: '账号不对。' });
    const own = await bureau.publisher();
    const open = { ...own, github: { ...own.github, isPrivate: () => Promise.resolve(false) } };
    await expect(release(open, { channels: () => adapters })).rejects.toMatchObject({ code: 'repository/public' });
    expect(stopped(await alertsOf(bureau))).toBe(1);
    await bureau.release(adapters);
    expect(stopped(await alertsOf(bureau))).toBe(0);
  });

  const [, UNREADABLE, ELSEWHERE] = UNVERIFIED.toSpliced(2, 1) as [(typeof UNVERIFIED)[0], (typeof UNVERIFIED)[0], (typeof UNVERIFIED)[0]];

  it.each([UNREADABLE, ELSEWHERE])('%s, levels 2 and 3 together take back, level 2 alone doesn’t', async (_, path, change) => {
    const { bureau, adapters } = await published();
    await spoil(bureau, path, change);
    const text = itemText({ channels: CHANNELS, lines: ['withdraw: {kind: privacy, reason: 涉及个人信息}'] });
    const { number } = await bureau.publish({ [INDEX]: text }, { reviewers: ['zhengsi'] });
    expect((await bureau.approve()).approved).toEqual([]);
    await bureau.world.review('fengliu', number);
    expect((await bureau.approve()).approved).toEqual([ITEM]);
    await bureau.release(adapters);
    expect(await bureau.states()).toEqual(WITHDRAWN);
    expect((await bureau.verify()).problems).toEqual([]);
  });

  it.each([UNREADABLE, ELSEWHERE])('%s, what is secret is recorded as purged, and taken back', async (_, path, change) => {
    const { bureau } = await published();
    await spoil(bureau, path, change);
    const options = { kind: 'secrecy', decision: '某保〔2026〕1号' };
    await purge.run(commandContext({ root: bureau.root, operands: [ITEM], options, env: actEnvironment(bureau, 'fengliu') }));
    expect(await bureau.states()).toEqual(['website 1 withdraw-intent', 'weibo 1 withdraw-intent']);
    expect((await bureau.verify()).problems).toEqual([]);
  });

  it.each([UNREADABLE, ELSEWHERE])('%s, the plan and the rehearsal name what is taken back, and nothing else', async (_, path, change) => {
    const { bureau, adapters } = await published();
    await bureau.publish({ [PARK]: PARK_TEXT });
    await bureau.approve();
    await spoil(bureau, path, change);
    bureau.world.github.clock.advance(3 * DAY);
    await bureau.approve();
    const context = commandContext({ root: bureau.root, env: environmentOf(bureau, 'lisi'), at: await (await bureau.publisher()).now() });
    const removals = ['website', 'weibo'].map((channel) => ({ item: ITEM, channel, revision: 1 }));
    const told = [{ code: 'settings-unverified' }];
    expect(await plan.run(context)).toMatchObject({
      exitCode: 1,
      json: { releases: removals.map((one) => ({ ...one, removal: true })), alerts: told },
    });
    expect(await publish.run({ ...context, options: { 'dry-run': true } })).toMatchObject({
      json: { approved: [], releases: removals.map((one) => ({ ...one, state: 'withdraw-intent' })), alerts: told },
    });
    expect((await bureau.release(adapters)).releases).toMatchObject(removals);
  });

  it.each([UNREADABLE, ELSEWHERE])('%s, one person takes down at once whom the ledger’s own settings name', async (_, path, change) => {
    const { bureau, adapters } = await published();
    await spoil(bureau, path, change);
    const options = { kind: 'error', reason: '数据有误', now: true };
    const by = (login: string) =>
      withdraw.run(commandContext({ root: bureau.root, operands: [ITEM], options, env: actEnvironment(bureau, login) }));
    await expect(by('zhouyi')).rejects.toMatchObject({ code: 'not-entitled' });
    await by('fengliu');
    await bureau.approve();
    await bureau.release(adapters);
    expect(await bureau.states()).toEqual(WITHDRAWN);
  });
});

it.each(['order: [', 'branch: other'])('the site is built without what was taken back while main’s policy says %s', async (policy) => {
  const bureau = await startBureau({ policy: 'demo: true' });
  await bureau.publish({ [INDEX]: itemText({ lines: ['publish_until: 2026-11-26'] }) });
  await bureau.publish({ [PARK]: itemText({ title: '示例公园' }) });
  await bureau.approve();
  await spoil(bureau, POLICY, () => policy);
  bureau.world.github.clock.advance(3 * DAY);
  await bureau.approve();
  const out = folderOf({});
  const context = commandContext({ root: bureau.root, options: { out }, env: environmentOf(bureau, 'lisi') });
  await build.run(context);
  const page = (item: string): string => readFileSync(join(out, item, 'index.html'), 'utf8');
  expect([page(ITEM).includes('正文一段'), page(PARK_ITEM).includes('正文一段')]).toEqual([false, true]);
});

it('once the settings hold again the issue is closed, and what waited goes out', async () => {
  const { bureau, orders, adapters } = await published();
  await bureau.pushToMain({ [POLICY]: 'order: [' });
  await bureau.publish({ [PARK]: PARK_TEXT });
  await bureau.approve();
  expect((await alertsOf(bureau)).length).toBe(1);
  await bureau.pushToMain({ [POLICY]: bureau.policy });
  expect(await bureau.approve()).toMatchObject({ approved: [PARK_ITEM], alerts: [] });
  await bureau.release(adapters);
  expect([await alertsOf(bureau), orders.length]).toEqual([[], 1]);
});

it('a repository that others can read holds no removal up, and nothing is sent from it', async () => {
  const { bureau, orders, adapters } = await published();
  await bureau.publish({ [PARK]: PARK_TEXT });
  bureau.world.github.clock.advance(3 * DAY);
  await bureau.approve();
  const own = await bureau.publisher();
  const open = { ...own, github: { ...own.github, isPrivate: async () => false } };
  await expect(release(open, { channels: () => adapters })).rejects.toMatchObject({ code: 'repository/public' });
  expect(await bureau.states()).toEqual(WITHDRAWN);
  expect(orders).toEqual([]);
});
