import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkItem } from '#pipeline/check/engine.ts';
import type { Finding } from '#pipeline/check/finding.ts';
import { readTerms } from '#pipeline/organisation/read-terms.ts';
import { TERM_FILES } from '#pipeline/organisation/terms.ts';
import { contextFor, folderFor, textOf } from '../check/example-item.ts';

/** Rules about the item around the text, which is always the same here, and not about the text. */
const AROUND = /^(meta|time\/seven-days|time\/no-forged|chan|img|text\/concise|text\/data-detail|text\/duplicate)/;
const MOST_LINES = 400;

const { values, positionals } = parseArgs({
  options: { samples: { type: 'string', default: '3' }, format: { type: 'string', default: 'text' } },
  allowPositionals: true,
});
const samples = Number(values.samples);
if (positionals.length === 0 || !Number.isInteger(samples) || samples < 0 || !['text', 'json'].includes(values.format)) {
  console.error(
    'usage: npm run precision -- FOLDER… [--samples N] [--format text|json]   (folders with .md or .txt files of honest prose)',
  );
  process.exit(2);
}

const files = positionals.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(md|txt)$/.test(name))
    .map((name) => join(folder, name)),
);
/** A text in parts that an item may be as long as; each begins where a paragraph does. */
function partsOf(text: string): string[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/<!--[\s\S]*?-->/g, '')
    .split('\n');
  return Array.from({ length: Math.ceil(lines.length / MOST_LINES) }, (_, part) =>
    lines.slice(part * MOST_LINES, (part + 1) * MOST_LINES).join('\n'),
  ).filter((part) => part.trim() !== '');
}

const terms = readTerms(Object.fromEntries(Object.values(TERM_FILES).map(({ path }) => [path, readFileSync(path, 'utf8')])));
const context = contextFor({ terms });
const bodyLine = textOf({ body: '' }).split('\n').length;
const found = new Map<string, { severity: Finding['severity']; hits: number; files: Set<string>; shown: string[] }>();
let characters = 0;
let undecided = 0;
for (const file of files) {
  for (const part of partsOf(readFileSync(file, 'utf8'))) {
    const { findings } = checkItem(folderFor({ body: `${part}\n` }), context);
    if (findings.some(({ rule }) => rule === 'meta/schema')) {
      undecided += 1;
      continue;
    }
    characters += part.match(/\p{Script=Han}/gu)?.length ?? 0;
    for (const { rule, severity, line, where, words } of findings.filter(({ rule, line }) => line >= bodyLine && !AROUND.test(rule))) {
      const entry = found.get(rule) ?? { severity, hits: 0, files: new Set<string>(), shown: [] };
      entry.hits += 1;
      if (!entry.files.has(file) && entry.shown.length < samples)
        entry.shown.push(`${file}:${line - bodyLine + 1} ${where ?? ''} ${words.problem}`);
      entry.files.add(file);
      found.set(rule, entry);
    }
  }
}

const perTenThousand = (hits: number): number => Number(((hits * 10_000) / Math.max(1, characters)).toFixed(4));
const rows = [...found].map(([rule, { severity, hits, files: where, shown }]) => ({
  rule,
  severity,
  hits,
  per10000: perTenThousand(hits),
  texts: where.size,
  shown,
}));
rows.sort((a, b) => a.severity.localeCompare(b.severity) || b.hits - a.hits);
if (values.format === 'json') console.log(JSON.stringify({ version: 1, texts: files.length, characters, undecided, rules: rows }));
else {
  console.log(`${files.length} texts, ${characters} Han characters, ${undecided} parts that no item may hold\n`);
  for (const { rule, severity, hits, per10000, texts, shown } of rows) {
    console.log(
      `${severity.padEnd(8)} ${rule.padEnd(26)} ${String(hits).padStart(7)}  ${per10000.toFixed(4).padStart(9)} per 10,000  in ${texts} texts`,
    );
    for (const line of shown) console.log(`           ${line}`);
  }
}
