import type { Git } from '../forge/git.ts';
import { type Alert, CHANNEL_NAMES, printed } from '../publish/alert.ts';
import { gitLedger } from '../publish/ledger-git.ts';
import { makePlan, type Plan } from '../publish/plan.ts';
import { gitTrust, newestMain, verifiedLedgers } from '../publish/publisher.ts';
import { settingsHold } from '../publish/settings-lock.ts';
import type { Command } from './command.ts';
import { withPrivateTerms } from './private-terms.ts';
import { clockOf, withGit } from './publisher-access.ts';
import { writeOut } from './write-out.ts';

/**
 * The rules once more and every due payload, from the verified ledger; no secrets, no network.
 * @param privateTerms a file with a private list of 提示词
 * @throws Problem `ledger/unverified`, `main/…` (exit 2)
 */
export async function plan(git: Git, now: string, privateTerms?: string): Promise<Plan & { settingsUnverified: boolean }> {
  const store = gitLedger(git, { fetch: false });
  const ledger = await verifiedLedgers(store, gitTrust(git)).open();
  const { settings } = await newestMain(git, { fetch: false });
  if (settingsHold(ledger, settings)) {
    const terms = await withPrivateTerms(settings.terms, privateTerms);
    return { ...(await makePlan({ git, ledger, settings: { ...settings, terms }, now })), settingsUnverified: false };
  }
  const alert: Alert = {
    item: 'settings',
    code: 'settings-unverified',
    message: '主分支上的名单与规则还没有登记为有效的一版；在此以前什么也不发。',
  };
  return { version: 1, at: now, main: settings.commit, ledger: ledger.head, releases: [], alerts: [alert], settingsUnverified: true };
}

export const command: Command = {
  summary: '发布计划：再查一遍，列出要发的内容（不用密钥）',
  usage: 'plan [--out 文件]',
  options: { out: { type: 'string', help: '写到这个文件，供 release 使用' } },
  formats: ['text', 'json'],
  run: async (context) => {
    const { root, options, env } = context;
    const { settingsUnverified, ...made } = await withGit(root, (git) => plan(git, clockOf(context), env.SANSHEN_PRIVATE_TERMS));
    const json = { ...made, alerts: printed(made.alerts) };
    if (typeof options.out === 'string') await writeOut(root, options.out, `${JSON.stringify(json)}\n`, 'plan/write');
    const lines = [
      ...made.releases.map(
        ({ item, channel, revision, payload }) => `${CHANNEL_NAMES[channel]}　${item}　第 ${revision} 版　${payload.digest}`,
      ),
      ...made.alerts.map(({ item, message }) => `! ${item}　${message}`),
    ];
    return { exitCode: settingsUnverified ? 1 : 0, json, text: lines.length === 0 ? '没有要发的。' : lines.join('\n') };
  },
};
