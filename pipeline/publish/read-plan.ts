import { z } from 'zod';
import type { Alert } from '../alerts/alert.ts';
import { alertCode } from '../alerts/catalogue.ts';
import { digestOf } from '../canonical-json.ts';
import { CHANNELS } from '../item/front-matter-schema.ts';
import { printable } from '../printable.ts';
import { Problem } from '../problem.ts';
import type { Payload } from '../render/payload.ts';
import { plain } from '../review/markdown-text.ts';
import type { PlannedRelease } from './release-round.ts';

const planSchema = z.looseObject({
  version: z.literal(1),
  main: z.string(),
  releases: z.array(
    z.looseObject({
      item: z.string(),
      channel: z.enum(CHANNELS),
      revision: z.int().positive(),
      tree: z.string(),
      correction: z.looseObject({ unchanged: z.boolean(), steps: z.array(z.string().max(400)).max(50) }).optional(),
      payload: z.looseObject({
        version: z.literal(1),
        item: z.string(),
        channel: z.enum(CHANNELS),
        title: z.string(),
        author: z.string(),
        summary: z.string(),
        content: z.string(),
        sourceUrl: z.string(),
        links: z.array(z.looseObject({ n: z.int(), text: z.string(), url: z.string() })),
        images: z.array(
          z.looseObject({ path: z.string(), sha256: z.string(), bytes: z.int(), blob: z.string(), alt: z.string().optional() }),
        ),
        cover: z.union([z.null(), z.string()]),
        limits: z.array(z.looseObject({ name: z.string(), used: z.number(), max: z.number() })),
        changes: z.array(z.string()),
        digest: z.string(),
      }),
    }),
  ),
  alerts: z
    .array(z.looseObject({ item: z.string(), code: z.string(), message: z.string(), channel: z.enum(CHANNELS).optional() }))
    .optional(),
});

/** So many alerts of a plan become issues; a plan of more tells of itself. */
export const MOST_TOLD = 200;

/** What a plan has to tell, fit for issues: nothing in it is believed, either, and nothing in it stops what is to be sent. */
function toldIn(alerts: readonly Alert[] = []): Alert[] {
  return alerts.slice(0, MOST_TOLD).map(({ item, code, message, channel }) => {
    const lines = message.split('\n').map((line) => plain(line, 600));
    return {
      item: printable(item).slice(0, 200),
      code: alertCode(code, 'fault'),
      message: lines.join('\n'),
      ...(channel ? { channel } : {}),
    };
  });
}

function malformed(place: string, cause?: unknown): Problem {
  return new Problem('plan/malformed', `${place} 不是 sanshen plan 写出的文件，或被改过；请重新运行 plan。`, { place, cause });
}

/**
 * Reads a plan that another step without secrets has made. Nothing in it is believed but what its digests say.
 * @throws Problem `plan/malformed` (exit 2)
 */
export function readPlan(text: string, place: string): { main: string; releases: PlannedRelease[]; alerts: Alert[] } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw malformed(place, cause);
  }
  const parsed = planSchema.safeParse(value);
  if (!parsed.success) throw malformed(place, parsed.error);
  const releases = parsed.data.releases as PlannedRelease[];
  for (const { item, channel, payload } of releases) {
    const { digest, ...rest } = payload as Payload;
    if (digestOf(rest) !== digest || payload.item !== item || payload.channel !== channel) throw malformed(place);
  }
  return { main: parsed.data.main, releases, alerts: toldIn(parsed.data.alerts as Alert[] | undefined) };
}
