import { z } from 'zod';
import { type BeijingDate, type Instant, isDate, isInstant } from '../beijing-time.ts';
import { canonicalJson } from '../canonical-json.ts';
import { CHANNELS, type Channel } from '../item/front-matter/front-matter-schema.ts';
import type { Level } from '../organisation/organisation.ts';
import type { Envelope, Signature } from '../review/form/envelope.ts';

/**
 * Kinds of ledger events (contracts.md 5). `approval`, `settings` and `purge` carry a signed envelope, `hold` and `resume` concern everything;
 * the others move one release (item × channel × revision) along its states.
 */
export const EVENT_KINDS = [
  'settings',
  'approval',
  'offline',
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
  /** Approval: the last day (Beijing) on which the text is public, where it says so (`publish_until`). */
  until?: BeijingDate;
  /** Approval and settings: SHA-256 of the evidence file beside the event. */
  evidence?: string;
  /** SHA-256 of the records of uploaded pictures that were written together with this event, by path. */
  uploads?: Record<string, string>;
  /** Offline: what stands on the paper. */
  offline?: OfflineReview;
  /** Approval: number of the review form, and its envelope. Settings and purge: the envelope. */
  number?: string;
  form?: Envelope;
  /** The publisher's, over path and bytes (`signature.ts`). An event without one is no event of ours: verifying names it. */
  signature?: Signature;
}

/**
 * 线下审签: what was signed on paper and published by hand while the network was down, as one entitled person registers it. Digests and
 * people only; the scan lies in the item's folder.
 */
export interface OfflineReview {
  /** Its name in the folder, and what it is compared by. */
  scan: { name: string; sha256: string; bytes: number };
  /** Who signed on paper, as the text declares. */
  signed: { level: Level; person: string; at: Instant }[];
  /** When it was published by hand. */
  posted: Instant;
  /** Who registered it. */
  person: string;
  /** When it was registered first: a changed text is registered again. */
  entered: Instant;
  /** The last days (Beijing) for registering it, and for the reviews on the forge. */
  due: BeijingDate;
  reviewsDue: BeijingDate;
}

/**
 * 封账: what the publisher says under signature of a commit of the ledger that it has verified from end to end. The commit's id fixes every
 * byte before it. So a later run believes what lies before a seal by the same key as an approval. It reads what came since, and the
 * chains that the seal calls open.
 */
export interface Seal {
  version: 1;
  /** Where it lies. */
  path: string;
  at: Instant;
  /** The commit of the ledger that was verified. */
  commit: string;
  /** SHA-256 of the seal before it; `null` for the first. */
  previous: string | null;
  /** The commit of main that was compared with it. */
  main: string;
  items: number;
  events: number;
  /** The last number of a review form, by year. */
  numbers: Record<string, number>;
  /** Items that a run may still have something to do for. */
  open: string[];
  /** Folders of main that no approval named at the time. */
  due: string[];
  /** Items whose chain grew since the seal before; seals of earlier releases say nothing of chains. The newest word on an item counts. */
  changed?: Record<string, SealedChain>;
}

/** What a seal says of an item's chain. */
export interface SealedChain {
  /** Its last event: number, and SHA-256 of the bytes. */
  seq: number;
  last: string;
  /** Of the newest approval: the number of its form, and whether it takes the item back. */
  number?: string;
  removal?: true;
  /** What readers can see, by channel. */
  out: Partial<Record<Channel, { revision: number; url: string }>>;
}

const signature = z.object({ keyid: z.string(), sig: z.string() });
const envelope = z.object({ payloadType: z.string(), payload: z.string(), signatures: z.array(signature) });
const text = z.string();
const moment = text.refine(isInstant);
const offlineReview = z.looseObject({
  scan: z.looseObject({ name: text, sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.int().positive() }),
  signed: z.array(z.looseObject({ level: z.literal([1, 2, 3]), person: text, at: moment })),
  posted: moment,
  person: text,
  entered: moment,
  due: text.refine(isDate),
  reviewsDue: text.refine(isDate),
});

/** A ledger event (contracts.md 5). Keys that we do not know are kept: a newer program may have written them. */
const eventSchema = z.looseObject({
  version: z.literal(1),
  seq: z.int().positive(),
  prev: z.union([z.null(), z.string().regex(/^[0-9a-f]{64}$/)]),
  kind: z.enum(EVENT_KINDS),
  at: z.string().refine(isInstant),
  item: text,
  channel: z.enum(CHANNELS).optional(),
  revision: z.int().nonnegative(),
  tree: text,
  digest: text,
  pullRequest: z.union([z.null(), z.int().positive()]),
  mergeSha: z.union([z.null(), text]),
  runId: text,
  attempt: z.int().positive(),
  actor: text,
  remote: z.looseObject({ id: text, url: text, steps: z.record(text, text).optional() }).optional(),
  reason: text.optional(),
  code: text.optional(),
  retry: z.enum(['counted', 'free', 'no']).optional(),
  channels: z.array(z.enum(CHANNELS)).optional(),
  removal: z.boolean().optional(),
  until: z.string().refine(isDate).optional(),
  evidence: text.optional(),
  uploads: z.record(text, z.string().regex(/^[0-9a-f]{64}$/)).optional(),
  offline: offlineReview.optional(),
  number: text.optional(),
  form: envelope.optional(),
  signature: signature.optional(),
});

/** The bytes of a file of the ledger: canonical JSON and a newline. */
export function ledgerBytes(value: unknown): Buffer {
  return Buffer.from(`${canonicalJson(value)}\n`);
}

/** What the bytes of a file say; `undefined` where they aren't JSON. */
export function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Reads an event; `null` when the bytes aren't exactly those of one. */
export function parseEvent(bytes: Uint8Array): LedgerEvent | null {
  const value = jsonOf(bytes);
  const parsed = eventSchema.safeParse(value);
  return parsed.success && ledgerBytes(value).equals(bytes) ? (value as LedgerEvent) : null;
}
