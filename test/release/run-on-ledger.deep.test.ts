import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { setHold } from '#pipeline/acts/hold.ts';
import { openGit } from '#pipeline/forge/git/git.ts';
import { gitText } from '#pipeline/forge/git/git-process.ts';
import type { Channel } from '#pipeline/item/front-matter/front-matter-schema.ts';
import { type Draft, eventsOf, write } from '#pipeline/ledger/ledger.ts';
import { SEAL_AFTER } from '#pipeline/ledger/seal.ts';
import type { ReleaseOrder } from '#pipeline/release/channels/channel.ts';
import { type Bureau, FOLDER, ITEM, itemText, startBureau } from '../bureau.ts';
import { smallJpeg } from '../jpeg-fixture.ts';
import { ledgerFiles } from '../ledger/tampering.ts';
import { practice } from './practice-channel.ts';

const DAY = 86_400;
const CHANNELS: Channel[] = ['website', 'wechat', 'weibo'];
const OPEN = 'items_per_pull_request: 12\nbreaker: {sends: 100}\nchannels: {weibo: {mode: open}, wechat: {mode: publish}}';
const SENTENCES = ['执法队员走访沿街商户三十二家', '当场整改占道经营八处', '居民王某某说路面比从前宽敞'];
const SUMMARY = '这是一句只在摘要里出现的话';

/** Twelve items of one pull request, on all three channels, each with a picture. */
function twelve(): Record<string, string | Uint8Array> {
  const places = Array.from({ length: 12 }, (_, index) => `content/items/wucheng/2026-11-23-item-${index + 1}`);
  return Object.fromEntries(
    places.flatMap((place, index): [string, string | Uint8Array][] => [
      [
        `${place}/index.md`,
        itemText({
          title: `示例第${index + 1}条`,
          channels: CHANNELS,
          lines: ['cover: street.jpg', 'images: {street.jpg: {kind: photo, credit: 示例}}'],
          body: `${SENTENCES.join('。\n\n')}，第${index + 1}处。\n\n![巡查](street.jpg)`,
        }).replace('示例摘要。', `${SUMMARY}${index + 1}。`),
      ],
      [`${place}/street.jpg`, smallJpeg()],
    ]),
  );
}

/** Counts what the server received on the ledger's branch from now on: a push is a line of its log. */
async function pushesCounted({ world }: Bureau): Promise<() => number> {
  const dir = world.github.repositoryDir;
  await gitText(dir, ['config', 'core.logAllRefUpdates', 'true']);
  const log = join(dir, 'logs/refs/heads/ledger');
  return () => {
    try {
      return readFileSync(log, 'utf8').trim().split('\n').length;
    } catch {
      return 0;
    }
  };
}

describe('twelve items on three channels in one run', () => {
  it('cost three pushes: the approvals, the intents, the results; and nothing is left to do or to push', async () => {
    const bureau = await startBureau({ policy: OPEN });
    await bureau.publish(twelve());
    const pushes = await pushesCounted(bureau);
    expect(await bureau.approve()).toMatchObject({ alerts: [] });
    expect(pushes()).toBe(1);
    const orders: ReleaseOrder[] = [];
    const adapters = Object.fromEntries(CHANNELS.map((channel) => [channel, practice(channel, orders)]));
    const { releases, alerts } = await bureau.release(adapters);
    expect(alerts).toEqual([]);
    expect(releases.map(({ state }) => state)).toEqual(Array(36).fill('confirmed'));
    expect(orders.length).toBe(36);
    expect(pushes()).toBe(3);
    await bureau.approve();
    await bureau.release(adapters);
    expect([pushes(), orders.length]).toEqual([3, 36]);
    expect((await bureau.verify()).problems).toEqual([]);
    await leavesNoText(bureau);
  });

  /** What the items say and show is nowhere in the ledger, so that it can be taken out of main's history alone. */
  async function leavesNoText(bureau: Bureau): Promise<void> {
    const files = await ledgerFiles(bureau);
    const signed = [...files.values()].flatMap((bytes) => {
      const { form } = JSON.parse(bytes.toString('utf8')) as { form?: { payload: string } };
      return form ? [Buffer.from(form.payload, 'base64')] : [];
    });
    expect(signed.length).toBeGreaterThan(12);
    const all = Buffer.concat([...files.values(), ...signed]);
    const picture = Buffer.from(smallJpeg());
    const looked: Record<string, boolean> = { title: all.includes('示例第12条') };
    for (const words of [...SENTENCES, SUMMARY]) looked[words] = all.includes(words) || all.includes(JSON.stringify(words).slice(1, -1));
    for (const encoding of ['base64', 'hex', 'latin1'] as const)
      looked[encoding] = all.includes(picture.subarray(20, 60).toString(encoding), 0, encoding === 'latin1' ? 'latin1' : 'utf8');
    // The form names the title; that it is found shows that the search finds something.
    expect(looked).toEqual({
      title: true,
      ...Object.fromEntries([...SENTENCES, SUMMARY, 'base64', 'hex', 'latin1'].map((key) => [key, false])),
    });
  }
});

describe('a run that finds enough to seal', () => {
  /** So many events that the next run seals: holds and their ends. */
  async function busy(bureau: Bureau): Promise<void> {
    const { store, ledgers, now } = await bureau.publisher();
    const ledger = await ledgers.load();
    const { channel: _, ...like } = eventsOf(ledger, ITEM).at(-1) as NonNullable<ReturnType<typeof eventsOf>[number]>;
    const drafts = Array.from({ length: SEAL_AFTER }, (__, index): Draft => {
      return { event: { ...like, item: 'settings', revision: 0, kind: index % 2 === 0 ? 'hold' : 'resume', reason: '示例' } };
    });
    await write(store, ledger, drafts, '登记', await now());
  }

  it('seals in its one push; later runs leave what is at rest to the seal, and still correct it as what was published before', async () => {
    const bureau = await startBureau();
    await bureau.publish({ [`${FOLDER}/index.md`]: itemText() });
    await bureau.approve();
    await bureau.release({ website: practice('website', []) });
    await busy(bureau);
    bureau.world.github.clock.advance(20 * DAY);
    const pushes = await pushesCounted(bureau);
    expect(await bureau.approve()).toMatchObject({ approved: [], alerts: [], settingsUnverified: false });
    expect(pushes()).toBe(1);
    const { ledgers } = await bureau.publisher();
    const opened = await ledgers.open();
    expect(opened.sealed?.seal).toMatchObject({ items: 1, numbers: { 2026: 1 }, open: [], due: [], previous: null });
    expect(opened.chains.has(ITEM)).toBe(false);
    expect(await bureau.approve()).toMatchObject({ approved: [], alerts: [], settingsUnverified: false });
    expect(pushes()).toBe(1);
    const corrected = itemText({ body: '更正后的正文。', lines: ['correction: {kind: 文字, note: 改正一处错字}'] });
    await bureau.publish({ [`${FOLDER}/index.md`]: corrected });
    const fresh = itemText({ title: '新的一条', date: '2026-12-13' }).replace('submitted_at: 2026-11-24', 'submitted_at: 2026-12-14');
    await bureau.publish({ 'content/items/wucheng/2026-12-13-new/index.md': fresh });
    expect(await bureau.approve()).toMatchObject({ approved: [ITEM, 'wucheng/2026-12-13-new'], alerts: [] });
    expect(await bureau.states()).toEqual(['website 1 confirmed', 'website 2 intent']);
    await setHold(await bureau.publisher('zhengsi'), 'hold', '示例');
    expect((await bureau.release({ website: practice('website', []) })).releases.map(({ state }) => state)).toEqual([
      'confirmed',
      'confirmed',
    ]);
    expect((await bureau.verify()).problems).toEqual([]);
    const git = await openGit(bureau.root);
    expect((await git.list((await git.resolve('refs/remotes/origin/ledger')) as string, 'seals')).map(({ path }) => path)).toEqual([
      'seals/2026/0001.json',
    ]);
    git.close();
  });
});
