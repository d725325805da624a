import { pathToFileURL } from 'node:url';
import { afterAll } from 'vitest';
import type { evaluate } from '#pipeline/review/gate/evaluate.ts';
import { type Alteration, alteredCopies } from '../altered-copy.ts';

export type { Alteration };
export type Gate = typeof evaluate;

/** A mistake that somebody could make in the gate. */
export interface PlantedBug extends Alteration {
  /** The rule of contracts.md 4 that it breaks. */
  rule: number;
  /** What the gate does then. */
  it: string;
}

/** Mistakes by rule, by file and by what the gate does then: what stands there, and what is written instead. */
export const bugsIn = (rules: Record<number, Record<string, Record<string, [before: string, after: string]>>>): PlantedBug[] =>
  Object.entries(rules).flatMap(([rule, files]) =>
    Object.entries(files).flatMap(([file, bugs]) =>
      Object.entries(bugs).map(([it, [before, after]]) => ({ rule: Number(rule), it, file, before, after })),
    ),
  );

const copies = alteredCopies('pipeline/review/gate/evaluate.ts');
afterAll(() => copies.remove());

export const { timesFound } = copies;

/**
 * Writes a gate with one spot altered.
 * @returns the path of its `evaluate.ts`
 */
export const writeGate = (alteration: Alteration): string => copies.write([alteration]);

/** The gate with one spot altered. */
export async function gateWith(alteration: Alteration): Promise<Gate> {
  const { evaluate: gate } = await import(pathToFileURL(writeGate(alteration)).href);
  return gate as Gate;
}
