import { CHANNEL_NAMES, printed } from '../alerts/alert.ts';
import type { Git } from '../forge/git/git.ts';
import { releaseOf } from '../ledger/fold.ts';
import { itemState } from '../ledger/ledger.ts';
import { gitLedger } from '../ledger/ledger-git.ts';
import { settingsUnverified } from '../release/call-guard.ts';
import { isolatedRenderer } from '../release/isolated/isolated.ts';
import { type Plan, planInForce } from '../release/plan.ts';
import type { PlannedRelease } from '../release/release-round.ts';
import { gitTrust, verifiedLedgers } from '../verify/publisher.ts';
import { mainInForce } from '../verify/settings-lock.ts';
import type { Command } from './shared/command.ts';
import { type ReadCount, withCount } from './shared/count-for-readers.ts';
import { clockOf } from './shared/publisher-access.ts';
import { withPrivateTerms } from './shared/settings-at.ts';

/** A plan that says what of it is taken back. */
interface Planned {
  releases: (PlannedRelease & { removal?: true })[];
  alerts: Plan['alerts'];
}

/**
 * What `release` would send or take back now, from the verified ledger of this repository; no secrets.
 * @param privateTerms a file with a private list of 提示词
 * @throws Problem `ledger/cut`, `ledger/unverified`, `main/…` (exit 2)
 */
async function planned(git: Git, count: ReadCount | null, now: string, privateTerms?: string): Promise<Planned> {
  const ledgers = verifiedLedgers(gitLedger(git, { fetch: false }), gitTrust(git), count);
  const { ledger, main, why } = await mainInForce({ git, ledgers }, { fetch: false });
  if (main === null) return { releases: [], alerts: [settingsUnverified(why)] };
  const terms = await withPrivateTerms(main.settings.terms, privateTerms);
  const renderer = isolatedRenderer();
  try {
    const { releases, alerts } = await planInForce({ git, ledger, settings: { ...main.settings, terms }, now, renderer }, why);
    const isRemoval = ({ item, channel, revision }: PlannedRelease): boolean =>
      releaseOf(itemState(ledger, item), channel, revision).state === 'withdraw-intent';
    return { releases: releases.map((release) => (isRemoval(release) ? { ...release, removal: true } : release)), alerts };
  } finally {
    await renderer.close();
  }
}

export const command: Command = {
  summary: '发布计划：再查一遍，列出现在会发、会撤的内容（不用密钥，什么也不写）',
  usage: 'plan',
  options: {},
  formats: ['text', 'json'],
  run: async (context) => {
    const { releases, alerts } = await withCount(context, { strict: false }, (git, count) =>
      planned(git, count, clockOf(context), context.env.SANSHEN_PRIVATE_TERMS),
    );
    const lines = [
      ...releases.map(
        ({ item, channel, revision, payload, removal }) =>
          `${removal ? '撤下　' : ''}${CHANNEL_NAMES[channel]}　${item}　第 ${revision} 版　${payload.digest}`,
      ),
      ...alerts.map(({ item, message }) => `! ${item}　${message}`),
    ];
    return {
      exitCode: alerts.some(({ code }) => code === 'settings-unverified') ? 1 : 0,
      json: { version: 1, releases, alerts: printed(alerts) },
      text: lines.length === 0 ? '没有要发的。' : lines.join('\n'),
    };
  },
};
