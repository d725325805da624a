import { isDeepStrictEqual } from 'node:util';
import { evaluate } from '#pipeline/review/evaluate.ts';
import type { Evidence } from '#pipeline/review/evidence.ts';
import type { ItemVerdict, VerdictKind } from '#pipeline/review/verdict.ts';
import { type OracleItem, oracle } from './oracle.ts';

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
  const { path, verdict, secrecyDue } = told;
  const levels = told.levels.map(({ persons, ...level }, index) => {
    const person = said.levels[index]?.person ?? null;
    return { ...level, person: persons.includes(person) ? person : persons };
  });
  const next = told.next?.toSorted() ?? approversOf(said);
  return {
    gate: {
      ...{ path: said.path, verdict: said.verdict, next: approversOf(said) },
      levels: said.levels.map(({ level, unit, state, person }) => ({ level, ...(unit ? { unit } : {}), state, person })),
      secrecyDue: said.blockers.some(({ code }) => code === 'secrecy-review'),
    },
    oracle: { path, verdict, next, levels, secrecyDue },
  };
}

/** Reads evidence with the gate and with the oracle; `apart` is `null` if they conclude the same. */
export function readTwice(evidence: Evidence): { verdict: VerdictKind; apart: Readings | null } {
  const gate = evaluate(evidence);
  const other = oracle(evidence);
  const pairs = other.items.map((told, index) => sides(gate.items[index], told));
  const both: Readings = {
    gate: { verdict: gate.verdict, items: gate.items.length, pairs: pairs.map((pair) => pair.gate) },
    oracle: { verdict: other.verdict, items: other.items.length, pairs: pairs.map((pair) => pair.oracle) },
  };
  return { verdict: other.verdict, apart: isDeepStrictEqual(both.gate, both.oracle) ? null : both };
}
