import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { anyEvidence } from './evidence-arbitrary.ts';

/** Run as a program of its own, with TZ set: judges histories with the gate whose path it is given, and prints one digest of all it says. */
const { evaluate } = await import(process.argv[2] as string);
const said = createHash('sha256');
for (const evidence of fc.sample(anyEvidence, { seed: 20261124, numRuns: 300 })) said.update(JSON.stringify(evaluate(evidence)));
const offset = new Date('2026-11-24T12:00:00Z').getTimezoneOffset();
console.log(JSON.stringify({ offset, digest: said.digest('hex') }));
