import { canonicalJson, digestOf } from '#pipeline/canonical-json.ts';
import type { LedgerEvent } from '#pipeline/ledger/event.ts';
import { chained, type Draft, eventsOf, itemsOf, readLedger } from '#pipeline/ledger/ledger.ts';
import type { LedgerStore } from '#pipeline/ledger/ledger-store.ts';
import type { Settings } from '#pipeline/ledger/settings-version.ts';
import { policySchema } from '#pipeline/organisation/policy.ts';
import { PAYLOAD_TYPE } from '#pipeline/review/form/envelope.ts';
import type { FormLevel, ReviewForm } from '#pipeline/review/form/review-form.ts';
import { memoryLedger, standIn } from '../ledger/ledger-memory.ts';
import { headOf, LISTED, POLICY } from './simulated-people.ts';
import { type Fact, simulatedYear } from './simulated-year.ts';

/** What a person did, as whoever made the ledger wrote it down. */
export type Done = [kind: string, item: string | null, person: string, at: string];

const envelope = (predicate: unknown) => ({
  payloadType: PAYLOAD_TYPE,
  payload: Buffer.from(canonicalJson({ predicate })).toString('base64'),
  signatures: [],
});

const KEYS = [
  { id: 'first', public_key: 'A', from: '2024-01-01' },
  { id: 'second', public_key: 'B', from: '2026-12-01' },
];
const file = (id: string) => ({ path: 'content/policy.yml', id });
/** Two versions of the settings: the second has one more key and waits longer for what was sent. */
export const VERSIONS: readonly Settings[] = [1, 2].map((count) => ({
  ...{
    commit: `commit${count}`,
    digest: `sha256:${count}`,
    files: [file(String(count))],
    organisation: LISTED,
    terms: {} as Settings['terms'],
  },
  policy: policySchema.parse({ ...POLICY, signing_keys: KEYS.slice(0, count) }),
}));

const SIGNED = [
  { level: 2, person: 'office1', login: 'office1', at: '2026-12-01T09:00:00+08:00', reviewId: 71 },
  { level: 3, person: 'leader1', login: 'leader1', at: '2026-12-01T10:00:00+08:00', reviewId: 72 },
];
const TEXT = { channel: 'website' as const, revision: 1, tree: '', digest: '', pullRequest: null, mergeSha: null, runId: '42', attempt: 1 };
const OF_SETTINGS = { item: 'settings', revision: 0, tree: '', digest: '', mergeSha: null, runId: '42', attempt: 1 };

function settingsDrafts(purged: string): Draft[] {
  const version = (count: number, at: string, more: Partial<Draft['event']>, approvals: unknown[]): Draft => ({
    event: {
      ...{
        ...OF_SETTINGS,
        kind: 'settings',
        at,
        actor: 'office3',
        pullRequest: null,
        tree: '0'.repeat(63) + count,
        digest: `sha256:${count}`,
      },
      form: envelope({ approvals, files: [file(String(count))] }),
      ...more,
    },
  });
  const plain = (kind: 'hold' | 'resume', at: string, actor: string, more: Partial<Draft['event']> = {}): Draft => ({
    event: { ...OF_SETTINGS, kind, at, actor, pullRequest: null, ...more },
  });
  const purge = { item: purged, trees: ['a'], blobs: ['b', 'c'] };
  return [
    version(1, '2024-01-01T09:00:00+08:00', {}, []),
    version(2, '2026-12-01T11:00:00+08:00', { actor: 'sanshen', pullRequest: 901 }, SIGNED),
    plain('hold', '2026-12-02T09:00:00+08:00', 'OFFICE3', { reason: '核对账号，电话 13800138000' }),
    plain('resume', '2026-12-02T10:00:00+08:00', 'office1'),
    plain('hold', '2026-12-03T09:00:00+08:00', 'sanshen', { code: 'breaker', reason: '一次要发太多' }),
    {
      event: {
        ...{ ...OF_SETTINGS, kind: 'purge', at: '2026-12-04T09:00:00+08:00', actor: 'leader1', pullRequest: null },
        ...{ code: 'privacy', reason: '示例发〔2026〕9号', form: envelope(purge) },
      },
    },
  ];
}

const PLANTED = 'unit0/2026-12-05-planted';
const DECLARED = 'unit0/2026-12-05-declared';

/** The approval of a text once more, as another item's and with other levels, and sent. */
function again(approval: LedgerEvent, evidence: unknown, item: string, number: string, change: (level: FormLevel) => FormLevel): Draft[] {
  const form = (JSON.parse(Buffer.from(approval.form?.payload ?? '', 'base64').toString('utf8')) as { predicate: ReviewForm }).predicate;
  const changed = { ...form, number, levels: form.levels.map(change), content: { ...form.content, item } };
  const { version: _, seq: __, prev: ___, signature: ____, evidence: _____, ...event } = approval;
  const at = '2026-12-05T09:00:00+08:00';
  return [
    { event: { ...event, item, at, number, digest: digestOf(changed), form: envelope(changed) }, evidence },
    { event: { ...TEXT, item, kind: 'intent', at, actor: 'sanshen' } },
    { event: { ...TEXT, item, kind: 'confirmed', at, actor: 'sanshen' } },
  ];
}

/** What was made, and what an audit of it must say. */
export interface Eventful {
  store: LedgerStore;
  head: string;
  facts: readonly Fact[];
  done: readonly Done[];
  /** The last number that the year gave by itself; one is skipped after it. */
  last: number;
  planted: { item: string; number: string };
  purged: string;
}

/** A simulated year, and on top of it one of everything that people do by hand. */
export async function eventfulLedger(items: number): Promise<Eventful> {
  const year = simulatedYear(items);
  const store = memoryLedger();
  const written = await store.append(null, year.files, '一年', '2027-01-05T12:00:00+08:00');
  if (written.kind !== 'appended') throw new Error('the year was not written');
  const ledger = await readLedger(store, written.head);
  const of = (what: string): string[] => year.facts.filter((fact) => fact.what === what).map(({ item }) => item);
  const waiting = itemsOf(ledger).filter((item) => eventsOf(ledger, item).length === 1);
  const [byHand = '', doubted = '', given = ''] = waiting;
  const purged = of('withdrawn')[0] as string;
  const numbers = [...ledger.chains.values()].flatMap((chain) =>
    chain.flatMap(({ event }) => (event.number?.startsWith('2026-') ? [event.number] : [])),
  );
  const last = Math.max(...numbers.map((number) => Number(number.slice(5))));
  const odd = [...of('emergency'), ...of('delegated'), ...of('joint'), ...of('waived')];
  const adopted = of('adopted website').find((item) => !odd.includes(item)) as string;
  const approval = eventsOf(ledger, adopted)[0] as LedgerEvent;
  const evidence = JSON.parse(
    Buffer.from(
      (await store.readAt(written.head, ledger.paths.find((path) => path.includes(`${adopted}/0001-evidence`)) as string)) as Uint8Array,
    ).toString(),
  );
  const number = (after: number): string => `2026-${String(last + after).padStart(4, '0')}`;
  const by = (item: string, kind: Draft['event']['kind'], minute: number, actor: string, more: Partial<Draft['event']> = {}): Draft => ({
    event: { ...TEXT, item, kind, at: `2026-12-06T09:0${minute}:00+08:00`, actor, ...more },
  });
  const remote = { id: '1', url: 'https://example.gov.cn/1/' };
  const drafts = [
    ...settingsDrafts(purged),
    by(byHand, 'confirmed', 0, 'office3', { code: 'by-hand', remote, reason: '=示例登记' }),
    ...[
      by(doubted, 'intent', 1, 'sanshen'),
      by(doubted, 'unknown', 2, 'sanshen'),
      by(doubted, 'needs-human', 3, 'office1', { code: 'resolved' }),
    ],
    by(doubted, 'abandoned', 3, 'office1', { code: 'resolved', reason: '不再需要' }),
    // Taken down before anything of it was out.
    by(given, 'abandoned', 4, 'leader2', { code: 'secrecy', reason: '示例' }),
    // One level open, and no rule that allows it; then one that its unit has declared.
    ...again(approval, { ...evidence, policy: { emergency: { enabled: false } } }, PLANTED, number(2), (level) =>
      level.level === 2 ? { ...level, decision: 'waiting' } : level,
    ),
    ...again(approval, evidence, DECLARED, number(3), (level) => (level.level === 1 ? { ...level, reviewId: null } : level)),
  ];
  const more = await store.append(written.head, chained(ledger, drafts, standIn).files, '办理', '2027-01-05T12:00:00+08:00');
  if (more.kind !== 'appended') throw new Error('the acts were not written');
  const name = (person: string): string => `示例${person}`;
  const done: Done[] = [
    ['settings', null, `${name('office3')}（启用时登记，不经合并请求）`, '2024-01-01T09:00:00+08:00'],
    ['key', null, `${name('office3')}（启用时登记，不经合并请求）`, '2024-01-01T09:00:00+08:00'],
    ['settings', null, `${name('office1')}（二级）、${name('leader1')}（三级）`, '2026-12-01T11:00:00+08:00'],
    ['key', null, `${name('office1')}（二级）、${name('leader1')}（三级）`, '2026-12-01T11:00:00+08:00'],
    ['hold', null, name('office3'), '2026-12-02T09:00:00+08:00'],
    ['resume', null, name('office1'), '2026-12-02T10:00:00+08:00'],
    ['hold', null, '系统', '2026-12-03T09:00:00+08:00'],
    ['purge', purged, name('leader1'), '2026-12-04T09:00:00+08:00'],
    ['declared', DECLARED, name(headOf(adopted.split('/')[0] as string)), '2026-12-05T09:00:00+08:00'],
    ['record', byHand, name('office3'), '2026-12-06T09:00:00+08:00'],
    ['resolve', doubted, name('office1'), '2026-12-06T09:03:00+08:00'],
    ['withdraw', given, name('leader2'), '2026-12-06T09:04:00+08:00'],
  ];
  return { store, head: more.head, facts: year.facts, done, last, planted: { item: PLANTED, number: number(2) }, purged };
}
