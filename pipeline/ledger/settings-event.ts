import type { Instant } from '../beijing-time.ts';
import { sha256 } from '../canonical-json.ts';
import { historyYearOf } from '../item/history/history.ts';
import { type SigningKey, STATEMENT_TYPE, type Statement, signStatement, verifyStatement } from '../review/form/envelope.ts';
import type { Evidence } from '../review/gate/evidence.ts';
import type { LevelVerdict } from '../review/gate/verdict.ts';
import type { LedgerEvent } from './event.ts';
import { ledgerBytes } from './event.ts';
import type { Draft } from './ledger.ts';
import { SETTINGS_CHAIN } from './ledger-path.ts';
import type { Run } from './run.ts';
import { isSettingsFile, type Settings, type SettingsVersion } from './settings-version.ts';

/** in-toto has no predicate for this, so it is our own. */
const PREDICATE = 'urn:sanshen:settings:v1';

/** What a settings event says under signature: these files hold, by whose approval. */
export interface SettingsRecord {
  version: 1;
  digest: string;
  files: { path: string; id: string }[];
  /** Digest of the version before; `null` for the first, which `setup` signs. */
  previous: string | null;
  pullRequest: number | null;
  mergeSha: string;
  /** Levels 2 and 3, under the version before. Empty for the first. */
  approvals: Pick<LevelVerdict, 'level' | 'person' | 'login' | 'at' | 'reviewId'>[];
  at: Instant;
  /** SHA-256 of the recorded evidence of the approvals; `null` for the first. */
  evidence: string | null;
}

function hex(digest: string): string {
  return digest.replace(/^sha256:/, '');
}

function statementOf(record: SettingsRecord): Statement<SettingsRecord> {
  return {
    _type: STATEMENT_TYPE,
    subject: record.files.map(({ path, id }) => ({ name: path, digest: { [historyYearOf(path) === path ? 'gitTree' : 'gitBlob']: id } })),
    predicateType: PREDICATE,
    predicate: record,
  };
}

/** The settings event of a record, signed together with the digest of its evidence. */
export function settingsDraft(facts: Omit<SettingsRecord, 'evidence'>, key: string, run: Run, evidence?: unknown): Draft {
  const record = { ...facts, evidence: evidence === undefined ? null : sha256(ledgerBytes(evidence)) };
  return {
    event: {
      kind: 'settings',
      at: record.at,
      item: SETTINGS_CHAIN,
      revision: 0,
      tree: hex(record.digest),
      digest: record.digest,
      pullRequest: record.pullRequest,
      mergeSha: record.mergeSha,
      runId: run.id,
      attempt: run.attempt,
      actor: run.actor,
      form: signStatement(statementOf(record), key),
    },
    ...(evidence === undefined ? {} : { evidence }),
  };
}

/** What a settings event says under signature, whether or not the signature holds; `null` without an envelope. */
export function recordOf({ form }: LedgerEvent): SettingsRecord | null {
  return form ? (JSON.parse(Buffer.from(form.payload, 'base64').toString('utf8')) as Statement<SettingsRecord>).predicate : null;
}

/** Years of 历史信息 (a tree each, by path) whose newest version levels 2 and 3 have approved: what the first version found there nobody has. */
export function approvedHistory(events: readonly LedgerEvent[]): Map<string, string> {
  const years = new Map<string, { id: string; approved: boolean }>();
  for (const event of events) {
    const record = event.kind === 'settings' ? recordOf(event) : null;
    if (record === null) continue;
    const levels = new Set(record.approvals.map(({ level }) => level));
    const now = record.files.filter(({ path }) => historyYearOf(path) === path);
    for (const path of years.keys()) if (!now.some((file) => file.path === path)) years.delete(path);
    for (const { path, id } of now) if (years.get(path)?.id !== id) years.set(path, { id, approved: levels.has(2) && levels.has(3) });
  }
  return new Map([...years].flatMap(([path, { id, approved }]) => (approved ? [[path, id] as const] : [])));
}

/** What is wrong with a settings event; `null` if nothing is. */
export type SettingsFault = { code: string; message: string } | null;

const say = (code: string, message: string): SettingsFault => ({ code, message });

/**
 * Checks a settings event against the version that lies on main and the one before it. A key that holds by the versions before must have signed (the
 * first is trusted as it is), and the files and both approvals must fit.
 */
export function settingsFault(event: LedgerEvent, present: Settings, before: Settings | null, keys: readonly SigningKey[]): SettingsFault {
  if (!event.form) return say('settings-unsigned', '名单与规则的登记没有签名；应由发布程序签名；请管理员查明台账的来历。');
  const opened = verifyStatement(event.form, PREDICATE, keys);
  if ('problem' in opened) return say(opened.problem.code, opened.problem.message);
  const record = opened.statement.predicate as SettingsRecord;
  const agrees =
    record.digest === event.digest &&
    event.tree === hex(event.digest) &&
    record.mergeSha === event.mergeSha &&
    record.at === event.at &&
    record.evidence === (event.evidence ?? null) &&
    record.pullRequest === event.pullRequest;
  if (!agrees) return say('settings-differs', '名单与规则的登记与它的签名内容不一致；应一字不差；请管理员查明台账的来历。');
  if (record.digest !== present.digest)
    return say('settings-other-files', '登记的名单与规则不是那次提交里的文件；请管理员查明台账的来历。');
  if (record.previous !== (before?.digest ?? null))
    return say('settings-order', '名单与规则的登记没有接着上一版；请管理员查明台账的来历。');
  const levels = new Set(record.approvals.map(({ level }) => level));
  if (before && !(levels.has(2) && levels.has(3))) return say('settings-unapproved', '名单与规则的改动缺少办公室审核或分管领导签发。');
  return null;
}

/** Settings files that two versions don't share, by path. */
export function changedFiles(a: SettingsVersion, b: SettingsVersion): string[] {
  const ids = (version: SettingsVersion): Map<string, string> => new Map(version.files.map(({ path, id }) => [path, id]));
  const [before, after] = [ids(a), ids(b)];
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => isSettingsFile(path) && before.get(path) !== after.get(path)).sort();
}

/** Files that one version changed in another and an approved pull request did not show just so. */
export function unseen(evidence: Evidence, before: SettingsVersion, after: SettingsVersion): string[] {
  const ids = new Map(after.files.map(({ path, id }) => [path, id]));
  const head = evidence.pullRequest?.head.sha ?? '';
  return changedFiles(before, after).filter((path) => {
    const entry = evidence.items.find((item) => item.path === path);
    return !entry || (entry.trees[head] ?? null) !== (ids.get(path) ?? null);
  });
}
