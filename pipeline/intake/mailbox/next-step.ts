import type { Sending, Stand } from '../drafts.ts';

type Step = 'begin' | 'add' | 'open' | 'answer' | 'file' | 'collision' | 'late' | 'wait';

/** The next step for a mail by how far its item has come (facts/intake 5, exactly once). @param joins an item that is there already */
export function nextStep(stand: Stand | null, { key, digest }: Sending, joins: boolean): Step {
  if (stand === null) return 'begin';
  const taken = stand.taken.get(key);
  if (taken === undefined) {
    if (!joins) return 'collision';
    if (stand.pull?.open === false || stand.tip === null) return 'late';
    return stand.pull === null ? 'wait' : 'add';
  }
  if (taken.digest !== digest) return 'collision';
  if (stand.pull === null) return 'open';
  return stand.answered.has(key) ? 'file' : 'answer';
}
