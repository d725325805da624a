import { describe, expect, it } from 'vitest';
import { ledgerBytes } from '#pipeline/ledger/event.ts';
import { type FAULTS, openSigned, signatureFault, signedFile } from '#pipeline/ledger/signature.ts';
import { signerOf } from '#pipeline/review/form/envelope.ts';
import { newSigningKey } from '#pipeline/setup/first-settings.ts';

const PATH = 'settings/0001-hold.json';
const VALUE = { version: 1, at: '2026-11-24T16:30:00Z', zone: undefined, reason: '演练' };
const { privateKeyPem, publicKey } = newSigningKey();
const sign = signerOf(privateKeyPem);
const { bytes, signature } = signedFile({ path: PATH, value: VALUE }, sign);
const listed = (day: string) => (day === '2026-11-25' ? [{ ...publicKey, from: '2026-01-01' }] : []);

describe('a file that the publisher signs', () => {
  it('is signed as what it says at its place, and says it in the order of the names with the signature among them', () => {
    const signed: string[] = [];
    const file = signedFile({ path: PATH, value: VALUE }, (said) => {
      signed.push(Buffer.from(said).toString());
      return { keyid: 'k', sig: 's' };
    });
    expect(signed).toEqual([`sanshen-ledger-v1\n${PATH}\n{"at":"2026-11-24T16:30:00Z","reason":"演练","version":1}`]);
    expect(Buffer.from(file.bytes).toString()).toBe(
      '{"at":"2026-11-24T16:30:00Z","reason":"演练","signature":{"keyid":"k","sig":"s"},"version":1}\n',
    );
    expect([file.path, file.signature]).toEqual([PATH, { keyid: 'k', sig: 's' }]);
  });

  it.each<[what: string, path: string, value: Parameters<typeof signatureFault>[1], fault: keyof typeof FAULTS | null]>([
    ['by a key of its Beijing date is believed', PATH, { ...VALUE, signature }, null],
    ['isn’t, without a signature', PATH, VALUE, 'unsigned'],
    ['isn’t, at another place', 'settings/0002-hold.json', { ...VALUE, signature }, 'bad-signature'],
    ['isn’t, saying something else', PATH, { ...VALUE, reason: '', signature } as typeof VALUE, 'bad-signature'],
    ['isn’t, where no key of its day has signed it', PATH, { ...VALUE, at: '2026-11-24T15:30:00Z', signature }, 'unknown-key'],
  ])('%s', (_what, path, value, fault) => expect(signatureFault(path, value, listed)).toBe(fault));
});

describe('a signed file that is no event', () => {
  it('is read as what it says, without the signature', () => {
    const { zone: _, ...said } = VALUE;
    expect(openSigned(PATH, bytes, listed)).toEqual({ value: said });
  });

  it.each<[what: string, bytes: Uint8Array, fault: keyof typeof FAULTS]>([
    ['isn’t JSON', Buffer.from('x'), 'unreadable'],
    ['is JSON of nothing', Buffer.from('null'), 'unreadable'],
    ['has a time that is no text', ledgerBytes({ at: 1 }), 'unreadable'],
    ['has a time that is none', ledgerBytes({ at: '2026-11-24' }), 'unreadable'],
    ['isn’t written as it is signed', Buffer.concat([bytes, Buffer.from(' ')]), 'unreadable'],
    ['nobody signed', ledgerBytes({ at: VALUE.at }), 'unsigned'],
  ])('isn’t believed where it %s', (_what, spoilt, fault) => expect(openSigned(PATH, spoilt, listed)).toEqual({ fault }));
});
