import type { BeijingDate, Instant } from '../../beijing-time.ts';
import type { Channel } from '../../item/front-matter/front-matter-schema.ts';
import type { Level } from '../../organisation/organisation.ts';
import type { LevelState, VerdictKind } from '../gate/verdict.ts';

/** One file of the item, as Git and as anybody with `sha256sum` names it. */
export interface FormFile {
  /** Relative to the item's folder. */
  path: string;
  bytes: number;
  /** Lower-case hexadecimal. */
  sha256: string;
  /** Git's blob id. */
  blob: string;
}

/** One of the three signatures. Names and posts are those of the day of signing. */
export interface FormLevel {
  level: Level;
  /** The annex's words. */
  label: string;
  /** Joint items: the unit whose head signs. */
  unit?: { id: string; name: string };
  decision: LevelState;
  person: string | null;
  personId: string | null;
  login: string | null;
  post: string | null;
  /** The reviewer's own words; empty where he wrote none. */
  opinion: string;
  at: Instant | null;
  reviewId: number | null;
  /** The commit he was looking at; `null` for a review declared on paper. */
  head: string | null;
  /** 代签: for whom, and by which document. */
  delegation?: { personId: string; person: string; document: string | null };
}

/** The annex's form 审核单 as plain data. It holds digests and people, never text or pictures (contracts.md 5). */
export interface ReviewForm {
  version: 1;
  /** 编号, ours: `2026-0113`. */
  number: string;
  verdict: VerdictKind;
  bureau: string;
  /** 报送时间: the first push; `null` if it can't be read. */
  submittedAt: Instant | null;
  /** 报送人 */
  submitter: { id: string; name: string };
  /** 报送单位 */
  unit: { id: string; name: string };
  /** 标题 */
  title: string;
  /** 信息内容 */
  content: { item: string; path: string; tree: string; files: FormFile[] };
  /** 拟发布渠道 */
  channels: Channel[];
  levels: FormLevel[];
  /** 备注, one sentence an entry. */
  remarks: string[];
  /** Art. 5: who reviewed for secrecy. */
  secrecyReview: { id: string; name: string; date: BeijingDate; conclusion: string };
  /** Where Art. 9's clock starts, and the last day it allows; `null` where it doesn't bind. */
  informationDate: BeijingDate;
  lastDay: BeijingDate | null;
  pullRequest: number;
  head: string;
  mergeSha: string | null;
  /** Digest of the settings that were in force. */
  settings: string;
  /** Digest of the prompts that the three levels were shown (Arts. 5, 6); absent on a draft. */
  prompts?: string;
  /** Version of the program that concluded. */
  gate: string;
  /** When it was signed, by the publisher's clock; `null` on a draft. */
  signedAt: Instant | null;
  /** SHA-256 of the recorded evidence that it was made from; `null` on a draft. */
  evidence: string | null;
}
