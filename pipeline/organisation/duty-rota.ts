import { z } from 'zod';
import { isDate } from '../beijing-time.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { Place } from '../problem.ts';

const person = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/);

/** 值班表: who signs for whom on single rest days, all under one document. */
export const dutyRotaSchema = z.array(
  z.strictObject({
    document: z.string().trim().min(1).max(60),
    level: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    days: z.array(z.strictObject({ date: z.string().refine(isDate), principal: person, delegate: person })).min(1),
  }),
);

type Rota = z.output<typeof dutyRotaSchema>;
type Days = Rota[number]['days'][number];
type Delegation = Omit<Days, 'date'> & Pick<Rota[number], 'level' | 'document'> & { from: string; to: string };

/** The delegations that a rota makes: each of one day (rule 23). Who changes the one changes the other (rule 3). */
function rotaDelegations(rota: Rota): Delegation[] {
  return rota.flatMap(({ document, level, days }) =>
    days.map(({ date, principal, delegate }) => ({ principal, delegate, level, from: date, to: date, document })),
  );
}

/** The organisation with its rota's delegations among the others, each once. */
export function withRota<Read extends { delegations: Delegation[]; duty_rota?: Rota | undefined }>(read: Read): Read {
  const written = new Set(read.delegations.map(canonicalJson));
  const made = rotaDelegations(read.duty_rota ?? []).filter((entry) => !written.has(canonicalJson(entry)));
  return made.length === 0 ? read : { ...read, delegations: [...read.delegations, ...made] };
}

/** Where a delegation is written: a day of the rota, or an entry of its own. */
export function delegationPlace(read: { delegations: readonly Delegation[]; duty_rota?: Rota | undefined }, index: number): Place {
  const entry = canonicalJson(read.delegations[index]);
  const places = (read.duty_rota ?? []).flatMap((table, at) =>
    rotaDelegations([table]).map((made, day) => ({ made: canonicalJson(made), place: `duty_rota[${at}].days[${day}]` })),
  );
  return places.find(({ made }) => made === entry)?.place ?? `delegations[${index}]`;
}
