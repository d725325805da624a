import { describe, expect, it } from 'vitest';
import { sha256 } from '#pipeline/canonical-json.ts';
import type { Channel } from '#pipeline/item/front-matter/front-matter-schema.ts';
import type { LedgerEvent } from '#pipeline/ledger/event.ts';
import { planned, releaseKey } from '#pipeline/ledger/fold.ts';
import { type Draft, EMPTY_LEDGER, eventsOf, itemsOf, write } from '#pipeline/ledger/ledger.ts';
import type { Outcome } from '#pipeline/release/channels/channel.ts';
import { pictureRecord } from '#pipeline/release/kept-pictures.ts';
import { newRunState } from '#pipeline/release/release-engine.ts';
import { type Blocked, put, type Round } from '#pipeline/release/release-round.ts';
import { approval, at, ITEM, ledgerOf, oneItem, planOf, policyOf, release, runOnce, type World, worldWith } from './world.ts';

/* What a run does where something comes between, told in a few lines each: each story was read. */

const OTHER = 'wucheng/2026-11-23-other';
const THIRD = 'wucheng/2026-11-23-third';
const POST = { id: '5', url: 'https://weibo.com/1/abc' };
const SECOND = { revision: 2, tree: '2'.padStart(40, 'a') };

const weibo = (kind: LedgerEvent['kind'], more: Partial<Draft['event']> = {}): Draft =>
  release(ITEM, 'weibo', kind, { runId: 'other', ...more });
const alone = (...more: Draft[]): Promise<World> =>
  worldWith([approval(ITEM, 1, { channels: ['weibo'] }), ...more], planOf(ITEM, ['weibo']));

/** Somebody else writes into the ledger. */
async function writes(world: World, ...drafts: Draft[]): Promise<void> {
  await write(world.store, await ledgerOf(world), drafts, '登记', at(world));
}

/** Does something once, right after the next push. */
function afterPush(world: World, then: () => Promise<void>): void {
  const { append } = world.store;
  let over = false;
  world.store.append = async (...args) => {
    const done = await append(...args);
    if (over) return done;
    over = true;
    await then();
    return done;
  };
}

/** Does something during the next call to Weibo, which then answers so. */
function duringCall(world: World, outcome: Outcome, then: () => Promise<void> = async () => undefined): void {
  world.platforms.weibo.send = async () => {
    await then();
    return outcome;
  };
}

function blocks(world: World, more: Partial<Blocked>, from = 1): void {
  let asked = 0;
  world.blocked = async () => {
    asked += 1;
    return asked < from ? null : ({ code: 'not-approved', message: '按规则暂停。', final: false, quiet: false, ...more } as Blocked);
  };
}

/** A text that was corrected, with what became of the first one. */
async function corrected(old: Draft[], resend = false): Promise<World> {
  const drafts = [approval(ITEM, 1, { channels: ['weibo'] }), ...old, approval(ITEM, 2, { channels: ['weibo'] })];
  return worldWith(drafts, [...planOf(ITEM, ['weibo']), ...planOf(ITEM, ['weibo'], 2)], policyOf({ corrections: { resend } }));
}

const OUT = [weibo('intent'), weibo('confirmed', { remote: POST })];

const SCENES: Record<string, () => Promise<World>> = {
  'one text for three channels': () => oneItem(),
  'its page isn’t there yet, and its time isn’t over': async () => {
    const world = await oneItem();
    world.platforms.website.troubles = ['not-sent'];
    blocks(world, {});
    return world;
  },
  'the channel isn’t connected': async () => {
    const world = await alone();
    delete (world.platforms as Partial<World['platforms']>).weibo;
    return world;
  },
  'the channel breaks down': async () => {
    const world = await alone();
    world.platforms.weibo.send = async () => {
      throw new Error('fault');
    };
    return world;
  },
  'the platform keeps pictures': async () => {
    const world = await alone();
    const picture = { sha256: 'a'.repeat(64), use: 'body' as const, url: 'u', mediaId: '' };
    duringCall(world, { kind: 'confirmed', remote: POST, uploads: [picture, picture] });
    return world;
  },
  'two items bring the same picture at once, each under an address of its own': async () => {
    const world = await worldWith(
      [ITEM, OTHER].map((item) => approval(item, 1, { channels: ['wechat'] })),
      [ITEM, OTHER].flatMap((item) => planOf(item, ['wechat'])),
    );
    world.platforms.wechat.send = async ({ item }) => ({
      kind: 'confirmed',
      remote: { id: item, url: item },
      uploads: [{ sha256: 'a'.repeat(64), use: 'body', url: item, mediaId: '' }],
    });
    return world;
  },
  'the ledger has one of the pictures already, and another under an older address': async () => {
    const world = await alone();
    const picture = (letter: string, url: string) => ({ sha256: letter.repeat(64), use: 'body' as const, url, mediaId: '' });
    const kept = [picture('a', 'u'), picture('b', 'old')].map((upload) => ({
      path: `media/wechat/wx/${upload.sha256}.json`,
      value: pictureRecord(upload, at(world)),
    }));
    await write(world.store, await ledgerOf(world), [], '登记', at(world), kept);
    duringCall(world, { kind: 'confirmed', remote: POST, uploads: [picture('a', 'u'), picture('b', 'u')] });
    return world;
  },
  'refused for good, with pictures': async () => {
    const world = await alone();
    const picture = { sha256: 'a'.repeat(64), use: 'body' as const, url: 'u', mediaId: '' };
    duringCall(world, { kind: 'failed', code: 'weibo/20020', message: '内容被拒。', retry: false, free: false, uploads: [picture] });
    return world;
  },
  'nobody can judge it': async () => {
    const world = await worldWith(
      [ITEM, OTHER].map((item) => approval(item, 1, { channels: ['weibo'] })),
      [ITEM, OTHER].flatMap((item) => planOf(item, ['weibo'])),
    );
    world.blocked = async (_ledger, { item }) => {
      if (item === ITEM) throw item === ITEM ? new Error('毒') : '毒';
      return null;
    };
    return world;
  },
  'stopped before the intent': async () => {
    const world = await alone();
    blocks(world, {});
    return world;
  },
  'stopped before the intent, in the normal course': async () => {
    const world = await alone();
    blocks(world, { quiet: true });
    return world;
  },
  'over before the intent': async () => {
    const world = await alone();
    blocks(world, { code: 'expired', message: '已满 7 日。', final: true });
    return world;
  },
  'over before the intent, and nobody can be told': async () => {
    const world = await alone();
    world.tellable = false;
    blocks(world, { code: 'expired', message: '已满 7 日。', final: true });
    return world;
  },
  'stopped right before the call': async () => {
    const world = await alone();
    blocks(world, {}, 2);
    return world;
  },
  'stopped right before the call, in the normal course': async () => {
    const world = await alone();
    blocks(world, { quiet: true }, 2);
    return world;
  },
  'over right before the call': async () => {
    const world = await alone();
    blocks(world, { code: 'expired', message: '已满 7 日。', final: true }, 2);
    return world;
  },
  'over right before the call, and nobody can be told': async () => {
    const world = await alone();
    world.tellable = false;
    blocks(world, { code: 'expired', message: '已满 7 日。', final: true }, 2);
    return world;
  },
  'stopped before another try': async () => {
    const world = await alone(weibo('intent'), weibo('failed', { retry: 'counted' }));
    blocks(world, {});
    return world;
  },
  'a newer text is approved right before the call': async () => {
    const world = await alone();
    afterPush(world, () => writes(world, approval(ITEM, 2, { channels: ['weibo'] })));
    return world;
  },
  'a newer text is approved right before the call, and WeChat has a draft of the older': async () => {
    const remote = { id: '', url: '', steps: { draft: 'draft-1' } };
    const ready = [release(ITEM, 'wechat', 'intent'), release(ITEM, 'wechat', 'failed', { retry: 'free', remote })];
    const plan = [...planOf(ITEM, ['wechat']), ...planOf(ITEM, ['wechat'], 2)];
    const world = await worldWith([approval(ITEM, 1, { channels: ['wechat'] }), ...ready], plan);
    afterPush(world, () => writes(world, approval(ITEM, 2, { channels: ['wechat'] })));
    return world;
  },
  'the same text is approved once more right before the call': async () => {
    const world = await alone();
    afterPush(world, () => writes(world, approval(ITEM, 1, { channels: ['weibo'] })));
    return world;
  },
  'withdrawn right before the call': async () => {
    const world = await alone();
    afterPush(world, () => writes(world, weibo('withdraw-intent')));
    return world;
  },
  'another run has the intent right before the call': async () => {
    const world = await alone();
    afterPush(world, () => writes(world, weibo('failed', { retry: 'free' }), weibo('intent')));
    return world;
  },
  'withdrawn during the call': async () => {
    const world = await alone();
    duringCall(world, { kind: 'confirmed', remote: POST }, () => writes(world, weibo('withdraw-intent')));
    return world;
  },
  'another attempt of the same run, which stood still, writes during the call': async () => {
    const world = await alone();
    duringCall(world, { kind: 'confirmed', remote: POST }, async () => {
      const { runId } = eventsOf(await ledgerOf(world), ITEM).at(-1) as LedgerEvent;
      await writes(world, weibo('unknown', { runId, attempt: 2 }));
    });
    return world;
  },
  'ended by somebody during the call': async () => {
    const world = await alone();
    duringCall(world, { kind: 'confirmed', remote: POST }, () => writes(world, weibo('superseded')));
    return world;
  },
  'begun anew by another run during the call': async () => {
    const world = await alone();
    const refused = { kind: 'failed', code: 'weibo/21327', message: '令牌失效。', retry: true, free: true } as const;
    duringCall(world, refused, () => writes(world, weibo('failed', { retry: 'free' }), weibo('intent'), weibo('sent', { remote: POST })));
    return world;
  },
  'its results lie there although their push was refused, and another run goes on': async () => {
    const world = await alone();
    duringCall(world, { kind: 'failed', code: 'weibo/21327', message: '令牌失效。', retry: true, free: true });
    const { append } = world.store;
    let pushes = 0;
    world.store.append = async (...args) => {
      const done = await append(...args);
      pushes += 1;
      if (pushes !== 2) return done;
      await writes(world, weibo('intent'), weibo('sent', { remote: POST }));
      return { kind: 'conflict' };
    };
    return world;
  },
  'another item is written during the call': async () => {
    const world = await alone();
    duringCall(world, { kind: 'confirmed', remote: POST }, () => writes(world, approval(OTHER, 1)));
    return world;
  },
  'somebody else is first with the same text': async () => {
    const world = await alone();
    const { append } = world.store;
    let over = false;
    world.store.append = async (...args) => {
      if (over) return append(...args);
      over = true;
      await writes(world, weibo('needs-human', { code: 'manual', reason: '请发布。' }));
      return append(...args);
    };
    return world;
  },
  'an older text waits for a person': () => corrected([weibo('intent'), weibo('needs-human')]),
  'an older text was never called': () => corrected([weibo('needs-human', { code: 'manual' })]),
  'an older text has failed': () => corrected([weibo('intent'), weibo('failed', { retry: 'counted' })]),
  'an older text is being taken back': async () => {
    const world = await corrected([...OUT, weibo('withdraw-intent')]);
    world.platforms.weibo.troubles = ['not-sent'];
    return world;
  },
  'an older text is out': () => corrected(OUT),
  'an older text is out, nobody knows where': () => corrected([weibo('intent'), weibo('confirmed')]),
  'an older text is out and the policy resends': () => corrected(OUT, true),
  'an older text is out, and the new one may not follow now': async () => {
    const world = await corrected(OUT, true);
    blocks(world, {});
    return world;
  },
  'an older text is out, and the new one may not follow any more': async () => {
    const world = await corrected(OUT, true);
    blocks(world, { final: true });
    return world;
  },
  'two older texts are out': () =>
    worldWith(
      [
        approval(ITEM, 1, { channels: ['weibo'] }),
        ...OUT,
        approval(ITEM, 2, { channels: ['weibo'] }),
        weibo('confirmed', { ...SECOND, remote: { id: '6', url: 'https://weibo.com/1/abd' } }),
        approval(ITEM, 3, { channels: ['weibo'] }),
      ],
      [1, 2, 3].flatMap((revision) => planOf(ITEM, ['weibo'], revision)),
    ),
  'the page is at another address than the plan says': async () => {
    const page = release(ITEM, 'website', 'confirmed', {
      remote: { id: 'p', url: 'u', steps: { address: 'http://127.0.0.1/elsewhere/' } },
    });
    return worldWith([approval(ITEM, 1), release(ITEM, 'website', 'intent'), page], planOf(ITEM, ['website', 'wechat', 'weibo']));
  },
  'the page is at the address that the plan says': async () => {
    const page = release(ITEM, 'website', 'confirmed', { remote: { id: 'p', url: 'u', steps: { address: `http://127.0.0.1/${ITEM}/` } } });
    return worldWith([approval(ITEM, 1), release(ITEM, 'website', 'intent'), page], planOf(ITEM, ['website', 'wechat', 'weibo']));
  },
  'the plan has another text': () => worldWith([approval(ITEM, 1, { channels: ['weibo'] })], planOf(ITEM, ['weibo'], 2)),
  'the plan has nothing of what is in doubt': () =>
    worldWith([approval(ITEM, 1, { channels: ['weibo'] }), weibo('intent')], planOf(ITEM, ['wechat'])),
  'all of an item is taken back': () => {
    const channels: Channel[] = ['website', 'wechat', 'weibo'];
    const out = channels.flatMap((channel) =>
      (['intent', 'confirmed', 'withdraw-intent'] as const).map((kind) =>
        release(ITEM, channel, kind, { remote: { id: channel, url: channel } }),
      ),
    );
    return worldWith(
      [approval(ITEM, 1), ...out, approval(OTHER, 1, { channels: ['weibo'] })],
      [...planOf(ITEM, channels), ...planOf(OTHER, ['weibo'])],
    );
  },
  'a page is taken back, another is looked for, and an older post has failed': () => {
    const page = (['intent', 'confirmed', 'withdraw-intent'] as const).map((kind) => release(ITEM, 'website', kind, { remote: POST }));
    const failed = [release(OTHER, 'weibo', 'intent'), release(OTHER, 'weibo', 'failed', { retry: 'counted' })];
    return worldWith(
      [
        approval(OTHER, 1, { channels: ['weibo'] }),
        ...failed,
        approval(THIRD, 1, { channels: ['website'] }),
        release(THIRD, 'website', 'intent'),
        approval(ITEM, 1, { channels: ['website'] }),
        ...page,
      ],
      [...planOf(OTHER, ['weibo']), ...planOf(THIRD, ['website']), ...planOf(ITEM, ['website'])],
    );
  },
  'a page that a person has put in place is taken back': () => {
    const drafts = (['confirmed', 'withdraw-intent'] as const).map((kind) => release(ITEM, 'website', kind, { remote: POST }));
    const policy = policyOf({ channels: { website: { mode: 'manual' }, wechat: { mode: 'manual' }, weibo: { mode: 'open' } } });
    return worldWith([approval(ITEM, 1, { channels: ['website'] }), ...drafts], planOf(ITEM, ['website']), policy);
  },
  'nobody knows where the page is that is taken back': () => {
    const drafts = (['intent', 'withdraw-intent'] as const).map((kind) => release(ITEM, 'website', kind));
    return worldWith([approval(ITEM, 1, { channels: ['website'] }), ...drafts], planOf(ITEM, ['website']));
  },
  'a page that a person has to put in place is there by now': async () => {
    const world = await worldWith(
      [approval(ITEM, 1, { channels: ['website'] }), release(ITEM, 'website', 'needs-human', { code: 'manual', reason: '请上线。' })],
      planOf(ITEM, ['website']),
    );
    world.time += 3 * 3_600_000 + 30 * 60_000;
    world.platforms.website.readBack = async () => ({ kind: 'present', remote: POST, differences: [] });
    return world;
  },
  'what was never seen is taken back where absence counts after three seconds': async () => {
    const policy = policyOf({ channels: { wechat: { mode: 'manual' }, weibo: { mode: 'open', settle_seconds: 3 } } });
    const drafts = [approval(ITEM, 1, { channels: ['weibo'] }), weibo('intent'), weibo('withdraw-intent')];
    return worldWith(drafts, planOf(ITEM, ['weibo']), policy);
  },
  'a post is taken back that is out without the ledger knowing where': async () => {
    const world = await alone(weibo('intent'), weibo('confirmed'), weibo('withdraw-intent'));
    world.platforms.weibo.posts.push({ key: releaseKey(ITEM, 'weibo', 1), digest: '', live: true });
    return world;
  },
  'what was accepted under a number and never seen is taken back': async () => {
    const world = await alone(weibo('intent'), weibo('sent', { remote: { id: 'p1', url: '' } }), weibo('withdraw-intent'));
    world.platforms.weibo.posts.push({ key: releaseKey(ITEM, 'weibo', 1), digest: '', live: true });
    return world;
  },
  'a post that appeared late is taken back': async () => {
    const world = await alone(weibo('intent'), weibo('withdraw-intent'));
    const key = releaseKey(ITEM, 'weibo', 1);
    world.platforms.weibo.posts.push({ key, digest: '', live: true });
    return world;
  },
  'what is taken back has no text in the plan': () =>
    worldWith([approval(ITEM, 1, { channels: ['weibo'] }), ...OUT, weibo('withdraw-intent')], planOf(ITEM, ['wechat'])),
  'what is taken back is on a channel that isn’t connected': async () => {
    const world = await alone(...OUT, weibo('withdraw-intent'));
    delete (world.platforms as Partial<World['platforms']>).weibo;
    return world;
  },
  'what is taken back is on a channel that isn’t connected, and nobody knows where it is': async () => {
    const world = await alone(weibo('intent'), weibo('withdraw-intent'));
    delete (world.platforms as Partial<World['platforms']>).weibo;
    return world;
  },
  'the plan is of another text than the intent': () =>
    worldWith(
      [approval(ITEM, 1, { channels: ['weibo'], tree: 'c'.repeat(40) }), weibo('intent', { tree: 'c'.repeat(40) })],
      planOf(ITEM, ['weibo']),
    ),
  'its page isn’t there yet': async () => {
    const world = await oneItem();
    world.platforms.website.troubles = ['not-sent'];
    return world;
  },
  'an older text is out on one of two networks': () =>
    worldWith(
      [approval(ITEM, 1, { channels: ['weibo'] }), ...OUT, approval(ITEM, 2, { channels: ['wechat', 'weibo'] })],
      [...planOf(ITEM, ['weibo']), ...planOf(ITEM, ['wechat', 'weibo'], 2)],
    ),
  'the page is registered, and the plan has nothing of the other channels': async () => {
    const page = release(ITEM, 'website', 'confirmed', { remote: { id: 'p', url: 'u', steps: { address: 'u' } } });
    return worldWith([approval(ITEM, 1), release(ITEM, 'website', 'intent'), page], planOf(ITEM, ['website']));
  },
  'the plan is of another text than the approval': () =>
    worldWith([approval(ITEM, 1, { channels: ['weibo'], tree: 'c'.repeat(40) })], planOf(ITEM, ['weibo'])),
  'the plan has nothing of what has failed': () =>
    worldWith(
      [approval(ITEM, 1, { channels: ['weibo'] }), weibo('intent'), weibo('failed', { retry: 'counted' })],
      planOf(ITEM, ['wechat']),
    ),
  'one item was just seen absent, and another failed before': async () => {
    const other = (kind: LedgerEvent['kind'], more: Partial<Draft['event']> = {}): Draft => release(OTHER, 'weibo', kind, more);
    const drafts = [ITEM, OTHER].map((item) => approval(item, 1, { channels: ['weibo'] }));
    const world = await worldWith(
      [...drafts, weibo('intent'), weibo('unknown'), other('intent'), other('failed', { code: 'absent', retry: 'counted' })],
      [ITEM, OTHER].flatMap((item) => planOf(item, ['weibo'])),
    );
    world.time += 15 * 60_000;
    return world;
  },
  'nobody can judge one channel of three': async () => {
    const world = await oneItem();
    world.blocked = async (_ledger, _state, { channel }) => {
      if (channel === 'wechat') throw new Error('毒');
      return null;
    };
    return world;
  },
};

for (const seconds of [3, 15, 16, 40])
  SCENES[`absence counts after ${seconds} seconds, and every request is lost`] = async () => {
    const settle = { mode: 'open', settle_seconds: seconds };
    const world = await oneItem(policyOf({ channels: { wechat: { mode: 'manual' }, weibo: settle } }), ['weibo']);
    world.platforms.weibo.troubles = Array<'lost-request'>(9).fill('lost-request');
    return world;
  };

const said = ({ kind, channel, revision, code, retry, remote, reason, uploads }: LedgerEvent): string => {
  const rest = [code, retry, remote && JSON.stringify(remote), reason, uploads && JSON.stringify(uploads)];
  return [`${kind} ${channel ?? ''} ${revision}`, ...rest.filter((part) => part !== undefined)].join(' | ');
};

/** Three runs, a quarter of an hour apart, in the scene's world: what they ask for and write in this order, and what people are told. */
async function story(world: World): Promise<string> {
  const lines: string[] = [];
  for (const adapter of Object.values(world.platforms)) {
    const { channel, send, withdraw, readBack } = adapter;
    Object.assign(adapter, {
      send: (...[order]: Parameters<typeof send>) => {
        lines.push(
          `${channel}: send ${order.item.slice(19)} ${order.revision}, intent ${order.intentAt.slice(11, 19)}, now ${order.now.slice(11, 19)}`,
        );
        return send(order);
      },
      withdraw: (...[order, remote]: Parameters<typeof withdraw>) => {
        lines.push(`${channel}: withdraw ${remote.id} ${remote.url}`);
        return withdraw(order, remote);
      },
      readBack: (...[order]: Parameters<typeof readBack>) => {
        lines.push(`${channel}: look`);
        return readBack(order);
      },
    });
  }
  let known = new Map<string, number>();
  const written = async (): Promise<void> => {
    const ledger = await ledgerOf(world);
    for (const item of itemsOf(ledger)) {
      const events = eventsOf(ledger, item);
      for (const event of events.slice(known.get(item) ?? 0))
        if (event.runId.startsWith('run-')) lines.push(`+ ${item.slice(19)} ${said(event)}`);
      known = new Map([...known, [item, events.length]]);
    }
  };
  const { append } = world.store;
  world.store.append = async (...args) => {
    const done = await append(...args);
    lines.push(done.kind === 'appended' ? `push: ${args[2]}` : 'push: too late');
    await written();
    return done;
  };
  for (let run = 1; run <= 2; run += 1) {
    lines.push(`— run ${run}`);
    const began = world.time;
    const state = await runOnce(world);
    const alerts = state?.alerts ?? [];
    lines.push(
      ...alerts.map(
        ({ item, channel, code, message, task }) => `${task ? '☐' : '!'} ${item.slice(19)} ${channel ?? ''} ${code}: ${message}`,
      ),
    );
    if (world.time - began > 30_000) lines.push(`took ${Math.round((world.time - began) / 10_000) * 10} seconds`);
    lines.push(...world.told.splice(0).map(({ item, channel, code }) => `told at once: ${item.slice(19)} ${channel} ${code}`));
    world.time += 15 * 60_000;
  }
  const ledger = await ledgerOf(world);
  for (const path of ledger.paths.filter((one) => one.startsWith('media/'))) {
    const bytes = await world.store.readAt(ledger.head ?? '', path);
    lines.push(
      `${path} ${sha256(bytes ?? '')} ${Buffer.from(bytes ?? '')
        .toString()
        .trim()}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

describe('what two runs do where', () => {
  it.each(Object.entries(SCENES))('%s', async (name, scene) =>
    expect(await story(await scene())).toMatchFileSnapshot(`./golden/scene-${name.replaceAll(/,? /g, '-').replaceAll('’', '')}.txt`),
  );

  it('an event says of which text, request, run and person it is', async () => {
    const world = await alone();
    await runOnce(world);
    const [, intent, confirmed] = eventsOf(await ledgerOf(world), ITEM);
    const same = {
      item: ITEM,
      channel: 'weibo',
      revision: 1,
      tree: '1'.padStart(40, 'a'),
      pullRequest: 1,
      mergeSha: 'b'.repeat(40),
      attempt: 1,
      actor: 'sanshen',
    };
    const digest = world.plan[0]?.payload.digest;
    expect(intent).toMatchObject({ ...same, kind: 'intent', digest, runId: expect.stringMatching(/^run-/) });
    expect(confirmed).toMatchObject({ ...same, kind: 'confirmed', digest, runId: intent?.runId });
  });

  it.each<[string, Outcome, object]>([
    ['nobody knows', { kind: 'unknown', code: 'weibo/unclear', message: '结果不明。' }, { doubt: true }],
    ['the account is refused', { kind: 'failed', code: 'weibo/21327', message: '账号不行。', retry: true, free: true }, { account: true }],
    ['this one is refused', { kind: 'failed', code: 'weibo/10016', message: '平台忙。', retry: true, free: true }, {}],
    ['a person must see', { kind: 'needs-human', code: 'weibo/20019', message: '请核对。' }, {}],
  ])('where %s, people are told of what kind the trouble is', async (_, outcome, more) => {
    const world = await alone();
    duringCall(world, outcome);
    const { code, message } = outcome as Extract<Outcome, { kind: 'failed' }>;
    expect((await runOnce(world))?.alerts).toEqual([{ item: ITEM, channel: 'weibo', code, message, ...more }]);
  });

  it('what can’t be read yet is told as a doubt, which a later look of the same run may settle', async () => {
    const world = await alone(weibo('intent'), weibo('unknown', { code: 'weibo/unclear' }));
    world.platforms.weibo.off = true;
    const message = '没有连上；结果不明，下次运行会再读回，不会重发；请不要手工重发。';
    expect((await runOnce(world))?.alerts).toEqual([{ item: ITEM, channel: 'weibo', code: 'weibo/unreadable', message, doubt: true }]);
  });

  it('what a person must look at is asked for once, though the channel has said so already', async () => {
    const world = await alone(weibo('intent'), weibo('unknown', { code: 'weibo/unclear' }));
    world.time += 10 * 60_000;
    const message = '找到一条相似的；请管理员到平台看是不是这条。';
    world.platforms.weibo.readBack = async () => ({ kind: 'unreadable', code: 'weibo/window-passed', message });
    expect((await runOnce(world))?.alerts.map(({ message: told }) => told)).toEqual([
      '找到一条相似的；请管理员到平台看是不是这条；用 resolve 登记；在此以前不会重发。',
    ]);
  });

  it('a step that the table forbids is never decided', () => {
    const round = {
      context: { plan: [], run: { id: '1', attempt: 1, actor: 'sanshen' } },
      run: newRunState(),
      ledger: EMPTY_LEDGER,
      now: '2026-11-24T10:00:00+08:00',
      drafts: [],
      states: new Map(),
    } as unknown as Round;
    expect(() => put(round, { ...planned(ITEM, 'weibo', 1), state: 'withdrawn' }, 'intent')).toThrow(`${ITEM} weibo 1: withdrawn → intent`);
    put(round, planned(ITEM, 'weibo', 1), 'intent');
    expect(round.drafts[0]?.event).toMatchObject({ tree: '', digest: '', pullRequest: null, mergeSha: null });
  });
});
