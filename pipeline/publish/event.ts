import type { Instant } from '../beijing-time.ts';
import type { Channel } from '../item/front-matter-schema.ts';
import type { Envelope } from '../review/envelope.ts';

/**
 * Kinds of ledger events (contracts.md 5). `approval`, `settings` and `purge` carry a signed envelope, `hold` and `resume` concern everything;
 * the others move one release (item × channel × revision) along its states.
 */
export const EVENT_KINDS = [
  'settings',
  'approval',
  'intent',
  'sent',
  'confirmed',
  'unknown',
  'failed',
  'needs-human',
  'withdraw-intent',
  'withdrawn',
  'superseded',
  'expired',
  'abandoned',
  'hold',
  'resume',
  'purge',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export interface LedgerEvent {
  version: 1;
  seq: number;
  /** SHA-256 of the previous event file's bytes in the same chain; `null` for the first. */
  prev: string | null;
  kind: EventKind;
  at: Instant;
  /** `<unit>/<yyyy-mm-dd>-<slug>`, or `settings`. */
  item: string;
  channel?: Channel;
  /** 1 for the first publication, then counted up by approved corrections. */
  revision: number;
  /** Git tree of the item's folder (or digest of the settings). */
  tree: string;
  /** Approval: digest of the form; release events: digest of the payload. */
  digest: string;
  pullRequest: number | null;
  mergeSha: string | null;
  runId: string;
  attempt: number;
  actor: string;
  /** What the platform calls it. `steps` holds ids of finished sub-steps, so that a later run goes on from there. */
  remote?: { id: string; url: string; steps?: Record<string, string> };
  reason?: string;
  /** What stopped a call, as the channel named it (`wechat/not-sent`, `absent`, `manual`, …). */
  code?: string;
  /** Of `failed`: may a later run try again by itself, and does the try count (`free` ones do not)? */
  retry?: 'counted' | 'free' | 'no';
  /** Approval: where the item is to go, and whether it is taken back there. */
  channels?: Channel[];
  removal?: boolean;
  /** Approval and settings: SHA-256 of the evidence file beside the event. */
  evidence?: string;
  /** SHA-256 of the files of uploaded pictures that were written together with this event, by path. */
  uploads?: Record<string, string>;
  /** Approval: number of the review form, and its envelope. Settings and purge: the envelope. */
  number?: string;
  form?: Envelope;
  /** SHA-256 of this event's canonical JSON without `sum`: nothing follows the newest event yet, so nothing else would show a changed byte. */
  sum: string;
}
