import { z } from 'zod';
import { isInstant } from '../beijing-time.ts';
import { canonicalJson, sha256 } from '../canonical-json.ts';
import { CHANNELS } from '../item/front-matter-schema.ts';
import { EVENT_KINDS, type LedgerEvent } from './event.ts';

const envelope = z.object({
  payloadType: z.string(),
  payload: z.string(),
  signatures: z.array(z.object({ keyid: z.string(), sig: z.string() })),
});
const text = z.string();

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
  evidence: text.optional(),
  uploads: z.record(text, z.string().regex(/^[0-9a-f]{64}$/)).optional(),
  number: text.optional(),
  form: envelope.optional(),
  sum: text,
});

/** The bytes of a file of the ledger: canonical JSON and a newline. */
export function ledgerBytes(value: unknown): Buffer {
  return Buffer.from(`${canonicalJson(value)}\n`);
}

const SUM = 'sum';

/** The `sum` of an event, and the bytes of its file: those of `ledgerBytes`, written in one pass. */
export function summed(event: Omit<LedgerEvent, 'sum'> & { sum?: string }): { sum: string; bytes: Buffer } {
  const members = event as unknown as Record<string, unknown>;
  let before = '';
  let after = '';
  for (const name of Object.keys(members).sort()) {
    const member = members[name];
    if (member === undefined || name === SUM) continue;
    const written = `${JSON.stringify(name)}:${canonicalJson(member)}`;
    if (name < SUM) before += `${written},`;
    else after += `,${written}`;
  }
  // An event has members on either side of its sum.
  const sum = sha256(`{${before.slice(0, -1)}${after}}`);
  return { sum, bytes: Buffer.from(`{${before}"${SUM}":"${sum}"${after}}\n`) };
}

/** Reads an event; `null` when the bytes aren't exactly those of one. */
export function parseEvent(bytes: Uint8Array): LedgerEvent | null {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return null;
  }
  const parsed = eventSchema.safeParse(value);
  return parsed.success && summed(value as LedgerEvent).bytes.equals(bytes) ? (value as LedgerEvent) : null;
}
