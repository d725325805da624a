import { CHANNEL_NAMES, perAccount, subjectOf } from '../../alerts/alert.ts';
import { link, plain } from '../../item/markdown/markdown-text.ts';
import { STATE_NAMES } from '../../reports/status.ts';
import type { PublishReport } from './publish-report.ts';

/** GitHub shows no step's summary above one MiB. */
const MOST_LINES = 500;

function some(lines: readonly string[]): string[] {
  return lines.length <= MOST_LINES
    ? [...lines]
    : [...lines.slice(0, MOST_LINES), '', `另有 ${lines.length - MOST_LINES} 条，见运行记录。`];
}

function place(url: string | null): string {
  return url === null ? '' : (link('打开', url)[0] ?? '');
}

/**
 * What a publishing step has done, in Markdown for the page of the workflow's run. It says what was signed, where each text stands, and
 * what is to be done. What people wrote in it stays text.
 * @param heading what the step is called
 */
export function runPage(heading: string, { approved, releases, alerts }: PublishReport): string {
  const rows = releases.map(
    ({ item, channel, state, url }) =>
      `| ${plain(item)} | ${CHANNEL_NAMES[channel]} | ${STATE_NAMES[state] ?? plain(state)} | ${place(url)} |`,
  );
  const toDo = perAccount(alerts).map((alert) => {
    const { message, task, due } = alert;
    const [first = '', ...more] = message.split('\n').map((line) => plain(line));
    const what = `${task ? '' : '**!** '}${plain(subjectOf(alert))}　${first}${due ? `（最迟 ${plain(due)}）` : ''}`;
    return [`- ${what}`, ...more.map((line) => `  ${line}`)].join('\n');
  });
  return [
    `### ${heading}`,
    '',
    ...(approved.length > 0 ? [`**审定入账** ${approved.length} 条`, '', ...some(approved.map((item) => `- ${plain(item)}`)), ''] : []),
    ...(rows.length > 0 ? ['| 信息 | 渠道 | 到哪一步 | 地址 |', '|---|---|---|---|', ...some(rows), ''] : []),
    ...(toDo.length > 0
      ? [`**要办的** ${toDo.length} 件（各有一条发布提醒，解决后自动关闭；标 **!** 的没有照常完成）`, '', ...some(toDo), '']
      : []),
    ...(approved.length + rows.length + toDo.length === 0 ? ['没有要做的。', ''] : []),
    '',
  ].join('\n');
}
