import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { benchArchive } from './archive.ts';
import { benchCheck } from './check.ts';
import { benchDue } from './due.ts';
import { benchLedger } from './ledger.ts';
import { benchLighthouse } from './lighthouse.ts';
import { benchPictures } from './pictures.ts';
import { benchReport } from './report.ts';
import { benchSearch } from './search.ts';
import { benchSite } from './site.ts';
import { benchSiteEdits } from './site-edits.ts';
import { benchStart } from './start.ts';
import { benchTerms } from './terms.ts';
import { benchVerdict } from './verdict.ts';
import { benchWechat } from './wechat.ts';
import { benchWord } from './word.ts';

/** Every benchmark by name; each gives its figures in milliseconds, with its reference in the same run. */
const BENCHMARKS = {
  verdict: benchVerdict,
  terms: benchTerms,
  start: benchStart,
  wechat: benchWechat,
  pictures: benchPictures,
  word: benchWord,
  check: (rounds: number, counts: readonly number[] | null) => benchCheck(rounds, counts ?? [1, 300, 2000]),
  ledger: (rounds: number, counts: readonly number[] | null) => benchLedger(rounds, counts ?? [100_000]),
  report: (rounds: number, counts: readonly number[] | null) => benchReport(rounds, counts ?? [10_000]),
  archive: (rounds: number, counts: readonly number[] | null) => benchArchive(rounds, counts ?? [2000]),
  due: (rounds: number, counts: readonly number[] | null) => benchDue(rounds, counts ?? [50], latency),
  site: (rounds: number, counts: readonly number[] | null) => benchSite(rounds, counts ?? [10_000]),
  'site-edits': () => benchSiteEdits(sequences),
  search: (rounds: number, counts: readonly number[] | null) => benchSearch(rounds, counts ?? [10_000]),
  lighthouse: benchLighthouse,
} as const;

const { values, positionals } = parseArgs({
  options: {
    rounds: { type: 'string', default: '30' },
    items: { type: 'string' },
    latency: { type: 'string', default: '50' },
    sequences: { type: 'string', default: '500' },
    format: { type: 'string', default: 'text' },
  },
  allowPositionals: true,
});
const rounds = Number(values.rounds);
/** Of a platform's answers, in milliseconds. */
const latency = Number(values.latency);
const sequences = Number(values.sequences);
/** How many items a corpus or an archive has: one of each size. */
const counts = values.items?.split(',').map(Number) ?? null;
const isCount = (value: number) => Number.isInteger(value) && value > 0;
const asked = positionals.length > 0 ? positionals : Object.keys(BENCHMARKS);
const unknown = asked.filter((name) => !(name in BENCHMARKS));
if (unknown.length > 0 || ![rounds, latency, sequences, ...(counts ?? [])].every(isCount) || !['text', 'json'].includes(values.format)) {
  console.error(
    `usage: npm run bench -- [${Object.keys(BENCHMARKS).join('|')}…] [--rounds N] [--items N,N] [--latency MS] [--sequences N] [--format text|json]`,
  );
  process.exit(2);
}

const figures: Record<string, Awaited<ReturnType<typeof benchLedger>>> = {};
for (const name of asked) figures[name] = await BENCHMARKS[name as keyof typeof BENCHMARKS](rounds, counts);
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
