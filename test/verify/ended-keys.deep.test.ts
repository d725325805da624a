import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gitText } from '#pipeline/forge/git/git-process.ts';
import type { LedgerEvent } from '#pipeline/ledger/event.ts';
import { holdDraft } from '#pipeline/ledger/held.ts';
import { chained, type Draft, eventsOf, type Ledger, readLedger, write } from '#pipeline/ledger/ledger.ts';
import { gitLedger } from '#pipeline/ledger/ledger-git.ts';
import type { LedgerFile, LedgerStore } from '#pipeline/ledger/ledger-store.ts';
import { monthFile } from '#pipeline/ledger/month-file.ts';
import { sealOf } from '#pipeline/ledger/seal.ts';
import { recordOf, settingsDraft } from '#pipeline/ledger/settings-event.ts';
import { signedFile } from '#pipeline/ledger/signature.ts';
import { type Sign, signerOf } from '#pipeline/review/form/envelope.ts';
import { newSigningKey } from '#pipeline/setup/first-settings.ts';
import { gitTrust, verifiedLedgers } from '#pipeline/verify/publisher.ts';
import { verifyNewest } from '#pipeline/verify/verify.ts';
import { type Bureau, FOLDER, ITEM, itemText, startBureau } from '../bureau.ts';
import { after } from '../ledger/full-ledger.ts';
import { putSeal } from '../ledger/put-seal.ts';

/** While the old key held, and a quarter of an hour later. */
const [THEN, SOON] = ['2026-11-24T20:00:00+08:00', '2026-11-24T20:15:00+08:00'];
const DAYS = 3 * 86_400;
const RUN = { id: '1', attempt: 1, actor: 'sanshen-bot' };

/** The branch as it was, on the server and in the clone that has seen what came. */
async function setBack({ world, root }: Bureau, head: string): Promise<void> {
  await gitText(world.github.repositoryDir, ['update-ref', 'refs/heads/ledger', head]);
  await gitText(root, ['update-ref', 'refs/remotes/origin/ledger', head]);
}

/** How a key ends. */
const ENDS: [string, (policy: string) => string][] = [
  ['was given its last day', (policy) => policy.replace('from: 2026-01-01}', 'from: 2026-01-01, to: 2026-11-24}')],
  ['was taken off the list', (policy) => policy.replace(/\{id: [^}]*from: 2026-01-01\}, /, '')],
];

/** Seals on the ledger by then. */
const SEALS: [string, { old: boolean; next: boolean }][] = [
  ['without a seal', { old: false, next: false }],
  ['with a seal of the old key’s days', { old: true, next: false }],
  ['with a seal by the new key', { old: false, next: true }],
];

interface Rotated {
  bureau: Bureau;
  old: Sign;
  next: Sign;
}

/** A bureau with an item, whose key has ended three days ago; the new one has written since. */
async function rotated(end: (policy: string) => string, seals: { old: boolean; next: boolean }): Promise<Rotated> {
  const bureau = await startBureau();
  const { privateKeyPem, publicKey } = newSigningKey();
  const [old, next] = [signerOf(bureau.key), signerOf(privateKeyPem)];
  const both = bureau.policy.replace(']', `, {id: ${publicKey.id}, public_key: '${publicKey.public_key}', from: 2026-11-24}]`);
  await bureau.publish({ [`${FOLDER}/index.md`]: itemText() });
  await bureau.publish({ 'content/policy.yml': both }, { reviewers: ['zhengsi', 'fengliu'] });
  await bureau.approve();
  await bureau.publish({ 'content/policy.yml': end(both) }, { reviewers: ['zhengsi', 'fengliu'] });
  await bureau.approve();
  const { store } = await bureau.publisher();
  if (seals.old) await putSeal(store, old, () => ({ at: THEN }));
  bureau.world.github.clock.advance(DAYS);
  await writeBy(bureau, next, 'hold');
  if (seals.next) await putSeal(store, next, () => ({ at: '2026-11-27T12:00:00+08:00' }));
  await writeBy(bureau, next, 'resume');
  return { bureau, old, next };
}

async function writeBy({ publisher }: Bureau, sign: Sign, kind: 'hold' | 'resume', at?: string): Promise<void> {
  const { store, ledgers, now } = await publisher();
  const ledger = await ledgers.open();
  const time = at ?? (await now());
  await write({ ...store, sign }, ledger, [holdDraft(ledger, RUN, time, { kind, reason: '示例' })], '登记', time);
}

const eventFile = (draft: (ledger: Ledger) => Draft) => async (ledger: Ledger, sign: Sign) =>
  chained(ledger, [draft(ledger)], sign).files[0] as LedgerFile;

/** What somebody with the old key and the ledger's token could want to be believed: each is dated while the key held. */
const FORGED: [string, (ledger: Ledger, sign: Sign, bureau: Bureau) => Promise<LedgerFile>][] = [
  ['a hold', eventFile((ledger) => holdDraft(ledger, RUN, THEN, { kind: 'hold', reason: '示例' }))],
  ['a removal', eventFile((ledger) => after(ledger, ITEM, 'withdraw-intent', { at: THEN, code: 'error', reason: '示例' }))],
  [
    'a confirmation',
    eventFile((ledger) => after(ledger, ITEM, 'confirmed', { at: THEN, remote: { id: ITEM, url: 'https://x.example/' } })),
  ],
  [
    'settings',
    async (ledger, sign, { key }) => {
      const before = eventsOf(ledger, 'settings').findLast(({ kind }) => kind === 'settings') as LedgerEvent;
      const record = recordOf(before);
      if (record === null) throw new Error('no record');
      const draft = settingsDraft({ ...record, previous: record.digest, at: THEN }, key, RUN, {});
      return chained(ledger, [draft], sign).files[0] as LedgerFile;
    },
  ],
  ['a month’s counts', async (_, sign) => signedFile(monthFile('2026-10', THEN, []), sign)],
];

async function opened({ publisher }: Bureau): Promise<string> {
  const { git, store } = await publisher();
  return verifiedLedgers(store, gitTrust(git))
    .open()
    .then(
      () => 'believed',
      ({ code, place }) => `${code} ${place}`,
    );
}

describe.each(ENDS)('a key that %s', (_, end) => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-27T12:00:00+08:00') }));
  afterEach(() => void vi.useRealTimers());

  it.each(SEALS)('signs nothing any more, whatever date that bears, in a ledger %s', async (_, seals) => {
    const { bureau, old } = await rotated(end, seals);
    const { git, store } = await bureau.publisher();
    const branch = gitLedger(git, { fetch: true });
    expect([await opened(bureau), (await bureau.verify()).problems]).toEqual(['believed', []]);
    const ledger = await readLedger(store);
    for (const [what, forge] of FORGED) {
      const file = await forge(ledger, old, bureau);
      await branch.append(ledger.head, [file], '登记', SOON);
      expect([what, await opened(bureau)]).toEqual([what, expect.stringMatching(`^ledger/unverified ${file.path}$`)]);
      const { problems } = await verifyNewest(store, gitTrust(git));
      expect([what, problems.map(({ event }) => event)]).toEqual([what, expect.arrayContaining([file.path])]);
      await setBack(bureau, ledger.head as string);
    }
  });

  it('puts no seal that hides what is open, and the new one seals anew', async () => {
    const { bureau, old } = await rotated(end, { old: true, next: false });
    const { git, store, ledgers } = await bureau.publisher();
    const ledger = await ledgers.open();
    expect(sealOf(ledger, { commit: 'd'.repeat(40), due: [] }, '2026-11-27T12:00:00+08:00')).not.toBeNull();
    await putSeal(store, old, () => ({ at: SOON, open: [] }));
    expect(await opened(bureau)).toMatch(/^ledger\/unverified seals\//);
    expect((await verifyNewest(store, gitTrust(git))).problems).not.toEqual([]);
  });

  it('has a run go through the ledger from its beginning once, also where that run has written', async () => {
    const { bureau, next } = await rotated(end, { old: true, next: false });
    const { git, store, now } = await bureau.publisher();
    let times = 0;
    const history: LedgerStore['history'] = (head, since) => {
      if (since === undefined) times += 1;
      return store.history(head, since);
    };
    const ledgers = verifiedLedgers({ ...store, history }, gitTrust(git));
    const ledger = await ledgers.open();
    const once = times;
    expect(once).toBeGreaterThan(0);
    const drafts = [holdDraft(ledger, RUN, await now(), { kind: 'hold', reason: '示例' })];
    ledgers.keep((await write({ ...store, sign: next }, ledger, drafts, '登记', await now())) as Ledger);
    await ledgers.open(['wucheng/2026-11-20-other']);
    expect(times).toBe(once);
    await writeBy(bureau, next, 'resume');
    await ledgers.open();
    expect(times).toBeGreaterThan(once);
  });

  it('is refused by the publisher itself', async () => {
    const { bureau, old } = await rotated(end, { old: false, next: false });
    await expect(writeBy(bureau, old, 'hold', THEN)).rejects.toMatchObject({ code: 'form/key-not-listed' });
  });
});
