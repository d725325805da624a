import { kindOf, sectionsOf } from '../../finding-order.ts';
import { ITEMS_FOLDER } from '../../item/item-path.ts';
import { type CheckResult, type Finding, type ItemFindings, shownPath } from '../finding.ts';
import { fileOf, placesOf } from './finding-words.ts';

/** What a report says where no item was looked at. */
export const NOTHING = '没有要检查的信息。';

/** `index.md 15:22（第4段“联系电话”后）`; pictures have no lines. */
function linePlace(finding: Finding): string {
  const { line, column, where } = finding;
  const name = fileOf(finding);
  const position = name.endsWith('.md') ? ` ${line}:${column}` : '';
  return `${name}${position}${where === undefined ? '' : `（${where}）`}`;
}

function linesOf(finding: Finding, width: number): string[] {
  const { problem, expected, fix } = finding.words;
  const head = `${kindOf(finding)}  ${finding.rule.padEnd(width)}  ${linePlace(finding)}  ${finding.article}`;
  if (finding.waived) return [head, `  问题  ${problem}`, ...(finding.reason ? [`  理由  ${finding.reason}`] : [])];
  const rest = finding.severity === 'info' ? [] : [`  应为  ${expected}`, `  怎么改  ${fix}`];
  return [head, `  问题  ${problem}`, ...rest];
}

/** One item's findings: what keeps it back by groups, what is waived, and prompts last, in short. */
function blockOf({ findings }: ItemFindings, width: number): string[] {
  const { open, prompts, waived } = sectionsOf(findings);
  const lines = (some: readonly Finding[]) => some.flatMap((finding) => linesOf(finding, width));
  return [
    ...open.flatMap(({ heading, findings: some }) => [...(heading === null ? [] : [`【${heading}】`]), ...lines(some)]),
    ...lines(waived),
    ...(prompts.length === 0 ? [] : [`【供参考 ${prompts.length} 条】不拦，请审核人看一眼；怎么改，见 check --out 检查报告.html`]),
    ...lines(prompts),
  ];
}

/** The last line: how many items were looked at, how much there is to do, and what follows from it; of nothing, nothing follows. */
export function totals({ items, errors, warnings, infos, waived }: CheckResult): string {
  if (items.length === 0) return NOTHING;
  const looked = items.filter(({ path }) => path.startsWith(ITEMS_FOLDER)).length;
  const counts = [
    `查了 ${looked} 件`,
    `须改 ${errors}`,
    `提醒 ${warnings}`,
    `供参考 ${infos}`,
    ...(waived > 0 ? [`已豁免 ${waived}`] : []),
  ];
  return `合计  ${counts.join('　')}　${errors + warnings > 0 ? '未改完不能送审' : '可以送审'}`;
}

/** The report for people: each finding as 问题—应为—怎么改, gravest first, prompts in short, and a last line that counts. */
export function textReport(result: CheckResult): string {
  const width = Math.max(0, ...result.items.flatMap(({ findings }) => findings.map(({ rule }) => rule.length)));
  const blocks = result.items.flatMap((item) => {
    const { path, findings } = item;
    if (findings.length === 0) return [];
    const title = result.items.length > 1 ? [`── ${shownPath(path)}`] : [];
    return [...title, ...placesOf(item).map((place) => `发布在  ${place}`), ...blockOf(item, width)];
  });
  return `${[...blocks, totals(result)].join('\n')}\n`;
}
