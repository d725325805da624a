import { evaluate } from '#pipeline/review/gate/evaluate.ts';
import type { Evidence } from '#pipeline/review/gate/evidence.ts';
import type { ItemVerdict, Verdict } from '#pipeline/review/gate/verdict.ts';
import { type OracleItem, type OracleVerdict, oracle } from './oracle.ts';

/** What the two conclude, in one shape. */
export interface Readings {
  gate: unknown;
  oracle: unknown;
}

const approversOf = ({ next }: ItemVerdict): string[] =>
  [...new Set(next.filter(({ action }) => action === 'approve').map(({ person }) => person))].toSorted();

/** What the gate says of an item, and what the oracle does, in one shape; where the oracle leaves something open, it takes the gate's word. */
function sides(said: ItemVerdict | undefined, told: OracleItem): Readings {
  if (!said || told.levels === null) return { gate: said?.verdict, oracle: told.verdict };
  const { path, verdict, secrecyDue, emergency } = told;
  const levels = told.levels.map(({ level, unit, state, persons, signed = null }, index) => {
    const person = said.levels[index]?.person ?? null;
    return { level, unit, state, person: persons.includes(person) ? person : persons, signed };
  });
  const next = told.next?.toSorted() ?? approversOf(said);
  return {
    gate: {
      path: said.path,
      verdict: said.verdict,
      next: approversOf(said),
      levels: said.levels.map(({ level, unit, state, person, at, for: principal = null }) => {
        return { level, unit, state, person, signed: state === 'approved' ? { at: Date.parse(at ?? ''), for: principal } : null };
      }),
      secrecyDue: said.blockers.some(({ code }) => code === 'secrecy-review'),
      emergency: said.emergency ? { person: said.emergency.person, due: Date.parse(said.emergency.due) } : null,
    },
    oracle: { path, verdict, next, levels, secrecyDue, emergency },
  };
}

/** What the gate concludes and what the oracle does; `null` if that is the same. */
export function difference(gate: Verdict, told: OracleVerdict): Readings | null {
  const pairs = told.items.map((item, index) => sides(gate.items[index], item));
  const both: Readings = {
    gate: { verdict: gate.verdict, items: gate.items.length, pairs: pairs.map((pair) => pair.gate) },
    oracle: { verdict: told.verdict, items: told.items.length, pairs: pairs.map((pair) => pair.oracle) },
  };
  return JSON.stringify(both.gate) === JSON.stringify(both.oracle) ? null : both;
}

/** Reads evidence with the gate and with the oracle. */
export function readTwice(evidence: Evidence): { gate: Verdict; apart: Readings | null } {
  const gate = evaluate(evidence);
  return { gate, apart: difference(gate, oracle(evidence)) };
}
