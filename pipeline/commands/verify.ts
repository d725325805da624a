import { findItem } from '../publish/find-item.ts';
import { readLedger } from '../publish/ledger.ts';
import { gitLedger } from '../publish/ledger-git.ts';
import { gitTrust } from '../publish/publisher.ts';
import { verifyLedger } from '../publish/verify.ts';
import type { Command } from './command.ts';
import { withGit } from './publisher-access.ts';

export const command: Command = {
  summary: '核验台账：有没有被改过、删过，每份审核单是否成立（不用联网）',
  usage: 'verify [信息] [--since 提交]',
  options: { since: { type: 'string', help: '台账里曾有过的一次提交；能发现尾部被截去' } },
  formats: ['text', 'json'],
  run: ({ root, operands, options }) =>
    withGit(root, async (git) => {
      const store = gitLedger(git, { fetch: false });
      const ledger = await readLedger(store);
      const item = operands[0] === undefined ? null : findItem(ledger, root, operands[0]);
      const since = typeof options.since === 'string' ? ((await git.resolve(options.since)) ?? options.since) : null;
      const report = await verifyLedger(store, ledger, gitTrust(git), { since, item });
      const { verified, items, events, problems } = report;
      const lines = verified
        ? [ledger.head === null ? '还没有台账。' : `台账核验通过：${items} 条信息，${events} 条登记，全部校验一致。`]
        : [`台账核验没有通过，共 ${problems.length} 处：`, ...problems.map(({ item: id, message }) => `✗ ${id}　${message}`)];
      return { exitCode: verified ? 0 : 1, json: { version: 1, ...report }, text: lines.join('\n') };
    }),
};
