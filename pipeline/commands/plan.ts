import { type Alert, CHANNEL_NAMES, printed } from '../alerts/alert.ts';
import type { Git } from '../forge/git/git.ts';
import { gitLedger } from '../ledger/ledger-git.ts';
import { isolatedRenderer } from '../release/isolated/isolated.ts';
import { makePlan, type Plan } from '../release/plan.ts';
import { gitTrust, newestMain, verifiedLedgers } from '../verify/publisher.ts';
import { settingsHold } from '../verify/settings-lock.ts';
import type { Command } from './shared/command.ts';
import { type ReadCount, withCount } from './shared/count-for-readers.ts';
import { clockOf } from './shared/publisher-access.ts';
import { withPrivateTerms } from './shared/settings-at.ts';

const UNVERIFIED: Alert = {
  item: 'settings',
  code: 'settings-unverified',
  message: '主分支上的名单与规则还没有登记为有效的一版；在此以前什么也不发。',
};

/**
 * What `release` would send now, from the verified ledger of this repository; no secrets.
 * @param privateTerms a file with a private list of 提示词
 * @throws Problem `ledger/cut`, `ledger/unverified`, `main/…` (exit 2)
 */
async function planned(git: Git, count: ReadCount | null, now: string, privateTerms?: string): Promise<Plan> {
  const ledger = await verifiedLedgers(gitLedger(git, { fetch: false }), gitTrust(git), count).open();
  const { settings } = await newestMain(git, { fetch: false });
  if (!settingsHold(ledger, settings)) return { releases: [], alerts: [UNVERIFIED] };
  const terms = await withPrivateTerms(settings.terms, privateTerms);
  const renderer = isolatedRenderer();
  try {
    return await makePlan({ git, ledger, settings: { ...settings, terms }, now, renderer });
  } finally {
    await renderer.close();
  }
}

export const command: Command = {
  summary: '发布计划：再查一遍，列出现在会发的内容（不用密钥，什么也不写）',
  usage: 'plan',
  options: {},
  formats: ['text', 'json'],
  run: async (context) => {
    const { releases, alerts } = await withCount(context, { strict: false }, (git, count) =>
      planned(git, count, clockOf(context), context.env.SANSHEN_PRIVATE_TERMS),
    );
    const lines = [
      ...releases.map(({ item, channel, revision, payload }) => `${CHANNEL_NAMES[channel]}　${item}　第 ${revision} 版　${payload.digest}`),
      ...alerts.map(({ item, message }) => `! ${item}　${message}`),
    ];
    return {
      exitCode: alerts.includes(UNVERIFIED) ? 1 : 0,
      json: { version: 1, releases, alerts: printed(alerts) },
      text: lines.length === 0 ? '没有要发的。' : lines.join('\n'),
    };
  },
};
