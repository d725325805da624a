import type { Draft } from './draft/draft.ts';
import { missingWords } from './draft/missing-words.ts';
import { blocks, reportWords } from './report.ts';

/** What the sender is told of a draft: what is missing, in the annex's order, then what he has to mend, then what was left out. Plain lines. */
export function answerLines({ missing, report }: Pick<Draft, 'missing' | 'report'>): string[] {
  const section = (heading: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', heading, ...lines.map((line, index) => `${index + 1}. ${line}`)];
  const [mend, told] = [report.filter(blocks), report.filter((line) => !blocks(line))];
  return [
    ...section('还缺这几项，请补上：', missing.map(missingWords)),
    ...section('这几处请改好后重新报送：', mend.map(reportWords)),
    ...section('读稿时的变动，请核对：', told.map(reportWords)),
  ].slice(1);
}
