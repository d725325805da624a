import { describe, expect, it } from 'vitest';
import { EVENT_KINDS, type LedgerEvent, ledgerBytes, parseEvent } from '#pipeline/ledger/event.ts';
import { PAPER } from './paper-review.ts';

const DIGEST = 'a'.repeat(64);

/** An event that has every member. */
const FULL: LedgerEvent = {
  version: 1,
  seq: 2,
  prev: DIGEST,
  kind: 'approval',
  at: '2026-11-24T10:00:00+08:00',
  item: 'wucheng/2026-11-23-street',
  channel: 'weibo',
  revision: 1,
  tree: 'b'.repeat(40),
  digest: `sha256:${DIGEST}`,
  pullRequest: 3,
  mergeSha: 'c'.repeat(40),
  runId: '7',
  attempt: 1,
  actor: 'sanshen',
  remote: { id: '5', url: 'https://weibo.com/1/abc', steps: { draft: 'd' } },
  reason: '示例',
  code: 'absent',
  retry: 'counted',
  channels: ['website', 'weibo'],
  removal: true,
  until: '2026-11-30',
  offline: PAPER,
  evidence: DIGEST,
  uploads: { 'media/wechat/wx/a.json': DIGEST },
  number: '2026-0001',
  form: { payloadType: 'application/vnd.in-toto+json', payload: 'e30=', signatures: [{ keyid: 'k', sig: 's' }] },
  signature: { keyid: 'k', sig: 's' },
};

/** Its bytes as the publisher writes them, with some members otherwise; `undefined` leaves one out. */
const bytesOf = (more: Record<string, unknown> = {}): Buffer => ledgerBytes({ ...FULL, ...more });
const isRead = (more: Record<string, unknown>): boolean => parseEvent(bytesOf(more)) !== null;

describe('the bytes of an event', () => {
  it('are its canonical JSON and a newline, and are read as that event', () => {
    expect(ledgerBytes({ b: 1, a: '一' }).toString()).toBe('{"a":"一","b":1}\n');
    expect(parseEvent(bytesOf())).toEqual(FULL);
  });

  it.each([
    ['that are not JSON', () => 'x'],
    ['that are JSON of something else', () => '[]\n'],
    ['with a space more', (text) => ` ${text}`],
    ['without their newline', (text) => text.trim()],
    ['with a member twice', (text) => text.replace('"attempt":1', '"attempt":1,"attempt":1')],
    ['with its members in another order', (text) => text.replace(/("actor":"\w+"),("at":"[^"]+")/, '$2,$1')],
  ] as [string, (text: string) => string][])('%s are those of no event', (_what, change) =>
    expect(parseEvent(Buffer.from(change(bytesOf().toString())))).toBeNull(),
  );
});

describe('an event', () => {
  it.each([
    ['prev', [null]],
    ['kind', [...EVENT_KINDS]],
    ['at', ['2026-11-24T02:00:00Z']],
    ['channel', [undefined, 'website', 'wechat', 'weibo']],
    ['revision', [0, 1]],
    ['pullRequest', [null, 1]],
    ['mergeSha', [null]],
    ['remote', [undefined, { id: '', url: '' }, { id: '', url: '', newer: 1 }]],
    ['reason', [undefined]],
    ['code', [undefined]],
    ['retry', [undefined, 'counted', 'free', 'no']],
    ['channels', [undefined, []]],
    ['removal', [undefined, false]],
    ['until', [undefined, '2026-02-28']],
    [
      'offline',
      [
        undefined,
        { ...PAPER, newer: 1 },
        { ...PAPER, signed: [] },
        { ...PAPER, signed: PAPER.signed.map((one) => ({ ...one, newer: 1 })) },
        { ...PAPER, scan: { ...PAPER.scan, bytes: 1, newer: 1 } },
      ],
    ],
    ['evidence', [undefined]],
    ['uploads', [undefined, {}]],
    ['signature', [undefined]],
    ['number', [undefined]],
    ['form', [undefined]],
    ['newer', ['of a newer program']],
  ] as [string, unknown[]][])('may have as %s: %j', (name, values) =>
    expect(values.filter((value) => !isRead({ [name]: value }))).toEqual([]),
  );

  it.each([
    ['version', [undefined, 2]],
    ['seq', [undefined, 0, 1.5, '1']],
    ['prev', [undefined, DIGEST.slice(1), `${DIGEST}a`, DIGEST.toUpperCase(), 1]],
    ['kind', [undefined, '', 'published']],
    ['at', [undefined, '2026-11-24', '2026-11-24 10:00']],
    ['item', [undefined, 1]],
    ['channel', ['', 'x', null]],
    ['revision', [undefined, -1, 0.5]],
    ['tree', [undefined, 1]],
    ['digest', [undefined, 1]],
    ['pullRequest', [undefined, 0, 1.5, '1']],
    ['mergeSha', [undefined, 1]],
    ['runId', [undefined, 1]],
    ['attempt', [undefined, 0, '1']],
    ['actor', [undefined, 1]],
    ['remote', [null, { id: '1' }, { url: 'u' }, { id: 1, url: 'u' }, { id: '1', url: 'u', steps: { a: 1 } }]],
    ['reason', [1, null]],
    ['code', [1, null]],
    ['retry', ['', 'yes', null]],
    ['channels', ['weibo', ['x']]],
    ['removal', [1, 'true']],
    ['until', [1, '', '2026-02-30', '2026-11-30T00:00:00+08:00']],
    [
      'offline',
      [
        null,
        {},
        ...[undefined, {}, { ...PAPER.scan, name: undefined }].map((scan) => ({ ...PAPER, scan })),
        ...[undefined, 'x', DIGEST.slice(1), `${DIGEST}a`, `x${DIGEST}`].map((sha256) => ({ ...PAPER, scan: { ...PAPER.scan, sha256 } })),
        ...[undefined, 0, 1.5, '1'].map((bytes) => ({ ...PAPER, scan: { ...PAPER.scan, bytes } })),
        ...[undefined, [null], [{}]].map((signed) => ({ ...PAPER, signed })),
        ...[{ level: 0 }, { level: 4 }, { level: '1' }, { person: undefined }, { at: '2026-11-23' }].map((more) => ({
          ...PAPER,
          signed: [{ ...PAPER.signed[0], ...more }],
        })),
        ...(['posted', 'entered'] as const).flatMap((name) => [undefined, '2026-11-23'].map((at) => ({ ...PAPER, [name]: at }))),
        ...(['due', 'reviewsDue'] as const).flatMap((name) => [undefined, '2026-02-30'].map((day) => ({ ...PAPER, [name]: day }))),
        { ...PAPER, person: undefined },
      ],
    ],
    ['evidence', [1]],
    ['uploads', [{ a: 1 }, { a: 'x' }, { a: `${DIGEST}a` }, { a: `x${DIGEST}` }]],
    ['signature', [null, {}, { keyid: 'k' }, { sig: 's' }, { keyid: 1, sig: 's' }]],
    ['number', [1]],
    [
      'form',
      [
        {},
        { ...FULL.form, payload: undefined },
        { ...FULL.form, payloadType: undefined },
        { ...FULL.form, signatures: undefined },
        { ...FULL.form, signatures: [{ keyid: 'k' }] },
        { ...FULL.form, signatures: [{ sig: 's' }] },
      ],
    ],
  ] as [string, unknown[]][])('may not have as %s: %j', (name, values) =>
    expect(values.filter((value) => isRead({ [name]: value }))).toEqual([]),
  );
});
