import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Nodes } from 'mdast';
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';
import { openArchive } from '#pipeline/intake/archive.ts';
import { fileKind, isOldWord, OLD_WORD, refusal } from '#pipeline/intake/file-kind.ts';
import type { Received } from '#pipeline/intake/received.ts';
import { readWord } from '#pipeline/intake/word/read-word.ts';
import { parseMarkdown } from '#pipeline/item/markdown/markdown.ts';
import { Problem } from '#pipeline/problem.ts';
import { bare, rawWord } from './word-raw.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: npm run word -- FOLDER   (folders with .docx, .docm, .dotx, .dotm, .doc and .wps files, at any depth)');
  process.exit(2);
}

const GRAM = 6;
/** A file's text counts as kept from this share on. */
const KEPT = 0.999;
const MODERN = /\.(?:docx|docm|dotx|dotm)$/i;

function words(node: Nodes): string {
  if (node.type === 'text' || node.type === 'inlineCode' || node.type === 'code' || node.type === 'html') return node.value;
  return 'children' in node ? node.children.map(words).join('') : '';
}

/** The share of six-character pieces of the body's paragraphs that stand in a text, each as often as in the body. */
function shareKept(body: readonly string[], text: string): number {
  const has = new Map<string, number>();
  for (let length = 1; length <= GRAM; length += 1)
    for (let at = 0; at + length <= text.length; at += 1)
      has.set(text.slice(at, at + length), (has.get(text.slice(at, at + length)) ?? 0) + 1);
  let [all, kept] = [0, 0];
  for (const part of body) {
    for (let at = 0; at === 0 || at + GRAM <= part.length; at += 1) {
      const gram = part.slice(at, at + GRAM);
      const left = has.get(gram) ?? 0;
      all += 1;
      if (left > 0) {
        kept += 1;
        has.set(gram, left - 1);
      }
    }
  }
  return all === 0 ? 1 : kept / all;
}

/** What the reader told of, in full. */
const toldText = ({ aside }: Received): string => bare(aside.map(({ text }) => text).join('\n'));

const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => MODERN.test(name) || /\.(?:doc|wps)$/i.test(name))
  .sort();
const distinct = new Set<string>();
const refused = new Map<string, number>();
const kinds = new Map<string, number>();
const looks = new Map<string, { files: number; told: number; texts: number; missing: string[] }>();
const poor: string[] = [];
const poorMarkdown: string[] = [];
const faults: string[] = [];
let [read, good, goodMarkdown, milliseconds] = [0, 0, 0, 0];
let slowest: [number, string] = [0, ''];
let peak = 0;

for (const name of files) {
  const bytes = readFileSync(join(folder, name));
  const began = performance.now();
  let received: Received;
  try {
    const kind = fileKind(name, bytes);
    if (typeof kind !== 'string') throw refusal(kind.code, kind.message, name);
    if (isOldWord(bytes)) throw refusal('old-word', OLD_WORD, name);
    received = await readWord(bytes, name);
  } catch (error) {
    if (error instanceof Problem) refused.set(error.code, (refused.get(error.code) ?? 0) + 1);
    else faults.push(`${name}: ${error instanceof Error ? error.stack : error}`);
    continue;
  } finally {
    const took = performance.now() - began;
    milliseconds += took;
    peak = Math.max(peak, process.memoryUsage().rss);
    if (took > slowest[0]) slowest = [took, name];
  }
  read += 1;
  distinct.add(createHash('sha256').update(bytes).digest('hex'));
  for (const kind of new Set(received.report.map((line) => line.kind))) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const raw = await rawWord(await openArchive(bytes, name));
  const share = shareKept(raw.body, bare(words(received.text)));
  if (share >= KEPT) good += 1;
  else poor.push(`${share.toFixed(4)} ${name}`);
  const markdown = remark().use(remarkGfm).stringify(received.text);
  const { tree, problem } = parseMarkdown(markdown, 1);
  const shareWritten = shareKept(raw.body, bare(words(tree)));
  if (problem === null && shareWritten >= KEPT) goodMarkdown += 1;
  else poorMarkdown.push(`${problem?.code ?? shareWritten.toFixed(4)} ${name}`);
  const told = toldText(received);
  for (const [kind, texts] of Object.entries(raw.told)) {
    if (texts.length === 0) continue;
    const row = looks.get(kind) ?? { files: 0, told: 0, texts: 0, missing: [] };
    looks.set(kind, row);
    const missing = texts.filter((text) => !told.includes(text));
    const isTold = received.report.some(
      (line) =>
        line.kind === kind ||
        (['header', 'footer'].includes(kind) && line.kind === 'page-number') ||
        (['insertion', 'deletion'].includes(kind) && line.kind === 'move'),
    );
    row.files += 1;
    row.texts += texts.length;
    if (isTold && missing.length === 0) row.told += 1;
    else
      row.missing.push(
        `${name}: ${isTold ? '' : 'no line; '}${missing
          .slice(0, 3)
          .map((text) => text.slice(0, 60))
          .join(' | ')}`,
      );
  }
}

const modern = files.filter((name) => MODERN.test(name)).length;
const percent = (part: number, whole: number): string => `${((part / Math.max(1, whole)) * 100).toFixed(2)} %`;
console.log(
  `files ${files.length}, of which ${modern} .docx, .docm, .dotx, .dotm; read ${read} (${distinct.size} that differ), refused ${files.length - read - faults.length}, faults ${faults.length}`,
);
console.log('refused', Object.fromEntries(refused));
console.log(
  `body text kept to ${KEPT * 100} % in ${good} of ${read} (${percent(good, read)}); once written as Markdown and read by the product in ${goodMarkdown} (${percent(goodMarkdown, read)})`,
);
for (const line of poor) console.log(`  less kept: ${line}`);
for (const line of poorMarkdown) console.log(`  less in Markdown: ${line}`);
console.log('kind: files that have it by the raw XML, of which told with all their words; stretches of words');
for (const [kind, { files: having, told, texts, missing }] of looks) {
  console.log(`  ${kind}: ${having}, ${told}; ${texts}`);
  for (const line of missing) console.log(`    not told: ${line}`);
}
console.log('files with a line of a kind', Object.fromEntries([...kinds].sort(([, one], [, other]) => other - one)));
console.log(
  `reading took ${(milliseconds / 1000).toFixed(1)} s; slowest ${Math.round(slowest[0])} ms: ${slowest[1]}; memory after a file at most ${Math.round(peak / 1024 / 1024)} MiB`,
);
for (const fault of faults) console.log(`fault: ${fault}`);
process.exitCode = faults.length > 0 ? 1 : 0;
