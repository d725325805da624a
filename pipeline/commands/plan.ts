import { type Alert, CHANNEL_NAMES, printed } from '../alerts/alert.ts';
import type { Git } from '../forge/git.ts';
import { Problem } from '../problem.ts';
import { lockedSettings } from '../publish/acts.ts';
import { itemIn } from '../publish/find-item.ts';
import { gitLedger } from '../publish/ledger-git.ts';
import { makePlan, type Plan } from '../publish/plan.ts';
import { planCompared } from '../publish/plan-compared.ts';
import { gitTrust, newestMain, verifiedLedgers } from '../publish/publisher.ts';
import { settingsHold } from '../publish/settings-lock.ts';
import type { Command, CommandContext } from './command.ts';
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

/**
 * What publications are compared with, under the settings that the ledger holds: what came to main since doesn't matter for what is out.
 * @param operand what names one item; all channels' newest if left out
 * @throws Problem `ledger/unverified`, `item/…`, `settings/none`
 */
async function compared(git: Git, { root, operands: [operand] }: CommandContext, now: string): Promise<Plan> {
  const ledgers = verifiedLedgers(gitLedger(git, { fetch: false }), gitTrust(git));
  const item = operand === undefined ? null : await itemIn(ledgers, root, operand);
  const ledger = item === null ? await ledgers.load() : await ledgers.open([item]);
  return planCompared({ git, ledger, settings: await lockedSettings({ git }, ledger), now }, item);
}

const NOTHING = { send: '没有要发的。', compare: '没有要核对的。' };

async function made(git: Git, context: CommandContext): Promise<Plan & { settingsUnverified: boolean }> {
  const now = clockOf(context);
  if (context.options.compare === true) return { ...(await compared(git, context, now)), settingsUnverified: false };
  if (context.operands.length === 0) return plan(git, now, context.env.SANSHEN_PRIVATE_TERMS);
  throw new Problem('usage/item', 'plan 后面的信息只与 --compare 一起写；请补上 --compare，或去掉它。', { place: '信息' });
}

export const command: Command = {
  summary: '发布计划：再查一遍，列出要发的内容（不用密钥）',
  usage: 'plan [--out 文件] · plan --compare [信息] [--out 文件]',
  options: {
    out: { type: 'string', help: '写到这个文件，供 release（--compare 的：doctor、record）使用' },
    compare: { type: 'boolean', help: '列出核对已发布内容用的审定稿：各渠道最近的几条，或写明的一条' },
  },
  operands: 1,
  formats: ['text', 'json'],
  run: async (context) => {
    const { root, options } = context;
    const { settingsUnverified, ...plan } = await withGit(root, (git) => made(git, context));
    const json = { ...plan, alerts: printed(plan.alerts) };
    if (typeof options.out === 'string') await writeOut(root, options.out, `${JSON.stringify(json)}\n`, 'plan/write');
    const lines = [
      ...plan.releases.map(
        ({ item, channel, revision, payload }) => `${CHANNEL_NAMES[channel]}　${item}　第 ${revision} 版　${payload.digest}`,
      ),
      ...plan.alerts.map(({ item, message }) => `! ${item}　${message}`),
    ];
    return {
      exitCode: settingsUnverified ? 1 : 0,
      json,
      text: lines.length === 0 ? NOTHING[options.compare === true ? 'compare' : 'send'] : lines.join('\n'),
    };
  },
};
