import { describe, expect, it } from 'vitest';
import type { LedgerEvent } from '#pipeline/ledger/event.ts';
import { type Draft, eventsOf, write } from '#pipeline/ledger/ledger.ts';
import { type Bureau, FOLDER, grownBureau, ITEM, itemText, startBureau } from '../bureau.ts';
import { at, PAPER } from '../ledger/paper-review.ts';

const POLICY = 'demo: true\nchannels: {wechat: {mode: manual}}';

/** An event as somebody with the key would write it. */
function offline(more: Partial<LedgerEvent> = {}): Draft {
  const event = {
    ...{ kind: 'offline' as const, at: at('24 09:00'), item: ITEM, channel: 'wechat' as const, revision: 1, tree: 'b'.repeat(40) },
    ...{ digest: 'sha256:a', pullRequest: 1, mergeSha: null, runId: 'r', attempt: 1, actor: 'wangwu', offline: PAPER },
  };
  return { event: { ...event, ...more } };
}

async function put(bureau: Bureau, ...drafts: Draft[]): Promise<void> {
  const { store } = await bureau.publisher();
  expect(await write(store, await bureau.ledger(), drafts, '示例', at('24 09:00'))).not.toBeNull();
}

const problems = async (bureau: Bureau): Promise<string[]> => (await bureau.verify()).problems.map(({ code }) => code);

/** What holds of the tree that was registered without any review, and what doesn't. */
const step = (kind: LedgerEvent['kind'], more: Partial<LedgerEvent> = {}): Draft => {
  const { offline: _, ...event } = offline({ kind, ...more }).event;
  return { event };
};

describe('a registration of what was signed on paper', () => {
  it.each<[string, Draft[], string[]]>([
    ['as the act writes it', [offline()], []],
    ['and again, for another text', [offline(), offline({ tree: 'c'.repeat(40) })], []],
    ['taken down before anybody reviewed it', [offline(), step('withdraw-intent', { code: 'error' }), step('withdrawn')], []],
    ['given up', [offline(), step('abandoned', { code: 'resolved' })], []],
    ['that says nothing of the paper', [step('offline')], ['offline']],
    ['of one who may not', [offline({ offline: { ...PAPER, person: 'lisi' } })], ['offline']],
    [
      'signed by one who holds no post',
      [offline({ offline: { ...PAPER, signed: PAPER.signed.map((one) => ({ ...one, person: 'zhouyi' })) } })],
      ['offline'],
    ],
    ['of a later revision', [offline({ revision: 2 })], ['illegal-step']],
    ['confirmed without a review', [offline(), step('confirmed')], ['not-approved']],
    ['sent without a review', [offline(), step('failed'), step('intent')], ['not-approved']],
    ['taken down as another text', [offline(), step('withdraw-intent', { tree: 'c'.repeat(40) })], ['not-approved']],
  ])('%s', async (_, drafts, codes) => {
    const bureau = await startBureau({ policy: POLICY });
    await put(bureau, ...drafts);
    expect(await problems(bureau)).toEqual(codes);
  });

  it('comes before the approval, which names its day only if it is there', async () => {
    const bureau = await grownBureau('approved', { policy: POLICY }, async (grown) => {
      await grown.publish({ [`${FOLDER}/index.md`]: itemText({ channels: ['wechat'] }) });
      await grown.approve();
    });
    const [approval] = eventsOf(await bureau.ledger(), ITEM);
    await put(bureau, offline({ tree: approval?.tree ?? '' }));
    expect(await problems(bureau)).toEqual(['illegal-step']);
  });
});
