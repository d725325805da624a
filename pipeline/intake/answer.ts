import { fieldAt } from '../item/front-matter/front-matter-words.ts';
import { plain } from '../item/markdown/markdown-text.ts';
import { askedWords } from './draft/asked-words.ts';
import { blocks, type ReportLine, reportWords } from './report.ts';

/** Words of others that name no issue: GitHub takes `#12`, `GH-12` and addresses for links between the two. */
export const namingNothing = (text: string): string =>
  text
    .replaceAll('#', '＃')
    .replace(/\bGH-(?=\d)/gi, 'GH－')
    .replace(/\/(issues|pull)\/(?=\d)/gi, '／$1／');

/** Words of others in a text of the forge: one line of plain words that name nobody and nothing, and link nowhere. */
export const foreign = (text: string, most?: number): string =>
  plain(
    namingNothing(text)
      .replaceAll('://', '：//')
      .replace(/\bwww\./gi, 'www．'),
    most,
  );

/** What people read of a key that stands as 待填 (`Draft.missing`): its name, and how it is written. */
export function missingWords(key: string): string {
  const [what, file] = key.split(':');
  if (what === 'caption') return `图片说明（${file}）：${askedWords(what)}`;
  return `${fieldAt([key]).name}（${key}）：${askedWords(key)}`;
}

/** What the sender is told of a draft: what is missing, in the annex's order, then what he has to mend, then what was left out. Plain lines. */
export function answerLines({ missing, report }: { missing: readonly string[]; report: readonly ReportLine[] }): string[] {
  const section = (heading: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ['', heading, ...lines.map((line, index) => `${index + 1}. ${line}`)];
  const [mend, told] = [report.filter(blocks), report.filter((line) => !blocks(line))];
  return [
    ...section('还缺这几项，请补上：', missing.map(missingWords)),
    ...section('这几处请改好后重新报送：', mend.map(reportWords)),
    ...section('读稿时的变动，请核对：', told.map(reportWords)),
  ].slice(1);
}

/** The same in a text of the forge, below the lines that say where it came from. */
export const answerText = (above: readonly string[], told: Parameters<typeof answerLines>[0], below: readonly string[] = []): string =>
  [...above, '', ...answerLines(told).map((line) => (line === '' ? '' : foreign(line))), ...below, ''].join('\n');
