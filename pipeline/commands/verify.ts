import type { Git } from '../forge/git.ts';
import { Problem } from '../problem.ts';
import { findItem } from '../publish/find-item.ts';
import { readLedger } from '../publish/ledger.ts';
import { gitLedger } from '../publish/ledger-git.ts';
import { gitTrust } from '../publish/publisher.ts';
import { verifyLedger } from '../publish/verify.ts';
import type { Command } from './command.ts';
import { withGit } from './publisher-access.ts';

/** The commit that `--since` names. One that is nowhere is a cut tail, so only what can't be one at all is a mistake. @throws Problem `usage/since` */
async function commitSince(git: Git, given: unknown): Promise<string | null> {
  if (typeof given !== 'string') return null;
  const commit = await git.resolve(given);
  if (commit !== null) return commit;
  if (/^[0-9a-f]{7,64}$/.test(given)) return given;
  throw new Problem('usage/since', `--since “${given}”不是提交号；应为台账里曾有过的一次提交；请核对后重试。`, { place: '--since' });
}

export const command: Command = {
  summary: '核验台账：有没有被改过、删过，每份审核单是否成立（不用联网）',
  usage: 'verify [信息] [--since 提交]',
  options: { since: { type: 'string', help: '台账里曾有过的一次提交；能发现尾部被截去' } },
  operands: 1,
  formats: ['text', 'json'],
  run: ({ root, operands, options }) =>
    withGit(root, async (git) => {
      const store = gitLedger(git, { fetch: false });
      const ledger = await readLedger(store);
      const item = operands[0] === undefined ? null : findItem(ledger, root, operands[0]);
      const since = await commitSince(git, options.since);
      const report = await verifyLedger(store, ledger, gitTrust(git), { since, item, main: git });
      const { verified, items, events, problems } = report;
      const lines = verified
        ? [ledger.head === null ? '还没有台账。' : `台账核验通过：${items} 条信息，${events} 条登记，全部校验一致。`]
        : [`台账核验没有通过，共 ${problems.length} 处：`, ...problems.map(({ item: id, message }) => `✗ ${id}　${message}`)];
      return { exitCode: verified ? 0 : 1, json: { version: 1, ...report }, text: lines.join('\n') };
    }),
};
