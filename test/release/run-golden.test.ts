import { describe, expect, it } from 'vitest';
import { beijingIso } from '#pipeline/beijing-time.ts';
import type { LedgerEvent } from '#pipeline/ledger/event.ts';
import { type Draft, eventsOf } from '#pipeline/ledger/ledger.ts';
import type { RunLife } from '#pipeline/ledger/run.ts';
import type { Outcome, ReadBack } from '#pipeline/release/channels/channel.ts';
import { approval, ITEM, ledgerOf, planOf, policyOf, release, runOnce, START, type World, worldWith } from './world.ts';

/*
 * What one run does with a release on Weibo, by the state in which it finds it and by what the network shows: each row was read. A run that
 * begins at minute M finds what was written at minute 0; absence settles in ten minutes.
 */

const POST = { id: '5', url: 'https://weibo.com/1/abc' };

/** What the network shows when it is looked at. */
const SEEN: Record<string, ReadBack> = {
  'the post': { kind: 'present', remote: POST, differences: [] },
  'a post that differs': { kind: 'present', remote: POST, differences: ['标题不同', '少一段'] },
  nothing: { kind: 'absent', steps: {} },
  'a draft alone': { kind: 'absent', steps: { draft: 'd2' } },
  'that it was accepted': { kind: 'pending', steps: { publish: 'p1' } },
  'that it was accepted, and more': { kind: 'pending', steps: { mass: 'm1', publish: 'p1' } },
  'that it waits for a person': { kind: 'pending', steps: { draft: 'd1' }, message: '请管理员在后台按发布。' },
  'that it was deleted there': { kind: 'gone', message: '平台上已被删除' },
  'no answer': { kind: 'unreadable', code: 'weibo/unreadable', message: '没有连上。稍后再看。', later: true },
  'an answer that only a person can understand': { kind: 'unreadable', code: 'weibo/unread', message: '这类内容列不出来。' },
};

/** What a call, or a removal, brings. */
const BROUGHT: Record<string, Outcome> = {
  'it is out': { kind: 'confirmed', remote: POST },
  'it is out, with steps': { kind: 'confirmed', remote: POST, steps: { draft: 'd1' }, message: '留言要人删。' },
  'it is gone without a name': { kind: 'confirmed', remote: { id: '', url: '' } },
  'it is prepared': { kind: 'ready', code: 'weibo/ready', message: '草稿已备好。', steps: { draft: 'd1' } },
  'it was accepted': { kind: 'sent', remote: { id: 'p1', url: '' }, steps: { publish: 'p1' } },
  'it was accepted under a number': { kind: 'sent', remote: { id: 'p1', url: '' } },
  'it is out, and only its address is known': { kind: 'confirmed', remote: { id: '', url: POST.url } },
  'it waits for a person': { kind: 'sent', remote: { id: '', url: '' }, message: '请管理员在后台按发布。' },
  'it was refused': { kind: 'failed', code: 'weibo/20020', message: '内容被拒。', retry: false, free: false },
  'it failed, and counts': { kind: 'failed', code: 'weibo/10016', message: '平台忙。', retry: true, free: false },
  'it was not sent': { kind: 'failed', code: 'weibo/not-sent', message: '没有连上。', retry: true, free: true },
  'nobody knows': { kind: 'unknown', code: 'weibo/unclear', message: '结果不明。' },
  'a person must see': { kind: 'needs-human', code: 'weibo/20019', message: '请管理员核对。' },
};

interface Found {
  drafts: Draft[];
  /** Minutes since then. */
  minutes?: number;
  life?: RunLife;
  /** The minute at which that run ended, where anybody can say so. */
  ended?: number;
  mode?: 'open' | 'manual';
}

const weibo = (kind: LedgerEvent['kind'], more: Partial<Draft['event']> = {}): Draft =>
  release(ITEM, 'weibo', kind, { runId: 'other', ...more });
const text = approval(ITEM, 1, { channels: ['weibo'] });
const begun = [text, weibo('intent')];
const failed = (more: Partial<Draft['event']> = {}): Draft[] => [
  weibo('intent'),
  weibo('failed', { code: 'absent', retry: 'counted', ...more }),
];
const out = [...begun, weibo('confirmed', { remote: POST })];

/** States in which a run looks at the network. */
const LOOKED_AT: Record<string, Found> = {
  'new to the ledger': { drafts: [text] },
  'failed once': { drafts: [text, ...failed()] },
  'failed as a person said': { drafts: [...begun, weibo('needs-human'), weibo('failed', { code: 'resolved', retry: 'counted' })] },
  'failed five times': { drafts: [text, ...Array.from({ length: 5 }, () => failed({ reason: '没有发出' })).flat()] },
  'an intent whose run goes on': { drafts: begun, minutes: 60, life: 'running' },
  'an intent whose run nobody knows': { drafts: begun, minutes: 60, life: 'unknown' },
  'an intent whose run ended, nobody knows when': { drafts: begun, minutes: 60 },
  'an intent whose run ended nine minutes ago': { drafts: begun, minutes: 60, ended: 51 },
  'an intent whose run ended ten minutes ago': { drafts: begun, minutes: 60, ended: 50 },
  'an intent of nine minutes ago whose run is said to have ended before it': { drafts: begun, minutes: 9, ended: -60 },
  'an intent of ten minutes ago whose run is said to have ended before it': { drafts: begun, minutes: 10, ended: -60 },
  'unknown for nine minutes': { drafts: [...begun, weibo('unknown', { code: 'weibo/unclear' })], minutes: 9 },
  'unknown for ten minutes': { drafts: [...begun, weibo('unknown', { code: 'weibo/unclear' })], minutes: 10 },
  sent: { drafts: [...begun, weibo('sent', { remote: { id: '', url: '', steps: { publish: 'p1' } } })] },
  'sent, and a person has to press': { drafts: [...begun, weibo('sent', { reason: '请管理员按发布。' })] },
  'with a person since half an hour': {
    drafts: [...begun, weibo('needs-human', { code: 'weibo/unread', reason: '请核对。' })],
    minutes: 30,
  },
  'with a person since an hour': { drafts: [...begun, weibo('needs-human', { code: 'weibo/unread', reason: '请核对。' })], minutes: 60 },
  'with a person in the morning, at noon': { drafts: [...begun, weibo('needs-human')], minutes: 120 },
  'with a person in the morning, a quarter past noon': { drafts: [...begun, weibo('needs-human')], minutes: 135 },
  'with a person since half an hour, as it differs': {
    drafts: [...begun, weibo('needs-human', { code: 'weibo/read-back-differs', reason: '读回不同，请核对。' })],
    minutes: 30,
  },
  'with a person since two hours and a half, as it differs': {
    drafts: [...begun, weibo('needs-human', { code: 'weibo/read-back-differs', reason: '读回不同，请核对。' })],
    minutes: 150,
  },
  'with a person who has to post it': { drafts: [text, weibo('needs-human', { code: 'manual', reason: '请发布。' })] },
  'being taken back, its run still going on': { drafts: [...begun, weibo('withdraw-intent')], minutes: 60, life: 'running' },
  'being taken back, never seen, its run ended, nobody knows when': {
    drafts: [...begun, weibo('withdraw-intent', { reason: '误报' })],
    minutes: 60,
  },
  'being taken back, never seen, absent ten minutes ago': {
    drafts: [...begun, weibo('withdraw-intent'), weibo('withdraw-intent', { code: 'absent' })],
    minutes: 10,
  },
  'being taken back, never seen, its run ended nine minutes ago': { drafts: [...begun, weibo('withdraw-intent')], minutes: 60, ended: 51 },
  'being taken back, never seen, its run ended ten minutes ago': { drafts: [...begun, weibo('withdraw-intent')], minutes: 60, ended: 50 },
  'being taken back before any call, nine minutes ago': { drafts: [text, weibo('needs-human'), weibo('withdraw-intent')], minutes: 9 },
  'being taken back before any call, ten minutes ago': { drafts: [text, weibo('needs-human'), weibo('withdraw-intent')], minutes: 10 },
};

/** States in which it acts whatever there is to see. */
const ACTED_ON: Record<string, Found> = {
  approved: { drafts: [text] },
  'approved, and posted by hand': { drafts: [text], mode: 'manual' },
  'being taken back after it was seen': { drafts: [...out, weibo('withdraw-intent')] },
  'being taken back by hand': { drafts: [...out, weibo('withdraw-intent')], mode: 'manual' },
  'being taken back by hand, nobody knows where it is': { drafts: [...begun, weibo('withdraw-intent')], mode: 'manual' },
};

async function worldOf({ drafts, minutes = 0, ended, mode = 'open' }: Found): Promise<World> {
  const policy = policyOf({ channels: { wechat: { mode: 'manual' }, weibo: { mode, settle_seconds: 600 } } });
  const world = await worldWith(drafts, planOf(ITEM, ['weibo']), policy);
  world.time = START + minutes * 60_000;
  if (ended !== undefined) world.ends.set('other', beijingIso(new Date(START + ended * 60_000)));
  return world;
}

const told = ({ kind, channel, revision, code, retry, remote, reason }: Partial<LedgerEvent>): string => {
  const place = channel === 'weibo' && revision === 1 ? '' : ` ${channel} ${revision}`;
  const rest = [code, retry, remote && JSON.stringify(remote), reason].filter((part) => part !== undefined);
  return `${kind}${place}${rest.map((part) => ` | ${part}`).join('')}`;
};

/** One run, told in a few lines: what it asked the network for, what it wrote, what people are told. */
async function lines(world: World, found: Found, seen: ReadBack, brought: Outcome): Promise<string> {
  const asked: string[] = [];
  const adapter = world.platforms.weibo;
  const named = (id: string, steps: Record<string, string>): string =>
    [id, ...Object.entries(steps).map((step) => step.join('='))].join(' ').trim();
  Object.assign(adapter, {
    send: async ({ steps }: { steps: Record<string, string> }) => {
      asked.push(`send ${named('', steps)}`.trim());
      // What was prepared is sent by the next call.
      return brought.kind === 'ready' && steps.draft ? (BROUGHT['it is out'] as Outcome) : brought;
    },
    withdraw: async ({ steps }: { steps: Record<string, string> }, remote: object) => {
      asked.push(`withdraw ${named(JSON.stringify(remote), steps)}`);
      return brought;
    },
    readBack: async () => {
      asked.push('look');
      return seen;
    },
  } satisfies Partial<typeof adapter>);
  const before = eventsOf(await ledgerOf(world), ITEM).length;
  const began = world.time;
  const state = await runOnce(world, () => found.life ?? 'ended');
  const wrote = eventsOf(await ledgerOf(world), ITEM).slice(before);
  const alerts = state?.alerts.map(({ channel, code, message, task }) => `  ${task ? '☐' : '!'} ${channel} ${code}: ${message}`) ?? [];
  const waited = world.time - began >= 60_000 ? ', then waits' : '';
  return [`  ${asked.join(', ') || 'asks nothing'}${waited}`, ...wrote.map((event) => `  + ${told(event)}`), ...alerts].join('\n');
}

/** What comes of each answer; those of which the same comes stand together. */
async function table<Answer>(answers: Record<string, Answer>, comesOf: (answer: Answer) => Promise<string>): Promise<string> {
  const rows = new Map<string, string[]>();
  for (const [what, answer] of Object.entries(answers)) {
    const row = await comesOf(answer);
    rows.set(row, [...(rows.get(row) ?? []), what]);
  }
  return [...rows].map(([row, whats]) => `${whats.join(' / ')}:\n${row}\n`).join('');
}

const golden = (name: string): string => `./golden/run-${name.replaceAll(/,? /g, '-')}.txt`;

describe('what a run does with a release that is', () => {
  it.each(Object.entries(LOOKED_AT))('%s, by what the network shows', async (name, found) => {
    const rows = await table(SEEN, async (seen) => lines(await worldOf(found), found, seen, BROUGHT['it is out'] as Outcome));
    await expect(rows).toMatchFileSnapshot(golden(name));
  });

  it.each(Object.entries(ACTED_ON))('%s, by what the network answers', async (name, found) => {
    const rows = await table(BROUGHT, async (brought) => lines(await worldOf(found), found, SEEN.nothing as ReadBack, brought));
    await expect(rows).toMatchFileSnapshot(golden(name));
  });
});
