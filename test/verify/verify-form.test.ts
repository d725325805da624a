import { expect, it } from 'vitest';
import { canonicalJson, digestOf, sha256 } from '#pipeline/canonical-json.ts';
import { ledgerBytes } from '#pipeline/ledger/event.ts';
import { readLedger } from '#pipeline/ledger/ledger.ts';
import type { SettingsRecord } from '#pipeline/ledger/settings-event.ts';
import type { ReviewForm } from '#pipeline/review/form/review-form.ts';
import type { Evidence } from '#pipeline/review/gate/evidence.ts';
import { gitTrust } from '#pipeline/verify/publisher.ts';
import { verifyLedger } from '#pipeline/verify/verify.ts';
import { ITEM } from '../bureau.ts';
import { fullLedger } from '../ledger/full-ledger.ts';
import { memoryLedger } from '../ledger/ledger-memory.ts';
import { edited, type Files, ledgerFiles, resigned, rewritten } from '../ledger/tampering.ts';

/** Who holds the signing key can sign anything; what he signed is held against the records of the reviews that lie beside it. */
it('what the key has signed must follow from the recorded reviews, field by field', async () => {
  const bureau = await fullLedger();
  const { git } = await bureau.publisher();
  const files = await ledgerFiles(bureau);
  const path = (part: string): string => [...files.keys()].find((each) => each.includes(part)) as string;
  const approval = path('2026-11-23-street/0001-approval');
  const evidence = path('2026-11-23-street/0001-evidence');
  const settings = path('settings/0002-settings');
  const form = (change: (form: ReviewForm) => Partial<ReviewForm>): Files => {
    const signed = resigned<ReviewForm>(files, approval, bureau.key, change);
    return rewritten(signed, approval, bureau.key, (text) => {
      const event = JSON.parse(text);
      const { predicate } = JSON.parse(Buffer.from(event.form.payload, 'base64').toString('utf8'));
      return canonicalJson({ ...event, digest: digestOf(predicate) });
    });
  };
  const record = (change: (record: SettingsRecord) => Partial<SettingsRecord>): Files => resigned(files, settings, bureau.key, change);
  /** Other evidence beside an event, whose digest the event names and, if the key helps, the signature as well. */
  const beside = (event: string, file: string, change: (text: string) => string): Files => {
    const all = edited(files, file, change);
    const digest = sha256(all.get(file) as Buffer);
    const signed = resigned<{ evidence: string | null }>(all, event, bureau.key, () => ({ evidence: digest }));
    return rewritten(signed, event, bureau.key, (text) => {
      const parsed = JSON.parse(text);
      const { predicate } = JSON.parse(Buffer.from(parsed.form.payload, 'base64').toString('utf8'));
      const own = parsed.kind === 'approval' ? { digest: digestOf(predicate) } : {};
      return canonicalJson({ ...parsed, ...own, evidence: digest });
    });
  };
  const evidenceOf = (text: string, change: (evidence: Evidence) => object): string =>
    ledgerBytes(change(JSON.parse(text))).toString('utf8');
  const cases: [what: string, changed: Files, code: string, words: string][] = [
    [
      'another reviewer',
      form(({ levels }) => ({ levels: levels.map((level) => ({ ...level, person: '钱二' })) })),
      'form-not-from-evidence',
      '三级审核',
    ],
    [
      'another minute',
      form(({ levels }) => ({ levels: levels.map((level) => ({ ...level, at: '2026-11-24T00:00:00Z' })) })),
      'form-not-from-evidence',
      '三级审核',
    ],
    ['another title', form(() => ({ title: '另一个标题' })), 'form-not-from-evidence', '标题'],
    ['another submitter', form(() => ({ submitter: { id: 'zhouyi', name: '周一' } })), 'form-not-from-evidence', '报送人'],
    ['remarks left out', form(() => ({ remarks: [] })), 'form-not-from-evidence', '备注'],
    ['a longer time', form(() => ({ lastDay: '2026-12-31' })), 'form-not-from-evidence', '时效'],
    ['another head', form(() => ({ head: 'f'.repeat(40) })), 'form-not-from-evidence', '报送提交'],
    ['another time of signing', form(() => ({ signedAt: '2026-11-24T00:00:00Z' })), 'form-differs', '签名时间'],
    ['other prompts than the levels were shown', form(() => ({ prompts: `sha256:${'f'.repeat(64)}` })), 'form-prompts', '审核提示'],
    ['other records', form(() => ({ evidence: 'f'.repeat(64) })), 'form-differs', '审核记录'],
    [
      'the event moved to another day',
      rewritten(files, approval, bureau.key, (text) => text.replace(/("at":")\d{4}-\d{2}-\d{2}/, '$12026-11-22')),
      'form-differs',
      '签名时间',
    ],
    [
      'records that were judged by other people',
      beside(approval, evidence, (text) =>
        evidenceOf(text, (all) => ({ ...all, organisation: { ...(all.organisation as object), bureau: '另一个局' } })),
      ),
      'evidence-settings',
      '名单与规则',
    ],
    [
      'settings approved by somebody else',
      record(({ approvals }) => ({ approvals: approvals.map((each) => ({ ...each, login: 'lisi' })) })),
      'settings-evidence',
      '签的人或时间不一致',
    ],
    ['settings signed at another time', record(() => ({ at: '2026-11-24T00:00:00Z' })), 'settings-differs', '不一致'],
    ['settings with other records', record(() => ({ evidence: null })), 'settings-differs', '不一致'],
    [
      'settings beside the records of another pull request',
      beside(settings, path('settings/0002-evidence'), (text) =>
        evidenceOf(text, (all) => ({ ...all, pullRequest: { ...all.pullRequest, number: 99 } })),
      ),
      'settings-evidence',
      '另一个合并请求',
    ],
    [
      'settings that were judged by other people',
      beside(settings, path('settings/0002-evidence'), (text) =>
        evidenceOf(text, (all) => ({ ...all, organisation: { ...(all.organisation as object), bureau: '另一个局' } })),
      ),
      'settings-evidence',
      '上一版名单与规则',
    ],
    [
      'settings that nobody has seen as they are',
      beside(settings, path('settings/0002-evidence'), (text) =>
        evidenceOf(text, (all) => {
          const other = ([commit, id]: [string, string | null]): [string, string | null] => [commit, id === null ? null : 'f'.repeat(40)];
          return {
            ...all,
            items: all.items.map((item) => ({ ...item, trees: Object.fromEntries(Object.entries(item.trees).map(other)) })),
          };
        }),
      ),
      'settings-evidence',
      '没有',
    ],
  ];
  const missed: string[] = [];
  for (const [what, changed, code, words] of cases) {
    const store = memoryLedger();
    const all = [...changed].map(([name, bytes]) => ({ path: name, bytes }));
    await store.append(null, all, '登记', '2026-11-24T10:00:00+08:00');
    const { problems } = await verifyLedger(store, await readLedger(store), gitTrust(git));
    const named = problems.some((found) => found.code === code && found.message.includes(words) && [ITEM, 'settings'].includes(found.item));
    if (!named) missed.push(`${what}: ${problems.map((found) => `${found.code} ${found.message}`).join(' | ')}`);
  }
  expect(missed).toEqual([]);
});
