import { live } from './histories.ts';

/** `node --import tsx test/intake/mailbox/simulate.ts [HISTORIES] [SEED]`: every mail one item or one quarantine, none twice, none lost. */
const [histories, seed] = [Number(process.argv[2] ?? 10_000), Number(process.argv[3] ?? 1)];
const met: Record<string, number> = {};
let failed = 0;
const began = performance.now();
for (let each = seed; each < seed + histories && failed < 5; each += 1) {
  const lived = await live(each);
  for (const [what, number] of Object.entries(lived.met)) met[what] = (met[what] ?? 0) + number;
  if (lived.wrongs.length === 0) continue;
  failed += 1;
  console.log([`seed ${each}:`, ...lived.wrongs, ...lived.trace.map((line) => `  ${line}`)].join('\n'));
}
console.log(`${histories} histories from seed ${seed}, ${failed} failed, ${Math.round((performance.now() - began) / 1000)} s`);
console.log(
  Object.entries(met)
    .sort()
    .map(([what, number]) => `${what} ${number}`)
    .join(', '),
);
process.exitCode = failed > 0 ? 1 : 0;
