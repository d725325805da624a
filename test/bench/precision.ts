import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkItem } from '#pipeline/check/engine.ts';
import type { Finding } from '#pipeline/check/finding.ts';
import { readTerms } from '#pipeline/organisation/read-terms.ts';
import { TERM_FILES } from '#pipeline/organisation/terms.ts';
import { contextFor, folderFor, textOf } from '../check/example-item.ts';

/** Rules about the item around the text, which is always the same here, and not about the text. */
const AROUND = /^(meta|time\/(seven-days|no-forged|submitted)|chan|img|text\/concise|text\/data-detail|text\/duplicate)/;
const MOST_LINES = 400;
const SEVERITIES: Finding['severity'][] = ['error', 'warning', 'info'];

const { values, positionals } = parseArgs({
  options: {
    samples: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
    all: { type: 'boolean', default: false },
    format: { type: 'string', default: 'text' },
  },
  allowPositionals: true,
});
const samples = Number(values.samples);
if (positionals.length === 0 || !Number.isInteger(samples) || samples < 0 || !['text', 'json'].includes(values.format)) {
  console.error(
    'usage: npm run precision -- FOLDER… [--only RULE] [--samples N] [--all] [--format text|json]   (folders with .md or .txt files of honest prose; each is reported on its own; --all lists every warning)',
  );
  process.exit(2);
}

interface Place {
  place: string;
  told: string;
  context: string;
}
interface Row {
  group: string;
  rule: string;
  severity: Finding['severity'];
  hits: number;
  per100000: number;
  texts: number;
  shown: Place[];
}
interface Report {
  folder: string;
  texts: number;
  characters: number;
  undecided: number;
  seconds: number;
  rules: Row[];
}

const terms = readTerms(Object.fromEntries(Object.values(TERM_FILES).map(({ path }) => [path, readFileSync(path, 'utf8')])));
const bodyLine = textOf({ body: '' }).split('\n').length;

function filesIn(folder: string): string[] {
  if (statSync(folder).isFile()) return [folder];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(md|txt)$/.test(name) && !/(^|\/)README\.md$/.test(name))
    .map((name) => join(folder, name))
    .sort();
}

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

/** The day that a file's name begins or ends with, or the day of the examples: wording is right or wrong at its time. */
function dayOf(file: string): string {
  const day = /^(?:19|20)\d\d-\d\d-\d\d(?!\d)|(?<!\d)(?:19|20)\d\d-?\d\d-?\d\d(?=\D*$)/.exec(basename(file))?.[0].replaceAll('-', '') ?? '';
  const written = day.replace(/^(....)(..)/, '$1-$2-');
  return new Date(written).toJSON()?.startsWith(written) ? written : '2026-11-23';
}

const contexts = new Map<string, ReturnType<typeof contextFor>>();

/** What the rules say of a part of a text, as of its day. */
function findingsOf(part: string, day: string): readonly Finding[] {
  if (!contexts.has(day)) contexts.set(day, contextFor({ terms, now: `${day}T20:00:00+08:00` }));
  const dates = { event_date: day, submitted_at: `${day} 09:30`, secrecy_review: { by: 'zhouyi', date: day, conclusion: '可公开' } };
  const folder = folderFor({ body: `${part}\n`, folder: `content/items/wucheng/${day}-dianpu`, frontMatter: dates });
  return checkItem(folder, contexts.get(day) as ReturnType<typeof contextFor>).findings;
}

/** What stands around a finding, on one line. */
function around(part: string, { line, column, endLine, endColumn }: Finding): string {
  const lines = part.split('\n');
  const first = lines[line - bodyLine] ?? '';
  const end = endLine === line ? endColumn - 1 : first.length;
  return `…${first.slice(Math.max(0, column - 21), column - 1)}【${first.slice(column - 1, end)}】${first.slice(end, end + 20)}…`;
}

/** Every file of a folder through the engine. All errors are listed, with `--all` all warnings; of the rest one a text, up to `--samples`. */
function measure(folder: string): Report {
  const files = filesIn(folder);
  const found = new Map<string, Row & { where: Set<string> }>();
  const began = performance.now();
  let characters = 0;
  let undecided = 0;
  for (const [index, file] of files.entries()) {
    if (index % 200 === 199) console.error(`${folder}: ${index + 1} of ${files.length} texts, ${characters} characters`);
    for (const part of partsOf(readFileSync(file, 'utf8'))) {
      const findings = findingsOf(part, dayOf(file));
      if (findings.some(({ rule }) => rule === 'meta/schema')) {
        undecided += 1;
        continue;
      }
      characters += part.match(/\p{Script=Han}/gu)?.length ?? 0;
      for (const finding of findings) {
        const { group, rule, severity, line, where, words } = finding;
        if (line < bodyLine || AROUND.test(rule) || !rule.startsWith(values.only)) continue;
        const key = `${severity} ${group} ${rule}`;
        const row = found.get(key) ?? { group, rule, severity, hits: 0, per100000: 0, texts: 0, shown: [], where: new Set<string>() };
        found.set(key, row);
        row.hits += 1;
        if (severity === 'error' || (values.all && severity === 'warning') || (!row.where.has(file) && row.shown.length < samples))
          row.shown.push({ place: `${file} ${where ?? ''}`, told: words.problem, context: around(part, finding) });
        row.where.add(file);
      }
    }
  }
  const rules = [...found.values()].map(({ where, ...row }) => ({
    ...row,
    per100000: Number(((row.hits * 100_000) / Math.max(1, characters)).toFixed(3)),
    texts: where.size,
  }));
  rules.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || b.hits - a.hits || (a.rule < b.rule ? -1 : 1));
  return { folder, texts: files.length, characters, undecided, seconds: Math.round((performance.now() - began) / 1000), rules };
}

const rate = (hits: number, characters: number): string =>
  `${String(hits).padStart(7)}  ${((hits * 100_000) / Math.max(1, characters)).toFixed(3).padStart(9)} per 100,000`;

function print({ folder, texts, characters, undecided, seconds, rules }: Report): void {
  console.log(`\n${folder}: ${texts} texts, ${characters} Han characters, ${undecided} parts that no item may hold, ${seconds} s`);
  const hitsOf = (rows: readonly Row[]): number => rows.reduce((sum, { hits }) => sum + hits, 0);
  for (const severity of SEVERITIES) {
    const rows = rules.filter((row) => row.severity === severity);
    const groups = [...new Set(rows.map(({ group }) => group))];
    const parts = groups.map((group) => `${group} ${hitsOf(rows.filter((row) => row.group === group))}`);
    console.log(`${severity.padEnd(8)} ${rate(hitsOf(rows), characters)}  ${parts.join(', ')}`);
  }
  for (const { group, rule, severity, hits, texts, shown } of rules) {
    console.log(`\n${severity.padEnd(8)} ${rule.padEnd(26)} ${rate(hits, characters)}  in ${texts} texts (${group})`);
    for (const { place, told, context } of shown) console.log(`           ${place}\n             ${told}\n             ${context}`);
  }
}

const reports = positionals.map(measure);
if (values.format === 'json') console.log(JSON.stringify({ version: 2, folders: reports }));
else for (const report of reports) print(report);
