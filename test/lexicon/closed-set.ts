import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checkItem } from '#pipeline/check/engine.ts';
import type { Finding } from '#pipeline/check/finding.ts';
import { readTerms } from '#pipeline/organisation/read-terms.ts';
import { TERM_FILES } from '#pipeline/organisation/terms.ts';
import { andMore, contextFor, folderFor, textOf } from '../check/example-item.ts';

type Defect = { id: string; group: string; severe: boolean; text: string; at: number; wrong: string; right: string };
type Honest = { id: string; text: string };
type Severity = Finding['severity'];

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];
/** Rules about an item's length and figures, which a text of one sentence can't please. */
const AROUND = /^text\/(concise|data-detail)/;

const { values, positionals } = parseArgs({
  options: { show: { type: 'boolean', default: false }, format: { type: 'string', default: 'text' } },
  allowPositionals: true,
});
const set = positionals[0] ?? 'fortieth';
const rows = <Row>(name: string): Row[] =>
  readFileSync(new URL(`closed/${set}/${name}.jsonl`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

const terms = readTerms(Object.fromEntries(Object.values(TERM_FILES).map(({ path }) => [path, readFileSync(path, 'utf8')])));
const context = contextFor({ terms });
const bodyLine = textOf({ body: '' }).split('\n').length;
const findingsIn = (text: string): Finding[] =>
  checkItem(folderFor({ body: andMore(text) }), context).findings.filter(({ rule, line }) => line === bodyLine && !AROUND.test(rule));
const gravest = (findings: readonly Finding[]): Severity | undefined =>
  SEVERITIES.find((wanted) => findings.some(({ severity }) => severity === wanted));
/** Whether a finding touches the defect's characters; columns count from 1. */
const touches = ({ column, endColumn }: Finding, { at, wrong }: Defect): boolean =>
  column <= at + wrong.length + 1 && (endColumn ?? column) >= at + 1;

const defects = rows<Defect>('defects').map((defect) => {
  const findings = findingsIn(defect.text);
  const there = findings.filter((finding) => touches(finding, defect));
  return { ...defect, found: gravest(there), beside: gravest(findings), rules: [...new Set(there.map(({ rule }) => rule))] };
});
const right = rows<Defect>('defects')
  .filter((defect) => defect.right !== '')
  .map(({ id, text, at, wrong, right }) => ({ id, text: text.slice(0, at) + right + text.slice(at + wrong.length) }));
const flagged = (texts: readonly Honest[]) =>
  texts
    .map(({ id, text }) => ({
      id,
      text,
      findings: findingsIn(text).map(({ rule, severity, column, message }) => ({ rule, severity, column, message })),
    }))
    .filter(({ findings }) => findings.length > 0);

function recallOf(name: string, some: typeof defects) {
  const upTo = (severity: Severity) =>
    some.filter(({ found }) => found !== undefined && SEVERITIES.indexOf(found) <= SEVERITIES.indexOf(severity)).length;
  return { name, of: some.length, error: upTo('error'), warning: upTo('warning'), info: upTo('info') };
}
const groups = [...new Set(defects.map(({ group }) => group))];
const recall = [
  ...groups.map((group) =>
    recallOf(
      group,
      defects.filter((defect) => defect.group === group),
    ),
  ),
  recallOf(
    'severe groups',
    defects.filter(({ severe }) => severe),
  ),
  recallOf('all groups', defects),
];
const honest = { honest: flagged(rows<Honest>('honest')), corrected: flagged(right) };

if (values.format === 'json') console.log(JSON.stringify({ version: 1, recall, defects, ...honest }));
else {
  console.log('defects found at least as            error          warning             info');
  for (const { name, of, ...counts } of recall) {
    const cells = SEVERITIES.map((severity) =>
      `${counts[severity]}/${of} ${((100 * counts[severity]) / of).toFixed(0).padStart(3)} %`.padStart(17),
    );
    console.log(`${name}${' '.repeat(24 - [...name].reduce((width, letter) => width + (letter > '\u2e80' ? 2 : 1), 0))}${cells.join('')}`);
  }
  for (const [name, texts] of Object.entries(honest)) {
    for (const severity of SEVERITIES) {
      const some = texts.filter(({ findings }) => gravest(findings as Finding[]) === severity);
      console.log(`${name} texts told as ${severity}: ${some.length} ${some.map(({ id }) => id).join(' ')}`);
      if (!values.show) continue;
      for (const { id, text, findings } of some)
        console.log(`  ${id} ${text}\n    ${findings.map(({ rule, message }) => `${rule}: ${message.split('。')[0]}`).join('\n    ')}`);
    }
  }
  if (values.show)
    for (const { id, text, wrong, found, beside } of defects.filter(({ found }) => found !== 'error'))
      console.log(`${found ?? (beside === undefined ? 'missed' : `missed, beside ${beside}`)} ${id} ${wrong} | ${text}`);
}
