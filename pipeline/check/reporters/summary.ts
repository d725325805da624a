import { kindOf, sectionsOf } from '../../finding-order.ts';
import { code, plain } from '../../item/markdown/markdown-text.ts';
import { type CheckResult, type Finding, type ItemFindings, shownPath } from '../finding.ts';
import { findingPlace, nameOf, placesOf } from './finding-words.ts';
import { totals } from './text.ts';

/** GitHub shows no step's summary above one MiB; the last lines and what else the step writes have room below it. */
const MOST_BYTES = 900_000;

function row(finding: Finding): string {
  const { words, article, rule, waived, reason = '' } = finding;
  const rest = waived ? ['', `豁免理由：${reason}`] : [words.expected, words.fix];
  const cells = [kindOf(finding), findingPlace(finding), words.problem, ...rest, article].map((cell) => plain(cell));
  return `| ${cells.join(' | ')} ${code(rule)} |`;
}

function headOf(item: ItemFindings): string[] {
  const { path, unit } = item;
  const from = unit === undefined ? '' : `${plain(unit)}　`;
  const places = placesOf(item).map((place) => `- 发布在：${plain(place)}`);
  return ['', `### ${plain(nameOf(item))}`, '', `${from}${code(shownPath(path))}`, '', ...places, ...(places.length > 0 ? [''] : [])];
}

const TABLE = ['| 级别 | 位置 | 问题 | 应为 | 怎么改 | 依据 |', '|---|---|---|---|---|---|'];

/** A table of findings, and the lines around it. */
interface Part {
  before: string[];
  findings: Finding[];
  after: string[];
}

function partsOf(item: ItemFindings): Part[] {
  const { open, prompts, waived } = sectionsOf(item.findings);
  const titled = (title: string | null, findings: Finding[]): Part => ({
    before: [...(title === null ? [] : ['', `#### ${title}`, '']), ...TABLE],
    findings,
    after: [],
  });
  const folded = ['', `<details><summary>供参考 ${prompts.length} 条</summary>`, ''];
  const [first, ...rest] = [
    ...open.map(({ heading, findings }) => titled(heading, findings)),
    ...(waived.length > 0 ? [titled('已豁免', waived)] : []),
    ...(prompts.length > 0 ? [{ before: [...folded, ...TABLE], findings: prompts, after: ['', '</details>'] }] : []),
  ];
  return first === undefined ? [] : [{ ...first, before: [...headOf(item), ...first.before] }, ...rest];
}

/** Collects lines up to a size, and counts what found no room. */
function collector(most: number): { lines: string[]; add: (lines: readonly string[]) => boolean } {
  const lines: string[] = [];
  let bytes = 0;
  return {
    lines,
    add: (some) => {
      const size = some.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
      if (bytes + size > most) return false;
      bytes += size;
      lines.push(...some);
      return true;
    },
  };
}

/**
 * The report as Markdown for the page of a run (job summary): tables an item, gravest first, prompts folded away, items with most to do first.
 * What items hold is text there. What one MiB has no room for is counted.
 * @param most bytes at most
 */
export function summaryReport(result: CheckResult, most: number = MOST_BYTES): string {
  const grave = ({ findings }: ItemFindings): number => findings.filter(({ severity, waived }) => !waived && severity === 'error').length;
  const telling = result.items.filter(({ findings }) => findings.length > 0).toSorted((a, b) => grave(b) - grave(a));
  const { lines, add } = collector(most);
  let left = 0;
  for (const { before, findings, after } of telling.flatMap(partsOf)) {
    const [first, ...rest] = findings.map(row);
    const begun = left === 0 && add([...before, first as string]);
    const fit = begun ? rest.findIndex((one) => !add([one])) : 0;
    left += begun ? (fit < 0 ? 0 : rest.length - fit) : findings.length;
    if (begun) lines.push(...after);
  }
  const clean = result.items.length - telling.length;
  const ends = [...(clean > 0 ? ['', `${clean} 件没有问题。`] : []), ...(left > 0 ? ['', `另有 ${left} 条放不下，见检查报告。`] : [])];
  return `${['', '## 检查', '', `**${totals(result)}**`, ...lines, ...ends].join('\n')}\n`;
}
