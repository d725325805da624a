import type { Instant } from '../../beijing-time.ts';
import type { Channel } from '../../item/front-matter/front-matter-schema.ts';
import type { LedgerEvent } from '../../ledger/event.ts';
import { eventPath } from '../../ledger/ledger-path.ts';
import type { Level } from '../../organisation/organisation.ts';
import type { ReviewForm } from '../../review/form/review-form.ts';

/** What became of a number, as people call it. */
export const OUTCOMES = {
  out: '已发布',
  corrected: '已更正',
  withdrawn: '已撤下',
  removal: '撤稿',
  expired: '过期未发',
  abandoned: '不再发',
  open: '还在办',
  'never-sent': '没有发过',
  missing: '缺号',
  duplicate: '重号',
} as const;
export type NumberOutcome = keyof typeof OUTCOMES;

/** What a person decided, or what the rules allow beside the three reviews. */
export const ACTS = {
  emergency: '紧急先发',
  delegation: '代签',
  offline: '线下审签',
  declared: '报送单位申报',
  'same-person': '一人签两级',
  waiver: '豁免',
  record: '登记人工发布',
  resolve: '了结',
  withdraw: '立即撤下',
  hold: '暂停',
  resume: '恢复',
  purge: '清除',
  settings: '名单与规则',
  key: '签名密钥',
} as const;
export type ActKind = keyof typeof ACTS;

/** Where an auditor finds it: on the forge, in the run, in the ledger. */
export interface Proof {
  pullRequest: number | null;
  reviews: number[];
  /** `<run>` or `<run>/<attempt>`. */
  run: string;
  path: string;
  /** SHA-256 of the recorded evidence beside it. */
  digest: string | null;
}

/** The proof of an event, with the reviews that it rests on. */
export function proofOf(event: LedgerEvent, levels: readonly { reviewId?: number | null | undefined }[] = []): Proof {
  return {
    pullRequest: event.pullRequest,
    reviews: levels.flatMap(({ reviewId }) => reviewId ?? []),
    run: event.attempt > 1 ? `${event.runId}/${event.attempt}` : event.runId,
    path: eventPath(event),
    digest: event.evidence ?? null,
  };
}

/** One number of a year. */
export interface NumberRow {
  number: string;
  /** `null`: the ledger doesn't have this number. */
  item: string | null;
  outcome: NumberOutcome;
  why: string;
  /** Left out where the text was taken back for secrecy or privacy, or purged. */
  title: string | null;
  at: Instant | null;
  signed: { level: Level; person: string; at: Instant }[];
  out: { channel: Channel; at: Instant; url: string }[];
  evidence: Proof | null;
}

export interface Act {
  kind: ActKind;
  item: string | null;
  /** By name; several where several signed. */
  person: string;
  at: Instant;
  what: string;
  evidence: Proof;
}

/** Something approved or sent without three reviews and without a rule that allows it. */
export interface Unreviewed {
  item: string;
  number: string | null;
  at: Instant | null;
  why: string;
  out: Channel[];
  /** The event, in the ledger. */
  path: string;
}

/** One time that an item was taken down. */
export interface Withdrawal {
  item: string;
  /** Of the text that went; `null` where it has none. */
  number: string | null;
  title: string | null;
  why: string;
  person: string;
  at: Instant;
  atOnce: boolean;
  /** Number of the removal that levels 2 and 3 signed; `null`: not yet. */
  confirmedBy: string | null;
  /** Where it isn't down yet. */
  left: Channel[];
  evidence: Proof;
}

/** Signatures of a form that counted, by level. */
export const signedLevels = ({ levels }: ReviewForm): NumberRow['signed'] =>
  levels.flatMap(({ level, decision, person, at, delegation }) => {
    const name = delegation ? `${person}（代${delegation.person}）` : person;
    return decision === 'approved' && name !== null && at !== null ? [{ level, person: name, at }] : [];
  });
