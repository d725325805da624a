import { beijingDate, type Instant } from '../beijing-time.ts';
import { digestOf } from '../canonical-json.ts';
import type { WithdrawKind } from '../item/front-matter/front-matter-schema.ts';
import { holds } from '../organisation/holders.ts';
import type { Level } from '../organisation/organisation.ts';
import { nameOfPerson } from '../organisation/person.ts';
import { STATEMENT_TYPE, type Statement, signStatement, verifyStatement } from '../review/form/envelope.ts';
import type { LedgerEvent } from './event.ts';
import { approvalOf, type ItemState, isWithdrawn, type Release, releaseOf } from './fold.ts';
import { type Draft, eventsOf, type Ledger } from './ledger.ts';
import { SETTINGS_CHAIN } from './ledger-path.ts';
import type { Run } from './run.ts';
import { keysAt, type Settings } from './settings-version.ts';
import { isTerminal, MAY_BE_LIVE } from './transitions.ts';

/** in-toto has no predicate for this, so it is our own. */
const PREDICATE = 'urn:sanshen:purge:v1';

/** Who may record a purge: never the administrator, who writes the history anew. */
export const PURGING_LEVELS: readonly Level[] = [2, 3];

/**
 * What a purge says under signature: main's history was, or is about to be, written anew without these. Digests and people only, so that it
 * can't hold what had to go.
 */
export interface PurgeRecord {
  version: 1;
  /** `null`: what was taken out is no approved text, and only its going has changed commits. */
  item: string | null;
  /** It speaks of the first so many events of the item's chain. */
  seq: number;
  /** Trees of approved texts that are gone as a whole or in part. */
  trees: string[];
  /** Blobs that are gone. */
  blobs: string[];
  kind: WithdrawKind;
  /** The document that decided it (文号). */
  decision: string;
  person: string;
  login: string;
  at: Instant;
}

/** A purge that was verified, with the name of the person who recorded it and the file that holds it. */
export interface Purge extends PurgeRecord {
  by: string;
  path: string;
}

function statementOf(record: PurgeRecord): Statement<PurgeRecord> {
  const name = record.item ?? 'main';
  const subject = [
    ...record.trees.map((gitTree) => ({ name, digest: { gitTree } })),
    ...record.blobs.map((gitBlob) => ({ name, digest: { gitBlob } })),
  ];
  return { _type: STATEMENT_TYPE, subject, predicateType: PREDICATE, predicate: record };
}

/** The purge event of a record, signed, under the settings that hold. */
export function purgeDraft(record: PurgeRecord, settings: LedgerEvent, key: string, run: Run): Draft {
  return {
    event: {
      kind: 'purge',
      at: record.at,
      item: SETTINGS_CHAIN,
      revision: 0,
      tree: settings.tree,
      digest: digestOf(record),
      pullRequest: null,
      mergeSha: settings.mergeSha,
      runId: run.id,
      attempt: run.attempt,
      actor: run.actor,
      code: record.kind,
      reason: record.decision,
      form: signStatement(statementOf(record), key),
    },
  };
}

/** What a purge event says, whether or not its signature holds; `null` without an envelope. */
export function purgeIn({ form }: LedgerEvent): PurgeRecord | null {
  return form ? (JSON.parse(Buffer.from(form.payload, 'base64').toString('utf8')) as Statement<PurgeRecord>).predicate : null;
}

/** Opens a purge event under the settings before it: signed by a key of that day, recorded by somebody who might. A sentence if it doesn't count. */
export function openPurge(event: LedgerEvent, path: string, settings: Settings | undefined): Purge | { fault: string } {
  if (!event.form || settings === undefined) return { fault: `${path} 没有签名，或写在第一版名单与规则以前` };
  const opened = verifyStatement(event.form, PREDICATE, keysAt(settings.policy, event.at));
  if ('problem' in opened) return { fault: `${path}：${opened.problem.message}` };
  const record = opened.statement.predicate as PurgeRecord;
  const { reason, code, actor, at } = event;
  const said = [record.decision, record.kind, record.login, record.at, digestOf(record)];
  if ([reason, code, actor, at, event.digest].some((value, index) => value !== said[index]))
    return { fault: `${path} 与它的签名内容不一致` };
  const { organisation } = settings;
  const day = beijingDate(event.at);
  if (!PURGING_LEVELS.some((level) => holds(organisation, record.person, level, 'any', day)))
    return { fault: `${path} 的登记人 ${record.person} 那天无权登记清除` };
  return { ...record, by: nameOfPerson(organisation, record.person), path };
}

/** Purges of a verified ledger. */
export function purgesIn(ledger: Ledger): PurgeRecord[] {
  return eventsOf(ledger, SETTINGS_CHAIN).flatMap((event) => (event.kind === 'purge' ? (purgeIn(event) ?? []) : []));
}

/** The purge that took something out of an approval's text; `null` if none did. */
export function purgeOf<Record extends PurgeRecord>(
  purges: readonly Record[],
  approval: Pick<LedgerEvent, 'item' | 'seq' | 'tree'>,
): Record | null {
  const own = purges.filter(({ item, seq }) => item === approval.item && approval.seq <= seq);
  return own.findLast(({ trees }) => trees.includes(approval.tree)) ?? null;
}

/**
 * True if main's history was written anew after an instant. Older texts are then looked for by their content, no longer by their commit.
 */
export function mayHaveMoved(purges: readonly PurgeRecord[], at: Instant): boolean {
  return purges.some((purge) => Date.parse(at) <= Date.parse(purge.at));
}

/** A release of one of some texts that readers may see, or that a run would still send. */
export function stillOut(state: ItemState, trees: readonly string[]): Release | null {
  const live = state.releases.filter((release) => MAY_BE_LIVE.includes(release.state));
  const shown = live.find((release) => trees.includes(approvalOf(state, release)?.tree ?? ''));
  const { text } = state;
  if (shown || text === null || !trees.includes(text.tree) || isWithdrawn(state)) return shown ?? null;
  const wanted = (text.channels ?? []).map((channel) => releaseOf(state, channel, text.revision));
  return wanted.find((release) => !isTerminal(release.state) && release.state !== 'withdraw-intent') ?? null;
}
