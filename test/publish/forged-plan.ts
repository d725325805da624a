import { digestOf } from '#pipeline/canonical-json.ts';
import type { Plan } from '#pipeline/publish/plan.ts';

/** A plan whose texts somebody has changed on the way, with the digests of what they say now. */
export function forged(plan: Plan, from: string, to: string): Plan {
  const releases = plan.releases.map(({ payload, ...one }) => {
    const { digest: _, ...rest } = JSON.parse(JSON.stringify(payload).replaceAll(from, to)) as typeof payload;
    return { ...one, payload: { ...rest, digest: digestOf(rest) } };
  });
  if (JSON.stringify(releases) === JSON.stringify(plan.releases)) throw new Error(`no text says ${from}`);
  return { ...plan, releases };
}
