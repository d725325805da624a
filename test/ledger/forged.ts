import type { EventKind } from '#pipeline/ledger/event.ts';
import { chained, type Draft, type Ledger } from '#pipeline/ledger/ledger.ts';
import { mediaPath, sealPath } from '#pipeline/ledger/ledger-path.ts';
import type { LedgerFile } from '#pipeline/ledger/ledger-store.ts';
import { figuresOf, sealFile } from '#pipeline/ledger/seal.ts';
import { signedFile, type Unsigned } from '#pipeline/ledger/signature.ts';
import { pictureRecord } from '#pipeline/release/kept-pictures.ts';
import type { Sign } from '#pipeline/review/form/envelope.ts';
import { ITEM, SITE } from '../bureau.ts';
import { after, OTHER } from './full-ledger.ts';

export const AT = '2026-11-24T12:00:00+08:00';
const PICTURE = { sha256: 'a'.repeat(64), use: 'body' as const, url: 'https://mmbiz.example/other', mediaId: '' };

const withoutChannel = ({ event: { channel: _, ...event } }: Draft): Draft => ({ event });
export const inSettings = (ledger: Ledger, kind: EventKind): Draft =>
  withoutChannel(after(ledger, ITEM, kind, { at: AT, item: 'settings', revision: 0, reason: '示例' }));
const ofItem =
  (kind: Draft['event']['kind'], more: Partial<Draft['event']> = {}) =>
  (ledger: Ledger): Draft =>
    after(ledger, ITEM, kind, { at: AT, ...more });

/** What somebody with the publisher's token could want to be believed. */
const EVENTS: Record<string, (ledger: Ledger) => Draft> = {
  hold: (ledger) => inSettings(ledger, 'hold'),
  resume: (ledger) => inSettings(ledger, 'resume'),
  'withdraw-intent': ofItem('withdraw-intent', { code: 'error', reason: '示例' }),
  'intent-website': ofItem('intent'),
  'confirmed at another address': ofItem('confirmed', { remote: { id: ITEM, url: 'https://other.example/' } }),
  'confirmed by another post’s id': ofItem('confirmed', { remote: { id: OTHER, url: `${SITE}/${OTHER}/` } }),
  abandoned: ofItem('abandoned', { reason: '示例' }),
};
const RECORDS: Record<string, (ledger: Ledger) => Unsigned> = {
  media: () => ({ path: mediaPath('wx0123456789abcdef', PICTURE.sha256, 'body'), value: pictureRecord(PICTURE, AT) }),
  seal: (ledger) =>
    sealFile({
      ...{ version: 1, path: sealPath('2026', 2), at: AT, commit: ledger.head ?? '', previous: null, main: 'f'.repeat(40) },
      ...figuresOf(ledger),
      ...{ open: [], due: [] },
    }),
};

/** Their names. */
export const FORGED = [...Object.keys(EVENTS), ...Object.keys(RECORDS)];

/** An event of any kind on top of a full ledger, with no more than what every event says, signed by whoever is to sign. */
export function forgedOfKind(kind: EventKind, ledger: Ledger, sign: Sign): LedgerFile {
  const own = ofItem(kind)(ledger);
  const draft = ['settings', 'hold', 'resume', 'purge'].includes(kind)
    ? inSettings(ledger, kind)
    : kind === 'approval'
      ? withoutChannel(own)
      : own;
  return chained(ledger, [draft], sign).files[0] as LedgerFile;
}

/** One of them on top of a full ledger, signed by whoever is to sign. */
export function forged(kind: string, ledger: Ledger, sign: Sign): LedgerFile {
  const event = EVENTS[kind];
  const record = RECORDS[kind];
  if (event) return chained(ledger, [event(ledger)], sign).files[0] as LedgerFile;
  if (record) return signedFile(record(ledger), sign);
  throw new Error(`nobody forges ${kind}`);
}
