import { describe, expect, it } from 'vitest';
import { EVENT_KINDS, ledgerBytes } from '#pipeline/ledger/event.ts';
import { itemsOf, type Ledger, readLedger, write } from '#pipeline/ledger/ledger.ts';
import { sealPath } from '#pipeline/ledger/ledger-path.ts';
import type { LedgerFile } from '#pipeline/ledger/ledger-store.ts';
import { figuresOf } from '#pipeline/ledger/seal.ts';
import { signedFile } from '#pipeline/ledger/signature.ts';
import { type Sign, signerOf } from '#pipeline/review/form/envelope.ts';
import { newSigningKey } from '#pipeline/setup/first-settings.ts';
import { gitTrust, verifiedLedgers } from '#pipeline/verify/publisher.ts';
import { verifyLedger } from '#pipeline/verify/verify.ts';
import { ITEM } from '../bureau.ts';
import { AT, FORGED, forged, forgedOfKind, inSettings } from '../ledger/forged.ts';
import { fullLedger } from '../ledger/full-ledger.ts';
import { memoryLedger } from '../ledger/ledger-memory.ts';
import { type Files, ledgerFiles, signedSeal } from '../ledger/tampering.ts';

const saidIn = ({ bytes }: Pick<LedgerFile, 'bytes'>): { at: string } => JSON.parse(Buffer.from(bytes).toString('utf8'));

/** Ways to make it without the key, with what is said of the file. */
const WAYS: [string, (file: LedgerFile, ledger: Ledger, own: Sign) => LedgerFile, string][] = [
  ['without a signature', ({ path, ...file }) => ({ path, bytes: ledgerBytes({ ...saidIn(file), signature: undefined }) }), '没有签名'],
  [
    'by another key',
    (file) => signedFile({ path: file.path, value: saidIn(file) }, signerOf(newSigningKey().privateKeyPem)),
    '不是用名单上当天有效的密钥签的',
  ],
  [
    'with the signature of something older',
    ({ path, ...file }, ledger) => ({
      path,
      bytes: ledgerBytes({ ...saidIn(file), signature: ledger.chains.get(ITEM)?.[0]?.event.signature }),
    }),
    '的签名对不上',
  ],
  [
    'signed for another place',
    (file, _, own) => ({ path: file.path, bytes: signedFile({ path: `${file.path}x`, value: saidIn(file) }, own).bytes }),
    '的签名对不上',
  ],
  [
    'signed by the key of a day before it was listed',
    (file, _, own) => signedFile({ path: file.path, value: { ...saidIn(file), at: '2025-12-31T23:59:59+08:00' } }, own),
    '不是用名单上当天有效的密钥签的',
  ],
];

async function scene() {
  const bureau = await fullLedger();
  const { git } = await bureau.publisher();
  const files = await ledgerFiles(bureau);
  const trust = gitTrust(git);
  /** A ledger with these files, sealed where it is wanted. */
  const written = async (all: Files, sealed: boolean) => {
    const store = memoryLedger(signerOf(bureau.key));
    await store.append(
      null,
      [...all].map(([path, bytes]) => ({ path, bytes })),
      '登记',
      AT,
    );
    const ledger = await readLedger(store);
    if (sealed) {
      const about = {
        version: 1 as const,
        path: sealPath('2026', 1),
        at: AT,
        commit: ledger.head ?? '',
        previous: null,
        main: 'f'.repeat(40),
      };
      await store.append(
        ledger.head,
        [signedSeal({ ...about, ...figuresOf(ledger), open: itemsOf(ledger), due: [] }, bureau.key)],
        '封账',
        AT,
      );
    }
    return { store, ledger };
  };
  return { bureau, files, trust, written, own: signerOf(bureau.key) };
}

describe('a file of the ledger that the publisher’s key has not signed for its place', () => {
  it('stops everybody who opens the ledger, and is named, whatever it is and however it was made', async () => {
    const { trust, files, written, own } = await scene();
    const believed: string[] = [];
    for (const sealed of [false, true]) {
      const { store: honest } = await written(files, sealed);
      expect((await verifiedLedgers(honest, trust).open()).head).toBe(await honest.head());
      for (const kind of FORGED)
        for (const [way, forge, words] of WAYS) {
          const { store, ledger } = await written(files, sealed);
          const file = forge(forged(kind, ledger, own), ledger, own);
          await store.append(await store.head(), [file], '登记', AT);
          const said: { code?: string; place?: string; message?: string } = await verifiedLedgers(store, trust)
            .open()
            .then(
              () => ({}),
              (error: unknown) => error as object,
            );
          const named = said.place === file.path && said.message?.includes(`${file.path} ${words}`);
          if (said.code !== 'ledger/unverified' || !named) believed.push(`${kind} ${way}${sealed ? ' after a seal' : ''}: ${said.message}`);
        }
    }
    expect(believed).toEqual([]);
  });

  it('is named, whatever kind of event it says it is', async () => {
    const { trust, files, written, own } = await scene();
    const { store: honest, ledger } = await written(files, false);
    const head = await honest.head();
    const refused = async (what: string, { path, ...file }: LedgerFile, words: string): Promise<void> => {
      const { store } = await written(files, false);
      expect(await store.append(head, [{ path, ...file }], '登记', AT)).toMatchObject({ kind: 'appended' });
      const stopped = { code: 'ledger/unverified', place: path, message: expect.stringContaining(`${path} ${words}`) };
      await expect(verifiedLedgers(store, trust).open(), what).rejects.toMatchObject(stopped);
    };
    for (const kind of EVENT_KINDS) {
      const genuine = forgedOfKind(kind, ledger, own);
      for (const [way, forge, words] of WAYS) await refused(`${kind} ${way}`, forge(genuine, ledger, own), words);
      // What the key has signed for the next place of this chain, in the place before it.
      const { seq } = saidIn(genuine) as { at: string; seq: number };
      const path = genuine.path.replace(`/${String(seq).padStart(4, '0')}-`, `/${String(seq + 1).padStart(4, '0')}-`);
      const { bytes } = signedFile({ path, value: { ...saidIn(genuine), seq: seq + 1 } as { at: string } }, own);
      await refused(`${kind} before its turn`, { path: genuine.path, bytes }, '');
    }
  });

  it('isn’t believed either where two that were signed have changed places, or where nobody’s evidence lies beside one', async () => {
    const { trust, files, written } = await scene();
    const [hold, resume] = ['settings/0003-hold.json', 'settings/0004-resume.json'];
    const swapped = new Map([...files, [hold, files.get(resume) as Buffer], [resume, files.get(hold) as Buffer]]);
    const beside = new Map([...files, ['settings/0001-evidence.json', Buffer.from('{}\n')]]);
    const found = async (all: Files): Promise<string[]> => {
      const { store, ledger } = await written(all, false);
      return (await verifyLedger(store, ledger, trust)).problems.map(({ event, code }) => `${event} ${code}`);
    };
    expect(await found(swapped)).toEqual(expect.arrayContaining([`${hold} signature/bad-signature`, `${resume} signature/bad-signature`]));
    expect(await found(beside)).toEqual(['settings/0001-evidence.json stray-evidence']);
  });
});

describe('the publisher', () => {
  it('writes nothing that readers wouldn’t believe: with a key that isn’t listed, or not on that day', async () => {
    const { trust, files, written } = await scene();
    const { store } = await written(files, false);
    const ledger = await verifiedLedgers(store, trust).open();
    const draft = inSettings(ledger, 'hold');
    const stranger = { ...store, sign: signerOf(newSigningKey().privateKeyPem) };
    const early = { event: { ...draft.event, at: '2025-12-31T23:59:59+08:00' } };
    for (const [by, drafts] of [
      [stranger, [draft]],
      [store, [early]],
    ] as const)
      await expect(write(by, ledger, drafts, '登记', AT)).rejects.toMatchObject({
        code: 'form/key-not-listed',
        place: 'SANSHEN_SIGNING_KEY',
      });
    await expect(write({ ...store, sign: undefined }, ledger, [draft], '登记', AT)).rejects.toMatchObject({ code: 'ledger/no-key' });
    expect(await store.head()).toBe(ledger.head);
  });
});
