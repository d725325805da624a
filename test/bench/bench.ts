import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { benchTerms } from './terms.ts';
import { benchVerdict } from './verdict.ts';
import { benchWechat } from './wechat.ts';

/** Every benchmark by name; each gives its figures in milliseconds, with its reference in the same run. */
const BENCHMARKS = { verdict: benchVerdict, terms: benchTerms, wechat: benchWechat } as const;

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '30' }, format: { type: 'string', default: 'text' } },
  allowPositionals: true,
});
const rounds = Number(values.rounds);
const asked = positionals.length > 0 ? positionals : Object.keys(BENCHMARKS);
const unknown = asked.filter((name) => !(name in BENCHMARKS));
if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1 || !['text', 'json'].includes(values.format)) {
  console.error(`usage: npm run bench -- [${Object.keys(BENCHMARKS).join('|')}…] [--rounds N] [--format text|json]`);
  process.exit(2);
}

const figures = Object.fromEntries(asked.map((name) => [name, BENCHMARKS[name as keyof typeof BENCHMARKS](rounds)]));
const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, rounds };
if (values.format === 'json') console.log(JSON.stringify({ version: 1, machine, milliseconds: figures }));
else {
  console.log(
    `Node ${machine.node}, ${machine.cores} × ${machine.cpu}, ${rounds} rounds; milliseconds of processor time: minimum / median / maximum`,
  );
  for (const [benchmark, cases] of Object.entries(figures)) {
    for (const [name, ways] of Object.entries(cases)) {
      console.log(`\n${benchmark}: ${name}`);
      const [[, first], ...others] = Object.entries(ways) as [[string, (typeof ways)[string]], ...[string, (typeof ways)[string]][]];
      for (const [way, { minimum, median, maximum }] of Object.entries(ways))
        console.log(`  ${way.padEnd(28)} ${[minimum, median, maximum].map((value) => value.toFixed(2).padStart(9)).join(' /')}`);
      for (const [way, { median }] of others) console.log(`  ratio to ${way}: ${(first.median / median).toFixed(2)}`);
    }
  }
}
