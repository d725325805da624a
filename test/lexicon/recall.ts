import { parseArgs } from 'node:util';
import { shippedLexicon } from '#pipeline/check/lexicon/lexicon.ts';
import { phrasesOf, recallOf } from './slips.ts';

const { values } = parseArgs({ options: { seed: { type: 'string', default: '7' }, missed: { type: 'string', default: '0' } } });
const [seed, shown] = [Number(values.seed), Number(values.missed)];
if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(shown)) {
  console.error(
    'usage: npm run recall -- [--seed S] [--missed N]   (how many of the slips made in listed phrases are told as a warning or graver, and at all; N of those missed)',
  );
  process.exit(2);
}

const lexicon = shippedLexicon();
const phrases = lexicon.lists.flatMap(phrasesOf).filter(({ honest }) => !honest);
for (const { group, slip, made, told, warned, missed } of recallOf(phrases, lexicon, seed)) {
  const share = (count: number): string => `${((count / made) * 100).toFixed(1).padStart(6)} %`;
  console.log(`${group.padEnd(8)} ${slip.padEnd(9)} ${String(made).padStart(6)} ${share(warned)} ${share(told)}`);
  for (const one of missed.slice(0, shown)) console.log(`           ${one}`);
}
