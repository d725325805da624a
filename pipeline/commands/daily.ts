import { addDays, beijingDate, isDate } from '../beijing-time.ts';
import { type Github, openGithub } from '../forge/github/github.ts';
import { openReleases } from '../ledger/fold.ts';
import { itemState, itemsOf } from '../ledger/ledger.ts';
import { gitLedger } from '../ledger/ledger-git.ts';
import { Problem } from '../problem.ts';
import { dailyText } from '../reports/daily.ts';
import { storyOf } from '../reports/timeline.ts';
import { gitTrust, verifiedLedgers } from '../verify/publisher.ts';
import type { Command, CommandContext } from './shared/command.ts';
import { withCount } from './shared/count-for-readers.ts';
import { githubIn } from './shared/environment.ts';
import { tellInspection } from './shared/inspection.ts';
import { onRunPage, summarised } from './shared/publish-report.ts';
import { clockOf } from './shared/publisher-access.ts';

/** The day that `--date` names; yesterday in Beijing, if none. @throws Problem `usage/date` */
function dayOf(context: CommandContext): string {
  const { date } = context.options;
  if (date === undefined) return addDays(beijingDate(clockOf(context)), -1);
  if (typeof date === 'string' && isDate(date)) return date;
  throw new Problem('usage/date', `“${String(date)}”不是日期；应写成 2026-11-24；请核对 --date。`, { place: '--date' });
}

export const command: Command = onRunPage({
  summary: '每日发布情况：当天发出了什么，还在等什么，要谁在什么时候前办',
  usage: 'daily [--date 日期] [--post]',
  options: {
    date: { type: 'string', help: '哪一天，如 2026-11-24（默认：昨天）' },
    post: { type: 'boolean', help: '先照检查指标自查，有不合格、快到期的开一条提醒；再写到议题“每日发布情况”里（每天夜里的工作流用）' },
  },
  formats: ['text', 'json'],
  run: async (context) => {
    const { env, options, note } = context;
    const day = dayOf(context);
    const github: Github | null = env.GITHUB_TOKEN?.trim() ? openGithub(githubIn(env)) : null;
    const body = await withCount(context, { strict: false }, async (git, count) => {
      if (options.post === true && github !== null) await tellInspection(context, git, count, github);
      const alerts = github === null ? null : await github.alerts().catch(() => null);
      const store = gitLedger(git, { fetch: false });
      const ledger = await verifiedLedgers(store, gitTrust(git), count).open();
      const until = new Map<string, string>();
      for (const id of itemsOf(ledger).filter((item) => openReleases(itemState(ledger, item)).length > 0)) {
        const { until: last } = await storyOf(git, store, ledger, id, clockOf(context));
        if (last !== null) until.set(id, last);
      }
      return dailyText({ ledger, day, alerts, until });
    });
    if (options.post !== true) return { exitCode: 0, json: { version: 1, day, text: body }, text: body };
    if (github === null) githubIn(env);
    const url = await (github as Github).upsertDaily({ day, body });
    note(`已写入 ${url}`);
    return summarised(context, { exitCode: 0, json: { version: 1, day, text: body, url }, text: body }, `${body}\n`);
  },
});
