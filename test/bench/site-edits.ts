import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ACCIDENTS, EDITS, runSequence, type Step } from '../site/edit-sequence.ts';
import { newFolder } from './bench-folder.ts';
import { numbers } from './corpus.ts';
import { type Figure, figureOf, processorTime } from './measure.ts';

const FEWEST = 2;
const MOST = 6;

/** Steps of a sequence that follow from its number alone. */
function stepsOf(sequence: number): Step[] {
  const number = numbers(sequence);
  const draw = <Name extends string>(of: Record<Name, unknown>): Name => {
    const names = Object.keys(of) as Name[];
    return names[Math.floor(number(names.length))] as Name;
  };
  const count = FEWEST + Math.floor(number(MOST - FEWEST + 1));
  return Array.from({ length: count }, () => ({ edit: draw(EDITS), accident: draw(ACCIDENTS), n: Math.floor(number(1000)) }));
}

/**
 * Random edits of a small site, each followed by a build with what is remembered and by a clean one: not one byte may differ.
 * @param sequences how many sequences of two to six edits; the first is number 1
 * @throws Error that names the sequence and the first file that differs
 */
export async function benchSiteEdits(sequences: number): Promise<Record<string, Record<string, Figure>>> {
  const folder = newFolder();
  const times: number[] = [];
  let edits = 0;
  let written = 0;
  try {
    for (let sequence = 1; sequence <= sequences; sequence += 1) {
      const place = join(folder, String(sequence));
      mkdirSync(place);
      const steps = stepsOf(sequence);
      const start = processorTime();
      const result = await runSequence(steps, place);
      times.push(processorTime() - start);
      const [first] = result.differing;
      if (first !== undefined) throw new Error(`sequence ${sequence}: ${result.differing.length} files differ, the first: ${first}`);
      edits += steps.length;
      written += result.written;
      rmSync(place, { recursive: true });
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  const name = `${sequences} sequences, ${edits} edits, ${written} files written again, 0 bytes that differ`;
  return { [name]: { 'a sequence with its clean builds': figureOf(times) } };
}
