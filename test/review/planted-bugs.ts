import type { PlantedBug } from './altered-gate.ts';
import { personBugs } from './planted-persons.ts';
import { signatureBugs } from './planted-signatures.ts';
import { textBugs } from './planted-text.ts';
import { timeBugs } from './planted-time.ts';
import { verdictBugs } from './planted-verdict.ts';

/** Mistakes that somebody could make in the gate, rule by rule. */
export const plantedBugs: readonly PlantedBug[] = [...textBugs, ...personBugs, ...signatureBugs, ...timeBugs, ...verdictBugs];
