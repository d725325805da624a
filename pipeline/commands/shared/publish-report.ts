import { appendFileSync } from 'node:fs';
import { type Alert, CHANNEL_NAMES, perAccount, printed, subjectOf } from '../../alerts/alert.ts';
import { Problem } from '../../problem.ts';
import { withoutSecrets } from '../../redaction.ts';
import type { ReleaseReport } from '../../release/release.ts';
import { STATE_NAMES } from '../../reports/status.ts';
import type { Command, CommandContext, CommandResult } from './command.ts';

/** What `approve`, `release` and `publish` have done (contracts.md 1). */
export interface PublishReport {
  approved: string[];
  releases: ReleaseReport['releases'];
  alerts: Alert[];
}

function lines({ approved, releases, alerts }: PublishReport): string[] {
  const done = [
    ...approved.map((item) => `✓ 入账　${item}`),
    ...releases.map(({ item, channel, state, url }) => {
      const mark = state === 'confirmed' || state === 'withdrawn' ? '✓' : '·';
      return `${mark} ${CHANNEL_NAMES[channel]}　${item}　${STATE_NAMES[state] ?? state}${url ? `　${url}` : ''}`;
    }),
    ...perAccount(alerts).map((alert) => `! ${subjectOf(alert)}　${alert.message}`),
  ];
  return done.length === 0 ? ['没有要做的。'] : done;
}

/**
 * The report as every publishing command gives it. Exit 1 when something was refused or went wrong, 0 when nothing but a person's
 * ordinary work is left.
 */
export function reported(report: PublishReport): CommandResult {
  const refused = report.alerts.some(({ task }) => task !== true);
  const json = { version: 1, approved: report.approved, releases: report.releases, alerts: printed(report.alerts) };
  return { exitCode: refused ? 1 : 0, json, text: lines(report).join('\n') };
}

/**
 * Shows the report on the page of the workflow's run too, where there is one. What people wrote in it stays text.
 * @param page the same in Markdown; the text as it is, if left out
 */
export function summarised({ env }: Pick<CommandContext, 'env'>, result: CommandResult, page?: string): CommandResult {
  try {
    const shown = page ?? `${result.text.replace(/^/gm, '    ')}\n\n`;
    if (env.GITHUB_STEP_SUMMARY) appendFileSync(env.GITHUB_STEP_SUMMARY, withoutSecrets(shown));
  } catch {
    // The page is a convenience: what has been done and how it ended stay the same without it.
  }
  return result;
}

/** Runs a person's act; what came of it, or the sentence that refuses it, also stands on the page of the workflow's run. */
export async function acted(context: CommandContext, act: () => Promise<CommandResult>): Promise<CommandResult> {
  return refusalShown(context, async () => summarised(context, await act()));
}

/** Runs something; the sentence that ends it also stands on the page of the workflow's run. */
async function refusalShown(context: CommandContext, run: () => Promise<CommandResult>): Promise<CommandResult> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Problem) {
      summarised(context, { exitCode: 1, json: null, text: `✗ ${error.message}（${error.code}）` });
    }
    throw error;
  }
}

/** A command whose refusals stand on the page of the workflow's run, too: the Office sees there why a run is red. */
export function onRunPage(command: Command): Command {
  return { ...command, run: (context) => refusalShown(context, () => command.run(context)) };
}
