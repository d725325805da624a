import { Problem } from '../problem.ts';
import type { Fact } from './report.ts';

/** Looks something up; a `Problem` on the way becomes what is wrong with it. Any other error is a fault of the program. */
export async function factOf<Value>(look: () => Promise<Value | { unknown: string }>): Promise<Fact<Value>> {
  try {
    const found = await look();
    return isUnknown(found) ? found : { value: found };
  } catch (error) {
    if (error instanceof Problem) return { problem: error };
    throw error;
  }
}

function isUnknown(found: unknown): found is { unknown: string } {
  return found !== null && typeof found === 'object' && Object.keys(found).length === 1 && 'unknown' in found;
}
