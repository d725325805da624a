import type { AlertKey } from '../alerts/alert.ts';
import { endingAlerts } from '../alerts/endings.ts';
import { watchPublisher } from '../alerts/publisher-watch.ts';
import { settleAlerts } from '../alerts/tell.ts';
import { beijingDate } from '../beijing-time.ts';
import { CHECKS } from '../doctor/checks.ts';
import type { DoctorFacts } from '../doctor/facts.ts';
import { gatherFacts } from '../doctor/gather.ts';
import { gatherLists } from '../doctor/gather-lists.ts';
import { isExamined, platformAlerts } from '../doctor/gather-platforms.ts';
import { accountAlerts, rightOnAccounts } from '../doctor/posts-checks.ts';
import { type DoctorReport, endingsIn, examine, factOf, reportText, seesEnd } from '../doctor/report.ts';
import { type ContentSource, workTreeSource } from '../forge/git/content-source.ts';
import { openGithub } from '../forge/github/github.ts';
import type { GithubOptions } from '../forge/github/octokit.ts';
import { gitLedger } from '../ledger/ledger-git.ts';
import { HOLIDAYS_FILE, readHolidays } from '../organisation/holidays.ts';
import { validateOrganisation } from '../organisation/validate.ts';
import { Problem } from '../problem.ts';
import { isolatedRenderer } from '../release/isolated/isolated.ts';
import { gitTrust, verifiedLedgers } from '../verify/publisher.ts';
import { generate } from './generate.ts';
import type { Command, CommandContext, CommandResult, Environment } from './shared/command.ts';
import { withCount } from './shared/count-for-readers.ts';
import { githubIn } from './shared/environment.ts';
import { onRunPage, summarised } from './shared/publish-report.ts';
import { clockOf } from './shared/publisher-access.ts';
import { settingsAt } from './shared/settings-at.ts';

async function githubFrom(env: Environment): Promise<GithubOptions | { unknown: string }> {
  if (!env.GITHUB_TOKEN?.trim()) return { unknown: '没有设置 GITHUB_TOKEN（要查请与 GITHUB_API_URL、GITHUB_REPOSITORY 一起设好再运行）' };
  return githubIn(env);
}

async function daysOff(source: ContentSource): Promise<readonly string[]> {
  return readHolidays((await source.text(HOLIDAYS_FILE)) ?? '', HOLIDAYS_FILE);
}

/**
 * Tells what a person has to know of the platforms, and closes what was told before and is as it should be: nothing where nobody can say
 * whether the ledger was set back.
 */
async function told(context: CommandContext, report: DoctorReport, facts: DoctorFacts): Promise<void> {
  const complete = (alert: AlertKey): boolean =>
    seesEnd(report, alert.code) ?? (alert.channel !== undefined && isExamined(report, alert.channel));
  const certain = { step: 'watch', complete, right: rightOnAccounts(facts) } as const;
  const alerts = [...platformAlerts(report), ...accountAlerts(facts), ...endingAlerts(endingsIn(report), facts.today)];
  const teller = { github: openGithub(githubIn(context.env)), note: context.note };
  // Where nobody opens a pull request for days, the gate doesn't look.
  await watchPublisher(teller);
  await withCount(context, { strict: true }, (git, count) =>
    settleAlerts(teller, certain, alerts, async (items) => {
      const ledger = await verifiedLedgers(gitLedger(git, { fetch: false }), gitTrust(git), count).open(items);
      if (count?.vouched()) return ledger;
      throw new Problem('ledger/uncounted', '台账的计数没有核对成，看不出台账有没有被退回', { place: 'ledger' });
    }),
  );
}

async function run(context: CommandContext): Promise<CommandResult> {
  const { root, at, env } = context;
  const now = clockOf(context);
  const today = beijingDate(now);
  const source = workTreeSource(root);
  const { organisation, policy } = await settingsAt(source);
  const sound = validateOrganisation(organisation, today, policy.distinct_persons).length === 0;
  const renderer = isolatedRenderer();
  const facts = await gatherFacts({
    root,
    env,
    now,
    organisation,
    policy,
    holidays: await factOf(() => daysOff(source)),
    lists: await factOf(() => gatherLists((path) => source.text(path))),
    generated: await factOf(async () =>
      sound ? (await generate({ root, check: true, today })).differing : { unknown: '名单不完整（见上），先改好名单' },
    ),
    github: await factOf(() => githubFrom(env)),
    renderer,
    local: () => (at === null ? Date.now() : Date.parse(at)),
  }).finally(() => renderer.close());
  const report = examine(facts, CHECKS);
  if (context.options.post === true) await told(context, report, facts);
  const mustDo = report.findings.some(({ severity }) => severity === 'error');
  const result = { exitCode: mustDo ? 1 : 0, json: report, text: reportText(report) } as const;
  return context.options.post === true ? summarised(context, result) : result;
}

export const command: Command = onRunPage({
  summary: '体检：设置、令牌、钥匙、时钟、平台、台账，哪些要办',
  usage: 'doctor [--post]',
  options: {
    post: {
      type: 'boolean',
      help: '平台授权不对，授权、认证、证书、钥匙将要到期，账号里台账没有的、不见了的、改过的内容，各开一条提醒（每天夜里的工作流用）',
    },
  },
  formats: ['text', 'json'],
  run,
});
