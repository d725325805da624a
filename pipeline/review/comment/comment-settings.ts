import { plain } from '../../item/markdown/markdown-text.ts';
import { behindSentence, type SettingsShown } from '../../organisation/settings-change.ts';

const MOST_ROWS = 40;
const MOST_IN_CELL = 300;

/** What a change of 名单与规则 changes for whom, as a table (design.md 3, step 5). */
export function settingsTable(settings: SettingsShown | undefined): string[] {
  if (!settings) return [];
  const first = settings.behind ? ['', `**先更新分支**：${plain(behindSentence(settings.behind), 500)}`] : [];
  return [...first, ...changesTable(settings)];
}

function changesTable(settings: SettingsShown): string[] {
  if ('problem' in settings) return ['', `**改了什么**：${plain(settings.problem, 500)}`];
  const { changes } = settings;
  if (changes.length === 0) return ['', '**改了什么**：名单与规则的内容没有变，只动了说明、次序或排版。'];
  const grave = changes.filter((change) => change.grave).length;
  const rows = changes
    .slice(0, MOST_ROWS)
    .map(
      (change) =>
        `| ${change.grave ? '▲ ' : ''}${plain(change.what, MOST_IN_CELL)} | ${plain(change.before, MOST_IN_CELL)} | ${plain(change.after, MOST_IN_CELL)} |`,
    );
  return [
    '',
    `**改了什么**（${changes.length} 处${grave > 0 ? `，其中 ${grave} 处标 ▲：给人更大的权，或放宽了规则，请先看` : ''}）`,
    '',
    '| 人或事项 | 原来 | 改为 |',
    '|---|---|---|',
    ...rows,
    ...(changes.length > MOST_ROWS ? ['', `另有 ${changes.length - MOST_ROWS} 处，见改动页。`] : []),
  ];
}
